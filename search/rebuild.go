package search

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
)

// journalLimit bounds the text, in bytes, that Apply may add while a rebuild
// runs before it has to wait.
const journalLimit = 64 << 20

// rebuild is a running Rebuild. It remembers what Apply did meanwhile.
type rebuild struct {
	applied []applied
	size    int
	cancel  context.CancelFunc
	done    chan struct{}
}

type applied struct {
	changes []Change
	seq     int64
}

func (r *rebuild) note(changes []Change, seq int64) {
	if r == nil {
		return
	}
	r.applied = append(r.applied, applied{changes, seq})
	for _, change := range changes {
		if change.Doc != nil {
			r.size += len(change.Doc.Body) + len(change.Doc.Title)
		}
	}
}

// awaitJournal waits for the end of a rebuild when its journal is full or the
// index in use is damaged. It must not hold l.writing, which the swap needs.
func (l *Library) awaitJournal(ctx context.Context) error {
	l.mu.Lock()
	running := l.rebuild
	full := running != nil && (running.size > journalLimit || l.damage != "")
	l.mu.Unlock()
	if !full {
		return nil
	}
	select {
	case <-running.done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Rebuild fills a fresh index beside the one in use and swaps it in. Searches
// go on with the old one, unless that is damaged; Apply too, and its changes
// are carried over.
//
// fill hands every document once to add, in one goroutine and in batches of
// about 1,000 that it does not touch again, and returns the change-log offset its reading is not older than: read
// the offset first, then the documents, or both in one transaction. Changes
// behind that offset that Apply got meanwhile are repeated on the new index in
// their order. Seq is then the greater of both; when fill's offset is older
// than what was applied before the rebuild began, Seq goes back and the caller
// continues from there. progress, if not nil, gets the number of documents
// added so far. When anything fails the old index stays. A second Rebuild at
// the same time gives ErrBusy.
func (l *Library) Rebuild(
	ctx context.Context,
	fill func(add func([]Change) error) (seq int64, err error),
	progress func(docs int),
) (err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	running, err := l.beginRebuild(cancel)
	if err != nil {
		return err
	}
	defer l.endRebuild(running)
	fresh, err := createGeneration(l.dir.join(l.dir.next()))
	if err != nil {
		return fmt.Errorf("rebuild: %w", err)
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("rebuild: %w", err)
			fresh.remove()
		}
	}()
	adding := l.newAdder(ctx, fresh, progress)
	seq, err := fill(adding.add)
	if err := errors.Join(err, adding.wait()); err != nil {
		return err
	}
	if err := fresh.compact(ctx, &l.resident); err != nil && ctx.Err() == nil {
		l.log.Warn("the new search index is whole but not compact", "error", err)
	}
	if err := l.swap(ctx, running, fresh, seq); err != nil {
		return err
	}
	runtime.GC() // twice in all: what the index keeps for its next batch outlives the first
	debug.FreeOSMemory()
	return nil
}

// adder writes batches to a fresh generation, a few at a time, as the index
// builds a batch on one processor only. wait returns the first error.
type adder struct {
	l        *Library
	ctx      context.Context
	stop     context.CancelCauseFunc
	fresh    *generation
	progress func(docs int)
	docs     int
	slots    chan struct{}
	running  sync.WaitGroup
}

func (l *Library) newAdder(ctx context.Context, fresh *generation, progress func(int)) *adder {
	a := &adder{l: l, fresh: fresh, progress: progress, slots: make(chan struct{}, runtime.GOMAXPROCS(0))}
	a.ctx, a.stop = context.WithCancelCause(ctx)
	return a
}

func (a *adder) add(changes []Change) error {
	if err := checkAll(changes); err != nil {
		return err
	}
	select {
	case a.slots <- struct{}{}:
	case <-a.ctx.Done():
	}
	if a.ctx.Err() != nil {
		return context.Cause(a.ctx)
	}
	a.running.Go(func() {
		defer func() { <-a.slots }()
		if err := a.l.write(a.ctx, a.fresh, changes, nil); err != nil {
			a.stop(err)
		}
	})
	a.docs += len(changes)
	if a.progress != nil {
		a.progress(a.docs)
	}
	return nil
}

func (a *adder) wait() error {
	a.running.Wait()
	return context.Cause(a.ctx)
}

func (l *Library) beginRebuild(cancel context.CancelFunc) (*rebuild, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.closed:
		return nil, ErrClosed
	case l.rebuild != nil:
		return nil, ErrBusy
	}
	l.rebuild = &rebuild{cancel: cancel, done: make(chan struct{})}
	return l.rebuild, nil
}

// stopRebuild makes a running rebuild fail and waits for it.
func (l *Library) stopRebuild() {
	l.mu.Lock()
	running := l.rebuild
	l.mu.Unlock()
	if running != nil {
		running.cancel()
		<-running.done
	}
}

func (l *Library) endRebuild(r *rebuild) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rebuild = nil
	close(r.done)
}

// swap carries the journal over and makes fresh the current generation. It
// holds off Apply meanwhile. The order on disk is: data, pointer, trust.
func (l *Library) swap(ctx context.Context, r *rebuild, fresh *generation, seq int64) error {
	l.writing.Lock()
	defer l.writing.Unlock()
	for _, a := range r.applied {
		if a.seq <= seq {
			continue
		}
		if err := l.write(ctx, fresh, a.changes, nil); err != nil {
			return err
		}
		seq = a.seq
	}
	if err := l.write(ctx, fresh, nil, &seq); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	err := errors.Join(l.dir.write(fileCurrent, fresh.name()), l.dir.delete(fileRebuild))
	if err != nil {
		return err
	}
	l.mu.Lock()
	old := l.gen
	l.gen, l.damage, l.since = fresh, "", l.now()
	l.move(seq)
	l.mu.Unlock()
	old.remove()
	return nil
}
