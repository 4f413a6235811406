package search

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/bits"
	"slices"
)

// among hands those of the documents that are in set and their numbers to use,
// as each does; numbers of the others are passed over, which takes a fraction
// of the time. It is for terms of the text, whose numbers are never 0.
func (p *postings) among(ctx context.Context, set docSet, use func(docs []uint32, numbers []uint64)) error {
	for i := range p.parts {
		if err := p.parts[i].among(ctx, set, use); err != nil {
			return err
		}
	}
	return nil
}

func (p *part) among(ctx context.Context, set docSet, use func(docs []uint32, numbers []uint64)) error {
	space := readings.Get().(*reading)
	defer readings.Put(space)
	if p.numbers == nil {
		return p.eachSlowly(ctx, space, func(docs []uint32, numbers []uint64) {
			for i, doc := range docs {
				if set.has(doc) {
					use(docs[i:i+1], numbers[i:i+1])
				}
			}
		})
	}
	pick := picker{numbers: p.numbers, space: space}
	full := func() {
		n := p.settle(space, pick.kept)
		use(space.docs[:n], space.numbers[:n])
		pick.kept = 0
	}
	if p.first&63 == 0 && p.docs.GetCardinality() > uint64(len(set)) {
		// More documents than words of the set: look at 64 of them at once.
		set = set[p.first>>6:]
		for i, word := range p.docs.ToDense() {
			for both := word & set[i]; both != 0; both &= both - 1 {
				bit := both & -both
				pick.take(uint32(i<<6+bits.TrailingZeros64(both)), bits.OnesCount64(word&(bit-1)))
				word &^= bit | (bit - 1)
				if pick.kept == batch {
					full()
				}
			}
			pick.passed += bits.OnesCount64(word)
		}
	} else {
		var docs [batch]uint32
		for all := p.docs.ManyIterator(); ; {
			n := all.NextMany(docs[:])
			if n == 0 {
				break
			}
			for _, doc := range docs[:n] {
				if !set.has(doc + p.first) {
					pick.passed++
					continue
				}
				if pick.take(doc, 0); pick.kept == batch {
					full()
				}
			}
		}
	}
	if pick.failed {
		return fmt.Errorf("%w: a list of numbers ends too soon", errDamaged)
	}
	full()
	return ctx.Err()
}

// picker takes some of the numbers of a list.
type picker struct {
	numbers []byte
	space   *reading
	kept    int
	passed  int // numbers before the next one that were not taken
	failed  bool
}

// take takes the number of doc, which stands behind others that were passed.
func (p *picker) take(doc uint32, passed int) {
	rest, ok := readNumbers(p.space.numbers[p.kept:p.kept+1], skipNumbers(p.numbers, p.passed+passed))
	p.numbers, p.failed, p.passed = rest, p.failed || !ok, 0
	p.space.docs[p.kept] = doc
	p.kept++
}

// skipNumbers passes over n numbers and the lengths behind them: the ends of
// twice as many, which are the bytes without the highest bit.
func skipNumbers(data []byte, n int) []byte {
	const high = 0x8080808080808080
	n *= 2
	for len(data) >= 8 {
		ends := bits.OnesCount64(^binary.LittleEndian.Uint64(data) & high)
		if ends >= n { // the last one may stand before the end of these bytes
			break
		}
		n -= ends
		data = data[8:]
	}
	for i, b := range data {
		if n == 0 {
			return data[i:]
		}
		if b < 0x80 {
			n--
		}
	}
	return nil
}

// of hands the numbers of a few documents to use, with their place in docs,
// which are live and ascending. It is for terms whose numbers are never 0.
func (p *postings) of(ctx context.Context, docs []uint32, use func(at int, number uint64)) error {
	for i := range p.parts {
		if err := p.parts[i].of(ctx, docs, use); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func (p *part) of(ctx context.Context, docs []uint32, use func(at int, number uint64)) error {
	space := readings.Get().(*reading)
	defer readings.Put(space)
	if p.numbers == nil {
		return p.eachSlowly(ctx, space, func(some []uint32, numbers []uint64) {
			for i, doc := range some {
				if at, ok := slices.BinarySearch(docs, doc); ok {
					use(at, numbers[i])
				}
			}
		})
	}
	pick, read := picker{numbers: p.numbers, space: space}, 0
	for at, doc := range docs {
		if doc < p.first || !p.docs.Contains(doc-p.first) {
			continue // those of later segments are beyond the set
		}
		before := int(p.docs.Rank(doc-p.first)) - 1
		pick.take(doc, before-read)
		use(at, space.numbers[0])
		pick.kept, read = 0, before+1
	}
	if pick.failed {
		return fmt.Errorf("%w: a list of numbers ends too soon", errDamaged)
	}
	return nil
}
