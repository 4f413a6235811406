package desk

import (
	"context"
	"time"

	"bidwell/ent"
	"bidwell/process"
)

// proposalStep is what a step of a proposal demands and does beside moving its status.
type proposalStep func(ctx context.Context, w *writing, p *ent.Proposal, u *ent.ProposalUpdateOne) error

// stepProposal moves a proposal along its state machine, if the step lets it. The proposal is held meanwhile.
func (d *Desk) stepProposal(ctx context.Context, in RecordInput, to process.ProposalStatus, step proposalStep) (Written[ent.Proposal], error) {
	return update(ctx, d, ent.TypeProposal, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Proposal, error) {
		if !process.May(w.viewer, process.ActionWrite, ent.TypeProposal) { // what is in the way is told to nobody else
			return nil, process.NewError(process.CodeForbidden, process.MsgForbidden)
		}
		p, err := w.tx.Proposal.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckProposalStatus(p.Status, to); err != nil {
			return nil, err
		}
		u := p.Update().SetStatus(to)
		if err := step(ctx, w, p, u); err != nil {
			return nil, err
		}
		return u.Save(ctx)
	})
}

// freely is the step that demands nothing.
func freely(context.Context, *writing, *ent.Proposal, *ent.ProposalUpdateOne) error { return nil }

// RequestReview gives a draft to its reviewers. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND.
func (d *Desk) RequestReview(ctx context.Context, in RecordInput) (Written[ent.Proposal], error) {
	return d.stepProposal(ctx, in, process.ProposalStatusInReview, freely)
}

// RequestChanges sends a proposal back to its writers. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND.
func (d *Desk) RequestChanges(ctx context.Context, in RecordInput) (Written[ent.Proposal], error) {
	return d.stepProposal(ctx, in, process.ProposalStatusChangesRequested, freely)
}

// ApproveProposal approves a reviewed proposal: not by who made it or changed it last. Text of library items that have
// expired is answered as blockers. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND.
func (d *Desk) ApproveProposal(ctx context.Context, in RecordInput) (Written[ent.Proposal], error) {
	return gated(d.stepProposal(ctx, in, process.ProposalStatusApproved, approved))
}

func approved(ctx context.Context, w *writing, p *ent.Proposal, u *ent.ProposalUpdateOne) error {
	if err := byAnother(ctx, w, p, u); err != nil {
		return err
	}
	return w.expiredSources(ctx, p.ID)
}

// byAnother keeps the writers from approving: the maker, the last editor of the proposal's own fields, who in review is
// whoever gave it there or changed it since, and whoever wrote on its sections last. Who set a section ready has read it
// and is no writer.
func byAnother(ctx context.Context, w *writing, p *ent.Proposal, _ *ent.ProposalUpdateOne) error {
	wrote, err := w.writers(ctx, p.ID)
	if err != nil {
		return err
	}
	return process.CheckApprover(w.viewer.UserID, append([]string{p.CreatedBy, p.UpdatedBy}, wrote[max(0, len(wrote)-1):]...)...)
}

// ReviseProposalInput opens a proposal for changes again.
type ReviseProposalInput struct {
	ID      string
	Version int
	Note    *string
}

// ReviseProposal makes a proposal a draft again. One that was approved or sealed keeps that version as it was and starts
// the next; what was given for it, seal, signature and the approvals of its text, falls. Errors: CONFLICT, FORBIDDEN,
// ILLEGAL_TRANSITION, NOT_FOUND.
func (d *Desk) ReviseProposal(ctx context.Context, in ReviseProposalInput) (Written[ent.Proposal], error) {
	return d.stepProposal(ctx, RecordInput{in.ID, in.Version}, process.ProposalStatusDraft, revised(in.Note))
}

func revised(note *string) proposalStep {
	return func(ctx context.Context, w *writing, p *ent.Proposal, u *ent.ProposalUpdateOne) error {
		if p.Status == process.ProposalStatusChangesRequested {
			return nil
		}
		if err := w.takeBack(ctx, p, u); err != nil {
			return err
		}
		_, err := w.nextVersion(ctx, w.newID(ent.TypeProposalVersion), CreateProposalVersionInput{ProposalID: p.ID, Note: note})
		return err
	}
}

// takeBack lets fall what was given for a version of a proposal that is no longer the latest: seal, signature and the
// approvals of its text.
func (w *writing) takeBack(ctx context.Context, p *ent.Proposal, u *ent.ProposalUpdateOne) error {
	u.ClearSealedAt().ClearSignedAt().ClearSignedByID()
	return w.dropApprovals(ctx, p.ID, process.ApprovalTypeSeal, process.ApprovalTypeLegal)
}

// WithdrawProposal takes a proposal back; one that was submitted only until the bids are opened. Errors: CONFLICT,
// FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND.
func (d *Desk) WithdrawProposal(ctx context.Context, in RecordInput) (Written[ent.Proposal], error) {
	return d.stepProposal(ctx, in, process.ProposalStatusWithdrawn, beforeOpening)
}

func beforeOpening(ctx context.Context, w *writing, p *ent.Proposal, _ *ent.ProposalUpdateOne) error {
	if p.OpportunityID == nil {
		return nil
	}
	o, err := w.tx.Opportunity.Get(ctx, *p.OpportunityID)
	if err != nil {
		return err
	}
	opening := o.BidOpeningAt
	if opening == nil {
		opening = o.SubmissionDeadline // where nothing else is said, bids are opened when they are due
	}
	return process.CheckProposalWithdrawal(p.Status, w.desk.now(), opening)
}

// ChangeProposalStatusInput is a status change of a proposal.
type ChangeProposalStatusInput struct {
	ID      string
	Version int
	Status  process.ProposalStatus
	At      *time.Time
}

// ChangeProposalStatus moves a proposal along its state machine with the rules of each step: it is the use cases of this
// file and of submission and result by another name, and refuses what they need more words for. The system itself, which
// tells what happened elsewhere and long ago, is held to the state machine alone. Errors: CONFLICT, FORBIDDEN,
// GATE_BLOCKED, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) ChangeProposalStatus(ctx context.Context, in ChangeProposalStatusInput) (Written[ent.Proposal], error) {
	at := d.now()
	if in.At != nil {
		at = *in.At
	}
	step := d.stepTo(in.Status, at)
	if v := ViewerOf(ctx); v != nil && v.System {
		step = toldWhen(in.Status, at)
	}
	return d.stepProposal(ctx, RecordInput{in.ID, in.Version}, in.Status, step)
}

// stepTo is the step that leads to a status.
func (d *Desk) stepTo(to process.ProposalStatus, at time.Time) proposalStep {
	switch {
	case to == process.ProposalStatusApproved:
		return approved
	case to == process.ProposalStatusDraft:
		return revised(nil)
	case to == process.ProposalStatusSealed:
		return sealed
	case to == process.ProposalStatusSubmitted:
		return func(ctx context.Context, w *writing, p *ent.Proposal, u *ent.ProposalUpdateOne) error {
			if p.Status == process.ProposalStatusUnderClarification {
				return nil
			}
			return submitted("", at)(ctx, w, p, u)
		}
	case to == process.ProposalStatusWithdrawn:
		return beforeOpening
	case process.DecidesProposal(to):
		return resulted(to, nil, at)
	default:
		return freely
	}
}

// toldWhen keeps the times of a history that is told afterwards.
func toldWhen(to process.ProposalStatus, at time.Time) proposalStep {
	return func(_ context.Context, _ *writing, p *ent.Proposal, u *ent.ProposalUpdateOne) error {
		if to == process.ProposalStatusSubmitted && p.SubmittedAt == nil {
			u.SetSubmittedAt(at)
		}
		if process.DecidesProposal(to) {
			u.SetDecidedAt(at)
		}
		return nil
	}
}
