package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"bidwell/ent"
	"bidwell/process"
)

// An API token lasts tokenLife unless told otherwise, and never longer than maxTokenLife.
const (
	tokenLife    = 90 * 24 * time.Hour
	maxTokenLife = 366 * 24 * time.Hour
)

// CreateAPITokenInput is a new API token: for 90 days unless told, and of the caller unless an administrator names
// another user.
type CreateAPITokenInput struct {
	Name      string
	Scope     process.TokenScope
	ExpiresAt *time.Time
	UserID    *string
	// Reads and Writes narrow it to types of record, CustomerIDs and OpportunityIDs to those and what belongs to them.
	Reads, Writes               []string
	CustomerIDs, OpportunityIDs []string
	// FieldGroups are the groups of fields it may read; all that its owner may when empty.
	FieldGroups []process.FieldGroup
}

// IssuedToken is a new API token with its secret, which is told this once.
type IssuedToken struct {
	Written[ent.APIToken]
	Secret string
}

// CreateAPIToken makes an API token and tells its secret this once. Nobody can make one that may do more than they
// themselves or its owner. Errors: FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) CreateAPIToken(ctx context.Context, in CreateAPITokenInput) (IssuedToken, error) {
	v, err := signedIn(ctx)
	if err != nil {
		return IssuedToken{}, err
	}
	owner, err := d.tokenOwner(ctx, v, in)
	if err != nil {
		return IssuedToken{}, err
	}
	if err := checkScope(v, owner, in.Scope); err != nil {
		return IssuedToken{}, err
	}
	expires, err := d.tokenExpiry(in.ExpiresAt)
	if err != nil {
		return IssuedToken{}, err
	}
	if err := d.checkBounds(ctx, v, in); err != nil {
		return IssuedToken{}, err
	}
	secret := tokenPrefix + newSecret()
	written, err := create(ctx, d, ent.TypeAPIToken, func(ctx context.Context, w *writing, id string) (*ent.APIToken, error) {
		hash := digestOf(secret)
		return w.tx.APIToken.Create().SetID(id).SetUserID(owner.ID).SetName(in.Name).SetPrefix(secret[:len(tokenPrefix)+8]).
			SetSecretHash(hash[:]).SetScope(in.Scope).SetExpiresAt(expires).
			SetReads(in.Reads).SetWrites(in.Writes).SetCustomerIds(in.CustomerIDs).SetOpportunityIds(in.OpportunityIDs).
			SetFieldGroups(in.FieldGroups).Save(ctx)
	})
	if err != nil {
		return IssuedToken{}, err
	}
	return IssuedToken{Written: written, Secret: secret}, nil
}

// tokenOwner is the user a new token acts for.
func (d *Desk) tokenOwner(ctx context.Context, v *process.Viewer, in CreateAPITokenInput) (*ent.User, error) {
	if in.UserID == nil && v.System {
		return nil, process.Invalid("userID", process.MsgRequired)
	}
	if in.UserID == nil || *in.UserID == v.UserID {
		return d.ViewerUser(ctx, v)
	}
	if !process.IsAdmin(v) {
		return nil, process.NewError(process.CodeForbidden, process.MsgForbidden)
	}
	if err := process.CheckID("userID", *in.UserID, ent.TypeUser); err != nil {
		return nil, err
	}
	return d.ViewerUser(ctx, &process.Viewer{UserID: *in.UserID})
}

// checkScope keeps a token within what its maker's credential and its owner's role allow.
func checkScope(v *process.Viewer, owner *ent.User, scope process.TokenScope) error {
	rising := []process.TokenScope{process.TokenScopeRead, process.TokenScopeWrite, process.TokenScopeAdmin}
	switch rank := slices.Index(rising, scope); {
	case rank < 0:
		return process.Invalid("scope", process.MsgEnumUnknown, "enum", "TokenScope")
	case rank > slices.Index(rising, v.Scope):
		return process.NewError(process.CodeForbidden, process.MsgScopeMissing, "scope", string(scope))
	case scope == process.TokenScopeAdmin && owner.Role != process.UserRoleAdmin:
		return process.NewError(process.CodeForbidden, process.MsgForbidden)
	}
	return nil
}

// maxBounds is how many types, customers and opportunities a token names at most, of each.
const maxBounds = 100

// checkBounds refuses what a token cannot be bound to: types that are none, and records its maker does not see. A token of a
// credential that is bound itself could reach further than that, so it makes none.
func (d *Desk) checkBounds(ctx context.Context, v *process.Viewer, in CreateAPITokenInput) error {
	if v.Bound() {
		return process.NewError(process.CodeForbidden, process.MsgForbidden)
	}
	if err := process.CheckFieldGroups(in.FieldGroups); err != nil {
		return err
	}
	for name, types := range map[string][]string{"reads": in.Reads, "writes": in.Writes} {
		if len(types) > maxBounds {
			return process.Invalid(name, process.MsgTooLongField)
		}
		for _, t := range types {
			if _, known := process.Entities()[process.Entity(t)]; !known {
				return process.Invalid(name, process.MsgEnumUnknown, "enum", "type")
			}
		}
	}
	for e, ids := range map[process.Entity][]string{ent.TypeCustomer: in.CustomerIDs, ent.TypeOpportunity: in.OpportunityIDs} {
		name := strings.ToLower(string(e)) + "IDs"
		if len(ids) > maxBounds {
			return process.Invalid(name, process.MsgTooLongField)
		}
		for _, id := range ids {
			if err := process.CheckID(name, id, e); err != nil {
				return err
			}
			if err := d.checkVisible(ctx, v, id); err != nil {
				return field(name, err)
			}
		}
	}
	return nil
}

func (d *Desk) tokenExpiry(asked *time.Time) (time.Time, error) {
	now := d.now()
	if asked == nil {
		return now.Add(tokenLife), nil
	}
	if latest := now.Add(maxTokenLife); !asked.After(now) || asked.After(latest) {
		return time.Time{}, process.Invalid("expiresAt", process.MsgOutOfRange, "min", now.Format(time.RFC3339), "max", latest.Format(time.RFC3339))
	}
	return asked.UTC().Truncate(time.Microsecond), nil
}

// RevokeAPIToken ends an API token at once and for good: it is archived, and restoring it does not revive it.
// Errors: CONFLICT, FORBIDDEN, NOT_FOUND.
func (d *Desk) RevokeAPIToken(ctx context.Context, in RecordInput) (Written[ent.APIToken], error) {
	defer d.gate.viewers.forget()
	return update(ctx, d, ent.TypeAPIToken, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.APIToken, error) {
		now := w.desk.now()
		return w.tx.APIToken.UpdateOneID(in.ID).SetArchivedAt(now).SetExpiresAt(now).Save(ctx)
	})
}
