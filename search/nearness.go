package search

import (
	"context"
)

// Words that a query says close to each other tell more where a text says them
// close to each other too: a document gains by each pair of words, as its rarer
// word weighs and the closer the more (after Rasolofo and Savoy 2003). Words
// count as they are typed, because the index keeps the places of these alone.
// Scripts without spaces have it in their pairs of characters already.
const (
	nearWeight = 0.3
	// nearWords is how far from each other two words of a query may stand, and
	// nearPlaces how far in a text.
	nearWords  = 3
	nearPlaces = 8
	// maxNear bounds the places of a word in one text that are looked at.
	maxNear = 256
)

// neighbour is a word of the query that has places in the index.
type neighbour struct {
	number int    // in the plan's terms
	placed string // the term that has its places
}

// nearPair is a pair of words that stand close to each other in the query.
type nearPair [2]neighbour

// pairWords pairs the words that are close to each other, given in order.
func pairWords(words []neighbour) (pairs []nearPair) {
	for i, left := range words {
		for _, right := range words[i+1:] {
			if right.number-left.number > nearWords {
				break
			}
			if left.placed != right.placed {
				pairs = append(pairs, nearPair{left, right})
			}
		}
	}
	return pairs
}

// standNear adds what the documents gain by words that stand near each other.
func (v *view) standNear(ctx context.Context, t *tally, c *closer, pairs []nearPair, terms []weighted) error {
	if len(pairs) == 0 {
		return nil
	}
	weights := map[int]float32{}
	for _, term := range terms {
		weights[term.number] = term.weight
	}
	known := map[string][][]uint64{}
	places := func(of neighbour) ([][]uint64, error) {
		if all, ok := known[of.placed]; ok {
			return all, nil
		}
		all := make([][]uint64, len(c.docs))
		known[of.placed] = all
		return all, v.readPlaces(ctx, of.placed, c.among, c.docs, all)
	}
	for i, pair := range pairs {
		weight := min(weights[pair[0].number], weights[pair[1].number])
		if weight == 0 {
			continue
		}
		left, err := places(pair[0])
		if err != nil {
			return err
		}
		right, err := places(pair[1])
		if err != nil {
			return err
		}
		for at := range c.docs {
			if near := nearness(left[at], right[at]); near > 0 {
				t.gain(c, at, gainNear, i, nearWeight*float64(weight)*2*near/(near+1))
			}
		}
	}
	return nil
}

// nearness sums one by the distance over all places that are near each other;
// both are ascending.
func nearness(left, right []uint64) (sum float64) {
	left, right = left[:min(len(left), maxNear)], right[:min(len(right), maxNear)]
	for _, place := range left {
		for len(right) > 0 && right[0]+nearPlaces < place {
			right = right[1:]
		}
		for _, other := range right {
			if other > place+nearPlaces {
				break
			}
			if other != place {
				sum += 1 / max(float64(other)-float64(place), float64(place)-float64(other))
			}
		}
	}
	return sum
}
