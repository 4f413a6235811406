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
	shown map[string]shown
}

// shown is how a record is shown.
type shown struct {
	// asNow tells that only what the record is now is shown; else also what it was may be, when it belonged elsewhere.
	asNow bool
	// of is its opportunity, where that was read with it.
	of string
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
	r := readingOf(ctx)
	if r == nil {
		return
	}
	all := make(map[string]shown, len(ids))
	for _, id := range ids {
		all[id] = shown{}
	}
	r.add(all)
}

func (r *reading) add(all map[string]shown) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.shown == nil {
		r.shown = make(map[string]shown, len(all))
	}
	for id, how := range all {
		if before, known := r.shown[id]; known {
			how.asNow, how.of = how.asNow && before.asNow, firstText(how.of, before.of)
		}
		r.shown[id] = how
	}
}

// take empties what was gathered.
func (r *reading) take() map[string]shown {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := r.shown
	r.shown = nil
	return all
}

// noteShown gathers the records that queries answer with, of the kinds that belong to an opportunity.
var noteShown = ent.InterceptFunc(func(next ent.Querier) ent.Querier {
	return ent.QuerierFunc(func(ctx context.Context, q ent.Query) (ent.Value, error) {
		found, err := next.Query(ctx, q)
		if r := readingOf(ctx); err == nil && r != nil {
			r.add(shownIn(found))
		}
		return found, err
	})
})

// shownIn are the records in what a query answers; none for counts and the like.
func shownIn(found ent.Value) map[string]shown {
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
	of, named := kind.Elem().FieldByName("OpportunityID")
	all := make(map[string]shown, list.Len())
	for i := range list.Len() {
		record := list.Index(i).Elem()
		how := shown{asNow: true}
		if named {
			how.of = reflect.Indirect(record.FieldByIndex(of.Index)).String()
		}
		all[record.FieldByIndex(id.Index).String()] = how
	}
	return all
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
	all := r.take()
	if len(all) == 0 {
		return nil
	}
	seen, err := d.guardedSeen(ctx, ViewerOf(ctx))
	if err != nil {
		return err
	}
	guarded := map[string][]string{}
	if len(seen) > 0 {
		if err := d.guardedBehind(ctx, seen, all, guarded); err != nil {
			return err
		}
	}
	if err := d.guardedThemselves(ctx, all, guarded); err != nil {
		return err
	}
	if len(guarded) == 0 {
		return nil
	}
	return d.logReading(ctx, ViewerOf(ctx), guarded)
}

// guardedBehind finds the guarded opportunities behind records, among those that the viewer sees. An opportunity, and a record
// that is shown as it is now and was read with its opportunity, tells it; for others the change log tells to which they belong, or
// ever did, however deep.
func (d *Desk) guardedBehind(ctx context.Context, seen map[string]bool, all map[string]shown, into map[string][]string) error {
	var ask []string
	for id, how := range all {
		switch {
		case seen[id]:
			into[id] = append(into[id], id)
		case process.IDIs(id, ent.TypeOpportunity):
		case !how.asNow || how.of == "":
			ask = append(ask, id)
		case seen[how.of]:
			into[how.of] = append(into[how.of], id)
		}
	}
	slices.Sort(ask)
	b := sql.Dialect(d.store.Dialect())
	log, opportunities := sql.Table("change_log"), sql.Table("opportunities")
	for some := range slices.Chunk(ask, lookedUpTogether) {
		// Each change of a record is looked at for itself: of all guarded opportunities in a list SQLite would look at the changes
		// of every one.
		watched := b.Select(opportunities.C("id")).From(opportunities).
			Where(sql.And(sql.ColumnsEQ(opportunities.C("id"), log.C("opportunity_id")), watchedRows(opportunities.C)))
		if err := d.guardsOf(ctx, into, b.Select(log.C("opportunity_id"), log.C("entity_id")).Distinct().From(log).Where(sql.Exists(watched)), "entity_id", some); err != nil {
			return err
		}
	}
	return nil
}

// lookedUpTogether is how many records are looked up with one statement.
const lookedUpTogether = 500

// guardedThemselves finds what guards records that are of a sealed proposal or a secret library item.
func (d *Desk) guardedThemselves(ctx context.Context, all map[string]shown, into map[string][]string) error {
	b := sql.Dialect(d.store.Dialect())
	for _, kept := range keptBy {
		var mine []string
		for id := range all {
			if process.IDIs(id, kept.entity) {
				mine = append(mine, id)
			}
		}
		slices.Sort(mine)
		for some := range slices.Chunk(mine, lookedUpTogether) {
			t, guard := table(kept.entity), table(kept.guard).As("guard")
			closed := b.Select(guard.C("id")).From(guard).Where(closedRows[kept.guard](guard.C))
			if err := d.guardsOf(ctx, into, b.Select(t.C(kept.column), t.C("id")).From(t).Where(sql.In(t.C(kept.column), closed)), "id", some); err != nil {
				return err
			}
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
