package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// terms lists the tokens of a kind as term@place.
func terms(text string, kinds ...tokenKind) []string {
	a := newLanguage().analyzer()
	var all []string
	a.tokens(text, 0, func(t token) {
		if slices.Contains(kinds, t.kind) {
			all = append(all, fmt.Sprintf("%s@%d", t.term, t.pos))
		}
	})
	return all
}

func TestAnalysis(t *testing.T) {
	for _, test := range []struct {
		name, text string
		kinds      []tokenKind
		want       string
	}{
		{"Han in pairs", "审批流程", []tokenKind{tokenPair}, "审批@1 批流@2 流程@3"},
		{"the last character of a run begins a term", "审批流程", []tokenKind{tokenTail}, "程@4"},
		{"a lone character", "A级", []tokenKind{tokenLone}, "级@2"},
		{"traditional becomes simplified", "雲計算", []tokenKind{tokenPair}, "云计@1 计算@2"},
		{"punctuation divides", "专网，港口", []tokenKind{tokenPair}, "专网@1 港口@5"},
		{"white space divides Han less", "专网 港口", []tokenKind{tokenPair}, "专网@1 港口@4"},
		{"zero width does not divide", "专\u200b网", []tokenKind{tokenPair}, "专网@1"},
		{"English is stemmed", "Lessons learned", []tokenKind{tokenWord, tokenExact}, "=lessons@1 lesson@1 =learned@2 learn@2"},
		{"stop words do not rank", "a point of failure", []tokenKind{tokenWord, tokenName}, "point@2 failur@4"},
		{"stop words have a place", "a point of failure", []tokenKind{tokenExact}, "=a@1 =of@3 =failure@4"},
		{"the s of an owner does not rank", "the agency's plan", []tokenKind{tokenWord, tokenName}, "agenc@2 plan@4"},
		{"hyphens do not divide words", "single-point failure", []tokenKind{tokenExact, tokenName}, "=single@1 point@2 =failure@3"},
		{"sentences divide words", "the end. Next one", []tokenKind{tokenExact, tokenName}, "=the@1 end@2 next@5 =one@6"},
		{"codes whole and in parts", "GB/T 28181-2016", []tokenKind{tokenName, tokenCode}, "gb@1 t@2 gb/t@2 28181@3 2016@4 28181-2016@4"},
		{"letters and digits apart", "SM4", []tokenKind{tokenName, tokenCode}, "sm4@1 sm@1"},
		{"hyphened words are no code", "up-to-date", []tokenKind{tokenCode}, ""},
		{"signs of a name", "C++ and C#", []tokenKind{tokenCode}, "c++@1 c#@5"},
		{"mixed", "5G专网", []tokenKind{tokenName, tokenPair}, "5g@1 专网@2"},
		{"full width", "ＡＢＣ１２３", []tokenKind{tokenName}, "abc123@1"},
		{"compatibility characters", "㎏ ①", []tokenKind{tokenName}, "kg@1 1@2"},
		{"half-width kana compose", "ｶﾞｲﾄﾞ", []tokenKind{tokenPair}, "ガイ@1 イド@2"},
		{"Hangul", "공장", []tokenKind{tokenPair}, "공장@1"},
		{"invalid bytes divide", "ab\xffcd", []tokenKind{tokenName}, "ab@1 cd@4"},
		{"nothing", "—— …", []tokenKind{tokenWord, tokenPair, tokenExact}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := strings.Join(terms(test.text, test.kinds...), " "); got != test.want {
				t.Errorf("%q gives %q, want %q", test.text, got, test.want)
			}
		})
	}
}

func TestOffsetsPointIntoTheOriginal(t *testing.T) {
	text := "型號ＡＢＣ１２３，重㎏ and Zürich's ｶﾞｲﾄﾞ"
	want := map[string]string{"型号": "型號", "abc123": "ＡＢＣ１２３", "kg": "㎏", "zürich": "Zürich", "ガイ": "ｶﾞｲ"}
	a := newLanguage().analyzer()
	a.tokens(text, 0, func(t2 token) {
		if original, ok := want[string(t2.term)]; ok {
			if got := text[t2.start:t2.end]; got != original {
				t.Errorf("%s points at %q, want %q", t2.term, got, original)
			}
			delete(want, string(t2.term))
		}
	})
	if len(want) > 0 {
		t.Errorf("not found: %v", want)
	}
}

func TestFoldingTwiceIsFoldingOnce(t *testing.T) {
	for from, to := range hanTable() {
		if again := foldRune(to, hanTable()); again != to {
			t.Errorf("%c → %c → %c", from, to, again)
		}
	}
	if got := Fold("ＡＢＣ　臺灣，後台"); got != "abc 台湾,后台" {
		t.Errorf("folded to %q", got)
	}
}

func FuzzTokens(f *testing.F) {
	for _, text := range []string{"5G专网 GB/T 28181", "e\u0301ﬁ㎏ ｶﾞ", "a\xff\u200b'", "C++#", "한국\u1100\u1161"} {
		f.Add(text)
	}
	language := newLanguage()
	f.Fuzz(func(t *testing.T, text string) {
		a := language.analyzer()
		defer language.done(a)
		place := 0
		last := a.tokens(text, 7, func(tok token) {
			if tok.start < 0 || tok.start >= tok.end || tok.end > len(text) {
				t.Fatalf("%q: offsets %d:%d of %d", tok.term, tok.start, tok.end, len(text))
			}
			if tok.pos < place || tok.pos < 8 || len(tok.term) == 0 || !utf8.Valid(tok.term) {
				t.Fatalf("token %q at %d after %d", tok.term, tok.pos, place)
			}
			place = tok.pos
		})
		if last < place {
			t.Fatalf("last place %d, a token had %d", last, place)
		}
	})
}
