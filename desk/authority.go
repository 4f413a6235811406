package desk

import (
	"context"

	"bidwell/ent"
)

// CreateAuthorityRule makes an authority rule. Errors: FORBIDDEN, VALIDATION_FAILED, NOT_FOUND for records it refers to.
func (d *Desk) CreateAuthorityRule(ctx context.Context, in ent.CreateAuthorityRuleInput) (Written[ent.AuthorityRule], error) {
	return create(ctx, d, ent.TypeAuthorityRule, func(ctx context.Context, w *writing, id string) (*ent.AuthorityRule, error) {
		return w.tx.AuthorityRule.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateAuthorityRule changes an authority rule. Errors: CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateAuthorityRule(ctx context.Context, in ent.UpdateAuthorityRuleInput) (Written[ent.AuthorityRule], error) {
	return update(ctx, d, ent.TypeAuthorityRule, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.AuthorityRule, error) {
		return w.tx.AuthorityRule.UpdateOneID(in.ID).SetInput(in).Save(ctx)
	})
}
