package search

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParseTakesAQueryApart(t *testing.T) {
	for _, test := range []struct {
		name, text                 string
		words, phrases, exclusions []string
	}{
		{name: "nothing", text: "  "},
		{name: "words", text: "审批 流程", words: []string{"审批 流程"}},
		{name: "phrase", text: `"审批 流程"`, phrases: []string{"审批 流程"}},
		{name: "phrase between words", text: `a "b c" d`, words: []string{"a", "d"}, phrases: []string{"b c"}},
		{name: "full-width marks", text: `＂b c＂`, phrases: []string{"b c"}},
		{name: "curly marks around a whole query", text: "“b c”", phrases: []string{"b c"}},
		{name: "curly marks inside a sentence do not quote", text: "什么是“善意”取得", words: []string{"什么是", "“善意", "”取得"}},
		{name: "mark without partner", text: `"b c`, words: []string{`"b c`}},
		{name: "mark at the end", text: `b c"`, words: []string{"b c", `"`}},
		{name: "empty phrase", text: `"" a`, words: []string{"a"}},
		{name: "excluded word", text: "a -b", words: []string{"a"}, exclusions: []string{"b"}},
		{name: "excluded phrase", text: `a -"b c"`, words: []string{"a"}, exclusions: []string{"b c"}},
		{name: "full-width minus", text: "a －采购", words: []string{"a"}, exclusions: []string{"采购"}},
		{name: "hyphen inside a word", text: "PEP-0450", words: []string{"PEP-0450"}},
		{name: "minus before a space", text: "a - b", words: []string{"a", "- b"}},
		{name: "minus alone", text: "-", words: []string{"-"}},
		{name: "list in pasted text", text: "- one\n- two", words: []string{"- one", "- two"}},
		{name: "invalid bytes", text: "a\xff\xfeb", words: []string{"a b"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := parse(test.text)
			if !slices.Equal(got.words, test.words) || !slices.Equal(got.phrases, test.phrases) ||
				!slices.Equal(got.exclusions, test.exclusions) {
				t.Errorf("parse(%q) = %q, %q, %q", test.text, got.words, got.phrases, got.exclusions)
			}
		})
	}
}

func TestParseIsBounded(t *testing.T) {
	many := parse(strings.Repeat(`"ab cd" -ef `, 2000))
	if n := len(many.phrases) + len(many.exclusions); n > maxClauses {
		t.Errorf("%d clauses, want at most %d", n, maxClauses)
	}
	long := parse(strings.Repeat("字", maxText))
	for _, word := range long.words {
		if len(word) > maxText || !utf8.ValidString(word) {
			t.Errorf("a word of %d bytes, valid %v", len(word), utf8.ValidString(word))
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{`a "b c" -d -"e f"`, "“专网” －采购", `"`, "-", "\xff\"", "＂a", `-"`, `""""`} {
		f.Add(text)
	}
	language := newLanguage()
	f.Fuzz(func(t *testing.T, text string) {
		typed := parse(text)
		for _, part := range slices.Concat(typed.words, typed.phrases, typed.exclusions) {
			if part == "" || !utf8.ValidString(part) {
				t.Errorf("part %q of %q", part, text)
			}
		}
		a := language.analyzer()
		defer language.done(a)
		p := typed.plan(a)
		for _, phrase := range append(p.phrases, p.exclusions...) {
			if len(phrase) == 0 || phrase[0].offset != 0 {
				t.Errorf("phrase %v of %q", phrase, text)
			}
		}
		empty := len(p.terms)+len(p.phrases)+len(p.exclusions) == 0
		if p.impossible != (empty && strings.TrimSpace(text) != "") {
			t.Errorf("impossible %v with %v of %q", p.impossible, p, text)
		}
	})
}
