package desk_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// planned plans a review that must be possible.
func (o *office) planned(p *ent.Proposal, colour process.ReviewColour, reviewers ...string) *ent.Review {
	o.Helper()
	return done[ent.Review](o)(o.PlanReview(o.system, desk.PlanReviewInput{ProposalID: p.ID, Colour: colour, Reviewers: reviewers}))
}

// found adds a finding to a review.
func (o *office) found(r *ent.Review, severity process.Severity, owner *string) *ent.Finding {
	o.Helper()
	return done[ent.Finding](o)(o.AddFinding(o.system, desk.AddFindingInput{ReviewID: r.ID, Severity: severity, Text: "未响应星号条款", OwnerID: owner}))
}

// Whoever wrote part of a proposal, in any version, does not see it with the eyes of others. Who copied it into a new
// version or set a section ready did not write it.
func TestAuthorsAreKnownByWhatTheyWrote(t *testing.T) {
	offices(t, func(o *office) {
		manager, engineer := process.UserRolePresalesManager, process.UserRoleSolutionEngineer
		creator, editor, former := o.person("creator", engineer), o.person("editor", engineer), o.person("former", engineer)
		owner, reviewer, copier, outsider := o.person("owner", engineer), o.person("reviewer", engineer), o.person("copier", manager), o.person("outsider", manager)
		p := o.offer("仓储方案", o.deal("仓储改造"))
		s := o.chapter(creator.ctx, p, 0, "供电", "双回路")
		o.chapter(former.ctx, p, 1, "作废", "作废")
		update := func(by colleague, in ent.UpdateProposalSectionInput) {
			o.Helper()
			in.ID, in.Version = s.ID, o.again(s).Version
			done[ent.ProposalSection](o)(o.UpdateProposalSection(by.ctx, in))
		}
		update(editor, ent.UpdateProposalSectionInput{Body: new("双回路,柴发")})
		update(copier, ent.UpdateProposalSectionInput{OwnerID: &owner.id, ReviewerID: &reviewer.id}) // gives out work
		for _, step := range []process.SectionStatus{process.SectionStatusInReview, process.SectionStatusReady} {
			done[ent.ProposalSection](o)(o.ChangeSectionStatus(reviewer.ctx, desk.ChangeSectionStatusInput{ID: s.ID, Version: o.again(s).Version, Status: step}))
		}
		o.revise(copier.ctx, p)
		o.revise(copier.ctx, p)
		for _, colour := range []process.ReviewColour{process.ReviewColourRed, process.ReviewColourGold, process.ReviewColourPink} {
			for name, c := range map[string]struct {
				who    colleague
				author bool
			}{
				"creator": {creator, true}, "editor": {editor, true}, "author of an old version": {former, true}, "owner": {owner, true},
				"reviewer of a section": {reviewer, false}, "who copied": {copier, false}, "outsider": {outsider, false},
			} {
				_, err := o.PlanReview(outsider.ctx, desk.PlanReviewInput{ProposalID: p.ID, Colour: colour, Reviewers: []string{c.who.id}})
				want := ""
				if c.author && colour != process.ReviewColourPink {
					want = "VALIDATION_FAILED reviewers"
				}
				o.refused(string(colour)+" by "+name, err, want)
			}
		}
		// Somebody who writes after they were asked cannot hold the review either.
		r := o.planned(p, process.ReviewColourRed, outsider.id)
		o.chapter(outsider.ctx, p, 7, "补充", "补充内容")
		_, err := o.HoldReview(o.system, desk.HoldReviewInput{ID: r.ID, Version: r.Version, Verdict: process.ReviewVerdictPass})
		o.refused("held by a later author", err, "VALIDATION_FAILED reviewers")
		held := done[ent.Review](o)(o.HoldReview(o.system, desk.HoldReviewInput{
			ID: r.ID, Version: r.Version, Verdict: process.ReviewVerdictPass, Reviewers: []string{copier.id, copier.id},
		}))
		if len(held.Reviewers) != 1 || held.Reviewers[0] != copier.id {
			o.Errorf("held by %v", held.Reviewers)
		}
	})
}

func TestReviewsAreOfTheVersionThatWasTheLatestThen(t *testing.T) {
	offices(t, func(o *office) {
		reviewer := o.person("reviewer", process.UserRolePresalesManager)
		p := o.offer("仓储方案", o.deal("仓储改造"))
		first := o.latest(p)
		between := o.now()
		second := o.revise(o.system, p)
		for name, c := range map[string]struct {
			at   *time.Time
			want string
		}{
			"now": {nil, second.ID}, "before the second": {&between, first.ID}, "before there was any": {new(between.Add(-time.Hour)), first.ID},
		} {
			r := o.planned(p, process.ReviewColourPink, reviewer.id)
			held := done[ent.Review](o)(o.HoldReview(o.system, desk.HoldReviewInput{
				ID: r.ID, Version: 1, Verdict: process.ReviewVerdictFail, HeldAt: c.at, Summary: new("提纲不完整"),
			}))
			if held.ProposalVersionID == nil || *held.ProposalVersionID != c.want {
				o.Errorf("%s: of %v, want %s", name, held.ProposalVersionID, c.want)
			}
			if held.Status != process.ReviewStatusHeld || *held.Verdict != process.ReviewVerdictFail || held.HeldAt == nil || held.Summary != "提纲不完整" {
				o.Errorf("%s: held as %v", name, held)
			}
		}
	})
}

func TestReviewsRefuseBadInput(t *testing.T) {
	offices(t, func(o *office) {
		reviewer, seller := o.person("reviewer", process.UserRolePresalesManager), o.person("seller", process.UserRoleSales)
		deal := o.deal("仓储改造")
		p, gone, loose := o.offer("仓储方案", deal), o.offer("归档方案", deal), o.offer("无商机方案", nil)
		_, err := o.ArchiveRecord(o.system, desk.RecordInput{ID: gone.ID, Version: 1})
		o.must(err)
		past, later := new(o.clock.Add(-time.Hour)), new(o.clock.Add(time.Hour))
		foreign := o.chapter(o.system, loose, 0, "供电", "双回路")
		plan := func(by colleague, in desk.PlanReviewInput) error {
			in.ProposalID = given(in.ProposalID, p.ID)
			in.Colour = process.ReviewColourPink
			_, err := o.PlanReview(by.ctx, in)
			return err
		}
		us := []string{reviewer.id}
		r := done[ent.Review](o)(o.PlanReview(reviewer.ctx, desk.PlanReviewInput{ProposalID: p.ID, Colour: process.ReviewColourRed, Reviewers: us, ScheduledAt: later}))
		off := done[ent.Review](o)(o.CancelReview(reviewer.ctx, desk.CancelReviewInput{ID: o.planned(p, process.ReviewColourRed, us...).ID, Version: 1, Reason: "改期"}))
		unbound := o.planned(loose, process.ReviewColourPink, us...)
		hold := func(by context.Context, in desk.HoldReviewInput) error {
			in.ID, in.Verdict = given(in.ID, r.ID), process.ReviewVerdictPass
			_, err := o.HoldReview(by, in)
			return err
		}
		cancel := func(id string, version int, reason string) error {
			_, err := o.CancelReview(reviewer.ctx, desk.CancelReviewInput{ID: id, Version: version, Reason: reason})
			return err
		}
		add := func(by context.Context, in desk.AddFindingInput) error {
			in.ReviewID, in.Severity, in.Text = given(in.ReviewID, r.ID), process.SeverityMinor, given(in.Text, "缺图")
			_, err := o.AddFinding(by, in)
			return err
		}
		for _, c := range []struct {
			name string
			err  error
			want string
		}{
			{"planned in the past", plan(reviewer, desk.PlanReviewInput{Reviewers: us, ScheduledAt: past}), "VALIDATION_FAILED scheduledAt"},
			{"with nobody", plan(reviewer, desk.PlanReviewInput{}), "VALIDATION_FAILED reviewers"},
			{"with somebody who is not", plan(reviewer, desk.PlanReviewInput{Reviewers: []string{"usr_00000000000000000000000000"}}), "NOT_FOUND"},
			{"with a proposal", plan(reviewer, desk.PlanReviewInput{Reviewers: []string{p.ID}}), "VALIDATION_FAILED reviewers"},
			{"of an archived proposal", plan(reviewer, desk.PlanReviewInput{ProposalID: gone.ID, Reviewers: us}), "CONFLICT"},
			{"of a proposal there is not", plan(reviewer, desk.PlanReviewInput{ProposalID: "prp_00000000000000000000000000", Reviewers: us}), "NOT_FOUND"},
			{"planned by sales", plan(seller, desk.PlanReviewInput{Reviewers: us}), "FORBIDDEN"},
			{"held stale", hold(reviewer.ctx, desk.HoldReviewInput{Version: 5}), "CONFLICT"},
			{"held in the future", hold(reviewer.ctx, desk.HoldReviewInput{Version: 1, HeldAt: later}), "VALIDATION_FAILED heldAt"},
			{"held by sales", hold(seller.ctx, desk.HoldReviewInput{Version: 1}), "FORBIDDEN"},
			{"held after it was cancelled", hold(reviewer.ctx, desk.HoldReviewInput{ID: off.ID, Version: 2}), "ILLEGAL_TRANSITION"},
			{"cancelled without a reason", cancel(r.ID, 1, ""), "VALIDATION_FAILED reason"},
			{"cancelled twice", cancel(off.ID, 2, "again"), "ILLEGAL_TRANSITION"},
			{"cancelled stale", cancel(r.ID, 2, "x"), "CONFLICT"},
			{"finding of a cancelled review", add(reviewer.ctx, desk.AddFindingInput{ReviewID: off.ID}), "ILLEGAL_TRANSITION"},
			{"finding without an opportunity", add(reviewer.ctx, desk.AddFindingInput{ReviewID: unbound.ID}), "VALIDATION_FAILED reviewID"},
			{"finding about another proposal", add(reviewer.ctx, desk.AddFindingInput{SectionID: &foreign.ID}), "VALIDATION_FAILED sectionID"},
			{"finding about no section", add(reviewer.ctx, desk.AddFindingInput{SectionID: &p.ID}), "VALIDATION_FAILED sectionID"},
			{"finding about a missing section", add(reviewer.ctx, desk.AddFindingInput{SectionID: new("sec_00000000000000000000000000")}), "NOT_FOUND"},
			{"finding due in the past", add(reviewer.ctx, desk.AddFindingInput{DueAt: past}), "VALIDATION_FAILED dueAt"},
			{"finding for nobody", add(reviewer.ctx, desk.AddFindingInput{OwnerID: new("usr_00000000000000000000000000")}), "NOT_FOUND"},
			{"finding by nobody", add(t.Context(), desk.AddFindingInput{}), "UNAUTHENTICATED"},
			{"finding by sales, who may", add(seller.ctx, desk.AddFindingInput{}), ""},
		} {
			o.refused(c.name, c.err, c.want)
		}
		done[ent.Review](o)(o.HoldReview(reviewer.ctx, desk.HoldReviewInput{ID: r.ID, Version: 1, Verdict: process.ReviewVerdictPass}))
		o.refused("held twice", hold(reviewer.ctx, desk.HoldReviewInput{Version: 2}), "ILLEGAL_TRANSITION")
		o.refused("cancelled after it was held", cancel(r.ID, 2, "x"), "ILLEGAL_TRANSITION")
	})
}

func TestReviewsPassOnlyWithActionsWhileFindingsAreOpen(t *testing.T) {
	offices(t, func(o *office) {
		reviewer, owner := o.person("reviewer", process.UserRolePresalesManager), o.person("owner", process.UserRoleSolutionEngineer)
		p := o.offer("仓储方案", o.deal("仓储改造"))
		hold := func(r *ent.Review, verdict process.ReviewVerdict, want string) {
			o.Helper()
			_, err := o.HoldReview(o.system, desk.HoldReviewInput{ID: r.ID, Version: 1, Verdict: verdict})
			o.refused(string(verdict), err, want)
		}
		r := o.planned(p, process.ReviewColourRed, reviewer.id)
		o.found(r, process.SeverityMinor, nil)
		f := o.found(r, process.SeverityMajor, &owner.id)
		hold(r, process.ReviewVerdictPass, "VALIDATION_FAILED verdict")
		f = done[ent.Finding](o)(o.ResolveFinding(owner.ctx, desk.ResolveFindingInput{ID: f.ID, Version: f.Version, Resolution: "已补充"}))
		hold(r, process.ReviewVerdictPass, "VALIDATION_FAILED verdict")
		done[ent.Finding](o)(o.VerifyFinding(reviewer.ctx, desk.RecordInput{ID: f.ID, Version: f.Version}))
		hold(r, process.ReviewVerdictPass, "")
		r = o.planned(p, process.ReviewColourRed, reviewer.id)
		f = o.found(r, process.SeverityFatal, nil)
		hold(r, process.ReviewVerdictPass, "VALIDATION_FAILED verdict")
		_, err := o.ArchiveRecord(o.system, desk.RecordInput{ID: f.ID, Version: f.Version})
		o.must(err)
		o.found(r, process.SeverityFatal, nil)
		hold(r, process.ReviewVerdictPassWithActions, "")
	})
}

func TestOfManyWhoHoldAReviewOneWins(t *testing.T) {
	offices(t, func(o *office) {
		r := o.planned(o.offer("仓储方案", nil), process.ReviewColourPink, o.person("reviewer", process.UserRolePresalesManager).id)
		var won atomic.Int32
		var group sync.WaitGroup
		for i := range 64 {
			group.Go(func() {
				var err error
				if i%2 == 0 {
					_, err = o.HoldReview(o.system, desk.HoldReviewInput{ID: r.ID, Version: 1, Verdict: process.ReviewVerdictPass})
				} else {
					_, err = o.CancelReview(o.system, desk.CancelReviewInput{ID: r.ID, Version: 1, Reason: "改期"})
				}
				if err == nil {
					won.Add(1)
				} else if process.CodeOf(err) != process.CodeConflict {
					o.Errorf("a loser is told %v", err)
				}
			})
		}
		group.Wait()
		if won.Load() != 1 || o.entries(r.ID) != 2 {
			o.Errorf("%d won, %d rows in the log", won.Load(), o.entries(r.ID))
		}
	})
}
