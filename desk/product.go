package desk

import (
	"context"

	"bidwell/ent"
)

// CreateProduct makes a product. Errors: FORBIDDEN, VALIDATION_FAILED, NOT_FOUND for records it refers to.
func (d *Desk) CreateProduct(ctx context.Context, in ent.CreateProductInput) (Written[ent.Product], error) {
	return create(ctx, d, ent.TypeProduct, func(ctx context.Context, w *writing, id string) (*ent.Product, error) {
		return w.tx.Product.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateProduct changes a product. Errors: CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateProduct(ctx context.Context, in ent.UpdateProductInput) (Written[ent.Product], error) {
	return update(ctx, d, ent.TypeProduct, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Product, error) {
		return w.tx.Product.UpdateOneID(in.ID).SetInput(in).Save(ctx)
	})
}

// CreateLineItem makes a line item. Errors: FORBIDDEN, VALIDATION_FAILED, NOT_FOUND for records it refers to.
func (d *Desk) CreateLineItem(ctx context.Context, in ent.CreateLineItemInput) (Written[ent.LineItem], error) {
	return create(ctx, d, ent.TypeLineItem, func(ctx context.Context, w *writing, id string) (*ent.LineItem, error) {
		return w.tx.LineItem.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateLineItem changes a line item. Errors: CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateLineItem(ctx context.Context, in ent.UpdateLineItemInput) (Written[ent.LineItem], error) {
	return update(ctx, d, ent.TypeLineItem, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.LineItem, error) {
		return w.tx.LineItem.UpdateOneID(in.ID).SetInput(in).Save(ctx)
	})
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
