package search

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
)

// generation is one index on disk. It is closed when it is retired and its
// last view is given back, so that a swap never pulls files from under a
// running search.
type generation struct {
	dir    string
	index  bleve.Index
	inner  index.Index
	shelf  titleShelf
	copies signatureShelf

	mu      sync.Mutex
	current *view
	views   int
	retired func()
}

const (
	lockWait  = "2s"
	keySeq    = "bidwell:seq"
	keyFormat = "bidwell:format"
)

func createGeneration(dir string) (g *generation, err error) {
	defer rescue(&err)
	idx, err := bleve.NewUsing(dir, bleve.NewIndexMapping(), scorch.Name, scorch.Name,
		map[string]any{"bolt_timeout": lockWait})
	if err != nil {
		return nil, fmt.Errorf("create index: %w", err)
	}
	return newGeneration(dir, idx)
}

// complete marks a generation as whole; without the mark it is not opened
// again. A rebuilt one gets the mark with its offset, in one batch.
func (g *generation) complete() (err error) {
	defer rescue(&err)
	return g.index.SetInternal([]byte(keyFormat), []byte(format))
}

func openGeneration(dir string) (g *generation, err error) {
	var idx bleve.Index
	defer func() { // after rescue, so that a panic closes too
		if err != nil && idx != nil {
			_ = guard(idx.Close)
		}
	}()
	defer rescue(&err)
	newest, err := newestOffset(dir)
	if err != nil {
		return nil, err
	}
	idx, err = bleve.OpenUsing(dir, map[string]any{"bolt_timeout": lockWait})
	if err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	found, err := idx.GetInternal([]byte(keyFormat))
	if err != nil {
		return nil, err
	}
	if string(found) != format {
		return nil, fmt.Errorf("index format %q, want %q", found, format)
	}
	if offset, err := idx.GetInternal([]byte(keySeq)); err != nil || !bytes.Equal(offset, newest) {
		return nil, fmt.Errorf("%w: its newest state cannot be read", errDamaged)
	}
	if g, err = newGeneration(dir, idx); err != nil {
		return nil, err
	}
	return g, verify(g.inner)
}

// newestOffset reads the offset of the newest state on disk. The index goes
// back to an older state without a word when files of the newest are missing.
func newestOffset(dir string) ([]byte, error) {
	points, err := scorch.RollbackPoints(filepath.Join(dir, "store"))
	if err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	if len(points) == 0 {
		return nil, fmt.Errorf("%w: it has no state", errDamaged)
	}
	return points[0].GetInternal([]byte(keySeq)), nil
}

func newGeneration(dir string, idx bleve.Index) (*generation, error) {
	inner, err := idx.Advanced()
	if err != nil {
		return nil, err
	}
	return &generation{dir: dir, index: idx, inner: inner}, nil
}

// acquire lends the newest view. The index hands out one reader per state, so
// the view and what it has cached live until the next change or merge.
func (g *generation) acquire() (v *view, err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	defer rescue(&err)
	if g.retired != nil {
		return nil, ErrClosed
	}
	reader, err := snapshot(g.inner)
	if err != nil {
		return nil, err
	}
	if g.current != nil && g.current.reader == reader {
		_ = reader.Close()
	} else {
		g.drop()
		g.current = newView(reader)
		g.current.shelf, g.current.copies = &g.shelf, &g.copies
		g.current.refs = 1
		g.views++
	}
	g.current.refs++
	return g.current, nil
}

// snapshot opens the newest state of an index.
func snapshot(inner index.Index) (*scorch.IndexSnapshot, error) {
	reader, err := inner.Reader()
	if err != nil {
		return nil, err
	}
	state, ok := reader.(*scorch.IndexSnapshot)
	if !ok {
		return nil, errors.Join(fmt.Errorf("unexpected index reader %T", reader), reader.Close())
	}
	return state, nil
}

func (g *generation) release(v *view) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.unref(v)
}

// drop gives up the generation's own hold on its view; g.mu is held.
func (g *generation) drop() {
	if g.current != nil {
		g.unref(g.current)
		g.current = nil
	}
}

func (g *generation) unref(v *view) {
	v.refs--
	if v.refs > 0 {
		return
	}
	_ = guard(v.close)
	g.views--
	if g.views == 0 && g.retired != nil {
		g.retired()
	}
}

// retire closes the index once no search reads it, then calls after.
func (g *generation) retire(after func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.retired != nil {
		return
	}
	g.drop()
	g.retired = func() {
		_ = guard(g.index.Close)
		after()
	}
	if g.views == 0 {
		g.retired()
	}
}

// remove retires the generation and deletes its files.
func (g *generation) remove() {
	g.retire(func() { _ = os.RemoveAll(g.dir) })
}

func (g *generation) internal(key string) (value []byte, err error) {
	defer rescue(&err)
	return g.index.GetInternal([]byte(key))
}

func (g *generation) name() string { return filepath.Base(g.dir) }
