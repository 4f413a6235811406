package desk

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/process"
)

var descending = sql.OrderDesc()

// CreateProposal makes a proposal with an empty first version. Errors: FORBIDDEN, also for a commercial volume whose price
// the viewer would not see, VALIDATION_FAILED, NOT_FOUND for
// records it refers to.
func (d *Desk) CreateProposal(ctx context.Context, in ent.CreateProposalInput) (Written[ent.Proposal], error) {
	return create(ctx, d, ent.TypeProposal, func(ctx context.Context, w *writing, id string) (*ent.Proposal, error) {
		if err := w.inCurrency(ctx, &in); err != nil {
			return nil, err
		}
		p, err := w.tx.Proposal.Create().SetID(id).SetInput(in).Save(ctx)
		if err != nil {
			return nil, err
		}
		if err := w.checkOffer(ctx, p); err != nil {
			return nil, err
		}
		if err := w.opens(ctx, id); err != nil {
			return nil, err
		}
		_, err = w.tx.ProposalVersion.Create().SetID(w.newID(ent.TypeProposalVersion)).SetProposalID(id).SetNumber(1).Save(ctx)
		return p, err
	})
}

// UpdateProposal changes a proposal's fields; its status has use cases of its own. Another price takes the approval of
// the old one with it. Once what becomes a commercial volume is answered, this server's searches find it for nobody who does
// not see its price. Errors: CONFLICT, FORBIDDEN, also for a commercial volume whose price the viewer does not see,
// ILLEGAL_TRANSITION for an offer that is approved or submitted, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateProposal(ctx context.Context, in ent.UpdateProposalInput) (Written[ent.Proposal], error) {
	done, err := update(ctx, d, ent.TypeProposal, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Proposal, error) {
		before, err := w.tx.Proposal.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		after, err := before.Update().SetInput(in).Save(ctx)
		if err != nil {
			return nil, err
		}
		if err := w.offerChanged(ctx, before, after); err != nil {
			return nil, err
		}
		return after, w.opens(ctx, in.ID)
	})
	if err == nil && in.Kind != nil && *in.Kind == process.ProposalKindCommercial {
		d.show(ctx)
	}
	return done, err
}
