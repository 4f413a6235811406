package desk

import (
	"context"

	"bidwell/ent"
)

// CreateCalendarDay makes a calendar day. Errors: FORBIDDEN, VALIDATION_FAILED, NOT_FOUND for records it refers to.
func (d *Desk) CreateCalendarDay(ctx context.Context, in ent.CreateCalendarDayInput) (Written[ent.CalendarDay], error) {
	return create(ctx, d, ent.TypeCalendarDay, func(ctx context.Context, w *writing, id string) (*ent.CalendarDay, error) {
		return w.tx.CalendarDay.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateCalendarDay changes a calendar day. Errors: CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateCalendarDay(ctx context.Context, in ent.UpdateCalendarDayInput) (Written[ent.CalendarDay], error) {
	return update(ctx, d, ent.TypeCalendarDay, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.CalendarDay, error) {
		return w.tx.CalendarDay.UpdateOneID(in.ID).SetInput(in).Save(ctx)
	})
}
