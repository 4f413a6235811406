package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/process"
)

// RecordQuestionInput is a question that was asked: at a presentation or another contact, in a handover, or elsewhere.
type RecordQuestionInput struct {
	OpportunityID string
	ActivityID    *string
	HandoverID    *string
	AskedBy       *string
	Question      string
	// Answer is what was answered at once.
	Answer   *string
	FollowUp *bool
}

// RecordQuestion records a question, and its answer when there was one. Errors: FORBIDDEN, NOT_FOUND, VALIDATION_FAILED for
// an activity or a handover of another opportunity, and for both at once.
func (d *Desk) RecordQuestion(ctx context.Context, in RecordQuestionInput) (Written[ent.Question], error) {
	return create(ctx, d, ent.TypeQuestion, func(ctx context.Context, w *writing, id string) (*ent.Question, error) {
		if in.ActivityID != nil && in.HandoverID != nil {
			return nil, process.Invalid("handoverID", process.MsgAskedOnce)
		}
		if err := w.hold(ctx, ent.TypeOpportunity, in.OpportunityID, nil, false); err != nil {
			return nil, err
		}
		if err := w.partOf(ctx, "activityID", ent.TypeActivity, in.ActivityID, in.OpportunityID); err != nil {
			return nil, err
		}
		if err := w.partOf(ctx, "handoverID", ent.TypeHandover, in.HandoverID, in.OpportunityID); err != nil {
			return nil, err
		}
		c := w.tx.Question.Create().SetID(id).SetOpportunityID(in.OpportunityID).SetNillableActivityID(in.ActivityID).
			SetNillableHandoverID(in.HandoverID).SetNillableAskedBy(in.AskedBy).SetQuestion(in.Question).SetNillableFollowUp(in.FollowUp)
		if value(in.Answer) == "" {
			return c.Save(ctx)
		}
		c.SetNillableAnsweredByID(w.hand())
		return c.SetAnswer(*in.Answer).SetAnsweredAt(d.now()).Save(ctx)
	})
}

// AnswerQuestionInput is an answer to a question.
type AnswerQuestionInput struct {
	ID      string
	Version int
	Answer  string
	// FollowUp tells whether something has still to be done; as it was unless told.
	FollowUp *bool
}

// AnswerQuestion records the answer to a question, or a better one. Errors: CONFLICT, FORBIDDEN, NOT_FOUND,
// VALIDATION_FAILED without an answer.
func (d *Desk) AnswerQuestion(ctx context.Context, in AnswerQuestionInput) (Written[ent.Question], error) {
	return update(ctx, d, ent.TypeQuestion, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Question, error) {
		if in.Answer == "" {
			return nil, process.Invalid("answer", process.MsgRequired)
		}
		u := w.tx.Question.UpdateOneID(in.ID).SetAnswer(in.Answer).SetAnsweredAt(d.now()).SetNillableFollowUp(in.FollowUp)
		if w.viewer.UserID == "" {
			return u.ClearAnsweredByID().Save(ctx)
		}
		return u.SetAnsweredByID(w.viewer.UserID).Save(ctx)
	})
}

// FlagQuestionInput tells whether something has still to be done about a question.
type FlagQuestionInput struct {
	ID       string
	Version  int
	FollowUp bool
}

// FlagQuestion marks a question for follow-up, or takes the mark away. Errors: CONFLICT, FORBIDDEN, NOT_FOUND.
func (d *Desk) FlagQuestion(ctx context.Context, in FlagQuestionInput) (Written[ent.Question], error) {
	return update(ctx, d, ent.TypeQuestion, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Question, error) {
		return w.tx.Question.UpdateOneID(in.ID).SetFollowUp(in.FollowUp).Save(ctx)
	})
}
