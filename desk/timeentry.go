package desk

import (
	"context"

	"bidwell/ent"
)

// CreateTimeEntry makes a time entry. Errors: FORBIDDEN, VALIDATION_FAILED, NOT_FOUND for records it refers to.
func (d *Desk) CreateTimeEntry(ctx context.Context, in ent.CreateTimeEntryInput) (Written[ent.TimeEntry], error) {
	return create(ctx, d, ent.TypeTimeEntry, func(ctx context.Context, w *writing, id string) (*ent.TimeEntry, error) {
		return w.tx.TimeEntry.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateTimeEntry changes a time entry. Errors: CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateTimeEntry(ctx context.Context, in ent.UpdateTimeEntryInput) (Written[ent.TimeEntry], error) {
	return update(ctx, d, ent.TypeTimeEntry, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.TimeEntry, error) {
		return w.tx.TimeEntry.UpdateOneID(in.ID).SetInput(in).Save(ctx)
	})
}
