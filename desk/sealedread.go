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

// reading gathers the ids of what is shown while something is asked.
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

// showing notes that records are about to be shown.
func showing(ctx context.Context, ids ...string) {
	r := readingOf(ctx)
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.shown == nil {
		r.shown = map[string]bool{}
	}
	for _, id := range ids {
		r.shown[id] = true
	}
}

// take empties what was gathered.
func (r *reading) take() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	ids := slices.Sorted(maps.Keys(r.shown))
	r.shown = nil
	return ids
}

// noteShown gathers the records that queries answer with, of the kinds that belong to an opportunity.
var noteShown = ent.InterceptFunc(func(next ent.Querier) ent.Querier {
	return ent.QuerierFunc(func(ctx context.Context, q ent.Query) (ent.Value, error) {
		found, err := next.Query(ctx, q)
		if err == nil && readingOf(ctx) != nil {
			showing(ctx, idsIn(found)...)
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
	ids := r.take()
	if len(ids) == 0 {
		return nil
	}
	if watched, err := d.watches(ctx); err != nil || !watched {
		return err
	}
	guarded := map[string][]string{}
	const together = 500
	for some := range slices.Chunk(ids, together) {
		if err := d.guards(ctx, some, guarded); err != nil {
			return err
		}
	}
	if len(guarded) == 0 {
		return nil
	}
	return d.logReading(ctx, ViewerOf(ctx), guarded)
}

// guards finds what guards records: the change log tells to which opportunity a record belongs, however deep. Each change of a
// record is looked at for itself: of all guarded opportunities in a list SQLite would look at the changes of every one.
func (d *Desk) guards(ctx context.Context, ids []string, into map[string][]string) error {
	b := sql.Dialect(d.store.Dialect())
	log, opportunities := sql.Table("change_log"), sql.Table("opportunities")
	watched := b.Select(opportunities.C("id")).From(opportunities).
		Where(sql.And(sql.ColumnsEQ(opportunities.C("id"), log.C("opportunity_id")), watchedRows(opportunities.C)))
	if err := d.guardsOf(ctx, into, b.Select(log.C("opportunity_id"), log.C("entity_id")).Distinct().From(log).
		Where(sql.Exists(watched)), "entity_id", ids); err != nil {
		return err
	}
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

// guarding remembers whether there is anything of which readings are noted.
type guarding struct {
	mu    sync.Mutex
	is    bool
	until time.Time
	round int // grows with forget: what was read before must not be kept after
}

// forget makes it be looked up again where nothing was guarded. That something is guarded may be remembered for longer than it
// holds, which costs statements and hides nothing.
func (g *guarding) forget() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.round++
	if !g.is {
		g.until = time.Time{}
	}
}

// watches tells whether readings have to be looked at: there is something that is guarded, or there are sealed proposals. What
// another process guarded first of all is known within four seconds, what this one did at once, whoever has been signed in or
// listening for however long.
func (d *Desk) watches(ctx context.Context) (bool, error) {
	g := &d.gate.guarding
	g.mu.Lock()
	is, fresh, round := g.is, d.now().Before(g.until), g.round
	g.mu.Unlock()
	if fresh {
		return is, nil
	}
	is, err := d.readGuarding(ctx)
	if err != nil {
		return false, err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if is || round == g.round {
		g.is, g.until = is, d.now().Add(viewerLife)
	}
	return is, nil
}

func (d *Desk) readGuarding(ctx context.Context) (bool, error) {
	b := sql.Dialect(d.store.Dialect())
	opportunities, proposals, items := table(ent.TypeOpportunity), table(ent.TypeProposal), table(ent.TypeContentItem)
	for _, s := range []*sql.Selector{
		b.Select(proposals.C("id")).From(proposals).Where(closedRows[ent.TypeProposal](proposals.C)),
		b.Select(opportunities.C("id")).From(opportunities).Where(watchedRows(opportunities.C)),
		b.Select(items.C("id")).From(items).Where(closedRows[ent.TypeContentItem](items.C)),
	} {
		if found, err := d.readIDs(ctx, s.Limit(1)); err != nil || len(found) > 0 {
			return len(found) > 0, err
		}
	}
	return false, nil
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
