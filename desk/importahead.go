package desk

import (
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"

	"bidwell/desk/importer"
	"bidwell/ent"
	"bidwell/ent/externalref"
	"bidwell/process"
)

// readAhead reads what a batch will ask for, with a statement for each kind of thing rather than for each record.
func (im *importing) readAhead(ctx context.Context, records []incoming) error {
	if err := im.readRefs(ctx, records); err != nil {
		return err
	}
	if err := im.readNames(ctx, records); err != nil {
		return err
	}
	changing := map[process.Entity][]string{}
	for _, r := range records {
		if id := im.willChange(r); id != "" {
			e, _ := process.EntityOf(id)
			changing[e] = append(changing[e], id)
		}
	}
	for e, ids := range changing {
		slices.Sort(ids)
		ids = slices.Compact(ids)
		if err := im.readKnown(ctx, e, ids); err != nil {
			return err
		}
		if e == ent.TypeOpportunity {
			if err := im.readStages(ctx, ids); err != nil {
				return err
			}
		}
	}
	return nil
}

// willChange is the id of the record that is there and that r will change, as far as one can tell.
func (im *importing) willChange(r incoming) string {
	known := im.refs[r.key]
	switch {
	case r.key.entity == ent.TypeStageEntry:
		ref, _ := r.Fields["opportunity"].(importer.Ref)
		if of := im.refs[refKey{ref.System, ent.TypeOpportunity, ref.Value}]; known == nil && of != nil {
			return of.id
		}
	case known != nil && known.changedBy(r):
		return known.id
	}
	return ""
}

// readKnown reads records to change them, and keeps other writers from them until the transaction ends.
func (im *importing) readKnown(ctx context.Context, e process.Entity, ids []string) error {
	return inBatches(ids, func(part []string) error {
		if err := im.holdAll(ctx, e, part); err != nil {
			return err
		}
		found, err := im.tx.Client().Updating(ctx, string(e), part)
		for id, begin := range found {
			im.known[id] = begin
		}
		return err
	})
}

// holdAll locks records in the order of their ids, as every import does. SQLite has one writer anyway.
func (im *importing) holdAll(ctx context.Context, e process.Entity, ids []string) error {
	if im.desk.store.Dialect() != "postgres" {
		return nil
	}
	query, args := sql.Dialect("postgres").Select("id").From(table(e)).Where(sql.In("id", anys(ids)...)).OrderBy("id").ForUpdate().Query()
	_, err := im.tx.ExecContext(ctx, query, args...)
	return err
}

// readRefs finds, with a statement a kind, the records that the batch names by external id.
func (im *importing) readRefs(ctx context.Context, records []incoming) error {
	type group struct {
		system string
		entity process.Entity
	}
	wanted := map[group][]string{}
	for _, r := range records {
		at := group{r.System, r.key.entity}
		wanted[at] = append(wanted[at], r.ExternalID)
		for _, value := range r.Fields {
			if ref, ok := value.(importer.Ref); ok && ref.By == "externalId" && ref.Value != "" {
				at := group{ref.System, entityOf(ref.Entity)}
				wanted[at] = append(wanted[at], ref.Value)
			}
		}
	}
	for g, ids := range wanted {
		slices.Sort(ids)
		err := inBatches(slices.Compact(ids), func(part []string) error { return im.findRefs(ctx, g.system, g.entity, part) })
		if err != nil {
			return err
		}
	}
	return nil
}

func (im *importing) findRefs(ctx context.Context, system string, e process.Entity, ids []string) error {
	s := sql.Dialect(im.desk.store.Dialect()).Select("id", "external_id", "entity_id", "digest").From(sql.Table(externalref.Table)).
		Where(sql.And(sql.EQ("system", system), sql.EQ("entity", string(e))))
	return im.lookUp(ctx, s, "external_id", ids, func(scan func(...any) error) error {
		var row int64
		var external, id string
		var digest sql.NullString
		err := scan(&row, &external, &id, &digest)
		im.refs[refKey{system, e, external}] = &knownRef{row: row, id: id, digest: digest.String}
		return err
	})
}

// lookUp visits the rows of a selection in which a column has one of the values.
func (im *importing) lookUp(ctx context.Context, s *sql.Selector, column string, values []string, visit func(scan func(...any) error) error) error {
	rows, err := im.desk.store.LookUp(ctx, im.tx, s, column, values)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := visit(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}
