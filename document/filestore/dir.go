package filestore

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"time"
)

// Dir keeps files in a directory: ab/abcd… for each, tmp/ for what is being written, partial/ for uploads that are not
// complete. Nothing is opened outside of the directory, whatever links lie in it.
type Dir struct {
	root    *os.Root
	uploads *Uploads
}

const (
	tmpDir     = "tmp"
	partialDir = "partial"
)

// OpenDir opens a directory, and makes it if it is not there.
func OpenDir(name string) (*Dir, error) {
	root, err := openWorkspace(name)
	if err != nil {
		return nil, err
	}
	d := &Dir{root: root}
	d.uploads = newUploads(root, d.adopt)
	return d, nil
}

// openWorkspace opens a directory with the folders for what is not complete.
func openWorkspace(name string) (*os.Root, error) {
	if err := os.MkdirAll(name, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	for _, dir := range []string{tmpDir, partialDir} {
		if err := root.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			root.Close()
			return nil, err
		}
	}
	return root, nil
}

// Put implements Store: it writes beside, checks, makes durable, and then renames.
func (d *Dir) Put(ctx context.Context, src io.Reader, want Hash, size int64) (Info, error) {
	name, info, err := spool(ctx, d.root, src, want, size)
	if err != nil {
		return Info{}, err
	}
	if err := d.adopt(ctx, name, info); err != nil {
		_ = d.root.Remove(name)
		return Info{}, err
	}
	return info, nil
}

// spool writes what src gives to a new file under tmp, checked and durable. The caller removes or renames it.
func spool(ctx context.Context, root *os.Root, src io.Reader, want Hash, size int64) (name string, info Info, err error) {
	name = path.Join(tmpDir, rand.Text())
	f, err := root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return "", Info{}, err
	}
	if size >= 0 {
		src = io.LimitReader(src, size+1) // one more tells that there is more
	}
	info, err = copyHashed(ctx, f, src)
	if err == nil {
		err = info.check(want, size)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		_ = root.Remove(name)
		return "", Info{}, err
	}
	return name, info, nil
}

// adopt gives a complete and durable file its place. A file of the same content that is there already is replaced: should
// it have been damaged, it is whole again.
func (d *Dir) adopt(_ context.Context, name string, info Info) error {
	shard := path.Dir(info.Hash.path())
	if err := d.root.Mkdir(shard, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := d.root.Rename(name, info.Hash.path()); err != nil {
		return err
	}
	if err := syncDir(d.root, shard); err != nil {
		return err
	}
	return syncDir(d.root, ".")
}

// Open implements Store.
func (d *Dir) Open(_ context.Context, h Hash) (File, error) {
	if h.IsZero() {
		return nil, ErrNotFound
	}
	f, err := d.root.Open(h.path())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return f, nil
}

// Stat implements Store.
func (d *Dir) Stat(_ context.Context, h Hash) (Info, error) {
	if h.IsZero() {
		return Info{}, ErrNotFound
	}
	s, err := d.root.Stat(h.path())
	if errors.Is(err, fs.ErrNotExist) {
		return Info{}, ErrNotFound
	}
	if err != nil {
		return Info{}, err
	}
	return Info{h, s.Size()}, nil
}

// Delete implements Store.
func (d *Dir) Delete(_ context.Context, h Hash) error {
	if h.IsZero() {
		return nil
	}
	err := d.root.Remove(h.path())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// List implements Store.
func (d *Dir) List(ctx context.Context) iter.Seq2[Info, error] {
	return func(yield func(Info, error) bool) {
		for n := range 256 {
			shard := fmt.Sprintf("%02x", n)
			entries, err := fs.ReadDir(d.root.FS(), shard)
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				yield(Info{}, err)
				return
			}
			for _, e := range entries {
				info, ok, err := listed(shard, e)
				if (ok || err != nil) && (!yield(info, err) || err != nil) {
					return
				}
			}
		}
	}
}

// listed is what an entry of a folder tells; one that was deleted meanwhile, or is none of ours, tells nothing.
func listed(shard string, e fs.DirEntry) (_ Info, ok bool, _ error) {
	h, err := ParseHash(e.Name())
	if err != nil || e.Name()[:2] != shard || !e.Type().IsRegular() {
		return Info{}, false, nil
	}
	s, err := e.Info()
	if errors.Is(err, fs.ErrNotExist) {
		return Info{}, false, nil
	}
	if err != nil {
		return Info{}, false, err
	}
	return Info{h, s.Size()}, true, nil
}

// Uploads implements Store.
func (d *Dir) Uploads() *Uploads { return d.uploads }

// Close implements Store.
func (d *Dir) Close() error { return d.root.Close() }

// sweep removes files of a folder that were last written before a time.
func sweep(root *os.Root, dir string, before time.Time) (removed int, err error) {
	entries, err := fs.ReadDir(root.FS(), dir)
	if err != nil {
		return 0, err
	}
	for _, e := range entries {
		s, err := e.Info()
		if err != nil || !s.Mode().IsRegular() || !s.ModTime().Before(before) {
			continue
		}
		if err := root.Remove(path.Join(dir, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return removed, err
		}
		removed++
	}
	return removed, nil
}
