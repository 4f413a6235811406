package process

import (
	"slices"
	"strings"
	"testing"
	"time"
)

var gateDay = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func decidedAs(d GateDecision) GateFacts {
	return GateFacts{ID: "gate_1", Status: GateStatusDecided, Decision: &d}
}

func TestGateStates(t *testing.T) {
	allowed := "NOT_STARTED>OPEN NOT_STARTED>TAILORED_OUT OPEN>DECIDED OPEN>TAILORED_OUT"
	all(t, "GateStatus", allowed, func(from, to string) error {
		return CheckGateStatus(GateFacts{Status: GateStatus(from)}, GateStatus(to))
	})
	for _, c := range []struct {
		decision GateDecision
		to       GateStatus
		fine     bool
	}{
		{GateDecisionDefer, GateStatusOpen, true},
		{GateDecisionDefer, GateStatusTailoredOut, true},
		{GateDecisionDefer, GateStatusDecided, false},
		{GateDecisionDefer, GateStatusNotStarted, false},
		{GateDecisionAdvance, GateStatusOpen, false},
		{GateDecisionAdvance, GateStatusTailoredOut, false},
		{GateDecisionEnd, GateStatusOpen, false},
		{GateDecisionEnd, GateStatusTailoredOut, false},
	} {
		if err := CheckGateStatus(decidedAs(c.decision), c.to); c.fine != (err == nil) || err != nil && CodeOf(err) != CodeIllegalTransition {
			t.Errorf("%s > %s: %v", c.decision, c.to, err)
		}
	}
}

func TestOnlyAdvancingAndLeavingOutPassAGate(t *testing.T) {
	for name, c := range map[string]struct {
		gate   GateFacts
		passed bool
	}{
		"not started":  {GateFacts{Status: GateStatusNotStarted}, false},
		"open":         {GateFacts{Status: GateStatusOpen}, false},
		"advanced":     {decidedAs(GateDecisionAdvance), true},
		"ended":        {decidedAs(GateDecisionEnd), false},
		"deferred":     {decidedAs(GateDecisionDefer), false},
		"tailored out": {GateFacts{Status: GateStatusTailoredOut}, true},
	} {
		if c.gate.Passed() != c.passed {
			t.Errorf("%s: passed is %v", name, c.gate.Passed())
		}
	}
}

func TestADeferredGateOpensOnItsDay(t *testing.T) {
	day := gateDay.AddDate(0, 0, 7)
	deferred := decidedAs(GateDecisionDefer)
	deferred.DeferUntil = &day
	endless := decidedAs(GateDecisionDefer)
	for name, c := range map[string]struct {
		gate   GateFacts
		now    time.Time
		reason string
		code   Code
	}{
		"a planned one":                   {GateFacts{Status: GateStatusNotStarted}, gateDay, "", ""},
		"an open one":                     {GateFacts{Status: GateStatusOpen}, gateDay, "again", CodeIllegalTransition},
		"before its day":                  {deferred, gateDay, "", CodeGateBlocked},
		"before its day with a reason":    {deferred, gateDay, "the customer called", ""},
		"on its day":                      {deferred, day, "", ""},
		"without a day":                   {endless, gateDay, "", CodeGateBlocked},
		"without a day, with a reason":    {endless, gateDay, "the customer called", ""},
		"one that advanced":               {decidedAs(GateDecisionAdvance), gateDay, "again", CodeIllegalTransition},
		"one that was left out":           {GateFacts{Status: GateStatusTailoredOut}, gateDay, "again", CodeIllegalTransition},
		"one that ended the opportunity":  {decidedAs(GateDecisionEnd), gateDay, "again", CodeIllegalTransition},
		"a moment before it is its day":   {deferred, day.Add(-time.Microsecond), "", CodeGateBlocked},
		"long after the day it was for":   {deferred, day.AddDate(1, 0, 0), "", ""},
		"on its day, whatever is said":    {deferred, day, "as agreed", ""},
		"a planned one, whatever is said": {GateFacts{Status: GateStatusNotStarted}, gateDay, "as agreed", ""},
	} {
		if err := CheckGateOpening(c.gate, c.now, c.reason); (c.code == "") != (err == nil) || err != nil && CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestGateBlockersNameAllThatIsInTheWay(t *testing.T) {
	def := GateDef{
		Kind: GateKindPursuit, Stage: OpportunityStageQualification, Deciders: []UserRole{UserRoleSales},
		Checks: []BlockerCode{BlockerCodeQualificationMissing},
	}
	clear := GateFacts{ID: "gate_1", Status: GateStatusOpen, Checklist: []GateCheck{{Code: "a", State: CriterionStateMet}}}
	bid := BidDecisionBid
	fine := &Dossier{OpportunityID: "opp_1", Qualification: &QualificationFacts{Decision: &bid}}
	empty := &Dossier{OpportunityID: "opp_1"}
	codes := func(blockers []Blocker) (all []BlockerCode) {
		for _, b := range blockers {
			all = append(all, b.Code)
		}
		return all
	}
	with := func(change func(*GateFacts)) GateFacts {
		g := clear
		g.Checklist = slices.Clone(clear.Checklist)
		change(&g)
		return g
	}
	deferred := GateDecisionDefer
	for name, c := range map[string]struct {
		dossier *Dossier
		gate    GateFacts
		want    []BlockerCode
	}{
		"nothing":            {fine, clear, nil},
		"an open criterion":  {fine, with(func(g *GateFacts) { g.Checklist[0].State = CriterionStateOpen }), []BlockerCode{BlockerCodeCriterionOpen}},
		"an unmet criterion": {fine, with(func(g *GateFacts) { g.Checklist[0].State = CriterionStateNotMet }), []BlockerCode{BlockerCodeCriterionOpen}},
		"a rule":             {empty, clear, []BlockerCode{BlockerCodeQualificationMissing}},
		"an unanswered one":  {fine, with(func(g *GateFacts) { g.Unanswered = []ExposureFacts{{"exp_1", "seal early"}} }), []BlockerCode{BlockerCodeLessonUnanswered}},
		"a gate not open":    {fine, with(func(g *GateFacts) { g.Status = GateStatusNotStarted }), []BlockerCode{BlockerCodeGateNotOpen}},
		"a gate put off":     {fine, with(func(g *GateFacts) { g.Status, g.Decision = GateStatusDecided, &deferred }), []BlockerCode{BlockerCodeGateDeferred}},
		"everything together": {empty, with(func(g *GateFacts) {
			g.Status, g.Checklist[0].State, g.Unanswered = GateStatusNotStarted, CriterionStateOpen, []ExposureFacts{{"exp_1", "x"}}
		}), []BlockerCode{BlockerCodeGateNotOpen, BlockerCodeCriterionOpen, BlockerCodeQualificationMissing, BlockerCodeLessonUnanswered}},
	} {
		if got := codes(GateBlockers(c.dossier, def, c.gate)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// Invariant 8: whatever a template says, an unauthorised commitment keeps three gates shut, and is named once.
func TestUnauthorisedCommitmentsShutThreeGatesWhateverTheTemplateSays(t *testing.T) {
	d := &Dossier{Commitments: []CommitmentFacts{{ID: "cmt_1", Text: "free training", Status: CommitmentStatusMade, Unauthorised: true}}}
	three := []GateKind{GateKindSubmittal, GateKindContractSign, GateKindHandoverAccept}
	for _, kind := range GateKind("").Values() {
		for _, checks := range [][]BlockerCode{nil, {BlockerCodeCommitmentUnauthorised}} {
			found := 0
			for _, b := range GateBlockers(d, GateDef{Kind: GateKind(kind), Checks: checks}, GateFacts{Status: GateStatusOpen}) {
				if b.Code == BlockerCodeCommitmentUnauthorised && b.RecordID == "cmt_1" {
					found++
				}
			}
			want := 0
			if slices.Contains(three, GateKind(kind)) || checks != nil {
				want = 1
			}
			if found != want {
				t.Errorf("%s demanding %v names it %d times, want %d", kind, checks, found, want)
			}
		}
	}
}

func TestRulings(t *testing.T) {
	ahead, past := gateDay.Add(time.Hour), gateDay.Add(-time.Hour)
	out := OpportunityStatusNoBid
	for name, c := range map[string]struct {
		ruling GateRuling
		field  string
	}{
		"advance":                       {GateRuling{Decision: GateDecisionAdvance}, ""},
		"advance with a reason":         {GateRuling{Decision: GateDecisionAdvance, Reason: "strong"}, ""},
		"advance with a day":            {GateRuling{Decision: GateDecisionAdvance, DeferUntil: &ahead}, "deferUntil"},
		"advance with an outcome":       {GateRuling{Decision: GateDecisionAdvance, Outcome: &out}, "outcome"},
		"end with a reason":             {GateRuling{Decision: GateDecisionEnd, Reason: "too big"}, ""},
		"end with an outcome":           {GateRuling{Decision: GateDecisionEnd, Reason: "too big", Outcome: &out}, ""},
		"end without a reason":          {GateRuling{Decision: GateDecisionEnd}, "reason"},
		"end with a day":                {GateRuling{Decision: GateDecisionEnd, Reason: "x", DeferUntil: &ahead}, "deferUntil"},
		"defer to a day ahead":          {GateRuling{Decision: GateDecisionDefer, Reason: "holidays", DeferUntil: &ahead}, ""},
		"defer without a reason":        {GateRuling{Decision: GateDecisionDefer, DeferUntil: &ahead}, "reason"},
		"defer without a day":           {GateRuling{Decision: GateDecisionDefer, Reason: "holidays"}, "deferUntil"},
		"defer to a day that is past":   {GateRuling{Decision: GateDecisionDefer, Reason: "holidays", DeferUntil: &past}, "deferUntil"},
		"defer to now":                  {GateRuling{Decision: GateDecisionDefer, Reason: "holidays", DeferUntil: new(gateDay)}, "deferUntil"},
		"defer with an outcome instead": {GateRuling{Decision: GateDecisionDefer, Reason: "x", DeferUntil: &ahead, Outcome: &out}, "outcome"},
	} {
		c.ruling.Now = gateDay
		wantField(t, name, CheckGateRuling(c.ruling), c.field)
	}
}

// wantField holds that an error is VALIDATION_FAILED about a field, or that there is none.
func wantField(t *testing.T, name string, err error, field string) {
	t.Helper()
	got := ""
	if err != nil {
		e, ok := err.(*Error)
		if !ok || e.Code != CodeValidationFailed {
			t.Errorf("%s: %v", name, err)
			return
		}
		got = e.Field
	}
	if got != field {
		t.Errorf("%s: refused about %q (%v), want %q", name, got, err, field)
	}
}

func TestTailoring(t *testing.T) {
	open := GateFacts{Status: GateStatusOpen}
	for name, c := range map[string]struct {
		allowed     Tailoring
		gate        GateFacts
		how, reason string
		needs       bool
		code        Code
	}{
		"freely":                     {TailoringFree, open, "by mail", "small", false, ""},
		"with approval":              {TailoringWithApproval, open, "by mail", "small", true, ""},
		"never":                      {TailoringNever, open, "by mail", "small", false, CodeIllegalTransition},
		"never, not even started":    {TailoringNever, GateFacts{Status: GateStatusNotStarted}, "by mail", "small", false, CodeIllegalTransition},
		"before it is started":       {TailoringFree, GateFacts{Status: GateStatusNotStarted}, "by mail", "small", false, ""},
		"a deferred one":             {TailoringFree, decidedAs(GateDecisionDefer), "by mail", "small", false, ""},
		"a decided one":              {TailoringFree, decidedAs(GateDecisionEnd), "by mail", "small", false, CodeIllegalTransition},
		"twice":                      {TailoringFree, GateFacts{Status: GateStatusTailoredOut}, "by mail", "small", false, CodeIllegalTransition},
		"without saying how":         {TailoringFree, open, "", "small", false, CodeValidationFailed},
		"without saying why":         {TailoringFree, open, "by mail", "", false, CodeValidationFailed},
		"with approval, without why": {TailoringWithApproval, open, "by mail", "", false, CodeValidationFailed},
	} {
		needs, err := CheckTailoring(GateDef{Tailoring: c.allowed}, c.gate, c.how, c.reason)
		if (c.code == "") != (err == nil) || err != nil && CodeOf(err) != c.code || err == nil && needs != c.needs {
			t.Errorf("%s: %v, %v", name, needs, err)
		}
	}
}

func TestChecklists(t *testing.T) {
	def := GateDef{Criteria: []CriterionDef{{Code: "a", Label: Text{EN: "A", ZH: "甲"}}, {Code: "b", Label: Text{EN: "B", ZH: "乙"}}}}
	list := RenewChecklist(def, nil)
	if len(list) != 2 || list[0].State != CriterionStateOpen || list[1].Label.ZH != "乙" {
		t.Fatalf("a new list is %+v", list)
	}
	met, err := JudgeCriterion(list, GateCheck{Code: "b", State: CriterionStateMet, Evidence: "minutes of 2 March", By: "usr_1"})
	if err != nil || met[1].State != CriterionStateMet || met[1].Label.EN != "B" || met[1].By != "usr_1" || list[1].State != CriterionStateOpen {
		t.Errorf("judged %+v, before %+v, %v", met, list, err)
	}
	_, err = JudgeCriterion(list, GateCheck{Code: "b", State: CriterionStateMet})
	wantField(t, "met without evidence", err, "evidence")
	for name, evidence := range map[string]string{"a megabyte of evidence": strings.Repeat("x", 1<<20), "evidence with U+0000": "a\x00"} {
		_, err = JudgeCriterion(list, GateCheck{Code: "b", State: CriterionStateMet, Evidence: evidence})
		wantField(t, name, err, "evidence")
	}
	_, err = JudgeCriterion(list, GateCheck{Code: "c", State: CriterionStateNotMet})
	wantField(t, "an unknown criterion", err, "code")
	if _, err = JudgeCriterion(list, GateCheck{Code: "a", State: CriterionStateNotMet}); err != nil {
		t.Errorf("not met without evidence: %v", err)
	}
	renewed := RenewChecklist(GateDef{Criteria: []CriterionDef{{Code: "c", Label: Text{EN: "C", ZH: "丙"}}, {Code: "b", Label: Text{EN: "B2", ZH: "乙二"}}}}, met)
	if len(renewed) != 2 || renewed[0].State != CriterionStateOpen || renewed[1].State != CriterionStateMet || renewed[1].Label.EN != "B2" || renewed[1].Evidence == "" {
		t.Errorf("renewed %+v", renewed)
	}
}

func TestWhoDecidesAGate(t *testing.T) {
	def := GateDef{Deciders: []UserRole{UserRoleDelivery}}
	for name, c := range map[string]struct {
		viewer *Viewer
		may    bool
	}{
		"one of the deciders":               {&Viewer{Role: UserRoleDelivery, Scope: TokenScopeWrite}, true},
		"somebody else":                     {&Viewer{Role: UserRoleSales, Scope: TokenScopeWrite}, false},
		"an administrator":                  {&Viewer{Role: UserRoleAdmin, Scope: TokenScopeAdmin}, true},
		"the command line":                  {&Viewer{System: true}, true},
		"a decider's token for reading":     {&Viewer{Role: UserRoleDelivery, Scope: TokenScopeRead}, false},
		"an administrator's reading token":  {&Viewer{Role: UserRoleAdmin, Scope: TokenScopeRead}, false},
		"a partner":                         {&Viewer{Role: UserRolePartner, Scope: TokenScopeWrite}, false},
		"a manager who is not on the table": {&Viewer{Role: UserRolePresalesManager, Scope: TokenScopeWrite}, false},
	} {
		if MayDecideGate(c.viewer, def) != c.may {
			t.Errorf("%s: want %v", name, c.may)
		}
	}
	if g := QualifyingGate(shippedTemplate(TemplateTenderBid)); g.Kind != GateKindPursuit {
		t.Errorf("whether to bid is decided by those of %s", g.Kind)
	}
	if g := QualifyingGate(TemplateDefinition{}); !slices.Equal(g.Deciders, []UserRole{UserRolePresalesManager}) {
		t.Errorf("without a gate it is decided by %v", g.Deciders)
	}
}
