package desk

import (
	"context"

	"bidwell/ent"
)

// CreateCommercialTerm makes a commercial term. Errors: FORBIDDEN, VALIDATION_FAILED, NOT_FOUND for records it refers to.
func (d *Desk) CreateCommercialTerm(ctx context.Context, in ent.CreateCommercialTermInput) (Written[ent.CommercialTerm], error) {
	return create(ctx, d, ent.TypeCommercialTerm, func(ctx context.Context, w *writing, id string) (*ent.CommercialTerm, error) {
		return w.tx.CommercialTerm.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateCommercialTerm changes a commercial term. Errors: CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateCommercialTerm(ctx context.Context, in ent.UpdateCommercialTermInput) (Written[ent.CommercialTerm], error) {
	return update(ctx, d, ent.TypeCommercialTerm, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.CommercialTerm, error) {
		return w.tx.CommercialTerm.UpdateOneID(in.ID).SetInput(in).Save(ctx)
	})
}
