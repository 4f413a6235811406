package search

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"

	index "github.com/blevesearch/bleve_index_api"
)

// errDamaged marks what only a broken index does: panic, or answer nonsense.
var errDamaged = errors.New("index is damaged")

// rescue turns a panic below into an error. Flipped bytes in the index show as
// panics deep inside it.
func rescue(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("%w: %v\n%s", errDamaged, r, debug.Stack())
	}
}

// guard runs a call into the index. A fault while reading a mapped file that
// was cut short becomes a panic, and thus an error, on this goroutine.
func guard(call func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer rescue(&err)
	return call()
}

// verify compares every segment file the index uses with the checksum at its
// end, which the index writes but never reads: flipped bytes would otherwise be
// found by some later search. Files in use only: a killed merge leaves halves.
func verify(inner index.Index) error {
	state, err := snapshot(inner)
	if err != nil {
		return err
	}
	defer state.Close()
	for _, segment := range state.Segments() {
		file, ok := segment.Segment().(interface{ Path() string })
		if !ok {
			continue
		}
		if err := verifyFile(file.Path()); err != nil {
			return fmt.Errorf("%w: %s: %w", errDamaged, filepath.Base(file.Path()), err)
		}
	}
	return nil
}

func verifyFile(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	size := info.Size() - crc32.Size
	if size < 0 {
		return io.ErrUnexpectedEOF
	}
	sum := crc32.NewIEEE()
	if _, err := io.CopyN(sum, file, size); err != nil {
		return err
	}
	var want uint32
	if err := binary.Read(file, binary.BigEndian, &want); err != nil {
		return err
	}
	if want != sum.Sum32() {
		return errors.New("checksum differs")
	}
	return nil
}
