package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// markedBytes is how much of a body is analyzed at once for its passage; the
// next piece is only read when nothing was found.
const markedBytes = 128 << 10

// maxMarkedTitle bounds a highlighted title, in bytes.
const maxMarkedTitle = 2 << 10

// marker finds the words of one query in the text of its hits by analyzing
// the text again, so that the index need not keep offsets.
type marker struct {
	a       *analyzer
	terms   map[string]int // index in weights
	weights []float32
	phrases []phrase
	begins  []beginning
	title   bool // whether the text is a title
	spans   []mark
	seen    []map[string][]mark // by phrase: where its terms stand
}

// beginning is a prefix to rank by and its index in weights.
type beginning struct {
	prefix string
	what   int
}

// mark is a matched piece of text, in bytes; what says which part of the query
// it answers.
type mark struct {
	start, end int
	what       int
	pos        int
}

// phraseWeight makes the passage with the phrase win.
const phraseWeight = 100

func newMarker(a *analyzer, p plan) *marker {
	m := &marker{a: a, terms: map[string]int{}}
	for _, term := range p.terms {
		if term.prefix && !isHan(firstRune(term.term)) {
			m.begins = append(m.begins, beginning{term.term, len(m.weights)})
		} else {
			m.terms[term.term] = len(m.weights)
		}
		m.weights = append(m.weights, 0)
	}
	for _, e := range p.synonyms {
		m.phrases = append(m.phrases, e.phrase)
		m.weights = append(m.weights, 0)
	}
	for _, required := range p.required() {
		m.phrases = append(m.phrases, required)
		m.weights = append(m.weights, phraseWeight)
	}
	m.seen = make([]map[string][]mark, len(m.phrases))
	return m
}

// weigh takes over what the terms and the synonyms tell in the index. Terms the
// ranking left out stay marked, with no say in which passage is shown.
func (m *marker) weigh(terms []weighted, synonyms []float32) {
	for _, term := range terms {
		m.weights[term.number] = term.weight
	}
	copy(m.weights[len(m.weights)-len(m.phrases):], synonyms)
}

// highlight marks the title and the best passage of the body.
func (m *marker) highlight(title, body string) []Highlight {
	var all []Highlight
	title = cut(title, maxMarkedTitle)
	m.title = true
	if marks := m.find(title); len(marks) > 0 {
		all = append(all, Highlight{Field: "title", Text: flatten(title), Ranges: ranges(marks, 0)})
	}
	m.title = false
	for from := 0; from < len(body); {
		piece := cut(body[from:], markedBytes)
		if marks := m.find(piece); len(marks) > 0 {
			start, end := m.passage(piece, marks)
			inside := slices.DeleteFunc(marks, func(s mark) bool { return s.start < start || s.end > end })
			return append(all, Highlight{
				Field: "body", Text: flatten(piece[start:end]), From: from + start, Ranges: ranges(inside, start),
			})
		}
		from += max(len(piece), 1)
	}
	return all
}

// find returns the marks in text, ascending.
func (m *marker) find(text string) []mark {
	m.spans = m.spans[:0]
	for i := range m.seen {
		m.seen[i] = nil
	}
	m.a.tokens(text, 0, func(t token) { m.look(text, t) })
	for i, p := range m.phrases {
		m.join(i, p)
	}
	slices.SortFunc(m.spans, func(x, y mark) int { return cmp.Or(cmp.Compare(x.start, y.start), cmp.Compare(x.end, y.end)) })
	return slices.Clone(m.spans)
}

func (m *marker) look(text string, t token) {
	here := mark{start: t.start, end: t.end, pos: t.pos}
	if i, ok := m.terms[string(t.term)]; ok {
		here.what = i
		m.spans = append(m.spans, here)
	}
	for _, b := range m.begins {
		if begins(t.term, b.prefix) {
			here.what = b.what
			m.spans = append(m.spans, here)
		}
	}
	single := here // the first character, which a prefix means
	first := t.term
	if t.kind == tokenPair {
		_, size := utf8.DecodeRuneInString(text[t.start:])
		single.end = t.start + size
		_, size = utf8.DecodeRune(t.term)
		first = t.term[:size]
		if i, ok := m.terms[string(first)]; ok {
			single.what = i
			m.spans = append(m.spans, single)
		}
	}
	for i, p := range m.phrases {
		for _, want := range p {
			switch {
			case want.title && !m.title:
			case want.term == string(t.term), want.loose && want.prefix && begins(t.term, want.term):
				m.note(i, want.term, here)
			case want.prefix && want.term == string(first):
				m.note(i, want.term, single)
			}
		}
	}
}

func (m *marker) note(phrase int, term string, at mark) {
	if m.seen[phrase] == nil {
		m.seen[phrase] = map[string][]mark{}
	}
	marks := m.seen[phrase][term]
	if n := len(marks); n == 0 || marks[n-1].pos != at.pos {
		m.seen[phrase][term] = append(marks, at)
	}
}

// join marks every whole phrase.
func (m *marker) join(i int, p phrase) {
	seen := m.seen[i]
	for _, first := range seen[p[0].term] {
		whole := first
		whole.what = len(m.weights) - len(m.phrases) + i
		for _, t := range p[1:] {
			at, ok := slices.BinarySearchFunc(seen[t.term], first.pos+t.offset, func(s mark, pos int) int {
				return cmp.Compare(s.pos, pos)
			})
			if !ok {
				whole.end = 0
				break
			}
			whole.end = max(whole.end, seen[t.term][at].end)
		}
		if whole.end > 0 {
			m.spans = append(m.spans, whole)
		}
	}
}

// ranges merges marks that touch, relative to from.
func ranges(marks []mark, from int) [][2]int {
	var merged [][2]int
	for _, s := range marks {
		start, end := s.start-from, s.end-from
		if n := len(merged); n > 0 && start <= merged[n-1][1] {
			merged[n-1][1] = max(merged[n-1][1], end)
			continue
		}
		merged = append(merged, [2]int{start, end})
	}
	return merged
}

// flatten makes one line of a text without moving a byte.
func flatten(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' || r == '\t' {
			return ' '
		}
		return r
	}, text)
}
