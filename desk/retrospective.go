package desk

import (
	"context"
	"time"

	"bidwell/ent"
	"bidwell/process"
)

// CreateRetrospective makes a retrospective. Errors: FORBIDDEN, VALIDATION_FAILED, NOT_FOUND for records it refers to.
func (d *Desk) CreateRetrospective(ctx context.Context, in ent.CreateRetrospectiveInput) (Written[ent.Retrospective], error) {
	return create(ctx, d, ent.TypeRetrospective, func(ctx context.Context, w *writing, id string) (*ent.Retrospective, error) {
		return w.tx.Retrospective.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateRetrospective changes a retrospective. Errors: CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateRetrospective(ctx context.Context, in ent.UpdateRetrospectiveInput) (Written[ent.Retrospective], error) {
	return update(ctx, d, ent.TypeRetrospective, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Retrospective, error) {
		return w.tx.Retrospective.UpdateOneID(in.ID).SetInput(in).Save(ctx)
	})
}

// HoldRetrospectiveInput says that a retrospective was held, when and with whom.
type HoldRetrospectiveInput struct {
	ID          string
	Version     int
	HeldAt      *time.Time
	Departments []process.Department
}

// HoldRetrospective records that a retrospective was held, now unless told otherwise, with the departments that were
// there. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND.
func (d *Desk) HoldRetrospective(ctx context.Context, in HoldRetrospectiveInput) (Written[ent.Retrospective], error) {
	return update(ctx, d, ent.TypeRetrospective, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Retrospective, error) {
		r, err := w.tx.Retrospective.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckRetrospectiveStatus(r.Status, process.RetrospectiveStatusHeld); err != nil {
			return nil, err
		}
		at := d.now()
		if in.HeldAt != nil {
			at = *in.HeldAt
		}
		return r.Update().SetStatus(process.RetrospectiveStatusHeld).SetHeldAt(at).SetDepartmentsPresent(in.Departments).Save(ctx)
	})
}
