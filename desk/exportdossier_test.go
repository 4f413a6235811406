package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/process"
)

// Dossier lets tests see what the rules are asked about.
func (d *Desk) Dossier(ctx context.Context, opportunityID string) (*process.Dossier, error) {
	return d.dossier(ctx, opportunityID)
}

// Put lets tests write records whose use cases are tested elsewhere.
func (d *Desk) Put(ctx context.Context, work func(ctx context.Context, c *ent.Client, id func(process.Entity) string) error) error {
	_, err := d.transact(ctx, func(ctx context.Context, w *writing) error { return work(ctx, w.tx.Client(), w.newID) })
	return err
}
