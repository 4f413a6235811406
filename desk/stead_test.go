package desk_test

import (
	"testing"

	"bidwell/desk"
	"bidwell/process"
)

// What a deputy decides at a gate, they decide by the role of who is away, where it was passed on and confirmed: their own may
// not even write gates.
func TestADeputyWhoWritesNoGatesDecidesOneInAStead(t *testing.T) {
	rounds(t, func(r *round) {
		manager, deputy, chief := r.manager(), r.by(process.UserRoleFinance), r.by(process.UserRoleAdmin)
		r.staff[process.UserRoleAdmin].Scope = process.TokenScopeAdmin
		away := r.staff[process.UserRolePresalesManager].UserID
		o := r.through(r.tender())
		g := r.open(o)
		r.qualify(o)
		g = r.judge(g)
		decide := func(forUser *string) (*string, error) {
			done, err := r.DecideGate(deputy, desk.DecideGateInput{ID: g.ID, Version: g.Version, Decision: process.GateDecisionAdvance, ForUserID: forUser})
			if err != nil || done.Record == nil {
				return nil, err
			}
			return done.Record.DecidedForID, nil
		}
		refused := func(when string, forUser *string) {
			t.Helper()
			if _, err := decide(forUser); process.CodeOf(err) != process.CodeForbidden {
				t.Errorf("%s: %v", when, err)
			}
		}
		refused("nobody is away", &away)
		leave, err := r.RecordAbsence(manager, desk.RecordAbsenceInput{
			DeputyID: r.staff[process.UserRoleFinance].UserID, StartsAt: r.now(), EndsAt: r.now().AddDate(0, 0, 5), Reason: "leave", WithAuthority: new(true),
		})
		r.ok(err)
		refused("nobody confirmed it", &away)
		_, err = r.ConfirmAbsenceAuthority(chief, desk.RecordInput{ID: leave.Record.ID, Version: leave.Record.Version})
		r.ok(err)
		refused("for themselves", nil)
		reads := *r.staff[process.UserRoleFinance]
		reads.Scope = process.TokenScopeRead
		_, err = r.DecideGate(desk.WithViewer(r.Context(), &reads), desk.DecideGateInput{ID: g.ID, Version: g.Version, Decision: process.GateDecisionAdvance, ForUserID: &away})
		if process.CodeOf(err) != process.CodeForbidden {
			t.Errorf("by a token that reads: %v", err)
		}
		if _, err := r.ScheduleGate(deputy, desk.ScheduleGateInput{OpportunityID: o.ID, Version: r.again(o).Version, ScheduledFor: r.now().AddDate(0, 0, 1)}); process.CodeOf(err) != process.CodeForbidden {
			t.Errorf("what was not passed on, planning a gate: %v", err)
		}
		decidedFor, err := decide(&away)
		if err != nil || value(decidedFor) != away {
			t.Errorf("decided for %v, %v", value(decidedFor), err)
		}
		r.wantStage(o, process.OpportunityStageRequirements, process.OpportunityStatusOpen)
	})
}
