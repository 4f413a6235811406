package desk

import (
	"context"

	"bidwell/ent"
)

// CreateWinTheme makes a win theme. Errors: FORBIDDEN, NOT_FOUND, VALIDATION_FAILED, also for a requirement or a competitor
// of another opportunity.
func (d *Desk) CreateWinTheme(ctx context.Context, in ent.CreateWinThemeInput) (Written[ent.WinTheme], error) {
	return create(ctx, d, ent.TypeWinTheme, func(ctx context.Context, w *writing, id string) (*ent.WinTheme, error) {
		if err := w.checkTheme(ctx, in.OpportunityID, in.RequirementID, in.CompetitorID); err != nil {
			return nil, err
		}
		return w.tx.WinTheme.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateWinTheme changes a win theme. Errors: CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED, also for a requirement or
// a competitor of another opportunity.
func (d *Desk) UpdateWinTheme(ctx context.Context, in ent.UpdateWinThemeInput) (Written[ent.WinTheme], error) {
	return update(ctx, d, ent.TypeWinTheme, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.WinTheme, error) {
		t, err := w.tx.WinTheme.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		requirement, competitor := in.RequirementID, in.CompetitorID
		if in.OpportunityID != nil && *in.OpportunityID != t.OpportunityID { // what it keeps has to go with it
			requirement, competitor = kept(t.RequirementID, requirement, in.ClearRequirement), kept(t.CompetitorID, competitor, in.ClearCompetitor)
		}
		if err := w.checkTheme(ctx, or(in.OpportunityID, t.OpportunityID), requirement, competitor); err != nil {
			return nil, err
		}
		return t.Update().SetInput(in).Save(ctx)
	})
}

// checkTheme holds that what a win theme answers and is set against is of its opportunity.
func (w *writing) checkTheme(ctx context.Context, opportunity string, requirement, competitor *string) error {
	if err := w.partOf(ctx, "requirementID", ent.TypeRequirement, requirement, opportunity); err != nil {
		return err
	}
	return w.partOf(ctx, "competitorID", ent.TypeCompetitor, competitor, opportunity)
}

// kept is the record a relation names after an update.
func kept(before, given *string, cleared bool) *string {
	if given != nil || cleared {
		return given
	}
	return before
}
