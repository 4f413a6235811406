package desk

import (
	"context"
	"time"

	"bidwell/ent"
	"bidwell/ent/handover"
	"bidwell/process"
)

// PrepareHandoverInput names the contract whose package is to be passed on.
type PrepareHandoverInput struct {
	ContractID string
}

// PrepareHandover assembles the package of a contract from the record: a draft with every part, and the contracted
// commitments in it. A contract has one package under way; when that was accepted another may follow for what came later.
// Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) PrepareHandover(ctx context.Context, in PrepareHandoverInput) (Written[ent.Handover], error) {
	return create(ctx, d, ent.TypeHandover, func(ctx context.Context, w *writing, id string) (*ent.Handover, error) {
		if err := w.there(ctx, "contractID", ent.TypeContract, in.ContractID); err != nil {
			return nil, err
		}
		of, err := w.text(ctx, ent.TypeContract, "opportunity_id", in.ContractID)
		if err != nil {
			return nil, err
		}
		if err := w.hold(ctx, ent.TypeOpportunity, of, nil, false); err != nil {
			return nil, err
		}
		c, err := w.tx.Contract.Get(ctx, in.ContractID)
		if err != nil {
			return nil, err
		}
		if err := w.mayHandOver(ctx, c); err != nil {
			return nil, err
		}
		source, lang, err := w.handoverSource(ctx, &ent.Handover{ID: id, OpportunityID: of, ContractID: &c.ID})
		if err != nil {
			return nil, err
		}
		h, err := w.tx.Handover.Create().SetID(id).SetOpportunityID(of).SetContractID(c.ID).SetNillablePreparedByID(w.hand()).
			SetParts(source.Assemble(lang)).Save(ctx)
		if err != nil {
			return nil, err
		}
		return h, w.takeIn(ctx, h)
	})
}

// mayHandOver refuses a contract that is over, and a second package while the first is under way.
func (w *writing) mayHandOver(ctx context.Context, c *ent.Contract) error {
	if c.Status == process.ContractStatusTerminated {
		return process.NewError(process.CodeIllegalTransition, process.MsgContractFixed, "status", string(c.Status))
	}
	other, err := w.tx.Handover.Query().Where(handover.ContractID(c.ID), handover.ArchivedAtIsNil(),
		handover.StatusNEQ(process.HandoverStatusAccepted)).First(ctx)
	switch {
	case ent.IsNotFound(err):
		return nil
	case err != nil:
		return err
	default:
		return process.Invalid("contractID", process.MsgHandoverThere, "id", other.ID)
	}
}

// takeIn lets a package contain every contracted commitment that is in no other.
func (w *writing) takeIn(ctx context.Context, h *ent.Handover) error {
	promises, err := w.tx.Commitment.Query().Where(contractedOnly, inNoOtherThan(h)).Order(oldestPromise).All(ctx)
	if err != nil {
		return err
	}
	for _, c := range promises {
		if value(c.HandoverID) == h.ID {
			continue
		}
		if err := w.lock(ctx, ent.TypeCommitment, c.ID, c.Version); err != nil {
			return err
		}
		if err := c.Update().SetHandoverID(h.ID).Exec(allow(ctx)); err != nil {
			return err
		}
	}
	return nil
}

// RefreshHandoverInput names a package that is to follow the record.
type RefreshHandoverInput struct {
	ID      string
	Version int
}

// RefreshHandover assembles a package anew; parts written by hand stay. A returned package becomes a draft by it. Errors:
// CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND.
func (d *Desk) RefreshHandover(ctx context.Context, in RefreshHandoverInput) (Written[ent.Handover], error) {
	return d.workOn(ctx, in.ID, in.Version, func(ctx context.Context, w *writing, h *ent.Handover) (*ent.Handover, error) {
		if err := w.takeIn(ctx, h); err != nil {
			return nil, err
		}
		source, lang, err := w.handoverSource(ctx, h)
		if err != nil {
			return nil, err
		}
		return h.Update().SetStatus(process.HandoverStatusDraft).SetParts(process.Reassembled(h.Parts, source.Assemble(lang))).Save(ctx)
	})
}

// UpdateHandoverPartInput writes one part of a package by hand.
type UpdateHandoverPartInput struct {
	ID      string
	Version int
	Part    process.HandoverPartKind
	Text    string
}

// UpdateHandoverPart writes one part of a package by hand; without text the part is left to the record again. A returned
// package becomes a draft by it. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateHandoverPart(ctx context.Context, in UpdateHandoverPartInput) (Written[ent.Handover], error) {
	return d.workOn(ctx, in.ID, in.Version, func(ctx context.Context, _ *writing, h *ent.Handover) (*ent.Handover, error) {
		parts, err := process.WithPart(h.Parts, in.Part, in.Text)
		if err != nil {
			return nil, err
		}
		return h.Update().SetStatus(process.HandoverStatusDraft).SetParts(parts).Save(ctx)
	})
}

// UpdateHandoverInput says who is responsible for what from now on, and when people meet about it.
type UpdateHandoverInput struct {
	ID               string
	Version          int
	Responsibilities *string
	MeetingAt        *time.Time
}

// UpdateHandover says who is responsible for what, and when people meet; what is not named stays. A returned package
// becomes a draft by it. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateHandover(ctx context.Context, in UpdateHandoverInput) (Written[ent.Handover], error) {
	return d.workOn(ctx, in.ID, in.Version, func(ctx context.Context, _ *writing, h *ent.Handover) (*ent.Handover, error) {
		return h.Update().SetStatus(process.HandoverStatusDraft).SetNillableResponsibilities(in.Responsibilities).SetNillableMeetingAt(in.MeetingAt).Save(ctx)
	})
}

// workOn runs a use case that changes a package that is not on the other side's desk.
func (d *Desk) workOn(ctx context.Context, id string, version int, work func(ctx context.Context, w *writing, h *ent.Handover) (*ent.Handover, error)) (Written[ent.Handover], error) {
	return within(ctx, d, ent.TypeHandover, id, version, func(ctx context.Context, w *writing, _ *ent.Opportunity) (*ent.Handover, error) {
		h, err := w.tx.Handover.Get(ctx, id)
		if err != nil {
			return nil, err
		}
		if err := process.CheckHandoverWork(h.Status); err != nil {
			return nil, err
		}
		return work(ctx, w, h)
	})
}
