package desk

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/ent/absence"
	"bidwell/ent/predicate"
	"bidwell/ent/user"
	"bidwell/process"
)

// away are the absences of active users that are in force now.
func (d *Desk) away(more ...predicate.Absence) []predicate.Absence {
	now := d.now()
	return append(more, absence.StartsAtLTE(now), absence.EndsAtGT(now), absence.ArchivedAtIsNil(),
		absence.HasUserWith(user.Active(true), user.ArchivedAtIsNil()))
}

// steadOf is in whose place the viewer decides; nil for themselves. Errors: FORBIDDEN for somebody the viewer does not stand in
// for now, VALIDATION_FAILED.
func (w *writing) steadOf(ctx context.Context, forUserID *string) (*process.Stead, error) {
	if forUserID == nil {
		return nil, nil
	}
	if err := process.CheckID("forUserID", *forUserID, ent.TypeUser); err != nil {
		return nil, err
	}
	a, err := w.tx.Absence.Query().Where(w.desk.away(absence.UserID(*forUserID), absence.DeputyID(w.viewer.UserID))...).WithUser().First(AsSystem(ctx))
	if ent.IsNotFound(err) {
		return nil, process.NewError(process.CodeForbidden, process.MsgNoDeputy)
	}
	if err != nil {
		return nil, err
	}
	return &process.Stead{Absence: absenceOf(a), Role: a.Edges.User.Role}, nil
}

// steads are those in whose place the viewer stands now, one statement.
func (d *Desk) steads(ctx context.Context, v *process.Viewer) ([]process.Stead, error) {
	if v.UserID == "" {
		return nil, nil
	}
	found, err := d.reader.Absence.Query().Where(d.away(absence.DeputyID(v.UserID))...).WithUser().Order(absence.ByID()).All(AsSystem(ctx))
	if err != nil {
		return nil, err
	}
	all := make([]process.Stead, len(found))
	for i, a := range found {
		all[i] = process.Stead{Absence: absenceOf(a), Role: a.Edges.User.Role}
	}
	return all, nil
}

// deputiesOf are those who stand in for users now, with authority passed on.
func (w *writing) deputiesOf(ctx context.Context, ids []string) ([]string, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := w.tx.Absence.Query().Where(w.desk.away(absence.UserIDIn(ids...), absence.WithAuthority(true), absence.ConfirmedAtNotNil())...).
		Order(absence.ByID()).All(AsSystem(ctx))
	if err != nil {
		return nil, err
	}
	deputies := make([]string, len(found))
	for i, a := range found {
		deputies[i] = a.DeputyID
	}
	return deputies, nil
}

// steadsWork is what waits for those in whose place the viewer stands, as far as the viewer sees it: what waits for them by
// name, and for their role where its authority was passed on.
func (d *Desk) steadsWork(ctx context.Context, v *process.Viewer, steads []process.Stead) ([]*sql.Selector, error) {
	var parts []*sql.Selector
	for _, s := range steads {
		parts = append(parts, d.namedWork(v, s.UserID, s.UserID)...)
		if len(s.Roles(v.Role)) < 2 {
			continue
		}
		gates, err := d.gatesToDecide(ctx, v, s.Role, s.UserID)
		if err != nil {
			return nil, err
		}
		approvals, err := d.approvalsToDecide(ctx, v, s.Role, s.UserID)
		if err != nil {
			return nil, err
		}
		parts = append(parts, gates, approvals)
	}
	return parts, nil
}
