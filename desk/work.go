package desk

import (
	"context"
	"encoding/json"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/99designs/gqlgen/graphql"

	"bidwell/ent"
	"bidwell/ent/page"
	"bidwell/process"
)

// WorkItem is something that waits for the viewer.
type WorkItem struct {
	// Type is the kind of record, RecordID which one, Record the record itself when it was asked for.
	Type     string
	RecordID string
	Record   ent.Noder
	// Part is what the viewer has to do with it: RESPONSIBLE does it, ACCOUNTABLE decides it, CONSULTED answers or reviews
	// it, INFORMED takes note of it.
	Part  process.RaciPart
	Title string
	// Due is when; of what is due on a day, the midnight in UTC of that day.
	Due     *time.Time
	Overdue bool
	// ForUserID is the absent colleague it waits for, when it comes to the viewer as their deputy.
	ForUserID *string
}

// WorkPage is a stretch of what waits for the viewer.
type WorkPage struct {
	Items []WorkItem
	// EndCursor is where the next stretch begins.
	EndCursor *page.Cursor
	HasMore   bool
}

// workOrder names the order of the list in its cursors.
const workOrder = "WORK"

// MyWork is everything that waits for the viewer, what is due first first, what has no date last; with until, only what
// is due by then. The number of statements does not depend on how much it is. Errors: UNAUTHENTICATED,
// VALIDATION_FAILED for a bad size or cursor.
func (d *Desk) MyWork(ctx context.Context, first *int, after *page.Cursor, until *time.Time) (*WorkPage, error) {
	v, err := signedIn(ctx)
	if err != nil {
		return nil, err
	}
	size, err := sizeOf(first, page.DefaultSize, page.MaxSize)
	if err != nil {
		return nil, err
	}
	s, err := d.workStatement(ctx, v)
	if err != nil {
		return nil, err
	}
	if err := begin(s, after); err != nil {
		return nil, err
	}
	if until != nil {
		s.Where(sql.LTE("due", until.UTC()))
	}
	items, err := d.readWork(ctx, s.Limit(size+1))
	if err != nil {
		return nil, err
	}
	answer := &WorkPage{Items: items[:min(size, len(items))], HasMore: len(items) > size}
	if n := len(answer.Items); n > 0 {
		last := answer.Items[n-1]
		answer.EndCursor = &page.Cursor{Order: workOrder, Value: nil, ID: last.RecordID}
		if last.Due != nil {
			answer.EndCursor.Value = *last.Due
		}
	}
	return answer, d.withRecords(ctx, page.Find(ctx, "items", "record"), len(answer.Items), func(i int) (string, *ent.Noder) {
		return answer.Items[i].RecordID, &answer.Items[i].Record
	})
}

// workStatement is one statement over everything that waits for a viewer, in order.
func (d *Desk) workStatement(ctx context.Context, v *process.Viewer) (*sql.Selector, error) {
	parts := d.namedWork(v, v.UserID, "")
	byRole, err := d.rolesWork(ctx, v)
	if err != nil {
		return nil, err
	}
	steads, err := d.steads(ctx, v)
	if err != nil {
		return nil, err
	}
	others, err := d.steadsWork(ctx, v, steads)
	if err != nil {
		return nil, err
	}
	all := parts[0]
	for _, s := range append(append(parts[1:], byRole...), others...) {
		all.UnionAll(s)
	}
	columns := []string{"type", "part", "id", "title", "due", "by_day"}
	b := sql.Dialect(d.store.Dialect())
	if len(steads) == 0 {
		return b.Select(append(columns, "for_user")...).From(all.As("work")).OrderExpr(sql.Raw("due IS NULL, due, id")), nil
	}
	// What waits for the viewer and for somebody they stand in for waits once, and for the viewer.
	once := b.Select(append(columns, "MIN(for_user) AS for_user")...).From(all.As("every")).GroupBy(columns...)
	return b.Select(append(columns, "for_user")...).From(once.As("work")).OrderExpr(sql.Raw("due IS NULL, due, id")), nil
}

// namedWork is what waits for somebody by name, as far as the viewer sees it.
func (d *Desk) namedWork(v *process.Viewer, userID, forUser string) []*sql.Selector {
	parts := make([]*sql.Selector, 0, len(workSources)+3)
	for _, source := range workSources {
		source.forUser = forUser
		s := d.workOf(v, source)
		parts = append(parts, s.Where(sql.P(func(b *sql.Builder) {
			if source.person != "" {
				b.WriteString(source.person + " = ").Arg(userID)
				return
			}
			b.WriteString("EXISTS (SELECT 1 FROM opportunities o WHERE o.id = t.opportunity_id AND ").Arg(userID).
				WriteString(" IN (o.owner_id, o.presales_lead_id))")
		})))
	}
	return parts
}

// workOf selects what waits of one source, as far as the viewer sees it.
func (d *Desk) workOf(v *process.Viewer, source workSource) *sql.Selector {
	t := table(source.entity).As("t")
	byDay := "0"
	if source.byDay {
		byDay = "1"
	}
	s := sql.Dialect(d.store.Dialect()).SelectExpr(
		sql.Raw("'"+string(source.entity)+"' AS type"), sql.Raw("'"+string(source.part)+"' AS part"), sql.Raw("t.id AS id"),
		sql.Raw(source.title+" AS title"), sql.Raw(source.due+" AS due"), sql.Raw(byDay+" AS by_day"),
		sql.Raw("'"+source.forUser+"' AS for_user")).
		From(t).Where(sql.ExprP("t.archived_at IS NULL AND " + source.waits))
	narrow(s, v, source.entity)
	return s
}

// begin leaves out what comes before a cursor, and the entry at it.
func begin(s *sql.Selector, after *page.Cursor) error {
	if after == nil || after.ID == "" {
		return nil
	}
	due, err := cursorTime(after)
	if err != nil {
		return err
	}
	if due == nil {
		s.Where(sql.And(sql.IsNull("due"), sql.GT("id", after.ID)))
		return nil
	}
	s.Where(sql.Or(sql.GT("due", due.UTC()), sql.And(sql.EQ("due", due.UTC()), sql.GT("id", after.ID)), sql.IsNull("due")))
	return nil
}

// cursorTime is the due time in a cursor of this list, nil when its entry had none.
func cursorTime(after *page.Cursor) (due *time.Time, err error) {
	switch v := after.Value.(type) {
	case json.RawMessage:
		err = json.Unmarshal(v, &due)
	case time.Time:
		due = &v
	}
	if err != nil || after.Order != workOrder {
		return nil, process.Invalid("after", process.MsgCursorBad)
	}
	return due, nil
}

func (d *Desk) readWork(ctx context.Context, s *sql.Selector) ([]WorkItem, error) {
	query, args := s.Query()
	rows, err := d.store.ReadDB().QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	now, items := d.now(), []WorkItem{}
	for rows.Next() {
		var item WorkItem
		var due instant
		var title sql.NullString
		var byDay int
		var stead string
		if err := rows.Scan(&item.Type, &item.Part, &item.RecordID, &title, &due, &byDay, &stead); err != nil {
			return nil, err
		}
		item.ForUserID = orNone(stead)
		item.Title = process.Headline(title.String)
		if !due.IsZero() {
			at := due.UTC()
			item.Due, item.Overdue = &at, d.dueAt(at, byDay == 1).Before(now)
		}
		items = append(items, item)
	}
	return items, rows.Err()
}

// dueAt is the instant by which something has to be done: of a day, its end where the organisation is.
func (d *Desk) dueAt(due time.Time, byDay bool) time.Time {
	if !byDay {
		return due
	}
	return process.DayOf(due.UTC()).Next().In(d.options.Zone)
}

// withRecords loads the records that n entries name, with what the GraphQL selection asks of them; nothing when it does not.
func (d *Desk) withRecords(ctx context.Context, selection *graphql.CollectedField, n int, entry func(i int) (id string, record *ent.Noder)) error {
	if selection == nil || n == 0 {
		return nil
	}
	ids := make([]string, n)
	for i := range ids {
		ids[i], _ = entry(i)
	}
	records, err := d.Nodes(ctx, ids, selection)
	if err != nil {
		return err
	}
	for i := range records {
		_, record := entry(i)
		*record = records[i]
	}
	return nil
}
