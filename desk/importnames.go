package desk

import (
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"

	"bidwell/desk/importer"
	"bidwell/ent"
	"bidwell/process"
)

// nameKey is a record known by a name or code.
type nameKey struct {
	entity process.Entity
	by     string
	value  string
}

// nameIndex holds the records that a batch names by a field of theirs; of several with one name the oldest.
type nameIndex struct {
	by    map[process.Entity][]string // the fields that are asked for
	ids   map[nameKey]string
	stale map[process.Entity]bool // changed since they were read
}

func newNameIndex() nameIndex {
	return nameIndex{by: map[process.Entity][]string{}, ids: map[nameKey]string{}, stale: map[process.Entity]bool{}}
}

// made adds a new record under the names it has.
func (x *nameIndex) made(e process.Entity, id string, m ent.Mutation) {
	for _, by := range x.by[e] {
		value, _ := m.Field(by)
		name, ok := value.(string)
		key := nameKey{e, by, name}
		if _, older := x.ids[key]; ok && !older {
			x.ids[key] = id
		}
	}
}

// forget says that records of an entity changed, and their names may have.
func (x *nameIndex) forget(e process.Entity) { x.stale[e] = true }

// readNames finds, with a statement a field, the records that the batch names by something else than an external id.
func (im *importing) readNames(ctx context.Context, records []incoming) error {
	type field struct {
		entity process.Entity
		by     string
	}
	wanted := map[field][]string{}
	for _, r := range records {
		for _, value := range r.Fields {
			if ref, ok := value.(importer.Ref); ok && ref.By != "externalId" {
				f := field{entityOf(ref.Entity), ref.By}
				wanted[f] = append(wanted[f], ref.Value)
			}
		}
	}
	for f, values := range wanted {
		im.names.by[f.entity] = append(im.names.by[f.entity], f.by)
		slices.Sort(values)
		err := inBatches(slices.Compact(values), func(part []string) error { return im.findNames(ctx, f.entity, f.by, part) })
		if err != nil {
			return err
		}
	}
	return nil
}

func (im *importing) findNames(ctx context.Context, e process.Entity, by string, values []string) error {
	s := sql.Dialect(im.desk.store.Dialect()).Select("id", by).From(table(e)).Where(sql.IsNull("archived_at"))
	narrow(s, im.viewer, e)
	return im.lookUp(ctx, s, by, values, func(scan func(...any) error) error {
		var id, value string
		err := scan(&id, &value)
		if key := (nameKey{e, by, value}); im.names.ids[key] == "" || id < im.names.ids[key] {
			im.names.ids[key] = id
		}
		return err
	})
}

// byName finds a record by its name or code; an empty id says there is none.
func (im *importing) byName(ctx context.Context, key nameKey) (string, error) {
	if !im.names.stale[key.entity] {
		return im.names.ids[key], nil
	}
	if err := im.flush(ctx); err != nil {
		return "", err
	}
	delete(im.names.ids, key)
	err := im.findNames(ctx, key.entity, key.by, []string{key.value})
	return im.names.ids[key], err
}
