package desk

import (
	"context"

	"bidwell/ent"
)

// CreateRequirement makes a requirement. Errors: FORBIDDEN, VALIDATION_FAILED, NOT_FOUND for records it refers to.
func (d *Desk) CreateRequirement(ctx context.Context, in ent.CreateRequirementInput) (Written[ent.Requirement], error) {
	return create(ctx, d, ent.TypeRequirement, func(ctx context.Context, w *writing, id string) (*ent.Requirement, error) {
		return w.tx.Requirement.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateRequirement changes a requirement. Errors: CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateRequirement(ctx context.Context, in ent.UpdateRequirementInput) (Written[ent.Requirement], error) {
	return update(ctx, d, ent.TypeRequirement, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Requirement, error) {
		return w.tx.Requirement.UpdateOneID(in.ID).SetInput(in).Save(ctx)
	})
}
