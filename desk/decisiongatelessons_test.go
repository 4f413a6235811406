package desk_test

import (
	"slices"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// learned is a lesson in force.
func (r *round) learned(title string, to process.AppliesTo, status process.LessonStatus) *ent.Lesson {
	r.Helper()
	made, err := r.CreateLesson(r.manager(), ent.CreateLessonInput{
		Title: title, AppliesTo: &to, DrivingEvent: &title, Lesson: &title, Recommendation: &title, Evidence: &title,
	})
	r.ok(err)
	l := made.Record
	for _, next := range []process.LessonStatus{process.LessonStatusSubmitted, process.LessonStatusValidated, process.LessonStatusAdopted} {
		if l.Status == status {
			break
		}
		done, err := r.ChangeLessonStatus(r.system, desk.ChangeLessonStatusInput{ID: l.ID, Version: l.Version, Status: next})
		r.ok(err)
		l = done.Record
	}
	return l
}

func titles(r *round, shown []*ent.LessonExposure) (all []string) {
	for _, e := range shown {
		l, err := r.Read(r.system).Lesson.Get(r.system, e.LessonID)
		r.ok(err)
		all = append(all, l.Title)
	}
	return all
}

func TestAGateShowsLessonsAndWaitsForTheirAnswers(t *testing.T) {
	rounds(t, func(r *round) {
		adopted := process.LessonStatusAdopted
		everywhere := r.learned("everywhere", process.AppliesTo{}, adopted)
		r.learned("named", process.AppliesTo{Gates: []process.GateKind{process.GateKindInterest}}, adopted)
		r.learned("elsewhere", process.AppliesTo{Gates: []process.GateKind{process.GateKindCloseout}}, adopted)
		r.learned("validated", process.AppliesTo{Types: []process.OpportunityType{process.OpportunityTypeTender}}, process.LessonStatusValidated)
		r.learned("submitted", process.AppliesTo{}, process.LessonStatusSubmitted)
		old := r.learned("old", process.AppliesTo{}, adopted)
		heir := r.learned("heir", process.AppliesTo{Stages: []process.OpportunityStage{process.OpportunityStageIntake}}, process.LessonStatusDraft)
		_, err := r.UpdateLesson(r.manager(), ent.UpdateLessonInput{ID: heir.ID, Version: heir.Version, SupersedesID: &old.ID})
		r.ok(err)
		g := r.open(r.tender())
		if got := titles(r, r.shown(g)); !slices.Equal(got, []string{"named", "validated", "old"}) { // INTEREST shows three; a draft supersedes nothing
			t.Fatalf("shown %v", got)
		}
		g = r.criteria(g)
		blocked := r.decide(r.manager(), g, process.GateDecisionAdvance)
		lesson := process.BlockerCodeLessonUnanswered
		if !slices.Equal(inTheWay(blocked.Blockers), []process.BlockerCode{lesson, lesson, lesson}) || blocked.Blockers[0].Subject != "named" {
			t.Errorf("blocked by %+v", blocked.Blockers)
		}
		for i, e := range r.shown(g) {
			if i == 0 {
				_, err := r.AnswerLesson(r.sales(), desk.AnswerLessonInput{ID: e.ID, Version: e.Version, Response: process.ExposureResponseRejected, Reason: " "})
				r.want(err, "VALIDATION_FAILED reason")
				_, err = r.AnswerLesson(r.sales(), desk.AnswerLessonInput{ID: e.ID, Version: e.Version + 1, Response: process.ExposureResponseRejected, Reason: "x"})
				r.want(err, "CONFLICT")
				_, err = r.AnswerLesson(r.by(process.UserRoleMarketing), desk.AnswerLessonInput{ID: e.ID, Version: e.Version, Response: process.ExposureResponseRejected, Reason: "x"})
				r.want(err, "FORBIDDEN")
				_, err = r.AnswerLesson(r.sales(), desk.AnswerLessonInput{ID: everywhere.ID, Version: 1, Response: process.ExposureResponseRejected, Reason: "x"})
				r.want(err, "VALIDATION_FAILED id")
			}
			response := process.ExposureResponse(process.ExposureResponseApplied.Values()[i])
			done, err := r.AnswerLesson(r.sales(), desk.AnswerLessonInput{ID: e.ID, Version: e.Version, Response: response, Reason: "because"})
			r.ok(err)
			if *done.Record.Response != response || *done.Record.AnsweredByID != r.staff[process.UserRoleSales].UserID || done.Record.AnsweredAt == nil {
				t.Errorf("answered %+v", done.Record)
			}
		}
		if done := r.decide(r.manager(), g, process.GateDecisionAdvance); done.Record == nil {
			t.Fatalf("blocked by %+v", done.Blockers)
		}
		last := r.shown(g)[2]
		_, err = r.AnswerLesson(r.sales(), desk.AnswerLessonInput{ID: last.ID, Version: last.Version, Response: process.ExposureResponseDeferred, Reason: "late"})
		r.want(err, "ILLEGAL_TRANSITION")
	})
}

// criteria confirms all criteria of a gate.
func (r *round) criteria(g *ent.Gate) *ent.Gate {
	r.Helper()
	for _, c := range g.Checklist {
		done, err := r.CheckGateCriterion(r.sales(), desk.CheckGateCriterionInput{
			ID: g.ID, Version: g.Version, Code: c.Code, State: process.CriterionStateMet, Evidence: pointer("minutes"),
		})
		r.ok(err)
		g = done.Record
	}
	return g
}

// What was answered for good is not shown to the same opportunity again; what was deferred is, and so is a lesson that is
// new. A gate that opens again keeps what it showed.
func TestWhatALaterGateShows(t *testing.T) {
	rounds(t, func(r *round) {
		r.learned("applied", process.AppliesTo{}, process.LessonStatusAdopted)
		r.learned("deferred", process.AppliesTo{}, process.LessonStatusAdopted)
		o := r.tender()
		g := r.criteria(r.open(o))
		for _, e := range r.shown(g) {
			response := process.ExposureResponseApplied
			if titles(r, []*ent.LessonExposure{e})[0] == "deferred" {
				response = process.ExposureResponseDeferred
			}
			_, err := r.AnswerLesson(r.sales(), desk.AnswerLessonInput{ID: e.ID, Version: e.Version, Response: response, Reason: "because"})
			r.ok(err)
		}
		r.decide(r.manager(), g, process.GateDecisionAdvance)
		r.learned("new", process.AppliesTo{}, process.LessonStatusAdopted)
		next := r.open(o)
		if got := titles(r, r.shown(next)); !slices.Equal(got, []string{"new", "deferred"}) {
			t.Errorf("the next gate shows %v", got)
		}
		until := r.now().AddDate(0, 0, 1)
		_, err := r.DecideGate(r.manager(), desk.DecideGateInput{ID: next.ID, Version: next.Version, Decision: process.GateDecisionDefer, Reason: pointer("x"), DeferUntil: &until})
		r.ok(err)
		r.learned("newest", process.AppliesTo{}, process.LessonStatusAdopted)
		r.pass(48 * 3600e9)
		if got := titles(r, r.shown(r.open(o))); !slices.Equal(got, []string{"new", "deferred", "newest"}) {
			t.Errorf("opened again it shows %v", got)
		}
		// another opportunity starts afresh
		if got := titles(r, r.shown(r.open(r.tender()))); !slices.Equal(got, []string{"newest", "new", "deferred"}) {
			t.Errorf("another opportunity is shown %v", got)
		}
	})
}

// With a case library, lessons that are like the opportunity come first.
func TestLessonsLikeTheOpportunityComeFirst(t *testing.T) {
	shelves(t, func(s *shelf) {
		adopt := func(title, text string) *ent.Lesson {
			l := s.lesson(title, text)
			l = shelved[ent.Lesson](s)(s.UpdateLesson(s.ctx, ent.UpdateLessonInput{
				ID: l.ID, Version: l.Version, DrivingEvent: &title, Recommendation: &title, Evidence: &title,
			}))
			for _, next := range []process.LessonStatus{process.LessonStatusSubmitted, process.LessonStatusValidated, process.LessonStatusAdopted} {
				l = shelved[ent.Lesson](s)(s.ChangeLessonStatus(s.ctx, desk.ChangeLessonStatusInput{ID: l.ID, Version: l.Version, Status: next}))
			}
			return l
		}
		like := adopt("冷却塔振动", "冷却塔轴承磨损引起振动,应提前监测")
		unlike := adopt("会议纪要", "会议应当日发出纪要")
		adopt("停车场", "停车场道闸的接口要提前确认")
		s.catchUp()
		o := shelved[ent.Opportunity](s)(s.CreateOpportunity(s.ctx, ent.CreateOpportunityInput{
			Name: "冷却塔改造", Description: new("更换冷却塔轴承并监测振动"), Type: new(process.OpportunityTypeTender),
		}))
		done, err := s.OpenGate(s.ctx, desk.OpenGateInput{OpportunityID: o.ID, Version: o.Version})
		s.must(err)
		shown, err := done.Record.QueryExposures().All(s.ctx)
		s.must(err)
		if len(shown) != 3 {
			t.Fatalf("%d lessons are shown", len(shown))
		}
		for _, e := range shown {
			if e.Rank == 1 && e.LessonID != like.ID || e.LessonID == like.ID && e.Score < 3 || e.LessonID == unlike.ID && e.Score > 3 {
				t.Errorf("shown %+v; the one alike is %s", e, like.ID)
			}
		}
	})
}

func TestLessonsOfProtectedOpportunitiesAreShownAtNoGate(t *testing.T) {
	rounds(t, func(r *round) {
		secret := r.tender()
		of := func(title string) *ent.Lesson {
			l := r.learned(title, process.AppliesTo{}, process.LessonStatusDraft)
			done, err := r.UpdateLesson(r.system, ent.UpdateLessonInput{ID: l.ID, Version: l.Version, OpportunityID: &secret.ID})
			r.ok(err)
			l = done.Record
			for _, next := range []process.LessonStatus{process.LessonStatusSubmitted, process.LessonStatusValidated, process.LessonStatusAdopted} {
				done, err := r.ChangeLessonStatus(r.system, desk.ChangeLessonStatusInput{ID: l.ID, Version: l.Version, Status: next})
				r.ok(err)
				l = done.Record
			}
			return l
		}
		of("before it was protected")
		protect := func(needToKnow bool) {
			now, err := r.Read(r.system).Opportunity.Get(r.system, secret.ID)
			r.ok(err)
			_, err = r.ProtectOpportunity(r.system, desk.ProtectOpportunityInput{RecordInput: desk.RecordInput{ID: now.ID, Version: now.Version}, NeedToKnow: &needToKnow})
			r.ok(err)
		}
		early := r.criteria(r.open(r.tender()))
		if got := titles(r, r.shown(early)); !slices.Equal(got, []string{"before it was protected"}) {
			t.Fatalf("shown %v", got)
		}
		protect(true)
		if late := r.open(r.tender()); len(r.shown(late)) != 0 {
			t.Errorf("a protected lesson is shown: %v", titles(r, r.shown(late)))
		}
		if blocked := r.decide(r.manager(), early, process.GateDecisionAdvance); len(blocked.Blockers) != 0 {
			t.Errorf("it waits for the answer to a lesson that nobody sees: %+v", blocked.Blockers)
		}
	})
}
