package search

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// Options of Open; the zero value works.
type Options struct {
	// Now is the clock, time.Now when nil.
	Now func() time.Time
	// Logger gets what an operator should know, slog.Default when nil.
	Logger *slog.Logger
	// Resident is how many bytes of the mapped index files may stay in the
	// memory of the process after a search; when 0 that is 128 MiB, or what the
	// index has beside the stored documents if that is more (from some 120,000
	// documents of 850 bytes). What is beyond is left to the system's cache. Only
	// Linux tells, elsewhere there is no bound.
	Resident int64
}

// Library is an open index. Its methods may be called from any goroutine.
type Library struct {
	dir       *directory
	now       func() time.Time
	log       *slog.Logger
	language  *language
	resident  resident
	asking    chan struct{} // holds one for each search that runs
	comparing chan struct{} // holds one while Duplicates runs
	names     atomic.Pointer[valueNames]
	synonyms  atomic.Pointer[thesaurus]

	writing sync.Mutex // one Apply at a time; taken before mu

	mu      sync.Mutex
	gen     *generation
	seq     int64
	moved   chan struct{} // closed and replaced when seq or the state changes
	since   time.Time
	damage  string // why answers cannot be trusted; "" when they can
	rebuild *rebuild
	closed  bool
}

// Open opens the library in dir and creates it when it is missing. A damaged
// or unreadable index, or one of another format, is renamed to
// …-quarantine-<time> and an empty one takes its place; NeedsRebuild then says
// true, also after a restart, until Rebuild has succeeded. Another process on
// the same directory gives ErrLocked within three seconds.
func Open(dir string, opts Options) (*Library, error) {
	l := &Library{
		now: opts.Now, log: opts.Logger, language: newLanguage(), moved: make(chan struct{}),
		resident:  resident{limit: opts.Resident},
		asking:    make(chan struct{}, searchesPerProcessor*runtime.GOMAXPROCS(0)),
		comparing: make(chan struct{}, 1),
	}
	if l.now == nil {
		l.now = time.Now
	}
	if l.log == nil {
		l.log = slog.Default()
	}
	directory, err := openDirectory(dir, l.now)
	if err != nil {
		return nil, fmt.Errorf("open search index: %w", err)
	}
	l.dir = directory
	if err := l.start(); err != nil {
		return nil, errors.Join(fmt.Errorf("open search index: %w", err), directory.close())
	}
	return l, nil
}

func (l *Library) start() error {
	current, err := l.dir.read(fileCurrent)
	if err != nil {
		return err
	}
	distrusted, err := l.dir.read(fileRebuild)
	if err != nil {
		return err
	}
	if distrusted != "" {
		l.damage = "rebuild was not finished"
	}
	if err := l.openCurrent(current, distrusted); err != nil {
		return err
	}
	if l.seq, err = l.gen.seq(); err != nil {
		return err
	}
	l.since = l.now()
	return l.dir.clean(l.gen.name())
}

// openCurrent opens the generation named current, or puts it aside and begins
// an empty one.
func (l *Library) openCurrent(current, distrusted string) error {
	if current == "" {
		before, err := l.dir.generations()
		if err != nil || !before {
			return errors.Join(err, l.begin(""))
		}
		return l.begin("the index is missing")
	}
	err := errors.New("found damaged while running")
	if current != distrusted {
		if l.gen, err = openGeneration(l.dir.join(current)); err == nil {
			return nil
		}
	}
	l.log.Warn("search index put aside, a rebuild is needed", "generation", current, "error", err)
	if err := l.dir.quarantine(current); err != nil {
		return err
	}
	return l.begin("damaged: " + firstLine(err))
}

// begin starts an empty generation and makes it current. The mark that it must
// be rebuilt is written first, so that a crash in between is safe.
func (l *Library) begin(damage string) error {
	name := l.dir.next()
	if damage != "" {
		if err := l.dir.write(fileRebuild, "-"); err != nil {
			return err
		}
		l.damage = damage
	}
	gen, err := createGeneration(l.dir.join(name))
	if err != nil {
		return err
	}
	if err := gen.complete(); err != nil {
		return err
	}
	l.gen = gen
	return l.dir.write(fileCurrent, name)
}

// seq is the offset the index has stored, 0 in a new one.
func (g *generation) seq() (int64, error) {
	value, err := g.internal(keySeq)
	if err != nil {
		return 0, err
	}
	if len(value) != 8 {
		return 0, nil
	}
	return int64(binary.BigEndian.Uint64(value)), nil
}

// Seq is the change-log offset up to which the index holds everything. It goes
// back when the index was damaged, and may go back at the end of a Rebuild:
// whoever feeds the index continues from Seq.
func (l *Library) Seq() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.seq
}

// Wait returns when Seq has reached seq, or with ctx's error, or ErrClosed.
func (l *Library) Wait(ctx context.Context, seq int64) error {
	for {
		l.mu.Lock()
		done, closed, moved := l.seq >= seq, l.closed, l.moved
		l.mu.Unlock()
		switch {
		case closed:
			return ErrClosed
		case done:
			return nil
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// move sets seq and wakes those who wait; l.mu is held.
func (l *Library) move(seq int64) {
	l.seq = seq
	close(l.moved)
	l.moved = make(chan struct{})
}

// Close ends the library: a rebuild is stopped, searches that run finish, later
// calls give ErrClosed.
func (l *Library) Close() error {
	l.stopRebuild()
	l.writing.Lock()
	defer l.writing.Unlock()
	l.mu.Lock()
	if l.closed {
		l.mu.Unlock()
		return nil
	}
	l.closed = true
	l.move(l.seq)
	l.mu.Unlock()
	done := make(chan struct{})
	l.gen.retire(func() { close(done) })
	<-done
	return l.dir.close()
}

// searchesPerProcessor bounds how many searches run at once: each needs memory
// for a score of every document, and more than the processors can run only
// wait for each other.
const searchesPerProcessor = 2

// ask runs a search with the newest view when it is its turn.
func (l *Library) ask(ctx context.Context, search func(v *view) error) error {
	select {
	case l.asking <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-l.asking }()
	return l.use(search)
}

// use runs call with the newest view and watches for damage.
func (l *Library) use(call func(v *view) error) error {
	l.mu.Lock()
	gen, closed, damage := l.gen, l.closed, l.damage
	l.mu.Unlock()
	if closed {
		return ErrClosed
	}
	if damage != "" {
		return ErrRebuilding
	}
	err := guard(func() error {
		v, err := gen.acquire()
		if err != nil {
			return err
		}
		defer gen.release(v)
		defer l.resident.bound(v.reader)
		return call(v)
	})
	return l.watch(gen, err)
}

// watch looks at an error from a call into the index. Only the sentinels and
// an ended context are ordinary; anything else means the files cannot be read.
func (l *Library) watch(gen *generation, err error) error {
	if err == nil {
		return nil
	}
	for _, ordinary := range []error{
		context.Canceled, context.DeadlineExceeded,
		ErrCursor, ErrNotFound, ErrClosed, ErrInvalid,
	} {
		if errors.Is(err, ordinary) {
			return err
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.gen == gen && l.damage == "" && !l.closed {
		l.log.Error("search index is damaged, a rebuild is needed", "error", err)
		l.damage, l.since = firstLine(err), l.now()
		if err := l.dir.write(fileRebuild, gen.name()); err != nil {
			l.log.Error("cannot mark the search index as damaged", "error", err)
		}
	}
	return ErrRebuilding
}

func firstLine(err error) string {
	text := err.Error()
	for i, c := range text {
		if c == '\n' {
			return text[:i]
		}
	}
	return text
}
