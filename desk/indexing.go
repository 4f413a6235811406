package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"bidwell/ent"
	"bidwell/search"
)

const (
	// logBatch is how many rows of the change log are indexed at once.
	logBatch = 1000
	// pollPostgres and pollSQLite are how often the change log is looked at without a signal. A signal can be lost on the
	// way from PostgreSQL; inside one process on SQLite none is.
	pollPostgres = time.Second
	pollSQLite   = 10 * time.Second
	// gathering lets changes that come close together go into the index in one batch, which costs as much as one change.
	gathering = 50 * time.Millisecond
	// backoffFirst doubles with each failure up to backoffMost.
	backoffFirst = 100 * time.Millisecond
	backoffMost  = 30 * time.Second
	// rebuildPause is how long feeding waits before it looks again whether a rebuild is over.
	rebuildPause = 50 * time.Millisecond
)

var errNoLibrary = errors.New("desk: opened without a case library")

// Follow keeps the case library as the database is until ctx ends: it indexes what the change log says, and rebuilds an
// index that is damaged, was never filled or is ahead of the database. Failures are logged and tried again; no change is
// lost. It returns nil when ctx ends, and an error only when the library is closed or there is none.
func (d *Desk) Follow(ctx context.Context) error {
	if d.library == nil {
		return errNoLibrary
	}
	ctx = AsSystem(ctx)
	signal, backoff := d.listen(ctx), backoffFirst
	for ctx.Err() == nil {
		err := d.keepUp(ctx)
		switch {
		case ctx.Err() != nil:
		case errors.Is(err, search.ErrClosed):
			return err
		case err != nil:
			d.options.Log.Error("case library: indexing failed and will be tried again", "error", err, "in", backoff)
			rest(ctx, nil, backoff)
			backoff = min(2*backoff, backoffMost)
		default:
			backoff = backoffFirst
			signal = rest(ctx, signal, d.poll())
			rest(ctx, nil, gathering)
		}
	}
	return nil
}

// listen subscribes to the signal that there are changes; without it polling alone finds them.
func (d *Desk) listen(ctx context.Context) <-chan struct{} {
	signal, err := d.store.Listen(ctx, changesChannel)
	if err != nil && ctx.Err() == nil {
		d.options.Log.Warn("case library: no signal for changes, polling only", "error", err)
	}
	return signal
}

func (d *Desk) poll() time.Duration {
	if d.store.Dialect() == "postgres" {
		return pollPostgres
	}
	return pollSQLite
}

// rest waits for a signal, the time or the end of ctx, and gives the signal back; nil when it is closed.
func rest(ctx context.Context, signal <-chan struct{}, most time.Duration) <-chan struct{} {
	timer := time.NewTimer(most)
	defer timer.Stop()
	select {
	case _, open := <-signal:
		if !open {
			return nil
		}
	case <-timer.C:
	case <-ctx.Done():
	}
	return signal
}

// keepUp brings the index up to now, by building it anew where following the log would not do or take longer.
func (d *Desk) keepUp(ctx context.Context) error {
	last, err := d.LastChange(ctx)
	if err != nil {
		return err
	}
	seq := d.library.Seq()
	neverFilled, ahead := seq == 0 && last > logBatch, seq > last
	if neverFilled || ahead || d.library.NeedsRebuild() {
		d.options.Log.Info("case library: building the index anew", "indexed", seq, "changes", last)
		if err := d.Reindex(ctx, nil); err != nil {
			return err
		}
	}
	return d.CatchUp(ctx)
}

// CatchUp indexes every change made before it was called, and returns when they can be found. It waits for a rebuild
// that runs; a damaged index is search.ErrRebuilding: Reindex.
func (d *Desk) CatchUp(ctx context.Context) error {
	if d.library == nil {
		return errNoLibrary
	}
	ctx = AsSystem(ctx)
	if !d.synonymsRead.Load() {
		if err := d.readSynonyms(ctx); err != nil {
			return err
		}
	}
	last, err := d.LastChange(ctx)
	for err == nil && d.library.Seq() < last {
		err = d.indexNext(ctx)
		if errors.Is(err, search.ErrBusy) {
			err = d.awaitRebuild(ctx)
		}
	}
	return err
}

// awaitRebuild returns when no rebuild runs, or with ctx's error.
func (d *Desk) awaitRebuild(ctx context.Context) error {
	for d.library.Status().State == search.StateRebuilding && ctx.Err() == nil {
		rest(ctx, nil, rebuildPause)
	}
	return ctx.Err()
}

// indexNext indexes the next rows of the change log with all documents they touch.
func (d *Desk) indexNext(ctx context.Context) error {
	d.indexing.Lock() // Follow and CatchUp may run side by side; one of them reads on
	defer d.indexing.Unlock()
	from := d.library.Seq()
	rows, err := d.readLog(ctx, from)
	if err != nil || len(rows) == 0 {
		return err
	}
	if slices.ContainsFunc(rows, func(l logged) bool { return l.entity == ent.TypeSynonymGroup }) {
		if err := d.readSynonyms(ctx); err != nil { // before the index has the change, so that who waits for it finds by it
			return err
		}
	}
	touched, err := d.touchedBy(ctx, rows)
	if err != nil {
		return err
	}
	changes := basket{put: func(part []search.Change) error {
		// Part of the documents goes in under the old offset. A rebuild that runs now may have taken its offset before
		// these rows were written, and would carry over what comes with the new offset but not this part. A rebuild that
		// starts later reads the rows' records itself.
		if d.library.Status().State == search.StateRebuilding {
			return search.ErrBusy
		}
		return d.library.Apply(ctx, part, from)
	}}
	if err := d.gather(ctx, touched, &changes); err != nil {
		return err
	}
	if d.library.Seq() != from { // a rebuild moved it meanwhile: go on from there
		return nil
	}
	return d.library.Apply(ctx, changes.held, rows[len(rows)-1].number)
}

// basket holds index changes until they weigh enough to be put away, so that memory stays bounded however much there is.
type basket struct {
	held   []search.Change
	weight int
	put    func([]search.Change) error
}

const (
	basketSize   = 1000
	basketWeight = 16 << 20 // bytes of text
)

// add puts away what is held when it is enough, and holds more. The last part is left to the caller.
func (b *basket) add(more []search.Change) error {
	if len(b.held) >= basketSize || b.weight >= basketWeight {
		if err := b.put(b.held); err != nil {
			return err
		}
		b.held, b.weight = nil, 0
	}
	for _, c := range more {
		if c.Doc != nil {
			b.weight += len(c.Doc.Body) + len(c.Doc.Title)
		}
	}
	b.held = append(b.held, more...)
	return nil
}
