package process

import (
	"slices"
	"time"
)

// Day is a day of the calendar, without a time and a zone.
type Day struct {
	Year  int
	Month time.Month
	Date  int
}

// DayOf is the day of an instant in its zone. Days are stored as midnight UTC: DayOf reads those back too.
func DayOf(t time.Time) Day {
	year, month, date := t.Date()
	return Day{Year: year, Month: month, Date: date}
}

// In is the midnight with which the day begins in a zone.
func (d Day) In(zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Date, 0, 0, 0, 0, zone)
}

// Next is the day after.
func (d Day) Next() Day { return DayOf(d.In(time.UTC).AddDate(0, 0, 1)) }

// Weekday is the day of the week.
func (d Day) Weekday() time.Weekday { return d.In(time.UTC).Weekday() }

// DatedDay is a day that differs from the week's rule.
type DatedDay struct {
	Day   Day
	Kind  DayKind
	Label string
}

// Shift is a stretch of a working day, in minutes from midnight.
type Shift struct{ From, Until int }

// workingShifts are the hours of a working day: nine to six with an hour for lunch, eight hours in all.
var workingShifts = []Shift{{From: 9 * 60, Until: 12 * 60}, {From: 13 * 60, Until: 18 * 60}}

// WorkingDayMinutes is how long a working day is.
const WorkingDayMinutes = 8 * 60

// maxCalendarDays bounds how far the arithmetic walks: two hundred years.
const maxCalendarDays = 200 * 366

// Calendar knows when people work: Monday to Friday from 9:00 to 12:00 and from 13:00 to 18:00 in its zone, except on
// holidays, and also on the Saturdays and Sundays that make up for holidays. The zero Calendar is UTC without exceptions.
type Calendar struct {
	zone       *time.Location
	exceptions map[Day]DayKind
}

// NewCalendar makes a calendar of a zone and the days that differ from the week's rule.
func NewCalendar(zone *time.Location, exceptions []DatedDay) Calendar {
	c := Calendar{zone: zone, exceptions: make(map[Day]DayKind, len(exceptions))}
	for _, e := range exceptions {
		c.exceptions[e.Day] = e.Kind
	}
	return c
}

// Zone is the time zone whose days the calendar counts.
func (c Calendar) Zone() *time.Location {
	if c.zone == nil {
		return time.UTC
	}
	return c.zone
}

// Today is the day of an instant where the calendar is.
func (c Calendar) Today(t time.Time) Day { return DayOf(t.In(c.Zone())) }

// Works tells whether a day is worked.
func (c Calendar) Works(d Day) bool {
	if kind, ok := c.exceptions[d]; ok {
		return kind == DayKindWorkday
	}
	weekday := d.Weekday()
	return weekday != time.Saturday && weekday != time.Sunday
}

// NextWorkingDay is the midnight with which the first working day after that of t begins.
func (c Calendar) NextWorkingDay(t time.Time) time.Time {
	d := c.Today(t).Next()
	for n := 0; !c.Works(d) && n < maxCalendarDays; n++ {
		d = d.Next()
	}
	return d.In(c.Zone())
}

// WorkingDays counts the working days from one day up to, but not including, another; 0 when there are none between.
func (c Calendar) WorkingDays(from, until Day) int {
	n := 0
	for end, walked := until.In(time.UTC), 0; from.In(time.UTC).Before(end) && walked < maxCalendarDays; walked++ {
		if c.Works(from) {
			n++
		}
		from = from.Next()
	}
	return n
}

// AddWorking is the first instant at or after t by which minutes of working time have passed since t; t itself when
// minutes are 0 or less. AddWorking and WorkingBetween undo each other.
func (c Calendar) AddWorking(t time.Time, minutes int) time.Time {
	return c.add(t, time.Duration(min(int64(minutes), int64(maxCalendarDays)*WorkingDayMinutes))*time.Minute)
}

// WorkingBetween counts the whole minutes of working time from one instant to another; 0 when b is not after a.
func (c Calendar) WorkingBetween(a, b time.Time) int { return int(c.between(a, b) / time.Minute) }

func (c Calendar) add(t time.Time, work time.Duration) time.Time {
	if work <= 0 {
		return t
	}
	day := c.Today(t)
	for range maxCalendarDays {
		for _, s := range c.shifts(day) {
			from := later(s.from, t)
			if left := s.until.Sub(from); left >= work {
				return from.Add(work).In(t.Location())
			} else if left > 0 {
				work -= left
			}
		}
		day = day.Next()
	}
	return day.In(c.Zone())
}

func (c Calendar) between(a, b time.Time) (work time.Duration) {
	day := c.Today(a)
	for range maxCalendarDays {
		if !day.In(c.Zone()).Before(b) {
			break
		}
		for _, s := range c.shifts(day) {
			if until := earlier(s.until, b); until.After(later(s.from, a)) {
				work += until.Sub(later(s.from, a))
			}
		}
		day = day.Next()
	}
	return work
}

type stretch struct{ from, until time.Time }

// shifts are the working hours of a day as instants: where clocks are put forward or back they are as long as they last.
func (c Calendar) shifts(d Day) []stretch {
	if !c.Works(d) {
		return nil
	}
	at := func(minutes int) time.Time {
		return time.Date(d.Year, d.Month, d.Date, minutes/60, minutes%60, 0, 0, c.Zone())
	}
	if DayOf(at(workingShifts[0].From)) != d { // a zone that changed sides of the date line has no such day
		return nil
	}
	var all []stretch
	for _, s := range workingShifts {
		all = append(all, stretch{at(s.From), at(s.Until)})
	}
	return all
}

func later(a, b time.Time) time.Time { return slices.MaxFunc([]time.Time{a, b}, time.Time.Compare) }

func earlier(a, b time.Time) time.Time { return slices.MinFunc([]time.Time{a, b}, time.Time.Compare) }
