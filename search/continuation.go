package search

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	index "github.com/blevesearch/bleve_index_api"
)

// maxContinuations bounds the words that a prefix stands for; the most
// frequent are taken.
const maxContinuations = 512

// continuations are the terms a prefix stands for, ascending. Pairs that begin
// with a Han character are all taken; other words stand in the index as they
// are written, behind the exactMark, or as their stems.
func (v *view) continuations(prefix string) ([]string, error) {
	if isHan(firstRune(prefix)) {
		return v.terms(fieldText, prefix)
	}
	key := fieldText + "\x00" + prefix + prefixMark
	v.mu.Lock()
	terms, ok := v.values[key]
	v.mu.Unlock()
	if ok {
		return terms, nil
	}
	var all []index.DictEntry
	for _, begin := range []string{prefix, string(exactMark) + prefix} {
		err := v.scan(begin, func(entry *index.DictEntry) {
			all = append(all, index.DictEntry{Term: strings.Clone(entry.Term), Count: entry.Count})
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(all, func(x, y index.DictEntry) int { return cmp.Compare(y.Count, x.Count) })
	for _, entry := range all[:min(len(all), maxContinuations)] {
		terms = append(terms, entry.Term)
	}
	slices.Sort(terms)
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.values) < maxKeptValues {
		v.values[key] = terms
	}
	return terms, nil
}

// scan visits the terms of the text that begin with prefix.
func (v *view) scan(prefix string, visit func(entry *index.DictEntry)) error {
	dict, err := v.reader.FieldDictPrefix(fieldText, []byte(prefix))
	if err != nil {
		return err
	}
	defer dict.Close()
	for {
		entry, err := dict.Next()
		if err != nil || entry == nil {
			return err
		}
		visit(entry)
	}
}

// begins tells whether a term of the index is a word that begins with prefix.
func begins(term []byte, prefix string) bool {
	if len(term) > 0 && term[0] == exactMark {
		term = term[1:]
	}
	return bytes.HasPrefix(term, []byte(prefix))
}
