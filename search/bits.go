package search

import (
	"math/bits"

	"github.com/RoaringBitmap/roaring/v2"
)

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

// addBitmap adds the members of a segment's set, whose first document has the
// number first.
func (s docSet) addBitmap(set *roaring.Bitmap, first uint32) {
	if set.GetCardinality() < uint64(len(s)) {
		var space [batch]uint32
		for docs := set.ManyIterator(); ; {
			n := docs.NextMany(space[:])
			if n == 0 {
				return
			}
			for _, doc := range space[:n] {
				s.add(doc + first)
			}
		}
	}
	to, shift := s[first>>6:], first&63
	for i, word := range set.ToDense() {
		to[i] |= word << shift
		if rest := word >> 1 >> (63 - shift); rest != 0 {
			to[i+1] |= rest
		}
	}
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

// members are those of the set, ascending.
func (s docSet) members() []uint32 {
	docs := make([]uint32, 0, s.count())
	s.each(func(doc uint32) { docs = append(docs, doc) })
	return docs
}

// docList is a list of documents, as a set where that takes less memory.
type docList struct {
	docs []uint32
	set  docSet
}

func (l docList) addTo(set docSet) {
	set.addAll(l.docs)
	for i, word := range l.set {
		set[i] |= word
	}
}

// countIn is how many of the documents are in set.
func (l docList) countIn(set docSet) (n int) {
	for _, doc := range l.docs {
		if set.has(doc) {
			n++
		}
	}
	for i, word := range l.set {
		n += bits.OnesCount64(word & set[i])
	}
	return n
}
