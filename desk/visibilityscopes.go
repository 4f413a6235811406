package desk

import (
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/process"
)

// The documents of the index carry visibility keys, and a viewer holds some: who holds one that a document carries sees it.
// A key says for whom it opens and up to what classification, so that one list of keys is the whole of visibility:
//
//	all    who reaches every opportunity      free   who is bound to nothing: the document belongs to no opportunity
//	own:   who works for this user            opp:   who was let into this opportunity
//	cust:  who is bound to this customer      any    the command line and auditors
//
// A need-to-know opportunity opens by opp: alone.
const (
	keyAll      = "all"
	keyFree     = "free"
	keyAny      = "any"
	keyOwner    = "own:"
	keyMember   = "opp:"
	keyCustomer = "cust:"
)

// keyFor is a key as it opens for those who are cleared for a classification.
func keyFor(c process.Classification, key string) string { return string(c[:1]) + ":" + key }

// scopeAll is the key of what everybody inside sees.
var scopeAll = keyFor(process.ClassificationInternal, keyAll)

// scopesFor are the keys of a document that is itself of a classification and belongs to opportunities, nil ones left out.
// One that belongs to several that differ opens to nobody by a key: a key cannot say that somebody sees both.
func scopesFor(class process.Classification, of ...*ent.Opportunity) []string {
	keys := []string{keyAll, keyFree}
	var whole *ent.Opportunity
	class = process.Stricter(class, "")
	for _, o := range of {
		switch {
		case o == nil:
		case whole != nil && whole.ID != o.ID:
			return []string{keyAny}
		default:
			whole, class = o, process.Stricter(class, o.Classification)
			keys = keysTo(o)
		}
	}
	for i, key := range keys {
		keys[i] = keyFor(class, key)
	}
	slices.Sort(keys)
	return append(slices.Compact(keys), keyAny)
}

// keysTo are the keys that open an opportunity.
func keysTo(o *ent.Opportunity) []string {
	keys := []string{keyMember + o.ID}
	if o.NeedToKnow {
		return keys
	}
	keys = append(keys, keyAll)
	for _, user := range []*string{o.OwnerID, o.PresalesLeadID} {
		if user != nil {
			keys = append(keys, keyOwner+*user)
		}
	}
	if o.CustomerID != nil {
		keys = append(keys, keyCustomer+*o.CustomerID)
	}
	return keys
}

// scopesOf are the visibility keys a viewer holds in the search index.
func (d *Desk) scopesOf(ctx context.Context, v *process.Viewer) ([]string, error) {
	if v == nil {
		return nil, nil
	}
	if process.PassesGuards(v) && v.Sees() == process.RowScopeAll {
		return []string{keyAny}, nil
	}
	held, err := d.keysOf(ctx, v)
	if err != nil {
		return nil, err
	}
	var keys []string
	for _, c := range v.ClearedFor() {
		for _, key := range held {
			keys = append(keys, keyFor(c, key))
		}
	}
	return keys, nil
}

// keysOf are a viewer's keys, for whatever they are cleared for.
func (d *Desk) keysOf(ctx context.Context, v *process.Viewer) ([]string, error) {
	keys, workFor := []string{keyFree}, []string{v.UserID}
	switch v.Sees() {
	case process.RowScopeAll:
		keys, workFor = []string{keyAll}, nil
	case process.RowScopeBound:
		keys, workFor = prefixed(keyCustomer, v.Customers), nil
	case process.RowScopeTeam, process.RowScopeTeamTree:
		u := sql.Table("users")
		colleagues, err := d.readIDs(ctx, sql.Dialect(d.store.Dialect()).Select(u.C("id")).From(u).Where(sql.In(u.C("team_id"), listed(v.TeamsIn(v.Sees()))...)))
		if err != nil {
			return nil, err
		}
		workFor = append(workFor, colleagues...)
	}
	letIn, err := d.letInto(ctx, v)
	return slices.Concat(keys, prefixed(keyOwner, workFor), prefixed(keyMember, letIn)), err
}

// letInto are the opportunities that open to a viewer one by one: those that are need-to-know, for who does not reach all
// those they are a member of too, and for who is bound those they are bound to.
func (d *Desk) letInto(ctx context.Context, v *process.Viewer) ([]string, error) {
	s := sight{v: v, b: sql.Dialect(d.store.Dialect())}
	o := sql.Table("opportunities")
	one := both(s.unguarded(o.C), s.mine(o.C))
	switch v.Sees() {
	case process.RowScopeAll:
		one = sql.And(isTrue(o.C("need_to_know")), one)
	case process.RowScopeBound:
		one = both(s.unguarded(o.C), sql.In(o.C("id"), listed(v.Opportunities)...))
	default:
		one = sql.And(sql.Or(isTrue(o.C("need_to_know")), sql.In(o.C("id"), s.memberships())), one)
	}
	return d.readIDs(ctx, s.b.Select(o.C("id")).From(o).Where(one))
}

func prefixed(prefix string, ids []string) []string {
	keys := make([]string, len(ids))
	for i, id := range ids {
		keys[i] = prefix + id
	}
	return keys
}
