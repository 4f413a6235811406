package search

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// similarTerms is how many terms of a document speak for it.
const similarTerms = 64

// similarText is how much of a text is looked at, in bytes; similarTitle of it
// is taken for a title when it is the first line, and counts twice.
const (
	similarText  = 32 << 10
	similarTitle = 200
)

// Similar finds documents like a text, or like an indexed document.
func (l *Library) Similar(ctx context.Context, q SimilarQuery) (*Result, error) {
	if (q.Text == "") == (q.ID == "") || q.Limit < 0 || q.Limit > MaxLimit {
		return nil, fmt.Errorf("%w: similar needs a text or an id, and a limit up to %d", ErrInvalid, MaxLimit)
	}
	if len(q.Scopes) == 0 {
		if q.ID != "" {
			return nil, ErrNotFound
		}
		return &Result{}, nil
	}
	a := l.language.analyzer()
	defer l.language.done(a)
	var result *Result
	err := l.ask(ctx, func(v *view) (err error) {
		r := &run{view: v, limit: q.Limit, group: q.Group}
		result, err = r.similar(ctx, q, a)
		return err
	})
	return result, err
}

func (r *run) similar(ctx context.Context, q SimilarQuery, a *analyzer) (*Result, error) {
	if err := r.load(ctx); err != nil {
		return nil, err
	}
	allowed, err := r.view.allowed(ctx, r.base, q.Scopes, q.Filter)
	if err != nil {
		return nil, err
	}
	text := q.Text
	if q.ID != "" {
		if text, err = r.like(ctx, q, allowed); err != nil {
			return nil, err
		}
	}
	words := newWordList()
	a.tokens(cut(text, similarText), 0, words.add)
	first, _, _ := strings.Cut(text, "\n")
	a.tokens(cut(first, similarTitle), 0, words.add)
	terms, err := r.view.weigh(r.base, words.result(), similarTerms)
	if err != nil {
		return nil, err
	}
	if q.Highlight {
		r.marker = newMarker(a, plan{terms: words.result()})
		r.marker.weigh(terms, nil)
	}
	t := r.view.tally(r.base)
	t.titleBonus, t.coverBonus = titleBonus/2.0, 0 // most terms here are no title words
	defer r.view.done(t)
	if err := r.scoreTerms(ctx, t, terms, allowed, true); err != nil {
		return nil, err
	}
	allowed.keep(t.matched())
	return r.answer(ctx, allowed, t)
}

// like reads the text of the indexed document q.ID and takes it, with all that
// has the same root, out of allowed.
func (r *run) like(ctx context.Context, q SimilarQuery, allowed docSet) (string, error) {
	s, err := r.view.readID(q.ID)
	if err != nil {
		return "", err
	}
	visible := func(scope string) bool { return slices.Contains(q.Scopes, scope) }
	if !slices.ContainsFunc(s.meta.Scopes, visible) {
		return "", ErrNotFound
	}
	same, err := r.view.any(ctx, r.base, fieldRoot, []string{s.meta.Root})
	if err != nil {
		return "", err
	}
	allowed.remove(same)
	return s.title + "\n" + s.body, nil
}
