package process

import (
	"testing"
	"time"
)

func TestDaysAreThoseOfTheCalendar(t *testing.T) {
	east := time.FixedZone("east", 8*3600)
	cases := []struct {
		name     string
		from, to time.Time
		want     int
	}{
		{"same instant", on(3, 1), on(3, 1), 0},
		{"two minutes over midnight", time.Date(2025, 3, 1, 23, 59, 0, 0, east), time.Date(2025, 3, 2, 0, 1, 0, 0, east), 1},
		{"23 hours within a day", time.Date(2025, 3, 1, 0, 30, 0, 0, east), time.Date(2025, 3, 1, 23, 30, 0, 0, east), 0},
		{"a leap day", on(2, 28).AddDate(-1, 0, 0), on(3, 1).AddDate(-1, 0, 0), 2},
		{"backwards", on(3, 2), on(2, 27), -3},
		{"before 1970", time.Date(1969, 12, 30, 5, 0, 0, 0, east), time.Date(1970, 1, 2, 1, 0, 0, 0, east), 3},
	}
	for _, c := range cases {
		if got := Days(c.from, c.to); got != c.want {
			t.Errorf("%s: %d days, want %d", c.name, got, c.want)
		}
	}
}

func TestDaysOfASummerTimeZone(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skipf("SKIPPED, NOT TESTED: no time zones on this machine: %v", err)
	}
	from, to := time.Date(2025, 3, 29, 12, 0, 0, 0, zone), time.Date(2025, 3, 31, 11, 0, 0, 0, zone)
	if got := Days(from, to); got != 2 {
		t.Errorf("%d days over the change of clocks, want 2", got)
	}
}

func TestPeriodsAreThoseOfTheZone(t *testing.T) {
	at := time.Date(2025, 12, 31, 17, 0, 0, 0, time.UTC)
	east := at.In(time.FixedZone("east", 8*3600))
	for _, c := range []struct{ got, want string }{
		{QuarterOf(at), "2025-Q4"},
		{QuarterOf(east), "2026-Q1"},
		{MonthOf(at), "2025-12"},
		{MonthOf(east), "2026-01"},
		{YearOf(at), "2025"},
		{YearOf(east), "2026"},
		{QuarterOf(on(4, 1)), "2025-Q2"},
		{QuarterOf(on(9, 30)), "2025-Q3"},
	} {
		if c.got != c.want {
			t.Errorf("%s, want %s", c.got, c.want)
		}
	}
}
