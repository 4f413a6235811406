package desk

import (
	"context"
	"strings"
	"time"

	"bidwell/ent"
	"bidwell/ent/absence"
	"bidwell/process"
)

// RecordAbsenceInput is a time in which somebody is away; the viewer unless told.
type RecordAbsenceInput struct {
	UserID           *string
	DeputyID         string
	StartsAt, EndsAt time.Time
	Reason           string
	WithAuthority    *bool
}

// RecordAbsence records that somebody is away and who stands in for them, who is told. Errors: CONFLICT for a time in which
// they are away already, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) RecordAbsence(ctx context.Context, in RecordAbsenceInput) (Written[ent.Absence], error) {
	return create(ctx, d, ent.TypeAbsence, func(ctx context.Context, w *writing, id string) (*ent.Absence, error) {
		who := or(in.UserID, w.viewer.UserID)
		if err := process.CheckID("userID", who, ent.TypeUser); err != nil {
			return nil, err
		}
		a := process.Absence{UserID: who, DeputyID: in.DeputyID, From: moment(in.StartsAt), Until: moment(in.EndsAt), WithAuthority: value(in.WithAuthority)}
		if err := w.mayBeAway(ctx, a, ""); err != nil {
			return nil, err
		}
		reason, err := reasonOf(in.Reason)
		if err != nil {
			return nil, err
		}
		return w.tx.Absence.Create().SetID(id).SetUserID(a.UserID).SetDeputyID(a.DeputyID).SetStartsAt(a.From).SetEndsAt(a.Until).
			SetReason(reason).SetWithAuthority(a.WithAuthority).Save(ctx)
	})
}

// UpdateAbsenceInput changes an absence; what is not given stays.
type UpdateAbsenceInput struct {
	ID               string
	Version          int
	DeputyID         *string
	StartsAt, EndsAt *time.Time
	Reason           *string
	WithAuthority    *bool
}

// UpdateAbsence changes an absence that is not over. A confirmed authority falls with what it was confirmed for. Errors:
// CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION for one that is over, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateAbsence(ctx context.Context, in UpdateAbsenceInput) (Written[ent.Absence], error) {
	return d.onAbsence(ctx, RecordInput{in.ID, in.Version}, func(ctx context.Context, w *writing, was *ent.Absence) (*ent.Absence, error) {
		a := process.Absence{
			UserID: was.UserID, DeputyID: or(in.DeputyID, was.DeputyID), From: was.StartsAt, Until: was.EndsAt, WithAuthority: or(in.WithAuthority, was.WithAuthority),
		}
		if in.StartsAt != nil {
			a.From = moment(*in.StartsAt)
		}
		if in.EndsAt != nil {
			a.Until = moment(*in.EndsAt)
		}
		if err := w.mayBeAway(ctx, a, was.ID); err != nil {
			return nil, err
		}
		reason, err := reasonOf(or(in.Reason, was.Reason))
		if err != nil {
			return nil, err
		}
		change := was.Update().SetDeputyID(a.DeputyID).SetStartsAt(a.From).SetEndsAt(a.Until).SetReason(reason).SetWithAuthority(a.WithAuthority)
		before := absenceOf(was)
		before.Confirmed = false
		if !before.From.Equal(a.From) || !before.Until.Equal(a.Until) || before.DeputyID != a.DeputyID || before.WithAuthority != a.WithAuthority {
			change.ClearConfirmedByID().ClearConfirmedAt()
		}
		return change.Save(ctx)
	})
}

// EndAbsence ends an absence now; one that has not begun is over before it does. Errors: CONFLICT, FORBIDDEN,
// ILLEGAL_TRANSITION for one that is over, NOT_FOUND.
func (d *Desk) EndAbsence(ctx context.Context, in RecordInput) (Written[ent.Absence], error) {
	return d.onAbsence(ctx, in, func(ctx context.Context, w *writing, was *ent.Absence) (*ent.Absence, error) {
		change := was.Update().SetEndsAt(w.at)
		if was.StartsAt.After(w.at) {
			change.SetStartsAt(w.at)
		}
		return change.Save(ctx)
	})
}

// ConfirmAbsenceAuthority lets the deputy decide within the authority of who is away. Errors: CONFLICT, FORBIDDEN for all but
// administrators who are neither, ILLEGAL_TRANSITION where there is nothing to confirm, NOT_FOUND.
func (d *Desk) ConfirmAbsenceAuthority(ctx context.Context, in RecordInput) (Written[ent.Absence], error) {
	return update(ctx, d, ent.TypeAbsence, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Absence, error) {
		a, err := w.tx.Absence.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckAbsenceConfirmation(w.viewer, absenceOf(a), w.at); err != nil {
			return nil, err
		}
		return a.Update().SetNillableConfirmedByID(w.hand()).SetConfirmedAt(w.at).Save(ctx)
	})
}

// onAbsence changes an absence that is not over, by somebody who may.
func (d *Desk) onAbsence(ctx context.Context, in RecordInput, save func(context.Context, *writing, *ent.Absence) (*ent.Absence, error)) (Written[ent.Absence], error) {
	return update(ctx, d, ent.TypeAbsence, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Absence, error) {
		a, err := w.tx.Absence.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		manager, err := w.text(ctx, ent.TypeUser, "manager_id", a.UserID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckAbsenceBy(w.viewer, a.UserID, manager); err != nil {
			return nil, err
		}
		if !w.at.Before(a.EndsAt) {
			return nil, process.NewError(process.CodeIllegalTransition, process.MsgAbsenceOver)
		}
		return save(ctx, w, a)
	})
}

// mayBeAway holds what an absence has to be: of a colleague, by somebody who may say so, stood in for by another colleague,
// and at a time of its own.
func (w *writing) mayBeAway(ctx context.Context, a process.Absence, id string) error {
	away, err := w.insider(ctx, "userID", a.UserID)
	if err != nil {
		return err
	}
	if err := process.CheckAbsenceBy(w.viewer, a.UserID, value(away.ManagerID)); err != nil {
		return err
	}
	if err := process.CheckAbsence(a, w.at); err != nil {
		return err
	}
	if _, err := w.insider(ctx, "deputyID", a.DeputyID); err != nil {
		return err
	}
	// Of two that are recorded at once, the second waits here and finds the first.
	if err := w.hold(ctx, ent.TypeUser, a.UserID, nil, false); err != nil {
		return err
	}
	other, err := w.tx.Absence.Query().Where(absence.UserID(a.UserID), absence.IDNEQ(id), absence.ArchivedAtIsNil(),
		absence.StartsAtLT(a.Until), absence.EndsAtGT(a.From)).First(AsSystem(ctx))
	if err != nil {
		return ignoreMissing(err)
	}
	return process.NewError(process.CodeConflict, process.MsgAbsenceTwice, "id", other.ID)
}

// insider is an active user inside the company.
func (w *writing) insider(ctx context.Context, field, id string) (*ent.User, error) {
	if err := process.CheckID(field, id, ent.TypeUser); err != nil {
		return nil, err
	}
	u, err := w.tx.User.Get(AsSystem(ctx), id)
	if ent.IsNotFound(err) || err == nil && (!u.Active || u.ArchivedAt != nil || u.Role == process.UserRolePartner) {
		return nil, process.NotFound(id)
	}
	return u, err
}

func absenceOf(a *ent.Absence) process.Absence {
	return process.Absence{
		UserID: a.UserID, DeputyID: a.DeputyID, From: a.StartsAt, Until: a.EndsAt, WithAuthority: a.WithAuthority, Confirmed: a.ConfirmedAt != nil,
	}
}

// moment is a time as both databases keep it.
func moment(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

func reasonOf(text string) (string, error) {
	if text = strings.TrimSpace(text); text == "" {
		return "", process.Invalid("reason", process.MsgRequired)
	}
	return text, nil
}
