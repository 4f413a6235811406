package search

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/golang/snappy"
)

// Hits are read from the files, not from where they are mapped: they lie all
// over them, each touch of a page that is not in the process yet costs several
// times the reading of a document and brings fifteen others with it, and these
// soon press those out that every query needs (docs/adr/0011).

// zapVersion is the layout of a file that storedFile can read; files of another
// one are left to the index.
const zapVersion = 17

// storedFile reads the stored fields of one segment from its file.
type storedFile struct {
	fields []string
	starts []byte // of each document eight bytes, where it begins
	end    uint64 // of the last one

	open func() (io.ReaderAt, error)
}

// newStoredFile returns nil when only the index itself can read the segment:
// it is in memory still, or is kept otherwise. The file is opened when it is
// needed; it stays as it is as long as the segment is in use.
func newStoredFile(s *scorch.SegmentSnapshot) (*storedFile, io.Closer) {
	file, ok := s.Segment().(interface {
		Data() []byte
		Path() string
		Version() uint32
		StoredIndexOffset() uint64
		Fields() []string
	})
	if !ok || file.Version() != zapVersion {
		return nil, nil
	}
	data, at := file.Data(), file.StoredIndexOffset()
	size := s.FullSize()
	if size <= 0 || at > uint64(len(data)) || uint64(len(data))-at < 8*uint64(size) {
		return nil, nil
	}
	h := &handle{path: file.Path()}
	return &storedFile{fields: file.Fields(), starts: data[at : at+8*uint64(size)], end: at, open: h.open}, h
}

// handle opens a file once.
type handle struct {
	path string
	mu   sync.Mutex
	file *os.File
}

func (h *handle) open() (io.ReaderAt, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.file == nil {
		file, err := os.Open(h.path)
		if err != nil {
			return nil, err
		}
		h.file = file
	}
	return h.file, nil
}

// Close closes the file if it was opened.
func (h *handle) Close() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.file == nil {
		return nil
	}
	return h.file.Close()
}

// storedSpace is space for one document.
type storedSpace struct{ raw, text []byte }

var storedSpaces = sync.Pool{New: func() any { return new(storedSpace) }}

// visit hands the fields of a document to use until that returns false; the
// values are only valid during the call. known is false when the file cannot
// be opened or does not tell where the document is.
func (f *storedFile) visit(doc uint64, use func(name string, value []byte) bool) (known bool, err error) {
	from, to := binary.BigEndian.Uint64(f.starts[8*doc:]), f.end
	if next := 8 * (doc + 1); next < uint64(len(f.starts)) {
		to = binary.BigEndian.Uint64(f.starts[next:])
	}
	if from >= to || to > f.end {
		return false, nil
	}
	file, err := f.open()
	if err != nil {
		return false, nil // removed meanwhile: what is mapped stays
	}
	space := storedSpaces.Get().(*storedSpace)
	defer storedSpaces.Put(space)
	if uint64(cap(space.raw)) < to-from {
		space.raw = make([]byte, to-from)
	}
	raw := space.raw[:to-from]
	if _, err := file.ReadAt(raw, int64(from)); err != nil {
		return true, err
	}
	return true, space.visit(raw, f.fields, use)
}

// visit hands the fields of a document, as it stands in the file, to use: the
// lengths of a directory and of the values, then these. The directory tells the
// length of the ID, which is the first value and not compressed, then of each
// of the others the field, the type, the place and the length.
func (space *storedSpace) visit(raw []byte, fields []string, use func(name string, value []byte) bool) error {
	all := storedReader{rest: raw}
	head, body := all.number(), all.number()
	directory := storedReader{rest: all.take(head)}
	values := storedReader{rest: all.take(body), short: all.short}
	if id := values.take(directory.number()); values.short || directory.short || !use("_id", id) {
		return errors.Join(values.err(), directory.err())
	}
	if err := space.unpack(values.rest); err != nil {
		return err
	}
	for len(directory.rest) > 0 {
		field, _, from, size := directory.number(), directory.number(), directory.number(), directory.number()
		for n := directory.number(); n > 0 && !directory.short; n-- {
			directory.number()
		}
		value := storedReader{rest: space.text, short: directory.short || field >= uint64(len(fields))}
		value.take(from)
		if text := value.take(size); value.short || !use(fields[field], text) {
			return value.err()
		}
	}
	return nil
}

// mostPacked is more than a byte can stand for: three bytes at least say that
// 64 others come again.
const mostPacked = 32

// unpack fills space.text. A length that cannot be is no reason to ask for as
// much memory.
func (space *storedSpace) unpack(packed []byte) error {
	size, err := snappy.DecodedLen(packed)
	if err == nil && size > mostPacked*len(packed) {
		err = fmt.Errorf("%w: %d bytes are no document of %d", errDamaged, len(packed), size)
	}
	if err == nil {
		space.text, err = snappy.Decode(space.text[:cap(space.text)], packed)
	}
	return err
}

// storedReader takes pieces off the front of what is left; short tells that it
// was not enough.
type storedReader struct {
	rest  []byte
	short bool
}

func (s *storedReader) number() uint64 {
	n, size := binary.Uvarint(s.rest)
	if size <= 0 {
		s.rest, s.short = nil, true
		return 0
	}
	s.rest = s.rest[size:]
	return n
}

func (s *storedReader) take(n uint64) []byte {
	if s.short || n > uint64(len(s.rest)) {
		s.rest, s.short = nil, true
		return nil
	}
	piece := s.rest[:n]
	s.rest = s.rest[n:]
	return piece
}

func (s *storedReader) err() error {
	if s.short {
		return fmt.Errorf("%w: a stored document ends too soon", errDamaged)
	}
	return nil
}
