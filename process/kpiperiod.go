package process

import (
	"fmt"
	"time"
)

// Days are the whole days from one calendar date to another, each in its own zone: 1 from 23:59 to 00:01 of the next
// day, negative when to lies before from.
func Days(from, to time.Time) int { return int(dayNumber(to) - dayNumber(from)) }

// dayNumber counts days in UTC, where every day has 24 hours.
func dayNumber(t time.Time) int64 {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60)
}

// QuarterOf names the calendar quarter of a time in its zone, for example 2025-Q3.
func QuarterOf(t time.Time) string {
	return fmt.Sprintf("%04d-Q%d", t.Year(), (int(t.Month())+2)/3)
}

// MonthOf names the calendar month of a time in its zone, for example 2025-07.
func MonthOf(t time.Time) string { return t.Format("2006-01") }

// YearOf names the calendar year of a time in its zone.
func YearOf(t time.Time) string { return t.Format("2006") }
