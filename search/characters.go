package search

import (
	"context"
	"math"
	"strings"
)

// Pairs of characters miss what is said in other words: of 偿还 a text about
// 还债 has no pair. Single characters are in too many documents to look for, but
// tell more of the few that have pairs in common with the query. They count by
// the likelihood of the query given the text, with Dirichlet smoothing (Zhai and
// Lafferty 2004): the sum, over the characters of the query, of
//
//	ln(1 + n / (S * p)) - ln(1 + length / S)
//
// where a text of average length has the length 1, n is how often the text has
// the character and p how often a text of average length would, by the share of
// the documents with any characters that have it. Texts that are less like the
// query than chance gain nothing. In a query that has a name or a number in other
// letters, that tells more than the characters beside it: it is left alone.
const (
	// characterWeight makes the logarithms commensurate with the weights of terms.
	characterWeight = 3
	// characterSmoothing is S, the length of the text that is added to each.
	characterSmoothing = 0.3
	// fewestCharacters of a query make a closer look worth its cost: short
	// queries are made of words that texts repeat.
	fewestCharacters = 6
	// mostCharacters bounds the cost of a query: they are the first of it.
	mostCharacters = 32
)

// anyCharacter stands in the list of characters for all of them.
const anyCharacter = "*"

// character is a Han character of the query, at its first place there.
type character struct {
	term       string
	count      int
	start, end int
}

// indexedCharacter is the character that a token begins with, if it is one to
// look at: each character of a run begins one token with a place.
func indexedCharacter(t token) (string, bool) {
	switch t.kind {
	case tokenPair, tokenTail, tokenLone:
		first := firstRune(string(t.term))
		return string(first), !strings.ContainsRune(functionHan, first)
	}
	return "", false
}

// likeCharacters adds how likely the characters of the query are in the
// documents.
func (v *view) likeCharacters(ctx context.Context, b *base, t *tally, c *closer, characters []character) error {
	if len(characters) < fewestCharacters {
		return nil
	}
	every, err := v.open(fieldCharacters, anyCharacter)
	if err != nil {
		return err
	}
	shares, sums := make([][]float64, len(characters)), make([]float64, len(c.docs))
	asked := 0.0
	for i, one := range characters {
		list, err := v.open(fieldCharacters, one.term)
		if err != nil {
			return err
		}
		if list.count == 0 {
			continue
		}
		weight := float64(repeats(one.count))
		asked += weight
		has := float64(list.count) / float64(every.count+1)
		likely := characterSmoothing * has / (1 - has)
		shares[i] = make([]float64, len(c.docs))
		err = list.of(ctx, c.docs, func(at int, number uint64) {
			share := weight * math.Log1p(float64(number-characterOffset)/likely)
			shares[i][at] = share
			sums[at] += share
		})
		if err != nil {
			return err
		}
	}
	for at, doc := range c.docs {
		surplus := sums[at] - asked*math.Log1p(b.length(doc)/characterSmoothing)
		if surplus <= 0 {
			continue
		}
		for i := range shares { // the longer the text, the less each of them tells
			if shares[i] != nil && shares[i][at] > 0 {
				t.gain(c, at, gainCharacter, i, characterWeight*shares[i][at]*surplus/sums[at])
			}
		}
	}
	return nil
}

// length of a document, as a share of the average.
func (b *base) length(doc uint32) float64 {
	return max((float64(b.lengths[doc])/bm25K-(1-bm25B))/bm25B, 0)
}
