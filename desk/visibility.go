package desk

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/ent/intercept"
	"bidwell/process"
)

// Visibility is decided in this file and nowhere else. rowsOf says which rows of an entity a viewer sees; the ent
// clients apply it to every query (lists, nested edges, counts, node, inputs that name other records), figures and the
// change feed apply it to their SQL, and scopesOf says the same to the search index.

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
	switch {
	case v.System:
		return nil
	case e == ent.TypeAPIToken && !process.IsAdmin(v):
		return func(s *sql.Selector) { s.Where(sql.EQ(s.C("user_id"), v.UserID)) }
	case e == ent.TypeNotification, e == ent.TypeSavedSearch: // what somebody is told and looks for is for them alone
		return func(s *sql.Selector) { s.Where(sql.EQ(s.C("user_id"), v.UserID)) }
	case process.May(v, process.ActionRead, e):
		return nil
	default:
		return func(s *sql.Selector) { s.Where(sql.False()) }
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

// scopeAll is the visibility key every record of the index carries; records of entities a role may not read are left
// out by kind.
const scopeAll = "all"

// scopesOf are the visibility keys a viewer holds in the search index.
func scopesOf(v *process.Viewer) []string {
	if v == nil {
		return nil
	}
	return []string{scopeAll}
}
