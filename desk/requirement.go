package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/ent/requirement"
	"bidwell/process"
)

// CreateRequirement records a requirement under the next number of its opportunity. Errors: FORBIDDEN, NOT_FOUND,
// VALIDATION_FAILED.
func (d *Desk) CreateRequirement(ctx context.Context, in ent.CreateRequirementInput) (Written[ent.Requirement], error) {
	return create(ctx, d, ent.TypeRequirement, func(ctx context.Context, w *writing, id string) (*ent.Requirement, error) {
		if err := w.hold(ctx, ent.TypeOpportunity, in.OpportunityID, nil, false); err != nil { // numbers follow one another
			return nil, err
		}
		number := 1
		last, err := w.tx.Requirement.Query().Where(requirement.OpportunityID(in.OpportunityID), requirement.NumberNotNil()).
			Order(requirement.ByNumber(descending)).First(ctx)
		switch {
		case err == nil:
			number = *last.Number + 1
		case !ent.IsNotFound(err):
			return nil, err
		}
		return w.tx.Requirement.Create().SetID(id).SetInput(in).SetNumber(number).Save(ctx)
	})
}

// UpdateRequirement changes a requirement; it stays with its opportunity. Errors: CONFLICT, FORBIDDEN, NOT_FOUND,
// VALIDATION_FAILED.
func (d *Desk) UpdateRequirement(ctx context.Context, in ent.UpdateRequirementInput) (Written[ent.Requirement], error) {
	return update(ctx, d, ent.TypeRequirement, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Requirement, error) {
		r, err := w.tx.Requirement.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if in.OpportunityID != nil && *in.OpportunityID != r.OpportunityID {
			return nil, process.Invalid("opportunityID", process.MsgPartMoves, "whole", "Opportunity")
		}
		return r.Update().SetInput(in).Save(ctx)
	})
}

// ChangeRequirementStatusInput moves a requirement to another status.
type ChangeRequirementStatusInput struct {
	ID      string
	Version int
	Status  process.RequirementStatus
}

// ChangeRequirementStatus confirms a requirement, withdraws it or takes it up again. Errors: CONFLICT, FORBIDDEN,
// ILLEGAL_TRANSITION, NOT_FOUND.
func (d *Desk) ChangeRequirementStatus(ctx context.Context, in ChangeRequirementStatusInput) (Written[ent.Requirement], error) {
	return update(ctx, d, ent.TypeRequirement, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Requirement, error) {
		r, err := w.tx.Requirement.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckRequirementStatus(r.Status, in.Status); err != nil {
			return nil, err
		}
		return r.Update().SetStatus(in.Status).Save(ctx)
	})
}
