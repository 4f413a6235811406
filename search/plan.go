package search

import "unicode/utf8"

// plan is a query in terms of the index.
type plan struct {
	terms      []queryTerm // any of them
	phrases    []phrase    // all of them
	exclusions []phrase    // none of them
	impossible bool        // text without anything to search for
}

// queryTerm is a term to rank by; a prefix stands for all terms that begin
// with it. count is how often the query says it.
type queryTerm struct {
	term   string
	prefix bool
	count  int
}

// phrase is a list of terms at fixed distances.
type phrase []phraseTerm

// Of a loose term any form will do, wherever it stands.
type phraseTerm struct {
	term   string
	prefix bool
	loose  bool
	offset int
}

// plan analyzes what a person typed.
func (t typed) plan(a *analyzer) plan {
	var p plan
	words := newWordList()
	for _, text := range t.words {
		a.tokens(text, 0, words.add)
	}
	p.terms = words.result()
	for _, text := range t.phrases {
		if ph := newPhrase(a, text); len(ph) > 0 {
			p.phrases = append(p.phrases, ph)
		}
	}
	for _, text := range t.exclusions {
		if ph := exclusion(a, text); len(ph) > 0 {
			p.exclusions = append(p.exclusions, ph)
		}
	}
	p.impossible = !t.blank && len(p.terms)+len(p.phrases)+len(p.exclusions) == 0
	return p
}

// wordList gathers ranking terms in the order of their first use, and exact
// words for the case that there are none but stop words.
type wordList struct {
	index map[string]int
	terms []queryTerm
	stop  []string
}

func newWordList() *wordList { return &wordList{index: map[string]int{}} }

func (w *wordList) add(t token) {
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
		w.terms = append(w.terms, queryTerm{term: string(t.term), prefix: t.kind == tokenLone})
	}
	w.terms[i].count++
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

// exclusion forbids a single word in all its forms, as ranking would find it,
// and anything longer as a phrase.
func exclusion(a *analyzer, text string) phrase {
	p := newPhrase(a, text)
	if len(p) != 1 || isHan(firstRune(p[0].term)) {
		return p
	}
	a.tokens(text, 0, func(t token) {
		if t.kind == tokenWord || t.kind == tokenName {
			p = phrase{{term: string(t.term), loose: true}}
		}
	})
	return p
}

func isSingle(term string) bool {
	return len(term) == utf8.RuneLen(firstRune(term))
}
