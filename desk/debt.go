package desk

import (
	"cmp"
	"context"
	"slices"

	entsql "entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/ent/page"
	"bidwell/process"
)

// KnowledgeDebtEntry is a library item something is wrong with, and what depends on it.
type KnowledgeDebtEntry struct {
	RecordID string
	// Record is the item itself when it was asked for.
	Record ent.Noder
	Debts  []process.KnowledgeDebt
	process.Outcome
}

// KnowledgeDebt lists the library items that something is wrong with, those first on which the most open business rests:
// by the value of the open opportunities in whose proposals they stand. Errors: UNAUTHENTICATED, VALIDATION_FAILED for a
// bad size.
func (d *Desk) KnowledgeDebt(ctx context.Context, first *int) ([]*KnowledgeDebtEntry, error) {
	v, err := signedIn(ctx)
	if err != nil {
		return nil, err
	}
	size, err := sizeOf(first, page.DefaultSize, page.MaxSize)
	if err != nil {
		return nil, err
	}
	items := func() *entsql.Selector {
		return d.live(v, ent.TypeContentItem).Where(entsql.NEQ("verify_state", string(process.VerifyStateRetired)))
	}
	used, err := d.outcomes(ctx, v, func(s *entsql.Selector) { s.Where(entsql.In("source_id", items().Select("id"))) })
	if err != nil {
		return nil, err
	}
	all, err := d.debtsOf(ctx, v, items(), used)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b *KnowledgeDebtEntry) int {
		return cmp.Or(cmp.Compare(b.Exposed, a.Exposed), cmp.Compare(b.Opportunities, a.Opportunities),
			cmp.Compare(len(b.Debts), len(a.Debts)), cmp.Compare(a.RecordID, b.RecordID))
	})
	all = all[:min(size, len(all))]
	return all, d.withRecords(ctx, page.Find(ctx, "record"), len(all), func(i int) (string, *ent.Noder) { return all[i].RecordID, &all[i].Record })
}

// debtsOf finds what is wrong with items: in one statement, over all of them, because what nobody uses can be wrong too.
func (d *Desk) debtsOf(ctx context.Context, v *process.Viewer, items *entsql.Selector, used map[string]*ReuseOutcome) ([]*KnowledgeDebtEntry, error) {
	there := entsql.Dialect(d.store.Dialect()).Select("id").From(table(ent.TypeUser)).Where(entsql.And(entsql.EQ("active", true), entsql.IsNull("archived_at")))
	lessons := d.live(v, ent.TypeLesson).Select("contradicts_id").
		Where(entsql.And(entsql.EQ("status", string(process.LessonStatusAdopted)), entsql.NotNull("contradicts_id")))
	query, args := items.Select("id", "verify_state").
		AppendSelectExprAs(is(entsql.In("owner_id", there)), "owned").AppendSelectExprAs(is(entsql.In("id", lessons)), "contradicted").Query()
	rows, err := d.store.ReadDB().QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []*KnowledgeDebtEntry
	for rows.Next() {
		e := &KnowledgeDebtEntry{}
		var f process.DebtFacts
		if err := rows.Scan(&e.RecordID, &f.State, &f.Owned, &f.Contradicted); err != nil {
			return nil, err
		}
		if o := used[e.RecordID]; o != nil {
			f.Outcome = o.Outcome
		}
		e.Outcome = f.Outcome
		if e.Debts = process.DebtsOf(f); len(e.Debts) > 0 {
			all = append(all, e)
		}
	}
	return all, rows.Err()
}

// is is a condition as a column that is true or false, never null.
func is(p *entsql.Predicate) entsql.Querier {
	return entsql.ExprFunc(func(b *entsql.Builder) { b.WriteString("CASE WHEN ").Join(p).WriteString(" THEN TRUE ELSE FALSE END") })
}
