package desk

import (
	"context"
	"net/mail"
	"strings"

	"bidwell/ent"
	"bidwell/process"
)

// CreateUser makes a user, who can sign in once a password is set. Errors: FORBIDDEN for all but administrators,
// VALIDATION_FAILED, NOT_FOUND for records it refers to.
func (d *Desk) CreateUser(ctx context.Context, in ent.CreateUserInput) (Written[ent.User], error) {
	if err := adminsOnly(ctx); err != nil {
		return Written[ent.User]{}, err
	}
	email, err := checkEmail(in.Email)
	if err != nil {
		return Written[ent.User]{}, err
	}
	in.Email = email
	return create(ctx, d, ent.TypeUser, func(ctx context.Context, w *writing, id string) (*ent.User, error) {
		return w.tx.User.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateUser changes a user; one who is made inactive is signed out everywhere, and a link that went to another address is of
// no use any more. Errors: FORBIDDEN for all but
// administrators, CONFLICT, NOT_FOUND, VALIDATION_FAILED, also for somebody who would be their own manager.
func (d *Desk) UpdateUser(ctx context.Context, in ent.UpdateUserInput) (Written[ent.User], error) {
	if err := adminsOnly(ctx); err != nil {
		return Written[ent.User]{}, err
	}
	email, err := checkEmail(in.Email)
	if err != nil {
		return Written[ent.User]{}, err
	}
	in.Email = email
	defer d.gate.viewers.forget()
	return update(ctx, d, ent.TypeUser, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.User, error) {
		if err := w.checkTree(ctx, ent.TypeUser, "manager_id", in.ID, in.ManagerID); err != nil {
			return nil, err
		}
		if in.Active != nil && !*in.Active {
			if err := w.endSessions(ctx, in.ID, ""); err != nil {
				return nil, err
			}
		}
		change := w.tx.User.UpdateOneID(in.ID).SetInput(in)
		if in.Email != nil || in.ClearEmail || in.Active != nil {
			before, err := w.tx.User.Get(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			if in.ClearEmail || in.Email != nil && *in.Email != value(before.Email) || in.Active != nil && !*in.Active {
				endLink(change, before)
			}
		}
		return change.Save(ctx)
	})
}

// Viewer tells who is asking. Errors: UNAUTHENTICATED.
func (d *Desk) Viewer(ctx context.Context) (*process.Viewer, error) { return signedIn(ctx) }

// ViewerUser is the user behind a viewer, whatever the role may read of other users. Errors: NOT_FOUND for the command
// line, which is nobody.
func (d *Desk) ViewerUser(ctx context.Context, v *process.Viewer) (*ent.User, error) {
	u, err := d.reader.User.Get(AsSystem(ctx), v.UserID)
	if ent.IsNotFound(err) {
		return nil, process.NotFound(v.UserID)
	}
	return u, err
}

// adminsOnly refuses everybody but administrators.
func adminsOnly(ctx context.Context) error {
	v, err := signedIn(ctx)
	if err == nil && !process.IsAdmin(v) {
		err = process.NewError(process.CodeForbidden, process.MsgForbidden)
	}
	return err
}

// normalEmail is how addresses are stored and compared.
func normalEmail(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// checkEmail gives the normal form of an address, or refuses it.
func checkEmail(email *string) (*string, error) {
	if email == nil {
		return nil, nil
	}
	normal := normalEmail(*email)
	parsed, err := mail.ParseAddress(normal)
	if err != nil || parsed.Address != normal || strings.ContainsAny(normal, "\"\\ ") {
		return nil, process.Invalid("email", process.MsgEmailBad)
	}
	return &normal, nil
}
