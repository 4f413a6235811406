package process

import (
	"testing"
	"time"
)

func TestLibraryItemsAge(t *testing.T) {
	day := func(month time.Month, date int) Day { return Day{2026, month, date} }
	review := day(time.June, 1)
	for name, c := range map[string]struct {
		state VerifyState
		on    *Day
		today Day
		want  VerifyState
	}{
		"the day before":              {VerifyStateVerified, &review, day(time.May, 31), VerifyStateVerified},
		"on the day":                  {VerifyStateVerified, &review, review, VerifyStateDue},
		"while the grace lasts":       {VerifyStateDue, &review, day(time.June, 30), VerifyStateDue},
		"when the grace is over":      {VerifyStateDue, &review, day(time.July, 1), VerifyStateExpired},
		"nobody looked for long":      {VerifyStateVerified, &review, day(time.December, 1), VerifyStateExpired},
		"never verified":              {VerifyStateUnverified, &review, day(time.December, 1), VerifyStateUnverified},
		"retired":                     {VerifyStateRetired, &review, day(time.December, 1), VerifyStateRetired},
		"expired stays so":            {VerifyStateExpired, &review, review, VerifyStateExpired},
		"verified long ago elsewhere": {VerifyStateVerified, nil, day(time.December, 1), VerifyStateVerified},
	} {
		if got := Aged(c.state, c.on, c.today); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	for _, kind := range ContentKind("").Values() {
		if on := ReviewOn(ContentKind(kind), nil, review); on == review {
			t.Errorf("%s is due on the day it was verified", kind)
		}
	}
	if on := ReviewOn(ContentKindCase, new(30), review); on != day(time.July, 1) {
		t.Errorf("thirty days after the first of June is %v", on)
	}
	if VerifyStateAfterEdit(VerifyStateVerified) != VerifyStateUnverified || VerifyStateAfterEdit(VerifyStateRetired) != VerifyStateRetired {
		t.Error("an edit keeps what was verified")
	}
}

func TestACredentialThatOnlyReadsWaivesNothing(t *testing.T) {
	v := &Viewer{UserID: "usr_m", Role: UserRolePresalesManager, Scope: TokenScopeRead}
	if err := CheckSourceWaiver(v, nil, "still right"); CodeOf(err) != CodeForbidden {
		t.Errorf("it is answered %v", err)
	}
}

func TestExpiredSourcesAreInTheWayUnlessWaived(t *testing.T) {
	got := ExpiredSources([]SourceFacts{
		{"reu_a", "A", VerifyStateExpired, false}, {"reu_b", "B", VerifyStateExpired, true}, {"reu_c", "C", VerifyStateDue, false},
	})
	if len(got) != 1 || got[0] != (Blocker{Code: BlockerCodeSourceExpired, RecordID: "reu_a", Subject: "A"}) {
		t.Errorf("in the way: %v", got)
	}
	for name, c := range map[string]struct {
		role         UserRole
		by, taken    string
		reason, want string
	}{
		"a manager":          {UserRolePresalesManager, "usr_m", "usr_w", "still right", ""},
		"product":            {UserRoleProduct, "usr_p", "usr_w", "still right", ""},
		"a writer":           {UserRolePresalesConsultant, "usr_c", "usr_w", "still right", "FORBIDDEN"},
		"who took it":        {UserRolePresalesManager, "usr_w", "usr_w", "still right", "FORBIDDEN"},
		"without saying why": {UserRolePresalesManager, "usr_m", "usr_w", "", "VALIDATION_FAILED"},
	} {
		err := CheckSourceWaiver(&Viewer{UserID: c.by, Role: c.role}, []string{"usr_x", c.taken}, c.reason)
		if got := ""; err != nil {
			got = string(CodeOf(err))
			if got != c.want {
				t.Errorf("%s: %s", name, got)
			}
		} else if got != c.want {
			t.Errorf("%s is let through", name)
		}
	}
}
