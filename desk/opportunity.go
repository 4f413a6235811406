package desk

import (
	"context"
	"time"

	"bidwell/ent"
	"bidwell/ent/stageentry"
	"bidwell/process"
)

// CreateOpportunity makes an opportunity with its first stage entry, in INTAKE. Errors: FORBIDDEN, VALIDATION_FAILED,
// NOT_FOUND for records it refers to.
func (d *Desk) CreateOpportunity(ctx context.Context, in ent.CreateOpportunityInput) (Written[ent.Opportunity], error) {
	return create(ctx, d, ent.TypeOpportunity, func(ctx context.Context, w *writing, id string) (*ent.Opportunity, error) {
		return w.openOpportunity(ctx, w.tx.Opportunity.Create().SetID(id).SetInput(in))
	})
}

// openOpportunity makes an opportunity with its first stage entry.
func (w *writing) openOpportunity(ctx context.Context, c *ent.OpportunityCreate) (*ent.Opportunity, error) {
	if err := w.firstRate(ctx, c.Mutation()); err != nil {
		return nil, err
	}
	o, err := c.Save(ctx)
	if err != nil {
		return nil, err
	}
	_, err = w.enter(ctx, o.ID, 0, o.Stage, process.StageDirectionForward, w.desk.now(), "")
	return o, err
}

// UpdateOpportunity changes an opportunity's fields; stage and outcome have use cases of their own. Errors: CONFLICT,
// FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateOpportunity(ctx context.Context, in ent.UpdateOpportunityInput) (Written[ent.Opportunity], error) {
	return update(ctx, d, ent.TypeOpportunity, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Opportunity, error) {
		u := w.tx.Opportunity.UpdateOneID(in.ID).SetInput(in)
		if in.Currency != nil {
			o, err := w.tx.Opportunity.Get(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			if err := w.changeRate(ctx, o, u.Mutation(), in.Currency); err != nil {
				return nil, err
			}
		}
		return u.Save(ctx)
	})
}

// ChangeOpportunityStageInput is a move of an opportunity to another stage.
type ChangeOpportunityStageInput struct {
	ID      string
	Version int
	Stage   process.OpportunityStage
	Reason  *string
}

// ChangeOpportunityStage moves an opportunity to another stage: the current entry is left, a new one is added, the stage follows.
// Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED for going back without a reason.
func (d *Desk) ChangeOpportunityStage(ctx context.Context, in ChangeOpportunityStageInput) (Written[ent.Opportunity], error) {
	return update(ctx, d, ent.TypeOpportunity, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Opportunity, error) {
		o, err := w.tx.Opportunity.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		direction, err := process.CheckStageChange(o.Status, o.Stage, in.Stage, value(in.Reason))
		if err != nil {
			return nil, err
		}
		return w.move(ctx, o.Update(), in.ID, in.Stage, direction, value(in.Reason))
	})
}

// CloseOpportunityInput is how an opportunity ended.
type CloseOpportunityInput struct {
	ID          string
	Version     int
	Status      process.OpportunityStatus
	DecidedAt   *time.Time
	LossReason  *process.LossReason
	Note        *string
	AwardAmount *int64
	Winner      *string
}

// CloseOpportunity records how an opportunity ended. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND,
// VALIDATION_FAILED.
func (d *Desk) CloseOpportunity(ctx context.Context, in CloseOpportunityInput) (Written[ent.Opportunity], error) {
	return update(ctx, d, ent.TypeOpportunity, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Opportunity, error) {
		o, err := w.tx.Opportunity.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckClose(o.Status, in.Status); err != nil {
			return nil, err
		}
		at := d.now()
		if in.DecidedAt != nil {
			at = *in.DecidedAt
		}
		u := o.Update().SetStatus(in.Status).SetDecidedAt(at).SetNillableLossReason(in.LossReason).
			SetNillableAwardAmount(in.AwardAmount).SetNillableWinner(in.Winner).SetNillableOutcomeNote(in.Note)
		if in.Status == process.OpportunityStatusWon { // the value won is worth what it is on the day it is won
			if err := w.fixRate(ctx, u.Mutation(), o.Currency, at); err != nil {
				return nil, err
			}
		}
		return u.Save(ctx)
	})
}

// ReopenOpportunityInput is a closed opportunity that goes on.
type ReopenOpportunityInput struct {
	ID      string
	Version int
	Reason  string
	Stage   *process.OpportunityStage
}

// ReopenOpportunity lets a closed opportunity go on, in stage or where it was. Errors: CONFLICT, FORBIDDEN,
// ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED without a reason.
func (d *Desk) ReopenOpportunity(ctx context.Context, in ReopenOpportunityInput) (Written[ent.Opportunity], error) {
	return update(ctx, d, ent.TypeOpportunity, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Opportunity, error) {
		o, err := w.tx.Opportunity.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckReopen(o.Status, in.Reason); err != nil {
			return nil, err
		}
		to := o.Stage
		if in.Stage != nil {
			to = *in.Stage
		}
		u := o.Update().SetStatus(process.OpportunityStatusOpen).ClearDecidedAt().ClearLossReason()
		return w.move(ctx, u, in.ID, to, process.StageDirectionReopen, in.Reason)
	})
}

// move leaves the current stage entry, adds the next and sets the opportunity's stage, which is but its shadow.
func (w *writing) move(ctx context.Context, u *ent.OpportunityUpdateOne, id string, to process.OpportunityStage, direction process.StageDirection, reason string) (*ent.Opportunity, error) {
	now := w.desk.now()
	last, err := w.tx.StageEntry.Query().Where(stageentry.OpportunityID(id)).Order(stageentry.ByPosition(descending)).First(ctx)
	if err != nil {
		return nil, err
	}
	if last.LeftAt == nil {
		if err := last.Update().SetLeftAt(now).Exec(ctx); err != nil {
			return nil, err
		}
	}
	if _, err := w.enter(ctx, id, last.Position+1, to, direction, now, reason); err != nil {
		return nil, err
	}
	return u.SetStage(to).Save(ctx)
}

func (w *writing) enter(ctx context.Context, opportunity string, position int, stage process.OpportunityStage, direction process.StageDirection, at time.Time, reason string) (*ent.StageEntry, error) {
	c := w.tx.StageEntry.Create().SetID(w.newID(ent.TypeStageEntry)).SetOpportunityID(opportunity).SetPosition(position).
		SetStage(stage).SetDirection(direction).SetEnteredAt(at).SetReason(reason)
	if w.viewer.UserID != "" {
		c.SetEnteredByID(w.viewer.UserID)
	}
	return c.Save(ctx)
}

// value is what a pointer points to, the zero value for nil.
func value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
