package process

import (
	"errors"
	"testing"
	"time"
)

// pairs runs a state machine over all pairs of states; allowed names those that may follow.
func pairs[S ~string](t *testing.T, states []string, check func(from, to S) error, allowed map[S][]S) {
	t.Helper()
	for _, from := range states {
		for _, to := range states {
			want := Code("")
			if from == to || !containsState(allowed[S(from)], S(to)) {
				want = CodeIllegalTransition
			}
			got := Code("")
			if err := check(S(from), S(to)); err != nil {
				got = CodeOf(err)
			}
			if got != want {
				t.Errorf("from %s to %s: %q, want %q", from, to, got, want)
			}
		}
	}
}

func containsState[S ~string](list []S, s S) bool {
	for _, other := range list {
		if other == s {
			return true
		}
	}
	return false
}

func TestSupportRequestsMoveOnlyLikeThis(t *testing.T) {
	const n, a, p, w, d, c = SupportStatusNew, SupportStatusAssigned, SupportStatusInProgress, SupportStatusWaitingForRequester, SupportStatusDone, SupportStatusCancelled
	pairs(t, n.Values(), CheckSupportStatus, map[SupportStatus][]SupportStatus{n: {a, c}, a: {p, w, c}, p: {w, d, c}, w: {p, c}, d: {p}})
}

func TestEveryKindOfSupportHasATarget(t *testing.T) {
	for _, kind := range SupportType("").Values() {
		target, ok := SupportTargets[SupportType(kind)]
		if !ok || target.Respond <= 0 || target.Resolve < target.Respond {
			t.Errorf("%s: %+v", kind, target)
		}
	}
	respond, resolve := SupportDue(NewCalendar(zone(t, "Asia/Shanghai"), shipped()), SupportTypePricing, at(t, "2026-03-06 17:00:00"))
	if !respond.Equal(at(t, "2026-03-09 10:00:00")) || !resolve.Equal(at(t, "2026-03-10 17:00:00")) {
		t.Errorf("asked on Friday at five: answer by %s, done by %s", respond, resolve)
	}
}

func TestEachStepOfASupportRequestIsSomebodys(t *testing.T) {
	const requester, assignee, stranger = "usr_requester", "usr_assignee", "usr_stranger"
	may := map[SupportStep][]string{
		SupportAssign: {assignee}, SupportStart: {assignee}, SupportWait: {assignee}, SupportResume: {assignee, requester}, SupportComplete: {assignee},
		SupportCancel: {requester}, SupportReopen: {requester}, SupportRaci: {requester, assignee}, SupportEscalate: {requester, assignee},
	}
	if len(may) != len(supportSteps) {
		t.Errorf("%d steps are in the table, %d tested", len(supportSteps), len(may))
	}
	for step, who := range may {
		for _, user := range []string{requester, assignee, stranger, ""} {
			err := CheckSupportStep(&Viewer{UserID: user, Role: UserRoleSales}, step, requester, assignee, user)
			if (err == nil) != containsState(who, user) {
				t.Errorf("%s by %q: %v", step, user, err)
			}
		}
		for _, v := range []*Viewer{{System: true}, {UserID: "usr_m", Role: UserRolePresalesManager}, {UserID: "usr_a", Role: UserRoleAdmin}} {
			if err := CheckSupportStep(v, step, requester, assignee, stranger); err != nil {
				t.Errorf("%s by %v: %v", step, v, err)
			}
		}
	}
	taker := &Viewer{UserID: stranger, Role: UserRoleSales}
	if err := CheckSupportStep(taker, SupportAssign, requester, "", stranger); err != nil {
		t.Errorf("nobody has it, and one who takes it is refused: %v", err)
	}
	if err := CheckSupportStep(taker, SupportAssign, requester, "", "usr_other"); CodeOf(err) != CodeForbidden {
		t.Errorf("a stranger gives it to another: %v", err)
	}
	if err := CheckSupportStep(&Viewer{Role: UserRoleSales}, SupportStart, "", "", ""); CodeOf(err) != CodeForbidden {
		t.Errorf("nobody is nobody's assignee: %v", err)
	}
}

func TestOnlyWhatOthersDoAnswersARequest(t *testing.T) {
	for _, row := range []struct {
		requester, actor string
		want             bool
	}{{"usr_a", "usr_b", true}, {"usr_a", "usr_a", false}, {"usr_a", "", false}, {"", "usr_b", true}} {
		if CountsAsResponse(row.requester, row.actor) != row.want {
			t.Errorf("%+v", row)
		}
	}
}

func TestThePausedClockStandsStill(t *testing.T) {
	c := NewCalendar(zone(t, "Asia/Shanghai"), shipped())
	due := at(t, "2026-03-02 16:00:00")
	paused, resumed := at(t, "2026-03-02 15:00:00"), at(t, "2026-03-03 10:00:00")
	left := func(now time.Time, r SupportClock) int {
		s := SlaOf(c, r, now)
		if s.ResolveMinutes == nil {
			t.Fatal("no minutes")
		}
		return *s.ResolveMinutes
	}
	r := SupportClock{Status: SupportStatusWaitingForRequester, ResolveBy: &due, Pauses: []Pause{{From: paused}}}
	if got := left(at(t, "2026-03-03 09:59:00"), r); got != 60 || !SlaOf(c, r, resumed).Paused || SlaOf(c, r, resumed).ResolutionBreached {
		t.Errorf("while it waits %d minutes are left, want 60 and no breach", got)
	}
	pauses, stood := Resumed(c, r.Pauses, resumed)
	if stood != 4*time.Hour || pauses[0].Until == nil || r.Pauses[0].Until != nil {
		t.Errorf("it stood %s, %v", stood, pauses)
	}
	moved := Postponed(c, &due, stood)
	r = SupportClock{Status: SupportStatusInProgress, ResolveBy: moved, Pauses: pauses}
	if got := left(resumed, r); got != 60 || SlaOf(c, r, resumed).Paused {
		t.Errorf("after the pause %d minutes are left until %s, want 60", got, moved)
	}
	if again, stood := Resumed(c, pauses, resumed.Add(time.Hour)); stood != 0 || !again[0].Until.Equal(resumed) {
		t.Errorf("a pause that has ended ends again: %v", again)
	}
	if Postponed(c, nil, time.Hour) != nil || Postponed(c, &due, 0) != &due {
		t.Error("nothing moves")
	}
}

func TestTargetsAreMetOrMissed(t *testing.T) {
	c := NewCalendar(zone(t, "Asia/Shanghai"), shipped())
	due, inTime, late := at(t, "2026-03-02 16:00:00"), at(t, "2026-03-02 16:00:00"), at(t, "2026-03-02 16:00:01")
	for name, row := range map[string]struct {
		r         SupportClock
		now       time.Time
		breached  bool
		remaining *int
	}{
		"answered just in time":   {SupportClock{RespondBy: &due, FirstResponseAt: &inTime}, late, false, nil},
		"answered too late":       {SupportClock{RespondBy: &due, FirstResponseAt: &late}, late, true, nil},
		"open and in time":        {SupportClock{RespondBy: &due}, at(t, "2026-03-02 11:30:00"), false, pointerTo(210)},
		"open at the last moment": {SupportClock{RespondBy: &due}, inTime, false, pointerTo(0)},
		"open and late":           {SupportClock{RespondBy: &due}, at(t, "2026-03-03 09:30:00"), true, pointerTo(-150)},
		"no target":               {SupportClock{}, late, false, nil},
		"cancelled":               {SupportClock{Status: SupportStatusCancelled, RespondBy: &due}, at(t, "2026-03-09 09:30:00"), false, nil},
	} {
		s := SlaOf(c, row.r, row.now)
		if s.ResponseBreached != row.breached || (s.RespondMinutes == nil) != (row.remaining == nil) || s.RespondMinutes != nil && *s.RespondMinutes != *row.remaining {
			t.Errorf("%s: %+v", name, s)
		}
	}
}

func pointerTo[T any](v T) *T { return &v }

func TestEscalationsFollowTheClock(t *testing.T) {
	c := NewCalendar(zone(t, "Asia/Shanghai"), shipped())
	respond, resolve := at(t, "2026-03-02 12:00:00"), at(t, "2026-03-04 12:00:00")
	for name, row := range map[string]struct {
		r    SupportClock
		now  string
		want int
	}{
		"in time":                          {SupportClock{RespondBy: &respond, ResolveBy: &resolve}, "2026-03-02 12:00:00", 0},
		"a second late":                    {SupportClock{RespondBy: &respond, ResolveBy: &resolve}, "2026-03-02 12:00:01", 1},
		"half a working day late":          {SupportClock{RespondBy: &respond, ResolveBy: &resolve}, "2026-03-02 17:00:00", 2},
		"answer and result late":           {SupportClock{RespondBy: &respond, ResolveBy: &resolve}, "2026-03-04 13:00:00", 3},
		"everything very late":             {SupportClock{RespondBy: &respond, ResolveBy: &resolve}, "2026-03-09 13:00:00", 4},
		"answered in time, result late":    {SupportClock{RespondBy: &respond, FirstResponseAt: &respond, ResolveBy: &resolve}, "2026-03-04 13:00:00", 1},
		"waiting for the requester":        {SupportClock{Status: SupportStatusWaitingForRequester, RespondBy: &respond}, "2026-03-09 13:00:00", 0},
		"done":                             {SupportClock{Status: SupportStatusDone, RespondBy: &respond}, "2026-03-09 13:00:00", 0},
		"cancelled":                        {SupportClock{Status: SupportStatusCancelled, RespondBy: &respond}, "2026-03-09 13:00:00", 0},
		"no targets":                       {SupportClock{}, "2026-03-09 13:00:00", 0},
		"late by a night, not by the hour": {SupportClock{RespondBy: pointerTo(at(t, "2026-03-02 18:00:00"))}, "2026-03-03 08:59:00", 1},
	} {
		if got := EscalationsDue(c, row.r, at(t, row.now)); got != row.want {
			t.Errorf("%s: %d, want %d", name, got, row.want)
		}
	}
	for n, want := range map[int]bool{1: true, 2: false, 3: true, 4: false} {
		if EscalatesToManager(n, "usr_m") != want || EscalatesToManager(n, "") {
			t.Errorf("escalation %d", n)
		}
	}
	for name, err := range map[string]error{
		"done":    CheckEscalation(SupportStatusDone, 0),
		"at last": CheckEscalation(SupportStatusInProgress, MaxEscalation),
	} {
		if CodeOf(err) != CodeIllegalTransition {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := CheckEscalation(SupportStatusWaitingForRequester, MaxEscalation-1); err != nil {
		t.Error(err)
	}
}

func TestOneIsAccountable(t *testing.T) {
	two := []Raci{{Part: RaciPartAccountable}, {Part: RaciPartResponsible}, {Part: RaciPartAccountable}}
	var refused *Error
	if err := CheckRaci(two); !errors.As(err, &refused) || refused.Field != "raci" {
		t.Errorf("%v", err)
	}
	if err := CheckRaci(two[:2]); err != nil {
		t.Error(err)
	}
}
