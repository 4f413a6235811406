package desk

import (
	"context"
	"strconv"
	"time"

	"entgo.io/ent/dialect/sql"

	"bidwell/process"
)

// remindBack is how long ago something may have become due to be told of at all: what was imported long overdue, or
// became so while the server stood for weeks, is in the list of work but wakes nobody.
const remindBack = 14 * 24 * time.Hour

// remind tells people what of theirs is due within a working day, and what is overdue.
func (d *Desk) remind(ctx context.Context, calendar process.Calendar) error {
	now := d.now()
	soon := calendar.AddWorking(now, process.WorkingDayMinutes)
	var all []told
	for _, source := range workSources {
		if !source.reminds {
			continue
		}
		found, err := d.dueOf(ctx, source, now, soon)
		if err != nil {
			return err
		}
		all = append(all, found...)
	}
	return d.tellAll(ctx, all)
}

// dueOf is what a source has to remind of. Each due date is told once as due and once as overdue; another date is
// another reminder.
func (d *Desk) dueOf(ctx context.Context, source workSource, now, soon time.Time) ([]told, error) {
	first, last := now.Add(-remindBack), soon
	if source.byDay { // days are midnights in UTC, whatever the zone
		first, last = process.DayOf(first.In(d.options.Zone)).In(utc), process.DayOf(soon.In(d.options.Zone)).In(utc)
	}
	s := sql.Dialect(d.store.Dialect()).SelectExpr(sql.Raw("t.id"), sql.Raw(source.person), sql.Raw(source.title), sql.Raw(source.due)).
		From(table(source.entity).As("t")).
		Where(sql.P(func(b *sql.Builder) {
			b.WriteString("t.archived_at IS NULL AND " + source.person + " IS NOT NULL AND " + source.due + " >= ").Arg(first.UTC()).
				WriteString(" AND " + source.due + " <= ").Arg(last.UTC()).WriteString(" AND " + source.waits)
		})).OrderExpr(sql.Raw(source.due + ", t.id")).Limit(sweepAtMost)
	query, args := s.Query()
	rows, err := d.store.ReadDB().QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []told
	for rows.Next() {
		var id, person string
		var title sql.NullString
		var due instant
		if err := rows.Scan(&id, &person, &title, &due); err != nil {
			return nil, err
		}
		kind := process.NotificationKindDue
		if d.dueAt(due.UTC(), source.byDay).Before(now) {
			kind = process.NotificationKindOverdue
		}
		all = append(all, told{
			kind: kind, entity: source.entity, id: id, name: process.Headline(title.String), audience: process.AudienceField, to: []string{person},
			digest: string(kind) + ":" + id + ":" + strconv.FormatInt(due.Unix(), 10),
		})
	}
	return all, rows.Err()
}
