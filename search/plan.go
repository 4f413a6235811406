package search

import (
	"slices"
	"unicode/utf8"
)

// plan is a query in terms of the index.
type plan struct {
	terms      []queryTerm    // any of them
	synonyms   []expansion    // or of these
	phrases    []phrase       // all of them
	groups     []alternatives // of each, any
	exclusions []phrase       // none of them
	conditions []condition    // all of them
	refused    []condition    // none of them
	impossible bool           // text without anything to search for

	characters []character // of the words, for a closer look
	near       []nearPair  // of the terms, for a closer look

	phraseSpots [][2]int // where the phrases stand in the query's text
}

// queryTerm is a term to rank by; a prefix stands for all terms that begin
// with it. count is how often the query says it; it stands first from start to
// end in the query's text.
type queryTerm struct {
	term       string
	prefix     bool
	count      int
	start, end int
}

// phrase is a list of terms at fixed distances.
type phrase []phraseTerm

// Of a loose term any form will do, wherever it stands; a title term counts in
// the title only.
type phraseTerm struct {
	term   string
	prefix bool
	loose  bool
	title  bool
	offset int
}

// alternatives are what a query joins by OR.
type alternatives struct {
	phrases    []phrase
	spots      [][2]int // of the phrases, in the query's text
	conditions []condition
}

// plan analyzes what a person typed; synonyms may be nil.
func (t typed) plan(a *analyzer, synonyms *thesaurus) plan {
	p := plan{synonyms: t.expand(a, synonyms)}
	words := newWordList()
	words.closer = map[string]int{}
	groups := map[int]int{} // index in p.groups
	for _, c := range t.clauses {
		switch {
		case c.group > 0:
			i, ok := groups[c.group]
			if !ok {
				i = len(p.groups)
				groups[c.group] = i
				p.groups = append(p.groups, alternatives{})
			}
			p.groups[i].add(a, c)
		case c.kind == ClauseWords && !c.negated:
			words.read(a, c)
		case c.kind == ClausePrefix && !c.negated:
			words.prefix(c)
		default:
			p.demand(a, c)
		}
	}
	p.terms, p.near = words.result(), pairWords(words.placed)
	if !slices.ContainsFunc(p.terms, func(t queryTerm) bool { return !isHan(firstRune(t.term)) }) {
		p.characters = words.characters
	}
	p.groups = slices.DeleteFunc(p.groups, alternatives.empty)
	p.impossible = !t.blank && p.empty()
	return p
}

func (p *plan) empty() bool {
	return len(p.terms)+len(p.phrases)+len(p.groups)+len(p.exclusions)+len(p.conditions)+len(p.refused) == 0
}

// onlyWords tells whether nothing but words ranks.
func (p *plan) onlyWords() bool { return len(p.synonyms)+len(p.phrases)+len(p.groups) == 0 }

// required are the phrases that must match, alternatives among them.
func (p *plan) required() []phrase {
	all := slices.Clone(p.phrases)
	for _, g := range p.groups {
		all = append(all, g.phrases...)
	}
	return all
}

// demand adds what must match, or must not.
func (p *plan) demand(a *analyzer, c clause) {
	if c.kind == ClauseField && c.field != FieldTitle {
		switch {
		case c.negated:
			p.refused = append(p.refused, newCondition(c))
		default:
			p.conditions = narrowed(p.conditions, c)
		}
		return
	}
	switch ph := c.phrase(a); {
	case len(ph) == 0:
	case c.negated:
		p.exclusions = append(p.exclusions, ph)
	default:
		p.phrases = append(p.phrases, ph)
		p.phraseSpots = append(p.phraseSpots, [2]int{c.start, c.end})
	}
}

func (g *alternatives) add(a *analyzer, c clause) {
	if c.kind == ClauseField && c.field != FieldTitle {
		g.conditions = append(g.conditions, newCondition(c))
		return
	}
	if ph := c.phrase(a); len(ph) > 0 {
		g.phrases = append(g.phrases, ph)
		g.spots = append(g.spots, [2]int{c.start, c.end})
	}
}

func (g alternatives) empty() bool { return len(g.phrases)+len(g.conditions) == 0 }

// phrase is the text of a clause that must match, or must not: a single word
// in all its forms, as ranking would find it, anything longer as it is.
func (c clause) phrase(a *analyzer) phrase {
	if c.kind == ClausePrefix {
		return phrase{{term: Fold(c.text), prefix: true, loose: true}}
	}
	p := newPhrase(a, c.text)
	quoted := c.kind == ClausePhrase && !c.negated || c.exact
	if !quoted && len(p) == 1 && !isHan(firstRune(p[0].term)) {
		a.tokens(c.text, 0, func(t token) {
			if t.kind == tokenWord || t.kind == tokenName {
				p = phrase{{term: string(t.term), loose: true}}
			}
		})
	}
	if c.field == FieldTitle {
		for i := range p {
			p[i].title = true
		}
	}
	return p
}

// wordList gathers ranking terms in the order of their first use, and exact
// words for the case that there are none but stop words.
type wordList struct {
	index map[string]int
	from  int // where the text that is read begins in the query's
	terms []queryTerm
	stop  []string

	closer     map[string]int // index in characters; nil when they are not wanted
	characters []character
	placed     []neighbour
}

func newWordList() *wordList { return &wordList{index: map[string]int{}} }

// read adds the words of a clause.
func (w *wordList) read(a *analyzer, c clause) {
	w.from = c.start
	a.tokens(c.text, 0, w.add)
}

// prefix adds the beginning of words; the mark keeps it apart from a word that
// is written alike.
func (w *wordList) prefix(c clause) {
	term := Fold(c.text)
	i, ok := w.index[term+prefixMark]
	if !ok {
		i = len(w.terms)
		w.index[term+prefixMark] = i
		w.terms = append(w.terms, queryTerm{term: term, prefix: true, start: c.start, end: c.end})
	}
	w.terms[i].count++
}

const prefixMark = "*"

func (w *wordList) add(t token) {
	if w.closer != nil {
		w.character(t)
	}
	switch t.kind {
	case tokenTail: // its pair says it already
		return
	case tokenExact:
		w.stop = append(w.stop, string(t.term))
		return
	}
	i, ok := w.index[string(t.term)]
	if !ok {
		i = len(w.terms)
		w.index[string(t.term)] = i
		w.terms = append(w.terms, queryTerm{
			term: string(t.term), prefix: t.kind == tokenLone, start: w.from + t.start, end: w.from + t.end,
		})
		switch {
		case w.closer == nil:
		case t.kind == tokenName:
			w.placed = append(w.placed, neighbour{i, string(t.term)})
		case t.kind == tokenWord && len(w.stop) > 0: // the word as typed comes before what it ranks by
			w.placed = append(w.placed, neighbour{i, w.stop[len(w.stop)-1]})
		}
	}
	w.terms[i].count++
}

// character notes the character that a token begins with.
func (w *wordList) character(t token) {
	term, ok := indexedCharacter(t)
	if !ok {
		return
	}
	i, ok := w.closer[term]
	if !ok && len(w.characters) == mostCharacters {
		return
	}
	if !ok {
		i = len(w.characters)
		w.closer[term] = i
		w.characters = append(w.characters, character{term: term, start: w.from + t.start, end: w.from + t.end})
	}
	w.characters[i].count++
}

func (w *wordList) result() []queryTerm {
	if len(w.terms) > 0 {
		return w.terms
	}
	for _, word := range w.stop {
		w.add(token{term: []byte(word), kind: tokenWord})
	}
	return w.terms
}

// newPhrase holds the places of the words of text. The last Han character, if
// alone, may begin a longer run in a document, hence the prefix.
func newPhrase(a *analyzer, text string) phrase {
	var p phrase
	first := 0
	a.tokens(text, 0, func(t token) {
		if !t.kind.placed() || t.kind == tokenTail {
			return
		}
		if len(p) == 0 {
			first = t.pos
		}
		p = append(p, phraseTerm{term: string(t.term), offset: t.pos - first})
	})
	if n := len(p); n > 0 && isHan(firstRune(p[n-1].term)) && isSingle(p[n-1].term) {
		p[n-1].prefix = true
	}
	return p
}

func isSingle(term string) bool {
	return len(term) == utf8.RuneLen(firstRune(term))
}
