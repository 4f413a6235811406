package process

import (
	"testing"
	"time"
)

var monday = time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)

func away(change func(a *Absence)) Absence {
	a := Absence{UserID: "x", DeputyID: "y", From: monday, Until: monday.AddDate(0, 0, 5)}
	change(&a)
	return a
}

func TestWhatIsAnAbsence(t *testing.T) {
	for name, c := range map[string]struct {
		Absence
		now   time.Time
		field string
	}{
		"a week ahead":            {away(func(a *Absence) {}), monday.AddDate(0, 0, -7), ""},
		"under way":               {away(func(a *Absence) {}), monday.AddDate(0, 0, 2), ""},
		"begun long ago":          {away(func(a *Absence) { a.From = monday.AddDate(0, 0, -100) }), monday, ""},
		"over":                    {away(func(a *Absence) {}), monday.AddDate(0, 0, 5), "endsAt"},
		"over before it begins":   {away(func(a *Absence) { a.Until = a.From.Add(-time.Second) }), monday.AddDate(0, 0, -7), "endsAt"},
		"of no time":              {away(func(a *Absence) { a.Until = a.From }), monday.AddDate(0, 0, -7), "endsAt"},
		"of a year and a day":     {away(func(a *Absence) { a.Until = a.From.Add(367 * 24 * time.Hour) }), monday, "endsAt"},
		"stood in for by oneself": {away(func(a *Absence) { a.DeputyID = a.UserID }), monday, "deputyID"},
	} {
		err := CheckAbsence(c.Absence, c.now)
		if got := fieldOf(err); got != c.field || c.field != "" && CodeOf(err) != CodeValidationFailed {
			t.Errorf("%s: %v", name, err)
		}
	}
	week := away(func(a *Absence) {})
	for name, c := range map[string]struct {
		other Absence
		want  bool
	}{
		"the same":    {week, true},
		"right after": {away(func(a *Absence) { a.From, a.Until = week.Until, week.Until.Add(time.Hour) }), false},
		"at its end":  {away(func(a *Absence) { a.From, a.Until = week.Until.Add(-time.Second), week.Until.Add(time.Hour) }), true},
		"around it":   {away(func(a *Absence) { a.From, a.Until = week.From.Add(-time.Hour), week.Until.Add(time.Hour) }), true},
	} {
		if week.Overlaps(c.other) != c.want || c.other.Overlaps(week) != c.want {
			t.Errorf("%s overlaps: %v", name, !c.want)
		}
	}
}

func fieldOf(err error) string {
	if e, ok := err.(*Error); ok {
		return e.Field
	}
	return ""
}

func TestWhoRecordsAbsences(t *testing.T) {
	for name, c := range map[string]struct {
		v   Viewer
		may bool
	}{
		"oneself":            {Viewer{UserID: "x", Role: UserRoleSales}, true},
		"the line manager":   {Viewer{UserID: "boss", Role: UserRoleSales}, true},
		"a presales manager": {Viewer{UserID: "m", Role: UserRolePresalesManager}, true},
		"an administrator":   {Viewer{UserID: "a", Role: UserRoleAdmin}, true},
		"the command line":   {Viewer{System: true}, true},
		"a colleague":        {Viewer{UserID: "y", Role: UserRoleSales}, false},
		"nobody's manager":   {Viewer{UserID: "", Role: UserRoleSales}, false},
	} {
		if err := CheckAbsenceBy(&c.v, "x", "boss"); (err == nil) != c.may {
			t.Errorf("%s: %v", name, err)
		}
	}
	if CheckAbsenceBy(&Viewer{Role: UserRoleSales}, "x", "") == nil {
		t.Error("who has no manager is managed by nobody")
	}
}

func TestAuthorityIsPassedOnByAnAdministratorWhoIsNeither(t *testing.T) {
	chief := func(id string) *Viewer { return &Viewer{UserID: id, Role: UserRoleAdmin, Scope: TokenScopeAdmin} }
	asked := away(func(a *Absence) { a.WithAuthority = true })
	for name, c := range map[string]struct {
		v *Viewer
		Absence
		now  time.Time
		want Code
	}{
		"an administrator":           {chief("a"), asked, monday, ""},
		"the command line":           {&Viewer{System: true}, asked, monday, ""},
		"before it begins":           {chief("a"), asked, monday.AddDate(0, 0, -3), ""},
		"who is away":                {chief("x"), asked, monday, CodeForbidden},
		"the deputy":                 {chief("y"), asked, monday, CodeForbidden},
		"a presales manager":         {&Viewer{UserID: "m", Role: UserRolePresalesManager, Scope: TokenScopeAdmin}, asked, monday, CodeForbidden},
		"by a token that writes":     {&Viewer{UserID: "a", Role: UserRoleAdmin, Scope: TokenScopeWrite}, asked, monday, CodeForbidden},
		"what nobody asked for":      {chief("a"), away(func(a *Absence) {}), monday, CodeIllegalTransition},
		"what was confirmed already": {chief("a"), away(func(a *Absence) { a.WithAuthority, a.Confirmed = true, true }), monday, CodeIllegalTransition},
		"what is over":               {chief("a"), asked, monday.AddDate(0, 0, 5), CodeIllegalTransition},
	} {
		if err := CheckAbsenceConfirmation(c.v, c.Absence, c.now); err == nil != (c.want == "") || err != nil && CodeOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Price requests of 1,000 yuan: a presales manager decides up to 50,000 yuan, a consultant none at all.
func TestADeputyDecidesByTheirOwnRightOrByOneThatWasPassedOn(t *testing.T) {
	amount, much := int64(1_000_00), int64(90_000_000_00)
	plain, asked := away(func(a *Absence) {}), away(func(a *Absence) { a.WithAuthority = true })
	passed := away(func(a *Absence) { a.WithAuthority, a.Confirmed = true, true })
	manager := func(a Absence) *Stead { return &Stead{Absence: a, Role: UserRolePresalesManager} }
	for name, c := range map[string]struct {
		stead       *Stead
		by          string
		role        UserRole
		requestedBy string
		amount      int64
		now         time.Time
		want        Message
	}{
		"by their own right":                      {manager(plain), "y", UserRoleFinance, "r", amount, monday, Message{}},
		"by nobody's right":                       {manager(plain), "y", UserRolePresalesConsultant, "r", amount, monday, MsgAuthorityLacking},
		"by a right nobody confirmed":             {manager(asked), "y", UserRolePresalesConsultant, "r", amount, monday, MsgAuthorityLacking},
		"by a right that was passed on":           {manager(passed), "y", UserRolePresalesConsultant, "r", amount, monday, Message{}},
		"beyond the right that was passed on":     {manager(passed), "y", UserRolePresalesConsultant, "r", much, monday, MsgAuthorityLacking},
		"by a right of somebody without any":      {&Stead{Absence: passed, Role: UserRoleSales}, "y", UserRolePresalesConsultant, "r", amount, monday, MsgAuthorityLacking},
		"what they asked for themselves":          {manager(passed), "y", UserRoleFinance, "y", amount, monday, MsgOwnRequest},
		"what who is away asked for":              {manager(passed), "y", UserRoleFinance, "x", amount, monday, MsgOwnRequest},
		"for oneself, what who is away asked for": {nil, "y", UserRoleFinance, "x", amount, monday, Message{}},
		"before the absence":                      {manager(passed), "y", UserRoleFinance, "r", amount, monday.Add(-time.Second), MsgNoDeputy},
		"at its end":                              {manager(passed), "y", UserRoleFinance, "r", amount, monday.AddDate(0, 0, 5), MsgNoDeputy},
		"as the deputy of a deputy":               {manager(passed), "z", UserRoleFinance, "r", amount, monday, MsgNoDeputy},
		"as who is away":                          {manager(passed), "x", UserRolePresalesManager, "r", amount, monday, MsgNoDeputy},
	} {
		_, err := CheckDecision(ShippedAuthority(), Decision{
			Type: ApprovalTypePrice, Status: ApprovalStatusRequested, Stake: Stake{Amount: &c.amount, Currency: "CNY"},
			RequestedBy: c.requestedBy, By: c.by, Role: c.role, Stead: c.stead, Now: c.now, Approve: true,
		})
		got := Message{}
		if e, ok := err.(*Error); ok {
			got = e.Message
		}
		if got != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	gate := GateDef{Deciders: []UserRole{UserRolePresalesManager}}
	for s, may := range map[*Stead]bool{nil: false, manager(plain): false, manager(asked): false, manager(passed): true, {Absence: passed, Role: UserRoleSales}: false} {
		v := &Viewer{UserID: "y", Role: UserRolePresalesConsultant, Scope: TokenScopeWrite}
		if MayDecideGateFor(v, gate, s) != may {
			t.Errorf("a gate for %+v: %v", s, !may)
		}
		v.Scope = TokenScopeRead
		if MayDecideGateFor(v, gate, s) {
			t.Errorf("a gate for %+v by a credential that reads", s)
		}
	}
}
