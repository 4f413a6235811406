package desk_test

import (
	"slices"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

func TestAScorecardIsFilledInAndDecided(t *testing.T) {
	rounds(t, func(r *round) {
		o := r.tender()
		made, err := r.CreateQualification(r.sales(), desk.CreateQualificationInput{OpportunityID: o.ID})
		r.ok(err)
		q := made.Record
		if len(q.Items) == 0 || q.TemplateID == nil || *q.TemplateID != *o.TemplateID || q.Total != 0 || q.Decision != nil {
			t.Fatalf("started %+v", q)
		}
		_, err = r.CreateQualification(r.sales(), desk.CreateQualificationInput{OpportunityID: o.ID})
		r.want(err, "ILLEGAL_TRANSITION")
		partly, err := r.ScoreQualification(r.by(process.UserRolePresalesConsultant), desk.ScoreQualificationInput{ID: q.ID, Version: q.Version, Items: scores(q, 5)[:3]})
		r.ok(err)
		if q = partly.Record; q.Total != 35 || q.Advice != process.QualificationAdviceDiscuss || q.Items[0].Evidence == "" {
			t.Errorf("after three lines %+v", q)
		}
		decide := func(in desk.DecideQualificationInput) error {
			in.ID, in.Version = q.ID, q.Version
			_, err := r.DecideQualification(r.manager(), in)
			return err
		}
		r.want(decide(desk.DecideQualificationInput{Decision: process.BidDecisionBid, Reason: "strong"}), "VALIDATION_FAILED items")
		full, err := r.ScoreQualification(r.sales(), desk.ScoreQualificationInput{ID: q.ID, Version: q.Version, Items: append(scores(q, 5)[1:], scores(q, 0)[0])})
		r.ok(err)
		if q = full.Record; q.Total != 85 || !q.Vetoed || q.Advice != process.QualificationAdviceDecline {
			t.Errorf("with a veto %+v", q)
		}
		r.want(decide(desk.DecideQualificationInput{Decision: process.BidDecisionBid, Reason: "strong"}), "VALIDATION_FAILED overrideReason")
		r.want(decide(desk.DecideQualificationInput{Decision: process.BidDecisionBid, OverrideReason: pointer("x")}), "VALIDATION_FAILED reason")
		_, err = r.DecideQualification(r.sales(), desk.DecideQualificationInput{ID: q.ID, Version: q.Version, Decision: process.BidDecisionBid, Reason: "x", OverrideReason: pointer("y")})
		r.want(err, "FORBIDDEN")
		r.want(decide(desk.DecideQualificationInput{Decision: process.BidDecisionBid, Reason: "strong", OverrideReason: pointer("y"), Deciders: []string{r.staff[process.UserRoleSales].UserID}}), "VALIDATION_FAILED deciders")
		second := r.another(process.UserRolePresalesManager).UserID
		r.want(decide(desk.DecideQualificationInput{Decision: process.BidDecisionBid, Reason: "strong", OverrideReason: pointer("the budget comes in May"), Deciders: []string{second}}), "")
		q, err = r.Read(r.system).Qualification.Get(r.system, q.ID)
		r.ok(err)
		if *q.Decision != process.BidDecisionBid || q.OverrideReason != "the budget comes in May" || !slices.Equal(q.Deciders, []string{r.staff[process.UserRolePresalesManager].UserID, second}) {
			t.Errorf("decided %+v", q)
		}
		r.want(decide(desk.DecideQualificationInput{Decision: process.BidDecisionNoBid, Reason: "no", OverrideReason: pointer("x")}), "ILLEGAL_TRANSITION")
		_, err = r.ScoreQualification(r.sales(), desk.ScoreQualificationInput{ID: q.ID, Version: q.Version, Items: scores(q, 1)})
		r.want(err, "ILLEGAL_TRANSITION")
		_, err = r.CreateQualification(r.sales(), desk.CreateQualificationInput{OpportunityID: o.ID})
		r.want(err, "")
	})
}

func TestBadInputAtScorecards(t *testing.T) {
	rounds(t, func(r *round) {
		o := r.tender()
		create := func(id string) error {
			_, err := r.CreateQualification(r.sales(), desk.CreateQualificationInput{OpportunityID: id})
			return err
		}
		r.want(create(""), "VALIDATION_FAILED id")
		r.want(create(process.IDOf(ent.TypeOpportunity, "00000000000000000000000000")), "NOT_FOUND")
		_, err := r.CreateQualification(r.by(process.UserRoleMarketing), desk.CreateQualificationInput{OpportunityID: o.ID})
		r.want(err, "FORBIDDEN")
		r.want(create(o.ID), "")
		made, err := r.Read(r.system).Opportunity.QueryQualifications(o).Only(r.system)
		r.ok(err)
		six := 6
		for want, in := range map[string]desk.ScoreQualificationInput{
			"CONFLICT":                {Version: made.Version + 1},
			"VALIDATION_FAILED items": {Version: made.Version, Items: []*desk.ScoreInput{{Code: made.Items[0].Code, Score: &six}}},
		} {
			in.ID = made.ID
			_, err := r.ScoreQualification(r.sales(), in)
			r.want(err, want)
		}
		_, err = r.ScoreQualification(r.sales(), desk.ScoreQualificationInput{ID: made.ID, Version: made.Version, Items: []*desk.ScoreInput{{Code: "luck"}}})
		r.want(err, "VALIDATION_FAILED items")
		_, err = r.ArchiveRecord(r.sales(), desk.RecordInput{ID: made.ID, Version: made.Version})
		r.want(err, "ILLEGAL_TRANSITION")
		_, err = r.CloseOpportunity(r.sales(), desk.CloseOpportunityInput{ID: o.ID, Version: o.Version, Status: process.OpportunityStatusLost, LossReason: pointer(process.LossReasonPrice)})
		r.ok(err)
		_, err = r.DecideQualification(r.manager(), desk.DecideQualificationInput{ID: made.ID, Version: made.Version, Decision: process.BidDecisionNoBid, Reason: "x"})
		r.want(err, "ILLEGAL_TRANSITION")
		r.want(create(o.ID), "ILLEGAL_TRANSITION")
	})
}
