package desk

import (
	"context"
	"maps"
	"slices"
	"sync"

	"bidwell/ent"
	"bidwell/ent/calendarday"
	"bidwell/process"
)

// CreateCalendarDay makes a calendar day. Errors: FORBIDDEN, VALIDATION_FAILED, NOT_FOUND for records it refers to.
func (d *Desk) CreateCalendarDay(ctx context.Context, in ent.CreateCalendarDayInput) (Written[ent.CalendarDay], error) {
	return create(ctx, d, ent.TypeCalendarDay, func(ctx context.Context, w *writing, id string) (*ent.CalendarDay, error) {
		return w.tx.CalendarDay.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateCalendarDay changes a calendar day. Errors: CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateCalendarDay(ctx context.Context, in ent.UpdateCalendarDayInput) (Written[ent.CalendarDay], error) {
	return update(ctx, d, ent.TypeCalendarDay, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.CalendarDay, error) {
		return w.tx.CalendarDay.UpdateOneID(in.ID).SetInput(in).Save(ctx)
	})
}

// calendarCache holds the calendar as it was last read, and what told that state from others.
type calendarCache struct {
	mu       sync.Mutex
	state    calendarState
	calendar *process.Calendar
}

// calendarState changes with every change of a calendar's days: each adds a row or raises a version.
type calendarState struct{ rows, versions int64 }

// Calendar is the working calendar CN in the organisation's zone, as its days are now: whoever changes them, in this
// process or another, is noticed with the next call, which costs one small statement.
func (d *Desk) Calendar(ctx context.Context) (process.Calendar, error) {
	d.calendar.mu.Lock()
	defer d.calendar.mu.Unlock()
	var now calendarState
	err := d.store.ReadDB().QueryRowContext(ctx, `SELECT COUNT(*), COALESCE(SUM(version), 0) FROM calendar_days WHERE calendar = $1`, process.CalendarCN).
		Scan(&now.rows, &now.versions)
	if err != nil {
		return process.Calendar{}, err
	}
	if d.calendar.calendar != nil && d.calendar.state == now {
		return *d.calendar.calendar, nil
	}
	rows, err := d.reader.CalendarDay.Query().Where(calendarday.Calendar(process.CalendarCN), calendarday.ArchivedAtIsNil()).All(AsSystem(ctx))
	if err != nil {
		return process.Calendar{}, err
	}
	days := make([]process.DatedDay, len(rows))
	for i, r := range rows {
		days[i] = process.DatedDay{Day: process.DayOf(r.Day.UTC()), Kind: r.Kind, Label: r.Label}
	}
	c := process.NewCalendar(d.options.Zone, days)
	// Rows that came between the two statements leave a state that the next call does not find again.
	d.calendar.state, d.calendar.calendar = now, &c
	return c, nil
}

// InstallCalendar adds the holidays and make-up working days that come with the product to the calendar CN, each year
// once: a year of which days were installed before is left as people have made it, and a day they have already stays
// theirs. The context must be that of the system or an administrator. Errors: FORBIDDEN.
func (d *Desk) InstallCalendar(ctx context.Context) error {
	if err := adminsOnly(ctx); err != nil {
		return err
	}
	return d.once(AsSystem(ctx), &d.installing, func(ctx context.Context) error {
		missing, err := d.yearsToInstall(ctx)
		if err != nil || len(missing) == 0 {
			return err
		}
		_, err = d.transact(ctx, func(ctx context.Context, w *writing) error { return w.installDays(ctx, missing) })
		return err
	})
}

func (w *writing) installDays(ctx context.Context, days []process.DatedDay) error {
	for _, day := range days {
		err := w.tx.CalendarDay.Create().SetID(w.newID(ent.TypeCalendarDay)).SetCalendar(process.CalendarCN).
			SetDay(day.Day.In(utc)).SetKind(day.Kind).SetLabel(day.Label).Exec(ctx)
		if err != nil {
			return err
		}
	}
	return nil
}

// yearsToInstall are the shipped days of the years of which none was installed, without those that are there already.
func (d *Desk) yearsToInstall(ctx context.Context) (missing []process.DatedDay, err error) {
	rows, err := d.reader.CalendarDay.Query().Where(calendarday.Calendar(process.CalendarCN)).All(ctx)
	if err != nil {
		return nil, err
	}
	taken, installed := map[process.Day]bool{}, map[int]bool{}
	for _, r := range rows {
		day := process.DayOf(r.Day.UTC())
		taken[day] = true
		installed[day.Year] = installed[day.Year] || r.CreatedBy == "" // made by the system
	}
	shipped := process.ShippedDays()
	for _, year := range slices.Sorted(maps.Keys(shipped)) {
		for _, day := range shipped[year] {
			if !installed[year] && !taken[day.Day] {
				missing = append(missing, day)
			}
		}
	}
	return missing, nil
}
