package search

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
)

// Ranking is Okapi BM25 (Robertson and Zaragoza 2009) over one field that
// holds all ranked text, with departures that are the same for every text:
// rare terms weigh more (idf to the power 1.5); a term in the title adds a BM25
// part of its own; what a query repeats counts by the power 0.6; pairs of Han
// characters overlap, so their repetition in a text counts by its root; pairs
// with a function character (的, 什) weigh half; and a document gains by the
// share of the query it covers.
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
	touched    docSet
	total      float32 // weight of the whole query
	titleBonus float32
	coverBonus float32
	watch      *watch // nil but to explain
}

// tally lends a clean tally of this view.
func (v *view) tally(b *base) *tally {
	t, ok := v.scores.Get().(*tally)
	if !ok {
		t = &tally{cells: make([]cell, b.size), touched: newDocSet(b.size)}
	}
	t.titleBonus, t.coverBonus = titleBonus, coverBonus
	return t
}

func (v *view) done(t *tally) {
	for i, word := range t.touched {
		if word != 0 {
			clear(t.cells[i*64 : min(i*64+64, len(t.cells))])
		}
	}
	clear(t.touched)
	t.total, t.watch = 0, nil
	v.scores.Put(t)
}

// add counts something that occurs in a document.
func (t *tally) add(b *base, weight float32, f found) {
	c := &t.cells[f.doc]
	if c.cover == 0 {
		t.touched.add(f.doc)
	}
	gain := (bm25K + 1) * f.frequency / (f.frequency + b.lengths[f.doc])
	if f.title {
		gain += t.titleBonus * b.titles[f.doc]
	}
	c.score += weight * gain
	c.cover += weight
}

// score is the final score of a document.
func (t *tally) score(doc uint32) float32 {
	c := t.cells[doc]
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
}

// weigh looks the terms up and keeps the limit that tell most.
func (v *view) weigh(ctx context.Context, b *base, terms []queryTerm, limit int) ([]weighted, error) {
	var all []weighted
	for i, term := range terms {
		docs, err := v.documents(ctx, term)
		if err != nil {
			return nil, err
		}
		if docs == 0 {
			continue
		}
		w := weighted{term, i, idf(b, docs) * repeats(term.count), isHan(firstRune(term.term))}
		if w.han && strings.ContainsAny(term.term, functionHan) {
			w.weight *= functionShare
		}
		all = append(all, w)
	}
	slices.SortStableFunc(all, func(x, y weighted) int { return cmp.Compare(y.weight, x.weight) })
	return all[:min(len(all), limit)], nil
}

func repeats(count int) float32 { return float32(math.Pow(float64(count), queryRepeats)) }

// documents is how many documents have a term; of a prefix it is the most
// frequent continuation, which is near enough for a weight.
func (v *view) documents(ctx context.Context, t queryTerm) (int, error) {
	if !t.prefix {
		return v.frequency(ctx, fieldText, t.term)
	}
	terms, err := v.continuations(t.term)
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
		err := v.occurrences(ctx, b, term.queryTerm, func(f found) {
			if term.han && !term.prefix {
				f.frequency = float32(math.Sqrt(float64(f.frequency)))
			}
			t.add(b, term.weight, f)
		})
		if err != nil {
			return err
		}
		t.counted(gainTerm, term.number, term.weight)
	}
	return nil
}

// occurrences visits the documents with a term; all continuations of a prefix
// count as one term.
func (v *view) occurrences(ctx context.Context, b *base, t queryTerm, visit func(found)) error {
	if !t.prefix {
		return v.postings(ctx, fieldText, t.term, true, func(doc uint32, freq uint64) { visit(occurrence(freq).found(doc)) })
	}
	all, err := v.prefix(ctx, b, t.term)
	for _, f := range all {
		visit(f)
	}
	return err
}

// found is a document in which something occurs.
type found struct {
	doc           uint32
	frequency     float32
	title, placed bool
}

// prefix finds the documents with any term that begins with prefix, ascending.
func (v *view) prefix(ctx context.Context, b *base, prefix string) ([]found, error) {
	terms, err := v.continuations(prefix)
	if err != nil || len(terms) == 0 {
		return nil, err
	}
	some, titles, placed := newDocSet(b.size), newDocSet(b.size), newDocSet(b.size)
	frequencies := make([]float32, b.size)
	for _, term := range terms {
		err := v.postings(ctx, fieldText, term, true, func(doc uint32, freq uint64) {
			f := occurrence(freq).found(doc)
			some.add(doc)
			frequencies[doc] += f.frequency
			if f.title {
				titles.add(doc)
			}
			if f.placed {
				placed.add(doc)
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
