package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/process"
)

// MergeLeadsInput names two leads that are one.
type MergeLeadsInput struct {
	// ID is the lead that stays, at Version.
	ID      string
	Version int
	// DuplicateID is the one that becomes part of it, at DuplicateVersion.
	DuplicateID      string
	DuplicateVersion int
}

// MergeLeads makes one lead of two: what the first does not know it takes from the duplicate, which is archived and keeps
// its own history under the first. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION for one that was converted or merged,
// NOT_FOUND, VALIDATION_FAILED for a lead and itself.
func (d *Desk) MergeLeads(ctx context.Context, in MergeLeadsInput) (Written[ent.Lead], error) {
	return update(ctx, d, ent.TypeLead, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Lead, error) {
		if in.ID == in.DuplicateID {
			return nil, process.Invalid("duplicateID", process.MsgMergeSelf)
		}
		if err := w.lock(ctx, ent.TypeLead, in.DuplicateID, in.DuplicateVersion); err != nil {
			return nil, err
		}
		stays, err := w.tx.Lead.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		goes, err := w.tx.Lead.Get(ctx, in.DuplicateID)
		if err != nil {
			return nil, err
		}
		if goes.Status == process.LeadStatusConverted || goes.MergedIntoID != nil {
			return nil, process.NewError(process.CodeIllegalTransition, process.MsgMergeConverted)
		}
		if err := goes.Update().SetMergedIntoID(stays.ID).SetArchivedAt(d.now()).Exec(ctx); err != nil {
			return nil, err
		}
		return absorb(stays, goes).Save(ctx)
	})
}

// absorb fills what one lead does not know from another: the earlier arrival and the earlier answer count for both.
func absorb(stays, goes *ent.Lead) *ent.LeadUpdateOne {
	u := stays.Update()
	for _, f := range []struct {
		has, other string
		set        func(string) *ent.LeadUpdateOne
	}{
		{stays.Channel, goes.Channel, u.SetChannel},
		{stays.CreditCode, goes.CreditCode, u.SetCreditCode},
		{stays.ContactName, goes.ContactName, u.SetContactName},
		{stays.Phone, goes.Phone, u.SetPhone},
		{stays.Email, goes.Email, u.SetEmail},
		{stays.Text, goes.Text, u.SetText},
	} {
		if f.has == "" && f.other != "" {
			f.set(f.other)
		}
	}
	if stays.OwnerID == nil && goes.OwnerID != nil {
		u.SetOwnerID(*goes.OwnerID).ClearPool()
	}
	if goes.ReceivedAt.Before(stays.ReceivedAt) {
		u.SetReceivedAt(goes.ReceivedAt).SetNillableRespondBy(goes.RespondBy)
	}
	if goes.FirstResponseAt != nil && (stays.FirstResponseAt == nil || goes.FirstResponseAt.Before(*stays.FirstResponseAt)) {
		u.SetFirstResponseAt(*goes.FirstResponseAt)
	}
	return u
}
