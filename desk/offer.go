package desk

import (
	"context"
	"time"

	"bidwell/ent"
	"bidwell/ent/approval"
	"bidwell/ent/complianceitem"
	"bidwell/process"
)

// openProposal holds a proposal, so that nobody approves or submits it meanwhile, and refuses one of which this part can
// no longer be changed.
func (w *writing) openProposal(ctx context.Context, id string, part process.ProposalPart) (*ent.Proposal, error) {
	if err := w.there(ctx, "proposalID", ent.TypeProposal, id); err != nil {
		return nil, err
	}
	if err := w.hold(ctx, ent.TypeProposal, id, nil, false); err != nil {
		return nil, err
	}
	return w.editable(ctx, id, part)
}

// editable is a proposal that is held, if this part of it may still be changed.
func (w *writing) editable(ctx context.Context, id string, part process.ProposalPart) (*ent.Proposal, error) {
	p, err := w.tx.Proposal.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	return p, process.CheckProposalEdit(p.Status, part)
}

// inCurrency gives a new proposal the currency of its opportunity unless it names one.
func (w *writing) inCurrency(ctx context.Context, in *ent.CreateProposalInput) error {
	if in.Currency != nil || in.OpportunityID == nil {
		return nil
	}
	if err := w.there(ctx, "opportunityID", ent.TypeOpportunity, *in.OpportunityID); err != nil {
		return err
	}
	currency, err := w.text(ctx, ent.TypeOpportunity, "currency", *in.OpportunityID)
	in.Currency = &currency
	return err
}

// checkOffer holds price and bond of a proposal against its opportunity.
func (w *writing) checkOffer(ctx context.Context, p *ent.Proposal) error {
	opportunitys := ""
	if p.OpportunityID != nil {
		var err error
		if opportunitys, err = w.text(ctx, ent.TypeOpportunity, "currency", *p.OpportunityID); err != nil {
			return err
		}
	}
	return process.CheckOffer(p.Price, p.BondAmount, p.Currency, opportunitys)
}

// offerChanged refuses a change of what is approved or submitted already, and lets fall what was approved of the price
// as it was.
func (w *writing) offerChanged(ctx context.Context, before, after *ent.Proposal) error {
	priced := !equal(before.Price, after.Price) || before.Currency != after.Currency || before.DiscountPercent != after.DiscountPercent
	moved := !equal(before.OpportunityID, after.OpportunityID)
	if priced || moved || before.Kind != after.Kind || !sameInstant(before.ValidUntil, after.ValidUntil) {
		if err := process.CheckProposalEdit(before.Status, process.ProposalPartOffer); err != nil {
			return err
		}
	}
	if !equal(before.BondAmount, after.BondAmount) || before.BondReference != after.BondReference {
		if err := process.CheckProposalEdit(before.Status, process.ProposalPartPapers); err != nil {
			return err
		}
	}
	if moved {
		if err := w.unbound(ctx, before.ID); err != nil {
			return err
		}
	}
	if err := w.checkOffer(ctx, after); err != nil || !priced {
		return err
	}
	return w.dropApprovals(ctx, before.ID, process.ApprovalTypePrice)
}

// unbound refuses to move a proposal that answers requirements of its opportunity, or was approved for it.
func (w *writing) unbound(ctx context.Context, id string) error {
	answers, err := w.tx.ComplianceItem.Query().Where(complianceitem.ProposalID(id), complianceitem.ArchivedAtIsNil()).Exist(ctx)
	if err != nil {
		return err
	}
	approvals, err := w.tx.Approval.Query().Where(approval.SubjectID(id), approval.ArchivedAtIsNil()).Exist(ctx)
	if err != nil {
		return err
	}
	if answers || approvals {
		return process.Invalid("opportunityID", process.MsgProposalBound)
	}
	return nil
}

func equal[T comparable](a, b *T) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

func sameInstant(a, b *time.Time) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Equal(*b)
}
