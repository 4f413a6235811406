package desk

import (
	"context"
	"errors"
	"time"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/process"
)

// Written is what a write answers: the record as it is now, and the number of its change for waitFor.
type Written[T any] struct {
	Record *T
	Change int64
	// Blockers say why a gated step was not taken; then nothing was written and Record is nil.
	Blockers []*process.Blocker
}

// gated turns the refusal of a step that is a gate into its answer: what is in the way, as data.
func gated[T any](done Written[T], err error) (Written[T], error) {
	var refused *process.Error
	if errors.As(err, &refused) && len(refused.Blockers) > 0 {
		return Written[T]{Blockers: pointers(refused.Blockers)}, nil
	}
	return done, err
}

// pointers is a list as GraphQL answers it.
func pointers[T any](all []T) []*T {
	list := make([]*T, len(all))
	for i := range all {
		list[i] = &all[i]
	}
	return list
}

// writing is one transaction of the desk: the changes made in it go to the change log before it commits.
type writing struct {
	tx      *ent.Tx
	desk    *Desk
	viewer  *process.Viewer
	at      time.Time // of all its writes
	changes []*change
	// quiet work tells nobody: what an import brings happened elsewhere.
	quiet bool
	// opportunities tells the opportunity behind the records touched in this transaction.
	opportunities map[string]string
}

type writingKey struct{}

// newID makes the id of a new record.
func (w *writing) newID(e process.Entity) string { return w.desk.ids.next(e, w.desk.now()) }

// transact runs one use case: begin, work, notifications, change log, commit. It answers with the number of the last change.
func (d *Desk) transact(ctx context.Context, work func(ctx context.Context, w *writing) error) (last int64, err error) {
	v, err := signedIn(ctx)
	if err != nil {
		return 0, err
	}
	tx, err := d.writer.Tx(ctx)
	if err != nil {
		return 0, err
	}
	defer func() {
		if err != nil {
			_ = tx.Rollback()
		}
	}()
	w := &writing{tx: tx, desk: d, viewer: v, at: d.now()}
	ctx = context.WithValue(ctx, writingKey{}, w)
	if err := work(ctx, w); err != nil {
		return 0, explain(err)
	}
	if err := w.tell(ctx); err != nil {
		return 0, explain(err)
	}
	if last, err = w.log(ctx); err != nil {
		return 0, err
	}
	if err := tx.Commit(); err != nil {
		return 0, err
	}
	forgetOwned(ctx)
	d.gate.guarding.forget(w.changes)
	_ = d.store.Notify(ctx, changesChannel) // only a hint: readers look for themselves too
	return last, nil
}

// changesChannel wakes the readers of the change log.
const changesChannel = "bidwell_changes"

// create runs a use case that makes a record.
func create[T any](ctx context.Context, d *Desk, e process.Entity, save func(ctx context.Context, w *writing, id string) (*T, error)) (Written[T], error) {
	var made *T
	last, err := d.transact(ctx, func(ctx context.Context, w *writing) (err error) {
		made, err = save(ctx, w, w.newID(e))
		return err
	})
	return finish(made, last, err)
}

// change runs a use case that changes the record id as it was read at version.
func update[T any](ctx context.Context, d *Desk, e process.Entity, id string, version int, save func(ctx context.Context, w *writing) (*T, error)) (Written[T], error) {
	var changed *T
	last, err := d.transact(ctx, func(ctx context.Context, w *writing) (err error) {
		if err := w.lock(ctx, e, id, version); err != nil {
			return err
		}
		changed, err = save(ctx, w)
		return err
	})
	return finish(changed, last, err)
}

// finish lets a record outlive its transaction, so that the answer can read its edges.
func finish[T any](record *T, last int64, err error) (Written[T], error) {
	if err != nil {
		return Written[T]{}, err
	}
	if r, ok := any(record).(interface{ Unwrap() *T }); ok {
		record = r.Unwrap()
	}
	return Written[T]{Record: record, Change: last}, nil
}

// lock refuses to go on when the record is missing, hidden or archived, or no longer at the version the caller read, and
// holds it against other writers until the transaction ends.
func (w *writing) lock(ctx context.Context, e process.Entity, id string, version int) error {
	return w.hold(ctx, e, id, &version, false)
}

func (w *writing) hold(ctx context.Context, e process.Entity, id string, version *int, archivedToo bool) error {
	if err := process.CheckID("id", id, e); err != nil {
		return err
	}
	s := sql.Dialect(w.desk.store.Dialect()).Select("version", "archived_at").From(table(e)).Where(sql.EQ("id", id))
	narrow(s, w.viewer, e)
	if w.desk.store.Dialect() == "postgres" {
		s.For(sql.LockNoKeyUpdate) // excludes other writers, and lets parts that name the record come and go meanwhile
	}
	query, args := s.Query()
	rows, err := w.tx.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return err
		}
		return process.NotFound(id)
	}
	var now int
	var archived sql.NullTime
	if err := errors.Join(rows.Scan(&now, &archived), rows.Close()); err != nil {
		return err
	}
	if archived.Valid && !archivedToo {
		return process.NewError(process.CodeConflict, process.MsgArchived)
	}
	if err := checkVersion(version, now); err != nil || e != ent.TypeProposal {
		return err
	}
	return w.opens(ctx, id)
}
