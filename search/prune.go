package search

import (
	"context"
	"math/bits"
	"slices"
)

// Of a query of words only the first few documents are wanted, and how many
// there are. Its terms are scored in turn, the telling ones first. As soon as
// what is left could not lift a document that has none of the terms so far
// among the first few, only those documents go on that still could be there:
// the lists of the other terms, which are the long ones, are passed over but
// for them. Shares are added in the same order as ever, so that the answer is
// the same to the last bit.

// contest tells which documents compete, and for how many places.
type contest struct {
	among  docSet
	places int
	// closely is how many are looked at more closely, whatever their root; their
	// scores must be whole too.
	closely int
	roots   []uint64 // of those that share a root one competes; nil for none
}

// slack is more than rounding can add to a score, of the whole.
const slack = 1e-4

// scoreBest scores the terms for those documents only that may be among the
// best of the contest, where that takes less time.
func (v *view) scoreBest(ctx context.Context, b *base, t *tally, terms []weighted, c contest) error {
	most := float64(mostGain(b, t.titleBonus))
	rest := make([]cell, len(terms)+1) // the most that terms from here on can add
	left := 0                          // documents in their lists
	for i := len(terms) - 1; i >= 0; i-- {
		weight := float64(terms[i].weight)
		rest[i] = cell{float32(float64(rest[i+1].score) + weight*most), float32(float64(rest[i+1].cover) + weight)}
		left += terms[i].documents()
	}
	for _, term := range terms {
		t.total += term.weight
	}
	if err := v.foresee(ctx, b, t, terms, c); err != nil {
		return err
	}
	read, try := 0, t.atMost(rest[0])
	for i := range terms {
		term := &terms[i]
		could := t.atMost(rest[i])
		if done := t.atMost(cell{rest[0].score - rest[i].score, t.total}); t.best != nil || left > read/2 && could < min(try, done) {
			// Looking costs a pass over all there is: if it was in vain, the
			// next time is when it may succeed or half of what was left is done.
			try = max(2*t.lead(c, rest[i]), could/2)
		}
		if t.best != nil && !term.prefix {
			if err := v.scoreAmong(ctx, b, t, term, t.best); err != nil {
				return err
			}
			term.lists[0].addTo(t.passed)
		} else if err := v.scoreTerm(ctx, b, t, term); err != nil {
			return err
		}
		n := term.documents()
		left, read = left-n, read+n
	}
	return nil
}

// scoreAmong adds a term to the tally of some documents.
func (v *view) scoreAmong(ctx context.Context, b *base, t *tally, term *weighted, docs docSet) error {
	return term.lists[0].among(ctx, docs, func(docs []uint32, numbers []uint64) { t.addAll(b, term, docs, numbers) })
}

// lead narrows t.best to the documents that may come among the best when they
// gain rest at most, if a document without anything yet could not. It returns
// a score that the best have for certain.
func (t *tally) lead(c contest, rest cell) (bar float32) {
	within := t.best
	if within == nil {
		within = t.touched
	}
	if bar = t.bar(c, within); t.best == nil && (bar == 0 || t.atMost(rest)*(1+slack) >= bar) {
		return bar
	}
	best := newDocSet(len(t.cells))
	floor := bar/(t.mostFinal()*(1+slack)*(1+slack)) - rest.score // less cannot come up to the bar
	for i, word := range within {
		for word &= c.among[i]; word != 0; word &= word - 1 {
			doc := uint32(i<<6 + bits.TrailingZeros64(word))
			x := t.cells[doc]
			if x.score < floor {
				continue
			}
			could := t.boosts.score(doc, t.final(cell{x.score + rest.score, x.cover + rest.cover}))
			if could*(1+slack) >= bar {
				best.add(doc)
			}
		}
	}
	if t.passed == nil {
		t.passed = newDocSet(len(t.cells))
	}
	t.best = best
	return bar
}

// atMost is the score of the document that gains most by its factors.
func (t *tally) atMost(c cell) float32 { return t.final(c) * t.boosts.most }

// mostFinal is how many times its shares a score can be.
func (t *tally) mostFinal() float32 { return (1 + t.coverBonus) * t.boosts.most }

// bar is the score of the last place so far, 0 while there are places left.
func (t *tally) bar(c contest, within docSet) float32 {
	if c.roots == nil {
		return t.barOf(c, within, max(c.places, c.closely))
	}
	bar := t.barOf(c, within, c.places)
	if c.roots = nil; bar > 0 && c.closely > 0 {
		bar = min(bar, t.barOf(c, within, c.closely))
	}
	return bar
}

func (t *tally) barOf(c contest, within docSet, n int) float32 {
	first := places{scores: make([]float32, 0, n), docs: make([]uint32, 0, n), roots: c.roots}
	most := t.mostFinal() * (1 + slack)
	for i, word := range within {
		for word &= c.among[i]; word != 0; word &= word - 1 {
			doc := uint32(i<<6 + bits.TrailingZeros64(word))
			if x := t.cells[doc]; x.score*most > first.last {
				if score := t.score(doc); score > first.last {
					first.offer(doc, score)
				}
			}
		}
	}
	return first.last
}

// places are the best scores, the first one first.
type places struct {
	scores []float32
	docs   []uint32
	roots  []uint64
	last   float32 // 0 until all are taken
}

func (p *places) offer(doc uint32, score float32) {
	if p.roots != nil {
		same := func(other uint32) bool { return p.roots[other] == p.roots[doc] }
		if i := slices.IndexFunc(p.docs, same); i >= 0 {
			if p.scores[i] >= score {
				return
			}
			p.docs, p.scores = slices.Delete(p.docs, i, i+1), slices.Delete(p.scores, i, i+1)
		}
	}
	if len(p.scores) == cap(p.scores) {
		p.docs, p.scores = p.docs[:len(p.docs)-1], p.scores[:len(p.scores)-1]
	}
	at, _ := slices.BinarySearchFunc(p.scores, score, func(x, y float32) int {
		if x > y {
			return -1
		}
		return 1
	})
	p.docs, p.scores = slices.Insert(p.docs, at, doc), slices.Insert(p.scores, at, score)
	if p.last = 0; len(p.scores) == cap(p.scores) {
		p.last = p.scores[len(p.scores)-1]
	}
}
