package desk

import (
	"context"
	"time"

	"bidwell/ent"
	"bidwell/process"
)

// commitmentDecided carries a decided approval into the ledger: a proposed commitment is authorised, and one that was made
// without authority has it from now on. A refusal changes nothing. The caller holds the commitment.
func (w *writing) commitmentDecided(ctx context.Context, a *ent.Approval) error {
	if a.Status != process.ApprovalStatusApproved {
		return nil
	}
	c, err := w.tx.Commitment.Get(ctx, a.SubjectID)
	if err != nil {
		return err
	}
	next, unauthorised, err := process.Authorised(c.Status, c.Unauthorised)
	if err != nil || next == c.Status && unauthorised == c.Unauthorised {
		return err
	}
	return c.Update().SetStatus(next).SetUnauthorised(unauthorised).SetApprovalID(a.ID).Exec(allow(ctx))
}

// ContractCommitmentInput says in which clause of which contract a promise stands.
type ContractCommitmentInput struct {
	ID         string
	Version    int
	ContractID string
	Clause     string
}

// ContractCommitment records that a promise is in the contract. It is for those who may write contracts. Errors: CONFLICT,
// FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) ContractCommitment(ctx context.Context, in ContractCommitmentInput) (Written[ent.Commitment], error) {
	return within(ctx, d, ent.TypeCommitment, in.ID, in.Version, func(ctx context.Context, w *writing, o *ent.Opportunity) (*ent.Commitment, error) {
		if err := w.mayWrite(ent.TypeContract); err != nil {
			return nil, err
		}
		c, err := w.tx.Commitment.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckEnd(c.Status, process.CommitmentStatusContracted, "clause", in.Clause); err != nil {
			return nil, err
		}
		if err := w.partOf(ctx, "contractID", ent.TypeContract, &in.ContractID, o.ID); err != nil {
			return nil, err
		}
		into, err := w.tx.Contract.Get(ctx, in.ContractID)
		if err != nil {
			return nil, err
		}
		if into.Status != process.ContractStatusDraft && into.Status != process.ContractStatusSigned {
			return nil, process.NewError(process.CodeIllegalTransition, process.MsgContractFixed, "status", string(into.Status))
		}
		return c.Update().SetStatus(process.CommitmentStatusContracted).SetContractID(in.ContractID).SetContractClause(in.Clause).Save(allow(ctx))
	})
}

// FulfilCommitmentInput shows that a promise was kept.
type FulfilCommitmentInput struct {
	ID       string
	Version  int
	Evidence string
}

// FulfilCommitment ends a promise that was kept, with what shows it. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION,
// NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) FulfilCommitment(ctx context.Context, in FulfilCommitmentInput) (Written[ent.Commitment], error) {
	return d.endCommitment(ctx, in.ID, in.Version, process.CommitmentStatusFulfilled, "evidence", in.Evidence)
}

// WaiveCommitmentInput shows that the customer let us off a promise.
type WaiveCommitmentInput struct {
	ID       string
	Version  int
	Evidence string
}

// WaiveCommitment ends a promise the customer let us off, with what shows that they did. One made without authority can be
// waived before it is handed over. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) WaiveCommitment(ctx context.Context, in WaiveCommitmentInput) (Written[ent.Commitment], error) {
	return d.endCommitment(ctx, in.ID, in.Version, process.CommitmentStatusWaived, "evidence", in.Evidence)
}

// BreachCommitmentInput says why a promise was broken.
type BreachCommitmentInput struct {
	ID      string
	Version int
	Reason  string
}

// BreachCommitment ends a promise that was broken. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND,
// VALIDATION_FAILED.
func (d *Desk) BreachCommitment(ctx context.Context, in BreachCommitmentInput) (Written[ent.Commitment], error) {
	return d.endCommitment(ctx, in.ID, in.Version, process.CommitmentStatusBreached, "reason", in.Reason)
}

// WithdrawCommitmentInput says why a promise is not made after all.
type WithdrawCommitmentInput struct {
	ID      string
	Version int
	Reason  string
}

// WithdrawCommitment takes back a promise that was not made yet; one that was made can only be waived by the customer.
// Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) WithdrawCommitment(ctx context.Context, in WithdrawCommitmentInput) (Written[ent.Commitment], error) {
	return d.endCommitment(ctx, in.ID, in.Version, process.CommitmentStatusWithdrawn, "reason", in.Reason)
}

// endCommitment ends a promise; what shows how it ended is kept as its evidence.
func (d *Desk) endCommitment(ctx context.Context, id string, version int, to process.CommitmentStatus, field, said string) (Written[ent.Commitment], error) {
	return within(ctx, d, ent.TypeCommitment, id, version, func(ctx context.Context, w *writing, _ *ent.Opportunity) (*ent.Commitment, error) {
		c, err := w.tx.Commitment.Get(ctx, id)
		if err != nil {
			return nil, err
		}
		if to == process.CommitmentStatusWaived {
			err = process.CheckWaiver(c.Status, c.Unauthorised, said)
		} else {
			err = process.CheckEnd(c.Status, to, field, said)
		}
		if err != nil {
			return nil, err
		}
		return c.Update().SetStatus(to).SetEvidence(said).SetClosedAt(d.now()).Save(ctx)
	})
}

// AssignCommitmentInput says who sees to a promise, and by when.
type AssignCommitmentInput struct {
	ID      string
	Version int
	OwnerID *string
	DueOn   *time.Time
}

// AssignCommitment gives a promise an owner, a due date, or both; what is not named stays. Errors: CONFLICT, FORBIDDEN,
// ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) AssignCommitment(ctx context.Context, in AssignCommitmentInput) (Written[ent.Commitment], error) {
	return within(ctx, d, ent.TypeCommitment, in.ID, in.Version, func(ctx context.Context, w *writing, _ *ent.Opportunity) (*ent.Commitment, error) {
		c, err := w.tx.Commitment.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckCommitmentOpen(c.Status); err != nil {
			return nil, err
		}
		if err := process.CheckDue("dueOn", in.DueOn, *d.dayOf(new(d.now()))); err != nil {
			return nil, err
		}
		if in.OwnerID != nil {
			if err := w.there(ctx, "ownerID", ent.TypeUser, *in.OwnerID); err != nil {
				return nil, err
			}
		}
		return c.Update().SetNillableOwnerID(in.OwnerID).SetNillableDueOn(in.DueOn).Save(ctx)
	})
}
