package search

import (
	"fmt"
	"slices"
)

// Bounds of the synonyms a library takes.
const (
	maxSynonymGroups = 5000
	maxSynonymForms  = 16
	maxSynonymBytes  = 200 // of one form
	maxSynonymUnits  = 12  // words or Han pairs of one form
)

// thesaurus holds groups of forms with one meaning, ready for queries. It is
// never written once it is made.
type thesaurus struct {
	groups [][]form
	begin  map[string][]formAt // by the first unit
}

type formAt struct{ group, form int }

// form is one way to say what a group means: as units, to recognize it in a
// query, and as a phrase, to find it in documents.
type form struct {
	text   string
	key    string // the same for forms that are the same to the index
	units  []unit
	phrase phrase
}

// unit is what ranking knows a place in a text by: a stem, a Han pair, a stop
// word as it is written.
type unit struct {
	term string
	pos  int
}

// SetSynonyms replaces the groups of words that mean the same, at once and
// beside running searches: 中标, award. A word of a query also finds the other
// forms of its groups, for less than the word itself; quoted phrases find only
// what they say. A form of one word is found in all its forms, a longer one as
// it is written. Forms without anything to search for, and single Han
// characters, are left out; more than 5,000 groups, 16 forms of a group, or
// forms longer than 200 bytes or 12 words give ErrInvalid and change nothing.
func (l *Library) SetSynonyms(groups [][]string) error {
	if len(groups) > maxSynonymGroups {
		return fmt.Errorf("%w: %d groups of synonyms, at most %d", ErrInvalid, len(groups), maxSynonymGroups)
	}
	a := l.language.analyzer()
	defer l.language.done(a)
	t := &thesaurus{begin: map[string][]formAt{}}
	for _, texts := range groups {
		if err := t.add(a, texts); err != nil {
			return err
		}
	}
	l.synonyms.Store(t)
	return nil
}

func (t *thesaurus) add(a *analyzer, texts []string) error {
	if len(texts) > maxSynonymForms {
		return fmt.Errorf("%w: %d synonyms in one group, at most %d", ErrInvalid, len(texts), maxSynonymForms)
	}
	var group []form
	for _, text := range texts {
		f := newForm(a, text)
		if len(text) > maxSynonymBytes || len(f.units) > maxSynonymUnits {
			return fmt.Errorf("%w: synonym %.40q is too long", ErrInvalid, text)
		}
		same := func(other form) bool { return other.key == f.key }
		if len(f.phrase) > 0 && !slices.ContainsFunc(group, same) {
			group = append(group, f)
		}
	}
	if len(group) < 2 {
		return nil
	}
	for i, f := range group {
		first := f.units[0].term
		t.begin[first] = append(t.begin[first], formAt{len(t.groups), i})
	}
	t.groups = append(t.groups, group)
	return nil
}

// newForm analyzes one form; without a phrase it is no use.
func newForm(a *analyzer, text string) form {
	f := form{text: text}
	ranks := false
	a.tokens(text, 0, func(t token) {
		f.units = appendUnit(f.units, t)
		ranks = ranks || t.kind != tokenExact && t.kind.counts()
	})
	if !ranks || len(f.units) == 1 && isHan(firstRune(f.units[0].term)) && isSingle(f.units[0].term) {
		return f
	}
	first := f.units[0].pos
	for i := range f.units {
		f.units[i].pos -= first
		f.key += fmt.Sprint(f.units[i].term, " ", f.units[i].pos, " ")
	}
	f.phrase = clause{kind: ClauseWords, text: text}.phrase(a)
	return f
}

// appendUnit adds a token if it is what its place is known by. A word as it is
// written comes before its stem.
func appendUnit(units []unit, t token) []unit {
	switch {
	case t.kind == tokenTail || t.kind == tokenCode:
	case t.kind == tokenWord && len(units) > 0 && units[len(units)-1].pos == t.pos:
		units[len(units)-1].term = string(t.term)
	default:
		units = append(units, unit{string(t.term), t.pos})
	}
	return units
}

// at tells whether units begin with the form.
func (f form) at(units []unit) bool {
	if len(f.units) > len(units) {
		return false
	}
	for i, u := range f.units {
		if units[i].term != u.term || units[i].pos-units[0].pos != u.pos {
			return false
		}
	}
	return true
}
