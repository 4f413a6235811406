package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/ent/opportunity"
	"bidwell/ent/opportunitymember"
	"bidwell/process"
)

// ProtectOpportunityInput says who sees an opportunity; what is nil stays as it is.
type ProtectOpportunityInput struct {
	RecordInput
	NeedToKnow     *bool
	Classification *process.Classification
}

// ProtectOpportunity says who sees an opportunity with all that belongs to it: need-to-know, only its owner, its presales
// lead and its members; classified, only who is cleared for it. Once it answers, this server's searches find none of it for
// others; other servers follow as after any change.
// Errors: CONFLICT, FORBIDDEN for all but its owner, its presales lead, presales managers and administrators, and for a
// classification that the viewer is not cleared for; NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) ProtectOpportunity(ctx context.Context, in ProtectOpportunityInput) (Written[ent.Opportunity], error) {
	if in.Classification != nil {
		v, err := signedIn(ctx)
		if err == nil {
			err = process.CheckClassification(v, *in.Classification)
		}
		if err != nil {
			return Written[ent.Opportunity]{}, err
		}
	}
	done, err := update(ctx, d, ent.TypeOpportunity, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Opportunity, error) {
		o, err := w.tx.Opportunity.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if !process.MayProtect(w.viewer, value(o.OwnerID), value(o.PresalesLeadID)) {
			return nil, process.NewError(process.CodeForbidden, process.MsgForbidden)
		}
		return w.tx.Opportunity.UpdateOneID(in.ID).SetNillableNeedToKnow(in.NeedToKnow).SetNillableClassification(in.Classification).Save(ctx)
	})
	if err == nil {
		d.show(ctx)
	}
	return done, err
}

// show brings the index up to what was just hidden; where that fails, it follows as after any change.
func (d *Desk) show(ctx context.Context) {
	if d.library == nil {
		return
	}
	bounded, cancel := context.WithTimeout(ctx, searchTime)
	defer cancel()
	if err := d.CatchUp(bounded); err != nil {
		d.options.Log.WarnContext(ctx, "what was protected is found until the case library has caught up", "error", err)
	}
}

// AddOpportunityMemberInput lets a user into an opportunity.
type AddOpportunityMemberInput struct {
	OpportunityID, UserID string
	Part                  *string
}

// AddOpportunityMember lets a user into an opportunity; archiving the record shows them out again, restoring it lets them in
// again, both for those who may add. Administrators let somebody in without seeing the opportunity, which its owner is told. Errors: CONFLICT for who is
// or was a member, FORBIDDEN for all but its owner, its presales lead, presales managers and administrators; NOT_FOUND.
func (d *Desk) AddOpportunityMember(ctx context.Context, in AddOpportunityMemberInput) (Written[ent.OpportunityMember], error) {
	return create(ctx, d, ent.TypeOpportunityMember, func(ctx context.Context, w *writing, id string) (*ent.OpportunityMember, error) {
		sight := ctx
		if process.IsAdmin(w.viewer) {
			sight = AsSystem(ctx)
		}
		if err := process.CheckID("opportunityID", in.OpportunityID, ent.TypeOpportunity); err != nil {
			return nil, err
		}
		o, err := w.tx.Opportunity.Query().Where(opportunity.ID(in.OpportunityID), opportunity.ArchivedAtIsNil()).Only(sight)
		if err != nil {
			return nil, field("opportunityID", explain(err))
		}
		if !process.MayProtect(w.viewer, value(o.OwnerID), value(o.PresalesLeadID)) {
			return nil, process.NewError(process.CodeForbidden, process.MsgForbidden)
		}
		if err := w.there(ctx, "userID", ent.TypeUser, in.UserID); err != nil {
			return nil, err
		}
		known, err := w.tx.OpportunityMember.Query().
			Where(opportunitymember.OpportunityID(o.ID), opportunitymember.UserID(in.UserID)).Exist(AsSystem(ctx))
		if err != nil {
			return nil, err
		}
		if known {
			return nil, process.NewError(process.CodeConflict, process.MsgMemberAlready)
		}
		return w.tx.OpportunityMember.Create().SetID(id).SetOpportunityID(o.ID).SetUserID(in.UserID).SetNillablePart(in.Part).Save(ctx)
	})
}

// mayShowOut refuses to show a member out, or to let them in again, to who does not say who sees the opportunity. Error:
// FORBIDDEN.
func (w *writing) mayShowOut(ctx context.Context, id string) error {
	m, err := w.tx.OpportunityMember.Query().Where(opportunitymember.ID(id)).WithOpportunity().Only(ctx)
	if err != nil {
		return explain(err)
	}
	if o := m.Edges.Opportunity; o == nil || !process.MayProtect(w.viewer, value(o.OwnerID), value(o.PresalesLeadID)) {
		return process.NewError(process.CodeForbidden, process.MsgForbidden)
	}
	return nil
}
