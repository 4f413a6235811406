package desk

import (
	"context"
	"fmt"
	"slices"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/process"
)

// traceSize bounds how many records of a kind one step of a trace reaches.
const traceSize = 500

// traceLabel is how many characters of what a record says a trace shows.
const traceLabel = 200

// load reads the records of a kind whose column names one of ids, as far as the viewer may see them.
func (t *tracing) load(ctx context.Context, e process.Entity, column string, ids []string) ([]*traced, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	return t.read(ctx, e, sql.In(column, args...), nil)
}

// withLikes adds to sections those of the same proposal and heading: the same passage in other versions. Each leads to
// the next newer one.
func (t *tracing) withLikes(ctx context.Context, e process.Entity, sections []*traced) ([]*traced, error) {
	if e != ent.TypeProposalSection || len(sections) == 0 {
		return sections, nil
	}
	passage := func(r *traced) [2]string { return [2]string{r.names["proposal_id"], r.names["title"]} }
	likes := map[[2]string][]*traced{}
	var proposals, titles []any
	for _, s := range sections {
		likes[passage(s)] = nil
		proposals, titles = append(proposals, passage(s)[0]), append(titles, passage(s)[1])
	}
	all, err := t.read(ctx, e, sql.And(sql.In("proposal_id", proposals...), sql.In("title", titles...)), func(r *traced) bool {
		_, is := likes[passage(r)]
		return is
	})
	for _, r := range all {
		if before := likes[passage(r)]; len(before) > 0 {
			t.links[TraceLink{before[len(before)-1].ID, r.ID}] = true
		}
		likes[passage(r)] = append(likes[passage(r)], r)
	}
	return merge(sections, all), err
}

// read is one statement of a trace, for the records that are wanted. One that was reached before is the same again.
func (t *tracing) read(ctx context.Context, e process.Entity, which *sql.Predicate, wanted func(*traced) bool) ([]*traced, error) {
	stop := way[stopOf(e)]
	columns := columnsOf(e)
	b := sql.Dialect(t.desk.store.Dialect())
	s := b.Select(append([]string{"id"}, columns...)...).From(table(e)).Where(sql.And(which, sql.IsNull("archived_at"))).OrderBy("id").Limit(traceSize + 1)
	s.AppendSelectExprAs(sql.Raw(fmt.Sprintf("SUBSTR(%s, 1, %d)", stop.label, traceLabel)), "label").AppendSelect(stop.state)
	narrow(s, t.viewer, e)
	query, args := s.Query()
	rows, err := t.desk.store.ReadDB().QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []*traced
	for rows.Next() {
		if len(all) == traceSize {
			t.cut = true
			break
		}
		r := &traced{TraceNode: TraceNode{Type: string(e)}, names: map[string]string{}}
		named := make([]sql.NullString, len(columns))
		into := []any{&r.ID}
		for i := range named {
			into = append(into, &named[i])
		}
		if err := rows.Scan(append(into, &r.Label, &r.State)...); err != nil {
			return nil, err
		}
		for i, c := range columns {
			r.names[c] = named[i].String
		}
		if wanted != nil && !wanted(r) {
			continue
		}
		if before := t.found[r.ID]; before != nil {
			r = before
		}
		t.found[r.ID] = r
		all = append(all, r)
	}
	return all, rows.Err()
}

// columnsOf are the columns of a kind that a trace follows.
func columnsOf(e process.Entity) []string {
	var columns []string
	for _, s := range steps {
		if s.holder == e {
			columns = append(columns, s.column)
		}
	}
	if e == ent.TypeProposalSection {
		columns = append(columns, "proposal_id", "title")
	}
	return slices.Compact(columns)
}
