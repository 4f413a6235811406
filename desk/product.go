package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/process"
)

// CreateProduct makes a product. Errors: FORBIDDEN, VALIDATION_FAILED.
func (d *Desk) CreateProduct(ctx context.Context, in ent.CreateProductInput) (Written[ent.Product], error) {
	return create(ctx, d, ent.TypeProduct, func(ctx context.Context, w *writing, id string) (*ent.Product, error) {
		if err := checkListPrice(in.ListPrice, in.Currency); err != nil {
			return nil, err
		}
		return w.tx.Product.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateProduct changes a product. Errors: CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateProduct(ctx context.Context, in ent.UpdateProductInput) (Written[ent.Product], error) {
	return update(ctx, d, ent.TypeProduct, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Product, error) {
		if err := checkListPrice(in.ListPrice, in.Currency); err != nil {
			return nil, err
		}
		return w.tx.Product.UpdateOneID(in.ID).SetInput(in).Save(ctx)
	})
}

// checkListPrice holds what is said of a price; nil is not said.
func checkListPrice(price *int64, currency *string) error {
	if currency != nil {
		if err := process.CheckCurrency("currency", *currency); err != nil {
			return err
		}
	}
	if price == nil {
		return nil
	}
	return process.CheckAmount("listPrice", *price)
}

// CreateStakeholder makes a part in a decision chain. Errors: FORBIDDEN, VALIDATION_FAILED, NOT_FOUND for records it refers to.
func (d *Desk) CreateStakeholder(ctx context.Context, in ent.CreateStakeholderInput) (Written[ent.Stakeholder], error) {
	return create(ctx, d, ent.TypeStakeholder, func(ctx context.Context, w *writing, id string) (*ent.Stakeholder, error) {
		return w.tx.Stakeholder.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateStakeholder changes a part in a decision chain. Errors: CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateStakeholder(ctx context.Context, in ent.UpdateStakeholderInput) (Written[ent.Stakeholder], error) {
	return update(ctx, d, ent.TypeStakeholder, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Stakeholder, error) {
		return w.tx.Stakeholder.UpdateOneID(in.ID).SetInput(in).Save(ctx)
	})
}
