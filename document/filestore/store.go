// Package filestore keeps files by what is in them: a file's name is the sha256 of its content, so a file is stored
// once, cannot change unnoticed, and can be uploaded in pieces by whoever knows the hash of the whole.
//
// Whether somebody may read a file is not decided here. A hash is no proof that somebody has the content: whoever names
// one has to send all of the file, or to be allowed to see a record that has it.
package filestore

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
)

// Hash is the sha256 of a file, in 64 lower-case hexadecimal digits. Only ParseHash and HashOf make one.
type Hash struct{ hex string }

// String gives the digits.
func (h Hash) String() string { return h.hex }

// IsZero tells a hash that is none.
func (h Hash) IsZero() bool { return h.hex == "" }

// ParseHash reads a hash. Error: ErrBadHash.
func ParseHash(text string) (Hash, error) {
	if b, err := hex.DecodeString(text); err != nil || len(b) != sha256.Size || hex.EncodeToString(b) != text {
		return Hash{}, ErrBadHash
	}
	return Hash{text}, nil
}

// HashOf is the hash of data.
func HashOf(data []byte) Hash {
	sum := sha256.Sum256(data)
	return Hash{hex.EncodeToString(sum[:])}
}

// path is where a file lies: in a folder named by the first two digits.
func (h Hash) path() string { return h.hex[:2] + "/" + h.hex }

// Info is what is known of a stored file without reading it.
type Info struct {
	Hash Hash
	Size int64
}

// File is an open file. Close it.
type File interface {
	io.ReadSeekCloser
	io.ReaderAt
}

// Store keeps files. All methods may be called at once, for the same file too.
type Store interface {
	// Put stores what src gives. A hash that is not zero, a size that is not negative have to be those of the content,
	// else nothing is stored: ErrMismatch. When it returns without error, the file survives a crash of the machine.
	Put(ctx context.Context, src io.Reader, want Hash, size int64) (Info, error)
	// Open opens a file for reading. Error: ErrNotFound.
	Open(ctx context.Context, h Hash) (File, error)
	// Stat tells whether a file is there, and its size. Error: ErrNotFound.
	Stat(ctx context.Context, h Hash) (Info, error)
	// Delete removes a file; one that is not there is no error.
	Delete(ctx context.Context, h Hash) error
	// List gives all files in the order of their hashes. What has another name than a file of ours is left out.
	List(ctx context.Context) iter.Seq2[Info, error]
	// Uploads takes files in pieces.
	Uploads() *Uploads
	// Close ends the use of the store.
	Close() error
}

// The errors. Others are those of the disk, the network, the context.
var (
	ErrBadHash  = errors.New("filestore: not a sha256 in lower-case hexadecimal digits")
	ErrNotFound = fmt.Errorf("filestore: no such file: %w", fs.ErrNotExist)
	ErrMismatch = errors.New("filestore: content differs from its hash or size")
	ErrTooLarge = errors.New("filestore: file too large")
	ErrBusy     = errors.New("filestore: the same upload is under way")
)

// OffsetError refuses a piece that does not continue what is there.
type OffsetError struct{ Have int64 }

// Error implements error.
func (e *OffsetError) Error() string { return fmt.Sprintf("filestore: upload continues at %d", e.Have) }

// Verify reads a stored file and tells whether it is still what its hash says. Errors: ErrNotFound, ErrMismatch.
func Verify(ctx context.Context, s Store, h Hash) error {
	f, err := s.Open(ctx, h)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := copyHashed(ctx, io.Discard, f)
	if err == nil && info.Hash != h {
		err = ErrMismatch
	}
	return err
}

// copyHashed copies until the end of src and tells what it copied.
func copyHashed(ctx context.Context, dst io.Writer, src io.Reader) (Info, error) {
	sum := sha256.New()
	n, err := io.CopyBuffer(io.MultiWriter(dst, sum), &untilDone{ctx, src}, make([]byte, 256<<10))
	return Info{Hash{hex.EncodeToString(sum.Sum(nil))}, n}, err
}

// untilDone reads until the context ends.
type untilDone struct {
	ctx context.Context
	io.Reader
}

// Read implements io.Reader.
func (r *untilDone) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}

// check compares what was stored with what was announced.
func (i Info) check(want Hash, size int64) error {
	if !want.IsZero() && i.Hash != want || size >= 0 && i.Size != size {
		return ErrMismatch
	}
	return nil
}
