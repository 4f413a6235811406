package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/process"
)

// CreateContentItem makes a library item. Errors: FORBIDDEN, VALIDATION_FAILED, NOT_FOUND for records it refers to.
func (d *Desk) CreateContentItem(ctx context.Context, in ent.CreateContentItemInput) (Written[ent.ContentItem], error) {
	return create(ctx, d, ent.TypeContentItem, func(ctx context.Context, w *writing, id string) (*ent.ContentItem, error) {
		return w.tx.ContentItem.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateContentItem changes a library item. Errors: CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateContentItem(ctx context.Context, in ent.UpdateContentItemInput) (Written[ent.ContentItem], error) {
	return update(ctx, d, ent.TypeContentItem, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.ContentItem, error) {
		return w.tx.ContentItem.UpdateOneID(in.ID).SetInput(in).Save(ctx)
	})
}

// ChangeVerifyStateInput names the record and where it goes.
type ChangeVerifyStateInput struct {
	ID      string
	Version int
	State   process.VerifyState
}

// ChangeVerifyState records how far a library item's content is known to be right. Errors: CONFLICT, ILLEGAL_TRANSITION,
// NOT_FOUND.
func (d *Desk) ChangeVerifyState(ctx context.Context, in ChangeVerifyStateInput) (Written[ent.ContentItem], error) {
	return update(ctx, d, ent.TypeContentItem, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.ContentItem, error) {
		c, err := w.tx.ContentItem.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckVerifyState(c.VerifyState, in.State); err != nil {
			return nil, err
		}
		return c.Update().SetVerifyState(in.State).Save(ctx)
	})
}
