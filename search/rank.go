package search

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
)

// Ranking is Okapi BM25 (Robertson and Zaragoza 2009) over one field that
// holds all ranked text, with four departures, the same for every text: rare
// terms weigh more (idf to the power 1.5); pairs of Han characters overlap, so
// their repetition counts by its root; pairs with a function character (的, 什)
// weigh half; and a document gains by the share of the query it covers.
const (
	bm25K         = 1.5
	bm25B         = 0.75
	coverBonus    = 0.6
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
	cells   []cell
	touched []uint32
	total   float32 // weight of the whole query
}

// tally lends a clean tally of this view.
func (v *view) tally(b *base) *tally {
	if t, ok := v.scores.Get().(*tally); ok {
		return t
	}
	return &tally{cells: make([]cell, b.size)}
}

func (v *view) done(t *tally) {
	for _, doc := range t.touched {
		t.cells[doc] = cell{}
	}
	t.touched, t.total = t.touched[:0], 0
	v.scores.Put(t)
}

// add counts a term that occurs frequency times; length is the document's.
func (t *tally) add(doc uint32, weight, frequency, length float32) {
	c := &t.cells[doc]
	if c.cover == 0 {
		t.touched = append(t.touched, doc)
	}
	c.score += weight * (bm25K + 1) * frequency / (frequency + length)
	c.cover += weight
}

// score is the final score of a document.
func (t *tally) score(doc uint32) float32 {
	c := t.cells[doc]
	if t.total == 0 {
		return c.score
	}
	return c.score * (1 + coverBonus*c.cover/t.total)
}

// idf is never negative.
func idf(b *base, documents int) float32 {
	n, df := float64(b.count), float64(documents)
	return float32(math.Pow(math.Log1p(max(n-df+0.5, 0.5)/(df+0.5)), 1.5))
}

// weighted is a term with the weight it has in this index.
type weighted struct {
	queryTerm
	weight float32
	han    bool
}

// weigh looks the terms up and keeps the limit that tell most.
func (v *view) weigh(ctx context.Context, b *base, terms []queryTerm, limit int) ([]weighted, error) {
	var all []weighted
	for _, term := range terms {
		docs, err := v.documents(ctx, term)
		if err != nil {
			return nil, err
		}
		if docs == 0 {
			continue
		}
		w := weighted{term, idf(b, docs) * float32(term.count), isHan(firstRune(term.term))}
		if w.han && !term.prefix && strings.ContainsAny(term.term, functionHan) {
			w.weight *= functionShare
		}
		all = append(all, w)
	}
	slices.SortStableFunc(all, func(x, y weighted) int { return cmp.Compare(y.weight, x.weight) })
	return all[:min(len(all), limit)], nil
}

// frequency is how often a term counts in a document, from what the index keeps.
func (w *weighted) frequency(freq uint64) float32 {
	n := float32(freq >> 1)
	if w.han {
		n = float32(math.Sqrt(float64(n)))
	}
	return n
}

// documents is how many documents have a term; of a prefix it is the most
// frequent continuation, which is near enough for a weight.
func (v *view) documents(ctx context.Context, t queryTerm) (int, error) {
	if !t.prefix {
		return v.frequency(ctx, fieldText, t.term)
	}
	terms, err := v.terms(fieldText, t.term)
	if err != nil {
		return 0, err
	}
	most := 0
	for _, term := range terms {
		n, err := v.frequency(ctx, fieldText, term)
		if err != nil {
			return 0, err
		}
		most = max(most, n)
	}
	return most, nil
}

// scoreTerms adds the terms to the tally.
func (v *view) scoreTerms(ctx context.Context, b *base, t *tally, terms []weighted) error {
	for _, term := range terms {
		t.total += term.weight
		var err error
		if term.prefix {
			err = v.scorePrefix(ctx, b, t, term)
		} else {
			err = v.postings(ctx, fieldText, term.term, true, func(doc uint32, freq uint64) {
				t.add(doc, term.weight, term.frequency(freq), b.lengths[doc])
			})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// scorePrefix counts all continuations of a prefix as one term.
func (v *view) scorePrefix(ctx context.Context, b *base, t *tally, term weighted) error {
	found, err := v.prefix(ctx, term.term)
	if err != nil {
		return err
	}
	for _, f := range found {
		t.add(f.doc, term.weight, f.frequency, b.lengths[f.doc])
	}
	return nil
}

// found is a document in which something occurs.
type found struct {
	doc       uint32
	frequency float32
	placed    bool
}

// prefix finds the documents with any term that begins with prefix.
func (v *view) prefix(ctx context.Context, prefix string) ([]found, error) {
	terms, err := v.terms(fieldText, prefix)
	if err != nil {
		return nil, err
	}
	at := map[uint32]int{}
	var all []found
	for _, term := range terms {
		err := v.postings(ctx, fieldText, term, true, func(doc uint32, freq uint64) {
			i, ok := at[doc]
			if !ok {
				i = len(all)
				at[doc] = i
				all = append(all, found{doc: doc})
			}
			all[i].frequency += float32(freq >> 1)
			all[i].placed = all[i].placed || freq&1 == 1
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(all, func(x, y found) int { return cmp.Compare(x.doc, y.doc) })
	return all, nil
}
