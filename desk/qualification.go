package desk

import (
	"context"
	"slices"
	"strings"

	"bidwell/ent"
	"bidwell/ent/qualification"
	"bidwell/process"
)

// CreateQualificationInput starts a scorecard of an opportunity.
type CreateQualificationInput struct{ OpportunityID string }

// CreateQualification starts a scorecard of an opportunity with the lines of its template. Errors: CONFLICT for an archived
// opportunity, FORBIDDEN, ILLEGAL_TRANSITION for one that is not open or has an undecided scorecard, NOT_FOUND.
func (d *Desk) CreateQualification(ctx context.Context, in CreateQualificationInput) (Written[ent.Qualification], error) {
	return create(ctx, d, ent.TypeQualification, func(ctx context.Context, w *writing, id string) (*ent.Qualification, error) {
		if err := w.mayWrite(ent.TypeQualification); err != nil {
			return nil, err
		}
		if err := w.hold(ctx, ent.TypeOpportunity, in.OpportunityID, nil, false); err != nil {
			return nil, err
		}
		o, err := w.tx.Opportunity.Get(ctx, in.OpportunityID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckOpen(o.Status); err != nil {
			return nil, err
		}
		open, err := w.tx.Qualification.Query().
			Where(qualification.OpportunityID(o.ID), qualification.DecisionIsNil(), qualification.ArchivedAtIsNil()).Exist(AsSystem(ctx))
		if err != nil {
			return nil, err
		}
		if open {
			return nil, process.NewError(process.CodeIllegalTransition, process.MsgQualificationOpen)
		}
		o, t, err := w.follow(ctx, o)
		if err != nil {
			return nil, err
		}
		if len(t.Scorecard) == 0 {
			return nil, process.NewError(process.CodeIllegalTransition, process.MsgScorecardMissing)
		}
		return w.tx.Qualification.Create().SetID(id).SetOpportunityID(o.ID).SetNillableTemplateID(o.TemplateID).
			SetItems(process.NewScorecard(t.Scorecard)).Save(ctx)
	})
}

// ScoreInput is the judgement of one line of a scorecard.
type ScoreInput struct {
	Code     string
	Score    *int
	Evidence *string
}

// ScoreQualificationInput judges lines of a scorecard.
type ScoreQualificationInput struct {
	ID      string
	Version int
	Items   []*ScoreInput
}

// ScoreQualification judges lines of a scorecard and sums it up anew; lines that are not given stay. Errors: CONFLICT,
// FORBIDDEN, ILLEGAL_TRANSITION for one that is decided, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) ScoreQualification(ctx context.Context, in ScoreQualificationInput) (Written[ent.Qualification], error) {
	return update(ctx, d, ent.TypeQualification, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Qualification, error) {
		q, err := w.tx.Qualification.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if q.Decision != nil {
			return nil, process.NewError(process.CodeIllegalTransition, process.MsgQualificationDecided)
		}
		judged := make([]process.JudgedScore, len(in.Items))
		for i, s := range in.Items {
			judged[i] = process.JudgedScore{Code: s.Code, Score: s.Score, Evidence: strings.TrimSpace(value(s.Evidence))}
		}
		items, err := process.JudgeScores(q.Items, judged)
		if err != nil {
			return nil, err
		}
		score := process.SumUp(items)
		return q.Update().SetItems(items).SetTotal(score.Total).SetVetoed(score.Vetoed).SetAdvice(score.Advice).Save(ctx)
	})
}

// DecideQualificationInput decides on a scorecard whether to bid.
type DecideQualificationInput struct {
	ID             string
	Version        int
	Decision       process.BidDecision
	Reason         string
	OverrideReason *string
	// Deciders are who decided beside the viewer.
	Deciders []string
}

// DecideQualification decides whether to bid, by those who decide the gate that asks for it. Against the advice or a veto
// it takes a reason of its own, which stays with the scorecard. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION for one
// that is decided or whose opportunity is not open, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) DecideQualification(ctx context.Context, in DecideQualificationInput) (Written[ent.Qualification], error) {
	return update(ctx, d, ent.TypeQualification, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Qualification, error) {
		q, err := w.tx.Qualification.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		o, err := w.tx.Opportunity.Get(ctx, q.OpportunityID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckOpen(o.Status); err != nil {
			return nil, err
		}
		_, t, err := w.follow(ctx, o)
		if err != nil {
			return nil, err
		}
		if err := w.jury(ctx, process.QualifyingGate(t), in.Deciders, nil); err != nil {
			return nil, err
		}
		err = process.CheckQualifying(process.Qualifying{
			Score: process.SumUp(q.Items), Decided: q.Decision != nil, Decision: in.Decision, Reason: in.Reason, Override: value(in.OverrideReason),
		})
		if err != nil {
			return nil, err
		}
		deciders := slices.Clone(in.Deciders)
		if by := w.viewer.UserID; by != "" && !slices.Contains(deciders, by) {
			deciders = slices.Insert(deciders, 0, by)
		}
		return q.Update().SetDecision(in.Decision).SetDecidedAt(d.now()).SetDeciders(deciders).SetReason(in.Reason).
			SetOverrideReason(value(in.OverrideReason)).Save(allow(ctx))
	})
}
