package desk

import (
	"context"
	"slices"
	"time"

	"bidwell/ent"
	"bidwell/process"
)

// CreateRetrospective plans a retrospective, with the departments that the process of its opportunity requires. Errors:
// FORBIDDEN, VALIDATION_FAILED, NOT_FOUND for records it refers to.
func (d *Desk) CreateRetrospective(ctx context.Context, in ent.CreateRetrospectiveInput) (Written[ent.Retrospective], error) {
	return create(ctx, d, ent.TypeRetrospective, func(ctx context.Context, w *writing, id string) (*ent.Retrospective, error) {
		if err := w.aboutProject(ctx, &in.OpportunityID, in.ProjectID); err != nil {
			return nil, err
		}
		if err := w.checkHeld(in.HeldAt); err != nil {
			return nil, err
		}
		c := w.tx.Retrospective.Create().SetID(id).SetInput(in)
		if in.OpportunityID != nil {
			if err := w.hold(ctx, ent.TypeOpportunity, *in.OpportunityID, nil, false); err != nil {
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

// aboutProject holds that a retrospective is about a project of its opportunity, which is the project's unless told.
func (w *writing) aboutProject(ctx context.Context, opportunity **string, project *string) error {
	if project == nil {
		return nil
	}
	if *opportunity != nil {
		return w.partOf(ctx, "projectID", ent.TypeProject, project, **opportunity)
	}
	if err := w.there(ctx, "projectID", ent.TypeProject, *project); err != nil {
		return err
	}
	p, err := w.tx.Project.Get(ctx, *project)
	if err == nil {
		*opportunity = &p.OpportunityID
	}
	return err
}

// checkHeld refuses a retrospective that was held in the future.
func (w *writing) checkHeld(at *time.Time) error {
	if at != nil && at.After(w.desk.now()) {
		return process.Invalid("heldAt", process.MsgFutureTime)
	}
	return nil
}

// UpdateRetrospective changes a retrospective that is not filed; once it was held or waived it stays with its opportunity.
// Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateRetrospective(ctx context.Context, in ent.UpdateRetrospectiveInput) (Written[ent.Retrospective], error) {
	return update(ctx, d, ent.TypeRetrospective, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Retrospective, error) {
		r, err := w.tx.Retrospective.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		moves := in.ClearOpportunity || in.OpportunityID != nil && *in.OpportunityID != value(r.OpportunityID)
		if err := process.CheckRetrospectiveTold(r.Status, moves); err != nil {
			return nil, err
		}
		about, project := in.OpportunityID, in.ProjectID
		if about == nil && !in.ClearOpportunity {
			about = r.OpportunityID
		}
		if project == nil && !in.ClearProject && moves {
			project = r.ProjectID
		}
		if err := w.aboutProject(ctx, &about, project); err != nil {
			return nil, err
		}
		if about != nil && in.OpportunityID == nil {
			in.OpportunityID, in.ClearOpportunity = about, false
		}
		if err := w.checkHeld(in.HeldAt); err != nil {
			return nil, err
		}
		return r.Update().SetInput(in).Save(ctx)
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
	present := slices.Compact(slices.Sorted(slices.Values(in.Departments)))
	return d.moveRetrospective(ctx, in.ID, in.Version, process.RetrospectiveStatusHeld, func(w *writing, u *ent.RetrospectiveUpdateOne) error {
		u.SetHeldAt(or(in.HeldAt, d.now())).SetDepartmentsPresent(present)
		return w.checkHeld(in.HeldAt)
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
	return d.moveRetrospective(ctx, in.ID, in.Version, process.RetrospectiveStatusClosed, func(*writing, *ent.RetrospectiveUpdateOne) error { return nil })
}

func (d *Desk) moveRetrospective(ctx context.Context, id string, version int, to process.RetrospectiveStatus, set func(*writing, *ent.RetrospectiveUpdateOne) error) (Written[ent.Retrospective], error) {
	return update(ctx, d, ent.TypeRetrospective, id, version, func(ctx context.Context, w *writing) (*ent.Retrospective, error) {
		r, err := w.tx.Retrospective.Get(ctx, id)
		if err != nil {
			return nil, err
		}
		if err := process.CheckRetrospectiveStatus(r.Status, to); err != nil {
			return nil, err
		}
		u := r.Update().SetStatus(to)
		if err := set(w, u); err != nil {
			return nil, err
		}
		return u.Save(ctx)
	})
}
