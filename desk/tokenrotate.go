package desk

import (
	"context"
	"strconv"
	"time"

	"bidwell/ent"
	"bidwell/ent/apitoken"
	"bidwell/process"
)

// The hours an API token goes on to work beside the one in its place.
const (
	overlapUsual = 24
	overlapMost  = 7 * 24
)

// RotateAPITokenInput names an API token that gives way to a new one.
type RotateAPITokenInput struct {
	ID      string
	Version int
	// OverlapHours is how long the old secret goes on to work, 24 hours unless told, and never beyond its own end.
	OverlapHours *int
}

// RotateAPIToken makes an API token in place of another, with its owner, name, scope and bounds and as long a life, and tells
// its secret this once. The old one works until the overlap ends; its webhook endpoints speak for the new one from now on. Errors: CONFLICT, also for a token that has ended or was
// replaced already, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) RotateAPIToken(ctx context.Context, in RotateAPITokenInput) (IssuedToken, error) {
	v, err := signedIn(ctx)
	if err != nil {
		return IssuedToken{}, err
	}
	overlap := overlapUsual
	if in.OverlapHours != nil {
		overlap = *in.OverlapHours
	}
	switch {
	case overlap < 0 || overlap > overlapMost:
		return IssuedToken{}, process.Invalid("overlapHours", process.MsgOutOfRange, "min", "0", "max", strconv.Itoa(overlapMost))
	case v.Bound():
		return IssuedToken{}, process.NewError(process.CodeForbidden, process.MsgForbidden)
	}
	defer d.gate.viewers.forget()
	secret := tokenPrefix + newSecret()
	done, err := update(ctx, d, ent.TypeAPIToken, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.APIToken, error) {
		old, err := w.rotatable(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if ends := w.at.Add(time.Duration(overlap) * time.Hour); ends.Before(old.ExpiresAt) {
			if err := w.tx.APIToken.UpdateOneID(old.ID).SetExpiresAt(ends).Exec(ctx); err != nil {
				return nil, err
			}
		}
		hash := digestOf(secret)
		made, err := w.tx.APIToken.Create().SetID(w.newID(ent.TypeAPIToken)).SetUserID(old.UserID).SetName(old.Name).
			SetPrefix(secret[:len(tokenPrefix)+8]).SetSecretHash(hash[:]).SetScope(old.Scope).SetReplacesID(old.ID).
			SetExpiresAt(w.at.Add(min(old.ExpiresAt.Sub(old.CreatedAt), maxTokenLife))).
			SetReads(old.Reads).SetWrites(old.Writes).SetCustomerIds(old.CustomerIds).SetOpportunityIds(old.OpportunityIds).SetFieldGroups(old.FieldGroups).Save(ctx)
		if err != nil {
			return nil, err
		}
		return made, w.takeWebhooksAlong(ctx, old.ID, made.ID)
	})
	if err != nil {
		return IssuedToken{}, err
	}
	return IssuedToken{Written: done, Secret: secret}, nil
}

// rotatable is a token that works and was not replaced, which the viewer could have made as it is.
func (w *writing) rotatable(ctx context.Context, id string) (*ent.APIToken, error) {
	old, err := w.tx.APIToken.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	owner, err := w.tx.User.Get(AsSystem(ctx), old.UserID)
	if err != nil {
		return nil, err
	}
	if err := checkScope(w.viewer, owner, old.Scope); err != nil {
		return nil, err
	}
	replaced, err := w.tx.APIToken.Query().Where(apitoken.ReplacesID(id)).Exist(AsSystem(ctx))
	switch {
	case err != nil:
		return nil, err
	case replaced:
		return nil, process.NewError(process.CodeConflict, process.MsgTokenReplaced)
	case !w.at.Before(old.ExpiresAt):
		return nil, process.NewError(process.CodeConflict, process.MsgTokenEnded)
	}
	return old, nil
}
