package desk_test

import (
	"testing"

	"bidwell/desk"
	"bidwell/process"
)

// The system tells history as it was: no gate is asked, nobody else may, and what follows is held to the rules.
func TestHistoryIsToldByTheSystemAlone(t *testing.T) {
	rounds(t, func(r *round) {
		o := r.through(r.tender())
		open := r.open(o)
		seller := r.staff[process.UserRoleSales].UserID
		in := desk.TellStageInput{ID: o.ID, Version: r.again(o).Version, Stage: process.OpportunityStageContract, ByID: &seller}
		for _, role := range []process.UserRole{process.UserRoleAdmin, process.UserRolePresalesManager, process.UserRoleSales} {
			_, err := r.TellStage(r.by(role), in)
			r.want(err, "FORBIDDEN")
			_, err = r.TellOutcome(r.by(role), desk.CloseOpportunityInput{ID: o.ID, Version: in.Version, Status: process.OpportunityStatusNoBid})
			r.want(err, "FORBIDDEN")
		}
		_, err := r.TellStage(r.system, in)
		r.ok(err)
		r.wantStage(o, process.OpportunityStageContract, process.OpportunityStatusOpen)
		entry, err := r.Read(r.system).Opportunity.QueryStageEntries(r.again(o)).All(r.system)
		r.ok(err)
		if last := entry[len(entry)-1]; *last.EnteredByID != seller {
			t.Errorf("the last entry is %+v", last)
		}
		_, err = r.TellStage(r.system, desk.TellStageInput{ID: o.ID, Version: in.Version, Stage: process.OpportunityStageHandover})
		r.want(err, "CONFLICT")
		_, err = r.TellStage(r.system, desk.TellStageInput{ID: o.ID, Version: r.again(o).Version, Stage: process.OpportunityStageContract})
		r.want(err, "ILLEGAL_TRANSITION")
		if left, err := r.Read(r.system).Gate.Get(r.system, open.ID); err != nil || left.Status != process.GateStatusDecided || *left.Decision != process.GateDecisionDefer {
			t.Errorf("the gate left behind is %+v, %v", left, err)
		}
		_, err = r.DecideGate(r.manager(), desk.DecideGateInput{ID: open.ID, Version: open.Version + 1, Decision: process.GateDecisionAdvance})
		r.want(err, "ILLEGAL_TRANSITION")
		_, err = r.ChangeOpportunityStage(r.sales(), desk.ChangeOpportunityStageInput{ID: o.ID, Version: r.again(o).Version, Stage: process.OpportunityStageHandover})
		r.want(err, "GATE_BLOCKED")
		_, err = r.TellOutcome(r.system, desk.CloseOpportunityInput{ID: o.ID, Version: r.again(o).Version, Status: process.OpportunityStatusWon})
		r.ok(err)
		r.wantStage(o, process.OpportunityStageContract, process.OpportunityStatusWon)
		_, err = r.TellStage(r.system, desk.TellStageInput{ID: o.ID, Version: r.again(o).Version, Stage: process.OpportunityStageNegotiation})
		r.ok(err)
		r.wantStage(o, process.OpportunityStageNegotiation, process.OpportunityStatusWon)
	})
}
