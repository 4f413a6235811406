package desk

import (
	"context"
	"time"

	"bidwell/ent"
	"bidwell/process"
)

// CreateRetrospective plans a retrospective, with the departments that the process of its opportunity requires. Errors:
// FORBIDDEN, VALIDATION_FAILED, NOT_FOUND for records it refers to.
func (d *Desk) CreateRetrospective(ctx context.Context, in ent.CreateRetrospectiveInput) (Written[ent.Retrospective], error) {
	return create(ctx, d, ent.TypeRetrospective, func(ctx context.Context, w *writing, id string) (*ent.Retrospective, error) {
		c := w.tx.Retrospective.Create().SetID(id).SetInput(in)
		if in.OpportunityID != nil {
			if err := w.hold(ctx, ent.TypeOpportunity, *in.OpportunityID, nil, false); err != nil {
				return nil, err
			}
			if err := w.belongs(ctx, *in.OpportunityID, "projectID", in.ProjectID); err != nil {
				return nil, err
			}
			demanded, _, err := w.demanded(ctx, *in.OpportunityID)
			if err != nil {
				return nil, err
			}
			c.SetDepartmentsRequired(demanded.Departments)
		}
		return c.Save(ctx)
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
// there. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED when nobody was there or it has not
// been yet.
func (d *Desk) HoldRetrospective(ctx context.Context, in HoldRetrospectiveInput) (Written[ent.Retrospective], error) {
	if len(in.Departments) == 0 {
		return Written[ent.Retrospective]{}, process.Invalid("departments", process.MsgRequired)
	}
	at := or(in.HeldAt, d.now())
	if at.After(d.now()) {
		return Written[ent.Retrospective]{}, process.Invalid("heldAt", process.MsgFutureTime)
	}
	return d.moveRetrospective(ctx, in.ID, in.Version, process.RetrospectiveStatusHeld, func(u *ent.RetrospectiveUpdateOne) {
		u.SetHeldAt(at).SetDepartmentsPresent(in.Departments)
	})
}

// WaiveRetrospectiveInput says why a retrospective need not be held.
type WaiveRetrospectiveInput struct {
	ID      string
	Version int
	Reason  string
}

// WaiveRetrospective leaves a retrospective out: by rule below the value the process sets, otherwise by a presales
// manager. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED without a reason.
func (d *Desk) WaiveRetrospective(ctx context.Context, in WaiveRetrospectiveInput) (Written[ent.Retrospective], error) {
	return update(ctx, d, ent.TypeRetrospective, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Retrospective, error) {
		r, err := w.tx.Retrospective.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		var amount, from int64
		if r.OpportunityID != nil {
			demanded, value, err := w.demanded(ctx, *r.OpportunityID)
			if err != nil {
				return nil, err
			}
			amount, from = value, demanded.RetrospectiveFrom
		}
		if err := process.CheckWaiveRetrospective(amount, from, w.viewer, in.Reason); err != nil {
			return nil, err
		}
		if err := process.CheckRetrospectiveStatus(r.Status, process.RetrospectiveStatusWaived); err != nil {
			return nil, err
		}
		return r.Update().SetStatus(process.RetrospectiveStatusWaived).SetWaivedReason(in.Reason).Save(ctx)
	})
}

// CloseRetrospective files a retrospective that was held. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND.
func (d *Desk) CloseRetrospective(ctx context.Context, in RecordInput) (Written[ent.Retrospective], error) {
	return d.moveRetrospective(ctx, in.ID, in.Version, process.RetrospectiveStatusClosed, func(*ent.RetrospectiveUpdateOne) {})
}

func (d *Desk) moveRetrospective(ctx context.Context, id string, version int, to process.RetrospectiveStatus, set func(*ent.RetrospectiveUpdateOne)) (Written[ent.Retrospective], error) {
	return update(ctx, d, ent.TypeRetrospective, id, version, func(ctx context.Context, w *writing) (*ent.Retrospective, error) {
		r, err := w.tx.Retrospective.Get(ctx, id)
		if err != nil {
			return nil, err
		}
		if err := process.CheckRetrospectiveStatus(r.Status, to); err != nil {
			return nil, err
		}
		u := r.Update().SetStatus(to)
		set(u)
		return u.Save(ctx)
	})
}
