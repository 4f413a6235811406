package desk

import (
	"context"

	"bidwell/ent"
)

// CreateExchangeRate makes an exchange rate. Errors: FORBIDDEN, VALIDATION_FAILED, NOT_FOUND for records it refers to.
func (d *Desk) CreateExchangeRate(ctx context.Context, in ent.CreateExchangeRateInput) (Written[ent.ExchangeRate], error) {
	return create(ctx, d, ent.TypeExchangeRate, func(ctx context.Context, w *writing, id string) (*ent.ExchangeRate, error) {
		return w.tx.ExchangeRate.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateExchangeRate changes an exchange rate. Errors: CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateExchangeRate(ctx context.Context, in ent.UpdateExchangeRateInput) (Written[ent.ExchangeRate], error) {
	return update(ctx, d, ent.TypeExchangeRate, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.ExchangeRate, error) {
		return w.tx.ExchangeRate.UpdateOneID(in.ID).SetInput(in).Save(ctx)
	})
}
