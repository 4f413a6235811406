package desk

import (
	"context"

	"bidwell/ent"
)

// CreateTeam makes a team. Errors: FORBIDDEN, VALIDATION_FAILED, NOT_FOUND for records it refers to.
func (d *Desk) CreateTeam(ctx context.Context, in ent.CreateTeamInput) (Written[ent.Team], error) {
	return create(ctx, d, ent.TypeTeam, func(ctx context.Context, w *writing, id string) (*ent.Team, error) {
		return w.tx.Team.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateTeam changes a team. Errors: CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED, also for a cycle in the tree.
func (d *Desk) UpdateTeam(ctx context.Context, in ent.UpdateTeamInput) (Written[ent.Team], error) {
	return update(ctx, d, ent.TypeTeam, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Team, error) {
		if err := w.checkTree(ctx, ent.TypeTeam, "parent_id", in.ID, in.ParentID); err != nil {
			return nil, err
		}
		return w.tx.Team.UpdateOneID(in.ID).SetInput(in).Save(ctx)
	})
}
