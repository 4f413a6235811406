package process

import (
	"slices"
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"
)

// zones have no summer time, summer time at night, by half an hour, at midnight, and a day that was left out.
var zones = []string{"UTC", "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Pacific/Apia", "Asia/Kathmandu"}

func zone(t interface{ Fatal(...any) }, name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func shipped() (days []DatedDay) {
	for _, year := range ShippedDays() {
		days = append(days, year...)
	}
	return days
}

func at(t *testing.T, value string) time.Time {
	t.Helper()
	parsed, err := time.ParseInLocation("2006-01-02 15:04:05", value, zone(t, "Asia/Shanghai"))
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func TestWorkingTimeIsAdded(t *testing.T) {
	c := NewCalendar(zone(t, "Asia/Shanghai"), shipped())
	for name, row := range map[string]struct {
		from    string
		minutes int
		want    string
	}{
		"within a morning":                       {"2026-03-02 09:30:00", 60, "2026-03-02 10:30:00"},
		"nothing":                                {"2026-03-01 03:00:00", 0, "2026-03-01 03:00:00"},
		"less than nothing":                      {"2026-03-01 03:00:00", -5, "2026-03-01 03:00:00"},
		"over lunch":                             {"2026-03-02 11:30:00", 60, "2026-03-02 13:30:00"},
		"to the end of a shift, not past it":     {"2026-03-02 11:00:00", 60, "2026-03-02 12:00:00"},
		"before work":                            {"2026-03-02 07:00:00", 10, "2026-03-02 09:10:00"},
		"after work":                             {"2026-03-02 20:00:00", 10, "2026-03-03 09:10:00"},
		"over a weekend":                         {"2026-03-06 17:00:00", 120, "2026-03-09 10:00:00"},
		"a working day":                          {"2026-03-02 09:00:00", WorkingDayMinutes, "2026-03-02 18:00:00"},
		"over Spring Festival":                   {"2026-02-13 17:00:00", 120, "2026-02-14 10:00:00"}, // Saturday the 14th is worked
		"from the make-up day over the festival": {"2026-02-14 17:00:00", 120, "2026-02-24 10:00:00"},
		"over National Day 2025":                 {"2025-09-30 17:30:00", 60, "2025-10-09 09:30:00"},
		"on a make-up Sunday":                    {"2025-09-28 10:00:00", 60, "2025-09-28 11:00:00"},
		"on a worked Saturday after the holiday": {"2025-10-10 17:30:00", 60, "2025-10-11 09:30:00"},
		"seconds are kept":                       {"2026-03-02 17:59:30", 1, "2026-03-03 09:00:30"},
	} {
		if got := c.AddWorking(at(t, row.from), row.minutes); !got.Equal(at(t, row.want)) {
			t.Errorf("%s: %s + %d min is %s, want %s", name, row.from, row.minutes, got, row.want)
		}
	}
}

func TestWorkingTimeBetween(t *testing.T) {
	c := NewCalendar(zone(t, "Asia/Shanghai"), shipped())
	for name, row := range map[string]struct {
		a, b string
		want int
	}{
		"a day":                   {"2026-03-02 00:00:00", "2026-03-03 00:00:00", 480},
		"backwards":               {"2026-03-03 10:00:00", "2026-03-02 10:00:00", 0},
		"a night":                 {"2026-03-02 18:00:00", "2026-03-03 09:00:00", 0},
		"half a minute is none":   {"2026-03-02 10:00:00", "2026-03-02 10:00:59", 0},
		"October 2025":            {"2025-10-01 00:00:00", "2025-11-01 00:00:00", 18 * 480},
		"May Day 2024, in a week": {"2024-04-29 00:00:00", "2024-05-06 00:00:00", 2 * 480},
		"a week with a make-up":   {"2024-05-06 00:00:00", "2024-05-13 00:00:00", 6 * 480},
	} {
		if got := c.WorkingBetween(at(t, row.a), at(t, row.b)); got != row.want {
			t.Errorf("%s: %d minutes, want %d", name, got, row.want)
		}
	}
}

// A year has as many working days as it has days less Saturdays, Sundays and statutory holidays (11 until 2024, 13 from
// 2025): what the State Council moves about it neither gives nor takes.
func TestShippedYearsHaveTheStatutoryNumberOfWorkingDays(t *testing.T) {
	c := NewCalendar(time.UTC, shipped())
	for year, statutory := range map[int]int{2024: 11, 2025: 13, 2026: 13} {
		days, weekend := 0, 0
		for d := (Day{year, time.January, 1}); d.Year == year; d = d.Next() {
			days++
			if d.Weekday() == time.Saturday || d.Weekday() == time.Sunday {
				weekend++
			}
		}
		if got, want := c.WorkingDays(Day{year, time.January, 1}, Day{year + 1, time.January, 1}), days-weekend-statutory; got != want {
			t.Errorf("%d has %d working days, want %d", year, got, want)
		}
	}
}

func TestShippedDaysAreSound(t *testing.T) {
	seen := map[Day]bool{}
	for year, days := range ShippedDays() {
		for _, d := range days {
			if d.Day.Year != year || seen[d.Day] || d.Label == "" {
				t.Errorf("%v is in the wrong year, there twice or has no label", d)
			}
			seen[d.Day] = true
			weekend := d.Day.Weekday() == time.Saturday || d.Day.Weekday() == time.Sunday
			if d.Kind == DayKindWorkday && !weekend {
				t.Errorf("%v makes up for nothing: it is worked anyway", d)
			}
		}
	}
	for _, d := range []Day{{2024, 2, 17}, {2025, 1, 28}, {2025, 10, 8}, {2026, 1, 2}, {2026, 2, 23}, {2026, 9, 27}} {
		if NewCalendar(time.UTC, shipped()).Works(d) {
			t.Errorf("%v is worked", d)
		}
	}
}

func TestNextWorkingDay(t *testing.T) {
	c := NewCalendar(zone(t, "Asia/Shanghai"), shipped())
	for from, want := range map[string]string{
		"2026-03-02 23:59:59": "2026-03-03 00:00:00", "2026-03-06 10:00:00": "2026-03-09 00:00:00",
		"2026-02-13 10:00:00": "2026-02-14 00:00:00", "2026-02-14 10:00:00": "2026-02-24 00:00:00", "2025-12-31 10:00:00": "2026-01-04 00:00:00",
	} {
		if got := c.NextWorkingDay(at(t, from)); !got.Equal(at(t, want)) {
			t.Errorf("after %s comes %s, want %s", from, got, want)
		}
	}
}

// anyCalendar draws a zone and some days that differ from the rule.
func anyCalendar(t *rapid.T) Calendar {
	loc := zone(t, rapid.SampledFrom(zones).Draw(t, "zone"))
	var days []DatedDay
	for range rapid.IntRange(0, 30).Draw(t, "exceptions") {
		day := DayOf(anyTime(t, "exception"))
		days = append(days, DatedDay{Day: day, Kind: rapid.SampledFrom([]DayKind{DayKindHoliday, DayKindWorkday}).Draw(t, "kind")})
	}
	return NewCalendar(loc, days)
}

func anyTime(t *rapid.T, label string) time.Time {
	first := time.Date(2011, 12, 1, 0, 0, 0, 0, time.UTC)
	return first.Add(time.Duration(rapid.Int64Range(0, int64(90*24*time.Hour)).Draw(t, label)))
}

func TestAddThenBetweenGivesTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, from, minutes := anyCalendar(t), anyTime(t, "from"), rapid.IntRange(0, 30_000).Draw(t, "minutes")
		until := c.AddWorking(from, minutes)
		if got := c.WorkingBetween(from, until); got != minutes {
			t.Fatalf("%s + %d min is %s, but %d lie between", from, minutes, until, got)
		}
		// It is the first such instant.
		if minutes > 0 && c.WorkingBetween(from, until.Add(-time.Nanosecond)) >= minutes {
			t.Fatalf("%s + %d min is reached before %s", from, minutes, until)
		}
	})
}

func TestWorkingTimeIsMonotoneAndAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, minutes := anyCalendar(t), rapid.IntRange(0, 5_000).Draw(t, "minutes")
		times := []time.Time{anyTime(t, "a"), anyTime(t, "b"), anyTime(t, "c")}
		slices.SortFunc(times, time.Time.Compare)
		a, b, last := times[0], times[1], times[2]
		if c.AddWorking(a, minutes).After(c.AddWorking(b, minutes)) || c.AddWorking(a, minutes).After(c.AddWorking(a, minutes+1)) {
			t.Fatalf("adding %d min is not monotone at %s and %s", minutes, a, b)
		}
		if whole := c.between(a, last); whole != c.between(a, b)+c.between(b, last) {
			t.Fatalf("from %s over %s to %s does not add up", a, b, last)
		}
		if c.between(a, last) > last.Sub(a) {
			t.Fatalf("more working time than time from %s to %s", a, last)
		}
	})
}

// An hour of summer time that does not exist is not worked: here a zone whose clocks go forward inside working hours.
func TestClocksThatAreMovedCountAsTimePasses(t *testing.T) {
	berlin := NewCalendar(zone(t, "Europe/Berlin"), []DatedDay{{Day: Day{2026, 3, 29}, Kind: DayKindWorkday}})
	before, after := time.Date(2026, 3, 29, 0, 0, 0, 0, berlin.Zone()), time.Date(2026, 3, 30, 0, 0, 0, 0, berlin.Zone())
	if got := berlin.WorkingBetween(before, after); got != WorkingDayMinutes {
		t.Errorf("the Sunday of 23 hours has %d working minutes", got)
	}
	apia := NewCalendar(zone(t, "Pacific/Apia"), nil)
	if got := apia.WorkingBetween(time.Date(2011, 12, 29, 0, 0, 0, 0, apia.Zone()), time.Date(2011, 12, 31, 0, 0, 0, 0, apia.Zone())); got != WorkingDayMinutes {
		t.Errorf("Friday 2011-12-30 never was in Apia, but %d minutes were worked from Thursday to Saturday", got)
	}
}

func TestImmenseSumsEnd(t *testing.T) {
	var c Calendar
	if got := c.AddWorking(time.Unix(0, 0), 1<<62); got.Year() < 2100 {
		t.Errorf("%s", got)
	}
}
