package desk_test

import (
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

func (r *round) tailor(g *ent.Gate) (desk.Written[ent.Gate], error) {
	r.Helper()
	return r.TailorGate(r.sales(), desk.TailorGateInput{ID: g.ID, Version: g.Version, How: "by mail to the manager", Reason: "a small follow-up"})
}

func TestLeavingAGateOutWithApproval(t *testing.T) {
	rounds(t, func(r *round) {
		o := r.tender()
		done, err := r.tailor(r.open(o))
		r.ok(err)
		g := done.Record
		if g.Status != process.GateStatusOpen || g.ApprovalID == nil || *g.TailoredByID != r.staff[process.UserRoleSales].UserID {
			t.Fatalf("tailored %+v", g)
		}
		_, err = r.ChangeOpportunityStage(r.sales(), desk.ChangeOpportunityStageInput{ID: o.ID, Version: r.again(o).Version, Stage: process.OpportunityStageQualification})
		r.want(err, "GATE_BLOCKED")
		_, err = r.tailor(g)
		r.want(err, "CONFLICT")
		a, err := r.Read(r.system).Approval.Get(r.system, *g.ApprovalID)
		r.ok(err)
		if a.Type != process.ApprovalTypeTailoring || a.SubjectID != g.ID || *a.OpportunityID != o.ID || *a.RequiredRole != process.UserRolePresalesManager {
			t.Errorf("asked for %+v", a)
		}
		_, err = r.DecideApproval(r.sales(), desk.DecideApprovalInput{ID: a.ID, Version: a.Version, Approve: true})
		r.want(err, "FORBIDDEN")
		_, err = r.DecideApproval(r.manager(), desk.DecideApprovalInput{ID: a.ID, Version: a.Version, Approve: true})
		r.ok(err)
		g, err = r.Read(r.system).Gate.Get(r.system, g.ID)
		r.ok(err)
		if g.Status != process.GateStatusTailoredOut || g.TailoredHow == "" || g.TailoredReason == "" {
			t.Errorf("after the approval %+v", g)
		}
		_, err = r.ChangeOpportunityStage(r.sales(), desk.ChangeOpportunityStageInput{ID: o.ID, Version: r.again(o).Version, Stage: process.OpportunityStageQualification})
		r.ok(err)
		r.wantStage(o, process.OpportunityStageQualification, process.OpportunityStatusOpen)
	})
}

func TestWhatApprovalsOfTailoringDoNotDo(t *testing.T) {
	rounds(t, func(r *round) {
		approve := func(id string) error {
			a, err := r.Read(r.system).Approval.Get(r.system, id)
			r.ok(err)
			_, err = r.DecideApproval(r.manager(), desk.DecideApprovalInput{ID: id, Version: a.Version, Approve: true})
			return err
		}
		status := func(g *ent.Gate) process.GateStatus {
			now, err := r.Read(r.system).Gate.Get(r.system, g.ID)
			r.ok(err)
			return now.Status
		}
		// one that nobody asked for by leaving the gate out
		g := r.open(r.tender())
		bare, err := r.RequestApproval(r.sales(), desk.RequestApprovalInput{SubjectID: g.ID, Type: process.ApprovalTypeTailoring})
		r.ok(err)
		r.want(approve(bare.Record.ID), "")
		if status(g) != process.GateStatusOpen {
			t.Error("an approval leaves a gate out without saying how and why")
		}
		// one for a gate that was decided meanwhile
		o := r.tender()
		asked, err := r.tailor(r.open(o))
		r.ok(err)
		r.decide(r.manager(), asked.Record, process.GateDecisionEnd)
		r.want(approve(*asked.Record.ApprovalID), "")
		if status(asked.Record) != process.GateStatusDecided {
			t.Error("an approval undoes a decision")
		}
		// a rejected one
		o = r.tender()
		asked, err = r.tailor(r.open(o))
		r.ok(err)
		a, err := r.Read(r.system).Approval.Get(r.system, *asked.Record.ApprovalID)
		r.ok(err)
		_, err = r.DecideApproval(r.manager(), desk.DecideApprovalInput{ID: a.ID, Version: a.Version, Comment: pointer("do it properly")})
		r.ok(err)
		if status(asked.Record) != process.GateStatusOpen {
			t.Error("a rejected request leaves the gate out")
		}
		again, err := r.tailor(asked.Record)
		r.ok(err)
		if *again.Record.ApprovalID == a.ID {
			t.Error("asking again asks nobody")
		}
	})
}

func TestLeavingAGateOutFreelyAndNever(t *testing.T) {
	rounds(t, func(r *round) {
		free := r.imported(process.OpportunityTypeTender, process.OpportunityStagePlanning)
		done, err := r.tailor(r.open(free))
		r.ok(err)
		if done.Record.Kind != process.GateKindPrelimBid || done.Record.Status != process.GateStatusTailoredOut || done.Record.ApprovalID != nil {
			t.Errorf("left out %+v", done.Record)
		}
		_, err = r.tailor(done.Record)
		r.want(err, "ILLEGAL_TRANSITION")
		never := r.open(r.imported(process.OpportunityTypeTender, process.OpportunityStageContract))
		_, err = r.tailor(never)
		r.want(err, "ILLEGAL_TRANSITION")
		_, err = r.TailorGate(r.sales(), desk.TailorGateInput{ID: never.ID, Version: never.Version + 3, How: "x", Reason: "y"})
		r.want(err, "CONFLICT")
		g := r.open(r.imported(process.OpportunityTypeTender, process.OpportunityStagePlanning))
		_, err = r.TailorGate(r.sales(), desk.TailorGateInput{ID: g.ID, Version: g.Version, How: "by mail"})
		r.want(err, "VALIDATION_FAILED reason")
		_, err = r.TailorGate(r.sales(), desk.TailorGateInput{ID: g.ID, Version: g.Version, Reason: "small"})
		r.want(err, "VALIDATION_FAILED how")
		_, err = r.TailorGate(r.by(process.UserRoleMarketing), desk.TailorGateInput{ID: g.ID, Version: g.Version, How: "x", Reason: "y"})
		r.want(err, "FORBIDDEN")
	})
}
