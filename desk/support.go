package desk

import (
	"context"
	"time"

	"bidwell/ent"
	"bidwell/process"
)

// CreateSupportRequestInput asks for help.
type CreateSupportRequestInput struct {
	OpportunityID, AssigneeID *string
	Type                      process.SupportType
	Title                     string
	Description               *string
	Department                *process.Department
	Raci                      []process.Raci
	NeededBy                  *time.Time
}

// CreateSupportRequest asks for help as the viewer: when it has to be answered and done is computed on the working
// calendar by the targets of its type. Errors: FORBIDDEN, NOT_FOUND for records it refers to, VALIDATION_FAILED, also
// for a day that has passed.
func (d *Desk) CreateSupportRequest(ctx context.Context, in CreateSupportRequestInput) (Written[ent.SupportRequest], error) {
	calendar, err := d.Calendar(ctx)
	if err != nil {
		return Written[ent.SupportRequest]{}, err
	}
	return create(ctx, d, ent.TypeSupportRequest, func(ctx context.Context, w *writing, id string) (*ent.SupportRequest, error) {
		now := d.now()
		if in.NeededBy != nil && in.NeededBy.Before(now) {
			return nil, process.Invalid("neededBy", process.MsgPast)
		}
		if err := process.CheckRaci(in.Raci); err != nil {
			return nil, err
		}
		if err := w.supportNames(ctx, in.OpportunityID, in.AssigneeID, in.Raci); err != nil {
			return nil, err
		}
		respondBy, resolveBy := process.SupportDue(calendar, in.Type, now)
		c := w.tx.SupportRequest.Create().SetID(id).SetType(in.Type).SetTitle(in.Title).SetNillableDescription(in.Description).
			SetNillableDepartment(in.Department).SetNillableOpportunityID(in.OpportunityID).SetNillableNeededBy(in.NeededBy).
			SetRespondBy(respondBy).SetResolveBy(resolveBy)
		c.SetNillableRequesterID(w.hand())
		if in.AssigneeID != nil {
			c.SetAssigneeID(*in.AssigneeID).SetStatus(process.SupportStatusAssigned)
		}
		if len(in.Raci) > 0 {
			c.SetRaci(in.Raci)
		}
		return c.Save(ctx)
	})
}

// supportNames refuses what a request may not name: missing or archived records, and users who have left.
func (w *writing) supportNames(ctx context.Context, opportunityID, assigneeID *string, raci []process.Raci) error {
	if opportunityID != nil {
		if err := w.hold(ctx, ent.TypeOpportunity, *opportunityID, nil, false); err != nil {
			return field("opportunityID", err)
		}
	}
	if assigneeID != nil {
		if err := w.colleague(ctx, "assigneeID", *assigneeID); err != nil {
			return err
		}
	}
	if len(raci) > maxRaci {
		return process.Invalid("raci", process.MsgTooLongField)
	}
	for _, r := range raci {
		if r.UserID == "" {
			continue
		}
		if err := w.colleague(ctx, "raci", r.UserID); err != nil {
			return err
		}
	}
	return nil
}

// maxRaci bounds how many parts a request has.
const maxRaci = 50

// colleague refuses an id that names nobody who works here now.
func (w *writing) colleague(ctx context.Context, name, id string) error {
	if err := process.CheckID(name, id, ent.TypeUser); err != nil {
		return err
	}
	u, err := w.tx.User.Get(ctx, id)
	if ent.IsNotFound(err) || err == nil && (!u.Active || u.ArchivedAt != nil) {
		return process.NotFound(id)
	}
	return err
}

// field says which field an error is about, when it does not say so itself.
func field(name string, err error) error {
	refused, ok := err.(*process.Error) //nolint:errorlint // only the error itself is about the field
	if !ok || refused.Field != "" && refused.Field != "id" {
		return err
	}
	named := *refused
	named.Field = name
	return &named
}

// supportStep runs one step of a support request: it holds the record, checks whose step it is and the move of its
// status, if it has one, and saves.
func (d *Desk) supportStep(ctx context.Context, step process.SupportStep, id string, version int, to string, save func(ctx context.Context, w *writing, r *ent.SupportRequest) (*ent.SupportRequestUpdateOne, error)) (Written[ent.SupportRequest], error) {
	return update(ctx, d, ent.TypeSupportRequest, id, version, func(ctx context.Context, w *writing) (*ent.SupportRequest, error) {
		r, err := w.tx.SupportRequest.Get(ctx, id)
		if err != nil {
			return nil, err
		}
		if err := process.CheckSupportStep(w.viewer, step, value(r.RequesterID), value(r.AssigneeID), to); err != nil {
			return nil, err
		}
		u, err := save(ctx, w, r)
		if err != nil {
			return nil, err
		}
		return u.Save(ctx)
	})
}

// AssignSupportRequestInput gives a support request to somebody.
type AssignSupportRequestInput struct {
	ID         string
	Version    int
	AssigneeID string
}

// AssignSupportRequest gives a support request to somebody, who may also take one that nobody has. Errors: CONFLICT,
// FORBIDDEN, ILLEGAL_TRANSITION once it has ended, NOT_FOUND.
func (d *Desk) AssignSupportRequest(ctx context.Context, in AssignSupportRequestInput) (Written[ent.SupportRequest], error) {
	return d.supportStep(ctx, process.SupportAssign, in.ID, in.Version, in.AssigneeID, func(ctx context.Context, w *writing, r *ent.SupportRequest) (*ent.SupportRequestUpdateOne, error) {
		if err := w.colleague(ctx, "assigneeID", in.AssigneeID); err != nil {
			return nil, err
		}
		u := r.Update().SetAssigneeID(in.AssigneeID)
		switch {
		case r.Status == process.SupportStatusNew:
			u.SetStatus(process.SupportStatusAssigned)
		case process.SupportEnded(r.Status):
			return nil, process.CheckSupportStatus(r.Status, process.SupportStatusAssigned)
		}
		return u, nil
	})
}

// StartSupportRequest begins work on a support request: that answers it. Errors: CONFLICT, FORBIDDEN,
// ILLEGAL_TRANSITION, NOT_FOUND.
func (d *Desk) StartSupportRequest(ctx context.Context, in RecordInput) (Written[ent.SupportRequest], error) {
	return d.supportStep(ctx, process.SupportStart, in.ID, in.Version, "", func(_ context.Context, w *writing, r *ent.SupportRequest) (*ent.SupportRequestUpdateOne, error) {
		if r.Status != process.SupportStatusAssigned { // from a pause it is resumed, from its end reopened
			return nil, illegal(r.Status, process.SupportStatusInProgress)
		}
		return w.answered(r.Update().SetStatus(process.SupportStatusInProgress), r), nil
	})
}

// answered notes the first response, if what the viewer does is one.
func (w *writing) answered(u *ent.SupportRequestUpdateOne, r *ent.SupportRequest) *ent.SupportRequestUpdateOne {
	if r.FirstResponseAt == nil && process.CountsAsResponse(value(r.RequesterID), w.viewer.UserID) {
		u.SetFirstResponseAt(w.desk.now())
	}
	return u
}

func illegal[S ~string](from, to S) error {
	return process.NewError(process.CodeIllegalTransition, process.MsgIllegalTransition, "from", string(from), "to", string(to))
}

// CompleteSupportRequestInput is what came of a support request.
type CompleteSupportRequestInput struct {
	ID      string
	Version int
	Result  string
}

// CompleteSupportRequest ends a support request with its result. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION,
// NOT_FOUND, VALIDATION_FAILED without a result.
func (d *Desk) CompleteSupportRequest(ctx context.Context, in CompleteSupportRequestInput) (Written[ent.SupportRequest], error) {
	return d.supportStep(ctx, process.SupportComplete, in.ID, in.Version, "", func(_ context.Context, w *writing, r *ent.SupportRequest) (*ent.SupportRequestUpdateOne, error) {
		if err := process.CheckSupportStatus(r.Status, process.SupportStatusDone); err != nil {
			return nil, err
		}
		if in.Result == "" {
			return nil, process.Invalid("result", process.MsgRequired)
		}
		return w.answered(r.Update().SetStatus(process.SupportStatusDone).SetDoneAt(d.now()).SetResult(in.Result), r), nil
	})
}
