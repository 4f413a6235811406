package desk

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	entchange "bidwell/ent/change"
	"bidwell/process"
)

// onTimeline keeps the changes on the timeline of a record: of an opportunity, every change of it and of everything below
// it, whether it was a part from the first or came later with a history of its own, and what once belonged to it until
// it left; of a customer, every change of it and of everything below it, and the timelines of its opportunities; of any
// other record, its own changes and those of its parts.
func onTimeline(id string) func(*sql.Selector) {
	return func(s *sql.Selector) {
		e, _ := process.EntityOf(id)
		if e != ent.TypeOpportunity && e != ent.TypeCustomer {
			s.Where(sql.Or(sql.EQ(s.C(entchange.FieldEntityID), id), sql.EQ(s.C(entchange.FieldRootID), id)))
			return
		}
		column := "id"
		if e == ent.TypeCustomer {
			column = "customer_id"
		}
		s.Prefix(sql.ExprFunc(func(b *sql.Builder) {
			b.WriteString("WITH RECURSIVE opps (id) AS (SELECT id FROM opportunities WHERE " + column + " = ").Arg(id)
			b.WriteString("), below (id) AS (SELECT id FROM opps UNION SELECT id FROM " + ent.TableOf(string(e)) + " WHERE id = ").Arg(id)
			b.WriteString(partsBelow(s.Dialect()) + ")")
		}))
		s.Where(sql.P(func(b *sql.Builder) {
			b.Ident(s.C(entchange.FieldID)).WriteString(timelineChanges).Arg(id).WriteString(")")
		}))
	}
}

// timelineChanges are the numbers of the changes of opps and of everything below; the root's id is to follow. The last
// but one are the changes by which a record left for another opportunity.
const timelineChanges = ` IN (
	SELECT id FROM change_log WHERE opportunity_id IN (SELECT id FROM opps)
	UNION SELECT id FROM change_log WHERE entity_id IN (SELECT id FROM below)
	UNION SELECT id FROM change_log WHERE fields -> 'opportunityID' ->> 'from' IN (SELECT id FROM opps)
		AND entity_id IN (SELECT entity_id FROM change_log WHERE opportunity_id IN (SELECT id FROM opps))
	UNION SELECT id FROM change_log WHERE root_id = `

// partsBelow leads from a record to its parts, for the recursion over below. PostgreSQL wants one recursive term, SQLite
// has no LATERAL.
func partsBelow(dialect string) string {
	var terms []string
	for _, part := range slices.Sorted(maps.Keys(roots)) {
		for _, field := range roots[part] {
			term := fmt.Sprintf("FROM %s AS part WHERE part.%s = below.id", ent.TableOf(part), field)
			if whole, known := ent.References(part, field); known { // spares the look into the other tables
				term += fmt.Sprintf(" AND SUBSTR(below.id, 1, 4) = '%s'", process.IDOf(process.Entity(whole), ""))
			}
			terms = append(terms, term)
		}
	}
	if dialect == "postgres" {
		return " UNION SELECT parts.id FROM below CROSS JOIN LATERAL (SELECT part.id " + strings.Join(terms, " UNION ALL SELECT part.id ") + ") AS parts"
	}
	for i, t := range terms {
		terms[i] = " UNION SELECT part.id " + strings.Replace(t, "FROM ", "FROM below CROSS JOIN ", 1)
	}
	return strings.Join(terms, "")
}
