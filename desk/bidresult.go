package desk

import (
	"context"
	"time"

	"bidwell/ent"
	"bidwell/process"
)

// OpenClarification records that the evaluators ask us to clarify a submitted proposal. Errors: CONFLICT, FORBIDDEN,
// ILLEGAL_TRANSITION, NOT_FOUND.
func (d *Desk) OpenClarification(ctx context.Context, in RecordInput) (Written[ent.Proposal], error) {
	return d.stepProposal(ctx, in, process.ProposalStatusUnderClarification, freely)
}

// CloseClarification records that a proposal is clarified: it is with the evaluators again. Errors: CONFLICT, FORBIDDEN,
// ILLEGAL_TRANSITION, NOT_FOUND.
func (d *Desk) CloseClarification(ctx context.Context, in RecordInput) (Written[ent.Proposal], error) {
	return d.stepProposal(ctx, in, process.ProposalStatusSubmitted, func(_ context.Context, _ *writing, p *ent.Proposal, _ *ent.ProposalUpdateOne) error {
		if p.Status != process.ProposalStatusUnderClarification {
			return process.NewError(process.CodeIllegalTransition, process.MsgIllegalTransition,
				"from", string(p.Status), "to", string(process.ProposalStatusSubmitted))
		}
		return nil
	})
}

// RecordBidResultInput is what became of a submitted proposal.
type RecordBidResultInput struct {
	ID      string
	Version int
	Status  process.ProposalStatus
	Failure *process.BidFailure
	At      *time.Time
}

// RecordBidResult records the result of a submitted proposal. A bid that was rejected or invalid is the failure of that
// bid; a procedure that was voided or had too few bidders is noted on the opportunity too. Errors: CONFLICT, FORBIDDEN,
// ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) RecordBidResult(ctx context.Context, in RecordBidResultInput) (Written[ent.Proposal], error) {
	at := d.now()
	if in.At != nil {
		at = *in.At
	}
	return d.stepProposal(ctx, RecordInput{in.ID, in.Version}, in.Status, resulted(in.Status, in.Failure, at))
}

func resulted(result process.ProposalStatus, failure *process.BidFailure, at time.Time) proposalStep {
	return func(ctx context.Context, w *writing, p *ent.Proposal, u *ent.ProposalUpdateOne) error {
		if err := process.CheckBidResult(result, failure); err != nil {
			return err
		}
		if err := process.CheckResultTime(at, w.desk.now(), p.SubmittedAt); err != nil {
			return err
		}
		u.SetDecidedAt(at).SetNillableFailure(failure)
		if failure == nil || !process.FailsProcedure(*failure) || p.OpportunityID == nil {
			return nil
		}
		return w.tx.Opportunity.UpdateOneID(*p.OpportunityID).SetFailure(*failure).Exec(allow(ctx))
	}
}
