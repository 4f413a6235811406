package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/ent/approval"
	"bidwell/ent/predicate"
	"bidwell/process"
)

// decided says what else happens when an approval is given, by its type, in the transaction of the decision and while
// the subject is held. Types that are only looked up where they are needed have no row.
var decided = map[process.ApprovalType]func(*writing, context.Context, *ent.Approval) error{
	process.ApprovalTypeCommitment: (*writing).commitmentDecided,
	process.ApprovalTypeDeviation:  (*writing).deviationDecided,
	process.ApprovalTypeTailoring:  (*writing).tailoringDecided,
}

// RequestApprovalInput asks for an approval of a record.
type RequestApprovalInput struct {
	SubjectID string
	Type      process.ApprovalType
	Amount    *int64
	Percent   *int
	Reason    *string
}

// RequestApproval asks for an approval of a record. What is at stake is what the record itself says; the amount and
// percentage given here count only where the record has none. Errors: CONFLICT for a record that has such an approval
// already, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) RequestApproval(ctx context.Context, in RequestApprovalInput) (Written[ent.Approval], error) {
	return create(ctx, d, ent.TypeApproval, func(ctx context.Context, w *writing, id string) (*ent.Approval, error) {
		e, err := process.CheckApprovalSubject(in.Type, in.SubjectID)
		if err != nil {
			return nil, err
		}
		if err := w.there(ctx, "subjectID", e, in.SubjectID); err != nil {
			return nil, err
		}
		if err := w.hold(ctx, e, in.SubjectID, nil, false); err != nil {
			return nil, err
		}
		if err := w.notAskedYet(ctx, in.SubjectID, in.Type); err != nil {
			return nil, err
		}
		opportunity, err := w.opportunityBehind(ctx, in.SubjectID)
		if err != nil {
			return nil, err
		}
		stake, err := w.stake(ctx, e, in)
		if err != nil {
			return nil, err
		}
		c := w.tx.Approval.Create().SetID(id).SetSubjectID(in.SubjectID).SetType(in.Type).SetNillableReason(in.Reason).
			SetNillableAmount(stake.Amount).SetCurrency(stake.Currency).SetNillablePercent(stake.Percent).
			SetNillableOpportunityID(orNone(opportunity)).SetNillableRequestedByID(w.hand())
		if stake, err = w.worth(ctx, stake, opportunity); err != nil {
			return nil, err
		}
		rules, err := w.authority(ctx, in.Type)
		if err != nil {
			return nil, err
		}
		if role := process.RequiredRole(rules, in.Type, stake); role != "" {
			c.SetRequiredRole(role)
		}
		return c.Save(ctx)
	})
}

// notAskedYet refuses a second request while the first is undecided or stands approved.
func (w *writing) notAskedYet(ctx context.Context, subject string, t process.ApprovalType) error {
	a, err := w.tx.Approval.Query().Where(standing(subject, t)).First(ctx)
	if err != nil {
		return ent.MaskNotFound(err)
	}
	return process.NewError(process.CodeConflict, process.MsgApprovalStands, "status", string(a.Status))
}

// DecideApprovalInput is a decision on a request for approval.
type DecideApprovalInput struct {
	ID      string
	Version int
	Approve bool
	Comment *string
	// ForUserID is the absent colleague in whose stead the viewer decides.
	ForUserID *string
}

// DecideApproval approves a request or rejects it, as far as the authority matrix lets the viewer's role. Errors:
// CONFLICT, FORBIDDEN for one's own request or beyond one's authority, ILLEGAL_TRANSITION for a request that is decided,
// NOT_FOUND, VALIDATION_FAILED for a rejection without a comment.
func (d *Desk) DecideApproval(ctx context.Context, in DecideApprovalInput) (Written[ent.Approval], error) {
	return d.onApproval(ctx, RecordInput{in.ID, in.Version}, func(ctx context.Context, w *writing, a *ent.Approval) (*ent.Approval, error) {
		stake, err := w.worth(ctx, process.Stake{Amount: a.Amount, Currency: a.Currency, Percent: a.Percent}, value(a.OpportunityID))
		if err != nil {
			return nil, err
		}
		rules, err := w.authority(ctx, a.Type)
		if err != nil {
			return nil, err
		}
		stead, err := w.steadOf(ctx, in.ForUserID)
		if err != nil {
			return nil, err
		}
		status, err := process.CheckDecision(rules, process.Decision{
			Type: a.Type, Status: a.Status, Stake: stake, RequestedBy: value(a.RequestedByID),
			By: w.viewer.UserID, Role: w.viewer.Role, Approve: in.Approve, Comment: value(in.Comment),
			Stead: stead, Now: w.at,
		})
		if err != nil {
			return nil, err
		}
		a, err = a.Update().SetStatus(status).SetDecidedAt(d.now()).SetNillableDecidedByID(w.hand()).SetNillableDecidedForID(in.ForUserID).
			SetNillableComment(in.Comment).Save(ctx)
		if err != nil {
			return nil, err
		}
		if follow := decided[a.Type]; follow != nil && in.Approve {
			return a, follow(w, allow(ctx), a)
		}
		return a, nil
	})
}

// WithdrawApproval takes the viewer's own request back while it is undecided. Errors: CONFLICT, FORBIDDEN for the request
// of somebody else, ILLEGAL_TRANSITION, NOT_FOUND.
func (d *Desk) WithdrawApproval(ctx context.Context, in RecordInput) (Written[ent.Approval], error) {
	return d.onApproval(ctx, in, func(ctx context.Context, w *writing, a *ent.Approval) (*ent.Approval, error) {
		if err := process.CheckApprovalWithdrawal(a.Status, value(a.RequestedByID), w.viewer.UserID); err != nil {
			return nil, err
		}
		return a.Update().SetStatus(process.ApprovalStatusWithdrawn).Save(ctx)
	})
}

// onApproval changes a request for approval, holding its subject first, as every use case does that changes a subject
// and with it its approvals.
func (d *Desk) onApproval(ctx context.Context, in RecordInput, save func(context.Context, *writing, *ent.Approval) (*ent.Approval, error)) (Written[ent.Approval], error) {
	var changed *ent.Approval
	last, err := d.transact(ctx, func(ctx context.Context, w *writing) error {
		if err := process.CheckID("id", in.ID, ent.TypeApproval); err != nil {
			return err
		}
		a, err := w.tx.Approval.Get(ctx, in.ID)
		if ent.IsNotFound(err) {
			return process.NotFound(in.ID)
		}
		if err != nil {
			return err
		}
		e, err := process.CheckApprovalSubject(a.Type, a.SubjectID)
		if err != nil {
			return err
		}
		if err := w.hold(ctx, e, a.SubjectID, nil, false); err != nil {
			return err
		}
		if err := w.lock(ctx, ent.TypeApproval, in.ID, in.Version); err != nil {
			return err
		}
		if a, err = w.tx.Approval.Get(ctx, in.ID); err != nil {
			return err
		}
		changed, err = save(ctx, w, a)
		return err
	})
	return finish(changed, last, err)
}

// isApproved tells whether an approval of a type stands for a record.
func (w *writing) isApproved(ctx context.Context, subject string, t process.ApprovalType) (bool, error) {
	return w.tx.Approval.Query().Where(standing(subject, t), approval.StatusEQ(process.ApprovalStatusApproved)).Exist(ctx)
}

// dropApprovals withdraws what was asked for and given on a record that is no longer what it was. The caller holds the
// record.
func (w *writing) dropApprovals(ctx context.Context, subject string, types ...process.ApprovalType) error {
	fallen, err := w.tx.Approval.Query().Where(standing(subject, types...)).All(ctx)
	if err != nil {
		return err
	}
	for _, a := range fallen {
		if err := a.Update().SetStatus(process.ApprovalStatusWithdrawn).Exec(allow(ctx)); err != nil {
			return err
		}
	}
	return nil
}

// standing are the requests of some types on a record that are undecided or approved.
func standing(subject string, types ...process.ApprovalType) predicate.Approval {
	return approval.And(approval.SubjectID(subject), approval.TypeIn(types...), approval.ArchivedAtIsNil(),
		approval.StatusIn(process.ApprovalStatusRequested, process.ApprovalStatusApproved))
}

// orNone is nil for the id of nobody and nothing.
func orNone(id string) *string {
	if id == "" {
		return nil
	}
	return &id
}
