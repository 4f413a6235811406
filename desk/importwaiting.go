package desk

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"entgo.io/ent/dialect/sql/sqlgraph"

	"bidwell/ent"
	"bidwell/process"
)

// waiting are new records that passed every check and are not written yet. A record that names another one that waits
// stands on a higher level, unless both go into the same table and so into the same statement: foreign keys hold when
// the levels are written in their order.
type waiting struct {
	places map[string]place // of the records, by id
	groups map[place][]*sqlgraph.CreateSpec
	wholes map[string]bool // the records that they belong to
}

type place struct {
	level int
	table string
}

func newWaiting() *waiting {
	return &waiting{places: map[string]place{}, groups: map[place][]*sqlgraph.CreateSpec{}, wholes: map[string]bool{}}
}

func (w *waiting) add(record *sqlgraph.CreateSpec) {
	at := place{table: record.Table}
	for _, edge := range record.Edges {
		for _, node := range edge.Target.Nodes {
			id, _ := node.(string)
			w.wholes[id] = true
			above, waits := w.places[id]
			switch {
			case !waits:
			case above.table == at.table:
				at.level = max(at.level, above.level)
			default:
				at.level = max(at.level, above.level+1)
			}
		}
	}
	if id, ok := record.ID.Value.(string); ok {
		w.places[id] = at
	}
	w.groups[at] = append(w.groups[at], record)
}

// add makes a record ready and lets it wait.
func (im *importing) add(ctx context.Context, made ent.Creator) error {
	record, err := made.Gather(ctx)
	if err != nil {
		return err
	}
	im.waiting.add(record)
	return nil
}

// flush writes what waits.
func (im *importing) flush(ctx context.Context) error {
	for _, entry := range im.stages.close() {
		if err := im.add(ctx, entry); err != nil {
			return err
		}
	}
	groups := im.waiting.groups
	im.waiting = newWaiting()
	for _, at := range slices.SortedFunc(maps.Keys(groups), place.compare) {
		if _, err := im.desk.store.Insert(ctx, im.tx, groups[at]); err != nil {
			return err
		}
	}
	return nil
}

func (p place) compare(other place) int {
	return cmp.Or(cmp.Compare(p.level, other.level), cmp.Compare(p.table, other.table))
}

// settle writes what waits if the record or a part of it does, because it will be read.
func (im *importing) settle(ctx context.Context, id string) error {
	if _, waits := im.waiting.places[id]; waits || im.waiting.wholes[id] || im.stages.open(id) {
		return im.flush(ctx)
	}
	return nil
}

// settleAll writes what waits if a record of the entity does: a change must not overtake a new record, or a value that one
// of them gives up would be free for the other too early.
func (im *importing) settleAll(ctx context.Context, e process.Entity) error {
	for at := range im.waiting.groups {
		if at.table == ent.TableOf(string(e)) {
			return im.flush(ctx)
		}
	}
	return nil
}

// finish writes all that is left, the external ids last.
func (im *importing) finish(ctx context.Context) error {
	if err := im.flush(ctx); err != nil {
		return err
	}
	if err := im.saveRefs(ctx); err != nil {
		return err
	}
	return im.flush(ctx)
}

// inBatches keeps statements below the number of parameters a database takes.
func inBatches[T any](all []T, run func([]T) error) error {
	const size = 500
	for part := range slices.Chunk(all, size) {
		if err := run(part); err != nil {
			return err
		}
	}
	return nil
}
