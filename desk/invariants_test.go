package desk_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/change"
	"bidwell/process"
)

// The invariants of the process (domain model §5), each with somebody who tries to break it through the desk. The model
// (model_test.go) checks them after every random history; here stands what each of them means.
var broken = []struct {
	holds string
	try   func(*testing.T)
}{
	{"1 the stage is that of the last entry and one entry is open", breakStages},
	{"2 forward only through a passed gate", breakGates},
	{"3 an opportunity keeps its template version", breakTemplate},
	{"4 what is submitted is complete, frozen and hashed, and late is told", breakSubmission},
	{"5 a negative deviation from a mandatory requirement is approved", breakDeviation},
	{"6 findings are verified by somebody else, and authors do not review", breakReviews},
	{"7 approvers have the authority and did not ask", breakAuthority},
	{"8 an unauthorised commitment blocks signing and handover", breakCommitment},
	{"9 contracted commitments are handed over", breakHandedOver},
	{"10 a handover is whole and accepted by another", breakHandover},
	{"11 no project is closed without looking back", breakCloseout},
	{"12 reuse points at a version and outlives its source", breakReuse},
	{"13 what is hidden from a role is found nowhere", breakNeedToKnow},
	{"14 money is summed in one currency", breakMoney},
	{"15 every change is in the log, in order", breakLog},
	// 16, index and database are the same: TestLibraryFollowsAnyHistory (indexing_model_test.go)
	{"17 instants are UTC and deadlines keep their zone", breakZones},
}

func TestInvariantsCannotBeBroken(t *testing.T) {
	for _, i := range broken {
		t.Run(i.holds, i.try)
	}
}

func breakStages(t *testing.T) {
	rounds(t, func(r *round) {
		o := r.through(r.imported(process.OpportunityTypeDirect, process.OpportunityStageRequirements))
		r.wantStage(o, process.OpportunityStageProposal, process.OpportunityStatusOpen)
		_, err := r.ChangeOpportunityStage(r.sales(), desk.ChangeOpportunityStageInput{ID: o.ID, Version: o.Version, Stage: process.OpportunityStageIntake, Reason: pointer("anew")})
		r.want(err, "")
		r.wantStage(o, process.OpportunityStageIntake, process.OpportunityStatusOpen)
		o = r.again(o)
		_, err = r.ChangeOpportunityStage(r.sales(), desk.ChangeOpportunityStageInput{ID: o.ID, Version: o.Version, Stage: process.OpportunityStageIntake, Reason: pointer("again")})
		r.want(err, "ILLEGAL_TRANSITION")
		_, err = r.ChangeOpportunityStage(r.sales(), desk.ChangeOpportunityStageInput{ID: o.ID, Version: o.Version - 1, Stage: process.OpportunityStageQualification})
		r.want(err, "CONFLICT")
		r.wantStage(o, process.OpportunityStageIntake, process.OpportunityStatusOpen)
	})
}

func breakGates(t *testing.T) {
	rounds(t, func(r *round) {
		o := r.tender()
		to := func(stage process.OpportunityStage) error {
			_, err := r.ChangeOpportunityStage(r.manager(), desk.ChangeOpportunityStageInput{ID: o.ID, Version: r.again(o).Version, Stage: stage})
			return err
		}
		r.want(to(process.OpportunityStageQualification), "GATE_BLOCKED")
		r.want(to(process.OpportunityStageRequirements), "ILLEGAL_TRANSITION stage")
		g := r.open(o)
		if done := r.decide(r.manager(), g, process.GateDecisionAdvance); done.Record != nil {
			t.Error("a gate advances with its criteria open")
		}
		_, err := r.DecideGate(r.by(process.UserRoleDelivery), desk.DecideGateInput{ID: g.ID, Version: g.Version, Decision: process.GateDecisionAdvance})
		r.want(err, "FORBIDDEN")
		r.want(to(process.OpportunityStageQualification), "GATE_BLOCKED")
		r.wantStage(o, process.OpportunityStageIntake, process.OpportunityStatusOpen)
	})
}

func breakTemplate(t *testing.T) {
	rounds(t, func(r *round) {
		o := r.tender()
		_, err := r.UpdateOpportunity(r.sales(), ent.UpdateOpportunityInput{ID: o.ID, Version: o.Version, Type: pointer(process.OpportunityTypeDirect), Amount: pointer(int64(1))})
		r.want(err, "")
		r.through(o)
		if now := r.again(o); now.TemplateID == nil || *now.TemplateID != *o.TemplateID {
			t.Errorf("it follows %v, want %v", now.TemplateID, *o.TemplateID)
		}
		_, err = r.MoveOpportunityToTemplate(r.sales(), desk.MoveOpportunityToTemplateInput{ID: o.ID, Version: r.again(o).Version, TemplateID: *o.TemplateID, Reason: "x"})
		r.want(err, "FORBIDDEN")
	})
}

func breakSubmission(t *testing.T) {
	biddings(t, func(b *bidding) {
		b.sealed()
		in := b.reread()
		submit := desk.SubmitProposalInput{ID: in.ID, Version: in.Version, Receipt: "No. 12"}
		done, err := b.SubmitProposal(b.writer, submit)
		b.want(err, "")
		for _, code := range []process.BlockerCode{process.BlockerCodeChecklistOpen, process.BlockerCodeReviewMissing, process.BlockerCodeApprovalMissing} {
			if !slices.Contains(inTheWay(done.Blockers), code) {
				t.Errorf("%s is not in the way of %v", code, inTheWay(done.Blockers))
			}
		}
		b.checked()
		b.reviewed()
		b.approve(process.ApprovalTypePrice, in.ID, b.manager)
		b.approve(process.ApprovalTypeLegal, in.ID, b.legal)
		b.pass(22 * 24 * time.Hour)
		must[ent.Proposal](b.door)(b.SubmitProposal(b.writer, submit))
		b.reread()
		if p, v := b.proposal, b.version(); p.SnapshotHash == "" || p.SubmittedAt == nil || !p.Late || v.FrozenAt == nil || v.ContentHash == "" {
			t.Errorf("submitted %+v in %+v", p, v)
		}
		_, err = b.CreateProposalVersion(b.writer, desk.CreateProposalVersionInput{ProposalID: in.ID})
		b.want(err, "ILLEGAL_TRANSITION")
		_, err = b.UpdateProposal(b.pricing, ent.UpdateProposalInput{ID: in.ID, Version: b.reread().Version, Price: new(int64(1))})
		b.want(err, "ILLEGAL_TRANSITION")
	})
}

func breakDeviation(t *testing.T) {
	biddings(t, func(b *bidding) {
		need := b.requirement(b.opportunity.ID, "within 30 days", true)
		answer := must[ent.ComplianceItem](b.door)(b.AnswerRequirement(b.writer, desk.AnswerRequirementInput{
			ProposalID: b.proposal.ID, RequirementID: need.ID, Response: process.ComplianceResponseDeviationNegative, Deviation: new("33 days"),
		}))
		b.approve(process.ApprovalTypePrice, b.proposal.ID, b.manager)
		b.approve(process.ApprovalTypeLegal, b.proposal.ID, b.legal)
		b.checked()
		b.reviewed()
		b.sealed()
		in := b.reread()
		submit := desk.SubmitProposalInput{ID: in.ID, Version: in.Version, Receipt: "No. 12"}
		done, err := b.SubmitProposal(b.writer, submit)
		b.want(err, "")
		if got := inTheWay(done.Blockers); !slices.Equal(got, []process.BlockerCode{process.BlockerCodeDeviationUnapproved}) {
			t.Errorf("in the way: %v", got)
		}
		b.approve(process.ApprovalTypeDeviation, answer.ID, b.manager)
		must[ent.Proposal](b.door)(b.SubmitProposal(b.writer, submit))
	})
}

func breakReviews(t *testing.T) {
	offices(t, func(o *office) {
		author, other := o.person("author", process.UserRolePresalesConsultant), o.person("other", process.UserRoleSolutionEngineer)
		p := o.offer("Cranes", o.deal("Harbour"))
		o.chapter(author.ctx, p, 1, "Drives", "text")
		for _, colour := range []process.ReviewColour{process.ReviewColourRed, process.ReviewColourGold} {
			_, err := o.PlanReview(other.ctx, desk.PlanReviewInput{ProposalID: p.ID, Colour: colour, Reviewers: []string{author.id}})
			o.refused("an author reviews", err, "VALIDATION_FAILED reviewers")
		}
		r := done[ent.Review](o)(o.PlanReview(other.ctx, desk.PlanReviewInput{ProposalID: p.ID, Colour: process.ReviewColourGold, Reviewers: []string{other.id}}))
		f := done[ent.Finding](o)(o.AddFinding(other.ctx, desk.AddFindingInput{ReviewID: r.ID, Severity: process.SeverityMajor, Text: "no sum", OwnerID: &author.id}))
		f = done[ent.Finding](o)(o.ResolveFinding(author.ctx, desk.ResolveFindingInput{ID: f.ID, Version: f.Version, Resolution: "added"}))
		_, err := o.VerifyFinding(author.ctx, desk.RecordInput{ID: f.ID, Version: f.Version})
		o.refused("the owner verifies", err, "FORBIDDEN")
	})
}

func breakAuthority(t *testing.T) {
	biddings(t, func(b *bidding) {
		large := must[ent.Proposal](b.door)(b.CreateProposal(b.pricing, ent.CreateProposalInput{Title: "Large", OpportunityID: &b.opportunity.ID, Price: new(int64(5_000_001_00))}))
		asked := must[ent.Approval](b.door)(b.RequestApproval(b.manager, desk.RequestApprovalInput{SubjectID: large.ID, Type: process.ApprovalTypePrice}))
		decide := desk.DecideApprovalInput{ID: asked.ID, Version: asked.Version, Approve: true}
		_, err := b.DecideApproval(b.other, decide)
		b.want(err, "FORBIDDEN")
		_, err = b.DecideApproval(b.admin, decide)
		b.want(err, "FORBIDDEN")
		own := must[ent.Approval](b.door)(b.RequestApproval(b.legal, desk.RequestApprovalInput{SubjectID: large.ID, Type: process.ApprovalTypeLegal}))
		_, err = b.DecideApproval(b.legal, desk.DecideApprovalInput{ID: own.ID, Version: own.Version, Approve: true})
		b.want(err, "FORBIDDEN")
		must[ent.Approval](b.door)(b.DecideApproval(b.finance, decide))
	})
}

func breakLog(t *testing.T) {
	rounds(t, func(r *round) {
		o := r.tender()
		before := r.text(`SELECT max(id) FROM change_log`)
		_, err := r.ChangeOpportunityStage(r.sales(), desk.ChangeOpportunityStageInput{ID: o.ID, Version: o.Version, Stage: process.OpportunityStageQualification})
		r.want(err, "GATE_BLOCKED")
		if now := r.text(`SELECT max(id) FROM change_log`); now != before {
			t.Errorf("a refused step is in the log: %s after %s", now, before)
		}
		r.through(o)
		rows, err := r.Read(r.system).Change.Query().Where(change.EntityID(o.ID)).Order(ent.Asc(change.FieldID)).All(r.system)
		r.ok(err)
		if now := r.again(o); len(rows) != now.Version {
			t.Errorf("%d rows for version %d", len(rows), now.Version)
		}
		for i, row := range rows[1:] {
			if row.ID <= rows[i].ID || row.At.Before(rows[i].At) {
				t.Errorf("row %d at %v after row %d at %v", row.ID, row.At, rows[i].ID, rows[i].At)
			}
		}
		if err := r.Read(r.system).Opportunity.UpdateOneID(o.ID).SetName("behind the desk").Exec(r.system); err == nil || !strings.Contains(err.Error(), "use case of the desk") {
			t.Errorf("written past the desk: %v", err)
		}
	})
}

func breakZones(t *testing.T) {
	rounds(t, func(r *round) {
		shanghai := time.FixedZone("CST", 8*60*60)
		due := time.Date(2026, 4, 1, 9, 30, 0, 0, shanghai)
		o := r.opportunity(ent.CreateOpportunityInput{Name: "x", SubmissionDeadline: &due, DeadlineZone: pointer("Asia/Shanghai")})
		if got := r.again(o); !got.SubmissionDeadline.Equal(due) || got.DeadlineZone != "Asia/Shanghai" {
			t.Errorf("due at %v in %q", got.SubmissionDeadline, got.DeadlineZone)
		}
		if kept := r.text(`SELECT CAST(submission_deadline AS text) FROM opportunities WHERE id = $1`, o.ID); !strings.HasPrefix(kept, "2026-04-01 01:30:00") {
			t.Errorf("stored as %s, want UTC", kept)
		}
		for _, zone := range []string{"Mars/Olympus", "Local", "../zone"} {
			_, err := r.CreateOpportunity(r.sales(), ent.CreateOpportunityInput{Name: "x", SubmissionDeadline: &due, DeadlineZone: &zone})
			r.want(err, "VALIDATION_FAILED deadlineZone")
			_, err = r.UpdateOpportunity(r.sales(), ent.UpdateOpportunityInput{ID: o.ID, Version: o.Version, DeadlineZone: &zone})
			r.want(err, "VALIDATION_FAILED deadlineZone")
		}
	})
}
