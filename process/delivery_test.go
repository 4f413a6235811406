package process

import (
	"math"
	"testing"
	"time"
)

// walk checks a state machine over all pairs of states.
func walk[S ~string](t *testing.T, values []string, check func(from, to S) error, allowed map[S][]S) {
	t.Helper()
	for _, from := range values {
		for _, to := range values {
			want := false
			for _, next := range allowed[S(from)] {
				want = want || next == S(to)
			}
			if err := check(S(from), S(to)); want != (err == nil) || err != nil && CodeOf(err) != CodeIllegalTransition {
				t.Errorf("%s to %s: %v", from, to, err)
			}
		}
	}
}

func TestProjectsChangesAndAcceptancesMoveAsTheProcessSays(t *testing.T) {
	walk(t, ProjectStatusPlanned.Values(), CheckProjectStatus, map[ProjectStatus][]ProjectStatus{
		"PLANNED": {"RUNNING", "CANCELLED"}, "RUNNING": {"CLOSED", "CANCELLED"},
	})
	walk(t, ChangeRequestStatusDraft.Values(), CheckChangeRequestStatus, map[ChangeRequestStatus][]ChangeRequestStatus{
		"DRAFT": {"SUBMITTED"}, "SUBMITTED": {"ASSESSED"}, "ASSESSED": {"APPROVED", "REJECTED"}, "APPROVED": {"IMPLEMENTED"},
	})
	walk(t, AcceptanceStatusPlanned.Values(), CheckAcceptanceStatus, map[AcceptanceStatus][]AcceptanceStatus{
		"PLANNED": {"REQUESTED"}, "REQUESTED": {"PASSED", "PASSED_WITH_ITEMS", "FAILED"}, "FAILED": {"REQUESTED"},
	})
	walk(t, RetrospectiveStatusPlanned.Values(), CheckRetrospectiveStatus, map[RetrospectiveStatus][]RetrospectiveStatus{
		"PLANNED": {"HELD", "WAIVED"}, "HELD": {"CLOSED"}, "WAIVED": {"HELD"},
	})
}

func TestImpactSumsWhatWasApproved(t *testing.T) {
	for name, c := range map[string]struct {
		changes []ChangeImpactFacts
		want    Impact
		code    Code
	}{
		"nothing":                {nil, Impact{}, ""},
		"approved and carried":   {[]ChangeImpactFacts{{"APPROVED", 100, "CNY", 3}, {"IMPLEMENTED", -40, "CNY", -1}}, Impact{Cost: 60, Currency: "CNY", Days: 2}, ""},
		"the rest does not":      {[]ChangeImpactFacts{{"DRAFT", 1, "CNY", 1}, {"SUBMITTED", 1, "CNY", 1}, {"ASSESSED", 1, "EUR", 1}, {"REJECTED", 1, "CNY", 1}}, Impact{Pending: 2}, ""},
		"two currencies":         {[]ChangeImpactFacts{{"APPROVED", 1, "CNY", 0}, {"APPROVED", 1, "EUR", 0}}, Impact{}, CodeValidationFailed},
		"free in another one":    {[]ChangeImpactFacts{{"APPROVED", 0, "EUR", 5}, {"APPROVED", 1, "CNY", 0}}, Impact{Cost: 1, Currency: "CNY", Days: 5}, ""},
		"more than fits":         {[]ChangeImpactFacts{{"APPROVED", math.MaxInt64, "CNY", 0}, {"APPROVED", 1, "CNY", 0}}, Impact{}, CodeValidationFailed},
		"less than fits":         {[]ChangeImpactFacts{{"APPROVED", math.MinInt64, "CNY", 0}, {"APPROVED", -1, "CNY", 0}}, Impact{}, CodeValidationFailed},
		"saved as much as spent": {[]ChangeImpactFacts{{"APPROVED", 7, "CNY", 0}, {"APPROVED", -7, "CNY", 0}}, Impact{Cost: 0, Currency: "CNY", Days: 0}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := ChangeImpactOf(c.changes)
			if c.code == "" && (err != nil || got != c.want) || c.code != "" && CodeOf(err) != c.code {
				t.Errorf("%+v (%v)", got, err)
			}
		})
	}
}

func TestNobodyDecidesOnTheirOwnWork(t *testing.T) {
	for _, c := range []struct {
		decider string
		doers   []string
		free    bool
	}{{"a", []string{"b"}, true}, {"a", []string{"b", "a"}, false}, {"", []string{""}, true}, {"a", nil, true}, {"a", []string{""}, true}} {
		if err := CheckOther(c.decider, c.doers...); (err == nil) != c.free {
			t.Errorf("%q on the work of %q: %v", c.decider, c.doers, err)
		}
	}
}

func TestLessonsAreValidatedByOthersOnEvidence(t *testing.T) {
	whole := LessonContent{DrivingEvent: "e", Lesson: "l", Recommendation: "r", Evidence: "seen", Keepers: []string{"keeper"}}
	bare := LessonContent{DrivingEvent: "e", Lesson: "l", Keepers: []string{"keeper"}}
	unproven := whole
	unproven.Evidence = ""
	manager, engineer := &Viewer{UserID: "manager", Role: UserRolePresalesManager}, &Viewer{UserID: "engineer", Role: UserRoleSolutionEngineer}
	keeper := &Viewer{UserID: "keeper", Role: UserRolePresalesManager}
	for name, c := range map[string]struct {
		lesson   LessonContent
		from, to LessonStatus
		viewer   *Viewer
		code     Code
	}{
		"submitted whole":             {whole, "DRAFT", "SUBMITTED", engineer, ""},
		"submitted without advice":    {bare, "DRAFT", "SUBMITTED", engineer, CodeValidationFailed},
		"validated":                   {whole, "SUBMITTED", "VALIDATED", manager, ""},
		"validated when emptied":      {bare, "SUBMITTED", "VALIDATED", manager, CodeValidationFailed},
		"submitted with blanks":       {LessonContent{DrivingEvent: " ", Lesson: "l", Recommendation: "r"}, "DRAFT", "SUBMITTED", engineer, CodeValidationFailed},
		"validated without evidence":  {unproven, "SUBMITTED", "VALIDATED", manager, CodeValidationFailed},
		"validated by its keeper":     {whole, "SUBMITTED", "VALIDATED", keeper, CodeForbidden},
		"validated without standing":  {whole, "SUBMITTED", "VALIDATED", engineer, CodeForbidden},
		"adopted":                     {whole, "VALIDATED", "ADOPTED", manager, ""},
		"adopted by its keeper":       {whole, "VALIDATED", "ADOPTED", keeper, CodeForbidden},
		"rejected by its keeper":      {whole, "SUBMITTED", "REJECTED", keeper, CodeForbidden},
		"adopted without validation":  {whole, "SUBMITTED", "ADOPTED", manager, CodeIllegalTransition},
		"retired by anybody who may":  {whole, "ADOPTED", "RETIRED", engineer, ""},
		"the system writes history":   {unproven, "SUBMITTED", "REJECTED", &Viewer{System: true}, ""},
		"a retired one does not move": {whole, "RETIRED", "ADOPTED", manager, CodeIllegalTransition},
	} {
		t.Run(name, func(t *testing.T) {
			err := CheckLessonStep(c.lesson, c.from, c.to, c.viewer)
			if c.code == "" && err != nil || c.code != "" && (err == nil || CodeOf(err) != c.code) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestRetrospectivesAreWaivedByRuleOrByAManager(t *testing.T) {
	for _, c := range []struct {
		amount, from int64
		role         UserRole
		reason       string
		code         Code
	}{
		{1, 2, UserRoleSales, "small", ""}, {2, 2, UserRoleSales, "big", CodeForbidden}, {2, 2, UserRolePresalesManager, "big", ""}, {1, 2, UserRoleSales, "", CodeValidationFailed}, {1, 2, UserRoleAdmin, " \t", CodeValidationFailed},
	} {
		if err := CheckWaiveRetrospective(c.amount, c.from, &Viewer{Role: c.role}, c.reason); (err == nil) != (c.code == "") || err != nil && CodeOf(err) != c.code {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

func TestSatisfactionCountsEachPersonOnceATouchpointAndHidesTheFew(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	answer := func(who string, score, recommend int, day int) SurveyFacts {
		when := at.AddDate(0, 0, day)
		return SurveyFacts{Respondent: who, Touchpoint: SurveyTouchpointAcceptance, AnsweredAt: &when, Score: &score, Recommend: &recommend}
	}
	few := SatisfactionOf([]SurveyFacts{answer("a", 5, 10, 0), answer("b", 1, 0, 0), {Respondent: "c"}})
	if few.Sent != 3 || few.Answered != 2 || few.Scored != 2 || *few.ResponseRate != 2.0/3 || few.CSAT != nil || few.NPS != nil || few.Content != nil || few.Promoters != nil || few.Detractors != nil {
		t.Errorf("of few: %+v", few)
	}
	many := SatisfactionOf([]SurveyFacts{
		answer("a", 1, 0, 0), answer("a", 5, 9, 1), answer("b", 4, 8, 0), answer("c", 3, 6, 0), answer("d", 5, 10, 0), answer("e", 2, 7, 0), {Respondent: "f"},
	})
	if many.Sent != 7 || many.Answered != 6 || many.Scored != 5 || *many.Content != 3 || *many.CSAT != 0.6 || *many.Mean != 3.8 || *many.NPS != 20 {
		t.Errorf("of many: %+v csat %v mean %v nps %v", many, *many.CSAT, *many.Mean, *many.NPS)
	}
	if none := SatisfactionOf(nil); none != (Satisfaction{}) {
		t.Errorf("of nobody: %+v", none)
	}
	if silent := SatisfactionOf([]SurveyFacts{{Respondent: "a"}, {Respondent: "b"}}); *silent.ResponseRate != 0 || silent.CSAT != nil || silent.Content != nil {
		t.Errorf("of the silent: %+v", silent)
	}
}

func TestEndedProjectsAreLeftAlone(t *testing.T) {
	for _, s := range ProjectStatusPlanned.Values() {
		on := s == "PLANNED" || s == "RUNNING"
		if err := CheckProjectGoesOn(ProjectStatus(s)); (err == nil) != on || err != nil && CodeOf(err) != CodeIllegalTransition {
			t.Errorf("%s: %v", s, err)
		}
	}
}

func TestOnlyARequestForAcceptanceIsAnswered(t *testing.T) {
	walk(t, AcceptanceStatusPlanned.Values(), CheckAcceptanceResult, map[AcceptanceStatus][]AcceptanceStatus{
		"REQUESTED": {"PASSED", "PASSED_WITH_ITEMS", "FAILED"},
	})
}

func TestAProjectIsAskedAboutItself(t *testing.T) {
	d := &Dossier{
		Handovers:   []HandoverFacts{{ID: "h1", ContractID: "c1", Status: HandoverStatusAccepted}, {ID: "h2", ContractID: "c2", Status: HandoverStatusDraft}},
		Changes:     []ChangeFacts{{ID: "x1", ProjectID: "p1", Status: ChangeRequestStatusSubmitted}, {ID: "x2", ProjectID: "p2", Status: ChangeRequestStatusSubmitted}},
		Acceptances: []AcceptanceFacts{{ID: "a1", ProjectID: "p1", Kind: AcceptanceKindFinal, Criteria: []CriterionFacts{{ID: "k1"}}}, {ID: "a2", ProjectID: "p1", Kind: AcceptanceKindFinal, Criteria: []CriterionFacts{{ID: "k2"}}}, {ID: "a3", ProjectID: "p2", Kind: AcceptanceKindFinal, Status: AcceptanceStatusPassed}},
	}
	ids := func(blockers []Blocker) (all string) {
		for _, b := range blockers {
			all += string(b.Code) + " " + b.RecordID + ";"
		}
		return all
	}
	one, two := d.OnlyProject("p1", "c1"), d.OnlyProject("p2", "c2")
	for got, want := range map[string]string{
		ids(Check(one, BlockerCodeHandoverNotAccepted, BlockerCodeChangeOpen, BlockerCodeAcceptanceNotPassed)): "CHANGE_OPEN x1;ACCEPTANCE_NOT_PASSED ;",
		ids(Check(two, BlockerCodeHandoverNotAccepted, BlockerCodeChangeOpen, BlockerCodeAcceptanceNotPassed)): "HANDOVER_NOT_ACCEPTED ;CHANGE_OPEN x2;",
		ids(Check(one, BlockerCodeAcceptanceItemFailed)):                                                       "ACCEPTANCE_ITEM_FAILED k1;ACCEPTANCE_ITEM_FAILED k2;",
		ids(Check(one.OnlyAcceptance("a2"), BlockerCodeAcceptanceItemFailed)):                                  "ACCEPTANCE_ITEM_FAILED k2;",
	} {
		if got != want {
			t.Errorf("in the way: %q, want %q", got, want)
		}
	}
	if len(d.Acceptances) != 3 || len(d.Acceptances[0].Criteria) != 1 || len(d.Changes) != 2 || len(d.Handovers) != 2 {
		t.Errorf("the dossier itself was changed: %+v", d)
	}
}

func TestAVouchedLessonIsNotReworded(t *testing.T) {
	before := LessonContent{DrivingEvent: "e", Lesson: "l", Recommendation: "r", Evidence: "seen"}
	for _, s := range LessonStatusDraft.Values() {
		fixed := s == "VALIDATED" || s == "ADOPTED" || s == "RETIRED"
		for name, change := range map[string]func(*LessonContent){
			"event": func(l *LessonContent) { l.DrivingEvent = "x" }, "lesson": func(l *LessonContent) { l.Lesson = "x" },
			"advice": func(l *LessonContent) { l.Recommendation = "x" }, "evidence": func(l *LessonContent) { l.Evidence = "" },
		} {
			after := before
			change(&after)
			if err := CheckLessonWording(&Viewer{Role: UserRoleAdmin}, LessonStatus(s), before, after); err != nil {
				t.Errorf("%s of a lesson that is %s, by an administrator: %v", name, s, err)
			}
			if err := CheckLessonWording(&Viewer{Role: UserRoleDelivery}, LessonStatus(s), before, after); (err != nil) != fixed || err != nil && CodeOf(err) != CodeIllegalTransition {
				t.Errorf("%s of a lesson that is %s: %v", name, s, err)
			}
		}
		if err := CheckLessonWording(&Viewer{Role: UserRoleDelivery}, LessonStatus(s), before, before); err != nil {
			t.Errorf("unchanged, %s: %v", s, err)
		}
	}
}

func TestWhatARetrospectiveToldStays(t *testing.T) {
	for s, may := range map[RetrospectiveStatus][2]bool{"PLANNED": {true, true}, "HELD": {true, false}, "WAIVED": {true, false}, "CLOSED": {false, false}} {
		for i, moves := range []bool{false, true} {
			if err := CheckRetrospectiveTold(s, moves); (err == nil) != may[i] || err != nil && CodeOf(err) != CodeIllegalTransition {
				t.Errorf("%s, moves %v: %v", s, moves, err)
			}
		}
	}
}
