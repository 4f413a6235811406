package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/process"
)

// stake is what an approval of a record is about: the record's own figures where it has them, so that nobody gets a
// large price approved as a small one, else what the requester says, in the currency of the opportunity. It refuses a
// record in which there is nothing to approve.
func (w *writing) stake(ctx context.Context, e process.Entity, in RequestApprovalInput) (process.Stake, error) {
	asked := process.Stake{Amount: in.Amount, Percent: in.Percent}
	if err := process.CheckStake(asked); err != nil {
		return asked, err
	}
	switch e {
	case ent.TypeProposal:
		p, err := w.tx.Proposal.Get(ctx, in.SubjectID)
		if err != nil {
			return asked, err
		}
		if in.Type == process.ApprovalTypePrice && p.Price == nil {
			return asked, process.Invalid("subjectID", process.MsgPriceMissing)
		}
		return process.Stake{Amount: p.Price, Currency: p.Currency, Percent: &p.DiscountPercent}, nil
	case ent.TypeContract:
		c, err := w.tx.Contract.Get(ctx, in.SubjectID)
		if err != nil {
			return asked, err
		}
		return process.Stake{Amount: &c.Amount, Currency: c.Currency, Percent: in.Percent}, nil
	case ent.TypeCommercialTerm:
		return w.stakeInTerm(ctx, asked, in.SubjectID)
	case ent.TypeCommitment:
		c, err := w.tx.Commitment.Get(ctx, in.SubjectID)
		if err != nil {
			return asked, err
		}
		if c.TermID != nil {
			return w.stakeInTerm(ctx, asked, *c.TermID)
		}
	case ent.TypeComplianceItem:
		c, err := w.tx.ComplianceItem.Get(ctx, in.SubjectID)
		if err != nil {
			return asked, err
		}
		if !process.Deviates(c.Response) {
			return asked, process.Invalid("subjectID", process.MsgNoDeviation)
		}
	case ent.TypeChangeRequest:
		c, err := w.tx.ChangeRequest.Get(ctx, in.SubjectID)
		if err != nil {
			return asked, err
		}
		if c.CostImpact != nil {
			return process.Stake{Amount: new(max(*c.CostImpact, 0)), Currency: c.Currency, Percent: in.Percent}, nil
		}
	}
	return w.inOpportunitysCurrency(ctx, asked, in.SubjectID)
}

// stakeInTerm takes what a commercial term costs, when that is known, for what is at stake in it.
func (w *writing) stakeInTerm(ctx context.Context, asked process.Stake, term string) (process.Stake, error) {
	t, err := w.tx.CommercialTerm.Get(ctx, term)
	if err != nil {
		return asked, err
	}
	if t.CostImpact == nil {
		asked.Currency = t.Currency
		return asked, nil
	}
	return process.Stake{Amount: new(max(*t.CostImpact, 0)), Currency: t.Currency, Percent: asked.Percent}, nil
}

func (w *writing) inOpportunitysCurrency(ctx context.Context, asked process.Stake, subject string) (process.Stake, error) {
	asked.Currency = w.desk.options.Currency
	id, err := w.opportunityBehind(ctx, subject)
	if err != nil || id == "" {
		return asked, err
	}
	asked.Currency, err = w.text(ctx, ent.TypeOpportunity, "currency", id)
	return asked, err
}

// worth adds what a stake is worth in the reporting currency, at the rate that was fixed for the opportunity.
func (w *writing) worth(ctx context.Context, s process.Stake, opportunity string) (process.Stake, error) {
	if opportunity == "" {
		return s, nil
	}
	o, err := w.tx.Opportunity.Get(ctx, opportunity)
	if err != nil {
		return s, err
	}
	if o.Currency == s.Currency {
		s.Worth, s.WorthIn = process.Converted(s.Amount, o.ExchangeRate), w.desk.options.Currency
	}
	return s, nil
}
