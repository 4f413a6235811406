package desk

import (
	"context"
	"strconv"
	"unicode/utf8"

	"bidwell/ent"
	"bidwell/process"
)

// SetPasswordInput is a new password of a user; Current is needed by those who change their own.
type SetPasswordInput struct {
	UserID   string
	Current  *string
	Password string
}

// SetPassword sets a password and ends the user's sessions, but for the one it is set from. Administrators set those of
// others. Wrong current passwords count as failed sign-ins. Errors: FORBIDDEN, NOT_FOUND, RATE_LIMITED, VALIDATION_FAILED.
func (d *Desk) SetPassword(ctx context.Context, in SetPasswordInput) (Written[ent.User], error) {
	v, err := signedIn(ctx)
	if err != nil {
		return Written[ent.User]{}, err
	}
	if err := mayChangePassword(v, in); err != nil {
		return Written[ent.User]{}, err
	}
	if v.UserID == in.UserID {
		if err := d.checkCurrent(ctx, in); err != nil {
			return Written[ent.User]{}, err
		}
	}
	hash, err := d.gate.hash(ctx, in.Password)
	if err != nil {
		return Written[ent.User]{}, err
	}
	defer d.gate.viewers.forget()
	var changed *ent.User
	last, err := d.transact(allow(ctx), func(ctx context.Context, w *writing) (err error) {
		changed, err = w.keepPassword(ctx, in.UserID, hash)
		return err
	})
	return finish(changed, last, err)
}

func mayChangePassword(v *process.Viewer, in SetPasswordInput) error {
	if err := process.CheckID("userID", in.UserID, ent.TypeUser); err != nil {
		return err
	}
	switch {
	case v.UserID != in.UserID && !process.IsAdmin(v):
		return process.NewError(process.CodeForbidden, process.MsgForbidden)
	case v.Scope == process.TokenScopeRead:
		return process.NewError(process.CodeForbidden, process.MsgScopeMissing, "scope", string(process.TokenScopeWrite))
	case v.UserID == in.UserID && (in.Current == nil || *in.Current == ""):
		return process.Invalid("current", process.MsgRequired)
	}
	return checkPassword(in.Password)
}

func checkPassword(password string) error {
	switch n := utf8.RuneCountInString(password); {
	case n < process.MinPassword:
		return process.Invalid("password", process.MsgPasswordShort, "min", strconv.Itoa(process.MinPassword))
	case n > process.MaxPassword:
		return process.Invalid("password", process.MsgTooLong, "max", strconv.Itoa(process.MaxPassword))
	}
	return process.CheckText("password", password)
}

func (d *Desk) checkCurrent(ctx context.Context, in SetPasswordInput) error {
	u, err := d.ViewerUser(ctx, &process.Viewer{UserID: in.UserID})
	if err != nil {
		return err
	}
	if err := d.countAttempt(ctx, u.ID); err != nil {
		return err
	}
	matches, err := d.gate.matches(ctx, limited(*in.Current), u.PasswordHash)
	if err == nil && !matches {
		err = process.Invalid("current", process.MsgPasswordWrong)
	}
	return err
}

// keepPassword stores the hash of a password, and lets its user try again if the account was locked. A link to set one is
// of no use any more.
func (w *writing) keepPassword(ctx context.Context, userID, hash string) (*ent.User, error) {
	if err := w.keepAttempts(ctx, userID, attempts{}); err != nil {
		return nil, err
	}
	if err := w.endSessions(ctx, userID, w.viewer.Credential); err != nil {
		return nil, err
	}
	u, err := w.tx.User.Get(AsSystem(ctx), userID)
	if ent.IsNotFound(err) {
		return nil, process.NotFound(userID)
	}
	if err != nil {
		return nil, err
	}
	return endLink(w.tx.User.UpdateOneID(userID).SetPasswordHash(hash), u).Save(ctx)
}
