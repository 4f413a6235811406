package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
)

// SuggestionKind says what a suggestion is.
type SuggestionKind string

// The kinds of suggestions.
const (
	SuggestionTitle    SuggestionKind = "TITLE"
	SuggestionCustomer SuggestionKind = "CUSTOMER"
	SuggestionTag      SuggestionKind = "TAG"
)

// Suggestion completes what is being typed. Count is the number of visible
// documents that have it; ID is one of them, for a title only.
type Suggestion struct {
	Kind  SuggestionKind
	Text  string
	ID    string
	Count int
}

const (
	// MaxSuggestions bounds Query.Limit for Suggest.
	MaxSuggestions = 50
	maxSuggestText = 128 // bytes of what is typed
)

// Suggest completes q.Text, what a person is typing, by the titles, customers
// and tags of the documents that q.Scopes and q.Filter let through: by the
// beginning of a word, by text inside Chinese, and by pinyin, in full or by
// initials (dengbao, db). What is written so comes before what sounds so, what
// begins so before what has it inside, the frequent before the rare. It gives
// at most q.Limit; the rest of the query plays no part. The first call reads
// the titles of the index, later ones only those of new documents.
func (l *Library) Suggest(ctx context.Context, q Query) ([]Suggestion, error) {
	if q.Limit < 0 || q.Limit > MaxSuggestions {
		return nil, fmt.Errorf("%w: limit %d", ErrInvalid, q.Limit)
	}
	typed := strings.Join(strings.Fields(Fold(readable(cut(q.Text, maxSuggestText)))), " ")
	if typed == "" || q.Limit == 0 || len(q.Scopes) == 0 {
		return nil, nil
	}
	var all []Suggestion
	err := l.ask(ctx, func(v *view) error {
		r := &run{view: v, limit: q.Limit}
		if err := r.load(ctx); err != nil {
			return err
		}
		allowed, err := v.allowed(ctx, r.base, q.Scopes, q.Filter)
		if err != nil {
			return err
		}
		s := suggester{run: r, allowed: allowed, lookup: newLookup(typed), titles: map[string]*suggested{}}
		all, err = s.suggest(ctx)
		return err
	})
	return all, err
}

// suggester gathers the suggestions of one call.
type suggester struct {
	*run
	allowed docSet
	lookup  lookup
	found   []*suggested
	titles  map[string]*suggested // by folded title
}

type suggested struct {
	Suggestion
	how    likeness
	length int
	doc    uint32
}

func (s *suggester) suggest(ctx context.Context) ([]Suggestion, error) {
	if err := s.values(ctx, FacetNameCustomer, SuggestionCustomer); err != nil {
		return nil, err
	}
	if err := s.values(ctx, FacetNameTag, SuggestionTag); err != nil {
		return nil, err
	}
	titles, err := s.view.shelf.of(ctx, s.view)
	if err != nil {
		return nil, err
	}
	base := uint32(0)
	for _, t := range titles {
		s.add(t, base)
		base += uint32(len(t.of))
	}
	slices.SortFunc(s.found, func(x, y *suggested) int {
		return cmp.Or(
			cmp.Compare(y.how, x.how), cmp.Compare(y.Count, x.Count), cmp.Compare(x.length, y.length),
			cmp.Compare(x.Text, y.Text), cmp.Compare(x.Kind, y.Kind),
		)
	})
	all := make([]Suggestion, 0, min(len(s.found), s.limit))
	for _, one := range s.found[:min(len(s.found), s.limit)] {
		if one.Kind == SuggestionTitle {
			stored, err := s.view.read(one.doc)
			if err != nil {
				return nil, err
			}
			one.Text, one.ID = strings.TrimSpace(stored.title), stored.id
		}
		all = append(all, one.Suggestion)
	}
	return all, nil
}

// values adds the values of a field that visible documents have.
func (s *suggester) values(ctx context.Context, field FacetName, kind SuggestionKind) error {
	values, err := s.view.terms(string(field), "")
	if err != nil {
		return err
	}
	book := s.view.phonebook(field, values)
	for i, how := range book.find(s.lookup) {
		if how == 0 {
			continue
		}
		list, err := s.view.list(ctx, string(field), values[i])
		if err != nil {
			return err
		}
		if count := list.countIn(s.allowed); count > 0 {
			s.found = append(s.found, &suggested{
				Suggestion: Suggestion{Kind: kind, Text: values[i], Count: count}, how: how, length: book.length(i),
			})
		}
	}
	return nil
}

// add adds the titles of the visible documents of a segment, whose first
// document has the number base.
func (s *suggester) add(t *titles, base uint32) {
	alike := t.book.find(s.lookup)
	for doc, number := range t.of {
		if number == 0 || alike[number-1] == 0 || !s.allowed.has(base+uint32(doc)) {
			continue
		}
		text := t.book.name(int(number - 1))
		one := s.titles[text]
		if one == nil {
			one = &suggested{
				Suggestion: Suggestion{Kind: SuggestionTitle, Text: text},
				how:        alike[number-1], length: t.book.length(int(number - 1)), doc: base + uint32(doc),
			}
			s.titles[text] = one
			s.found = append(s.found, one)
		}
		one.Count++
	}
}

// phonebook looks the values of a field up; kept as long as the view.
func (v *view) phonebook(field FacetName, values []string) *phonebook {
	folded := v.foldedValues(field, values)
	v.mu.Lock()
	defer v.mu.Unlock()
	book := v.books[field]
	if book == nil {
		book = &phonebook{}
		for _, value := range folded {
			book.add(value, soundTable())
		}
		book.clip()
		v.books[field] = book
	}
	return book
}
