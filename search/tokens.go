package search

import (
	"unicode"
	"unicode/utf8"
)

// A token is one entry for the index. Its term is only valid during the call
// that hands it over. start and end are byte offsets in the original text.
type token struct {
	term       []byte
	start, end int
	pos        int
	kind       tokenKind
}

type tokenKind uint8

const (
	// tokenWord ranks and counts for the length: a stem or a Han pair.
	tokenWord tokenKind = iota
	// tokenPair is a pair of Han characters: ranks, counts, and has a place for phrases.
	tokenPair
	// tokenName is a word that is its own stem: as tokenPair.
	tokenName
	// tokenLone is a Han character with no Han neighbour: as tokenPair.
	tokenLone
	// tokenTail is the last character of a longer Han run. Every character of a
	// run thus begins some term, so that a prefix finds single characters
	// without an entry for each of them.
	tokenTail
	// tokenCode is a code in whole (gb/t) or a piece of one (sm of sm4): ranks only.
	tokenCode
	// tokenExact is a word as written, when that is not what it ranks by: a stop
	// word, or one with another stem. It has a place for phrases and never ranks.
	tokenExact
)

func (k tokenKind) placed() bool { return k != tokenWord && k != tokenCode }
func (k tokenKind) counts() bool { return k <= tokenLone }

const (
	exactMark   = '=' // begins the term of a tokenExact
	maxWord     = 64  // runes of one word that are indexed
	maxCode     = 5   // words of one code
	gapSpaced   = 2   // a Han character and its neighbour with white space between
	gapDivided  = 3   // punctuation between
	firstPlace  = 1
	spareTokens = 1 << 16 // stems remembered by one analyzer
)

// An analyzer turns text into tokens. It keeps buffers and must not be used by
// two goroutines at once; the analyzers of one language share their tables.
type analyzer struct {
	language *language
	text     folded
	term     []byte
	stems    map[string]string
	raw      string
	place    int
	last     span
	lastHan  bool
	code     []span
	emit     func(token)
}

// span is a run of folded runes.
type span struct{ from, to int }

// tokens hands every token of text to emit, places counted from base+1, and
// returns the last place used.
func (a *analyzer) tokens(text string, base int, emit func(token)) int {
	a.text.fold(text, a.language.han)
	a.raw, a.emit, a.place, a.last, a.code = text, emit, base, span{}, a.code[:0]
	runes := a.text.runes
	for i := 0; i < len(runes); {
		from := i
		switch {
		case isHan(runes[i]):
			for i < len(runes) && isHan(runes[i]) {
				i++
			}
			a.endCode()
			a.han(span{from, i})
		case isWord(runes[i]):
			for i < len(runes) && isWord(runes[i]) && !isHan(runes[i]) {
				i++
			}
			a.word(span{from, a.suffix(span{from, i})}, i)
		default:
			i++
		}
	}
	a.endCode()
	a.emit = nil
	return a.place
}

// step moves to the place of the next token. What stands between two tokens
// decides the distance, alike in documents and phrases.
func (a *analyzer) step(from int, han bool) {
	first := a.last.to == 0
	gap := a.between(from, han)
	if first {
		gap = firstPlace
	}
	a.place += gap
}

func (a *analyzer) between(from int, han bool) int {
	between := a.text.runes[a.last.to:from]
	if len(between) == 0 {
		return 1
	}
	if len(between) == 1 && !han && !a.lastHan && isConnector(between[0]) {
		return 1
	}
	for _, r := range between {
		if !unicode.IsSpace(r) {
			return gapDivided
		}
	}
	if han || a.lastHan {
		return gapSpaced
	}
	return 1
}

func (a *analyzer) han(s span) {
	a.step(s.from, true)
	if s.to-s.from == 1 {
		a.send(s, tokenLone)
	} else {
		for i := s.from; i+1 < s.to; i++ {
			a.send(span{i, i + 2}, tokenPair)
			a.place++
		}
		a.send(span{s.to - 1, s.to}, tokenTail)
	}
	a.last, a.lastHan = s, true
}

// word sends one word; s may be longer than the letters by a suffix (c++).
func (a *analyzer) word(s span, letters int) {
	w := span{s.from, letters}
	if n := len(a.code); n > 0 && !a.joins(w.from) {
		a.endCode()
	}
	a.step(w.from, false)
	a.code = append(a.code, w)
	exact := span{w.from, min(w.to, w.from+maxWord)}
	a.term = a.append(append(a.term[:0], exactMark), exact)
	a.rank(a.term, exact, w)
	if s.to > w.to {
		a.send(s, tokenCode)
	}
	a.last, a.lastHan = w, false
}

// rank sends a word as it stands in a phrase, what it ranks by, and the pieces
// of a code. marked is the word behind the exactMark.
func (a *analyzer) rank(marked []byte, cut, w span) {
	word := marked[1:]
	switch {
	case a.language.stop[string(word)] || a.clitic(w, word):
		a.emitTerm(marked, w, tokenExact)
	case len(word) > 2 && allLetters(word):
		stem := a.stem(word)
		if stem == string(word) {
			a.emitTerm(word, w, tokenName)
			return
		}
		a.emitTerm(marked, w, tokenExact)
		a.term = append(a.term[:0], stem...)
		a.emitTerm(a.term, w, tokenWord)
	default:
		a.emitTerm(word, w, tokenName)
		a.pieces(cut)
	}
}

// pieces sends the letters and the digits of a mixed word apart, when longer
// than one character: sm4 → sm, t28181 → 28181.
func (a *analyzer) pieces(w span) {
	runes := a.text.runes
	for i := w.from; i < w.to; {
		from, digit := i, unicode.IsDigit(runes[i])
		for i < w.to && unicode.IsDigit(runes[i]) == digit {
			i++
		}
		if i-from > 1 && i-from < w.to-w.from {
			a.send(span{from, i}, tokenCode)
		}
	}
}

// clitic tells the s of "agency's" and its like, which carry no meaning.
func (a *analyzer) clitic(w span, term []byte) bool {
	if len(term) > 2 || a.last.to == 0 || a.last.to != w.from-1 {
		return false
	}
	before := a.text.runes[w.from-1]
	return before == '\'' || before == '’'
}

// joins tells whether a word at from continues the code before it.
func (a *analyzer) joins(from int) bool {
	return from == a.last.to+1 && len(a.code) < maxCode && isConnector(a.text.runes[a.last.to])
}

// endCode sends the words joined so far as one code if it looks like one.
func (a *analyzer) endCode() {
	if len(a.code) > 1 {
		whole := span{a.code[0].from, a.code[len(a.code)-1].to}
		if whole.to-whole.from <= maxWord && a.looksCode(whole) {
			a.send(whole, tokenCode)
		}
	}
	a.code = a.code[:0]
}

func (a *analyzer) looksCode(s span) bool {
	for _, r := range a.raw[a.text.start[s.from]:a.text.end[s.to-1]] {
		if unicode.IsDigit(r) || unicode.IsUpper(r) {
			return true
		}
	}
	return false
}

// suffix widens a word by the signs that belong to it: c++, c#.
func (a *analyzer) suffix(w span) int {
	runes, to := a.text.runes, w.to
	for to < len(runes) && to < w.to+2 && (runes[to] == '+' || runes[to] == '#') {
		to++
	}
	if to < len(runes) && (isWord(runes[to]) || runes[to] == '+') {
		return w.to
	}
	return to
}

func (a *analyzer) send(s span, kind tokenKind) {
	a.term = a.append(a.term[:0], s)
	a.emitTerm(a.term, s, kind)
}

func (a *analyzer) emitTerm(term []byte, at span, kind tokenKind) {
	a.emit(token{
		term: term, pos: a.place, kind: kind,
		start: int(a.text.start[at.from]), end: int(a.text.end[at.to-1]),
	})
}

func (a *analyzer) append(to []byte, s span) []byte {
	for _, r := range a.text.runes[s.from:s.to] {
		to = utf8.AppendRune(to, r)
	}
	return to
}
