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
	wordsFactor  = Message{EN: "{name}: times {value}.", ZH: "{name}:乘以 {value}。"}
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

// FactorWords says in words what multiplies a score.
func FactorWords(lang Language, name RankFactor, value float64) string {
	return wordsFactor.In(lang, map[string]string{
		"name": vocabulary.LabelOf("RankFactor", string(name)).In(lang), "value": strconv.FormatFloat(value, 'f', 2, 64),
	})
}

// verified is what the state of a record says of its worth as a source: what was found right ranks a little higher, what
// expired or was withdrawn from use ranks lower.
var verified = map[string]float32{
	string(VerifyStateVerified): 1.05, string(VerifyStateExpired): .8, string(VerifyStateRetired): .5,
	string(LessonStatusAdopted): 1.05, string(LessonStatusRejected): .8,
}

// VerificationFactor is what the score of a library item or a lesson is multiplied by for its state; 1 changes nothing.
func VerificationFactor[S VerifyState | LessonStatus](state S) float32 {
	if f, ok := verified[string(state)]; ok {
		return f
	}
	return 1
}
