package search

import "math/bits"

// docSet is a set of document numbers of one view.
type docSet []uint64

func newDocSet(size int) docSet { return make(docSet, (size+63)/64) }

func (s docSet) add(doc uint32)      { s[doc>>6] |= 1 << (doc & 63) }
func (s docSet) has(doc uint32) bool { return s[doc>>6]&(1<<(doc&63)) != 0 }

func (s docSet) addAll(docs []uint32) docSet {
	for _, doc := range docs {
		s.add(doc)
	}
	return s
}

func (s docSet) keep(other docSet) {
	for i := range s {
		s[i] &= other[i]
	}
}

func (s docSet) remove(other docSet) {
	for i := range s {
		s[i] &^= other[i]
	}
}

func (s docSet) count() int {
	n := 0
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}

// each visits the members in ascending order.
func (s docSet) each(visit func(doc uint32)) {
	for i, word := range s {
		for ; word != 0; word &= word - 1 {
			visit(uint32(i<<6 + bits.TrailingZeros64(word)))
		}
	}
}
