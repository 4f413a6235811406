package desk

import (
	"context"
	"strings"

	"bidwell/ent"
	"bidwell/ent/synonymgroup"
	"bidwell/process"
)

// CreateSynonymGroup makes a set of words of one meaning; searches know it within a moment, on every server. Errors:
// FORBIDDEN, VALIDATION_FAILED.
func (d *Desk) CreateSynonymGroup(ctx context.Context, in ent.CreateSynonymGroupInput) (Written[ent.SynonymGroup], error) {
	return create(ctx, d, ent.TypeSynonymGroup, func(ctx context.Context, w *writing, id string) (_ *ent.SynonymGroup, err error) {
		if in.Forms, err = process.CheckSynonyms(in.Forms); err != nil {
			return nil, err
		}
		return w.tx.SynonymGroup.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateSynonymGroup changes a set of words of one meaning. Errors: CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateSynonymGroup(ctx context.Context, in ent.UpdateSynonymGroupInput) (Written[ent.SynonymGroup], error) {
	return update(ctx, d, ent.TypeSynonymGroup, in.ID, in.Version, func(ctx context.Context, w *writing) (_ *ent.SynonymGroup, err error) {
		if in.AppendForms != nil && in.Forms == nil {
			g, err := w.tx.SynonymGroup.Get(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			in.Forms = g.Forms
		}
		if in.Forms != nil {
			if in.Forms, err = process.CheckSynonyms(append(in.Forms, in.AppendForms...)); err != nil {
				return nil, err
			}
			in.AppendForms = nil
		}
		return w.tx.SynonymGroup.UpdateOneID(in.ID).SetInput(in).Save(ctx)
	})
}

// readSynonyms gives the library the sets that hold now.
func (d *Desk) readSynonyms(ctx context.Context) error {
	all, err := d.reader.SynonymGroup.Query().Where(synonymgroup.ArchivedAtIsNil()).Order(synonymgroup.ByID()).
		Limit(process.MaxSynonymGroups).Select(synonymgroup.FieldForms).All(AsSystem(ctx))
	if err != nil {
		return err
	}
	groups := make([][]string, len(all))
	for i, g := range all {
		groups[i] = g.Forms
	}
	if err := d.library.SetSynonyms(groups); err != nil {
		return err
	}
	d.synonymsRead.Store(true)
	return nil
}

// InstallSynonyms gives a new database the terms of the trade in both languages. One that ever had a set keeps its own.
// Errors: FORBIDDEN.
func (d *Desk) InstallSynonyms(ctx context.Context) error {
	_, err := d.transact(ctx, func(ctx context.Context, w *writing) error {
		if there, err := w.tx.SynonymGroup.Query().Exist(AsSystem(ctx)); err != nil || there {
			return err
		}
		for _, line := range process.TradeSynonyms {
			if err := w.tx.SynonymGroup.Create().SetID(w.newID(ent.TypeSynonymGroup)).SetForms(strings.Split(line, "|")).Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}
