package desk

import (
	"context"
	"time"

	"bidwell/ent"
	"bidwell/ent/clarification"
	"bidwell/process"
)

// RecordClarificationInput is a question, clarification or addendum of a tender.
type RecordClarificationInput struct {
	OpportunityID string
	Kind          process.ClarificationKind
	Number        *string
	IssuedAt      *time.Time
	Text          string
	NewDeadline   *time.Time
}

// RecordClarification records what the parties of a tender tell each other, issued now unless told. An addendum with a
// deadline moves that of the opportunity, unless a later addendum has moved it already; the deadline before it stays in
// the record. Errors: FORBIDDEN, NOT_FOUND, VALIDATION_FAILED for times that are out of order.
func (d *Desk) RecordClarification(ctx context.Context, in RecordClarificationInput) (Written[ent.Clarification], error) {
	return create(ctx, d, ent.TypeClarification, func(ctx context.Context, w *writing, id string) (*ent.Clarification, error) {
		if err := w.there(ctx, "opportunityID", ent.TypeOpportunity, in.OpportunityID); err != nil {
			return nil, err
		}
		if err := w.hold(ctx, ent.TypeOpportunity, in.OpportunityID, nil, false); err != nil {
			return nil, err
		}
		issued := d.now()
		if in.IssuedAt != nil {
			issued = *in.IssuedAt
		}
		if err := process.CheckClarification(in.Kind, issued, d.now(), in.NewDeadline); err != nil {
			return nil, err
		}
		c := w.tx.Clarification.Create().SetID(id).SetOpportunityID(in.OpportunityID).SetKind(in.Kind).SetNillableNumber(in.Number).
			SetIssuedAt(issued).SetText(in.Text).SetNillableNewDeadline(in.NewDeadline)
		if in.NewDeadline != nil {
			if err := w.moveDeadline(ctx, c, in.OpportunityID, issued, *in.NewDeadline); err != nil {
				return nil, err
			}
		}
		return c.Save(ctx)
	})
}

// moveDeadline moves the deadline of an opportunity by an addendum, which notes the one before. The caller holds the
// opportunity. The deadline keeps its zone; one without gets the organisation's.
func (w *writing) moveDeadline(ctx context.Context, c *ent.ClarificationCreate, opportunity string, issued, to time.Time) error {
	overtaken, err := w.tx.Clarification.Query().Where(clarification.OpportunityID(opportunity), clarification.ArchivedAtIsNil(),
		clarification.NewDeadlineNotNil(), clarification.IssuedAtGT(issued)).Exist(ctx)
	if err != nil || overtaken {
		return err
	}
	o, err := w.tx.Opportunity.Get(ctx, opportunity)
	if err != nil {
		return err
	}
	c.SetNillablePreviousDeadline(o.SubmissionDeadline)
	u := o.Update().SetSubmissionDeadline(to)
	if o.DeadlineZone == "" {
		u.SetDeadlineZone(w.desk.options.Zone.String())
	}
	return u.Exec(allow(ctx))
}

// AcknowledgeClarification records that the viewer took note of something said in a tender. Errors: CONFLICT, FORBIDDEN,
// ILLEGAL_TRANSITION when somebody did already, NOT_FOUND.
func (d *Desk) AcknowledgeClarification(ctx context.Context, in RecordInput) (Written[ent.Clarification], error) {
	return update(ctx, d, ent.TypeClarification, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Clarification, error) {
		c, err := w.tx.Clarification.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if c.AcknowledgedAt != nil {
			return nil, process.NewError(process.CodeIllegalTransition, process.MsgStatusSame)
		}
		return c.Update().SetAcknowledgedAt(d.now()).SetNillableAcknowledgedByID(w.hand()).Save(ctx)
	})
}

// AnswerClarificationInput is the answer to a question or clarification: ours, or the one we got.
type AnswerClarificationInput struct {
	ID      string
	Version int
	Answer  string
	At      *time.Time
}

// AnswerClarification records the answer to a question or clarification, given now unless told; a later one corrects it.
// Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION for an addendum, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) AnswerClarification(ctx context.Context, in AnswerClarificationInput) (Written[ent.Clarification], error) {
	return update(ctx, d, ent.TypeClarification, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Clarification, error) {
		c, err := w.tx.Clarification.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		at := d.now()
		if in.At != nil {
			at = *in.At
		}
		if err := process.CheckClarificationAnswer(c.Kind, in.Answer, at, c.IssuedAt, d.now()); err != nil {
			return nil, err
		}
		return c.Update().SetAnswer(in.Answer).SetAnsweredAt(at).Save(ctx)
	})
}
