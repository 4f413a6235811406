package desk

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"time"

	"entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/sqlgraph"

	"bidwell/ent"
	"bidwell/process"
)

// change is one row of the change log in the making.
type change struct {
	entity, id string
	// root is the record the changed one is a part of, opportunity the one behind it, however deep.
	root, opportunity string
	operation         process.ChangeOperation
	fields            map[string]process.FieldChange
	// tells is what users should hear of it.
	tells []told
}

// recordChanges sees every write of the ent client. It refuses those outside a use case of the desk and those the
// viewer may not make, keeps who and when and the version, and notes what changed for the change log.
func recordChanges(next ent.Mutator) ent.Mutator {
	return ent.MutateFunc(func(ctx context.Context, m ent.Mutation) (ent.Value, error) {
		w, ok := ctx.Value(writingKey{}).(*writing)
		if !ok {
			return nil, errors.New("writes go through a use case of the desk")
		}
		if m.Type() == ent.TypeChange || m.Type() == ent.TypeExternalRef || m.Type() == ent.TypeSearchLogEntry || m.Type() == ent.TypeSealedRead {
			return next.Mutate(ctx, m)
		}
		if !process.May(w.viewer, process.ActionWrite, process.Entity(m.Type())) && !allowed(ctx) {
			return nil, process.NewError(process.CodeForbidden, process.MsgForbidden)
		}
		noted, err := w.note(ctx, m)
		if err != nil {
			return nil, err
		}
		if noted != nil && !allowed(ctx) {
			if err := errors.Join(w.mayChange(ctx, noted), w.mayFill(ctx, noted, m)); err != nil {
				return nil, err
			}
		}
		value, err := next.Mutate(ctx, m)
		if err == nil && noted != nil {
			w.changes = append(w.changes, noted)
		}
		return value, err
	})
}

// note stamps a write and describes it.
func (w *writing) note(ctx context.Context, m ent.Mutation) (*change, error) {
	if err := checkTexts(m); err != nil {
		return nil, err
	}
	c := &change{entity: m.Type(), operation: process.ChangeOperationCreate}
	if m.Op().Is(ent.OpCreate) {
		return c, errors.Join(c.identify(m), w.place(ctx, c, m), w.notice(ctx, c, m),
			stamp(m, w.at, w.viewer.UserID, "created_at", "created_by"), stamp(m, w.at, w.viewer.UserID, "updated_at", "updated_by"))
	}
	if !m.Op().Is(ent.OpUpdateOne) {
		return nil, errors.New("the desk changes records one at a time, so that each change is known")
	}
	if err := errors.Join(c.identify(m), w.place(ctx, c, m)); err != nil {
		return nil, err
	}
	if err := c.compare(ctx, m); err != nil {
		return nil, err
	}
	return c, errors.Join(w.notice(ctx, c, m), stamp(m, w.at, w.viewer.UserID, "updated_at", "updated_by"), m.AddField("version", 1))
}

// mayChange refuses to change what the viewer sees but does not reach for changes: what belongs to an opportunity of others.
// A new opportunity is anybody's.
func (w *writing) mayChange(ctx context.Context, c *change) error {
	scope, forbidden := w.viewer.Changes(), process.NewError(process.CodeForbidden, process.MsgForbidden)
	begun := c.entity == ent.TypeOpportunity && c.operation == process.ChangeOperationCreate
	switch {
	case scope == process.RowScopeAll || process.IsPersonal(process.Entity(c.entity)):
		return nil
	case (begun || c.opportunity == "") && scope == process.RowScopeBound:
		return forbidden
	case begun || c.opportunity == "":
		return nil
	}
	s := sight{v: w.viewer, b: sql.Dialect(w.desk.store.Dialect())}
	o := sql.Table("opportunities")
	query, args := s.b.Select(o.C("id")).From(o).Where(both(sql.EQ(o.C("id"), c.opportunity), s.reached(scope, o.C))).Query()
	if found, err := idsOf(ctx, w.tx, query, args...); err != nil || len(found) > 0 {
		return err
	}
	return forbidden
}

func stamp(m ent.Mutation, at time.Time, by, atField, byField string) error {
	if err := m.SetField(atField, at); err != nil {
		return err
	}
	if by == "" {
		return nil
	}
	return m.SetField(byField, by)
}

func (c *change) identify(m ent.Mutation) error {
	known, ok := m.(interface{ ID() (string, bool) })
	if !ok {
		return errors.New(m.Type() + " has no id of text")
	}
	id, exists := known.ID()
	if !exists {
		return errors.New("a record of " + m.Type() + " needs its id from the desk")
	}
	c.id = id
	return nil
}

// compare notes the fields of an update with their values before and after.
func (c *change) compare(ctx context.Context, m ent.Mutation) error {
	c.operation, c.fields = process.ChangeOperationUpdate, map[string]process.FieldChange{}
	for _, name := range m.ClearedFields() {
		if slices.Contains(m.Fields(), name) {
			return process.Invalid(camel(name), process.MsgSetAndCleared)
		}
	}
	for _, name := range append(m.Fields(), m.ClearedFields()...) {
		if secret[name] {
			c.fields[camel(name)] = process.FieldChange{}
			continue
		}
		before, err := m.OldField(ctx, name)
		if err != nil {
			return err
		}
		after, _ := m.Field(name)
		if same(before, after) {
			continue
		}
		if name == "archived_at" {
			c.operation = process.ChangeOperationArchive
			if after == nil {
				c.operation = process.ChangeOperationRestore
			}
		}
		c.fields[camel(name)] = process.FieldChange{From: before, To: after, Salt: saltOf(c.entity, camel(name))}
	}
	return nil
}

// saltOf is a new salt for a field that holds personal data, which may have to be erased one day.
func saltOf(entity, field string) string {
	if process.IsErasable(process.Entity(entity), field) {
		return newSecret()[:22]
	}
	return ""
}

// same compares values that may stand behind pointers.
func same(before, after any) bool {
	v := reflect.ValueOf(before)
	if v.Kind() == reflect.Pointer && !v.IsNil() {
		before = v.Elem().Interface()
	}
	if at, ok := before.(time.Time); ok {
		to, ok := after.(time.Time)
		return ok && at.Equal(to)
	}
	return reflect.DeepEqual(before, after)
}

// secret fields are logged as changed, without their values.
var secret = map[string]bool{
	"password_hash": true, "secret_hash": true, "link_hash": true, "mailed_link_hash": true, "identity_subject": true,
	"signing_secret": true, "previous_secret": true,
}

// checkTexts refuses control characters in any text and ids that do not name what their field is for.
func checkTexts(m ent.Mutation) error {
	for _, name := range m.Fields() {
		v, _ := m.Field(name)
		s, ok := v.(string)
		if !ok {
			continue
		}
		if err := process.CheckText(camel(name), s); err != nil {
			return err
		}
		if target, ok := ent.References(m.Type(), name); ok {
			if err := process.CheckID(camel(name), s, process.Entity(target)); err != nil {
				return err
			}
		}
	}
	return nil
}

// log writes the change log of the transaction, last before it commits, and answers with the last number. Numbers follow
// the order of commits, so that no reader of the log can miss one.
func (w *writing) log(ctx context.Context) (int64, error) {
	if len(w.changes) == 0 {
		return 0, nil
	}
	if lock := w.desk.store.ChangeOrderLock(); lock != "" {
		if _, err := w.tx.ExecContext(ctx, lock); err != nil {
			return 0, err
		}
	}
	hash, err := changesChain.head(ctx, w.tx)
	if err != nil {
		return 0, err
	}
	rows, address := make([]*sqlgraph.CreateSpec, len(w.changes)), addressOf(ctx)
	for i, c := range w.changes {
		hash = process.Chain(hash, process.Logged{At: w.at, Fields: c.fields, Parts: []string{
			w.viewer.UserID, w.viewer.Credential, address, c.entity, c.id, c.root, c.opportunity, string(c.operation),
		}})
		rows[i], err = w.tx.Change.Create().SetAt(w.at).SetEntity(c.entity).SetEntityID(c.id).SetRootID(c.root).SetOpportunityID(c.opportunity).
			SetOperation(c.operation).SetFields(c.fields).SetActorID(w.viewer.UserID).
			SetCredentialID(w.viewer.Credential).SetAddress(address).SetHash(hash).Gather(ctx)
		if err != nil {
			return 0, err
		}
	}
	return w.desk.store.Insert(ctx, w.tx, rows)
}

type allowedKey struct{}

// allow lets a use case write a kind of record its viewer may not write at will: the use case has decided.
func allow(ctx context.Context) context.Context { return context.WithValue(ctx, allowedKey{}, true) }

func allowed(ctx context.Context) bool { return ctx.Value(allowedKey{}) != nil }
