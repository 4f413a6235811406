package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/ent/commitment"
	"bidwell/process"
)

// SubmitHandoverInput names a package that goes to delivery.
type SubmitHandoverInput struct {
	ID      string
	Version int
}

// SubmitHandover passes a package to delivery, or answers with what is in the way. Errors: CONFLICT, FORBIDDEN,
// ILLEGAL_TRANSITION, NOT_FOUND.
func (d *Desk) SubmitHandover(ctx context.Context, in SubmitHandoverInput) (Written[ent.Handover], error) {
	return gated(within(ctx, d, ent.TypeHandover, in.ID, in.Version, func(ctx context.Context, w *writing, _ *ent.Opportunity) (*ent.Handover, error) {
		if err := w.mayWrite(ent.TypeHandover); err != nil {
			return nil, err
		}
		h, err := w.passing(ctx, in.ID, process.HandoverStatusSubmitted)
		if err != nil {
			return nil, err
		}
		if err := w.complete(ctx, h); err != nil {
			return nil, err
		}
		return h.Update().SetStatus(process.HandoverStatusSubmitted).SetSubmittedAt(d.now()).Save(ctx)
	}))
}

// ReturnHandoverInput says what delivery misses.
type ReturnHandoverInput struct {
	ID      string
	Version int
	Reason  string
}

// ReturnHandover sends a package back to those who prepared it. It is for delivery. Errors: CONFLICT, FORBIDDEN,
// ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) ReturnHandover(ctx context.Context, in ReturnHandoverInput) (Written[ent.Handover], error) {
	return within(ctx, d, ent.TypeHandover, in.ID, in.Version, func(ctx context.Context, w *writing, _ *ent.Opportunity) (*ent.Handover, error) {
		if err := process.CheckReceiver(w.viewer); err != nil {
			return nil, err
		}
		h, err := w.passing(ctx, in.ID, process.HandoverStatusReturned)
		if err != nil {
			return nil, err
		}
		if err := process.CheckGiven("reason", in.Reason, process.MsgReasonRequired); err != nil {
			return nil, err
		}
		return h.Update().SetStatus(process.HandoverStatusReturned).SetReturnReason(in.Reason).AddReturns(1).Save(ctx)
	})
}

// AcceptHandoverInput names a package that delivery takes over.
type AcceptHandoverInput struct {
	ID      string
	Version int
}

// AcceptHandover takes a package over: the contracted commitments in it are handed over with it. It is for somebody of
// delivery who neither prepared nor submitted it. What is in the way is the answer. Errors: CONFLICT, FORBIDDEN,
// ILLEGAL_TRANSITION, NOT_FOUND.
func (d *Desk) AcceptHandover(ctx context.Context, in AcceptHandoverInput) (Written[ent.Handover], error) {
	return gated(within(ctx, d, ent.TypeHandover, in.ID, in.Version, func(ctx context.Context, w *writing, _ *ent.Opportunity) (*ent.Handover, error) {
		if err := w.mayWrite(ent.TypeHandover); err != nil {
			return nil, err
		}
		if err := process.CheckReceiver(w.viewer); err != nil {
			return nil, err
		}
		h, err := w.passing(ctx, in.ID, process.HandoverStatusAccepted)
		if err != nil {
			return nil, err
		}
		// The last to change a submitted package is who submitted it.
		if err := process.CheckAcceptor(w.viewer, value(h.PreparedByID), h.CreatedBy, h.UpdatedBy); err != nil {
			return nil, err
		}
		if err := w.complete(ctx, h); err != nil {
			return nil, err
		}
		if err := w.handOverCommitments(ctx, h); err != nil {
			return nil, err
		}
		return h.Update().SetStatus(process.HandoverStatusAccepted).SetAcceptedAt(d.now()).SetNillableAcceptedByID(w.hand()).Save(ctx)
	}))
}

// passing reads a package that may go to a status.
func (w *writing) passing(ctx context.Context, id string, to process.HandoverStatus) (*ent.Handover, error) {
	h, err := w.tx.Handover.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	return h, process.CheckHandoverStatus(h.Status, to)
}

// complete asks what is in the way of passing a package on.
func (w *writing) complete(ctx context.Context, h *ent.Handover) error {
	known, err := w.dossier(ctx, h.OpportunityID)
	if err != nil {
		return err
	}
	known = known.OnlyHandover(h.ID)
	if h.ContractID != nil {
		known = known.OnlyContract(*h.ContractID)
	}
	return process.Blocked(process.Check(known, process.HandoverRules...))
}

// handOverCommitments hands over the contracted commitments that are in a package.
func (w *writing) handOverCommitments(ctx context.Context, h *ent.Handover) error {
	promises, err := w.tx.Commitment.Query().Where(contractedOnly, commitment.HandoverID(h.ID)).Order(oldestPromise).All(ctx)
	if err != nil {
		return err
	}
	for _, c := range promises {
		if err := process.CheckCommitmentStatus(c.Status, process.CommitmentStatusHandedOver); err != nil {
			return err
		}
		if err := w.lock(ctx, ent.TypeCommitment, c.ID, c.Version); err != nil {
			return err
		}
		if err := c.Update().SetStatus(process.CommitmentStatusHandedOver).Exec(allow(ctx)); err != nil {
			return err
		}
	}
	return nil
}
