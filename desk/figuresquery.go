package desk

import (
	"time"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/process"
)

// view is a table of a statement, or what the viewer sees of it.
type view = sql.TableView

// figureQuery is the statement of a figure while it is put together: tables join it when a grouping or a measure needs
// them, each once.
type figureQuery struct {
	*figure
	base   *sql.SelectTable
	sel    *sql.Selector
	joined map[string]view
}

// null stands where a statement has nothing to tell.
const null = "NULL"

// measured are the columns of a statement that its figure reads; null where it does not.
type measured struct{ amount, currency, rate, started, decided, budget, award string }

// rated tells whether there is a rate; null where the figure is not about money.
func (m measured) rated() string {
	if m.rate == null {
		return null
	}
	return "CASE WHEN " + m.rate + " IS NULL THEN 0 ELSE 1 END"
}

// statement builds the SQL of a figure: one row for each group, status, currency and whatever else the figure reads of
// single records.
func (f *figure) statement(by *grouping) *sql.Selector {
	q := &figureQuery{figure: f, base: table(f.entity).As("base"), joined: map[string]view{}}
	q.sel = sql.Dialect(f.desk.store.Dialect()).Select().From(q.base)
	key, id := null, null
	if by != nil {
		key, id = by.columns(q)
	}
	m := q.measure(by)
	q.narrow()
	columns := []string{key, orNull(id), q.base.C("status"), m.currency, m.started, m.decided, m.budget, m.award, m.rated()}
	for _, c := range columns {
		q.sel.AppendSelectExpr(sql.Raw(c))
		if c != null {
			q.sel.GroupBy(c)
		}
	}
	q.sel.AppendSelectExpr(sql.Raw(q.count()), sql.Raw("COALESCE(SUM("+m.amount+"), 0)"), sql.Raw("COALESCE(SUM("+m.amount+" * "+m.rate+"), 0)"))
	return q.sel
}

func orNull(column string) string {
	if column == "" {
		return null
	}
	return column
}

// count counts records; line items repeat them.
func (q *figureQuery) count() string {
	if q.joined["line"] != nil {
		return "COUNT(DISTINCT " + q.base.C("id") + ")"
	}
	return "COUNT(*)"
}

// narrow applies what the viewer may see and the filter.
func (q *figureQuery) narrow() {
	q.restrict(q.sel, q.entity)
	f, where := q.filter, q.sel.Where
	where(notArchived(q.base.C("archived_at")))
	if len(f.Statuses) > 0 {
		where(sql.In(q.base.C("status"), anys(f.Statuses)...))
	}
	if len(f.Stages) > 0 {
		where(sql.In(q.base.C("stage"), anys(f.Stages)...))
	}
	if f.DecidedFrom != nil {
		where(sql.GTE(q.base.C("decided_at"), q.dayBegins(*f.DecidedFrom)))
	}
	if f.DecidedTo != nil {
		where(sql.LT(q.base.C("decided_at"), q.dayBegins(*f.DecidedTo)))
	}
	if f.System != nil {
		refs := sql.Table("external_refs")
		where(sql.In(q.base.C("id"), sql.Select("entity_id").From(refs).
			Where(sql.And(sql.EQ("system", *f.System), sql.EQ("entity", string(q.entity))))))
	}
}

// notArchived says IS NULL in a way that PostgreSQL, before it has statistics of a freshly filled table, takes for one
// row in two. IS NULL it takes for one in two hundred, and then compares every row of a joined table with every other.
func notArchived(column string) *sql.Predicate {
	return sql.ExprP("CASE WHEN " + column + " IS NULL THEN TRUE ELSE FALSE END")
}

// dayBegins is when a day, kept as its beginning in UTC, begins in the organisation's zone.
func (q *figureQuery) dayBegins(day time.Time) time.Time {
	y, m, d := day.UTC().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, q.desk.options.Zone).UTC()
}

func anys[S ~string](values []S) []any {
	all := make([]any, len(values))
	for i, v := range values {
		all[i] = string(v)
	}
	return all
}

// visible is a table of an entity as the viewer sees it: what is hidden is missing.
func (q *figureQuery) visible(e process.Entity, alias string) view {
	if rowsOf(q.viewer, e) == nil {
		return table(e).As(alias)
	}
	return q.seen(e, "*").As(alias)
}

// seen selects from the rows of an entity that the viewer sees.
func (q *figureQuery) seen(e process.Entity, columns ...string) *sql.Selector {
	return q.desk.seen(q.viewer, e, columns...)
}

func (q *figureQuery) restrict(s *sql.Selector, e process.Entity) *sql.Selector {
	return narrow(s, q.viewer, e)
}

// join adds a table by its column to a column there is already, keeping records without a match.
func (q *figureQuery) join(alias string, t view, column, to string) view {
	if known := q.joined[alias]; known != nil {
		return known
	}
	q.joined[alias] = t
	q.sel.LeftJoin(t).On(t.C(column), to)
	return t
}

func (q *figureQuery) owner() view {
	return q.join("owner", q.visible(ent.TypeUser, "owner"), "id", q.base.C("owner_id"))
}

func (q *figureQuery) manager() view {
	return q.join("manager", q.visible(ent.TypeUser, "manager"), "id", q.owner().C("manager_id"))
}

func (q *figureQuery) customer() view {
	return q.join("customer", q.visible(ent.TypeCustomer, "customer"), "id", q.base.C("customer_id"))
}

func (q *figureQuery) product() view {
	return q.join("product", q.visible(ent.TypeProduct, "product"), "id", q.lines().C("product_id"))
}
