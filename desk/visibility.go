package desk

import (
	"context"
	"iter"
	"maps"
	"slices"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/ent/intercept"
	"bidwell/process"
)

// Visibility is decided in this file and nowhere else, from the tables of process: rowsOf says which rows of an entity a
// viewer sees. The ent clients apply it to every query (lists, nested edges, counts, node, inputs that name other records),
// figures and the change feed apply it to their SQL, and scopesOf (visibilityscopes.go) says the same to the search index.

// onlyVisible narrows every query of the ent clients.
var onlyVisible = intercept.TraverseFunc(func(ctx context.Context, q intercept.Query) error {
	v, err := signedIn(ctx)
	if err != nil {
		return err
	}
	if rows := rowsOf(v, process.Entity(q.Type())); rows != nil {
		q.WhereP(rows)
	}
	return nil
})

// rowsOf is the predicate over the rows of an entity that a viewer sees; nil means all.
func rowsOf(v *process.Viewer, e process.Entity) func(*sql.Selector) {
	if process.ReachOf(v, e) == process.ReachAll {
		return nil
	}
	return func(s *sql.Selector) {
		if p := (sight{v: v, b: sql.Dialect(s.Dialect())}).rows(e, s.C); p != nil {
			s.Where(p)
		}
	}
}

// narrow leaves of a selection from an entity the rows that a viewer sees.
func narrow(s *sql.Selector, v *process.Viewer, e process.Entity) *sql.Selector {
	if rows := rowsOf(v, e); rows != nil {
		rows(s)
	}
	return s
}

// seen selects from the rows of an entity that a viewer sees.
func (d *Desk) seen(v *process.Viewer, e process.Entity, columns ...string) *sql.Selector {
	return narrow(sql.Dialect(d.store.Dialect()).Select(columns...).From(table(e)), v, e)
}

// shows tells whether a viewer is shown a record.
func (d *Desk) shows(ctx context.Context, db asker, v *process.Viewer, e process.Entity, id string) (bool, error) {
	query, args := narrow(sql.Dialect(d.store.Dialect()).Select("id").From(table(e)).Where(sql.EQ("id", id)), v, e).Query()
	found, err := idsOf(ctx, db, query, args...)
	return len(found) > 0, err
}

// sight writes in SQL what a viewer sees.
type sight struct {
	v *process.Viewer
	b *sql.DialectBuilder
	// whole tells that it is about wholes, which are parts of none of their kind.
	whole bool
	// content tells that it is about what a proposal says, and not only whether there is one.
	content bool
	// volumes tells that it is asked what commercial volumes alone hide.
	volumes bool
	// depth is how many lookups are around this one, each under a name of its own.
	depth int
}

// ties are what the records of a kind belong to, with the sight of each: a passage belongs to a whole of its own kind.
func (s sight) ties(e process.Entity) iter.Seq2[process.Belonging, sight] {
	return func(yield func(process.Belonging, sight) bool) {
		for _, tie := range process.BelongingsOf(e) {
			of := s
			of.content = tie.Content
			if slices.Contains(tie.To, e) {
				if s.whole {
					continue
				}
				of.whole = true
			}
			if !yield(tie, of) {
				return
			}
		}
	}
}

// rows is the predicate over the columns of an entity; nil means all rows.
func (s sight) rows(e process.Entity, c func(string) string) *sql.Predicate {
	return s.within(process.ReachOf(s.v, e), e, c)
}

// behind is rows for the records that others belong to.
func (s sight) behind(e process.Entity, c func(string) string) *sql.Predicate {
	return s.within(process.ReachBehind(s.v, e), e, c)
}

func (s sight) within(reach process.Reach, e process.Entity, c func(string) string) *sql.Predicate {
	own := sql.EQ(c("user_id"), s.v.UserID)
	switch {
	case reach == process.ReachNothing:
		return sql.False()
	case reach == process.ReachOwn && process.BelongingsOf(e) == nil:
		return own
	case reach == process.ReachOwn:
		return both(own, s.belonging(e, c))
	case reach == process.ReachAll:
		return nil
	case e == ent.TypeOpportunity:
		return both(s.reached(s.v.Sees(), c), s.unguarded(c))
	case e == ent.TypeCustomer:
		return s.customers(c)
	case e == ent.TypeContentItem:
		return both(s.belonging(e, c), s.cleared(c))
	case e == ent.TypeProposal:
		return both(s.belonging(e, c), s.says(c))
	case e == ent.TypeAttachment:
		return both(s.belonging(e, c), s.placed(c))
	default:
		return s.belonging(e, c)
	}
}

// both holds where both do; nil holds everywhere.
func both(a, b *sql.Predicate) *sql.Predicate {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	default:
		return sql.And(a, b)
	}
}

// belonging holds where the viewer sees everything that a record belongs to; what belongs to nothing, those see who are
// bound to nothing.
//
// Who reaches all opportunities is told by the few that are hidden, which costs next to nothing however many there are.
func (s sight) belonging(e process.Entity, c func(string) string) *sql.Predicate {
	var all *sql.Predicate
	var linked []*sql.Predicate
	for tie, of := range s.ties(e) {
		column := c(tie.Column)
		if !tie.Any { // everything has a subject
			linked = append(linked, sql.NotNull(column))
		}
		var held *sql.Predicate
		switch {
		case tie.Each:
			held = of.seenEach(column, tie.To)
		case s.v.Sees() == process.RowScopeAll:
			held = of.notHidden(column, tie.To)
		default:
			held = of.among(column, tie.To, sight.behind)
		}
		if held != nil && tie.Any {
			held = sql.Or(held, otherKind(column, tie.To))
		}
		if held != nil {
			all = both(all, sql.Or(sql.IsNull(column), held))
		}
	}
	if s.v.Sees() == process.RowScopeBound {
		all = both(all, sql.Or(linked...))
	}
	return all
}

// otherKind holds where a column names a record of none of the kinds.
func otherKind(column string, kinds []process.Entity) (all *sql.Predicate) {
	for _, e := range kinds {
		all = both(all, sql.Not(sql.HasPrefix(column, process.IDOf(e, ""))))
	}
	return all
}

// noneHidden holds where a column names none of all the records that are hidden from a viewer who reaches all
// opportunities; nil means always.
func (s sight) noneHidden(column string) *sql.Predicate {
	kinds := slices.DeleteFunc(slices.Sorted(maps.Keys(process.Entities())), func(e process.Entity) bool {
		return process.ReachOf(s.v, e) != process.ReachBelonging
	})
	return s.notHidden(column, kinds)
}

// opportunityTold holds where a column names an opportunity that the viewer may know of, or none; nil means always.
func (s sight) opportunityTold(column string) *sql.Predicate {
	if s.v.System {
		return nil
	}
	known := s.notHidden(column, opportunities)
	if s.v.Sees() != process.RowScopeAll {
		known = s.among(column, opportunities, sight.behind)
	}
	if known == nil {
		return nil
	}
	return sql.Or(sql.IsNull(column), sql.EQ(column, ""), known)
}

var opportunities = []process.Entity{ent.TypeOpportunity}

// guarded holds for the opportunities that are kept from the viewer though they would reach them. It is written so that no
// NULL lets anything through.
func (s sight) guarded(c func(string) string) *sql.Predicate {
	isNot := func(column string) *sql.Predicate {
		return sql.Or(sql.IsNull(c(column)), sql.NEQ(c(column), s.v.UserID))
	}
	walled := sql.And(isTrue(c("need_to_know")), isNot("owner_id"), isNot("presales_lead_id"), sql.NotIn(c("id"), s.memberships()))
	if above := s.v.NotClearedFor(); len(above) > 0 {
		return sql.Or(walled, sql.In(c("classification"), listed(above)...))
	}
	return walled
}

// isTrue holds where a column is true. SQLite finds it by an index only when it is compared with something.
func isTrue(column string) *sql.Predicate {
	return sql.P(func(b *sql.Builder) { b.Ident(column).WriteString(" = TRUE") })
}

// unguarded holds for the others; nil means all.
func (s sight) unguarded(c func(string) string) *sql.Predicate { return both(s.letIn(c), s.cleared(c)) }

// letIn holds for the opportunities that are not need-to-know, or where the viewer is in; nil means all.
func (s sight) letIn(c func(string) string) *sql.Predicate {
	if process.PassesGuards(s.v) {
		return nil
	}
	return sql.Or(sql.EQ(c("need_to_know"), false), s.mine(c))
}

// cleared holds for what is classified no higher than the viewer is cleared for; nil means all.
func (s sight) cleared(c func(string) string) *sql.Predicate {
	if len(s.v.NotClearedFor()) == 0 {
		return nil
	}
	return unindexed(sql.In(c("classification"), listed(s.v.ClearedFor())...))
}

// unindexed keeps a predicate that holds for nearly all rows from being what a database finds them by: SQLite would read all
// of them to sort a page that another index has in order.
func unindexed(p *sql.Predicate) *sql.Predicate {
	return sql.P(func(b *sql.Builder) {
		b.WriteString("CASE WHEN ").Join(p).WriteString(" THEN TRUE ELSE FALSE END")
	})
}

// reached holds for the opportunities in a scope; nil means all.
func (s sight) reached(scope process.RowScope, c func(string) string) *sql.Predicate {
	switch scope {
	case process.RowScopeAll:
		return nil
	case process.RowScopeBound:
		return sql.Or(sql.In(c("customer_id"), listed(s.v.Customers)...), sql.In(c("id"), listed(s.v.Opportunities)...))
	case process.RowScopeTeam, process.RowScopeTeamTree:
		teams := s.v.TeamsIn(scope)
		if len(teams) == 0 {
			return s.mine(c)
		}
		colleagues := func() *sql.Selector {
			u := sql.Table("users")
			return s.b.Select(u.C("id")).From(u).Where(sql.In(u.C("team_id"), listed(teams)...))
		}
		return sql.Or(s.mine(c), sql.In(c("owner_id"), colleagues()), sql.In(c("presales_lead_id"), colleagues()))
	default:
		return s.mine(c)
	}
}

// placed holds for the files that have found their place, and for those that the viewer brought; nil means all.
func (s sight) placed(c func(string) string) *sql.Predicate {
	if process.PassesGuards(s.v) {
		return nil
	}
	return sql.Or(otherKind(c("subject_id"), []process.Entity{ent.TypeUser}), sql.EQ(c("subject_id"), s.v.UserID))
}

// mine holds for the opportunities the viewer owns, leads or is a member of.
func (s sight) mine(c func(string) string) *sql.Predicate {
	return sql.Or(sql.EQ(c("owner_id"), s.v.UserID), sql.EQ(c("presales_lead_id"), s.v.UserID), sql.In(c("id"), s.memberships()))
}

// memberships selects the ids of the opportunities the viewer is a member of.
func (s sight) memberships() *sql.Selector {
	m := sql.Table("opportunity_members")
	return s.b.Select(m.C("opportunity_id")).From(m).Where(sql.And(sql.EQ(m.C("user_id"), s.v.UserID), sql.IsNull(m.C("archived_at"))))
}

// customers holds for the customers a viewer sees: all, unless the credential is bound to some, and then those and the
// customers of the opportunities it is bound to.
func (s sight) customers(c func(string) string) *sql.Predicate {
	if s.v.Sees() != process.RowScopeBound {
		return nil
	}
	o := sql.Table("opportunities")
	seen := s.b.Select(o.C("customer_id")).From(o).Where(both(sql.NotNull(o.C("customer_id")), s.behind(ent.TypeOpportunity, o.C)))
	return sql.Or(sql.In(c("id"), listed(s.v.Customers)...), sql.In(c("id"), seen))
}

// listed is a list as arguments of SQL.
func listed[T ~string](values []T) []any {
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = string(v)
	}
	return args
}
