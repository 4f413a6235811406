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
// A need-to-know opportunity opens by opp: alone. What a commercial volume says opens by the same keys as they are held by who
// sees every price, and by one for who sees the prices of the opportunities they own.
const (
	keyAll      = "all"
	keyFree     = "free"
	keyAny      = "any"
	keyOwner    = "own:"
	keyMember   = "opp:"
	keyCustomer = "cust:"
	keyPriced   = "$"
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

// textScopes are the keys of a document made of what proposals say, nil ones left out.
func textScopes(class process.Classification, from ...*ent.Proposal) []string {
	var of []*ent.Opportunity
	priced := false
	for _, p := range from {
		if p == nil {
			continue
		}
		priced = priced || p.Kind == process.ProposalKindCommercial
		if o := p.Edges.Opportunity; o != nil {
			of, class = append(of, o), process.Stricter(class, o.Classification)
		}
	}
	keys := scopesFor(class, of...)
	if !priced {
		return keys
	}
	one := len(keys) > 1
	for i, key := range keys {
		keys[i] = key + keyPriced
	}
	if one && len(of) > 0 && of[0].OwnerID != nil {
		keys = append(keys, pricedOwn(class, *of[0].OwnerID))
	}
	return keys
}

// pricedOwn is the key to commercial volumes for who sees the prices of the opportunities they own.
func pricedOwn(c process.Classification, owner string) string {
	return keyFor(c, keyOwner+owner+keyPriced+keyPriced)
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
	keys := []string{keyAny}
	if !process.PassesGuards(v) || v.Sees() != process.RowScopeAll {
		held, err := d.keysOf(ctx, v)
		if err != nil {
			return nil, err
		}
		keys = nil
		for _, c := range v.ClearedFor() {
			for _, key := range held {
				keys = append(keys, keyFor(c, key))
			}
		}
	}
	return append(keys, volumeKeys(v, keys)...), nil
}

// volumeKeys are the keys to commercial volumes of a viewer who holds some keys. Who is bound to some of the opportunities
// they own finds those volumes by the proposal alone: a key cannot say both.
func volumeKeys(v *process.Viewer, held []string) (keys []string) {
	if process.SeesEveryVolume(v) {
		for _, key := range held {
			keys = append(keys, key+keyPriced)
		}
		return keys
	}
	if process.SeesOwnVolumes(v) && v.Sees() != process.RowScopeBound {
		for _, c := range v.ClearedFor() {
			keys = append(keys, pricedOwn(c, v.UserID))
		}
	}
	return keys
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
