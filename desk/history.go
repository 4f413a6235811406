package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/process"
)

// TellStageInput is a move that an opportunity made before anybody kept its gates.
type TellStageInput struct {
	ID      string
	Version int
	Stage   process.OpportunityStage
	// ByID is the user who moved it, where that is known.
	ByID   *string
	Reason *string
}

// TellStage records that an opportunity moved to another stage. It is for the system, which tells history as an import
// does: what happened is fact, and no rule is asked. Errors: CONFLICT, FORBIDDEN for anybody else, NOT_FOUND,
// ILLEGAL_TRANSITION for the stage in which it is.
func (d *Desk) TellStage(ctx context.Context, in TellStageInput) (Written[ent.Opportunity], error) {
	return d.tell(ctx, in.ID, in.Version, func(ctx context.Context, w *writing, o *ent.Opportunity) (*ent.Opportunity, error) {
		direction := process.StageDirectionForward
		switch was, is := process.StageIndex(o.Stage), process.StageIndex(in.Stage); {
		case was == is:
			return nil, process.NewError(process.CodeIllegalTransition, process.MsgStageSame)
		case was > is:
			direction = process.StageDirectionBack
		}
		if err := w.settleGates(ctx, o.ID, process.GateDecisionDefer, value(in.Reason)); err != nil {
			return nil, err
		}
		return w.move(ctx, o.Update(), stageStep{opportunity: o.ID, to: in.Stage, direction: direction, reason: value(in.Reason), by: in.ByID})
	})
}

// TellOutcome records how an opportunity ended, as TellStage tells its stages. Errors: CONFLICT, FORBIDDEN for anybody
// but the system, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) TellOutcome(ctx context.Context, in CloseOpportunityInput) (Written[ent.Opportunity], error) {
	return d.tell(ctx, in.ID, in.Version, func(ctx context.Context, w *writing, o *ent.Opportunity) (*ent.Opportunity, error) {
		return w.end(ctx, o, in)
	})
}

func (d *Desk) tell(ctx context.Context, id string, version int, write func(context.Context, *writing, *ent.Opportunity) (*ent.Opportunity, error)) (Written[ent.Opportunity], error) {
	return update(ctx, d, ent.TypeOpportunity, id, version, func(ctx context.Context, w *writing) (*ent.Opportunity, error) {
		if !w.viewer.System {
			return nil, process.NewError(process.CodeForbidden, process.MsgForbidden)
		}
		o, err := w.tx.Opportunity.Get(ctx, id)
		if err != nil {
			return nil, err
		}
		return write(ctx, w, o)
	})
}
