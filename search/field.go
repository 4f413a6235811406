package search

import (
	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"
)

// field is a document field whose terms are known before the index asks, so
// that no code of ours runs on the index's own goroutines, where a panic could
// not be caught.
type field struct {
	name    string
	value   []byte
	options index.FieldIndexingOptions
	length  int
	terms   index.TokenFrequencies
}

var _ document.Field = (*field)(nil)

func (f *field) Name() string                                     { return f.name }
func (f *field) ArrayPositions() []uint64                         { return nil }
func (f *field) Options() index.FieldIndexingOptions              { return f.options }
func (f *field) Analyze()                                         {}
func (f *field) Value() []byte                                    { return f.value }
func (f *field) NumPlainTextBytes() uint64                        { return uint64(len(f.value)) }
func (f *field) Size() int                                        { return len(f.value) + 64*len(f.terms) }
func (f *field) EncodedFieldType() byte                           { return 't' }
func (f *field) AnalyzedLength() int                              { return f.length }
func (f *field) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.terms }

// storedField keeps a value and indexes nothing.
func storedField(name string, value []byte) *field {
	return &field{name: name, value: value, options: index.StoreField}
}

// keywordField indexes values as they are; empty ones are left out.
func keywordField(name string, values ...string) *field {
	f := &field{name: name, options: index.IndexField | index.SkipFreqNorm, terms: index.TokenFrequencies{}}
	for _, value := range values {
		if value != "" {
			f.terms[value] = &index.TokenFreq{}
		}
	}
	return f
}

// rareField indexes a value that few documents share: of a value of a single
// document the index keeps no list when its frequency is one.
func rareField(name, value string) *field {
	f := &field{name: name, options: index.IndexField, length: 1, terms: index.TokenFrequencies{}}
	if value != "" {
		freq := &index.TokenFreq{}
		freq.SetFrequency(1)
		f.terms[value] = freq
	}
	return f
}

// emptyField is a field the document has no value for.
func emptyField(name string) *field {
	return &field{name: name, options: index.IndexField, terms: index.TokenFrequencies{}}
}

// numberField keeps one number per document in the frequencies of a single
// term: a whole column is then one posting list, read in one pass. A number
// must fit 60 bits and not be negative.
func numberField(name string, n uint64) *field {
	freq := &index.TokenFreq{}
	freq.SetFrequency(int(n&maxNumber) + 1)
	return &field{
		name: name, options: index.IndexField, length: 1,
		terms: index.TokenFrequencies{numberTerm: freq},
	}
}

const (
	numberTerm = "n"
	maxNumber  = 1<<60 - 1
)
