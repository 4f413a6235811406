package desk

import (
	"context"
	"time"

	"bidwell/ent"
	"bidwell/process"
)

// CreateContractInput is a contract drawn up for an opportunity.
type CreateContractInput struct {
	OpportunityID    string
	Title            string
	Number           *string
	ProposalID       *string
	Amount           int64
	Currency         *string
	StartsOn, EndsOn *time.Time
	Terms            *string
}

// CreateContract draws up a contract for an opportunity that was awarded or ordered; otherwise it answers with what is
// missing. Errors: FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) CreateContract(ctx context.Context, in CreateContractInput) (Written[ent.Contract], error) {
	return gated(createWithin(ctx, d, ent.TypeContract, in.OpportunityID, func(ctx context.Context, w *writing, id string, o *ent.Opportunity) (*ent.Contract, error) {
		if err := w.mayWrite(ent.TypeContract); err != nil {
			return nil, err
		}
		if err := process.CheckContracting(o.Status); err != nil {
			return nil, err
		}
		if in.Currency == nil {
			in.Currency = &o.Currency
		}
		if err := w.checkContract(ctx, o, &in.Title, in.Number, in.ProposalID, &in.Amount, in.Currency); err != nil {
			return nil, err
		}
		if err := process.CheckSpan(in.StartsOn, in.EndsOn); err != nil {
			return nil, err
		}
		known, err := w.dossier(ctx, o.ID)
		if err != nil {
			return nil, err
		}
		if err := process.Blocked(process.Check(known, process.BlockerCodeAwardMissing)); err != nil {
			return nil, err
		}
		return w.tx.Contract.Create().SetID(id).SetOpportunityID(o.ID).SetTitle(in.Title).SetNillableNumber(in.Number).
			SetNillableProposalID(in.ProposalID).SetAmount(in.Amount).SetCurrency(*in.Currency).
			SetNillableStartsOn(in.StartsOn).SetNillableEndsOn(in.EndsOn).SetNillableTerms(in.Terms).Save(ctx)
	}))
}

// checkContract holds what a contract says of itself; nil is not said.
func (w *writing) checkContract(ctx context.Context, o *ent.Opportunity, title, number, proposal *string, amount *int64, currency *string) error {
	if title != nil {
		if err := process.CheckGiven("title", *title, process.MsgRequired); err != nil {
			return err
		}
	}
	if number != nil {
		if err := process.CheckGiven("number", *number, process.MsgRequired); err != nil {
			return err
		}
	}
	if amount != nil {
		if err := process.CheckAmount("amount", *amount); err != nil {
			return err
		}
	}
	if currency != nil {
		if err := process.OneCurrency("currency", *currency, o.Currency); err != nil {
			return err
		}
	}
	if proposal != nil {
		return w.partOf(ctx, "proposalID", ent.TypeProposal, proposal, o.ID)
	}
	return nil
}

// UpdateContractInput changes a draft of a contract; what is not named stays.
type UpdateContractInput struct {
	ID               string
	Version          int
	Title            *string
	Number           *string
	ProposalID       *string
	Amount           *int64
	Currency         *string
	StartsOn, EndsOn *time.Time
	Terms            *string
}

// UpdateContract changes a contract that is still a draft; approvals given for it fall. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND,
// VALIDATION_FAILED.
func (d *Desk) UpdateContract(ctx context.Context, in UpdateContractInput) (Written[ent.Contract], error) {
	return within(ctx, d, ent.TypeContract, in.ID, in.Version, func(ctx context.Context, w *writing, o *ent.Opportunity) (*ent.Contract, error) {
		c, err := w.draft(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := w.checkContract(ctx, o, in.Title, in.Number, in.ProposalID, in.Amount, in.Currency); err != nil {
			return nil, err
		}
		starts, ends := c.StartsOn, c.EndsOn
		if in.StartsOn != nil {
			starts = in.StartsOn
		}
		if in.EndsOn != nil {
			ends = in.EndsOn
		}
		if err := process.CheckSpan(starts, ends); err != nil {
			return nil, err
		}
		if in.reworded() {
			if err := w.dropApprovals(ctx, c.ID, contractApprovals...); err != nil {
				return nil, err
			}
		}
		u := c.Update().SetNillableTitle(in.Title).SetNillableNumber(in.Number).SetNillableProposalID(in.ProposalID).
			SetNillableAmount(in.Amount).SetNillableCurrency(in.Currency).SetNillableStartsOn(in.StartsOn).SetNillableEndsOn(in.EndsOn).
			SetNillableTerms(in.Terms)
		return u.Save(ctx)
	})
}

// contractApprovals are given for what a contract says: they fall when it says something else.
var contractApprovals = []process.ApprovalType{process.ApprovalTypePrice, process.ApprovalTypeLegal, process.ApprovalTypeSeal}

// reworded tells whether the contract says something else after the change; its number says nothing.
func (in *UpdateContractInput) reworded() bool {
	return in.Title != nil || in.ProposalID != nil || in.Amount != nil || in.Currency != nil || in.StartsOn != nil || in.EndsOn != nil || in.Terms != nil
}

// draft reads a contract that is still one.
func (w *writing) draft(ctx context.Context, id string) (*ent.Contract, error) {
	c, err := w.tx.Contract.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	return c, process.CheckContractDraft(c.Status)
}

// SetPaymentPlanInput is when which part of a contract is to be paid.
type SetPaymentPlanInput struct {
	ID          string
	Version     int
	Instalments []process.Instalment
}

// SetPaymentPlan replaces the payment plan of a draft; approvals given for it fall, and that it adds up to the value is asked when the contract is signed.
// Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) SetPaymentPlan(ctx context.Context, in SetPaymentPlanInput) (Written[ent.Contract], error) {
	return within(ctx, d, ent.TypeContract, in.ID, in.Version, func(ctx context.Context, w *writing, _ *ent.Opportunity) (*ent.Contract, error) {
		c, err := w.draft(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckPaymentPlan(in.Instalments); err != nil {
			return nil, err
		}
		if err := w.dropApprovals(ctx, c.ID, contractApprovals...); err != nil {
			return nil, err
		}
		return c.Update().SetPaymentPlan(in.Instalments).Save(ctx)
	})
}
