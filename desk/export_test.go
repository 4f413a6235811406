package desk

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/process"
)

// Roots lets tests see which kinds of record are parts of others.
func Roots() map[string][]string { return roots }

// Transact lets tests write records as no use case does.
func (d *Desk) Transact(ctx context.Context, work func(ctx context.Context, tx *ent.Tx, id func(process.Entity) string) error) (int64, error) {
	return d.transact(ctx, func(ctx context.Context, w *writing) error { return work(ctx, w.tx, w.newID) })
}

// StandIn lets tests see with the eyes of a user.
func (d *Desk) StandIn(ctx context.Context, u *ent.User) (*process.Viewer, error) {
	return d.standIn(ctx, d.reader, u)
}

// Narrows tells tests whether queries for a kind of record are narrowed to what a viewer sees.
func Narrows(v *process.Viewer, e process.Entity) bool {
	b := sql.Dialect("sqlite3")
	return process.ReachOf(v, e) != process.ReachAll && (sight{v: v, b: b}).rows(e, b.Table("t").C) != nil
}
