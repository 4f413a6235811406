package desk

import (
	"context"
	"time"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/process"
)

var descending = sql.OrderDesc()

// CreateProposal makes a proposal with an empty first version. Errors: FORBIDDEN, VALIDATION_FAILED, NOT_FOUND for
// records it refers to.
func (d *Desk) CreateProposal(ctx context.Context, in ent.CreateProposalInput) (Written[ent.Proposal], error) {
	return create(ctx, d, ent.TypeProposal, func(ctx context.Context, w *writing, id string) (*ent.Proposal, error) {
		p, err := w.tx.Proposal.Create().SetID(id).SetInput(in).Save(ctx)
		if err != nil {
			return nil, err
		}
		_, err = w.tx.ProposalVersion.Create().SetID(w.newID(ent.TypeProposalVersion)).SetProposalID(id).SetNumber(1).Save(ctx)
		return p, err
	})
}

// UpdateProposal changes a proposal's fields; its status has a use case of its own. Errors: CONFLICT, FORBIDDEN,
// NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateProposal(ctx context.Context, in ent.UpdateProposalInput) (Written[ent.Proposal], error) {
	return update(ctx, d, ent.TypeProposal, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Proposal, error) {
		return w.tx.Proposal.UpdateOneID(in.ID).SetInput(in).Save(ctx)
	})
}

// ChangeProposalStatusInput is a status change of a proposal.
type ChangeProposalStatusInput struct {
	ID      string
	Version int
	Status  process.ProposalStatus
	At      *time.Time
}

// ChangeProposalStatus moves a proposal along its state machine; submission and result keep their time. Errors:
// CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND.
func (d *Desk) ChangeProposalStatus(ctx context.Context, in ChangeProposalStatusInput) (Written[ent.Proposal], error) {
	return update(ctx, d, ent.TypeProposal, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Proposal, error) {
		p, err := w.tx.Proposal.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckProposalStatus(p.Status, in.Status); err != nil {
			return nil, err
		}
		when := d.now()
		if in.At != nil {
			when = *in.At
		}
		u := p.Update().SetStatus(in.Status)
		if in.Status == process.ProposalStatusSubmitted && p.SubmittedAt == nil {
			u.SetSubmittedAt(when)
		}
		if process.DecidesProposal(in.Status) {
			u.SetDecidedAt(when)
		}
		return u.Save(ctx)
	})
}
