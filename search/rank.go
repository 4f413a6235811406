package search

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
)

// The text score is Okapi BM25 (Robertson and Zaragoza 2009) over one field that
// holds all ranked text, with departures that are the same for every text:
// rare terms weigh more (idf to the power 1.5); a term in the title adds a BM25
// part of its own; what a query repeats counts by the power 0.6; pairs of Han
// characters overlap, so their repetition in a text counts by its root; pairs
// with a function character (的, 什) weigh half; and a document gains by the
// share of the query it covers. The first few gain by a closer look (closer.go).
// The score is that times the document's factors.
const (
	bm25K         = 1.2
	bm25B         = 0.75
	coverBonus    = 0.3
	titleBonus    = 0.8
	queryRepeats  = 0.6
	functionShare = 0.5
	// maxQueryTerms bounds the cost of a query: a word of n Han characters
	// makes n-1 terms, so this is about 32 words.
	maxQueryTerms = 48
	functionHan   = "的了吗呢么哪谁什怎是在有和与及或被把对于为之其个些这那何吧啊也都就而且则从以由到将该此如因所能会可请问多少几"
)

// cell gathers one document's score; cover sums the weights of its terms.
type cell struct{ score, cover float32 }

// tally gathers scores by document number.
type tally struct {
	cells      []cell
	touched    docSet  // the cells that were written
	total      float32 // weight of the whole query
	titleBonus float32
	coverBonus float32
	boosts     *boosts
	watch      *watch // nil but to explain

	closer *closer // nil until the first documents were looked at

	best   docSet // nil, or the documents whose scores are whole
	passed docSet // what the terms have that were scored for the best alone
}

// tally lends a clean tally of this view.
func (v *view) tally(b *base) *tally {
	t, ok := v.scores.Get().(*tally)
	if !ok {
		t = &tally{cells: make([]cell, b.size), touched: newDocSet(b.size)}
	}
	t.titleBonus, t.coverBonus, t.boosts = titleBonus, coverBonus, plainly
	return t
}

func (v *view) done(t *tally) {
	for i, word := range t.touched {
		if word != 0 {
			clear(t.cells[i*64 : min(i*64+64, len(t.cells))])
		}
	}
	clear(t.touched)
	t.total, t.watch, t.closer, t.best, t.passed = 0, nil, nil, nil, nil
	v.scores.Put(t)
}

// matched are the documents that have anything of the query.
func (t *tally) matched() docSet {
	if t.passed == nil {
		return t.touched
	}
	all := slices.Clone(t.touched)
	for i, word := range t.passed {
		all[i] |= word
	}
	return all
}

// add counts something that occurs in a document.
func (t *tally) add(b *base, weight float32, f found) {
	c := &t.cells[f.doc]
	if c.cover == 0 {
		t.touched.add(f.doc)
	}
	c.score += weight * b.gain(f, t.titleBonus)
	c.cover += weight
}

// gain is what something adds to the score of a document, of its weight.
func (b *base) gain(f found, titleBonus float32) float32 {
	gain := (bm25K + 1) * f.frequency / (f.frequency + b.lengths[f.doc])
	if f.title {
		gain += titleBonus * b.titles[f.doc]
	}
	return gain
}

// mostGain is more than anything adds.
func mostGain(b *base, titleBonus float32) float32 { return (bm25K + 1) + titleBonus*b.titleMost }

// score is the final score of a document.
func (t *tally) score(doc uint32) float32 { return t.boosts.score(doc, t.text(doc)) }

// text is the text score of a document.
func (t *tally) text(doc uint32) float32 { return t.final(t.cells[doc]) + t.closer.gained(doc) }

// final is the text score that the parts of the query make.
func (t *tally) final(c cell) float32 {
	if t.total == 0 {
		return c.score
	}
	return c.score * (1 + t.coverBonus*min(c.cover/t.total, 1)) // synonyms may cover twice
}

// idf is never negative.
func idf(b *base, documents int) float32 {
	n, df := float64(b.count), float64(documents)
	return float32(math.Pow(math.Log1p(max(n-df+0.5, 0.5)/(df+0.5)), 1.5))
}

// weighted is a term with the weight it has in this index.
type weighted struct {
	queryTerm
	number int // in the plan
	weight float32
	han    bool
	lists  []postings // one, but of a prefix those of all continuations
}

// documents is how many documents are to be read for a term.
func (w *weighted) documents() (n int) {
	for i := range w.lists {
		n += w.lists[i].count
	}
	return n
}

// weigh looks the terms up and keeps the limit that tell most.
func (v *view) weigh(b *base, terms []queryTerm, limit int) ([]weighted, error) {
	var all []weighted
	for i, term := range terms {
		lists, err := v.openTerm(term)
		if err != nil {
			return nil, err
		}
		docs := mostFrequent(lists)
		if docs == 0 {
			continue
		}
		w := weighted{term, i, idf(b, docs) * repeats(term.count), isHan(firstRune(term.term)), lists}
		if w.han && strings.ContainsAny(term.term, functionHan) {
			w.weight *= functionShare
		}
		all = append(all, w)
	}
	slices.SortStableFunc(all, func(x, y weighted) int { return cmp.Compare(y.weight, x.weight) })
	return all[:min(len(all), limit)], nil
}

func repeats(count int) float32 { return float32(math.Pow(float64(count), queryRepeats)) }

// openTerm looks a term up, or all continuations of a prefix.
func (v *view) openTerm(t queryTerm) ([]postings, error) {
	terms := []string{t.term}
	if t.prefix {
		var err error
		if terms, err = v.continuations(t.term); err != nil {
			return nil, err
		}
	}
	lists := make([]postings, len(terms))
	for i, term := range terms {
		var err error
		if lists[i], err = v.open(fieldText, term); err != nil {
			return nil, err
		}
	}
	return lists, nil
}

// mostFrequent is how many documents have a term; of a prefix it is the most
// frequent continuation, which is near enough for a weight.
func mostFrequent(lists []postings) (most int) {
	for i := range lists {
		most = max(most, lists[i].count)
	}
	return most
}

// scoreTerms adds the terms to the tally.
func (v *view) scoreTerms(ctx context.Context, b *base, t *tally, terms []weighted) error {
	for i := range terms {
		t.total += terms[i].weight
		if err := v.scoreTerm(ctx, b, t, &terms[i]); err != nil {
			return err
		}
	}
	return nil
}

func (v *view) scoreTerm(ctx context.Context, b *base, t *tally, term *weighted) error {
	var err error
	if term.prefix {
		var all []found
		all, err = v.prefix(ctx, b, term.lists)
		for _, f := range all {
			t.add(b, term.weight, f)
		}
	} else {
		err = term.lists[0].each(ctx, func(docs []uint32, numbers []uint64) { t.addAll(b, term, docs, numbers) })
	}
	t.counted(gainTerm, term.number, term.weight)
	return err
}

// addAll counts a term that occurs in documents.
func (t *tally) addAll(b *base, term *weighted, docs []uint32, numbers []uint64) {
	for i, doc := range docs {
		t.add(b, term.weight, term.found(doc, numbers[i]))
	}
}

// found reads how a document has the term.
func (w *weighted) found(doc uint32, number uint64) found {
	f := occurrence(number).found(doc)
	if w.han && f.frequency > 1 {
		f.frequency = float32(math.Sqrt(float64(f.frequency)))
	}
	return f
}

// occurrences visits the documents with a term; all continuations of a prefix
// count as one term.
func (v *view) occurrences(ctx context.Context, b *base, t queryTerm, visit func(found)) error {
	lists, err := v.openTerm(t)
	if err != nil {
		return err
	}
	if t.prefix {
		all, err := v.prefix(ctx, b, lists)
		for _, f := range all {
			visit(f)
		}
		return err
	}
	return lists[0].each(ctx, func(docs []uint32, numbers []uint64) {
		for i, doc := range docs {
			visit(occurrence(numbers[i]).found(doc))
		}
	})
}

// found is a document in which something occurs.
type found struct {
	doc           uint32
	frequency     float32
	title, placed bool
}

// prefix finds the documents with any continuation of a prefix, ascending.
func (v *view) prefix(ctx context.Context, b *base, lists []postings) ([]found, error) {
	if len(lists) == 0 {
		return nil, nil
	}
	some, titles, placed := newDocSet(b.size), newDocSet(b.size), newDocSet(b.size)
	frequencies := make([]float32, b.size)
	for i := range lists {
		err := lists[i].each(ctx, func(docs []uint32, numbers []uint64) {
			for i, doc := range docs {
				f := occurrence(numbers[i]).found(doc)
				some.add(doc)
				frequencies[doc] += f.frequency
				if f.title {
					titles.add(doc)
				}
				if f.placed {
					placed.add(doc)
				}
			}
		})
		if err != nil {
			return nil, err
		}
	}
	all := make([]found, 0, some.count())
	some.each(func(doc uint32) {
		all = append(all, found{doc, frequencies[doc], titles.has(doc), placed.has(doc)})
	})
	return all, nil
}
