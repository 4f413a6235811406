package desk

import (
	"context"

	"bidwell/ent"
)

// CreateRisk makes a risk. Errors: FORBIDDEN, VALIDATION_FAILED, NOT_FOUND for records it refers to.
func (d *Desk) CreateRisk(ctx context.Context, in ent.CreateRiskInput) (Written[ent.Risk], error) {
	return create(ctx, d, ent.TypeRisk, func(ctx context.Context, w *writing, id string) (*ent.Risk, error) {
		return w.tx.Risk.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateRisk changes a risk. Errors: CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateRisk(ctx context.Context, in ent.UpdateRiskInput) (Written[ent.Risk], error) {
	return update(ctx, d, ent.TypeRisk, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Risk, error) {
		return w.tx.Risk.UpdateOneID(in.ID).SetInput(in).Save(ctx)
	})
}
