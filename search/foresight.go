package search

import (
	"cmp"
	"context"
	"slices"
)

// Where a query has long lists only, the first of them would have to be read
// as a whole before anything can be left out. With their peaks it is known
// beforehand which documents can be among the best: a few that stand out in
// several lists are scored first, and what these reach shows which lists, or
// documents that are not high in them, cannot make a winner together.

// portion is one part of what a term can add: to all its documents, or what those
// of a level gain beyond that of the level below.
type portion struct {
	term   *weighted
	level  *level  // nil for the whole list
	weight float32 // what it adds to the cover
	adds   float32 // what it adds to the score at most
	count  int
}

// fill adds the documents of the portion to a set.
func (h *portion) fill(set docSet) {
	if h.level != nil {
		h.level.docs.addTo(set)
		return
	}
	h.term.lists[0].addTo(set)
}

const (
	// seeds is how many documents are scored beforehand for each place.
	seeds = 4
	// foreseen is the share of what is to be read that may be left to compete;
	// if it is more, looking ahead does not pay.
	foreseen = 4
	// worthwhile is the share of all documents that must be to read at least.
	worthwhile = 8
)

// foresee sets t.best to the documents that can be among the best, if that
// leaves most of the lists unread. The tally is as it was otherwise.
func (v *view) foresee(ctx context.Context, b *base, t *tally, terms []weighted, c contest) error {
	if len(terms) == 0 || terms[0].documents() < b.size/longList {
		return nil // the first one tells enough
	}
	left := 0
	for i := range terms {
		left += terms[i].documents()
	}
	if left < b.size/worthwhile {
		return nil
	}
	all, err := v.portions(ctx, b, t, terms)
	if err != nil || all == nil {
		return err
	}
	among := t.seed(b, all, c)
	if among == nil {
		return nil
	}
	for i := range terms {
		if err := v.scoreAmong(ctx, b, t, &terms[i], among); err != nil {
			return err
		}
	}
	bar := t.bar(c, among)
	t.forget(among)
	if bar == 0 {
		return nil
	}
	best, count := newDocSet(b.size), 0
	for _, h := range t.needed(all, bar) {
		if count += h.count; count > left/foreseen {
			return nil
		}
		h.fill(best)
	}
	best.keep(c.among)
	t.best, t.passed = best, newDocSet(b.size)
	return nil
}

// portions are those of all terms; none when a term cannot be parted or no list
// has peaks.
func (v *view) portions(ctx context.Context, b *base, t *tally, terms []weighted) (all []portion, err error) {
	most, known := mostGain(b, t.titleBonus), false
	for i := range terms {
		term := &terms[i]
		if term.prefix {
			return nil, nil
		}
		p, err := v.peaks(ctx, b, term)
		if err != nil {
			return nil, err
		}
		n := term.documents()
		if p == nil {
			all = append(all, portion{term: term, weight: term.weight, adds: most * term.weight, count: n})
			continue
		}
		known = true
		for i := len(p) - 1; i > 0; i-- {
			all = append(all, portion{term: term, level: &p[i], adds: (p[i].most - p[i-1].most) * term.weight, count: p[i].count})
		}
		all = append(all, portion{term: term, weight: term.weight, adds: p[0].most * term.weight, count: n})
	}
	if !known {
		return nil, nil
	}
	return all, nil
}

// seed chooses documents that have as much of the query as there are enough
// of; nil when there are too many that have as much.
func (t *tally) seed(b *base, all []portion, c contest) docSet {
	some, next, enough := slices.Clone(c.among), newDocSet(b.size), seeds*max(c.places, c.closely)
	count := b.size
	for _, h := range all {
		if h.count < enough {
			continue
		}
		clear(next)
		h.fill(next)
		next.keep(some)
		if n := next.count(); n >= enough {
			some, next, count = next, some, n
		}
	}
	if count > b.size/longList {
		return nil
	}
	return some
}

// needed leaves out the portions that together lift no document to the bar, the
// long ones first.
func (t *tally) needed(all []portion, bar float32) []portion {
	slices.SortStableFunc(all, func(x, y portion) int {
		return cmp.Compare(float64(y.count)*float64(x.adds), float64(x.count)*float64(y.adds))
	})
	var out cell
	return slices.DeleteFunc(all, func(h portion) bool {
		more := cell{out.score + h.adds, out.cover + h.weight}
		if t.atMost(more)*(1+slack) >= bar {
			return false
		}
		out = more
		return true
	})
}

// forget clears the scores of documents.
func (t *tally) forget(docs docSet) {
	docs.each(func(doc uint32) { t.cells[doc] = cell{} })
	t.touched.remove(docs)
}
