package search

import (
	"math/bits"

	index "github.com/blevesearch/bleve_index_api"
)

// The index keeps one number, the frequency, for a term in a document. Here it
// says all there is to know: how much the term weighs, whether the title has
// it, and where it stands, so that places cost no more than a byte or two. Only
// terms that occur too often for one number have their places in fieldPlaces.
//
// The two lowest bits tell how the rest is to be read:
//
//	onceKind    one place in the body: the place
//	packedKind  a few places: title bit, rest bit, weight, then groups of bits
//	unplaced    no place a phrase could match: title bit, weight
//	manyKind    places in fieldPlaces: title bit, weight
//
// No number is below 4: the index treats the frequency 1 in its own way.
type occurrence uint64

const (
	unplaced occurrence = iota
	onceKind
	packedKind
	manyKind
)

const (
	kindMask     = 3
	titleBit     = 1 << 2 // of all kinds but onceKind
	weightShift  = 3
	restBit      = 1 << 3 // of packedKind: there is weight beyond that of the places
	packedShift  = 4
	packedWeight = 5 // bits
	packedStart  = packedShift + packedWeight
	// maxOccurrence bounds the bits of the number: the index shifts it by one
	// and takes it for signed.
	maxOccurrence = 62
	// A packed number is cut into groups, the lowest first; the highest bit of
	// a group says that another follows.
	groupBits = 4
	groupMore = 1 << groupBits
)

// standing is what analysis gathers of one term in one document. The places in
// the body come first, those in the title behind titlePlace.
type standing struct {
	weight int
	title  bool
	first  int   // the first place, 0 for none
	more   []int // the others, ascending
}

func (s *standing) place(at int) {
	if s.first == 0 {
		s.first = at
		return
	}
	s.more = append(s.more, at)
}

// number encodes s; the places must be kept elsewhere when it is of manyKind.
func (s *standing) number() occurrence {
	if s.first == 0 {
		return unplaced | s.plain()
	}
	if s.weight == bodyWeight && !s.title && s.first < titlePlace {
		return onceKind | occurrence(s.first)<<2
	}
	if n, ok := s.packed(); ok {
		return n
	}
	return manyKind | s.plain()
}

func (s *standing) plain() occurrence {
	n := occurrence(s.weight) << weightShift
	if s.title {
		n |= titleBit
	}
	return n
}

func (s *standing) packed() (occurrence, bool) {
	if s.weight >= 1<<packedWeight {
		return 0, false
	}
	titles := 0
	for i := range len(s.more) + 1 {
		if s.at(i) > titlePlace {
			titles++
		}
	}
	p := packer{number: packedKind | occurrence(s.weight)<<packedShift, used: packedStart, fits: true}
	if rest := s.weight - len(s.more) - 1 - titles*(titleWeight-1); rest > 0 {
		p.number |= restBit
		p.put(rest)
	}
	if s.title {
		p.number |= titleBit
		p.put(titles)
	}
	last := 0
	for i := range len(s.more) + 1 {
		at := s.at(i)
		if at > titlePlace && last < titlePlace {
			last = titlePlace
		}
		p.put(at - last)
		last = at
	}
	return p.number, p.fits
}

func (s *standing) at(i int) int {
	if i == 0 {
		return s.first
	}
	return s.more[i-1]
}

// apart is how places are kept outside the number: the first one and the
// distances of the others, in one location.
func (s *standing) apart() *index.TokenFreq {
	at := &index.TokenLocation{Position: s.first, ArrayPositions: make([]uint64, len(s.more))}
	for i := range s.more {
		at.ArrayPositions[i] = uint64(s.at(i+1) - s.at(i))
	}
	freq := &index.TokenFreq{Locations: []*index.TokenLocation{at}}
	freq.SetFrequency(1)
	return freq
}

// packer fills a number with smaller ones.
type packer struct {
	number occurrence
	used   int
	fits   bool
}

func (p *packer) put(n int) {
	groups := max(1, (bits.Len(uint(n))+groupBits-1)/groupBits)
	if p.used+groups*(groupBits+1) > maxOccurrence {
		p.fits = false
		return
	}
	for ; groups > 1; groups-- {
		p.number |= occurrence(n&(groupMore-1)|groupMore) << p.used
		p.used, n = p.used+groupBits+1, n>>groupBits
	}
	p.number |= occurrence(n) << p.used
	p.used += groupBits + 1
}

// found reads what ranking needs.
func (o occurrence) found(doc uint32) found {
	switch o & kindMask {
	case onceKind:
		return found{doc: doc, frequency: 1, placed: true}
	case packedKind:
		return found{doc, float32(o >> packedShift & (1<<packedWeight - 1)), o&titleBit != 0, true}
	}
	return found{doc, float32(o >> weightShift), o&titleBit != 0, o&kindMask == manyKind}
}

// places appends the places; whole is false when they are kept elsewhere.
func (o occurrence) places(to []uint64) (places []uint64, whole bool) {
	switch o & kindMask {
	case unplaced:
		return to, true
	case onceKind:
		return append(to, uint64(o>>2)), true
	case manyKind:
		return to, false
	}
	count, titles := int(o>>packedShift&(1<<packedWeight-1)), 0
	rest := o >> packedStart
	if o&restBit != 0 {
		count -= rest.take()
	}
	if o&titleBit != 0 {
		titles = rest.take()
		count -= titles * titleWeight
	}
	var last uint64
	for range count {
		last += uint64(rest.take())
		to = append(to, last)
	}
	last = titlePlace
	for range titles {
		last += uint64(rest.take())
		to = append(to, last)
	}
	return to, true
}

// take cuts the next packed number off.
func (o *occurrence) take() int {
	n, shift := 0, 0
	for {
		group := int(*o & (1<<(groupBits+1) - 1))
		*o >>= groupBits + 1
		n |= group & (groupMore - 1) << shift
		if group&groupMore == 0 {
			return n
		}
		shift += groupBits
	}
}
