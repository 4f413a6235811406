package filestore

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"sync"
	"time"
)

// MaxBytes bounds an uploaded file: 200 MB, as people count them.
const MaxBytes = 200_000_000

// Uploads takes files in pieces. What came in of an upload is a file in the local directory, wherever complete files go:
// its length is all the state there is, so an upload goes on after whatever interrupted it. Each owner has uploads of
// their own: nobody completes what another has begun.
type Uploads struct {
	root   *os.Root
	commit func(ctx context.Context, name string, info Info) error

	mu   sync.Mutex
	busy map[string]bool
}

func newUploads(root *os.Root, commit func(context.Context, string, Info) error) *Uploads {
	return &Uploads{root: root, commit: commit, busy: map[string]bool{}}
}

// partial is the file of an upload.
func partial(owner string, h Hash) string {
	return path.Join(partialDir, h.hex+"-"+HashOf([]byte(owner)).hex[:16])
}

// Offset tells how much of an upload is there, which is where it has to go on; 0 for one that has not begun.
func (u *Uploads) Offset(owner string, h Hash) (int64, error) {
	if h.IsZero() {
		return 0, ErrBadHash
	}
	s, err := u.root.Stat(partial(owner, h))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return s.Size(), nil
}

// Append takes the next piece of the file with hash h and size total, from offset at on, and tells how much is there
// now; it is complete, and stored, when that is total. What came in before src failed is kept.
//
// Errors: OffsetError when at is not where the upload has to go on; ErrTooLarge for a file above MaxBytes, or more bytes
// than total; ErrMismatch when the whole is not what its hash says, after which the upload begins anew; ErrBusy when the
// same owner is sending the same file.
func (u *Uploads) Append(ctx context.Context, owner string, h Hash, total, at int64, src io.Reader) (have int64, err error) {
	switch {
	case h.IsZero() || total < 0:
		return 0, ErrBadHash
	case total > MaxBytes:
		return 0, ErrTooLarge
	}
	name := partial(owner, h)
	if !u.take(name) {
		return 0, ErrBusy
	}
	defer u.release(name)
	f, err := u.root.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	have, err = appendTo(ctx, f, total, at, src)
	if err != nil || have < total {
		return have, err
	}
	return u.complete(ctx, f, name, Info{h, total})
}

// appendTo writes a piece to the end of a file.
func appendTo(ctx context.Context, f *os.File, total, at int64, src io.Reader) (have int64, err error) {
	if have, err = f.Seek(0, io.SeekEnd); err != nil {
		return 0, err
	}
	if have > total { // announced with another size before
		if err := f.Truncate(0); err != nil {
			return have, err
		}
		if have, err = f.Seek(0, io.SeekStart); err != nil {
			return 0, err
		}
	}
	if at != have {
		return have, &OffsetError{have}
	}
	n, err := io.CopyBuffer(struct{ io.Writer }{f}, &untilDone{ctx, io.LimitReader(src, total-have)}, make([]byte, 256<<10))
	have += n
	if err != nil || have < total {
		return have, err
	}
	if n, err := io.ReadFull(src, make([]byte, 1)); n > 0 {
		return have, errors.Join(ErrTooLarge, f.Truncate(0))
	} else if err != nil && !errors.Is(err, io.EOF) {
		return have, err
	}
	return have, nil
}

// complete checks a whole file and stores it.
func (u *Uploads) complete(ctx context.Context, f *os.File, name string, want Info) (int64, error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return want.Size, err
	}
	info, err := copyHashed(ctx, io.Discard, f)
	if err != nil {
		return want.Size, err
	}
	if err := info.check(want.Hash, want.Size); err != nil {
		return 0, errors.Join(err, u.root.Remove(name))
	}
	if err := f.Sync(); err != nil {
		return want.Size, err
	}
	if err := u.commit(ctx, name, info); err != nil {
		return want.Size, err
	}
	return want.Size, nil
}

// Cancel forgets an upload. Error: ErrBusy.
func (u *Uploads) Cancel(owner string, h Hash) error {
	name := partial(owner, h)
	if !u.take(name) {
		return ErrBusy
	}
	defer u.release(name)
	if err := u.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Sweep removes what nobody went on with: uploads that were last written before the time, and what a crash left behind.
func (u *Uploads) Sweep(before time.Time) (removed int, err error) {
	for _, dir := range []string{tmpDir, partialDir} {
		n, err := sweep(u.root, dir, before)
		if removed += n; err != nil {
			return removed, err
		}
	}
	return removed, nil
}

// take begins the exclusive use of an upload within this process. Two processes on one directory may still mix up an
// upload; its hash will tell, and it begins anew.
func (u *Uploads) take(name string) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.busy[name] {
		return false
	}
	u.busy[name] = true
	return true
}

func (u *Uploads) release(name string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.busy, name)
}
