package desk

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"bidwell/desk/importer"
	"bidwell/ent"
	"bidwell/process"
)

// importing is one transaction of an import. New records wait and are written many at a time; known ones are changed
// at once.
type importing struct {
	*writing
	result  ImportResult
	refs    refIndex
	names   nameIndex
	known   map[string]ent.Updating // records that may be changed, by id
	stages  stageIndex
	prices  map[string]*ent.Product
	waiting *waiting
}

func newImporting(w *writing) *importing {
	return &importing{
		writing: w, refs: refIndex{}, names: newNameIndex(), known: map[string]ent.Updating{}, stages: newStageIndex(),
		prices: map[string]*ent.Product{}, waiting: newWaiting(),
	}
}

// take writes one record, or finds that there is nothing to write.
func (im *importing) take(ctx context.Context, r incoming) error {
	known := im.refs[r.key]
	switch {
	case known == nil:
		return im.make(ctx, r)
	case !known.changedBy(r):
		im.result.Unchanged++
		return nil
	default:
		if !known.made { // else made by name earlier in this batch, and counted then
			im.result.Updated++
		}
		im.refs.changed(r.key, r.digest)
		return im.amend(ctx, known.id, r)
	}
}

func (im *importing) make(ctx context.Context, r incoming) error {
	e := r.key.entity
	if e == ent.TypeStageEntry {
		return im.addStage(ctx, r)
	}
	id := im.newID(e)
	m, made, err := im.tx.Client().Creating(string(e), id)
	if err != nil {
		return err
	}
	if err := im.fill(ctx, m, r); err != nil {
		return err
	}
	if err := setIfField(m, "external_refs", []process.ExternalRef{{System: r.System, ID: r.ExternalID}}); err != nil {
		return err
	}
	if err := im.beforeCreate(ctx, m, e, r); err != nil {
		return err
	}
	if err := im.add(ctx, made); err != nil {
		return err
	}
	im.result.Created++
	im.refs.made(r.key, id, r.digest)
	im.names.made(e, id, m)
	return im.afterCreate(ctx, e, id, r)
}

// amend changes a known record to what the file says now; what the file does not say stays.
func (im *importing) amend(ctx context.Context, id string, r incoming) error {
	e := r.key.entity
	if e == ent.TypeStageEntry {
		return nil // history is only ever added to
	}
	if err := im.settle(ctx, id); err != nil {
		return err
	}
	if err := im.settleAll(ctx, e); err != nil {
		return err
	}
	m, save, err := im.change(ctx, e, id)
	if err != nil {
		return err
	}
	if err := im.fill(ctx, m, r); err != nil {
		return err
	}
	if e == ent.TypeOpportunity {
		if err := im.amendHistory(ctx, m, id, r); err != nil {
			return err
		}
	}
	if err := save(ctx); err != nil {
		return err
	}
	im.names.forget(e)
	delete(im.prices, id)
	if e == ent.TypeProposal {
		return im.amendSections(ctx, id, r)
	}
	return nil
}

// change begins a change of a record that is there.
func (im *importing) change(ctx context.Context, e process.Entity, id string) (m ent.Mutation, save func(context.Context) error, err error) {
	if im.known[id] == nil {
		if err := im.settle(ctx, id); err != nil {
			return nil, nil, err
		}
		if err := im.readKnown(ctx, e, []string{id}); err != nil {
			return nil, nil, err
		}
	}
	begin := im.known[id]
	if begin == nil {
		return nil, nil, process.NotFound(id)
	}
	m, save = begin()
	return m, save, nil
}

// fill sets the fields of the record on a mutation, in the order of their names, so that of two errors it is always the
// same one that is told.
func (im *importing) fill(ctx context.Context, m ent.Mutation, r incoming) error {
	for _, name := range slices.Sorted(maps.Keys(r.Fields)) {
		value, column := r.Fields[name], snake(name)
		switch v := value.(type) {
		case importer.Ref:
			id, err := im.resolve(ctx, v, r)
			if err != nil {
				return named(name, err)
			}
			column, value = column+"_id", id
		case importer.Money:
			value = v.Minor
			if err := im.setCurrency(m, v.Currency); err != nil {
				return err
			}
		}
		if err := m.SetField(column, ent.Typed(string(r.key.entity), column, value)); err != nil {
			return err
		}
	}
	return nil
}

// setCurrency keeps the amounts of a record in one currency.
func (im *importing) setCurrency(m ent.Mutation, currency string) error {
	if currency == "" {
		return nil
	}
	if set, ok := m.Field("currency"); ok && set != currency {
		return process.Invalid("currency", process.MsgCurrencyMixed, "currency", set.(string))
	}
	return m.SetField("currency", currency)
}

// setIfField sets a field that not every entity has.
func setIfField(m ent.Mutation, name string, value any) error {
	if err := m.SetField(name, value); err != nil && !strings.Contains(err.Error(), "unknown") {
		return err
	}
	return nil
}

func named(field string, err error) error {
	var known *process.Error
	if errors.As(err, &known) && known.Field == "" {
		known.Field = field
	}
	return err
}
