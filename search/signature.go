package search

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/blevesearch/bleve/v2/index/scorch"
)

// How alike two texts are is the Jaccard index of their shingles: of all the
// runs of three that either has, the share that both have. A run is of words,
// or of characters where words are not parted by spaces; signs and spaces do
// not count, nor case, width and the form of Chinese characters, nor how often
// a text says the same.
const (
	shingleLength = 3
	// minShingles is how much a text must say to be anybody's copy.
	minShingles = 20
)

// Alike tells how alike two texts are, from 0 to 1; texts without a word are.
func Alike(a, b string) float64 {
	var s shingler
	x := slices.Clone(s.shingle(a))
	return jaccard(x, s.shingle(b))
}

// jaccard is the Jaccard index of two ascending lists.
func jaccard(x, y []uint64) float64 {
	if len(x)+len(y) == 0 {
		return 1
	}
	both := 0
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch {
		case x[i] < y[j]:
			i++
		case x[i] > y[j]:
			j++
		default:
			both++
			i++
			j++
		}
	}
	return float64(both) / float64(len(x)+len(y)-both)
}

// shingler takes texts apart. It keeps buffers.
type shingler struct {
	text   folded
	places []uint64
}

// shingle gives the hashes of a text's shingles, ascending, each once; they are
// valid until the next call. A text shorter than a shingle is one.
func (s *shingler) shingle(text string) []uint64 {
	s.text.fold(text, hanTable())
	s.places = s.places[:0]
	runes := s.text.runes
	for i := 0; i < len(runes); {
		switch {
		case isHan(runes[i]):
			s.places = append(s.places, uint64(runes[i]))
			i++
		case isWord(runes[i]):
			word := uint64(1) << 32 // no character
			for ; i < len(runes) && isWord(runes[i]) && !isHan(runes[i]); i++ {
				word = mix(word + uint64(runes[i]))
			}
			s.places = append(s.places, word)
		default:
			i++
		}
	}
	all := s.places
	if len(all) == 0 {
		return nil
	}
	n := max(len(all)-shingleLength+1, 1)
	for i := range n {
		hash := uint64(0)
		for _, place := range all[i:min(i+shingleLength, len(all))] {
			hash = mix(hash + place)
		}
		all[i] = hash
	}
	slices.Sort(all[:n])
	return slices.Compact(all[:n])
}

// mix is the finalizer of SplitMix64 (Steele, Lea and Flood 2014).
func mix(x uint64) uint64 {
	x += 0x9E3779B97F4A7C15
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	return x ^ x>>31
}

// signatureSlots is how many permutations a signature is made with: the
// standard error of an estimate is at most 1/(2*sqrt(128)), .044.
const signatureSlots = 128

// signature is the MinHash (Broder 1997) of a set of shingles: of each of many
// permutations, the end of the least number. Two sets agree in a slot with the
// probability of their Jaccard index.
type signature [signatureSlots]uint16

// permutation takes x to x*factor + term.
type permutation struct{ factor, term uint64 }

var permutations = func() (all [signatureSlots]permutation) {
	for i := range all {
		all[i] = permutation{mix(uint64(2*i)) | 1, mix(uint64(2*i + 1))}
	}
	return all
}()

func sign(shingles []uint64) (s signature) {
	var least [signatureSlots]uint64
	for i := range least {
		least[i] = math.MaxUint64
	}
	for _, x := range shingles {
		for i := range least {
			p := &permutations[i]
			least[i] = min(least[i], x*p.factor+p.term)
		}
	}
	for i, number := range least {
		s[i] = uint16(number >> 16) // the beginning of a least number tells little
	}
	return s
}

// alike estimates the Jaccard index of two sets.
func (s *signature) alike(other *signature) float64 {
	return float64(signatureSlots-s.apart(other, signatureSlots)) / signatureSlots
}

// apart counts the slots in which two signatures differ, up to one above most.
func (s *signature) apart(other *signature, most int) (n int) {
	for i := range s {
		if s[i] != other[i] {
			if n++; n > most {
				break
			}
		}
	}
	return n
}

// signatures are those of one segment's documents, of each as soon as it was
// asked for: 256 bytes a document, and 4 for each of the segment. A segment
// never changes, so a text is read once as long as it is not merged.
type signatures struct {
	of  []uint32 // by document: its signature and signed, or one of the below
	all []signature
}

const (
	unsigned = iota
	tooShort
	signed
)

// signatureShelf keeps the signatures of the segments of a generation. Whoever
// uses it holds Library.comparing.
type signatureShelf struct {
	segments map[uint64]*signatures
}

// of gives the signatures of the documents of a view that have one, and forgets
// those of segments that are gone. What was read when ctx ends is kept.
func (s *signatureShelf) of(ctx context.Context, v *view, docs docSet) (map[uint32]*signature, error) {
	kept := map[uint64]*signatures{}
	segments := v.reader.Segments()
	for _, segment := range segments {
		one := s.segments[segment.Id()]
		if one == nil || len(one.of) != int(segment.FullSize()) {
			one = &signatures{of: make([]uint32, segment.FullSize())}
		}
		kept[segment.Id()] = one
	}
	s.segments = kept
	base, found := uint32(0), make(map[uint32]*signature, docs.count())
	for _, segment := range segments {
		one := kept[segment.Id()]
		if err := one.read(ctx, segment, docs, base); err != nil {
			return nil, err
		}
		for doc, number := range one.of {
			if at := base + uint32(doc); number >= signed && docs.has(at) {
				found[at] = &one.all[number-signed]
			}
		}
		base += uint32(len(one.of))
	}
	return found, nil
}

// read signs those of the documents of a segment, whose first has the number
// base, that are not signed yet.
func (s *signatures) read(ctx context.Context, segment *scorch.SegmentSnapshot, docs docSet, base uint32) error {
	var words shingler
	for doc, number := range s.of {
		if number != unsigned || !docs.has(base+uint32(doc)) {
			continue
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var shingles []uint64
		err := segment.VisitDocument(uint64(doc), func(name string, _ byte, value []byte, _ []uint64) bool {
			if name == storedBody {
				shingles = words.shingle(string(value))
			}
			return name != storedBody
		})
		switch {
		case err != nil:
			return fmt.Errorf("%w: body of document %d: %w", errDamaged, doc, err)
		case len(shingles) < minShingles:
			s.of[doc] = tooShort
		default:
			s.of[doc] = uint32(len(s.all)) + signed
			s.all = append(s.all, sign(shingles))
		}
	}
	return nil
}
