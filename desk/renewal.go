package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/ent/stakeholder"
	"bidwell/process"
)

// RaiseRenewalInput is a new opportunity that grows from a delivered one.
type RaiseRenewalInput struct {
	// OriginID is the delivered opportunity.
	OriginID    string
	Origin      process.OpportunityOrigin
	Name        string
	Description *string
	Amount      *int64
	OwnerID     *string
	// Idea is the first idea of a proposal; a draft is begun with it.
	Idea *string
}

// RaiseRenewal makes a new opportunity from a won and delivered one, with its customer and decision chain; the history
// stays one step away, through originOpportunity. Errors: FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) RaiseRenewal(ctx context.Context, in RaiseRenewalInput) (Written[ent.Opportunity], error) {
	return create(ctx, d, ent.TypeOpportunity, func(ctx context.Context, w *writing, id string) (*ent.Opportunity, error) {
		if err := w.hold(ctx, ent.TypeOpportunity, in.OriginID, nil, false); err != nil {
			return nil, err
		}
		from, err := w.tx.Opportunity.Get(ctx, in.OriginID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckRenewal(from.Status, from.Stage); err != nil {
			return nil, err
		}
		o, err := w.openOpportunity(ctx, w.grownFrom(from, id, in))
		if err != nil {
			return nil, err
		}
		if err := w.copyStakeholders(ctx, from.ID, o.ID); err != nil || in.Idea == nil {
			return o, err
		}
		return o, w.beginProposal(ctx, o, *in.Idea)
	})
}

func (w *writing) grownFrom(from *ent.Opportunity, id string, in RaiseRenewalInput) *ent.OpportunityCreate {
	kind, owner := process.OpportunityTypeRenewal, from.OwnerID
	if in.Origin == process.OpportunityOriginNewLine {
		kind = process.OpportunityTypeDirect
	}
	if in.OwnerID != nil {
		owner = in.OwnerID
	}
	return w.tx.Opportunity.Create().SetID(id).SetOriginID(from.ID).SetOrigin(in.Origin).SetInput(ent.CreateOpportunityInput{
		Name: in.Name, Description: in.Description, Amount: in.Amount, CustomerID: from.CustomerID, OwnerID: owner,
		PresalesLeadID: from.PresalesLeadID, Type: &kind, Currency: &from.Currency, Industry: &from.Industry, Region: &from.Region,
	})
}

func (w *writing) copyStakeholders(ctx context.Context, from, to string) error {
	people, err := w.tx.Stakeholder.Query().Where(stakeholder.OpportunityID(from), stakeholder.ArchivedAtIsNil()).Order(stakeholder.ByID()).All(ctx)
	if err != nil || len(people) == 0 {
		return err
	}
	copies := make([]*ent.StakeholderCreate, len(people))
	for i, p := range people {
		copies[i] = w.tx.Stakeholder.Create().SetID(w.newID(ent.TypeStakeholder)).SetOpportunityID(to).SetContactID(p.ContactID).
			SetPart(p.Part).SetAttitude(p.Attitude).SetInfluence(p.Influence).SetConcerns(p.Concerns)
	}
	return w.tx.Stakeholder.CreateBulk(copies...).Exec(allow(ctx))
}

// beginProposal starts the first proposal of an opportunity with an idea.
func (w *writing) beginProposal(ctx context.Context, o *ent.Opportunity, idea string) error {
	ctx = allow(ctx)
	p, err := w.tx.Proposal.Create().SetID(w.newID(ent.TypeProposal)).SetOpportunityID(o.ID).SetTitle(o.Name).SetSummary(idea).Save(ctx)
	if err != nil {
		return err
	}
	return w.tx.ProposalVersion.Create().SetID(w.newID(ent.TypeProposalVersion)).SetProposalID(p.ID).SetNumber(1).Exec(ctx)
}
