package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxText bounds what is read of a query's text, in bytes; the rest is ignored.
const maxText = 8 << 10

// maxClauses bounds what of a query is more than words: phrases, exclusions,
// fields and alternatives.
const maxClauses = 16

// typed is what a person typed, taken apart, in the order of the text.
type typed struct {
	clauses []clause
	blank   bool // nothing was typed
}

// clause is a part of the text from start to end; text is without its marks.
type clause struct {
	kind       ClauseKind
	start, end int
	text       string
	negated    bool
	group      int // clauses of one number above 0 are alternatives
	// of a ClauseField
	field  FacetName
	values []string
	exact  bool // the value was quoted
	bound  bool // a bound: > or <
	within []interval
}

// While parsing, clauseOr stands for the word between alternatives and
// clauseDropped for what is left out.
const (
	clauseOr      ClauseKind = "OR"
	clauseDropped ClauseKind = ""
)

// parse reads a query; it never fails. A quotation mark without its partner is
// dropped, a minus sign, a field or an OR counts only behind white space, and
// curly marks quote only when they stand apart from other text, as in a query,
// not inside a pasted sentence. All else is words.
func parse(text string) typed {
	p := parser{text: readable(cut(text, maxText))}
	for p.skipSpace(); p.at < len(p.text); p.skipSpace() {
		p.next()
	}
	return typed{clauses: p.joined(p.alternatives()), blank: strings.TrimSpace(text) == ""}
}

// readable replaces invalid bytes by spaces, so that offsets stay.
func readable(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	valid := []byte(text)
	for i := 0; i < len(valid); {
		r, size := utf8.DecodeRune(valid[i:])
		if r == utf8.RuneError && size == 1 {
			valid[i] = ' '
		}
		i += size
	}
	return string(valid)
}

type parser struct {
	text    string
	at      int
	clauses []clause
	full    int // clauses that count for maxClauses
}

func (p *parser) skipSpace() {
	for p.at < len(p.text) {
		r, size := utf8.DecodeRuneInString(p.text[p.at:])
		if !unicode.IsSpace(r) {
			return
		}
		p.at += size
	}
}

// next reads one clause, of words a single one.
func (p *parser) next() {
	apart := p.at == 0 || unicode.IsSpace(lastRune(p.text[:p.at]))
	rest := p.text[p.at:]
	negated := apart && isNegation(rest)
	if negated {
		_, size := utf8.DecodeRuneInString(rest)
		rest = rest[size:]
	}
	if phrase, tail, ok := quoted(rest, apart); ok {
		p.add(clause{kind: ClausePhrase, text: phrase, negated: negated}, len(p.text)-len(tail))
		return
	}
	if apart {
		if c, size, ok := readField(rest); ok && p.full < maxClauses {
			c.negated = negated
			p.add(c, len(p.text)-len(rest)+size)
			return
		}
	}
	word := untilSpace(rest)
	if !negated {
		word = untilMark(rest)
	}
	c := clause{kind: ClauseWords, text: word, negated: negated}
	if prefix, ok := readPrefix(word); ok && apart {
		c.kind, c.text = ClausePrefix, prefix
	} else if apart && !negated && isOr(word) {
		c.kind = clauseOr
	}
	p.add(c, len(p.text)-len(rest)+len(word))
}

// isNegation tells a minus sign before something.
func isNegation(text string) bool {
	r, size := utf8.DecodeRuneInString(text)
	return isMinus(r) && len(text) > size && !unicode.IsSpace(firstRune(text[size:]))
}

// isOr knows the words between alternatives. The English one is in capitals:
// small, it is a word like others.
func isOr(word string) bool { return word == "OR" || word == "ＯＲ" || word == "或" }

// add appends the clause that ends at end. What would be too many is words,
// and too many exclusions are dropped.
func (p *parser) add(c clause, end int) {
	c.start, c.end, c.text = p.at, end, strings.TrimSpace(c.text)
	p.at = end
	if c.text == "" {
		return
	}
	counts := c.negated || c.kind == ClausePhrase || c.kind == ClauseField
	switch {
	case counts && p.full < maxClauses:
		p.full++
	case c.negated:
		c.kind = clauseDropped
	case counts:
		c.kind = ClauseWords
	}
	p.clauses = append(p.clauses, c)
}

// alternatives numbers the clauses that an OR joins; an OR without something
// to join on both sides is a word.
func (p *parser) alternatives() []clause {
	all, group := p.clauses, 0
	for i := range all {
		if all[i].kind != clauseOr {
			continue
		}
		if i == 0 || i == len(all)-1 || !p.joins(&all[i-1]) || !p.joins(&all[i+1]) {
			all[i].kind = ClauseWords
			continue
		}
		if all[i-1].group == 0 {
			group++
			all[i-1].group = group
		}
		all[i+1].group = all[i-1].group
	}
	return all
}

// joins tells whether c can be an alternative; words count from then on.
func (p *parser) joins(c *clause) bool {
	if c.negated || c.kind == clauseDropped || isOr(c.text) {
		return false
	}
	if c.group == 0 && (c.kind == ClauseWords || c.kind == ClausePrefix) {
		if p.full >= maxClauses {
			return false
		}
		p.full++
	}
	return true
}

// joined leaves the words between alternatives out and makes one clause of
// words that follow each other.
func (p *parser) joined(all []clause) []clause {
	kept := all[:0]
	after := false // whether c comes right after kept words
	for _, c := range all {
		switch plain := c.kind == ClauseWords && !c.negated && c.group == 0; {
		case c.kind == clauseOr, c.kind == clauseDropped:
			after = false
		case plain && after:
			last := &kept[len(kept)-1]
			last.end = c.end
			last.text = p.text[last.start:last.end]
		default:
			kept = append(kept, c)
			after = plain
		}
	}
	return kept
}

// quoted takes a phrase off the front of text.
func quoted(text string, apart bool) (phrase, rest string, ok bool) {
	open, size := utf8.DecodeRuneInString(text)
	shut := partner(open)
	if shut == "" {
		return "", text, false
	}
	end := strings.IndexAny(text[size:], shut)
	if end < 0 {
		return "", text, false
	}
	_, closing := utf8.DecodeRuneInString(text[size+end:])
	phrase, rest = text[size:size+end], text[size+end+closing:]
	if curly := open >= 0x2000 && open < 0x3000; curly {
		ok = apart && (rest == "" || unicode.IsSpace(firstRune(rest)))
		return phrase, rest, ok
	}
	return phrase, rest, true
}

// partner returns the marks that close what r opens.
func partner(r rune) string {
	switch r {
	case '"', '＂':
		return "\"＂"
	case '“', '”', '„', '‟':
		return "“”„‟"
	}
	return ""
}

func isMinus(r rune) bool { return r == '-' || r == '－' || r == '−' }

// untilMark takes a word up to where a phrase may begin.
func untilMark(text string) string {
	for i, r := range text {
		if unicode.IsSpace(r) || i > 0 && partner(r) != "" {
			return text[:i]
		}
	}
	return text
}

func untilSpace(text string) string {
	for i, r := range text {
		if unicode.IsSpace(r) {
			return text[:i]
		}
	}
	return text
}

func firstRune(text string) rune {
	r, _ := utf8.DecodeRuneInString(text)
	return r
}

func lastRune(text string) rune {
	r, _ := utf8.DecodeLastRuneInString(text)
	return r
}
