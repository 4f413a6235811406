package desk

import (
	"context"

	"bidwell/ent"
)

// CreateWinTheme makes a win theme. Errors: FORBIDDEN, VALIDATION_FAILED, NOT_FOUND for records it refers to.
func (d *Desk) CreateWinTheme(ctx context.Context, in ent.CreateWinThemeInput) (Written[ent.WinTheme], error) {
	return create(ctx, d, ent.TypeWinTheme, func(ctx context.Context, w *writing, id string) (*ent.WinTheme, error) {
		return w.tx.WinTheme.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateWinTheme changes a win theme. Errors: CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateWinTheme(ctx context.Context, in ent.UpdateWinThemeInput) (Written[ent.WinTheme], error) {
	return update(ctx, d, ent.TypeWinTheme, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.WinTheme, error) {
		return w.tx.WinTheme.UpdateOneID(in.ID).SetInput(in).Save(ctx)
	})
}
