package process

import (
	"fmt"
	"testing"
	"time"
)

func TestReviewAndFindingStatuses(t *testing.T) {
	all(t, "ReviewStatus", `PLANNED>HELD PLANNED>CANCELLED`, func(from, to string) error {
		return CheckReviewStatus(ReviewStatus(from), ReviewStatus(to))
	})
	all(t, "FindingStatus", `OPEN>RESOLVED RESOLVED>VERIFIED RESOLVED>OPEN VERIFIED>OPEN`, func(from, to string) error {
		return CheckFindingStatus(FindingStatus(from), FindingStatus(to))
	})
}

// Nobody who wrote part of a proposal sees it with the eyes of others (domain model, invariant 6).
func TestAuthorsReviewInNoIndependentColour(t *testing.T) {
	authors := []string{"usr_a", "usr_b"}
	for _, colour := range ReviewColour("").Values() {
		c := ReviewColour(colour)
		strict := c == ReviewColourRed || c == ReviewColourGold
		if err := CheckReviewers(c, []string{"usr_c", "usr_b"}, authors); (err != nil) != strict {
			t.Errorf("%s with an author: %v", c, err)
		}
		if err := CheckReviewers(c, []string{"usr_c"}, authors); err != nil {
			t.Errorf("%s without one: %v", c, err)
		}
		if err := CheckReviewers(c, nil, authors); CodeOf(err) != CodeValidationFailed {
			t.Errorf("%s with nobody: %v", c, err)
		}
	}
	crowd := make([]string, MaxReviewers+1)
	for i := range crowd {
		crowd[i] = fmt.Sprintf("usr_%d", i)
	}
	if err := CheckReviewers(ReviewColourPink, crowd, nil); CodeOf(err) != CodeValidationFailed {
		t.Errorf("a crowd: %v", err)
	}
	if err := CheckReviewers(ReviewColourPink, crowd[1:], nil); err != nil {
		t.Errorf("just as many as may: %v", err)
	}
}

func TestPassWithSeriousFindingsTakesActions(t *testing.T) {
	for name, c := range map[string]struct {
		verdict  ReviewVerdict
		severity Severity
		status   FindingStatus
		refused  bool
	}{
		"pass, fatal open":              {ReviewVerdictPass, SeverityFatal, FindingStatusOpen, true},
		"pass, major open":              {ReviewVerdictPass, SeverityMajor, FindingStatusOpen, true},
		"pass, major only resolved":     {ReviewVerdictPass, SeverityMajor, FindingStatusResolved, true},
		"pass, major verified":          {ReviewVerdictPass, SeverityMajor, FindingStatusVerified, false},
		"pass, minor open":              {ReviewVerdictPass, SeverityMinor, FindingStatusOpen, false},
		"pass with actions, fatal open": {ReviewVerdictPassWithActions, SeverityFatal, FindingStatusOpen, false},
		"fail, fatal open":              {ReviewVerdictFail, SeverityFatal, FindingStatusOpen, false},
	} {
		err := CheckVerdict(c.verdict, []FindingFacts{{ID: "fin_1", Severity: c.severity, Status: c.status}})
		if (err != nil) != c.refused || err != nil && CodeOf(err) != CodeValidationFailed {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := CheckVerdict(ReviewVerdictPass, nil); err != nil {
		t.Errorf("pass without findings: %v", err)
	}
}

func TestWhatHappenedLiesBehind(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		at      time.Time
		refused bool
	}{"now": {now, false}, "before": {now.Add(-time.Hour), false}, "later": {now.Add(time.Second), true}} {
		if err := CheckHappened("heldAt", c.at, now); (err != nil) != c.refused {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFindingsAreResolvedByTheirOwnerOrALead(t *testing.T) {
	for name, c := range map[string]struct {
		viewer  Viewer
		owner   string
		issue   bool
		refused bool
	}{
		"the owner":                  {Viewer{UserID: "usr_o", Role: UserRoleSolutionEngineer}, "usr_o", false, false},
		"somebody else":              {Viewer{UserID: "usr_x", Role: UserRoleSolutionEngineer}, "usr_o", false, true},
		"nobody owns it":             {Viewer{UserID: "usr_x", Role: UserRoleSolutionEngineer}, "", false, false},
		"presales manager":           {Viewer{UserID: "usr_x", Role: UserRolePresalesManager}, "usr_o", false, false},
		"administrator":              {Viewer{UserID: "usr_x", Role: UserRoleAdmin}, "usr_o", false, false},
		"command line":               {Viewer{System: true}, "usr_o", false, false},
		"delivery, a finding":        {Viewer{UserID: "usr_x", Role: UserRoleDelivery}, "usr_o", false, true},
		"delivery, an issue":         {Viewer{UserID: "usr_x", Role: UserRoleDelivery}, "usr_o", true, false},
		"somebody else, an issue":    {Viewer{UserID: "usr_x", Role: UserRoleSales}, "usr_o", true, true},
		"a viewer without a user id": {Viewer{Role: UserRoleSales}, "usr_o", true, true},
	} {
		if err := CheckResolver(&c.viewer, c.owner, c.issue); (err != nil) != c.refused || err != nil && CodeOf(err) != CodeForbidden {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNobodyVerifiesTheirOwnFinding(t *testing.T) {
	for name, c := range map[string]struct {
		by, owner, resolver string
		refused             bool
	}{
		"a third": {"usr_v", "usr_o", "usr_r", false}, "the owner": {"usr_o", "usr_o", "usr_r", true},
		"the resolver": {"usr_r", "usr_o", "usr_r", true}, "who did both": {"usr_o", "usr_o", "usr_o", true},
		"no owner, another": {"usr_v", "", "usr_r", false}, "the command line": {"", "", "", false},
	} {
		if err := CheckVerifier(c.by, c.owner, c.resolver); (err != nil) != c.refused || err != nil && CodeOf(err) != CodeForbidden {
			t.Errorf("%s: %v", name, err)
		}
	}
}
