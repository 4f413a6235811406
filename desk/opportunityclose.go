package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"bidwell/ent"
	"bidwell/process"
)

// CloseOpportunityInput is how an opportunity ended, and what is known of why.
type CloseOpportunityInput struct {
	ID          string
	Version     int
	Status      process.OpportunityStatus
	DecidedAt   *time.Time
	LossReason  *process.LossReason
	Note        *string
	AwardAmount *int64
	Winner      *string
	// Failure is how the customer's whole procedure came to nothing.
	Failure *process.BidFailure
	// Reasons, Rank, Scores and DebriefNote are the debrief, as far as it is known at once.
	Reasons     []process.LossReason
	Rank        *int
	Scores      []*process.EvaluatorScore
	DebriefNote *string
}

// reasons are all reasons given, the main one first.
func (in CloseOpportunityInput) reasons() []process.LossReason {
	reasons := slices.Clone(in.Reasons)
	if in.LossReason != nil && !slices.Contains(reasons, *in.LossReason) {
		reasons = slices.Insert(reasons, 0, *in.LossReason)
	}
	return reasons
}

// CloseOpportunity records how an opportunity ended: won, with the evidence of the award and not before the contract
// stage; lost, with reasons; cancelled, undecided or suspended, saying why. That we do not bid is decided elsewhere: by a
// gate, or by a qualification. Errors: CONFLICT, FORBIDDEN, GATE_BLOCKED without evidence of the award,
// ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) CloseOpportunity(ctx context.Context, in CloseOpportunityInput) (Written[ent.Opportunity], error) {
	return update(ctx, d, ent.TypeOpportunity, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Opportunity, error) {
		if err := w.mayWrite(ent.TypeOpportunity); err != nil {
			return nil, err
		}
		o, err := w.tx.Opportunity.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := w.mayClose(ctx, o, in); err != nil {
			return nil, err
		}
		return w.end(ctx, o, in)
	})
}

// end writes how an opportunity ended, and settles the gate it was at.
func (w *writing) end(ctx context.Context, o *ent.Opportunity, in CloseOpportunityInput) (*ent.Opportunity, error) {
	debrief, err := newDebrief(in.reasons(), in.Rank, in.Scores, in.DebriefNote)
	if err != nil {
		return nil, err
	}
	decision := process.GateDecisionEnd
	if in.Status == process.OpportunityStatusSuspended {
		decision = process.GateDecisionDefer
	}
	if in.Status != process.OpportunityStatusWon {
		if err := w.settleGates(ctx, o.ID, decision, or(in.Note, string(in.Status))); err != nil {
			return nil, err
		}
	}
	u := o.Update().SetStatus(in.Status).SetDecidedAt(or(in.DecidedAt, w.desk.now())).SetNillableLossReason(mainReason(in.Status, in.reasons())).
		SetNillableAwardAmount(in.AwardAmount).SetNillableWinner(in.Winner).SetNillableOutcomeNote(in.Note).SetNillableFailure(in.Failure)
	if debrief != nil {
		u.SetDebrief(*debrief)
	}
	if in.Status == process.OpportunityStatusWon { // what was won is worth what it is on the day it is won
		if err := w.fixRate(ctx, u.Mutation(), o.Currency, or(in.DecidedAt, w.desk.now())); err != nil {
			return nil, err
		}
	}
	return u.Save(ctx)
}

// mayClose asks the rules whether the opportunity may end so. What is given with the closing counts already.
func (w *writing) mayClose(ctx context.Context, o *ent.Opportunity, in CloseOpportunityInput) error {
	dossier, err := w.dossier(ctx, o.ID)
	if err != nil {
		return err
	}
	q := dossier.Qualification
	err = process.CheckClose(process.Closing{
		Status: o.Status, Stage: o.Stage, To: in.Status, Reasons: in.reasons(), Note: strings.TrimSpace(value(in.Note)), Failure: in.Failure,
		Declined: q != nil && q.Decision != nil && *q.Decision == process.BidDecisionNoBid,
	})
	if err != nil || in.Status != process.OpportunityStatusWon {
		return err
	}
	if in.AwardAmount != nil {
		dossier.AwardAmount = in.AwardAmount
	}
	dossier.AwardNoted = dossier.AwardNoted || strings.TrimSpace(value(in.Note)) != ""
	return process.Blocked(process.Check(dossier, process.WinningRules...))
}

// mainReason is the reason that figures count by; a win has none.
func mainReason(status process.OpportunityStatus, reasons []process.LossReason) *process.LossReason {
	if status == process.OpportunityStatusWon || len(reasons) == 0 {
		return nil
	}
	return &reasons[0]
}

// newDebrief is nil when nothing is known.
func newDebrief(reasons []process.LossReason, rank *int, scores []*process.EvaluatorScore, note *string) (*process.Debrief, error) {
	d := &process.Debrief{Reasons: reasons, Rank: rank, Note: value(note)}
	for _, s := range scores {
		d.Scores = append(d.Scores, *s)
	}
	if len(reasons) == 0 && rank == nil && len(scores) == 0 && d.Note == "" {
		return nil, nil //nolint:nilnil // nothing is known
	}
	return d, process.CheckDebrief(*d)
}

// RecordDebriefInput is what was learned of a decision after it.
type RecordDebriefInput struct {
	ID      string
	Version int
	Reasons []process.LossReason
	Rank    *int
	Scores  []*process.EvaluatorScore
	Note    *string
}

// RecordDebrief records what was learned of why an opportunity was won or lost, in place of what was known before.
// Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION before the opportunity has ended, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) RecordDebrief(ctx context.Context, in RecordDebriefInput) (Written[ent.Opportunity], error) {
	return update(ctx, d, ent.TypeOpportunity, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Opportunity, error) {
		o, err := w.tx.Opportunity.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckDebriefing(o.Status); err != nil {
			return nil, err
		}
		debrief, err := newDebrief(in.Reasons, in.Rank, in.Scores, in.Note)
		if err != nil {
			return nil, err
		}
		if debrief == nil {
			return nil, process.Invalid("note", process.MsgRequired)
		}
		return o.Update().SetDebrief(*debrief).SetNillableLossReason(mainReason(o.Status, in.Reasons)).Save(ctx)
	})
}

// ReopenOpportunityInput is a closed opportunity that goes on.
type ReopenOpportunityInput struct {
	ID      string
	Version int
	Reason  string
	Stage   *process.OpportunityStage
}

// ReopenOpportunity lets a closed or suspended opportunity go on, where it was or in an earlier stage; its gate there has
// to be passed anew. Managers do that. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED
// without a reason.
func (d *Desk) ReopenOpportunity(ctx context.Context, in ReopenOpportunityInput) (Written[ent.Opportunity], error) {
	return update(ctx, d, ent.TypeOpportunity, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Opportunity, error) {
		o, err := w.tx.Opportunity.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		o, t, err := w.follow(ctx, o)
		if err != nil {
			return nil, err
		}
		to := or(in.Stage, o.Stage)
		if err := process.CheckReopen(w.viewer, t, o.Status, o.Stage, to, in.Reason); err != nil {
			return nil, err
		}
		if err := w.settleGates(ctx, o.ID, process.GateDecisionDefer, in.Reason); err != nil { // of the stay that ends now
			return nil, err
		}
		u := o.Update().SetStatus(process.OpportunityStatusOpen).ClearDecidedAt().ClearLossReason().ClearFailure()
		return w.move(ctx, u, stageStep{opportunity: in.ID, to: to, direction: process.StageDirectionReopen, reason: in.Reason})
	})
}
