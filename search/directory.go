package search

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// directory is the library's place on disk:
//
//	lock                            held while a process uses the directory
//	current                         name of the generation in use
//	rebuild                         name of a generation that must not be trusted
//	gen-<time>/                     the index; others are leftovers of a killed rebuild
//	gen-<time>-quarantine-<time>/   damaged ones, the newest two are kept
type directory struct {
	path string
	lock *os.File
	now  func() time.Time
}

const (
	fileLock         = "lock"
	fileCurrent      = "current"
	fileRebuild      = "rebuild"
	prefixGeneration = "gen-"
	quarantineMark   = "-quarantine-"
	keptQuarantines  = 2
	stamp            = "20060102T150405.000000000"
)

func openDirectory(path string, now func() time.Time) (*directory, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, err
	}
	lock, err := lockFile(filepath.Join(path, fileLock))
	if err != nil {
		return nil, err
	}
	return &directory{path: path, lock: lock, now: now}, nil
}

func (d *directory) close() error { return d.lock.Close() }

func (d *directory) join(name string) string { return filepath.Join(d.path, name) }

// next names a new generation; the clock may stand still.
func (d *directory) next() string {
	at := d.now().UTC()
	for {
		name := prefixGeneration + at.Format(stamp)
		if _, err := os.Lstat(d.join(name)); errors.Is(err, os.ErrNotExist) {
			return name
		}
		at = at.Add(1)
	}
}

// read returns the first line of a small file, "" when it is missing.
func (d *directory) read(name string) (string, error) {
	data, err := os.ReadFile(d.join(name))
	if errors.Is(err, os.ErrNotExist) {
		return "", nil
	}
	return strings.TrimSpace(string(data)), err
}

// write replaces a small file atomically and durably.
func (d *directory) write(name, text string) error {
	temp := d.join(name + ".new")
	file, err := os.OpenFile(temp, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.WriteString(text + "\n")
	err = errors.Join(err, file.Sync(), file.Close())
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := os.Rename(temp, d.join(name)); err != nil {
		return err
	}
	return d.sync()
}

func (d *directory) delete(name string) error {
	err := os.Remove(d.join(name))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return cmp.Or(err, d.sync())
}

// sync makes renames durable, where the system can.
func (d *directory) sync() error {
	dir, err := os.Open(d.path)
	if err != nil {
		return err
	}
	_ = dir.Sync() // not every file system syncs directories
	return dir.Close()
}

// quarantine puts a generation aside for whoever wants to know what happened.
func (d *directory) quarantine(name string) error {
	aside := name + quarantineMark + d.now().UTC().Format(stamp)
	err := os.Rename(d.join(name), d.join(aside))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// clean deletes generations other than current, and old quarantines.
func (d *directory) clean(current string) error {
	entries, err := os.ReadDir(d.path) // ascending, so by time
	if err != nil {
		return err
	}
	var quarantined, old []string
	for _, entry := range entries {
		name := entry.Name()
		switch {
		case !strings.HasPrefix(name, prefixGeneration) || name == current:
		case strings.Contains(name, quarantineMark):
			quarantined = append(quarantined, name)
		default:
			old = append(old, name)
		}
	}
	slices.SortFunc(quarantined, func(a, b string) int {
		_, at, _ := strings.Cut(a, quarantineMark)
		_, bt, _ := strings.Cut(b, quarantineMark)
		return cmp.Compare(at, bt)
	})
	for _, name := range append(old, quarantined[:max(0, len(quarantined)-keptQuarantines)]...) {
		err = errors.Join(err, os.RemoveAll(d.join(name)))
	}
	return err
}

// generations tells whether any index was ever here.
func (d *directory) generations() (bool, error) {
	found, err := filepath.Glob(d.join(prefixGeneration + "*"))
	return len(found) > 0, err
}
