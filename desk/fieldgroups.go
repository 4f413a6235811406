package desk

import (
	"context"
	"maps"
	"reflect"
	"sync"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"bidwell/ent"
	"bidwell/process"
	"bidwell/process/vocabulary"
)

// Shows decides whether the viewer is shown a guarded field of a record of an opportunity, which names users and roles. Whose
// the opportunities are is read with one statement a request, and only when something depends on it.
func (d *Desk) Shows(ctx context.Context, f *process.GuardedField, opportunity string, named []string) (bool, error) {
	v := ViewerOf(ctx)
	if process.SeesEverywhere(v, f) || process.SeesAsNamed(v, f, named...) {
		return true, nil
	}
	if opportunity == "" || !process.MaySeeOfOwn(v, f) {
		return false, nil
	}
	owned, err := d.ownedBy(ctx, v)
	return owned[opportunity], err
}

// seesAll tells whether the viewer sees a guarded field on every record.
func seesAll(ctx context.Context, typ, field string) bool {
	return process.CheckFieldUse(ViewerOf(ctx), typ, field) == nil
}

// owned are the opportunities that a viewer owns, as they were read for a request.
type owned struct {
	mu  sync.Mutex
	by  *graphql.OperationContext
	at  time.Time
	ids map[string]bool
}

// streamedAnew is how old what a stream knows of who owns what may be.
const streamedAnew = time.Second

// ownedBy reads the opportunities of a viewer, once a request.
func (d *Desk) ownedBy(ctx context.Context, v *process.Viewer) (map[string]bool, error) {
	var by *graphql.OperationContext
	if graphql.HasOperationContext(ctx) {
		by = graphql.GetOperationContext(ctx)
	}
	asked, ok := ctx.Value(viewerKey{}).(*asking)
	if !ok {
		return nil, nil
	}
	known := &asked.owned
	known.mu.Lock()
	defer known.mu.Unlock()
	if known.readFor(by) {
		return known.ids, nil
	}
	o := table(ent.TypeOpportunity)
	found, err := d.readIDs(ctx, sql.Dialect(d.store.Dialect()).Select(o.C("id")).From(o).Where(sql.EQ(o.C("owner_id"), v.UserID)))
	if err != nil {
		return nil, err
	}
	ids := make(map[string]bool, len(found))
	for _, id := range found {
		ids[id] = true
	}
	known.by, known.at, known.ids = by, time.Now(), ids
	return ids, nil
}

// readFor tells whether what is known was read for an operation, which a stream of events is for long.
func (o *owned) readFor(by *graphql.OperationContext) bool {
	if by == nil || o.by != by {
		return false
	}
	return by.Operation == nil || by.Operation.Operation != ast.Subscription || time.Since(o.at) < streamedAnew
}

// forgetOwned makes the rest of a request read anew who owns what, after a write.
func forgetOwned(ctx context.Context) {
	if asked, ok := ctx.Value(viewerKey{}).(*asking); ok {
		asked.owned.mu.Lock()
		asked.owned.by = nil
		asked.owned.mu.Unlock()
	}
}

// withoutGuarded takes out of changes the fields that the viewer is not shown of their records, and those that name records
// that are hidden.
func (d *Desk) withoutGuarded(ctx context.Context, changes []*ent.Change) (err error) {
	if err := d.withoutHiddenNames(ctx, changes); err != nil {
		return err
	}
	forgetOwned(ctx)
	for _, c := range changes {
		maps.DeleteFunc(c.Fields, func(name string, change process.FieldChange) bool {
			f := vocabulary.Guarded(c.Entity, name)
			if f == nil {
				return false
			}
			shown, failed := d.Shows(ctx, f, c.OpportunityID, namedBy(c, f))
			if failed != nil {
				err = failed
			}
			return !shown
		})
	}
	return err
}

// namedBy is what a change tells of whom its record names: the record itself. Who it names otherwise may have changed since.
func namedBy(c *ent.Change, f *process.GuardedField) []string {
	for _, column := range f.Mine {
		if column == "id" {
			return []string{c.EntityID}
		}
	}
	return nil
}

// behindField is what decides who sees a guarded field of a record beside their role: the opportunity behind the record, and
// the users and roles that it names.
func (d *Desk) behindField(ctx context.Context, db asker, f *process.GuardedField, id string) (opportunity string, named []string, err error) {
	for _, column := range f.Columns() {
		query, args := sql.Dialect(d.store.Dialect()).Select(column).From(table(process.Entity(f.Type))).
			Where(sql.And(sql.EQ("id", id), sql.NotNull(column))).Query()
		values, err := idsOf(ctx, db, query, args...)
		switch {
		case err != nil:
			return "", nil, err
		case column == f.Of && len(values) > 0:
			opportunity = values[0]
		default:
			named = append(named, values...)
		}
	}
	return opportunity, named, nil
}

// mayFill refuses to set or clear guarded fields that the viewer is not shown on the record as it will be. What a new record
// begins with, and nobody said, is no matter.
func (w *writing) mayFill(ctx context.Context, c *change, m ent.Mutation) error {
	if w.viewer.System {
		return nil
	}
	for name, f := range vocabulary.GuardedOf(c.entity) {
		column := snake(name)
		value, set := m.Field(column)
		begins := m.Op().Is(ent.OpCreate) && reflect.Indirect(reflect.ValueOf(value)).IsZero()
		if set && begins || !set && !m.FieldCleared(column) || process.SeesEverywhere(w.viewer, f) {
			continue
		}
		named, err := namedNow(ctx, c, m, f)
		if err != nil {
			return err
		}
		owner := ""
		if f.Of != "" && c.opportunity != "" {
			if owner, err = w.text(ctx, ent.TypeOpportunity, "owner_id", c.opportunity); err != nil {
				return err
			}
		}
		if err := process.CheckFieldWrite(w.viewer, f, owner != "" && owner == w.viewer.UserID, named...); err != nil {
			return err
		}
	}
	return nil
}

// namedNow are the users and roles that a record names as a mutation leaves it, for who sees a field because of it.
func namedNow(ctx context.Context, c *change, m ent.Mutation, f *process.GuardedField) (named []string, err error) {
	for _, column := range f.Mine {
		id := c.id
		if column != "id" {
			if id, err = fieldNow(ctx, m, column); err != nil {
				return nil, err
			}
		}
		named = append(named, id)
	}
	return named, nil
}
