package search

import "strconv"

// ClauseKind says how a part of a query was read.
type ClauseKind string

// The kinds of clauses.
const (
	ClauseWords  ClauseKind = "WORDS"  // words that rank
	ClausePhrase ClauseKind = "PHRASE" // text that must stand in the document as it is
	ClausePrefix ClauseKind = "PREFIX" // the beginning of words
	ClauseField  ClauseKind = "FIELD"  // an attribute that must have a value
)

// The fields that only a query's text can name, besides those of the facets.
const (
	FieldTitle  FacetName = "title"
	FieldDate   FacetName = "date"
	FieldAmount FacetName = "amount"
)

// Clause is a part of a query as it was understood. Start and End are byte
// offsets in the text that was typed. Words and phrases are in Text, without
// their marks.
type Clause struct {
	Kind       ClauseKind
	Start, End int
	Text       string
	// Excluded clauses must not match.
	Excluded bool
	// Alternative numbers clauses of which one is enough; 0 stands for itself.
	Alternative int
	// Field is the field of a ClauseField, by its English name, and Values what
	// it may be: each as typed.
	Field  FacetName
	Values []string
	// Ranges are the values of a year, a date or an amount.
	Ranges []ClauseRange
	// Synonyms are what words are also looked for as.
	Synonyms []string
}

// ClauseRange bounds a year, a date (2006-01-02) or an amount in major units,
// both ends included; an empty one is open.
type ClauseRange struct{ From, To string }

// Understand tells how a query's text is read: its clauses in the order they
// were typed. What is no clause of the language is words; there are no errors.
func (l *Library) Understand(text string) []Clause {
	a := l.language.analyzer()
	defer l.language.done(a)
	t := parse(text)
	synonyms := t.expand(a, l.synonyms.Load())
	all := make([]Clause, len(t.clauses))
	for i, c := range t.clauses {
		all[i] = Clause{
			Kind: c.kind, Start: c.start, End: c.end, Text: c.text, Excluded: c.negated,
			Alternative: c.group, Field: c.field, Values: c.values,
		}
		for _, within := range c.within {
			all[i].Ranges = append(all[i].Ranges, within.written(c.field))
		}
		for _, e := range synonyms {
			if e.start >= c.start && e.end <= c.end {
				all[i].Synonyms = append(all[i].Synonyms, e.text)
			}
		}
	}
	return all
}

// written is an interval as people write it.
func (w interval) written(field FacetName) (r ClauseRange) {
	write := func(n int64) string { return strconv.FormatInt(n, 10) }
	switch field {
	case FieldDate:
		write = writtenDay
	case FieldAmount:
		write = writtenAmount
	}
	if w.low > openLow {
		r.From = write(w.low)
	}
	if w.high < openHigh {
		r.To = write(w.high)
	}
	return r
}
