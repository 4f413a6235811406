package desk

import (
	"context"
	"maps"
	"slices"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	entchange "bidwell/ent/change"
	"bidwell/ent/externalref"
	"bidwell/ent/page"
	"bidwell/ent/predicate"
	"bidwell/process"
)

// Feed is a stretch of the change log, oldest first.
type Feed struct {
	Changes []*ent.Change
	// End is where the next stretch begins.
	End     int64
	HasMore bool
}

// Changes reads the change log after a number: the timeline of one record, or everything the viewer may see. Numbers
// follow the order of commits, so a reader who goes on from End misses nothing. Errors: UNAUTHENTICATED,
// VALIDATION_FAILED for a bad size or id, NOT_FOUND for a record that is missing or hidden.
func (d *Desk) Changes(ctx context.Context, after *int64, first *int, recordID *string) (*Feed, error) {
	v, err := signedIn(ctx)
	if err != nil {
		return nil, err
	}
	size, err := sizeOf(first, page.DefaultSize, page.MaxSize)
	if err != nil {
		return nil, err
	}
	var only []predicate.Change
	if recordID != nil && *recordID != "" {
		if err := d.checkVisible(ctx, v, *recordID); err != nil {
			return nil, err
		}
		timeline, err := d.onTimeline(ctx, *recordID)
		if err != nil {
			return nil, err
		}
		only = append(only, timeline)
	}
	feed, err := d.stretch(ctx, v, value(after), size, only...)
	if err != nil {
		return nil, err
	}
	showChanges(ctx, feed.Changes)
	return feed, nil
}

// stretch reads changes after a number as a viewer sees them. Whoever shows them notes so with showChanges. What decides is what
// each row is about: the log itself is no kind of record that a credential names among those it reads.
func (d *Desk) stretch(ctx context.Context, v *process.Viewer, after int64, size int, only ...predicate.Change) (*Feed, error) {
	rows, err := d.reader.Change.Query().Where(entchange.IDGT(after), visibleChanges(v)).Where(only...).
		Order(entchange.ByID()).Limit(size + 1).All(AsSystem(ctx))
	if err != nil {
		return nil, err
	}
	feed := feedOf(v, rows, after, size)
	return feed, d.withoutGuarded(ctx, feed.Changes)
}

func showChanges(ctx context.Context, changes []*ent.Change) {
	for _, c := range changes {
		showing(ctx, c.EntityID)
	}
}

func feedOf(v *process.Viewer, rows []*ent.Change, after int64, size int) *Feed {
	feed := &Feed{Changes: rows[:min(size, len(rows))], End: after, HasMore: len(rows) > size}
	if n := len(feed.Changes); n > 0 {
		feed.End = feed.Changes[n-1].ID
	}
	if !process.IsAdmin(v) {
		for _, c := range feed.Changes {
			maps.DeleteFunc(c.Fields, func(name string, _ process.FieldChange) bool { return unseen[name] })
		}
	}
	return feed
}

// unseen are the fields that no query shows: how sign-ins of users went, and that a secret changed, is for administrators.
var unseen = map[string]bool{"passwordHash": true, "failedSignIns": true, "lockedUntil": true, "signingSecret": true, "previousSecret": true}

// visibleChanges keeps the changes of records that the viewer may see, and of what they once belonged to. Sessions are no
// records of the API. One text of SQL a viewer is one prepared statement.
func visibleChanges(v *process.Viewer) func(*sql.Selector) {
	return func(s *sql.Selector) {
		in := sight{v: v, b: sql.Dialect(s.Dialect())}
		var whole []any
		var some []*sql.Predicate
		for _, e := range slices.Sorted(maps.Keys(process.Entities())) {
			reach := process.ReachOf(v, e)
			switch {
			case e == ent.TypeSession || reach == process.ReachNothing:
			case reach == process.ReachAll:
				whole = append(whole, string(e))
			case reach == process.ReachBelonging && v.Sees() == process.RowScopeAll:
				whole = append(whole, string(e)) // less the hidden ones, below
			default:
				some = append(some, sql.And(sql.EQ(s.C(entchange.FieldEntity), string(e)), in.amongSeen(s.C(entchange.FieldEntityID), []process.Entity{e})))
			}
		}
		s.Where(sql.Or(append(some, sql.In(s.C(entchange.FieldEntity), whole...))...))
		less := in.opportunityTold(s.C(entchange.FieldOpportunityID))
		if v.Sees() == process.RowScopeAll {
			less = both(less, in.noneHidden(s.C(entchange.FieldEntityID)))
		}
		if less != nil {
			s.Where(less)
		}
	}
}

// checkVisible refuses the id of a record that is missing or that the viewer may not see.
func (d *Desk) checkVisible(ctx context.Context, v *process.Viewer, id string) error {
	e, err := process.EntityOf(id)
	if err != nil {
		return err
	}
	if e == ent.TypeSession {
		return process.NotFound(id)
	}
	seen, err := d.shows(ctx, d.store.ReadDB(), v, e, id)
	if err == nil && !seen {
		return process.NotFound(id)
	}
	return err
}

// RecordByExternalRef finds the record another system calls by an id, with what the GraphQL selection names; nil when
// there is none or it may not be seen. Errors: UNAUTHENTICATED, VALIDATION_FAILED for an entity that does not exist.
func (d *Desk) RecordByExternalRef(ctx context.Context, system, entity, id string) (ent.Noder, error) {
	v, err := signedIn(ctx)
	if err != nil {
		return nil, err
	}
	if _, known := process.Entities()[process.Entity(entity)]; !known {
		return nil, process.Invalid("type", process.MsgEnumUnknown, "enum", "type")
	}
	if !process.May(v, process.ActionRead, process.Entity(entity)) {
		return nil, nil
	}
	refs, err := d.reader.ExternalRef.Query().
		Where(externalref.System(system), externalref.Entity(entity), externalref.ExternalID(id)).All(AsSystem(ctx)) // Node says whether it is shown
	if err != nil || len(refs) == 0 {
		return nil, err
	}
	node, err := d.Node(ctx, refs[0].EntityID, page.Find(ctx))
	if process.CodeOf(err) == process.CodeNotFound {
		return nil, nil
	}
	return node, err
}
