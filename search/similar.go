package search

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// similarTerms is how many terms of a document speak for it.
const similarTerms = 96

// similarText is how much of a text is looked at, in bytes; similarTitle of it
// is taken for a title when it is the first line, and counts twice.
const (
	similarText  = 32 << 10
	similarTitle = 200
)

// A text is taken from the document that has most of the originTerms that tell
// most in it, if that has originShare of all its words.
const (
	originTerms = 16
	originShare = 0.9
)

// Similar finds documents like a text, or like an indexed document. Factors do
// not count: it tells likeness.
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
	words := newWordList()
	if q.ID != "" {
		whole, err := r.like(ctx, q, allowed)
		if err != nil {
			return nil, err
		}
		words.speak(a, whole.text())
	} else {
		words.speak(a, q.Text)
		if err := r.addOrigin(ctx, q, a, words); err != nil {
			return nil, err
		}
	}
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

// speak adds the words of a text, those of a title twice.
func (w *wordList) speak(a *analyzer, text string) {
	a.tokens(cut(text, similarText), 0, w.add)
	first, _, _ := strings.Cut(text, "\n")
	a.tokens(cut(first, similarTitle), 0, w.add)
}

// addOrigin adds the words of the document that the text was taken from, if
// there is one that the caller may see: as a whole it tells more of a case than
// its beginning or one passage.
func (r *run) addOrigin(ctx context.Context, q SimilarQuery, a *analyzer, words *wordList) error {
	visible, err := r.view.allowed(ctx, r.base, q.Scopes, Filter{})
	if err != nil {
		return err
	}
	terms, err := r.view.weigh(r.base, words.result(), originTerms)
	if err != nil {
		return err
	}
	t := r.view.tally(r.base)
	defer r.view.done(t)
	first := &run{view: r.view, base: r.base, keys: r.keys}
	if err := first.scoreTerms(ctx, t, terms, visible, true); err != nil {
		return err
	}
	visible.keep(t.matched())
	top := first.top(visible, t)
	if len(top) == 0 {
		return nil
	}
	s, err := r.view.read(top[0].doc)
	if err != nil || len(s.text()) <= len(q.Text) {
		return err
	}
	origin := newWordList()
	origin.speak(a, s.text())
	if origin.share(words) >= originShare {
		words.speak(a, s.text())
	}
	return nil
}

// share is how much of the words of another list this one has.
func (w *wordList) share(other *wordList) float64 {
	n := 0
	for term := range other.index {
		if _, ok := w.index[term]; ok {
			n++
		}
	}
	return float64(n) / float64(max(len(other.index), 1))
}

func (s *stored) text() string { return s.title + "\n" + s.body }

// like reads the text of the indexed document q.ID and takes it, with all that
// has the same root, out of allowed.
func (r *run) like(ctx context.Context, q SimilarQuery, allowed docSet) (stored, error) {
	s, err := r.view.readID(q.ID)
	if err != nil {
		return stored{}, err
	}
	visible := func(scope string) bool { return slices.Contains(q.Scopes, scope) }
	if !slices.ContainsFunc(s.meta.Scopes, visible) {
		return stored{}, ErrNotFound
	}
	same, err := r.view.any(ctx, r.base, fieldRoot, []string{s.meta.Root})
	if err != nil {
		return stored{}, err
	}
	allowed.remove(same)
	return s, nil
}
