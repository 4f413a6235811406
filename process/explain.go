package process

import (
	"strconv"

	"bidwell/process/vocabulary"
)

// The sentences in which a search says why it found a document.
var (
	wordsFound   = Message{EN: "“{typed}” stands in the {field} as “{found}” ({form}): {percent} of the score.", ZH: "“{typed}”在{field}中以“{found}”出现({form}),占得分的 {percent}。"}
	wordsTagged  = Message{EN: "“{typed}” is among the tags: {percent} of the score.", ZH: "“{typed}”在标签中,占得分的 {percent}。"}
	wordsCovered = Message{EN: "It has {covered} of what was looked for: {percent} of the score.", ZH: "覆盖检索内容的 {covered},占得分的 {percent}。"}
	wordsFilter  = Message{EN: "Nothing in it ranks: it matches what the search requires.", ZH: "没有计分的词语,仅满足检索条件。"}
)

// MatchPart is a part of a search that a document has: how it was typed and found, where, and its share of the score.
type MatchPart struct {
	Typed, Found string
	Field        SearchField
	Form         MatchForm
	// Share is a part of the score, from 0 to 1.
	Share float64
}

// Words says the part in words.
func (p MatchPart) Words(lang Language) string {
	sentence := wordsFound
	if p.Found == "" {
		sentence = wordsTagged
	}
	return sentence.In(lang, map[string]string{
		"typed": p.Typed, "found": p.Found, "percent": percent(p.Share),
		"field": vocabulary.LabelOf("SearchField", string(p.Field)).In(lang),
		"form":  vocabulary.LabelOf("MatchForm", string(p.Form)).In(lang),
	})
}

// MatchWords says in words, line by line, why a search found a document: its parts, and what it gains (a part of the score)
// by having so much of the search (from 0 to 1).
func MatchWords(lang Language, parts []MatchPart, cover, covered float64) []string {
	var lines []string
	for _, p := range parts {
		lines = append(lines, p.Words(lang))
	}
	if len(parts) == 0 {
		return []string{wordsFilter.In(lang, nil)}
	}
	return append(lines, wordsCovered.In(lang, map[string]string{"covered": percent(covered), "percent": percent(cover)}))
}

func percent(part float64) string { return strconv.FormatFloat(100*part, 'f', 0, 64) + " %" }
