package main

import (
	"strings"

	"bidwell/search"
	"bidwell/seed"
)

// mix spreads a number over 64 bits, the same way each time (the finaliser of splitmix64).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// passages are texts to look for.
type passages []string

// sampledTexts is how many documents the queries are taken from.
const sampledTexts = 1000

// keep remembers the text of every few of n documents.
func (p *passages) keep(i, n int, d *search.Doc) {
	if i%max(1, n/sampledTexts) == 0 {
		*p = append(*p, d.Body)
	}
}

// firstPassages are the texts of the first documents.
func firstPassages(n int) (p passages) {
	for d := range seed.Documents(n) {
		p = append(p, d.Body)
	}
	return p
}

// whole is the text of a document.
func (p passages) whole(number uint64) string { return p[mix(number)%uint64(len(p))] }

// piece is a piece of a text of so many words: pieces of one clause where it is long enough, so that a phrase of two
// words occurs. Chinese counts two characters a word.
func (p passages) piece(number uint64, words int) string {
	text := p[mix(number)%uint64(len(p))]
	clauses := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\n，。；：、,.;:#", r) })
	for try := range uint64(len(clauses)) {
		clause := strings.TrimSpace(clauses[mix(number+try)%uint64(len(clauses))])
		if found := firstWords(clause, words); found != "" {
			return found
		}
	}
	return firstWords(strings.Join(clauses, " "), words)
}

// firstWords is the beginning of a text; empty when it is too short.
func firstWords(text string, words int) string {
	fields := strings.Fields(text)
	if len(fields) >= words {
		return strings.Join(fields[:words], " ")
	}
	runes := []rune(text)
	if len(text) > 2*len(runes) && len(runes) >= 2*words { // three bytes a Chinese character
		return string(runes[:2*words])
	}
	return ""
}
