package desk_test

import (
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/calendarday"
	"bidwell/process"
)

func TestTheCalendarIsInstalledOnceAndStaysAsPeopleMakeIt(t *testing.T) {
	crews(t, func(c *crew) {
		count := func() int {
			n, err := c.Read(c.system).CalendarDay.Query().Count(c.system)
			c.want(err, "")
			return n
		}
		shipped := 0
		for _, days := range process.ShippedDays() {
			shipped += len(days)
		}
		if count() != shipped {
			c.Fatalf("%d days are there, %d come with the product", count(), shipped)
		}
		new := time.Date(2026, 10, 8, 0, 0, 0, 0, time.UTC)
		festival, err := c.Read(c.system).CalendarDay.Query().Where(calendarday.DayEQ(time.Date(2026, 10, 7, 0, 0, 0, 0, time.UTC))).Only(c.system)
		c.want(err, "")
		does(c, c.by("lin"), ent.UpdateCalendarDayInput{ID: festival.ID, Version: 1, Day: &new}, c.UpdateCalendarDay)
		_, err = c.ArchiveRecord(c.system, desk.RecordInput{ID: festival.ID, Version: 2})
		c.want(err, "")
		for range 2 {
			c.want(c.InstallCalendar(c.system), "")
			if count() != shipped {
				c.Errorf("after another installation there are %d days", count())
			}
		}
		calendar, err := c.Calendar(c.by("mei"))
		c.want(err, "")
		if !calendar.Works(process.Day{Year: 2026, Month: 10, Date: 7}) || !calendar.Works(process.Day{Year: 2026, Month: 10, Date: 8}) {
			c.Error("a day that people took out of the calendar is back")
		}
		c.want(c.InstallCalendar(c.by("lin")), "FORBIDDEN")
		c.want(c.InstallCalendar(c.Context()), "UNAUTHENTICATED")
	})
}

func TestAChangeOfTheCalendarIsNoticedByEveryDesk(t *testing.T) {
	crews(t, func(c *crew) {
		other := desk.New(c.Store(), nil, desk.Options{Now: c.now}) // as in another process
		monday := process.Day{Year: 2026, Month: 3, Date: 2}
		works := func() bool {
			calendar, err := other.Calendar(c.system)
			c.want(err, "")
			return calendar.Works(monday)
		}
		if !works() {
			c.Fatal("a Monday is not worked")
		}
		day := does(c, c.by("lin"), ent.CreateCalendarDayInput{Calendar: "CN", Day: monday.In(time.UTC)}, c.CreateCalendarDay)
		if works() {
			c.Error("a new holiday is not noticed")
		}
		work := process.DayKindWorkday
		does(c, c.by("lin"), ent.UpdateCalendarDayInput{ID: day.ID, Version: 1, Kind: &work}, c.UpdateCalendarDay)
		if !works() {
			c.Error("a changed day is not noticed")
		}
		holiday := process.DayKindHoliday
		does(c, c.by("lin"), ent.UpdateCalendarDayInput{ID: day.ID, Version: 2, Kind: &holiday}, c.UpdateCalendarDay)
		_, err := c.ArchiveRecord(c.by("lin"), desk.RecordInput{ID: day.ID, Version: 3})
		c.want(err, "")
		if !works() {
			c.Error("an archived day is not noticed")
		}
		did(c, ent.CreateCalendarDayInput{Calendar: "SG", Day: monday.In(time.UTC)}, c.CreateCalendarDay)
		if !works() {
			c.Error("a day of another calendar counts")
		}
		_, err = c.CreateCalendarDay(c.system, ent.CreateCalendarDayInput{Calendar: "CN", Day: monday.In(time.UTC)})
		if process.CodeOf(err) != process.CodeValidationFailed {
			c.Errorf("the same day twice: %v", err)
		}
		refuses(c, "FORBIDDEN", c.by("mei"), ent.CreateCalendarDayInput{Calendar: "CN", Day: monday.Next().In(time.UTC)}, c.CreateCalendarDay)
	})
}
