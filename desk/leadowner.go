package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/process"
)

// AssignLeadInput gives a lead to somebody.
type AssignLeadInput struct {
	ID      string
	Version int
	OwnerID string
}

// AssignLead gives a lead to somebody, out of the pool or from somebody else. Errors: CONFLICT, FORBIDDEN, NOT_FOUND.
func (d *Desk) AssignLead(ctx context.Context, in AssignLeadInput) (Written[ent.Lead], error) {
	return update(ctx, d, ent.TypeLead, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Lead, error) {
		return w.tx.Lead.UpdateOneID(in.ID).SetOwnerID(in.OwnerID).ClearPool().Save(ctx)
	})
}

// ClaimLeadInput takes a lead out of the pool.
type ClaimLeadInput struct{ ID string }

// ClaimLead takes a lead out of the pool for the caller; of several who try, one gets it. Errors: CONFLICT when somebody
// has it, FORBIDDEN, NOT_FOUND.
func (d *Desk) ClaimLead(ctx context.Context, in ClaimLeadInput) (Written[ent.Lead], error) {
	var claimed *ent.Lead
	last, err := d.transact(ctx, func(ctx context.Context, w *writing) error {
		if err := w.hold(ctx, ent.TypeLead, in.ID, nil, false); err != nil {
			return err
		}
		l, err := w.tx.Lead.Get(ctx, in.ID)
		if err != nil {
			return err
		}
		if l.OwnerID != nil {
			return process.NewError(process.CodeConflict, process.MsgOwnedAlready)
		}
		claimed, err = l.Update().SetOwnerID(w.viewer.UserID).ClearPool().Save(ctx)
		return err
	})
	return finish(claimed, last, err)
}

// ReleaseLeadInput puts a lead into a pool.
type ReleaseLeadInput struct {
	ID      string
	Version int
	Pool    string
}

// ReleaseLead puts a lead into a pool (公海), where anybody may claim it. Errors: CONFLICT, FORBIDDEN, NOT_FOUND,
// VALIDATION_FAILED.
func (d *Desk) ReleaseLead(ctx context.Context, in ReleaseLeadInput) (Written[ent.Lead], error) {
	return update(ctx, d, ent.TypeLead, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Lead, error) {
		if in.Pool == "" {
			return nil, process.Invalid("pool", process.MsgRequired)
		}
		return w.tx.Lead.UpdateOneID(in.ID).ClearOwnerID().SetPool(in.Pool).Save(ctx)
	})
}
