package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/ent/commercialterm"
	"bidwell/ent/contract"
	"bidwell/ent/opportunity"
	"bidwell/process"
)

// CreateCommercialTerm makes a commercial term of an opportunity that is not over, in its currency. Errors: FORBIDDEN,
// ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) CreateCommercialTerm(ctx context.Context, in ent.CreateCommercialTermInput) (Written[ent.CommercialTerm], error) {
	return createWithin(ctx, d, ent.TypeCommercialTerm, in.OpportunityID, func(ctx context.Context, w *writing, id string, o *ent.Opportunity) (*ent.CommercialTerm, error) {
		if err := w.negotiable(ctx, o); err != nil {
			return nil, err
		}
		if in.Currency == nil {
			in.Currency = &o.Currency
		}
		if err := process.OneCurrency("currency", *in.Currency, o.Currency); err != nil {
			return nil, err
		}
		if err := process.CheckGiven("title", in.Title, process.MsgRequired); err != nil {
			return nil, err
		}
		return w.tx.CommercialTerm.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateCommercialTerm changes a commercial term that is not decided. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION,
// NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateCommercialTerm(ctx context.Context, in ent.UpdateCommercialTermInput) (Written[ent.CommercialTerm], error) {
	return within(ctx, d, ent.TypeCommercialTerm, in.ID, in.Version, func(ctx context.Context, w *writing, o *ent.Opportunity) (*ent.CommercialTerm, error) {
		t, err := w.term(ctx, in.ID, o)
		if err != nil {
			return nil, err
		}
		if err := process.CheckTermEdit(t.Decision); err != nil {
			return nil, err
		}
		if err := stays(in.OpportunityID, o); err != nil {
			return nil, err
		}
		if in.Currency != nil {
			if err := process.OneCurrency("currency", *in.Currency, o.Currency); err != nil {
				return nil, err
			}
		}
		return t.Update().SetInput(in).Save(ctx)
	})
}

// DecideTermInput is what was decided on a commercial term.
type DecideTermInput struct {
	ID       string
	Version  int
	Decision process.TermDecision
	Agreed   *string
	Note     *string
}

// DecideTerm decides on a commercial term: accepting it needs what was agreed, here or on the term already; deciding OPEN
// takes a decided one up again, with a reason. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND,
// VALIDATION_FAILED.
func (d *Desk) DecideTerm(ctx context.Context, in DecideTermInput) (Written[ent.CommercialTerm], error) {
	return within(ctx, d, ent.TypeCommercialTerm, in.ID, in.Version, func(ctx context.Context, w *writing, o *ent.Opportunity) (*ent.CommercialTerm, error) {
		t, err := w.term(ctx, in.ID, o)
		if err != nil {
			return nil, err
		}
		agreed := t.Agreed
		if in.Agreed != nil {
			agreed = *in.Agreed
		}
		if err := process.CheckTermDecision(t.Decision, in.Decision, agreed, value(in.Note)); err != nil {
			return nil, err
		}
		u := t.Update().SetDecision(in.Decision).SetAgreed(agreed).SetNillableNote(in.Note)
		if in.Decision == process.TermDecisionOpen {
			return u.ClearDecidedAt().ClearDecidedByID().Save(ctx)
		}
		return u.SetDecidedAt(d.now()).SetNillableDecidedByID(w.hand()).Save(ctx)
	})
}

// term reads a term of an opportunity that is still negotiated.
func (w *writing) term(ctx context.Context, id string, o *ent.Opportunity) (*ent.CommercialTerm, error) {
	if err := w.negotiable(ctx, o); err != nil {
		return nil, err
	}
	return w.tx.CommercialTerm.Get(ctx, id)
}

// negotiable refuses terms of an opportunity that is over or has a contract signed.
func (w *writing) negotiable(ctx context.Context, o *ent.Opportunity) error {
	signed, err := w.tx.Contract.Query().Where(contract.OpportunityID(o.ID), contract.ArchivedAtIsNil(),
		contract.StatusIn(process.ContractStatusSigned, process.ContractStatusClosed)).Exist(ctx)
	if err != nil {
		return err
	}
	return process.CheckNegotiable(o.Status, signed)
}

// hand is the viewer's id for fields that tell who did something, nil for the system.
func (w *writing) hand() *string {
	if w.viewer.UserID == "" {
		return nil
	}
	return &w.viewer.UserID
}

// TermSummary sums up what the commercial terms of an opportunity do to cost, cash and risk, in its currency, in two
// statements. Errors: NOT_FOUND, UNAUTHENTICATED, VALIDATION_FAILED for a cost in another currency.
func (d *Desk) TermSummary(ctx context.Context, opportunityID string) (*process.TermImpact, error) {
	o, err := d.seenOpportunity(ctx, opportunityID)
	if err != nil {
		return nil, err
	}
	terms, err := d.reader.CommercialTerm.Query().Where(commercialterm.OpportunityID(o.ID), commercialterm.ArchivedAtIsNil()).
		Order(commercialterm.ByID()).All(ctx)
	if err != nil {
		return nil, err
	}
	effects := make([]process.TermEffect, len(terms))
	for i, t := range terms {
		effects[i] = process.TermEffect{Decision: t.Decision, Currency: t.Currency, Cost: t.CostImpact, CashDays: t.CashDays, Risk: t.RiskScore}
	}
	impact, err := process.ImpactOf(o.Currency, effects)
	if err != nil {
		return nil, err
	}
	impact.OpportunityID = o.ID
	return impact, nil
}

// seenOpportunity reads an opportunity the viewer sees and that is not archived. Errors: NOT_FOUND, UNAUTHENTICATED,
// VALIDATION_FAILED.
func (d *Desk) seenOpportunity(ctx context.Context, id string) (*ent.Opportunity, error) {
	if err := process.CheckID("opportunityID", id, ent.TypeOpportunity); err != nil {
		return nil, err
	}
	o, err := d.reader.Opportunity.Query().Where(opportunity.ID(id), opportunity.ArchivedAtIsNil()).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, process.NotFound(id)
	}
	return o, err
}
