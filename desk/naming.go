package desk

import (
	"context"
	"maps"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/process"
)

// withoutHiddenNames takes out of changes the fields that name, or named, a record that the viewer does not see: one statement
// for each kind that is named.
func (d *Desk) withoutHiddenNames(ctx context.Context, changes []*ent.Change) error {
	v := ViewerOf(ctx)
	named := map[process.Entity]map[string]bool{}
	for _, c := range changes {
		for name, f := range c.Fields {
			e, looked := namedIn(v, c, name)
			if !looked {
				continue
			}
			if named[e] == nil {
				named[e] = map[string]bool{}
			}
			for _, id := range idsOfChange(f) {
				named[e][id] = false
			}
		}
	}
	for e, ids := range named {
		seen, err := d.readIDs(ctx, d.seen(v, e, "id").Where(sql.In("id", listed(slices.Collect(maps.Keys(ids)))...)))
		if err != nil {
			return err
		}
		for _, id := range seen {
			ids[id] = true
		}
	}
	for _, c := range changes {
		maps.DeleteFunc(c.Fields, func(name string, f process.FieldChange) bool {
			e, looked := namedIn(v, c, name)
			return looked && slices.ContainsFunc(idsOfChange(f), func(id string) bool { return !named[e][id] })
		})
	}
	return nil
}

// namedIn is what kind of record a field of a change names, when the viewer may not see all of them. Where a record once
// belonged is no place that they see because they see the record.
func namedIn(v *process.Viewer, c *ent.Change, name string) (e process.Entity, looked bool) {
	stem, names := strings.CutSuffix(name, "ID")
	target, ok := ent.References(c.Entity, snake(stem)+"_id")
	e = process.Entity(target)
	return e, names && ok && e != ent.TypeUser && process.MayBeHidden(v, e)
}

// idsOfChange are the ids in a change of a field that names a record.
func idsOfChange(f process.FieldChange) (ids []string) {
	for _, side := range []any{f.From, f.To} {
		if id := plain(side); id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}
