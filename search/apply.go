package search

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/document"
)

// Apply makes changes and the offset seq durable in one step: after a crash
// the index holds both or neither. Of several changes to one ID the last wins.
// Batches of about 1,000 are fastest. During a Rebuild, Apply works on the old
// index and its changes are carried over; when too many pile up it waits for
// the end of the rebuild. A damaged index gives ErrRebuilding. When ctx ends
// the batch may still be applied.
func (l *Library) Apply(ctx context.Context, changes []Change, seq int64) error {
	if err := checkAll(changes); err != nil {
		return err
	}
	done := make(chan error, 1)
	go func() { // the index offers no way to stop a batch
		if err := l.awaitJournal(ctx); err != nil {
			done <- err
			return
		}
		l.writing.Lock()
		defer l.writing.Unlock()
		done <- l.apply(ctx, changes, seq)
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func checkAll(changes []Change) error {
	for _, change := range changes {
		if change.Doc != nil {
			if err := change.Doc.check(); err != nil {
				return err
			}
		}
	}
	return nil
}

// apply holds l.writing.
func (l *Library) apply(ctx context.Context, changes []Change, seq int64) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	l.mu.Lock()
	gen, closed, damage := l.gen, l.closed, l.damage
	l.mu.Unlock()
	switch {
	case closed:
		return ErrClosed
	case damage != "":
		return ErrRebuilding
	}
	err := l.write(ctx, gen, changes, &seq)
	if errors.Is(err, errDamaged) { // a full disk is no damage: trying again is enough
		err = l.watch(gen, err)
	}
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rebuild.note(changes, seq)
	l.move(seq)
	return nil
}

// write stores one batch; without seq the offset stays.
func (l *Library) write(ctx context.Context, gen *generation, changes []Change, seq *int64) error {
	docs, err := l.analyze(ctx, changes)
	if err != nil {
		return err
	}
	return guard(func() error {
		batch, err := fill(gen.index.NewBatch(), changes, docs)
		if err != nil {
			return err
		}
		if seq != nil {
			batch.SetInternal([]byte(keyFormat), []byte(format))
			batch.SetInternal([]byte(keySeq), binary.BigEndian.AppendUint64(nil, uint64(*seq)))
		}
		if err := gen.index.Batch(batch); err != nil {
			return err
		}
		return l.resident.boundNewest(gen) // merges read all they merge
	})
}

func fill(batch *bleve.Batch, changes []Change, docs []*document.Document) (*bleve.Batch, error) {
	for i, change := range changes {
		switch {
		case docs[i] != nil:
			if err := batch.IndexAdvanced(docs[i]); err != nil {
				return nil, fmt.Errorf("index %s: %w", change.Doc.ID, err)
			}
		case change.DeleteID != "":
			batch.Delete(change.DeleteID)
		}
	}
	return batch, nil
}

// analyze prepares the documents on all processors. The last change to an ID
// wins, so only that one is prepared.
func (l *Library) analyze(ctx context.Context, changes []Change) ([]*document.Document, error) {
	last := make(map[string]int, len(changes))
	for i, change := range changes {
		last[change.id()] = i
	}
	var (
		docs   = make([]*document.Document, len(changes))
		errs   = make([]error, runtime.GOMAXPROCS(0))
		next   atomic.Int64
		worker sync.WaitGroup
	)
	for w := range errs {
		worker.Go(func() {
			errs[w] = l.analyzeSome(ctx, changes, last, docs, &next)
		})
	}
	worker.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return docs, nil
}

func (l *Library) analyzeSome(
	ctx context.Context, changes []Change, last map[string]int, docs []*document.Document, next *atomic.Int64,
) (err error) {
	a := l.language.analyzer()
	defer l.language.done(a)
	for {
		i := int(next.Add(1)) - 1
		if i >= len(changes) {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		doc := changes[i].Doc
		if doc == nil || last[doc.ID] != i {
			continue
		}
		if docs[i], err = doc.indexed(a); err != nil {
			return err
		}
	}
}
