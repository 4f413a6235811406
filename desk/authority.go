package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/ent/authorityrule"
	"bidwell/process"
)

// CreateAuthorityRule makes an authority rule. Errors: FORBIDDEN, VALIDATION_FAILED also for a second rule of the same
// type and role.
func (d *Desk) CreateAuthorityRule(ctx context.Context, in ent.CreateAuthorityRuleInput) (Written[ent.AuthorityRule], error) {
	return create(ctx, d, ent.TypeAuthorityRule, func(ctx context.Context, w *writing, id string) (*ent.AuthorityRule, error) {
		if err := process.CheckLimit(in.LimitAmount, in.LimitPercent); err != nil {
			return nil, err
		}
		return w.tx.AuthorityRule.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateAuthorityRule changes an authority rule. Errors: CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateAuthorityRule(ctx context.Context, in ent.UpdateAuthorityRuleInput) (Written[ent.AuthorityRule], error) {
	return update(ctx, d, ent.TypeAuthorityRule, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.AuthorityRule, error) {
		if err := process.CheckLimit(in.LimitAmount, in.LimitPercent); err != nil {
			return nil, err
		}
		return w.tx.AuthorityRule.UpdateOneID(in.ID).SetInput(in).Save(ctx)
	})
}

// InstallAuthority writes the shipped authority matrix into an installation that never had a rule. Once there are
// records, they are the matrix, archived ones left out. Errors: those of the database.
func (d *Desk) InstallAuthority(ctx context.Context) error {
	_, err := d.transact(AsSystem(ctx), func(ctx context.Context, w *writing) error {
		if err := w.alone(ctx); err != nil {
			return err
		}
		if installed, err := w.tx.AuthorityRule.Query().Exist(ctx); err != nil || installed {
			return err
		}
		for _, r := range process.ShippedAuthority() {
			err := w.tx.AuthorityRule.Create().SetID(w.newID(ent.TypeAuthorityRule)).SetType(r.Type).SetRole(r.Role).
				SetNillableLimitAmount(r.Amount).SetNillableLimitPercent(r.Percent).SetCurrency(r.Currency).Exec(ctx)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// authority is the matrix as it is for a type of approval; the shipped one while none is installed.
func (w *writing) authority(ctx context.Context, t process.ApprovalType) ([]process.AuthorityLimit, error) {
	rows, err := w.tx.AuthorityRule.Query().Where(authorityrule.TypeEQ(t), authorityrule.ArchivedAtIsNil()).Order(authorityrule.ByID()).All(ctx)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		if installed, err := w.tx.AuthorityRule.Query().Exist(ctx); err != nil || !installed {
			return process.ShippedAuthority(), err
		}
	}
	rules := make([]process.AuthorityLimit, len(rows))
	for i, r := range rows {
		rules[i] = process.AuthorityLimit{Type: r.Type, Role: r.Role, Amount: r.LimitAmount, Currency: r.Currency, Percent: r.LimitPercent}
	}
	return rules, nil
}
