package desk

import (
	"context"
	"strings"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/ent/session"
	"bidwell/process"
)

// Sessions are the sessions of the signed-in user that have not ended, the newest first. Errors: FORBIDDEN for API tokens,
// UNAUTHENTICATED.
func (d *Desk) Sessions(ctx context.Context) ([]*ent.Session, error) {
	v, err := signedInHere(ctx)
	if err != nil {
		return nil, err
	}
	return d.reader.Session.Query().Where(session.UserID(v.UserID), session.ExpiresAtGT(d.now()), session.ArchivedAtIsNil()).
		Order(session.ByCreatedAt(sql.OrderDesc()), session.ByID()).All(AsSystem(ctx))
}

// EndSession ends one of the sessions of the signed-in user: whoever sits there is signed out, within five seconds where
// another process serves them. Errors: FORBIDDEN for API tokens, NOT_FOUND, UNAUTHENTICATED, VALIDATION_FAILED.
func (d *Desk) EndSession(ctx context.Context, id string) error {
	if err := process.CheckID("id", id, ent.TypeSession); err != nil {
		return err
	}
	return d.endOwn(ctx, func(ctx context.Context, w *writing) error {
		s, err := w.tx.Session.Query().
			Where(session.ID(id), session.UserID(w.viewer.UserID), session.ExpiresAtGT(w.desk.now())).Only(AsSystem(ctx))
		if ent.IsNotFound(err) {
			return process.NotFound(id)
		}
		if err != nil {
			return err
		}
		return w.tx.Session.UpdateOneID(s.ID).SetExpiresAt(w.desk.now()).Exec(allow(ctx))
	})
}

// EndOtherSessions signs the user out everywhere but here. Errors: FORBIDDEN for API tokens, UNAUTHENTICATED.
func (d *Desk) EndOtherSessions(ctx context.Context) error {
	return d.endOwn(ctx, func(ctx context.Context, w *writing) error {
		return w.endSessions(ctx, w.viewer.UserID, w.viewer.Credential)
	})
}

func (d *Desk) endOwn(ctx context.Context, work func(ctx context.Context, w *writing) error) error {
	if _, err := signedInHere(ctx); err != nil {
		return err
	}
	defer d.gate.viewers.forget()
	_, err := d.transact(ctx, work)
	return err
}

// signedInHere is signedIn for who came by a session: a token in a program has nothing to do with where people sit.
func signedInHere(ctx context.Context) (*process.Viewer, error) {
	v, err := signedIn(ctx)
	if err == nil && !strings.HasPrefix(v.Credential, process.IDOf(ent.TypeSession, "")) {
		err = process.NewError(process.CodeForbidden, process.MsgForbidden)
	}
	return v, err
}
