package seed

import (
	"fmt"
	"iter"
	"time"

	"bidwell/search"
)

// industries and regions are those of the sample company, so that generated records share its facets.
var (
	industries = []string{"医疗 Healthcare", "制造 Manufacturing", "交通 Transport", "政务 Government", "金融 Finance", "能源 Energy", "教育 Education"}
	regions    = []string{"浙江", "江苏", "上海", "四川", "湖北", "河北", "吉林", "香港", "United Kingdom", "Belgium", "Australia"}
)

// epoch is where generated time begins; it runs for generatedDays.
var epoch = time.Date(2021, 1, 4, 1, 0, 0, 0, time.UTC)

const generatedDays = 2000

// Documents generates n documents of a case library, the same ones each time and the first of a longer run the same as
// a shorter one: about 850 bytes each, six in ten Chinese, words as frequent as in a language. Every viewer sees them.
func Documents(n int) iter.Seq[search.Doc] {
	return func(yield func(search.Doc) bool) {
		words := newVocabularies()
		for i := range n {
			if !yield(document(words, i)) {
				return
			}
		}
	}
}

func document(words vocabularies, i int) search.Doc {
	d := words.throw("document", i, 0.6)
	at := epoch.AddDate(0, 0, d.IntN(generatedDays))
	doc := search.Doc{
		ID:       fmt.Sprintf("gen_%08d", i),
		Kind:     oneOf(d, []string{"SECTION", "SECTION", "SECTION", "PROPOSAL", "CASE", "LESSON", "RETROSPECTIVE"}),
		Title:    d.phrase(d.between(3, 7)),
		Industry: oneOf(d, industries), Region: oneOf(d, regions),
		Outcome:  oneOf(d, []string{"WON", "LOST", "OPEN"}),
		Language: d.vocabulary.language,
		Year:     at.Year(), Date: at, Amount: d.amount(), Scopes: []string{"all"},
	}
	doc.Tags = []string{d.vocabulary.word(20 + d.IntN(200)), d.vocabulary.word(20 + d.IntN(200))}
	doc.Customer = customerName(words, d.IntN(1000))
	doc.Body = d.prose(d.between(600, 1060))
	return doc
}
