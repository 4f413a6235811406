package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/process"
	"bidwell/search"
)

// logged is a row of the change log as far as the index cares.
type logged struct {
	number int64
	entity process.Entity
	id     string
	// spreads tells that documents of other records show what changed.
	spreads bool
}

// spreading names, of the entities whose records others show, the fields that they show: see background. Any change of
// the other entities spreads along the ties.
var spreading = map[process.Entity][]string{
	ent.TypeCustomer:    {"name", "industry", "region"},
	ent.TypeOpportunity: {"customerID", "industry", "region", "status", "amount", "ownerID", "presalesLeadID", "needToKnow", "classification"},
}

// readLog reads the rows of the change log after a number. Numbers follow the order of commits on both databases
// (Store.ChangeOrderLock), so that nothing can appear below a row that was read.
func (d *Desk) readLog(ctx context.Context, after int64) ([]logged, error) {
	query, args := sql.Dialect(d.store.Dialect()).Select("id", "entity", "entity_id").
		AppendSelectExprAs(sql.ExprFunc(writeSpreads), "spreads").
		From(sql.Table("change_log")).Where(sql.GT("id", after)).OrderBy("id").Limit(logBatch).Query()
	rows, err := d.store.ReadDB().QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("read the change log: %w", err)
	}
	defer rows.Close()
	var read []logged
	for rows.Next() {
		var l logged
		if err := rows.Scan(&l.number, &l.entity, &l.id, &l.spreads); err != nil {
			return nil, fmt.Errorf("read the change log: %w", err)
		}
		read = append(read, l)
	}
	return read, rows.Err()
}

// writeSpreads writes the expression that is true when a row spreads. It asks the database, because the values of the
// fields may be long. A record's creation changes no field, and nobody shows it yet.
func writeSpreads(b *sql.Builder) {
	b.WriteString("CASE entity")
	for _, e := range []process.Entity{ent.TypeCustomer, ent.TypeOpportunity} {
		shown := make([]string, len(spreading[e]))
		for i, f := range spreading[e] {
			shown[i] = fmt.Sprintf("fields -> '%s' IS NOT NULL", f)
		}
		b.WriteString(fmt.Sprintf(" WHEN '%s' THEN %s", e, strings.Join(shown, " OR ")))
	}
	b.WriteString(" ELSE TRUE END")
}

// tie leads from changed records to others whose documents show them: pick those of table in whose column by names one.
type tie struct {
	from, to, in process.Entity
	pick, by     string
	// further tells that the change goes on along the ties of to.
	further bool
}

// ties are in an order in which one walk reaches everything.
var ties = []tie{
	{from: ent.TypeProposalSection, to: ent.TypeProposal, in: ent.TypeProposalSection, pick: "proposal_id", by: "id"},
	{from: ent.TypeProposalVersion, to: ent.TypeProposal, in: ent.TypeProposalVersion, pick: "proposal_id", by: "id", further: true},
	{from: ent.TypeCustomer, to: ent.TypeOpportunity, in: ent.TypeOpportunity, pick: "id", by: "customer_id", further: true},
	{from: ent.TypeOpportunity, to: ent.TypeProposal, in: ent.TypeProposal, pick: "id", by: "opportunity_id", further: true},
	{from: ent.TypeProposal, to: ent.TypeProposalSection, in: ent.TypeProposalSection, pick: "id", by: "proposal_id"},
	{from: ent.TypeProposal, to: ent.TypeContentItem, in: ent.TypeContentItem, pick: "id", by: "proposal_id", further: true},
	{from: ent.TypeCustomer, to: ent.TypeContentItem, in: ent.TypeContentItem, pick: "id", by: "customer_id"},
	{from: ent.TypeContentItem, to: ent.TypeContentItem, in: ent.TypeContentItem, pick: "id", by: "part_of_id"},
	{from: ent.TypeOpportunity, to: ent.TypeProject, in: ent.TypeProject, pick: "id", by: "opportunity_id", further: true},
	{from: ent.TypeProject, to: ent.TypeRetrospective, in: ent.TypeRetrospective, pick: "id", by: "project_id", further: true},
	{from: ent.TypeOpportunity, to: ent.TypeRetrospective, in: ent.TypeRetrospective, pick: "id", by: "opportunity_id", further: true},
	{from: ent.TypeRetrospective, to: ent.TypeLesson, in: ent.TypeLesson, pick: "id", by: "retrospective_id"},
	{from: ent.TypeOpportunity, to: ent.TypeLesson, in: ent.TypeLesson, pick: "id", by: "opportunity_id"},
}

// touchedBy finds the records whose documents the rows may have changed, by entity.
func (d *Desk) touchedBy(ctx context.Context, rows []logged) (map[process.Entity][]string, error) {
	touched, moving := map[process.Entity][]string{}, map[process.Entity][]string{}
	for _, r := range rows {
		touched[r.entity] = append(touched[r.entity], r.id)
		if r.spreads {
			moving[r.entity] = append(moving[r.entity], r.id)
		}
	}
	for _, t := range ties {
		ids, err := d.reach(ctx, t, distinct(moving[t.from]))
		if err != nil {
			return nil, err
		}
		touched[t.to] = append(touched[t.to], ids...)
		if t.further {
			moving[t.to] = append(moving[t.to], ids...)
		}
	}
	return touched, nil
}

// reach reads where a tie leads from the records ids.
func (d *Desk) reach(ctx context.Context, t tie, ids []string) ([]string, error) {
	var reached []string
	for some := range slices.Chunk(ids, logBatch) {
		args := make([]any, len(some))
		for i, id := range some {
			args[i] = id
		}
		found, err := d.readIDs(ctx, sql.Dialect(d.store.Dialect()).Select(t.pick).From(table(t.in)).Where(sql.In(t.by, args...)))
		if err != nil {
			return nil, fmt.Errorf("from %s to %s: %w", t.from, t.to, err)
		}
		reached = append(reached, found...)
	}
	return reached, nil
}

// readIDs runs a query for one column of ids.
func (d *Desk) readIDs(ctx context.Context, s *sql.Selector) ([]string, error) {
	query, args := s.Query()
	return idsOf(ctx, d.store.ReadDB(), query, args...)
}

// gather loads the documents of the touched records into the basket: a record without a document leaves the index.
func (d *Desk) gather(ctx context.Context, touched map[process.Entity][]string, into *basket) error {
	for _, s := range sources {
		for ids := range slices.Chunk(distinct(touched[s.entity]), s.batch) {
			docs, err := s.load(d, ctx, ids)
			if err != nil {
				return fmt.Errorf("load %s for the index: %w", s.entity, err)
			}
			if err := into.add(replacing(ids, docs)); err != nil {
				return err
			}
		}
	}
	return nil
}

// replacing puts in the documents and takes out the ids that have none.
func replacing(ids []string, docs []*search.Doc) []search.Change {
	changes, has := make([]search.Change, 0, len(ids)), make(map[string]bool, len(docs))
	for _, doc := range docs {
		has[doc.ID] = true
		changes = append(changes, search.Change{Doc: doc})
	}
	for _, id := range ids {
		if !has[id] {
			changes = append(changes, search.Change{DeleteID: id})
		}
	}
	return changes
}

func distinct(ids []string) []string { return slices.Compact(slices.Sorted(slices.Values(ids))) }
