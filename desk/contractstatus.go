package desk

import (
	"context"
	"strconv"
	"time"

	"bidwell/ent"
	"bidwell/process"
)

// SignContractInput says when a contract was signed, and by whom for us.
type SignContractInput struct {
	ID         string
	Version    int
	SignedAt   *time.Time
	SignedByID *string
}

// SignContract records that a contract was signed, now and by the viewer unless told, or answers with what is in the way.
// Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) SignContract(ctx context.Context, in SignContractInput) (Written[ent.Contract], error) {
	return gated(within(ctx, d, ent.TypeContract, in.ID, in.Version, func(ctx context.Context, w *writing, o *ent.Opportunity) (*ent.Contract, error) {
		if err := w.mayWrite(ent.TypeContract); err != nil {
			return nil, err
		}
		c, err := w.tx.Contract.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckContractStatus(c.Status, process.ContractStatusSigned); err != nil {
			return nil, err
		}
		at, by := d.now(), w.hand()
		if in.SignedAt != nil {
			at = *in.SignedAt
		}
		if err := process.CheckNotAhead("signedAt", at, d.now()); err != nil {
			return nil, err
		}
		if in.SignedByID != nil {
			if err := w.there(ctx, "signedByID", ent.TypeUser, *in.SignedByID); err != nil {
				return nil, err
			}
			by = in.SignedByID
		}
		known, err := w.dossier(ctx, o.ID)
		if err != nil {
			return nil, err
		}
		if err := process.Blocked(process.Check(known.OnlyContract(c.ID), process.SigningRules...)); err != nil {
			return nil, err
		}
		return c.Update().SetStatus(process.ContractStatusSigned).SetSignedAt(at).SetNillableSignedByID(by).Save(ctx)
	}))
}

// RecordPaymentInput says that a part of a contract was paid.
type RecordPaymentInput struct {
	ID      string
	Version int
	Index   int
	PaidOn  *time.Time
}

// RecordPayment records that a part of a signed contract was paid, today unless told. Parts are counted from 0. Errors:
// CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) RecordPayment(ctx context.Context, in RecordPaymentInput) (Written[ent.Contract], error) {
	return within(ctx, d, ent.TypeContract, in.ID, in.Version, func(ctx context.Context, w *writing, _ *ent.Opportunity) (*ent.Contract, error) {
		c, err := w.tx.Contract.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckPayable(c.Status); err != nil {
			return nil, err
		}
		today := *d.dayOf(new(d.now()))
		on := today
		if in.PaidOn != nil {
			on = *in.PaidOn
		}
		plan, err := process.Paid(c.PaymentPlan, in.Index, on, today)
		if err != nil {
			return nil, err
		}
		return c.Update().SetPaymentPlan(plan).Save(ctx)
	})
}

// TerminateContractInput says why a contract ends before it is carried out.
type TerminateContractInput struct {
	ID      string
	Version int
	Reason  string
}

// maxCommentBody is the longest text of a comment, in bytes.
const maxCommentBody = 1 << 16

// TerminateContract ends a contract before it is carried out. The reason is kept as a comment on it. Errors: CONFLICT,
// FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) TerminateContract(ctx context.Context, in TerminateContractInput) (Written[ent.Contract], error) {
	return within(ctx, d, ent.TypeContract, in.ID, in.Version, func(ctx context.Context, w *writing, o *ent.Opportunity) (*ent.Contract, error) {
		c, err := w.tx.Contract.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckContractStatus(c.Status, process.ContractStatusTerminated); err != nil {
			return nil, err
		}
		if err := process.CheckGiven("reason", in.Reason, process.MsgReasonRequired); err != nil {
			return nil, err
		}
		if len(in.Reason) > maxCommentBody {
			return nil, process.Invalid("reason", process.MsgTooLong, "max", strconv.Itoa(maxCommentBody))
		}
		if err := process.CheckText("reason", in.Reason); err != nil {
			return nil, err
		}
		ended, err := c.Update().SetStatus(process.ContractStatusTerminated).Save(ctx)
		if err != nil {
			return nil, err
		}
		return ended, w.tx.Comment.Create().SetID(w.newID(ent.TypeComment)).SetSubjectID(c.ID).SetOpportunityID(o.ID).
			SetNillableAuthorID(w.hand()).SetBody(in.Reason).Exec(ctx)
	})
}

// CloseContractInput is a contract that was carried out.
type CloseContractInput struct {
	ID      string
	Version int
}

// CloseContract ends a signed contract of which everything is paid. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION,
// NOT_FOUND.
func (d *Desk) CloseContract(ctx context.Context, in CloseContractInput) (Written[ent.Contract], error) {
	return within(ctx, d, ent.TypeContract, in.ID, in.Version, func(ctx context.Context, w *writing, _ *ent.Opportunity) (*ent.Contract, error) {
		c, err := w.tx.Contract.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckContractClose(c.Status, c.PaymentPlan); err != nil {
			return nil, err
		}
		return c.Update().SetStatus(process.ContractStatusClosed).Save(ctx)
	})
}
