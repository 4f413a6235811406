package desk

import (
	"context"
	"time"

	"bidwell/ent"
	"bidwell/process"
)

// CreateUser makes a user.
func (d *Desk) CreateUser(ctx context.Context, in ent.CreateUserInput) (Written[ent.User], error) {
	return create(ctx, d, ent.TypeUser, func(ctx context.Context, w *writing, id string) (*ent.User, error) {
		return w.tx.User.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateUser changes a user.
func (d *Desk) UpdateUser(ctx context.Context, in ent.UpdateUserInput) (Written[ent.User], error) {
	return update(ctx, d, ent.TypeUser, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.User, error) {
		return w.tx.User.UpdateOneID(in.ID).SetInput(in).Save(ctx)
	})
}

// SetPasswordInput is a new password of a user.
type SetPasswordInput struct {
	UserID   string
	Current  *string
	Password string
}

// SetPassword sets a password.
func (d *Desk) SetPassword(ctx context.Context, in SetPasswordInput) (Written[ent.User], error) {
	return Written[ent.User]{}, process.NewError(process.CodeUnavailable, process.MsgUnavailable)
}

// CreateAPITokenInput is a new API token.
type CreateAPITokenInput struct {
	Name      string
	Scope     process.TokenScope
	ExpiresAt *time.Time
	UserID    *string
}

// IssuedToken is a new API token with its secret, which is told this once.
type IssuedToken struct {
	Written[ent.APIToken]
	Secret string
}

// CreateAPIToken makes an API token and tells its secret this once.
func (d *Desk) CreateAPIToken(ctx context.Context, in CreateAPITokenInput) (IssuedToken, error) {
	return IssuedToken{}, process.NewError(process.CodeUnavailable, process.MsgUnavailable)
}

// RevokeAPIToken ends an API token at once.
func (d *Desk) RevokeAPIToken(ctx context.Context, in RecordInput) (Written[ent.APIToken], error) {
	return Written[ent.APIToken]{}, process.NewError(process.CodeUnavailable, process.MsgUnavailable)
}

// Viewer tells who is asking. Errors: UNAUTHENTICATED.
func (d *Desk) Viewer(ctx context.Context) (*process.Viewer, error) { return signedIn(ctx) }

// ViewerUser is the user behind a viewer.
func (d *Desk) ViewerUser(ctx context.Context, v *process.Viewer) (*ent.User, error) {
	return d.reader.User.Get(AsSystem(ctx), v.UserID)
}
