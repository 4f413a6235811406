package search

import (
	"context"
	"fmt"
)

// Search answers a query. A Limit above MaxLimit gives ErrInvalid, a cursor
// that is bad or of another sort ErrCursor, a damaged index ErrRebuilding.
func (l *Library) Search(ctx context.Context, q Query) (*Result, error) {
	order, after, err := q.check()
	if err != nil {
		return nil, err
	}
	if len(q.Scopes) == 0 {
		return &Result{Facets: emptyFacets(q.Facets)}, nil
	}
	a := l.language.analyzer()
	defer l.language.done(a)
	p := parse(q.Text).plan(a, l.synonyms.Load())
	if p.impossible {
		return &Result{Facets: emptyFacets(q.Facets)}, nil
	}
	var result *Result
	err = l.ask(ctx, func(v *view) (err error) {
		s := &run{
			view: v, limit: q.Limit, after: after, group: q.Group, order: order, facets: q.Facets, names: l.valueNames(),
		}
		if q.Highlight {
			s.marker = newMarker(a, p)
		}
		result, err = s.search(ctx, q, p)
		return err
	})
	return result, err
}

// check returns in which order to look for hits, and from where.
func (q *Query) check() (order ordering, after *position, err error) {
	if q.Limit < 0 || q.Limit > MaxLimit {
		return order, nil, fmt.Errorf("%w: limit %d", ErrInvalid, q.Limit)
	}
	for _, facet := range q.Facets {
		if !facet.Name.known() || facet.Size < 0 {
			return order, nil, fmt.Errorf("%w: facet %q, size %d", ErrInvalid, facet.Name, facet.Size)
		}
	}
	if err := q.Sort.check(q.Outcomes); err != nil {
		return order, nil, err
	}
	return q.ordering().after(q.After)
}

// run is one search on one view.
type run struct {
	view   *view
	base   *base
	keys   []uint64
	limit  int
	after  *position
	group  bool
	order  ordering
	rank   rank
	facets []Facet
	names  valueNames
	marker *marker

	closely int // how many documents are looked at more closely
}

func (r *run) load(ctx context.Context) (err error) {
	if r.base, err = r.view.load(ctx); err != nil {
		return err
	}
	r.keys, err = r.view.number(ctx, fieldKey)
	return err
}

func (r *run) search(ctx context.Context, q Query, p plan) (*Result, error) {
	if err := r.load(ctx); err != nil {
		return nil, err
	}
	allowed, err := r.view.allowed(ctx, r.base, q.Scopes, q.Filter)
	if err != nil {
		return nil, err
	}
	t := r.view.tally(r.base)
	defer r.view.done(t)
	if err := r.match(ctx, p, t, allowed); err != nil {
		return nil, err
	}
	if r.rank, err = r.view.rank(ctx, q.Sort, q.Outcomes); err != nil {
		return nil, err
	}
	return r.answer(ctx, allowed, t)
}

// match scores the plan and leaves of the allowed documents those that match.
func (r *run) match(ctx context.Context, p plan, t *tally, allowed docSet) (err error) {
	if t.boosts, err = r.view.boosts(ctx, r.order.day); err != nil {
		return err
	}
	if err := r.view.meet(ctx, r.base, p, r.names, allowed); err != nil {
		return err
	}
	if err := r.view.exclude(ctx, r.base, p.exclusions, allowed); err != nil {
		return err
	}
	terms, err := r.view.weigh(r.base, p.terms, maxQueryTerms)
	if err != nil {
		return err
	}
	if p.closer() {
		r.closely = closely
	}
	if err := r.scoreTerms(ctx, t, terms, allowed, p.onlyWords() && t.watch == nil); err != nil {
		return err
	}
	synonyms, err := r.view.scoreSynonyms(ctx, r.base, t, p.synonyms, terms)
	if err != nil {
		return err
	}
	if len(p.required()) == 0 && len(p.terms) > 0 {
		allowed.keep(t.matched())
	}
	if err := r.view.scorePhrases(ctx, r.base, t, p.phrases, allowed); err != nil {
		return err
	}
	if r.marker != nil {
		r.marker.weigh(terms, synonyms)
	}
	if err := r.view.scoreGroups(ctx, r.base, t, p.groups, r.names, allowed); err != nil {
		return err
	}
	return r.lookCloser(ctx, p, t, terms, allowed)
}

// scoreTerms adds the terms to the tally, of the best documents only where
// nothing else tells and they are the first ones.
func (r *run) scoreTerms(ctx context.Context, t *tally, terms []weighted, allowed docSet, alone bool) (err error) {
	if !alone || r.after != nil || r.order.sort != SortRelevance {
		return r.view.scoreTerms(ctx, r.base, t, terms)
	}
	c := contest{among: allowed, places: r.limit + 1, closely: r.closely}
	if r.group {
		if c.roots, err = r.view.number(ctx, fieldGroup); err != nil {
			return err
		}
	}
	return r.view.scoreBest(ctx, r.base, t, terms, c)
}

// answer turns the matches and their scores into a result.
func (r *run) answer(ctx context.Context, matched docSet, t *tally) (result *Result, err error) {
	result = &Result{Total: matched.count()}
	var top []ranked
	if r.group {
		top, result.Total, err = r.topRoots(ctx, matched, t)
	} else {
		top = r.top(matched, t)
	}
	if err != nil {
		return nil, err
	}
	if len(top) > r.limit {
		top, result.HasMore = top[:r.limit], true
	}
	if result.Hits, err = r.hits(top); err != nil {
		return nil, err
	}
	result.Facets, err = r.count(ctx, matched)
	return result, err
}

// top are the best matches, one more than the limit.
func (r *run) top(matched docSet, t *tally) []ranked {
	best := newBest(r.limit+1, r.after)
	t.scored(matched).each(func(doc uint32) {
		if rank, score := r.rank.of(doc), t.score(doc); !best.worse(rank, score) {
			best.offer(ranked{position{score, r.keys[doc], rank}, doc})
		}
	})
	return best.sorted()
}

// topRoots are the best matches of different roots, and how many roots match.
func (r *run) topRoots(ctx context.Context, matched docSet, t *tally) ([]ranked, int, error) {
	groups, err := r.groups(ctx, t.scored(matched), t)
	if err != nil {
		return nil, 0, err
	}
	best, total := newBest(r.limit+1, r.after), groups.count
	groups.each(func(doc uint32) { best.offer(r.ranked(t, doc)) })
	if t.best != nil {
		total, err = r.roots(ctx, matched)
	}
	return best.sorted(), total, err
}

// scored are the matches of which the scores are whole.
func (t *tally) scored(matched docSet) docSet {
	if t.best != nil {
		return t.best
	}
	return matched
}

// roots counts the distinct roots of the matches.
func (r *run) roots(ctx context.Context, matched docSet) (int, error) {
	roots, err := r.view.number(ctx, fieldGroup)
	if err != nil {
		return 0, err
	}
	g := newGroups(roots, matched.count())
	matched.each(func(doc uint32) { g.offer(doc, func(uint32) bool { return false }) })
	return g.count, nil
}

func (r *run) ranked(t *tally, doc uint32) ranked {
	return ranked{position{t.score(doc), r.keys[doc], r.rank.of(doc)}, doc}
}

func (r *run) groups(ctx context.Context, matched docSet, t *tally) (*groups, error) {
	roots, err := r.view.number(ctx, fieldGroup)
	if err != nil {
		return nil, err
	}
	g := newGroups(roots, matched.count())
	matched.each(func(doc uint32) {
		g.offer(doc, func(other uint32) bool {
			return r.ranked(t, doc).before(r.ranked(t, other).position)
		})
	})
	return g, nil
}
