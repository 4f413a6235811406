package desk

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strconv"

	entsql "entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/ent/page"
	"bidwell/process"
)

// ReuseOutcome is what became of the opportunities in which a section or a library item was used, directly or by way of
// other sections. Only what stands in the latest version of a proposal that was not withdrawn counts.
type ReuseOutcome struct {
	RecordID string
	// Record is the record itself when it was asked for.
	Record ent.Noder
	// Sections are the sections in which it stands.
	Sections int
	process.Outcome
}

// ReuseOutcomes tells what became of the use of sections and library items, in the order asked, in a fixed number of
// statements. Errors: NOT_FOUND for one that is missing or hidden, UNAUTHENTICATED, VALIDATION_FAILED for more than a page of
// them and for records of another kind.
func (d *Desk) ReuseOutcomes(ctx context.Context, ids []string) ([]*ReuseOutcome, error) {
	v, err := signedIn(ctx)
	if err != nil {
		return nil, err
	}
	if len(ids) > page.MaxSize {
		return nil, process.Invalid("ids", process.MsgTooLongField)
	}
	for _, id := range ids {
		if e, err := process.EntityOf(id); err != nil || e != ent.TypeProposalSection && e != ent.TypeContentItem {
			return nil, process.Invalid("ids", process.MsgWrongKind, "id", id, "kind", ent.TypeContentItem)
		}
	}
	for _, e := range []process.Entity{ent.TypeProposalSection, ent.TypeContentItem} {
		if err := d.allVisible(ctx, v, e, ids); err != nil {
			return nil, err
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := d.outcomes(ctx, v, func(s *entsql.Selector) { s.Where(entsql.In("source_id", anys(ids)...)) })
	if err != nil {
		return nil, err
	}
	answer := make([]*ReuseOutcome, len(ids))
	for i, id := range ids {
		answer[i] = &ReuseOutcome{RecordID: id}
		if o := found[id]; o != nil {
			answer[i] = o
		}
	}
	return answer, d.withOutcomes(ctx, answer)
}

func (d *Desk) withOutcomes(ctx context.Context, all []*ReuseOutcome) error {
	return d.withRecords(ctx, page.Find(ctx, "record"), len(all), func(i int) (string, *ent.Noder) { return all[i].RecordID, &all[i].Record })
}

// ProvenContent lists the library items whose use went with winning, those first of which that is most certain: by the lower
// end of the interval of their win rate. Items that were used in no decided opportunity are not in it. Errors:
// UNAUTHENTICATED, VALIDATION_FAILED for a bad size.
func (d *Desk) ProvenContent(ctx context.Context, first *int) ([]*ReuseOutcome, error) {
	v, err := signedIn(ctx)
	if err != nil {
		return nil, err
	}
	size, err := sizeOf(first, page.DefaultSize, page.MaxSize)
	if err != nil {
		return nil, err
	}
	found, err := d.outcomes(ctx, v, func(s *entsql.Selector) {
		items := d.live(v, ent.TypeContentItem).Select("id").Where(entsql.NEQ("verify_state", string(process.VerifyStateRetired)))
		s.Where(entsql.In("source_id", items))
	})
	if err != nil {
		return nil, err
	}
	var all []*ReuseOutcome
	for _, o := range found {
		if o.Decided > 0 {
			all = append(all, o)
		}
	}
	slices.SortFunc(all, func(a, b *ReuseOutcome) int {
		return cmp.Or(cmp.Compare(b.Proven(), a.Proven()), cmp.Compare(b.Decided, a.Decided), cmp.Compare(a.RecordID, b.RecordID))
	})
	all = all[:min(size, len(all))]
	return all, d.withOutcomes(ctx, all)
}

// allVisible refuses when the viewer may not see one of the records of a kind.
func (d *Desk) allVisible(ctx context.Context, v *process.Viewer, e process.Entity, ids []string) error {
	var asked []string
	for _, id := range ids {
		if of, err := process.EntityOf(id); err == nil && of == e {
			asked = append(asked, id)
		}
	}
	if len(asked) == 0 {
		return nil
	}
	seen, err := d.readIDs(ctx, d.seen(v, e, "id").Where(entsql.In("id", anys(asked)...)))
	if err != nil {
		return err
	}
	for _, id := range asked {
		if !slices.Contains(seen, id) {
			return process.NotFound(id)
		}
	}
	return nil
}

// stratum are the columns by which opportunities are compared: see process.Stratum. Bounds are in minor units. The last is
// what an opportunity is worth in the reporting currency.
func stratum(o entsql.TableView) (columns []string) {
	worth := "(" + o.C("amount") + " * COALESCE(" + o.C("exchange_rate") + ", 1))"
	band := "CASE WHEN " + o.C("amount") + " IS NULL OR " + o.C("amount") + " = 0 THEN -1"
	for i, bound := range []string{"10000000", "100000000", "1000000000", "10000000000"} {
		band += " WHEN " + worth + " < " + bound + " THEN " + strconv.Itoa(i)
	}
	return []string{"COALESCE(" + o.C("industry") + ", '')", "COALESCE(" + o.C("type") + ", '')", band + " ELSE 4 END", "CAST(ROUND(COALESCE(" + worth + ", 0)) AS BIGINT)"}
}

// live are the rows of an entity that a viewer sees and that are not archived.
func (d *Desk) live(v *process.Viewer, e process.Entity) *entsql.Selector {
	return d.seen(v, e, "*").Where(entsql.IsNull("archived_at"))
}

// usesOf is a statement over the uses of the sources that a selection of reuses begins with: one row for each source and
// opportunity.
func (d *Desk) usesOf(v *process.Viewer, from func(*entsql.Selector)) *entsql.Selector {
	b := entsql.Dialect(d.store.Dialect())
	begin := b.Select("source_id", "section_id").AppendSelectExpr(entsql.Raw("1")).From(table(ent.TypeReuseEdge)).Where(entsql.IsNull("archived_at"))
	from(begin)
	e, walk := entsql.Table(ent.TableOf(ent.TypeReuseEdge)).As("e"), entsql.Table("walk").As("walk").As("walk")
	on := b.Select(walk.C("root"), e.C("section_id")).AppendSelectExpr(entsql.Raw("walk.depth + 1")).From(e).
		Join(walk).On(e.C("source_id"), walk.C("section")).
		Where(entsql.And(entsql.IsNull(e.C("archived_at")), entsql.LT(walk.C("depth"), lineageDepth)))
	places := b.Select("root", "section").Distinct().From(entsql.Table("walk")).As("w")
	s, p, o := table(ent.TypeProposalSection).As("s"), d.live(v, ent.TypeProposal).As("p"), d.live(v, ent.TypeOpportunity).As("o")
	x := entsql.Table(ent.TableOf(ent.TypeProposalVersion)).As("x")
	latest := b.Select().AppendSelectExpr(entsql.Raw("MAX(x.number)")).From(x).
		Where(entsql.And(entsql.ColumnsEQ(x.C("proposal_id"), s.C("proposal_id")), entsql.IsNull(x.C("archived_at"))))
	version := table(ent.TypeProposalVersion).As("v")
	columns := stratum(o)
	q := b.Select(places.C("root"), o.C("id"), o.C("status")).AppendSelectExpr(entsql.Raw(columns[0]), entsql.Raw(columns[1]), entsql.Raw(columns[2]),
		entsql.Raw(columns[3]), entsql.Raw("COUNT(DISTINCT s.id)")).From(places).
		Join(s).On(s.C("id"), places.C("section")).Join(p).On(p.C("id"), s.C("proposal_id")).Join(version).On(version.C("id"), s.C("proposal_version_id")).
		LeftJoin(o).On(o.C("id"), p.C("opportunity_id")).
		Where(entsql.And(entsql.IsNull(s.C("archived_at")), entsql.NEQ(p.C("status"), string(process.ProposalStatusWithdrawn)), entsql.EQ(version.C("number"), latest))).
		GroupBy(places.C("root"), o.C("id"), o.C("status"), o.C("industry"), o.C("type"), o.C("amount"), o.C("exchange_rate"))
	with := entsql.WithRecursive("walk", "root", "section", "depth").As(begin.Union(on))
	with.SetDialect(d.store.Dialect())
	return q.Prefix(with)
}

// outcomes sums up the uses of the sources that a selection of reuses begins with.
func (d *Desk) outcomes(ctx context.Context, v *process.Viewer, from func(*entsql.Selector)) (map[string]*ReuseOutcome, error) {
	all, err := d.decidedByStratum(ctx, v)
	if err != nil {
		return nil, err
	}
	query, args := d.usesOf(v, from).Query()
	rows, err := d.store.ReadDB().QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found, uses := map[string]*ReuseOutcome{}, map[string][]process.Use{}
	for rows.Next() {
		var root string
		var opportunity, status sql.NullString
		var u process.Use
		var sections int
		if err := rows.Scan(&root, &opportunity, &status, &u.Industry, &u.Type, &u.Band, &u.Worth, &sections); err != nil {
			return nil, err
		}
		if found[root] == nil {
			found[root] = &ReuseOutcome{RecordID: root}
		}
		found[root].Sections += sections
		if opportunity.Valid {
			u.Status = process.OpportunityStatus(status.String)
			uses[root] = append(uses[root], u)
		}
	}
	for root, o := range found {
		o.Outcome = process.OutcomeOf(uses[root], all)
	}
	return found, rows.Err()
}

// decidedByStratum counts what was won and lost, as far as the viewer sees it.
func (d *Desk) decidedByStratum(ctx context.Context, v *process.Viewer) (map[process.Stratum]process.Tally, error) {
	b := entsql.Dialect(d.store.Dialect())
	o := d.live(v, ent.TypeOpportunity).As("o")
	columns := stratum(o)[:3]
	s := b.Select().From(o).Where(entsql.In(o.C("status"), string(process.OpportunityStatusWon), string(process.OpportunityStatusLost)))
	for _, c := range columns {
		s.AppendSelectExpr(entsql.Raw(c)).GroupBy(c)
	}
	s.AppendSelectExpr(entsql.Raw("SUM(CASE WHEN "+o.C("status")+" = '"+string(process.OpportunityStatusWon)+"' THEN 1 ELSE 0 END)"), entsql.Raw("COUNT(*)"))
	query, args := s.Query()
	rows, err := d.store.ReadDB().QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[process.Stratum]process.Tally{}
	for rows.Next() {
		var at process.Stratum
		var t process.Tally
		if err := rows.Scan(&at.Industry, &at.Type, &at.Band, &t.Wins, &t.Decided); err != nil {
			return nil, err
		}
		all[at] = t
	}
	return all, rows.Err()
}
