package desk

import (
	"context"

	"bidwell/ent"
)

// CreateCustomer makes a customer. Errors: FORBIDDEN, VALIDATION_FAILED, NOT_FOUND for records it refers to.
func (d *Desk) CreateCustomer(ctx context.Context, in ent.CreateCustomerInput) (Written[ent.Customer], error) {
	return create(ctx, d, ent.TypeCustomer, func(ctx context.Context, w *writing, id string) (*ent.Customer, error) {
		return w.tx.Customer.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateCustomer changes a customer. Errors: CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED, also for a cycle in the tree.
func (d *Desk) UpdateCustomer(ctx context.Context, in ent.UpdateCustomerInput) (Written[ent.Customer], error) {
	return update(ctx, d, ent.TypeCustomer, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Customer, error) {
		if err := w.checkTree(ctx, ent.TypeCustomer, "parent_id", in.ID, in.ParentID); err != nil {
			return nil, err
		}
		return w.tx.Customer.UpdateOneID(in.ID).SetInput(in).Save(ctx)
	})
}

// CreateContact makes a contact. Errors: FORBIDDEN, VALIDATION_FAILED, NOT_FOUND for records it refers to.
func (d *Desk) CreateContact(ctx context.Context, in ent.CreateContactInput) (Written[ent.Contact], error) {
	return create(ctx, d, ent.TypeContact, func(ctx context.Context, w *writing, id string) (*ent.Contact, error) {
		return w.tx.Contact.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateContact changes a contact. Errors: CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateContact(ctx context.Context, in ent.UpdateContactInput) (Written[ent.Contact], error) {
	return update(ctx, d, ent.TypeContact, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Contact, error) {
		return w.tx.Contact.UpdateOneID(in.ID).SetInput(in).Save(ctx)
	})
}
