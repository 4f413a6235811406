package search

import (
	"strings"
	"sync"
	"unicode"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/token/porter"
)

// language holds the tables every analyzer reads and hands out analyzers.
type language struct {
	han  map[rune]rune
	stop map[string]bool
	free sync.Pool
}

func newLanguage() *language {
	l := &language{han: hanTable(), stop: map[string]bool{}}
	words := analysis.NewTokenMap()
	if err := words.LoadBytes(en.EnglishStopWords); err == nil {
		for word := range words {
			l.stop[strings.ToLower(word)] = true
		}
	}
	l.free.New = func() any { return &analyzer{language: l, stems: map[string]string{}} }
	return l
}

// analyzer lends an analyzer; give it back with done.
func (l *language) analyzer() *analyzer { return l.free.Get().(*analyzer) }

func (l *language) done(a *analyzer) {
	a.raw, a.emit = "", nil
	l.free.Put(a)
}

// stem is Porter's; words come back often, so answers are kept.
func (a *analyzer) stem(word []byte) string {
	if stem, ok := a.stems[string(word)]; ok {
		return stem
	}
	stream := porter.NewPorterStemmer().Filter(analysis.TokenStream{{Term: word}})
	stem := string(stream[0].Term)
	if len(a.stems) >= spareTokens {
		clear(a.stems)
	}
	a.stems[string(word)] = stem
	return stem
}

func allLetters(term []byte) bool {
	for _, c := range term {
		if c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}

// isHan tells the scripts written without spaces between words, which are
// indexed in pairs: Han, kana and Hangul.
func isHan(r rune) bool {
	switch {
	case r < 0x3005:
		return false
	case r >= 0x4e00 && r <= 0x9fff, r >= 0xac00 && r <= 0xd7a3, r >= 0x3400 && r <= 0x4dbf:
		return true
	case r <= 0x3007, r >= 0x3041 && r <= 0x3096, r >= 0x30a1 && r <= 0x30fa, r == 'ー':
		return true
	}
	return unicode.Is(unicode.Han, r)
}

func isWord(r rune) bool {
	if r < 0x80 {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// isConnector tells the signs that join words to one code when nothing else
// stands between.
func isConnector(r rune) bool {
	return r < 0x80 && strings.ContainsRune("-_/.+&:#@'", r) || r == '’' || r == '·'
}
