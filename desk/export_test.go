package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/process"
)

// Write lets tests make records that no use case makes alone, through the hook like everything else.
func (d *Desk) Write(ctx context.Context, work func(ctx context.Context, tx *ent.Tx, id func(process.Entity) string) error) error {
	_, err := d.transact(ctx, func(ctx context.Context, w *writing) error { return work(ctx, w.tx, w.newID) })
	return err
}
