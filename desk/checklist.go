package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/ent/bidchecklistitem"
	"bidwell/process"
)

// RejectionClauses lists the reasons for which a bid is rejected, with what they stand on and the evidence they ask for.
func (d *Desk) RejectionClauses(ctx context.Context) ([]*process.RejectionClause, error) {
	_, err := signedIn(ctx)
	return pointers(process.RejectionClauses()), err
}

// PrepareChecklistInput names the proposal whose rejection checklist is made.
type PrepareChecklistInput struct {
	ProposalID string
}

// PrepareChecklist makes sure that a proposal has an item for every reason for rejection. What is there already stays as
// it is; a reason whose item was archived is open again. Record is the proposal. Errors: CONFLICT, FORBIDDEN,
// ILLEGAL_TRANSITION for a proposal that was submitted, NOT_FOUND.
func (d *Desk) PrepareChecklist(ctx context.Context, in PrepareChecklistInput) (Written[ent.Proposal], error) {
	var of *ent.Proposal
	last, err := d.transact(ctx, func(ctx context.Context, w *writing) (err error) {
		if of, err = w.openProposal(ctx, in.ProposalID, process.ProposalPartPapers); err != nil {
			return err
		}
		items, err := w.tx.BidChecklistItem.Query().Where(bidchecklistitem.ProposalID(in.ProposalID)).All(ctx)
		if err != nil {
			return err
		}
		known := map[process.RejectionCode]*ent.BidChecklistItem{}
		for _, item := range items {
			known[item.Code] = item
		}
		for _, clause := range process.RejectionClauses() {
			if err := w.prepareItem(ctx, in.ProposalID, clause, known[clause.Code]); err != nil {
				return err
			}
		}
		return nil
	})
	return finish(of, last, err)
}

func (w *writing) prepareItem(ctx context.Context, proposal string, clause process.RejectionClause, known *ent.BidChecklistItem) error {
	switch {
	case known == nil:
		return w.tx.BidChecklistItem.Create().SetID(w.newID(ent.TypeBidChecklistItem)).SetProposalID(proposal).
			SetCode(clause.Code).SetLegalBasis(clause.LegalBasis).SetSeverity(clause.Severity).Exec(ctx)
	case known.ArchivedAt != nil:
		return known.Update().ClearArchivedAt().SetState(process.ChecklistStateOpen).ClearEvidence().ClearDoneAt().ClearDoneByID().Exec(ctx)
	default:
		return nil
	}
}

// CheckItemInput says what shows that a bid is safe from a reason for rejection.
type CheckItemInput struct {
	ID       string
	Version  int
	Evidence string
}

// CheckItem marks an item of the rejection checklist done. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND,
// VALIDATION_FAILED without evidence and while the numbers of the bid say otherwise.
func (d *Desk) CheckItem(ctx context.Context, in CheckItemInput) (Written[ent.BidChecklistItem], error) {
	return d.setItem(ctx, RecordInput{in.ID, in.Version}, process.ChecklistStateDone, in.Evidence)
}

// WaiveItemInput says why an item of the rejection checklist does not matter.
type WaiveItemInput struct {
	ID      string
	Version int
	Reason  string
}

// WaiveItem waives an item of the rejection checklist that is not fatal. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION,
// NOT_FOUND, VALIDATION_FAILED without a reason.
func (d *Desk) WaiveItem(ctx context.Context, in WaiveItemInput) (Written[ent.BidChecklistItem], error) {
	return d.setItem(ctx, RecordInput{in.ID, in.Version}, process.ChecklistStateWaived, in.Reason)
}

// ReopenItem opens an item of the rejection checklist again. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND.
func (d *Desk) ReopenItem(ctx context.Context, in RecordInput) (Written[ent.BidChecklistItem], error) {
	return d.setItem(ctx, in, process.ChecklistStateOpen, "")
}

func (d *Desk) setItem(ctx context.Context, in RecordInput, to process.ChecklistState, words string) (Written[ent.BidChecklistItem], error) {
	return update(ctx, d, ent.TypeBidChecklistItem, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.BidChecklistItem, error) {
		item, err := w.tx.BidChecklistItem.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		p, err := w.openProposal(ctx, item.ProposalID, process.ProposalPartPapers)
		if err != nil {
			return nil, err
		}
		if err := process.CheckChecklistState(item.State, to, item.Severity, words); err != nil {
			return nil, err
		}
		u := item.Update().SetState(to)
		if to == process.ChecklistStateOpen {
			return u.ClearEvidence().ClearDoneAt().ClearDoneByID().Save(ctx)
		}
		if to == process.ChecklistStateDone {
			if err := w.checkNumbers(ctx, p, item.Code); err != nil {
				return nil, err
			}
		}
		return u.SetEvidence(words).SetDoneAt(d.now()).SetNillableDoneByID(w.hand()).Save(ctx)
	})
}

// checkNumbers holds an item against what the bid and the tender say in numbers.
func (w *writing) checkNumbers(ctx context.Context, p *ent.Proposal, code process.RejectionCode) error {
	if p.OpportunityID == nil {
		return nil
	}
	o, err := w.tx.Opportunity.Get(ctx, *p.OpportunityID)
	if err != nil {
		return err
	}
	bid := process.ProposalFacts{ID: p.ID, Price: p.Price, ValidUntil: p.ValidUntil, BondAmount: p.BondAmount, BondReference: p.BondReference}
	return process.CheckNumbers(w.desk.opening(o), bid, code)
}
