package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"bidwell/search"
	"bidwell/seed"
)

// indexResult is what the index costs with a number of documents.
type indexResult struct {
	Docs               int
	Text               int64 // bytes of titles and bodies
	Build, BuildCPU    time.Duration
	Disk               int64
	AfterBuild, AtWork memory
	Queries            []queryResult
}

// queryResult is what a kind of query costs, asked one after the other.
type queryResult struct {
	Name          string
	N             int
	P50, P99, CPU time.Duration
	Hits          int // total of all answers, so that nobody measures queries that find nothing
}

// search measures the index alone, each size in a process of its own.
func (b *bench) search(ctx context.Context) error {
	for _, docs := range b.docs {
		b.say("index of %d documents", docs)
		found, err := b.indexChild(ctx, docs)
		if err != nil {
			return fmt.Errorf("index of %d documents: %w", docs, err)
		}
		b.report.indexes = append(b.report.indexes, found)
	}
	return nil
}

func (b *bench) indexChild(ctx context.Context, docs int) (found indexResult, err error) {
	self, err := os.Executable()
	if err != nil {
		return found, err
	}
	spec, err := json.Marshal(errand{Role: roleSearch, Docs: docs, Dir: filepath.Join(b.scratch, fmt.Sprintf("index-%d", docs)), Seconds: b.window.Seconds()})
	if err != nil {
		return found, err
	}
	cmd := exec.CommandContext(ctx, self)
	cmd.Env = append(os.Environ(), childEnv+"="+string(spec))
	cmd.Stderr = b.progress
	out, err := cmd.Output()
	if err != nil {
		return found, err
	}
	return found, json.Unmarshal(out, &found)
}

// measureIndex runs in a child: it builds an index, asks it and tells the figures.
func measureIndex(ctx context.Context, e *errand, out, progress io.Writer) (err error) {
	library, err := search.Open(e.Dir, search.Options{})
	if err != nil {
		return err
	}
	defer library.Close()
	r := indexResult{Docs: e.Docs}
	var texts passages
	if err := r.build(ctx, library, &texts); err != nil {
		return err
	}
	if r.AfterBuild, err = memoryOf(os.Getpid()); err != nil {
		return err
	}
	for _, kind := range queryKinds() {
		found, err := kind.ask(ctx, library, texts, time.Duration(e.Seconds*float64(time.Second)))
		if err != nil {
			return fmt.Errorf("%s: %w", kind.name, err)
		}
		r.Queries = append(r.Queries, found)
		fmt.Fprintf(progress, "bench: %d documents, %s: p50 %v, p99 %v\n", e.Docs, kind.name, found.P50, found.P99)
	}
	if r.AtWork, err = memoryOf(os.Getpid()); err != nil {
		return err
	}
	if r.Disk, err = sizeOf(e.Dir); err != nil { // last, when the index has put its parts together
		return err
	}
	return json.NewEncoder(out).Encode(r)
}

// build fills the index as `bidwell reindex` does. What it takes to make up the documents is measured before and left
// out: the index works beside the one who hands them in.
func (r *indexResult) build(ctx context.Context, library *search.Library, texts *passages) error {
	i, began, before := 0, time.Now(), ownCPU()
	for d := range seed.Documents(r.Docs) {
		texts.keep(i, r.Docs, &d)
		i, r.Text = i+1, r.Text+int64(len(d.Title)+len(d.Body))
	}
	making, makingCPU := time.Since(began), ownCPU()-before
	began, before = time.Now(), ownCPU()
	err := library.Rebuild(ctx, func(add func([]search.Change) error) (int64, error) { return 1, handIn(r.Docs, add) }, nil)
	r.Build, r.BuildCPU = time.Since(began)-making, ownCPU()-before-makingCPU
	return err
}

func handIn(docs int, add func([]search.Change) error) error {
	const size = 1000
	var batch []search.Change
	for d := range seed.Documents(docs) {
		if batch = append(batch, search.Change{Doc: &d}); len(batch) == size {
			if err := add(batch); err != nil {
				return err
			}
			batch = nil // the index may still read the one it was given
		}
	}
	return add(batch)
}

// ownCPU is the CPU this process has used.
func ownCPU() time.Duration {
	u, err := usageOf(os.Getpid())
	if err != nil {
		panic(err) // /proc of a process that runs
	}
	return u.own
}

// sizeOf is the size of the files in a directory. The index removes some of them while it is looked at.
func sizeOf(dir string) (size int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			var info fs.FileInfo
			if info, err = entry.Info(); err == nil {
				size += info.Size()
			}
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	})
	return size, err
}
