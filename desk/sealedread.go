package desk

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"sync"

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
	if v := ViewerOf(ctx); r == nil || v == nil || !v.Watched || ctx.Value(writingKey{}) != nil {
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

// NoteReading writes down who was shown what of need-to-know and secret opportunities and of sealed proposals since the
// context began to gather, before the answer leaves: an answer whose reading cannot be noted must not be given.
func (d *Desk) NoteReading(ctx context.Context) error {
	r := readingOf(ctx)
	if r == nil {
		return nil
	}
	ids := r.take()
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
	proposals := sql.Table("proposals")
	for _, e := range []process.Entity{ent.TypeProposalSection, ent.TypeProposalVersion} {
		mine := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return process.CheckID("", id, e) != nil })
		if len(mine) == 0 {
			continue
		}
		t := table(e)
		sealed := b.Select(proposals.C("id")).From(proposals).Where(sql.In(proposals.C("status"), listed(process.SealedStatuses())...))
		if err := d.guardsOf(ctx, into, b.Select(t.C("proposal_id"), t.C("id")).From(t).Where(sql.In(t.C("proposal_id"), sealed)), "id", mine); err != nil {
			return err
		}
	}
	return nil
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

// watches tells whether readings of a viewer have to be looked at: they see something that is guarded, or there are sealed
// proposals.
func (d *Desk) watches(ctx context.Context, db asker, v *process.Viewer) (bool, error) {
	b := sql.Dialect(d.store.Dialect())
	opportunities, proposals := table(ent.TypeOpportunity), table(ent.TypeProposal)
	for _, s := range []*sql.Selector{
		b.Select(proposals.C("id")).From(proposals).Where(sql.In(proposals.C("status"), listed(process.SealedStatuses())...)),
		narrow(b.Select(opportunities.C("id")).From(opportunities).Where(watchedRows(opportunities.C)), v, ent.TypeOpportunity),
	} {
		query, args := s.Limit(1).Query()
		if found, err := idsOf(ctx, db, query, args...); err != nil || len(found) > 0 {
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
