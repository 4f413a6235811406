package process

import (
	"slices"
	"testing"
	"time"
)

func TestTasksMoveOnlyLikeThis(t *testing.T) {
	const todo, doing, done, cancelled = TaskStatusTodo, TaskStatusDoing, TaskStatusDone, TaskStatusCancelled
	pairs(t, todo.Values(), CheckTaskStatus, map[TaskStatus][]TaskStatus{
		todo: {doing, done, cancelled}, doing: {todo, done, cancelled}, done: {doing}, cancelled: {todo},
	})
}

func TestRisksMoveOnlyLikeThis(t *testing.T) {
	const open, mitigating, occurred, closed = RiskStatusOpen, RiskStatusMitigating, RiskStatusOccurred, RiskStatusClosed
	pairs(t, open.Values(), func(from, to RiskStatus) error { return CheckRiskStatus(from, to, "a second supplier") }, map[RiskStatus][]RiskStatus{
		open: {mitigating, occurred, closed}, mitigating: {open, occurred, closed}, occurred: {mitigating, closed}, closed: {open},
	})
	for to, want := range map[RiskStatus]Code{mitigating: CodeValidationFailed, closed: CodeValidationFailed, occurred: ""} {
		got := Code("")
		if err := CheckRiskStatus(open, to, ""); err != nil {
			got = CodeOf(err)
		}
		if got != want {
			t.Errorf("to %s without a response: %q", to, got)
		}
	}
}

func TestRisksAreWarnedOf(t *testing.T) {
	today, tomorrow := Day{2026, time.March, 2}, Day{2026, time.March, 3}
	for name, row := range map[string]struct {
		r    RiskFacts
		want []RiskAlarm
	}{
		"nothing to warn of":            {RiskFacts{Status: RiskStatusOpen, Probability: 3, Impact: 3}, nil},
		"the day has come":              {RiskFacts{Status: RiskStatusOpen, Probability: 1, Impact: 1, WarnOn: &today, Response: "x"}, []RiskAlarm{RiskAlarmDay}},
		"the day comes tomorrow":        {RiskFacts{Status: RiskStatusOpen, Probability: 1, Impact: 1, WarnOn: &tomorrow}, nil},
		"severe without response":       {RiskFacts{Status: RiskStatusMitigating, Probability: 3, Impact: 5}, []RiskAlarm{RiskAlarmSevere}},
		"severe with response":          {RiskFacts{Status: RiskStatusOpen, Probability: 5, Impact: 5, Response: "x"}, nil},
		"just below severe":             {RiskFacts{Status: RiskStatusOpen, Probability: 2, Impact: 7}, nil},
		"both":                          {RiskFacts{Status: RiskStatusOpen, Probability: 5, Impact: 5, WarnOn: &today}, []RiskAlarm{RiskAlarmDay, RiskAlarmSevere}},
		"closed":                        {RiskFacts{Status: RiskStatusClosed, Probability: 5, Impact: 5, WarnOn: &today}, nil},
		"occurred, warning is too late": {RiskFacts{Status: RiskStatusOccurred, Probability: 5, Impact: 5, WarnOn: &today}, nil},
	} {
		if got := RiskAlarms(row.r, today); !slices.Equal(got, row.want) {
			t.Errorf("%s: %v, want %v", name, got, row.want)
		}
	}
}

func TestTimeIsOnesOwnAndPast(t *testing.T) {
	today := Day{2026, time.March, 2}
	for name, row := range map[string]struct {
		v    *Viewer
		user string
		day  Day
		want Code
	}{
		"one's own, today":          {&Viewer{UserID: "usr_a", Role: UserRoleSales}, "usr_a", today, ""},
		"one's own, long ago":       {&Viewer{UserID: "usr_a", Role: UserRoleSales}, "usr_a", Day{2020, time.January, 1}, ""},
		"one's own, tomorrow":       {&Viewer{UserID: "usr_a", Role: UserRoleSales}, "usr_a", today.Next(), CodeValidationFailed},
		"another's":                 {&Viewer{UserID: "usr_a", Role: UserRoleSales}, "usr_b", today, CodeForbidden},
		"another's, by the manager": {&Viewer{UserID: "usr_a", Role: UserRolePresalesManager}, "usr_b", today, ""},
		"another's, by an admin":    {&Viewer{UserID: "usr_a", Role: UserRoleAdmin}, "usr_b", today, ""},
	} {
		got := Code("")
		if err := CheckTimeEntry(row.v, row.user, row.day, today); err != nil {
			got = CodeOf(err)
		}
		if got != row.want {
			t.Errorf("%s: %q, want %q", name, got, row.want)
		}
	}
	if CheckDayTotal(DayMinutes) != nil || CheckDayTotal(DayMinutes+1) == nil {
		t.Error("a day has 24 hours")
	}
}

func TestPeriodsAndCapacity(t *testing.T) {
	first := Day{2026, time.March, 2}
	for _, row := range []struct {
		until Day
		ok    bool
	}{{first, false}, {Day{2026, time.March, 1}, false}, {first.Next(), true}, {Day{2027, time.March, 3}, true}, {Day{2027, time.March, 4}, false}, {Day{9999, 1, 1}, false}} {
		if err := CheckPeriod(first, row.until); (err == nil) != row.ok {
			t.Errorf("until %v: %v", row.until, err)
		}
	}
	if Capacity(40, 5) != 2400 || Capacity(20, 3) != 720 || Capacity(0, 9) != 0 {
		t.Error("capacity is a fifth of the weekly hours a working day")
	}
}
