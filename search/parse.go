package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxText bounds what is read of a query's text, in bytes; the rest is ignored.
const maxText = 8 << 10

// maxClauses bounds the quoted phrases and exclusions of one query.
const maxClauses = 16

// typed is what a person typed, taken apart. Every string is text as typed.
type typed struct {
	words      []string // rank
	phrases    []string // required
	exclusions []string // forbidden, as phrases
	blank      bool     // nothing was typed
}

// parse reads a query; it never fails. A quotation mark without its partner is
// dropped, a minus sign counts only before a word or a phrase and behind white
// space, and curly marks quote only when they stand apart from other text, as
// in a query, not inside a pasted sentence.
func parse(text string) typed {
	t := typed{blank: strings.TrimSpace(text) == ""}
	rest := strings.ToValidUTF8(cut(text, maxText), " ")
	for before := ' '; rest != ""; {
		r, size := utf8.DecodeRuneInString(rest)
		apart := unicode.IsSpace(before)
		negated := apart && isMinus(r)
		body := rest
		if negated {
			body = rest[size:]
		}
		if phrase, tail, ok := quoted(body, apart); ok {
			t.add(phrase, true, negated)
			rest, before = tail, '"'
			continue
		}
		if negated && body != "" && !unicode.IsSpace(firstRune(body)) {
			word := untilSpace(body)
			t.add(word, false, true)
			rest, before = body[len(word):], 'x'
			continue
		}
		word := plain(rest, apart)
		t.add(word, false, false)
		rest, before = rest[len(word):], lastRune(word)
	}
	return t
}

func (t *typed) add(text string, phrase, negated bool) {
	text = strings.TrimSpace(text)
	full := len(t.phrases)+len(t.exclusions) >= maxClauses
	switch {
	case text == "":
	case negated && !full:
		t.exclusions = append(t.exclusions, text)
	case phrase && !full:
		t.phrases = append(t.phrases, text)
	case !negated:
		t.words = append(t.words, text)
	}
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

// plain takes text up to where a phrase or an exclusion may begin.
func plain(text string, apart bool) string {
	for i, r := range text {
		if i > 0 && (partner(r) != "" || apart && isMinus(r)) {
			return text[:i]
		}
		apart = unicode.IsSpace(r)
	}
	return text
}

func isMinus(r rune) bool { return r == '-' || r == '－' || r == '−' }

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
