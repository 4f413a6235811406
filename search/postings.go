package search

import (
	"context"
	"encoding/binary"
	"fmt"
	"reflect"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	api "github.com/blevesearch/scorch_segment_api/v2"
)

// postings are the documents of one term with a number for each. The index's
// own reader takes some fifty nanoseconds for each of them; here the numbers
// are read from the mapped file directly, many at once (docs/adr/0011).
type postings struct {
	parts []part
	count int // live documents
}

// part is what one segment has of a term.
type part struct {
	list    api.PostingsList
	docs    *roaring.Bitmap // nil for a term of a single document
	single  uint32
	first   uint32          // number of the segment's first document
	deleted *roaring.Bitmap // nil for none
	numbers []byte          // nil where only the index itself can read them
}

// batch is how many documents are read at once.
const batch = 256

// reading is space for one batch.
type reading struct {
	docs    [batch]uint32
	numbers [batch]uint64
}

var readings = sync.Pool{New: func() any { return new(reading) }}

// dictionaries are the dictionaries of a field, by api. They are for one
// search at a time.
type dictionaries []api.TermDictionary

// lend lends the dictionaries of a field; give them back to the pool.
func (v *view) lend(field string) (dictionaries, *sync.Pool, error) {
	v.mu.Lock()
	pool := v.dictionaries[field]
	if pool == nil {
		pool = &sync.Pool{}
		v.dictionaries[field] = pool
	}
	v.mu.Unlock()
	if all, ok := pool.Get().(*dictionaries); ok {
		return *all, pool, nil
	}
	var all dictionaries
	for _, s := range v.reader.Segments() {
		one, err := s.Segment().Dictionary(field)
		if err != nil {
			return nil, nil, err
		}
		all = append(all, one)
	}
	return all, pool, nil
}

// open looks a term up.
func (v *view) open(field, term string) (p postings, err error) {
	all, pool, err := v.lend(field)
	if err != nil {
		return p, err
	}
	defer pool.Put(&all)
	key, first := []byte(term), uint32(0)
	for i, s := range v.reader.Segments() {
		list, err := all[i].PostingsList(key, nil, nil)
		if err != nil {
			return p, err
		}
		if one, ok := newPart(s, list, first); ok {
			p.parts = append(p.parts, one)
			p.count += one.count()
		}
		first += uint32(s.FullSize())
	}
	return p, nil
}

func newPart(s *scorch.SegmentSnapshot, list api.PostingsList, first uint32) (p part, ok bool) {
	p = part{list: list, first: first, deleted: s.Deleted()}
	docs, ok := list.Iterator(false, false, false, nil).(api.OptimizablePostingsIterator)
	if !ok {
		return p, list.Count() > 0
	}
	if single, ok := docs.DocNum1Hit(); ok {
		p.single = uint32(single)
		return p, true
	}
	if p.docs = docs.ActualBitmap(); p.docs == nil || p.docs.IsEmpty() {
		return p, false
	}
	if file, ok := s.Segment().(interface{ Data() []byte }); ok {
		p.numbers = numbersOf(list, file.Data())
	}
	return p, true
}

// numbersOf finds the numbers of a list in its file: how many chunks there are,
// where each ends, then the chunks without a gap. Where the list begins is
// the one thing that the list does not tell to others.
func numbersOf(list api.PostingsList, file []byte) []byte {
	at := reflect.Indirect(reflect.ValueOf(list))
	if at.Kind() != reflect.Struct {
		return nil
	}
	if at = at.FieldByName("freqOffset"); !at.IsValid() || at.Kind() != reflect.Uint64 {
		return nil
	}
	offset := at.Uint()
	if offset == 0 || offset >= uint64(len(file)) {
		return nil
	}
	file = file[offset:]
	chunks, size := binary.Uvarint(file)
	end := uint64(0)
	for ; chunks > 0 && size > 0; chunks-- {
		file = file[size:]
		end, size = binary.Uvarint(file)
	}
	if size <= 0 || end > uint64(len(file)-size) {
		return nil
	}
	return file[size : uint64(size)+end]
}

// count is the number of live documents.
func (p *part) count() int {
	switch {
	case p.docs == nil && p.deleted != nil && p.deleted.Contains(p.single):
		return 0
	case p.docs == nil:
		return 1
	case p.deleted == nil:
		return int(p.docs.GetCardinality())
	}
	return int(p.docs.GetCardinality() - p.docs.AndCardinality(p.deleted))
}

// each hands the live documents and their numbers to use, ascending, a batch
// at a time; the slices are only valid during the call.
func (p *postings) each(ctx context.Context, use func(docs []uint32, numbers []uint64)) error {
	for i := range p.parts {
		if err := p.parts[i].each(ctx, use); err != nil {
			return err
		}
	}
	return nil
}

func (p *part) each(ctx context.Context, use func(docs []uint32, numbers []uint64)) error {
	space := readings.Get().(*reading)
	defer readings.Put(space)
	if p.numbers == nil {
		return p.eachSlowly(ctx, space, use)
	}
	docs, numbers := p.docs.ManyIterator(), p.numbers
	for {
		n := docs.NextMany(space.docs[:])
		if n == 0 {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		var ok bool
		if numbers, ok = readNumbers(space.numbers[:n], numbers); !ok {
			return fmt.Errorf("%w: a list of numbers ends too soon", errDamaged)
		}
		n = p.settle(space, n)
		use(space.docs[:n], space.numbers[:n])
	}
}

// settle leaves the live documents of a batch and gives them their numbers in
// the view.
func (p *part) settle(space *reading, n int) int {
	if p.deleted == nil {
		for i := range space.docs[:n] {
			space.docs[i] += p.first
		}
		return n
	}
	kept := 0
	for i, doc := range space.docs[:n] {
		if !p.deleted.Contains(doc) {
			space.docs[kept], space.numbers[kept] = doc+p.first, space.numbers[i]
			kept++
		}
	}
	return kept
}

// readNumbers fills numbers from the front of data and returns what follows.
// Each stands doubled, with a bit for places, and before a length that is of no
// use here; 0 stands alone.
func readNumbers(numbers []uint64, data []byte) ([]byte, bool) {
	at := 0
	for i := range numbers {
		if at >= len(data) {
			return nil, false
		}
		n := uint64(data[at])
		at++
		if n >= 0x80 {
			n &= 0x7f
			for shift := 7; ; shift += 7 {
				if at >= len(data) {
					return nil, false
				}
				b := data[at]
				at++
				n |= uint64(b&0x7f) << shift
				if b < 0x80 {
					break
				}
			}
		}
		if numbers[i] = n >> 1; n < 2 {
			continue
		}
		for {
			if at >= len(data) {
				return nil, false
			}
			at++
			if data[at-1] < 0x80 {
				break
			}
		}
	}
	return data[at:], true
}

// eachSlowly reads what is not in a file yet, and terms of a single document.
func (p *part) eachSlowly(ctx context.Context, space *reading, use func(docs []uint32, numbers []uint64)) error {
	list := p.list.Iterator(true, false, false, nil)
	for n := 0; ; {
		next, err := list.Next()
		if err != nil {
			return err
		}
		if next != nil {
			space.docs[n], space.numbers[n] = uint32(next.Number()), next.Frequency()
			n++
		}
		if n == batch || next == nil {
			if err := ctx.Err(); err != nil {
				return err
			}
			n = p.settle(space, n)
			use(space.docs[:n], space.numbers[:n])
			n = 0
		}
		if next == nil {
			return nil
		}
	}
}

// addTo adds the documents to a set, those that are deleted too.
func (p *postings) addTo(set docSet) {
	for i := range p.parts {
		part := &p.parts[i]
		switch {
		case part.docs != nil:
			set.addBitmap(part.docs, part.first)
		case part.numbers == nil && part.count() > 0:
			set.add(part.single + part.first)
		}
	}
}
