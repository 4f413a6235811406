package process

import (
	"slices"
	"unicode"
)

// Similarity tells how alike two texts are, from 0 (nothing in common) to 1 (the same words in the same order): of all
// pairs of neighbouring words, the share that both have (the weighted Jaccard index of their shingles). A Chinese
// character counts as a word, so that for Chinese the pairs are bigrams. Marks and spaces do not count; two texts
// without a word are alike. The order of the texts does not matter. Letters are compared as they are: fold the texts first.
func Similarity(a, b string) float64 { return ShinglesOf(a).Similarity(ShinglesOf(b)) }

// Shingles are the pairs of neighbouring words of a text as sorted numbers, to compare one text with many.
type Shingles []uint64

// ShinglesOf takes a text apart. A text of one word has that word alone.
func ShinglesOf(text string) Shingles {
	var words []uint64
	start := -1
	for i, r := range text {
		han := unicode.Is(unicode.Han, r)
		if in := !han && wordRune(r); in != (start >= 0) {
			if in {
				start = i
				continue
			}
			words, start = append(words, hashOf(text[start:i])), -1
		}
		if han {
			words = append(words, hashOf(string(r)))
		}
	}
	if start >= 0 {
		words = append(words, hashOf(text[start:]))
	}
	pairs := words
	if len(words) > 1 {
		pairs = make([]uint64, len(words)-1)
		for i := range pairs {
			// The factor tells "a b" from "b a".
			pairs[i] = words[i]*0x9E3779B97F4A7C15 + words[i+1]
		}
	}
	slices.Sort(pairs)
	return pairs
}

// Similarity is that of the texts.
func (s Shingles) Similarity(of Shingles) float64 {
	if len(s) == 0 && len(of) == 0 {
		return 1
	}
	shared := 0
	for i, j := 0, 0; i < len(s) && j < len(of); {
		switch {
		case s[i] < of[j]:
			i++
		case s[i] > of[j]:
			j++
		default:
			shared++
			i++
			j++
		}
	}
	return float64(shared) / float64(len(s)+len(of)-shared)
}

// hashOf is the 64-bit FNV-1a hash of a word.
func hashOf(word string) uint64 {
	h := uint64(0xCBF29CE484222325)
	for i := range len(word) {
		h = (h ^ uint64(word[i])) * 0x100000001B3
	}
	return h
}
