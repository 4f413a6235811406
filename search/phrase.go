package search

import (
	"context"
	"fmt"
	"slices"

	index "github.com/blevesearch/bleve_index_api"
)

// matchPhrase finds the documents that have p in the title or in the body.
func (v *view) matchPhrase(ctx context.Context, b *base, p phrase) ([]found, error) {
	if len(p) == 1 && (p[0].loose || !p[0].title) {
		return v.matchOne(ctx, b, p[0])
	}
	set, err := v.candidates(b, p)
	if err != nil {
		return nil, err
	}
	docs := set.members()
	if len(docs) == 0 {
		return nil, nil
	}
	var begins [][]uint64 // where the phrase may begin, by candidate
	for _, t := range p {
		places, err := v.placesOf(ctx, t, set, docs)
		if err != nil {
			return nil, err
		}
		if t.title {
			inTitle(places)
		}
		begins = aligned(begins, places, uint64(t.offset))
	}
	var all []found
	for i, places := range begins {
		if len(places) > 0 {
			all = append(all, occurring(docs[i], places))
		}
	}
	return all, nil
}

// matchOne finds a phrase of one term, without reading places.
func (v *view) matchOne(ctx context.Context, b *base, t phraseTerm) ([]found, error) {
	var all []found
	err := v.occurrences(ctx, b, queryTerm{term: t.term, prefix: t.prefix}, func(f found) {
		if (f.placed || t.loose) && (f.title || !t.title) {
			all = append(all, f)
		}
	})
	return all, err
}

// candidates are the documents that have all terms somewhere.
func (v *view) candidates(b *base, p phrase) (docSet, error) {
	var all docSet
	for _, t := range p {
		terms := []string{t.term}
		if t.prefix {
			var err error
			if terms, err = v.terms(fieldText, t.term); err != nil {
				return nil, err
			}
		}
		some := newDocSet(b.size)
		for _, term := range terms {
			p, err := v.open(fieldText, term)
			if err != nil {
				return nil, err
			}
			p.addTo(some)
		}
		if all == nil {
			all = some
		} else {
			all.keep(some)
		}
	}
	all.keep(b.live)
	return all, nil
}

// placesOf returns, for every candidate, where t stands in it, ascending. docs
// are the members of set.
func (v *view) placesOf(ctx context.Context, t phraseTerm, set docSet, docs []uint32) ([][]uint64, error) {
	places := make([][]uint64, len(docs))
	if !t.prefix {
		return places, v.readPlaces(ctx, t.term, set, docs, places)
	}
	terms, err := v.terms(fieldText, t.term)
	if err != nil {
		return nil, err
	}
	for _, term := range terms {
		if err := v.readPlaces(ctx, term, set, docs, places); err != nil {
			return nil, err
		}
	}
	for _, p := range places {
		slices.Sort(p)
	}
	return places, nil
}

func (v *view) readPlaces(ctx context.Context, term string, set docSet, docs []uint32, places [][]uint64) error {
	list, err := v.open(fieldText, term)
	if err != nil {
		return err
	}
	var many []int // candidates that keep their places apart
	at := 0
	err = list.among(ctx, set, func(some []uint32, numbers []uint64) {
		for i, doc := range some {
			for docs[at] < doc {
				at++
			}
			var whole bool
			if places[at], whole = occurrence(numbers[i]).places(places[at]); !whole {
				many = append(many, at)
			}
		}
	})
	if err != nil || len(many) == 0 {
		return err
	}
	apart := make([]uint32, len(many))
	for i, at := range many {
		apart[i] = docs[at]
	}
	read := 0
	err = v.visitPlaces(ctx, term, apart, func(i int, doc *index.TermFieldDoc) error {
		if len(doc.Vectors) != 1 {
			return fmt.Errorf("%w: term without places", errDamaged)
		}
		at, to := doc.Vectors[0].Pos, &places[many[i]]
		*to = append(*to, at)
		for _, distance := range doc.Vectors[0].ArrayPositions {
			at += distance
			*to = append(*to, at)
		}
		read++
		return nil
	})
	if err == nil && read != len(many) {
		err = fmt.Errorf("%w: term without places", errDamaged)
	}
	return err
}

// visitPlaces hands those of docs that keep the places of a term apart to use,
// with their place in docs.
func (v *view) visitPlaces(ctx context.Context, term string, docs []uint32, use func(i int, doc *index.TermFieldDoc) error) error {
	list, err := v.reader.TermFieldReader(ctx, []byte(term), fieldPlaces, true, false, true)
	if err != nil {
		return err
	}
	defer list.Close()
	var doc index.TermFieldDoc
	var id index.IndexInternalID
	for i := 0; i < len(docs); {
		if i&0xff == 0xff && ctx.Err() != nil {
			return ctx.Err()
		}
		id = index.NewIndexInternalID(id, uint64(docs[i]))
		next, err := list.Advance(id, &doc)
		if err != nil || next == nil {
			return err
		}
		at, ok := slices.BinarySearch(docs[i:], uint32(next.ID.Value()))
		i += at
		if !ok {
			continue
		}
		if err := use(i, next); err != nil {
			return err
		}
		i++
	}
	return nil
}

// inTitle leaves the places in the title.
func inTitle(places [][]uint64) {
	for i, all := range places {
		at, _ := slices.BinarySearch(all, titlePlace)
		places[i] = all[at:]
	}
}

// aligned keeps the beginnings from which a term stands at offset.
func aligned(begins, places [][]uint64, offset uint64) [][]uint64 {
	if begins == nil {
		return places
	}
	for i := range begins {
		kept := begins[i][:0]
		rest := places[i]
		for _, begin := range begins[i] {
			for len(rest) > 0 && rest[0] < begin+offset {
				rest = rest[1:]
			}
			if len(rest) > 0 && rest[0] == begin+offset {
				kept = append(kept, begin)
			}
		}
		begins[i] = kept
	}
	return begins
}

// occurring counts places, those in the title by their weight.
func occurring(doc uint32, places []uint64) found {
	f := found{doc: doc, placed: true}
	for _, place := range places {
		if place > titlePlace {
			f.frequency += titleWeight
			f.title = true
		} else {
			f.frequency++
		}
	}
	return f
}

// scorePhrases requires every phrase and adds it to the tally.
func (v *view) scorePhrases(ctx context.Context, b *base, t *tally, phrases []phrase, allowed docSet) error {
	for i, p := range phrases {
		all, err := v.matchPhrase(ctx, b, p)
		if err != nil {
			return err
		}
		weight := idf(b, len(all)) * float32(len(p))
		t.total += weight
		some := newDocSet(b.size)
		for _, f := range all {
			some.add(f.doc)
			t.add(b, weight, f)
		}
		t.counted(gainPhrase, i, weight)
		allowed.keep(some)
	}
	return nil
}

func (v *view) exclude(ctx context.Context, b *base, exclusions []phrase, allowed docSet) error {
	for _, p := range exclusions {
		all, err := v.matchPhrase(ctx, b, p)
		if err != nil {
			return err
		}
		some := newDocSet(b.size)
		for _, f := range all {
			some.add(f.doc)
		}
		allowed.remove(some)
	}
	return nil
}
