package desk

import (
	"context"
	"time"

	"bidwell/ent"
	"bidwell/process"
)

// ReasonInput is a step taken with a record for a reason.
type ReasonInput struct {
	ID      string
	Version int
	Reason  string
}

// WaitForRequester stops the clock of a support request until the requester has answered. Asking answers the request.
// Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND.
func (d *Desk) WaitForRequester(ctx context.Context, in RecordInput) (Written[ent.SupportRequest], error) {
	return d.supportStep(ctx, process.SupportWait, in.ID, in.Version, "", func(_ context.Context, w *writing, r *ent.SupportRequest) (*ent.SupportRequestUpdateOne, error) {
		if err := process.CheckSupportStatus(r.Status, process.SupportStatusWaitingForRequester); err != nil {
			return nil, err
		}
		u := r.Update().SetStatus(process.SupportStatusWaitingForRequester).SetPauses(append(r.Pauses, process.Pause{From: d.now()}))
		return w.answered(u, r), nil
	})
}

// ResumeSupportRequest lets the clock of a waiting request run on: what is due moves by the working time it stood still.
// Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND.
func (d *Desk) ResumeSupportRequest(ctx context.Context, in RecordInput) (Written[ent.SupportRequest], error) {
	calendar, err := d.Calendar(ctx)
	if err != nil {
		return Written[ent.SupportRequest]{}, err
	}
	return d.supportStep(ctx, process.SupportResume, in.ID, in.Version, "", func(_ context.Context, _ *writing, r *ent.SupportRequest) (*ent.SupportRequestUpdateOne, error) {
		if r.Status != process.SupportStatusWaitingForRequester {
			return nil, illegal(r.Status, process.SupportStatusInProgress)
		}
		return goOn(r, r.Update(), calendar, r.Pauses, d.now()), nil
	})
}

// goOn ends the open pause, moves what is still due, and puts the request back in progress.
func goOn(r *ent.SupportRequest, u *ent.SupportRequestUpdateOne, calendar process.Calendar, pauses []process.Pause, at time.Time) *ent.SupportRequestUpdateOne {
	ended, stood := process.Resumed(calendar, pauses, at)
	u.SetStatus(process.SupportStatusInProgress).SetPauses(ended).SetNillableResolveBy(process.Postponed(calendar, r.ResolveBy, stood))
	if r.FirstResponseAt == nil {
		u.SetNillableRespondBy(process.Postponed(calendar, r.RespondBy, stood))
	}
	return u
}

// CancelSupportRequest ends a support request that is no longer needed. Errors: CONFLICT, FORBIDDEN,
// ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED without a reason.
func (d *Desk) CancelSupportRequest(ctx context.Context, in ReasonInput) (Written[ent.SupportRequest], error) {
	return d.supportStep(ctx, process.SupportCancel, in.ID, in.Version, "", func(_ context.Context, _ *writing, r *ent.SupportRequest) (*ent.SupportRequestUpdateOne, error) {
		if err := process.CheckSupportStatus(r.Status, process.SupportStatusCancelled); err != nil {
			return nil, err
		}
		if in.Reason == "" {
			return nil, process.Invalid("reason", process.MsgReasonRequired)
		}
		u := r.Update().SetStatus(process.SupportStatusCancelled).SetResult(in.Reason)
		if n := len(r.Pauses); n > 0 && r.Pauses[n-1].Until == nil {
			ended, _ := process.Resumed(process.Calendar{}, r.Pauses, d.now())
			u.SetPauses(ended)
		}
		return u, nil
	})
}

// ReopenSupportRequest goes on with a support request whose result does not do. The time since it was done counts as a
// pause. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED without a reason.
func (d *Desk) ReopenSupportRequest(ctx context.Context, in ReasonInput) (Written[ent.SupportRequest], error) {
	calendar, err := d.Calendar(ctx)
	if err != nil {
		return Written[ent.SupportRequest]{}, err
	}
	return d.supportStep(ctx, process.SupportReopen, in.ID, in.Version, "", func(_ context.Context, _ *writing, r *ent.SupportRequest) (*ent.SupportRequestUpdateOne, error) {
		if r.Status != process.SupportStatusDone {
			return nil, illegal(r.Status, process.SupportStatusInProgress)
		}
		if in.Reason == "" {
			return nil, process.Invalid("reason", process.MsgReasonRequired)
		}
		pauses := r.Pauses
		if r.DoneAt != nil {
			pauses = append(pauses, process.Pause{From: *r.DoneAt})
		}
		u := r.Update().ClearDoneAt().SetResult(r.Result + "\n\n" + in.Reason)
		return goOn(r, u, calendar, pauses, d.now()), nil
	})
}

// SetSupportRaciInput says who has which part in a support request.
type SetSupportRaciInput struct {
	ID      string
	Version int
	Raci    []process.Raci
}

// SetSupportRaci says who does, answers for, is asked about and is told of a support request. Errors: CONFLICT,
// FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) SetSupportRaci(ctx context.Context, in SetSupportRaciInput) (Written[ent.SupportRequest], error) {
	return d.supportStep(ctx, process.SupportRaci, in.ID, in.Version, "", func(ctx context.Context, w *writing, r *ent.SupportRequest) (*ent.SupportRequestUpdateOne, error) {
		if err := process.CheckRaci(in.Raci); err != nil {
			return nil, err
		}
		if err := w.supportNames(ctx, nil, nil, in.Raci); err != nil {
			return nil, err
		}
		return r.Update().SetRaci(in.Raci), nil
	})
}

// EscalateSupportRequest brings a support request before the line manager of its assignee, and the next time before the
// presales managers. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION when it has ended or was escalated as far as it
// goes, NOT_FOUND.
func (d *Desk) EscalateSupportRequest(ctx context.Context, in RecordInput) (Written[ent.SupportRequest], error) {
	return d.supportStep(ctx, process.SupportEscalate, in.ID, in.Version, "", func(_ context.Context, _ *writing, r *ent.SupportRequest) (*ent.SupportRequestUpdateOne, error) {
		if err := process.CheckEscalation(r.Status, r.Escalation); err != nil {
			return nil, err
		}
		return r.Update().SetEscalation(r.Escalation + 1).SetEscalatedAt(d.now()), nil
	})
}

// clockOf is what the rules know of the clock of a request.
func clockOf(r *ent.SupportRequest) process.SupportClock {
	return process.SupportClock{
		Status: r.Status, RespondBy: r.RespondBy, ResolveBy: r.ResolveBy,
		FirstResponseAt: r.FirstResponseAt, DoneAt: r.DoneAt, Pauses: r.Pauses,
	}
}
