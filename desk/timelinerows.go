package desk

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	entchange "bidwell/ent/change"
	"bidwell/process"
)

// timelineDepth bounds how many times a timeline looks for the parts of parts.
const timelineDepth = 8

// onTimeline keeps the changes on the timeline of a record: of an opportunity, every change of it and of everything below
// it, with what a record that came later brought along, itself and its parts, and with what once belonged to it until it
// left; of a customer, every change of it, of its contacts, leads and activities and what is below them, and the
// timelines of its opportunities; of any other record, its own changes and those of its parts.
func (d *Desk) onTimeline(ctx context.Context, id string) (func(*sql.Selector), error) {
	e, err := process.EntityOf(id)
	if err != nil {
		return nil, err
	}
	if e != ent.TypeOpportunity && e != ent.TypeCustomer {
		return func(s *sql.Selector) {
			s.Where(sql.Or(sql.EQ(s.C(entchange.FieldEntityID), id), sql.EQ(s.C(entchange.FieldRootID), id)))
		}, nil
	}
	t := timeline{desk: d, b: sql.Dialect(d.store.Dialect()), entity: e, id: id}
	brought, err := t.brought(ctx)
	if err != nil {
		return nil, err
	}
	return func(s *sql.Selector) { s.Where(sql.In(s.C(entchange.FieldID), t.changes(brought))) }, nil
}

// timeline is that of an opportunity or of a customer.
type timeline struct {
	desk   *Desk
	b      *sql.DialectBuilder
	entity process.Entity
	id     string
}

// opportunities are the one it is of, or those of the customer.
func (t timeline) opportunities() *sql.Selector {
	column := "id"
	if t.entity == ent.TypeCustomer {
		column = "customer_id"
	}
	return t.b.Select("id").From(sql.Table("opportunities")).Where(sql.EQ(column, t.id))
}

// changes are the numbers of the changes: those logged for its opportunities, by which something left them, and all of
// the records that brought a history along.
func (t timeline) changes(brought []string) *sql.Selector {
	log := func(p *sql.Predicate) *sql.Selector { return t.b.Select("id").From(sql.Table("change_log")).Where(p) }
	all := log(sql.In("opportunity_id", t.opportunities())).
		Union(log(sql.In("root_id", t.opportunities()))).
		Union(log(sql.EQ("root_id", t.id))).
		Union(log(sql.EQ("entity_id", t.id)))
	if len(brought) > 0 {
		all.Union(log(t.among("entity_id", brought)))
	}
	return all
}

// among holds where a column is one of ids, however many they are: they are one argument.
func (t timeline) among(column string, ids []string) *sql.Predicate {
	list, _ := json.Marshal(ids)
	return sql.P(func(b *sql.Builder) {
		b.Ident(column)
		if t.desk.store.Dialect() == "postgres" {
			b.WriteString(" IN (SELECT jsonb_array_elements_text(CAST(").Arg(string(list)).WriteString(" AS jsonb)))")
			return
		}
		b.WriteString(" IN (SELECT value FROM json_each(").Arg(string(list)).WriteString("))")
	})
}

// brought are the records whose changes are not all logged for the opportunities, and everything below them now: what
// became a part when it was there already, and what is a customer's own.
func (t timeline) brought(ctx context.Context) ([]string, error) {
	found, err := t.joined(ctx)
	if err != nil {
		return nil, err
	}
	if t.entity == ent.TypeCustomer {
		found = append(found, t.id)
	}
	all := map[string]bool{}
	for depth := 0; len(found) > 0 && depth < timelineDepth; depth++ {
		for _, id := range found {
			all[id] = true
		}
		below, err := t.below(ctx, found)
		if err != nil {
			return nil, err
		}
		found = slices.DeleteFunc(distinct(below), func(id string) bool { return all[id] })
	}
	return slices.Sorted(maps.Keys(all)), nil
}

// joined are the records that came to one of the opportunities when they were there already, and are there still. Only
// sections, with their long texts, cannot come.
func (t timeline) joined(ctx context.Context) ([]string, error) {
	came, err := t.desk.readIDs(ctx, t.b.Select("entity_id").From(sql.Table("change_log")).Where(sql.And(
		sql.In("opportunity_id", t.opportunities()), sql.EQ("operation", string(process.ChangeOperationUpdate)),
		sql.NEQ("entity", ent.TypeProposalSection), sql.ExprP("fields -> 'opportunityID' IS NOT NULL"))))
	if err != nil {
		return nil, err
	}
	return t.union(ctx, came, func(e process.Entity, ids []string) []*sql.Selector {
		if !slices.Contains(roots[string(e)], "opportunity_id") {
			return nil
		}
		return []*sql.Selector{t.b.Select("id").From(table(e)).Where(sql.And(t.among("id", ids), sql.In("opportunity_id", t.opportunities())))}
	})
}

// below are the parts of records.
func (t timeline) below(ctx context.Context, ids []string) ([]string, error) {
	return t.union(ctx, ids, func(e process.Entity, ids []string) []*sql.Selector {
		var all []*sql.Selector
		for _, part := range slices.Sorted(maps.Keys(roots)) {
			for _, field := range roots[part] {
				if whole, known := ent.References(part, field); !known || whole == string(e) {
					all = append(all, t.b.Select("id").From(table(process.Entity(part))).Where(t.among(field, ids)))
				}
			}
		}
		return all
	})
}

// union runs the queries for each kind of the ids as one statement.
func (t timeline) union(ctx context.Context, ids []string, queries func(process.Entity, []string) []*sql.Selector) ([]string, error) {
	kinds := map[process.Entity][]string{}
	for _, id := range distinct(ids) {
		if e, err := process.EntityOf(id); err == nil {
			kinds[e] = append(kinds[e], id)
		}
	}
	var all *sql.Selector
	for _, e := range slices.Sorted(maps.Keys(kinds)) {
		for _, q := range queries(e, kinds[e]) {
			if all == nil {
				all = q
			} else {
				all.UnionAll(q)
			}
		}
	}
	if all == nil {
		return nil, nil
	}
	return t.desk.readIDs(ctx, all)
}
