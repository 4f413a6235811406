package desk

import (
	"context"

	"bidwell/ent"
)

// CreateCompetitor makes a competitor. Errors: FORBIDDEN, VALIDATION_FAILED, NOT_FOUND for records it refers to.
func (d *Desk) CreateCompetitor(ctx context.Context, in ent.CreateCompetitorInput) (Written[ent.Competitor], error) {
	return create(ctx, d, ent.TypeCompetitor, func(ctx context.Context, w *writing, id string) (*ent.Competitor, error) {
		return w.tx.Competitor.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateCompetitor changes a competitor. Errors: CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateCompetitor(ctx context.Context, in ent.UpdateCompetitorInput) (Written[ent.Competitor], error) {
	return update(ctx, d, ent.TypeCompetitor, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Competitor, error) {
		return w.tx.Competitor.UpdateOneID(in.ID).SetInput(in).Save(ctx)
	})
}
