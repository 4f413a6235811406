package desk_test

import (
	"context"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// presentation records a contact about a deal.
func (o *office) presentation(deal *ent.Opportunity) *ent.Activity {
	o.Helper()
	return done[ent.Activity](o)(o.CreateActivity(o.system, ent.CreateActivityInput{
		OpportunityID: &deal.ID, Kind: process.ActivityKindPresentation, Subject: "方案讲解", OccurredAt: o.clock,
	}))
}

func (o *office) handover(deal *ent.Opportunity) (id string) {
	o.Helper()
	_, err := o.Transact(o.system, func(ctx context.Context, tx *ent.Tx, newID func(process.Entity) string) error {
		id = newID(ent.TypeHandover)
		return tx.Handover.Create().SetID(id).SetOpportunityID(deal.ID).Exec(ctx)
	})
	o.must(err)
	return id
}

func TestQuestionsAreRecordedAndAnswered(t *testing.T) {
	offices(t, func(o *office) {
		asker, answerer := o.person("asker", process.UserRoleSales), o.person("answerer", process.UserRoleDelivery)
		deal := o.deal("仓储改造")
		activity, handover := o.presentation(deal), o.handover(deal)
		q := done[ent.Question](o)(o.RecordQuestion(asker.ctx, desk.RecordQuestionInput{
			OpportunityID: deal.ID, ActivityID: &activity.ID, AskedBy: new("王工"), Question: "备电多久?", FollowUp: new(true),
		}))
		if q.AnsweredAt != nil || q.AnsweredByID != nil || !q.FollowUp || q.AskedBy != "王工" {
			o.Errorf("recorded as %v", q)
		}
		q = done[ent.Question](o)(o.AnswerQuestion(answerer.ctx, desk.AnswerQuestionInput{ID: q.ID, Version: 1, Answer: "两小时"}))
		if q.AnsweredAt == nil || *q.AnsweredByID != answerer.id || q.Answer != "两小时" || !q.FollowUp {
			o.Errorf("answered as %v", q)
		}
		q = done[ent.Question](o)(o.FlagQuestion(asker.ctx, desk.FlagQuestionInput{ID: q.ID, Version: 2}))
		if q.FollowUp {
			o.Error("it is still marked")
		}
		q = done[ent.Question](o)(o.AnswerQuestion(asker.ctx, desk.AnswerQuestionInput{ID: q.ID, Version: 3, Answer: "四小时", FollowUp: new(true)}))
		if *q.AnsweredByID != asker.id || !q.FollowUp {
			o.Errorf("answered again as %v", q)
		}
		q = done[ent.Question](o)(o.RecordQuestion(answerer.ctx, desk.RecordQuestionInput{
			OpportunityID: deal.ID, HandoverID: &handover, Question: "谁验收?", Answer: new("客户信息部"),
		}))
		if q.AnsweredAt == nil || *q.AnsweredByID != answerer.id {
			o.Errorf("answered at once as %v", q)
		}
		done[ent.Question](o)(o.RecordQuestion(asker.ctx, desk.RecordQuestionInput{OpportunityID: deal.ID, Question: "在别处问的"}))
	})
}

func TestQuestionsRefuseBadInput(t *testing.T) {
	offices(t, func(o *office) {
		asker := o.person("asker", process.UserRoleSales)
		deal, other := o.deal("仓储改造"), o.deal("别的商机")
		activity, foreign, handover, far := o.presentation(deal), o.presentation(other), o.handover(deal), o.handover(other)
		gone := o.presentation(deal)
		_, err := o.ArchiveRecord(o.system, desk.RecordInput{ID: gone.ID, Version: 1})
		o.must(err)
		q := done[ent.Question](o)(o.RecordQuestion(asker.ctx, desk.RecordQuestionInput{OpportunityID: deal.ID, Question: "?"}))
		record := func(in desk.RecordQuestionInput) error {
			in.OpportunityID, in.Question = given(in.OpportunityID, deal.ID), given(in.Question, "?")
			_, err := o.RecordQuestion(asker.ctx, in)
			return err
		}
		answer := func(version int, text string) error {
			_, err := o.AnswerQuestion(asker.ctx, desk.AnswerQuestionInput{ID: q.ID, Version: version, Answer: text})
			return err
		}
		_, stale := o.FlagQuestion(asker.ctx, desk.FlagQuestionInput{ID: q.ID, Version: 9, FollowUp: true})
		_, nobody := o.RecordQuestion(t.Context(), desk.RecordQuestionInput{OpportunityID: deal.ID, Question: "?"})
		_, auditor := o.RecordQuestion(o.person("auditor", process.UserRoleAuditor).ctx, desk.RecordQuestionInput{OpportunityID: deal.ID, Question: "?"})
		_, empty := o.RecordQuestion(asker.ctx, desk.RecordQuestionInput{OpportunityID: deal.ID})
		for _, c := range []struct {
			name string
			err  error
			want string
		}{
			{"at two occasions", record(desk.RecordQuestionInput{ActivityID: &activity.ID, HandoverID: &handover}), "VALIDATION_FAILED handoverID"},
			{"at a contact about another", record(desk.RecordQuestionInput{ActivityID: &foreign.ID}), "VALIDATION_FAILED activityID"},
			{"in another's handover", record(desk.RecordQuestionInput{HandoverID: &far}), "VALIDATION_FAILED handoverID"},
			{"at an archived contact", record(desk.RecordQuestionInput{ActivityID: &gone.ID}), "NOT_FOUND activityID"},
			{"at a contact there is not", record(desk.RecordQuestionInput{ActivityID: new("act_00000000000000000000000000")}), "NOT_FOUND activityID"},
			{"at something else", record(desk.RecordQuestionInput{ActivityID: &handover}), "VALIDATION_FAILED activityID"},
			{"of an opportunity there is not", record(desk.RecordQuestionInput{OpportunityID: "opp_00000000000000000000000000"}), "NOT_FOUND"},
			{"nothing asked", empty, "VALIDATION_FAILED question"},
			{"nothing answered", answer(1, ""), "VALIDATION_FAILED answer"},
			{"answered stale", answer(9, "x"), "CONFLICT"},
			{"marked stale", stale, "CONFLICT"},
			{"by nobody", nobody, "UNAUTHENTICATED"},
			{"by an auditor", auditor, "FORBIDDEN"},
		} {
			o.refused(c.name, c.err, c.want)
		}
	})
}

func TestWinThemesStayWithinTheirOpportunity(t *testing.T) {
	offices(t, func(o *office) {
		seller := o.person("seller", process.UserRoleSales)
		deal, other := o.deal("仓储改造"), o.deal("别的商机")
		demand := func(of *ent.Opportunity) *ent.Requirement {
			return done[ent.Requirement](o)(o.CreateRequirement(o.system, ent.CreateRequirementInput{OpportunityID: of.ID, Text: "备电"}))
		}
		rival := func(of *ent.Opportunity) *ent.Competitor {
			return done[ent.Competitor](o)(o.CreateCompetitor(o.system, ent.CreateCompetitorInput{OpportunityID: of.ID, Name: "对手"}))
		}
		r, foreign, c, far := demand(deal), demand(other), rival(deal), rival(other)
		create := func(in ent.CreateWinThemeInput) error {
			in.OpportunityID, in.Statement = deal.ID, "两小时备电"
			_, err := o.CreateWinTheme(seller.ctx, in)
			return err
		}
		t := done[ent.WinTheme](o)(o.CreateWinTheme(seller.ctx, ent.CreateWinThemeInput{OpportunityID: deal.ID, Statement: "备电", RequirementID: &r.ID, CompetitorID: &c.ID}))
		version := 1
		update := func(in ent.UpdateWinThemeInput) error {
			in.ID, in.Version = t.ID, version
			w, err := o.UpdateWinTheme(seller.ctx, in)
			if err == nil {
				version = w.Record.Version
			}
			return err
		}
		for _, c := range []struct {
			name string
			err  error
			want string
		}{
			{"another's requirement", create(ent.CreateWinThemeInput{RequirementID: &foreign.ID}), "VALIDATION_FAILED requirementID"},
			{"another's competitor", create(ent.CreateWinThemeInput{CompetitorID: &far.ID}), "VALIDATION_FAILED competitorID"},
			{"a requirement there is not", create(ent.CreateWinThemeInput{RequirementID: new("req_00000000000000000000000000")}), "NOT_FOUND requirementID"},
			{"no requirement", create(ent.CreateWinThemeInput{RequirementID: &c.ID}), "VALIDATION_FAILED requirementID"},
			{"changed to another's requirement", update(ent.UpdateWinThemeInput{RequirementID: &foreign.ID}), "VALIDATION_FAILED requirementID"},
			{"changed to another's competitor", update(ent.UpdateWinThemeInput{CompetitorID: &far.ID}), "VALIDATION_FAILED competitorID"},
			{"moved without them", update(ent.UpdateWinThemeInput{OpportunityID: &other.ID}), "VALIDATION_FAILED requirementID"},
			{"moved with one", update(ent.UpdateWinThemeInput{OpportunityID: &other.ID, RequirementID: &foreign.ID}), "VALIDATION_FAILED competitorID"},
			{"another statement", update(ent.UpdateWinThemeInput{Statement: new("四小时备电")}), ""},
			{"moved with both", update(ent.UpdateWinThemeInput{OpportunityID: &other.ID, RequirementID: &foreign.ID, ClearCompetitor: true}), ""},
			{"stale", func() error { version = 1; return update(ent.UpdateWinThemeInput{}) }(), "CONFLICT"},
		} {
			o.refused(c.name, c.err, c.want)
		}
	})
}
