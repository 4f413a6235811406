package desk_test

import (
	"context"
	"sync"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

func (r *round) close(o *ent.Opportunity, in desk.CloseOpportunityInput) error {
	r.Helper()
	in.ID, in.Version = o.ID, r.again(o).Version
	_, err := r.CloseOpportunity(r.sales(), in)
	return err
}

func TestLosingWithADebrief(t *testing.T) {
	rounds(t, func(r *round) {
		o := r.tender()
		lost := process.OpportunityStatusLost
		r.want(r.close(o, desk.CloseOpportunityInput{Status: lost}), "VALIDATION_FAILED lossReason")
		r.want(r.close(o, desk.CloseOpportunityInput{Status: lost, Reasons: []process.LossReason{"PRICE", "PRICE"}}), "VALIDATION_FAILED reasons")
		r.want(r.close(o, desk.CloseOpportunityInput{Status: lost, LossReason: pointer(process.LossReasonPrice), Rank: pointer(0)}), "VALIDATION_FAILED rank")
		r.want(r.close(o, desk.CloseOpportunityInput{Status: lost, LossReason: pointer(process.LossReasonPrice), AwardAmount: pointer(int64(1)), Scores: []*process.EvaluatorScore{{Criterion: "price", Ours: 50, Best: 40, Max: 40}}}), "VALIDATION_FAILED scores")
		open := r.open(o)
		r.want(r.close(o, desk.CloseOpportunityInput{
			Status: lost, LossReason: pointer(process.LossReasonPrice), Reasons: []process.LossReason{process.LossReasonIncumbent}, Rank: pointer(2), Note: pointer("close"),
			Scores: []*process.EvaluatorScore{{Criterion: "price", Ours: 31, Best: 38, Max: 40}},
		}), "")
		now := r.again(o)
		if *now.LossReason != process.LossReasonPrice || len(now.Debrief.Reasons) != 2 || now.Debrief.Reasons[0] != process.LossReasonPrice || *now.Debrief.Rank != 2 || now.Debrief.Scores[0].Best != 38 {
			t.Errorf("lost %+v", now)
		}
		g, err := r.Read(r.system).Gate.Get(r.system, open.ID)
		r.ok(err)
		if g.Status != process.GateStatusDecided || *g.Decision != process.GateDecisionEnd {
			t.Errorf("its gate is still %s", g.Status)
		}
		record := func(in desk.RecordDebriefInput) error {
			in.ID, in.Version = o.ID, r.again(o).Version
			_, err := r.RecordDebrief(r.sales(), in)
			return err
		}
		r.want(record(desk.RecordDebriefInput{}), "VALIDATION_FAILED note")
		r.want(record(desk.RecordDebriefInput{Rank: pointer(-1)}), "VALIDATION_FAILED rank")
		r.want(record(desk.RecordDebriefInput{Reasons: []process.LossReason{process.LossReasonTiming}, Note: pointer("they told us in May")}), "")
		if now = r.again(o); *now.LossReason != process.LossReasonTiming || now.Debrief.Note == "" || now.Debrief.Rank != nil {
			t.Errorf("debriefed %+v", now.Debrief)
		}
		other := r.tender()
		_, err = r.RecordDebrief(r.sales(), desk.RecordDebriefInput{ID: other.ID, Version: other.Version, Rank: pointer(1)})
		r.want(err, "ILLEGAL_TRANSITION")
	})
}

func TestWinningTakesEvidenceAndTheContractStage(t *testing.T) {
	rounds(t, func(r *round) {
		won := process.OpportunityStatusWon
		r.want(r.close(r.tender(), desk.CloseOpportunityInput{Status: won, AwardAmount: pointer(int64(1)), Note: pointer("order")}), "ILLEGAL_TRANSITION status")
		direct := r.imported(process.OpportunityTypeDirect, process.OpportunityStageContract)
		r.want(r.close(direct, desk.CloseOpportunityInput{Status: won}), "GATE_BLOCKED")
		r.want(r.close(direct, desk.CloseOpportunityInput{Status: won, AwardAmount: pointer(int64(1))}), "GATE_BLOCKED")
		r.want(r.close(direct, desk.CloseOpportunityInput{Status: won, AwardAmount: pointer(int64(1)), Note: pointer("order 7")}), "")
		r.wantStage(direct, process.OpportunityStageContract, won)
		tender := r.imported(process.OpportunityTypeTender, process.OpportunityStageContract)
		in := desk.CloseOpportunityInput{Status: won, AwardAmount: pointer(int64(1)), Note: pointer("order 7")}
		r.want(r.close(tender, in), "GATE_BLOCKED")
		r.ok(r.Put(r.system, func(ctx context.Context, c *ent.Client, id func(process.Entity) string) error {
			return c.Proposal.Create().SetID(id(ent.TypeProposal)).SetTitle("技术标").SetOpportunityID(tender.ID).SetStatus(process.ProposalStatusAwarded).Exec(ctx)
		}))
		r.want(r.close(tender, in), "")
	})
}

func TestTheWaysNotToWin(t *testing.T) {
	rounds(t, func(r *round) {
		void, few, rejected := process.BidFailureProcedureVoided, process.BidFailureTooFewBidders, process.BidFailureBidRejected
		cancelled := process.OpportunityStatusCancelledByCustomer
		o := r.tender()
		r.want(r.close(o, desk.CloseOpportunityInput{Status: process.OpportunityStatusNoBid, Note: pointer("x")}), "ILLEGAL_TRANSITION status")
		r.want(r.close(o, desk.CloseOpportunityInput{Status: process.OpportunityStatusQualifiedOut, Note: pointer("x")}), "ILLEGAL_TRANSITION status")
		r.want(r.close(o, desk.CloseOpportunityInput{Status: process.OpportunityStatusNoDecision}), "VALIDATION_FAILED note")
		r.want(r.close(o, desk.CloseOpportunityInput{Status: cancelled, Failure: &rejected}), "VALIDATION_FAILED failure")
		r.want(r.close(o, desk.CloseOpportunityInput{Status: process.OpportunityStatusLost, LossReason: pointer(process.LossReasonPrice), Failure: &void}), "VALIDATION_FAILED failure")
		r.want(r.close(o, desk.CloseOpportunityInput{Status: cancelled, Failure: &void}), "")
		other := r.tender()
		r.want(r.close(other, desk.CloseOpportunityInput{Status: cancelled, Failure: &few}), "")
		if *r.again(o).Failure != void || *r.again(other).Failure != few {
			t.Error("废标 and 流标 are told apart no more")
		}
		_, err := r.ReopenOpportunity(r.manager(), desk.ReopenOpportunityInput{ID: o.ID, Version: r.again(o).Version, Reason: "tendered anew"})
		r.ok(err)
		if r.again(o).Failure != nil {
			t.Error("a reopened opportunity is still void")
		}
		late := r.imported(process.OpportunityTypeTender, process.OpportunityStageDelivery)
		r.want(r.close(late, desk.CloseOpportunityInput{Status: cancelled, Note: pointer("x")}), "ILLEGAL_TRANSITION status")
		declined := r.tender()
		made, err := r.CreateQualification(r.sales(), desk.CreateQualificationInput{OpportunityID: declined.ID})
		r.ok(err)
		_, err = r.DecideQualification(r.manager(), desk.DecideQualificationInput{ID: made.Record.ID, Version: 1, Decision: process.BidDecisionNoBid, Reason: "no people"})
		r.ok(err)
		r.want(r.close(declined, desk.CloseOpportunityInput{Status: process.OpportunityStatusNoBid}), "")
	})
}

func TestAWonOpportunityReopensWithoutTheGateItWasAt(t *testing.T) {
	rounds(t, func(r *round) {
		o := r.imported(process.OpportunityTypeDirect, process.OpportunityStageContract)
		g := r.open(o)
		r.want(r.close(o, desk.CloseOpportunityInput{Status: process.OpportunityStatusWon, AwardAmount: new(int64(900_00)), Note: new("by letter")}), "")
		_, err := r.ReopenOpportunity(r.manager(), desk.ReopenOpportunityInput{ID: o.ID, Version: r.again(o).Version, Reason: "they took it back"})
		r.ok(err)
		g, err = r.Read(r.system).Gate.Get(r.system, g.ID)
		r.ok(err)
		if g.Status != process.GateStatusDecided || *g.Decision != process.GateDecisionDefer || g.Reason != "they took it back" {
			t.Errorf("the gate of the stay before is %s, decided %v because %q", g.Status, g.Decision, g.Reason)
		}
		if again := r.open(o); again.ID == g.ID || again.Attempt != 2 {
			t.Errorf("passed anew at attempt %d of %s", again.Attempt, again.ID)
		}
	})
}

func TestSuspendingAndGoingOn(t *testing.T) {
	rounds(t, func(r *round) {
		o := r.through(r.tender())
		g := r.open(o)
		r.want(r.close(o, desk.CloseOpportunityInput{Status: process.OpportunityStatusSuspended, Note: pointer("budget frozen")}), "")
		g, err := r.Read(r.system).Gate.Get(r.system, g.ID)
		r.ok(err)
		if *g.Decision != process.GateDecisionDefer {
			t.Errorf("its gate is %s %v", g.Status, g.Decision)
		}
		resume := func(stage *process.OpportunityStage) error {
			_, err := r.ReopenOpportunity(r.manager(), desk.ReopenOpportunityInput{ID: o.ID, Version: r.again(o).Version, Reason: "budget is back", Stage: stage})
			return err
		}
		r.want(resume(pointer(process.OpportunityStageIntake)), "ILLEGAL_TRANSITION stage")
		r.want(resume(nil), "")
		r.wantStage(o, process.OpportunityStageQualification, process.OpportunityStatusOpen)
		if g := r.open(o); g.Attempt != 2 {
			t.Errorf("the gate after resting is attempt %d", g.Attempt)
		}
	})
}

// Of 64 who move the stage at once exactly one does.
func TestOnlyOneOfManyStageChangesCounts(t *testing.T) {
	rounds(t, func(r *round) {
		o := r.imported(process.OpportunityTypeTender, process.OpportunityStageRequirements)
		sales := r.sales()
		var wg sync.WaitGroup
		var mu sync.Mutex
		moved := 0
		for i := range 64 {
			wg.Go(func() {
				to := []process.OpportunityStage{process.OpportunityStagePlanning, process.OpportunityStageIntake}[i%2]
				_, err := r.ChangeOpportunityStage(sales, desk.ChangeOpportunityStageInput{ID: o.ID, Version: o.Version, Stage: to, Reason: pointer("now")})
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					moved++
				} else if process.CodeOf(err) != process.CodeConflict {
					t.Errorf("refused with %v", err)
				}
			})
		}
		wg.Wait()
		if moved != 1 {
			t.Errorf("%d moved it", moved)
		}
		r.wantStage(o, r.again(o).Stage, process.OpportunityStatusOpen)
	})
}
