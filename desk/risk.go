package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/process"
)

// CreateRisk makes a risk. Errors: FORBIDDEN, VALIDATION_FAILED, NOT_FOUND for records it refers to.
func (d *Desk) CreateRisk(ctx context.Context, in ent.CreateRiskInput) (Written[ent.Risk], error) {
	return create(ctx, d, ent.TypeRisk, func(ctx context.Context, w *writing, id string) (*ent.Risk, error) {
		return w.tx.Risk.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateRisk changes a risk. Errors: CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateRisk(ctx context.Context, in ent.UpdateRiskInput) (Written[ent.Risk], error) {
	return update(ctx, d, ent.TypeRisk, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Risk, error) {
		return w.tx.Risk.UpdateOneID(in.ID).SetInput(in).Save(ctx)
	})
}

// ChangeRiskStatusInput moves a risk.
type ChangeRiskStatusInput struct {
	ID      string
	Version int
	Status  process.RiskStatus
	// Response says what is done about it; what was written before unless told.
	Response *string
}

// ChangeRiskStatus moves a risk; one that is being mitigated or closed says by what. Errors: CONFLICT, FORBIDDEN,
// ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) ChangeRiskStatus(ctx context.Context, in ChangeRiskStatusInput) (Written[ent.Risk], error) {
	return update(ctx, d, ent.TypeRisk, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Risk, error) {
		r, err := w.tx.Risk.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		response := r.Response
		if in.Response != nil {
			response = *in.Response
		}
		if err := process.CheckRiskStatus(r.Status, in.Status, response); err != nil {
			return nil, err
		}
		u := r.Update().SetStatus(in.Status).SetNillableResponse(in.Response)
		if in.Status == process.RiskStatusClosed {
			u.SetClosedAt(d.now())
		} else if r.ClosedAt != nil {
			u.ClearClosedAt()
		}
		return u.Save(ctx)
	})
}
