package desk

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"sync"
	"time"

	"entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/sqlgraph"

	"bidwell/ent"
	"bidwell/process"
)

type addressKey struct{}

// WithAddress tells the audit trail from which network address something is asked.
func WithAddress(ctx context.Context, address string) context.Context {
	return context.WithValue(ctx, addressKey{}, address)
}

func addressOf(ctx context.Context) string {
	address, _ := ctx.Value(addressKey{}).(string)
	return address
}

// reading gathers the ids of what is shown while something is asked, and whether only what the record is now is shown of it: of
// others also what they were may be, when they belonged elsewhere.
type reading struct {
	mu    sync.Mutex
	shown map[string]bool
}

type readingKey struct{}

// WithReading makes what is read with the context be gathered until NoteReading.
func WithReading(ctx context.Context) context.Context {
	return context.WithValue(ctx, readingKey{}, &reading{})
}

// readingOf is where what a viewer reads is gathered; nil when it need not be. What a use case reads for itself, and the
// system, shows nobody anything.
func readingOf(ctx context.Context) *reading {
	r, _ := ctx.Value(readingKey{}).(*reading)
	if v := ViewerOf(ctx); r == nil || v == nil || v.System || ctx.Value(writingKey{}) != nil {
		return nil
	}
	return r
}

// showing notes that records are about to be shown, maybe as they were.
func showing(ctx context.Context, ids ...string) {
	if r := readingOf(ctx); r != nil {
		r.add(false, ids)
	}
}

func (r *reading) add(asNow bool, ids []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.shown == nil {
		r.shown = map[string]bool{}
	}
	for _, id := range ids {
		before, known := r.shown[id]
		r.shown[id] = asNow && (before || !known)
	}
}

// take empties what was gathered.
func (r *reading) take() map[string]bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	shown := r.shown
	r.shown = nil
	return shown
}

// noteShown gathers the records that queries answer with, of the kinds that belong to an opportunity.
var noteShown = ent.InterceptFunc(func(next ent.Querier) ent.Querier {
	return ent.QuerierFunc(func(ctx context.Context, q ent.Query) (ent.Value, error) {
		found, err := next.Query(ctx, q)
		if r := readingOf(ctx); err == nil && r != nil {
			r.add(true, idsIn(found))
		}
		return found, err
	})
})

// idsIn are the ids of the records in what a query answers; none for counts and the like.
func idsIn(found ent.Value) []string {
	list := reflect.ValueOf(found)
	if list.Kind() != reflect.Slice || list.Len() == 0 {
		return nil
	}
	kind := list.Type().Elem()
	if kind.Kind() != reflect.Pointer || kind.Elem().Kind() != reflect.Struct {
		return nil
	}
	id, has := kind.Elem().FieldByName("ID")
	if !has || id.Type.Kind() != reflect.String || !isBound(process.Entity(kind.Elem().Name())) {
		return nil
	}
	ids := make([]string, list.Len())
	for i := range ids {
		ids[i] = list.Index(i).Elem().FieldByIndex(id.Index).String()
	}
	return ids
}

func isBound(e process.Entity) bool {
	return e == ent.TypeOpportunity || process.BelongingsOf(e) != nil && !process.IsPersonal(e)
}

// NoteReading writes down who was shown what of need-to-know and secret opportunities, of sealed proposals and of secret library
// items since the context began to gather, before the answer leaves: an answer whose reading cannot be noted must not be given.
func (d *Desk) NoteReading(ctx context.Context) error {
	r := readingOf(ctx)
	if r == nil {
		return nil
	}
	shown := r.take()
	if len(shown) == 0 {
		return nil
	}
	sees, err := d.seesGuarded(ctx, ViewerOf(ctx))
	if err != nil {
		return err
	}
	guarded := map[string][]string{}
	const together = 500
	for some := range slices.Chunk(slices.Sorted(maps.Keys(shown)), together) {
		if sees {
			if err := d.guardedBehind(ctx, some, shown, guarded); err != nil {
				return err
			}
		}
		if err := d.guardedThemselves(ctx, some, guarded); err != nil {
			return err
		}
	}
	if len(guarded) == 0 {
		return nil
	}
	return d.logReading(ctx, ViewerOf(ctx), guarded)
}

// guardedBehind finds the guarded opportunities behind records. One that is shown as it is now, and names its opportunity, tells
// it; for others the change log tells to which they belong, or ever did, however deep. Each record is looked at for itself: of all
// guarded opportunities in a list SQLite would look at the changes of every one.
func (d *Desk) guardedBehind(ctx context.Context, ids []string, asNow map[string]bool, into map[string][]string) error {
	b := sql.Dialect(d.store.Dialect())
	byKind := map[process.Entity][]string{}
	for _, id := range ids {
		e, err := process.EntityOf(id)
		if err != nil || !asNow[id] || e != ent.TypeOpportunity && !namesOpportunity(e) {
			e = ent.TypeChange
		}
		byKind[e] = append(byKind[e], id)
	}
	for _, e := range slices.Sorted(maps.Keys(byKind)) {
		t, of, id := table(e), "opportunity_id", "id"
		switch e {
		case ent.TypeOpportunity:
			of = "id"
		case ent.TypeChange:
			id = "entity_id"
		}
		guard := table(ent.TypeOpportunity).As("guard")
		watched := b.Select(guard.C("id")).From(guard).Where(sql.And(sql.ColumnsEQ(guard.C("id"), t.C(of)), watchedRows(guard.C)))
		s := b.Select(t.C(of), t.C(id)).From(t).Where(sql.Exists(watched))
		if e == ent.TypeChange {
			s.Distinct()
		}
		if err := d.guardsOf(ctx, into, s, id, byKind[e]); err != nil {
			return err
		}
	}
	return nil
}

// namesOpportunity tells a kind of record with a column for its opportunity.
func namesOpportunity(e process.Entity) bool {
	return slices.ContainsFunc(process.BelongingsOf(e), func(b process.Belonging) bool { return b.Column == "opportunity_id" })
}

// guardedThemselves finds what guards records that are of a sealed proposal or a secret library item.
func (d *Desk) guardedThemselves(ctx context.Context, ids []string, into map[string][]string) error {
	b := sql.Dialect(d.store.Dialect())
	for _, kept := range keptBy {
		mine := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return process.CheckID("", id, kept.entity) != nil })
		if len(mine) == 0 {
			continue
		}
		t, guard := table(kept.entity), table(kept.guard).As("guard")
		closed := b.Select(guard.C("id")).From(guard).Where(closedRows[kept.guard](guard.C))
		if err := d.guardsOf(ctx, into, b.Select(t.C(kept.column), t.C("id")).From(t).Where(sql.In(t.C(kept.column), closed)), "id", mine); err != nil {
			return err
		}
	}
	return nil
}

// keptBy are the kinds of record that are guarded by something else than an opportunity, and the column that names it.
var keptBy = []struct {
	entity process.Entity
	column string
	guard  process.Entity
}{
	{ent.TypeProposalSection, "proposal_id", ent.TypeProposal},
	{ent.TypeProposalVersion, "proposal_id", ent.TypeProposal},
	{ent.TypeContentItem, "id", ent.TypeContentItem},
	{ent.TypeContentItem, "part_of_id", ent.TypeContentItem},
	{ent.TypeAttachment, "subject_id", ent.TypeContentItem},
	{ent.TypeComment, "subject_id", ent.TypeContentItem},
}

// closedRows hold for what every reading of is noted: sealed proposals, and library items that are secret.
var closedRows = map[process.Entity]func(c func(string) string) *sql.Predicate{
	ent.TypeProposal: func(c func(string) string) *sql.Predicate {
		return sql.In(c("status"), listed(process.SealedStatuses())...)
	},
	ent.TypeContentItem: func(c func(string) string) *sql.Predicate {
		return sql.EQ(c("classification"), string(process.ClassificationSecret))
	},
}

func (d *Desk) guardsOf(ctx context.Context, into map[string][]string, s *sql.Selector, column string, ids []string) error {
	rows, err := d.store.LookUp(ctx, d.store.ReadDB(), s, column, ids)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var guard, id string
		if err := rows.Scan(&guard, &id); err != nil {
			return err
		}
		into[guard] = append(into[guard], id)
	}
	return rows.Err()
}

// watchedRows holds for the opportunities of which every reading is noted.
func watchedRows(c func(string) string) *sql.Predicate {
	return sql.Or(sql.EQ(c("need_to_know"), true), sql.EQ(c("classification"), string(process.ClassificationSecret)))
}

// guarding remembers which viewers see something of which every reading is noted. A viewer is who was authenticated a moment ago.
type guarding struct {
	mu    sync.Mutex
	sees  map[*process.Viewer]bool
	until time.Time
	round int // grows with forget: what was read before must not be kept after
}

// guardingKinds are the kinds of record by which it changes who sees what is guarded.
var guardingKinds = []string{ent.TypeOpportunity, ent.TypeOpportunityMember, ent.TypeUser, ent.TypeTeam, ent.TypeAccessRule}

// forget makes it be looked up again for who saw nothing guarded, when a record changed by which that changes. That somebody
// does may be remembered for longer than it holds, which costs a statement and hides nothing.
func (g *guarding) forget(changes []*change) {
	if !slices.ContainsFunc(changes, func(c *change) bool { return slices.Contains(guardingKinds, c.entity) }) {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.round++
	maps.DeleteFunc(g.sees, func(_ *process.Viewer, sees bool) bool { return !sees })
}

// seesGuarded tells whether a viewer sees an opportunity of which every reading is noted. What another process let them see is
// known within four seconds, what this one did at once, whoever has been signed in or listening for however long.
func (d *Desk) seesGuarded(ctx context.Context, v *process.Viewer) (bool, error) {
	g, now := &d.gate.guarding, d.now()
	g.mu.Lock()
	if !now.Before(g.until) {
		g.sees, g.until = map[*process.Viewer]bool{}, now.Add(viewerLife)
	}
	sees, known := g.sees[v]
	round := g.round
	g.mu.Unlock()
	if known {
		return sees, nil
	}
	o := table(ent.TypeOpportunity)
	found, err := d.readIDs(ctx, d.seen(v, ent.TypeOpportunity, "id").Where(watchedRows(o.C)).Limit(1))
	if err != nil {
		return false, err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if sees = len(found) > 0; sees || round == g.round {
		g.sees[v] = sees
	}
	return sees, nil
}

// logReading adds to the log of readings, a row for each opportunity or proposal that guards something.
func (d *Desk) logReading(ctx context.Context, v *process.Viewer, guarded map[string][]string) (err error) {
	tx, err := d.writer.Tx(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = tx.Rollback()
		}
	}()
	if lock := d.store.ReadOrderLock(); lock != "" {
		if _, err := tx.ExecContext(ctx, lock); err != nil {
			return err
		}
	}
	hash, err := readsChain.head(ctx, tx)
	if err != nil {
		return err
	}
	at, address := d.now(), addressOf(ctx)
	ctx = context.WithValue(ctx, writingKey{}, &writing{tx: tx, desk: d, viewer: v, at: at})
	var rows []*sqlgraph.CreateSpec
	for _, guard := range slices.Sorted(maps.Keys(guarded)) {
		ids := slices.Compact(slices.Sorted(slices.Values(guarded[guard])))
		hash = process.Chain(hash, process.Logged{At: at, Parts: append([]string{v.UserID, v.Credential, address, guard}, ids...)})
		row, err := tx.SealedRead.Create().SetAt(at).SetActorID(v.UserID).SetCredentialID(v.Credential).SetAddress(address).
			SetGuardedID(guard).SetRecordIds(ids).SetHash(hash).Gather(ctx)
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	if _, err := d.store.Insert(ctx, tx, rows); err != nil {
		return err
	}
	return tx.Commit()
}
