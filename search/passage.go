package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// passageRunes is the length of a passage, in characters.
const passageRunes = 160

// passage chooses the stretch of text that holds the most of the query and
// widens it to whole sentences where they are near. marks are ascending.
func (m *marker) passage(text string, marks []mark) (start, end int) {
	first, last := m.densest(text, marks)
	start, end = marks[first].start, marks[first].end
	for _, s := range marks[first : last+1] {
		end = max(end, s.end)
	}
	spare := passageRunes - utf8.RuneCountInString(text[start:end])
	start = widenLeft(text, start, max(spare, 0)/3)
	spare = passageRunes - utf8.RuneCountInString(text[start:end])
	return start, widenRight(text, end, max(spare, 0))
}

// densest finds the marks that fit into one passage and weigh most; a part of
// the query counts once, its repetition a little.
func (m *marker) densest(text string, marks []mark) (first, last int) {
	const repetition = 0.02
	at := runeOffsets(text, marks)
	counts := make([]int, len(m.weights))
	var weight, most float32
	for i, j := 0, 0; j < len(marks); j++ {
		weight += m.gain(counts, marks[j].what, repetition)
		counts[marks[j].what]++
		for ; i < j && at[j]-at[i] > passageRunes*3/4; i++ {
			counts[marks[i].what]--
			weight -= m.gain(counts, marks[i].what, repetition)
		}
		if weight > most || j == 0 {
			most, first, last = weight, i, j
		}
	}
	return first, last
}

func (m *marker) gain(counts []int, what int, repetition float32) float32 {
	if counts[what] > 0 {
		return m.weights[what] * repetition
	}
	return m.weights[what]
}

// runeOffsets counts the characters before each mark.
func runeOffsets(text string, marks []mark) []int {
	offsets := make([]int, len(marks))
	count, from := 0, 0
	for i, s := range marks {
		count += utf8.RuneCountInString(text[from:s.start])
		from, offsets[i] = s.start, count
	}
	return offsets
}

const sentenceEnds = "。！？；!?\n"

// widenLeft moves start back by at most n characters, to the beginning of a
// sentence, else to the beginning of a word, else as far as it goes.
func widenLeft(text string, start, n int) int {
	word := -1
	for at := start; ; n-- {
		if at == 0 {
			return 0
		}
		r, size := utf8.DecodeLastRuneInString(text[:at])
		if strings.ContainsRune(sentenceEnds, r) {
			return skipSpace(text, at, start)
		}
		if unicode.IsSpace(r) {
			word = at
		}
		if n == 0 {
			if word >= 0 && !isHan(firstRune(text[at:])) {
				return word
			}
			return at
		}
		at -= size
	}
}

// widenRight moves end on by at most n characters, back to the end of a
// sentence or a word when one lies in the last half.
func widenRight(text string, end, n int) int {
	sentence, word, at := -1, -1, end
	for i := 0; i < n && at < len(text); i++ {
		r, size := utf8.DecodeRuneInString(text[at:])
		at += size
		switch {
		case i < n/2:
		case strings.ContainsRune(sentenceEnds, r):
			sentence = at
		case unicode.IsSpace(r):
			word = at - size
		}
	}
	switch {
	case at == len(text):
		return at
	case sentence >= 0:
		return sentence
	case word >= 0 && !isHan(firstRune(text[at:])):
		return word
	}
	return at
}

func skipSpace(text string, from, limit int) int {
	for from < limit {
		r, size := utf8.DecodeRuneInString(text[from:])
		if !unicode.IsSpace(r) {
			return from
		}
		from += size
	}
	return limit
}
