package process

import "time"

// MaxWorkloadDays is the longest period workload is reported for.
const MaxWorkloadDays = 366

// CheckPeriod refuses a period that ends before it begins or is longer than most days. Errors: VALIDATION_FAILED.
func CheckPeriod(from, until Day) error {
	begin, end := from.In(time.UTC), until.In(time.UTC)
	if !end.After(begin) {
		return Invalid("to", MsgTimeOrder, "after", begin.Format(time.DateOnly))
	}
	if end.Sub(begin) > MaxWorkloadDays*24*time.Hour {
		return Invalid("to", MsgPeriodTooLong, "days", "366")
	}
	return nil
}

// Capacity is how many minutes somebody with a number of hours a week can work on a number of working days.
func Capacity(weeklyHours, workingDays int) int {
	const daysAWeek = 5
	return weeklyHours * 60 * workingDays / daysAWeek
}
