package search

import (
	_ "embed"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

//go:embed han_table.txt
var hanPairs string

// hanTable maps a traditional character to its simplified form. It is built
// once and never written again.
var hanTable = sync.OnceValue(func() map[rune]rune {
	table := make(map[rune]rune, 4200)
	pairs := []rune(hanPairs)
	for i := 0; i+1 < len(pairs); i += 2 {
		table[pairs[i]] = pairs[i+1]
	}
	return table
})

// folded is a text as the index sees it: NFKC, lower case, simplified. Rune i
// came from the bytes start[i]:end[i] of the original.
type folded struct {
	runes      []rune
	start, end []int32
}

func (f *folded) add(r rune, start, end int) {
	f.runes = append(f.runes, r)
	f.start = append(f.start, int32(start))
	f.end = append(f.end, int32(end))
}

// fold rewrites f from text, reusing its space.
func (f *folded) fold(text string, han map[rune]rune) {
	f.runes, f.start, f.end = f.runes[:0], f.start[:0], f.end[:0]
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		next := i + size
		if simple(r) && (next == len(text) || !combines(text[next:])) {
			if keep(r) {
				f.add(foldRune(r, han), i, next)
			}
			i = next
			continue
		}
		i = f.compose(text, i, han)
	}
}

// compose folds one run of characters that NFKC may change together.
func (f *folded) compose(text string, i int, han map[rune]rune) int {
	n := norm.NFKC.NextBoundaryInString(text[i:], true)
	if n <= 0 {
		n = 1
	}
	for _, r := range norm.NFKC.String(text[i : i+n]) {
		if keep(r) {
			f.add(foldRune(r, han), i, i+n)
		}
	}
	return i + n
}

// simple tells the runes NFKC leaves alone when nothing combines with them.
func simple(r rune) bool {
	return r < 0x80 || (r >= 0x4e00 && r <= 0x9fff) || (r >= 0x3400 && r <= 0x4dbf) || r == utf8.RuneError
}

func combines(rest string) bool {
	return rest[0] >= 0x80 && !norm.NFKC.PropertiesString(rest).BoundaryBefore()
}

// keep drops marks that people cannot see but that would split words: soft
// hyphens, zero-width characters and variation selectors.
func keep(r rune) bool {
	switch {
	case r < 0xad:
		return true
	case r == 0xad, r >= 0x200b && r <= 0x200d, r == 0x2060, r == 0xfeff:
		return false
	}
	return (r < 0xfe00 || r > 0xfe0f) && (r < 0xe0100 || r > 0xe01ef)
}

func foldRune(r rune, han map[rune]rune) rune {
	switch {
	case r < 0x80:
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	case r >= 0x3400 && unicode.Is(unicode.Han, r):
		if simplified, ok := han[r]; ok {
			return simplified
		}
		return r
	}
	return unicode.ToLower(r)
}

// Fold returns text as the index compares it: NFKC, lower case, traditional
// Chinese characters as simplified ones. Folding twice is folding once.
func Fold(text string) string {
	var f folded
	f.fold(text, hanTable())
	return string(f.runes)
}
