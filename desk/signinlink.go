package desk

import (
	"context"
	"time"

	"bidwell/ent"
	"bidwell/ent/user"
	"bidwell/process"
)

// LinkLife is how long a link works by which somebody sets their password.
const LinkLife = 7 * 24 * time.Hour

// InviteUserInput is somebody who is asked to work with Bidwell.
type InviteUserInput struct {
	Email string
	Role  process.UserRole
	// Name is theirs until they give one; the address unless told.
	Name                        *string
	Language, TeamID, ManagerID *string
}

// SignInLink is a user with the secret of a new link, which is told this once.
type SignInLink struct {
	Written[ent.User]

	Secret string
}

// InviteUser makes a user without a password, and a link by which they set one and are signed in: once, within seven days.
// The server sends another one by e-mail when it sends any. Errors: FORBIDDEN for all but administrators, NOT_FOUND for
// records it refers to, VALIDATION_FAILED, also for an address that somebody has already.
func (d *Desk) InviteUser(ctx context.Context, in InviteUserInput) (SignInLink, error) {
	if err := adminsOnly(ctx); err != nil {
		return SignInLink{}, err
	}
	email, err := checkEmail(&in.Email)
	if err != nil {
		return SignInLink{}, err
	}
	name, secret := *email, newSecret()
	if in.Name != nil {
		name = *in.Name
	}
	done, err := create(ctx, d, ent.TypeUser, func(ctx context.Context, w *writing, id string) (*ent.User, error) {
		hash := digestOf(secret)
		return w.tx.User.Create().SetID(id).SetEmail(*email).SetName(name).SetRole(in.Role).
			SetNillableLanguage(in.Language).SetNillableTeamID(in.TeamID).SetNillableManagerID(in.ManagerID).
			SetLinkPurpose(process.LinkPurposeInvitation).SetLinkUntil(w.at.Add(LinkLife)).SetLinkHash(hash[:]).SetLinkUnsent(true).Save(ctx)
	})
	if err != nil {
		return SignInLink{}, err
	}
	return SignInLink{Written: done, Secret: secret}, nil
}

// RenewSignInLink makes a new link for a user: an invitation while they have no password, else one for a new password. An
// older link stops working. Errors: CONFLICT, also for a user who may not sign in, FORBIDDEN for all but administrators,
// NOT_FOUND, VALIDATION_FAILED for a user without an e-mail address.
func (d *Desk) RenewSignInLink(ctx context.Context, in RecordInput) (SignInLink, error) {
	if err := adminsOnly(ctx); err != nil {
		return SignInLink{}, err
	}
	secret := newSecret()
	done, err := update(ctx, d, ent.TypeUser, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.User, error) {
		u, err := w.tx.User.Get(ctx, in.ID)
		switch {
		case err != nil:
			return nil, err
		case !u.Active:
			return nil, process.NewError(process.CodeConflict, process.MsgUserInactive)
		case u.Email == nil:
			return nil, process.Invalid("email", process.MsgRequired)
		}
		purpose, hash := process.LinkPurposeInvitation, digestOf(secret)
		if u.PasswordHash != "" {
			purpose = process.LinkPurposePasswordReset
		}
		return w.tx.User.UpdateOneID(in.ID).SetLinkPurpose(purpose).SetLinkUntil(w.at.Add(LinkLife)).SetLinkHash(hash[:]).
			ClearMailedLinkHash().SetLinkUnsent(true).Save(ctx)
	})
	if err != nil {
		return SignInLink{}, err
	}
	return SignInLink{Written: done, Secret: secret}, nil
}

// RevokeSignInLink ends the link of a user. Errors: CONFLICT, also when there is none, FORBIDDEN for all but
// administrators, NOT_FOUND.
func (d *Desk) RevokeSignInLink(ctx context.Context, in RecordInput) (Written[ent.User], error) {
	if err := adminsOnly(ctx); err != nil {
		return Written[ent.User]{}, err
	}
	return update(ctx, d, ent.TypeUser, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.User, error) {
		u, err := w.tx.User.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if u.LinkUntil == nil {
			return nil, process.NewError(process.CodeConflict, process.MsgLinkNone)
		}
		return endLink(w.tx.User.UpdateOneID(in.ID), u).Save(ctx)
	})
}

// endLink makes the link of a user useless, if one is out.
func endLink(change *ent.UserUpdateOne, of *ent.User) *ent.UserUpdateOne {
	if of.LinkUntil == nil {
		return change
	}
	return change.ClearLinkPurpose().ClearLinkUntil().ClearLinkHash().ClearMailedLinkHash().SetLinkUnsent(false)
}

// linked finds the active user of a link that works. What is wrong, was used or is too old takes the same one statement and
// gets the same answer. Errors: FORBIDDEN.
func (d *Desk) linked(ctx context.Context, client *ent.Client, secret string) (*ent.User, error) {
	hash := digestOf(secret)
	u, err := client.User.Query().Where(user.Or(user.LinkHash(hash[:]), user.MailedLinkHash(hash[:])),
		user.LinkUntilGT(d.now()), user.Active(true), user.ArchivedAtIsNil()).Only(AsSystem(ctx))
	if ent.IsNotFound(err) {
		err = process.NewError(process.CodeForbidden, process.MsgLinkBad)
	}
	return u, err
}
