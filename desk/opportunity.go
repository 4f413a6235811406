package desk

import (
	"cmp"
	"context"
	"time"

	"bidwell/ent"
	entgate "bidwell/ent/gate"
	"bidwell/process"
)

// CreateOpportunity makes an opportunity with its first stage entry, in INTAKE. It follows the process template that
// applies to its type and amount, in the version that is newest now. Errors: FORBIDDEN, VALIDATION_FAILED, NOT_FOUND for
// records it refers to.
func (d *Desk) CreateOpportunity(ctx context.Context, in ent.CreateOpportunityInput) (Written[ent.Opportunity], error) {
	return create(ctx, d, ent.TypeOpportunity, func(ctx context.Context, w *writing, id string) (*ent.Opportunity, error) {
		if err := w.mayWrite(ent.TypeOpportunity); err != nil {
			return nil, err
		}
		return w.openOpportunity(ctx, w.tx.Opportunity.Create().SetID(id).SetInput(in))
	})
}

// openOpportunity makes an opportunity with its first stage entry: it follows the template that applies to it by what
// its amount is worth today.
func (w *writing) openOpportunity(ctx context.Context, c *ent.OpportunityCreate) (*ent.Opportunity, error) {
	m := c.Mutation()
	if err := checkDeadlineZone(m); err != nil {
		return nil, err
	}
	kind, _ := m.GetType()
	amount, err := w.firstRate(ctx, m)
	if err != nil {
		return nil, err
	}
	t, err := w.choose(ctx, cmp.Or(kind, process.OpportunityTypeDirect), amount, process.OpportunityStageIntake)
	if err != nil {
		return nil, err
	}
	o, err := c.SetNillableTemplateID(orNone(t.ID)).Save(ctx)
	if err != nil {
		return nil, err
	}
	_, err = w.enter(ctx, o.ID, 0, o.Stage, process.StageDirectionForward, w.desk.now(), "")
	return o, err
}

// checkDeadlineZone refuses a zone nobody can show the deadline in.
func checkDeadlineZone(m *ent.OpportunityMutation) error {
	zone, given := m.DeadlineZone()
	if !given || zone == "" {
		return nil
	}
	if _, err := time.LoadLocation(zone); err != nil || zone == "Local" {
		return process.Invalid("deadlineZone", process.MsgValueBad)
	}
	return nil
}

// UpdateOpportunity changes an opportunity's fields; stage and outcome have use cases of their own. Errors: CONFLICT,
// FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateOpportunity(ctx context.Context, in ent.UpdateOpportunityInput) (Written[ent.Opportunity], error) {
	return update(ctx, d, ent.TypeOpportunity, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Opportunity, error) {
		u := w.tx.Opportunity.UpdateOneID(in.ID).SetInput(in)
		if err := checkDeadlineZone(u.Mutation()); err != nil {
			return nil, err
		}
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

// ChangeOpportunityStage moves an opportunity to another stage: the current entry is left, a new one is added, the stage
// follows. Forward it goes to the next stage of its template, where no gate is in between or the gate was left out; a
// gate that has to be decided moves it itself. Back it goes with a reason, and the gate it was at is put off. Errors:
// CONFLICT, FORBIDDEN, GATE_BLOCKED, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED for going back without a reason.
func (d *Desk) ChangeOpportunityStage(ctx context.Context, in ChangeOpportunityStageInput) (Written[ent.Opportunity], error) {
	return update(ctx, d, ent.TypeOpportunity, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Opportunity, error) {
		if err := w.mayWrite(ent.TypeOpportunity); err != nil {
			return nil, err
		}
		o, err := w.tx.Opportunity.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		o, t, err := w.follow(ctx, o)
		if err != nil {
			return nil, err
		}
		exit, gate, err := w.exit(ctx, o, t)
		if err != nil {
			return nil, err
		}
		direction, err := process.CheckStageChange(t, process.StageMove{Status: o.Status, From: o.Stage, To: in.Stage, Reason: value(in.Reason), Exit: exit})
		if err != nil {
			return nil, err
		}
		if direction == process.StageDirectionBack {
			gate = nil
			if err := w.settleGates(ctx, o.ID, process.GateDecisionDefer, value(in.Reason)); err != nil {
				return nil, err
			}
		}
		return w.move(ctx, o.Update(), stageStep{opportunity: in.ID, to: in.Stage, direction: direction, reason: value(in.Reason), gate: gate})
	})
}

// exit is the gate at the exit of an opportunity's stage as it stands for the current visit, with its id when it lets the
// opportunity pass.
func (w *writing) exit(ctx context.Context, o *ent.Opportunity, t process.TemplateDefinition) (*process.StageExit, *string, error) {
	def := process.GateAt(t, o.Stage)
	if def == nil {
		return nil, nil, nil
	}
	exit := &process.StageExit{Kind: def.Kind, RecordID: o.ID}
	g, err := w.gateOfVisit(ctx, o, def.Kind)
	if err != nil || g == nil {
		return exit, nil, err
	}
	if exit.RecordID, exit.Open = g.ID, facts(g).Passed(); exit.Open {
		return exit, &g.ID, nil
	}
	return exit, nil, nil
}

// stageStep is a move that was decided: to where, how, why, and through which gate.
type stageStep struct {
	opportunity string
	to          process.OpportunityStage
	direction   process.StageDirection
	reason      string
	gate        *string
	// by is who moved it, the viewer unless told.
	by *string
}

// move leaves the current stage entry, adds the next and sets the opportunity's stage, which is but its shadow.
func (w *writing) move(ctx context.Context, u *ent.OpportunityUpdateOne, s stageStep) (*ent.Opportunity, error) {
	now := w.desk.now()
	last, err := w.lastEntry(ctx, s.opportunity)
	if err != nil {
		return nil, err
	}
	if last.LeftAt == nil {
		if err := last.Update().SetLeftAt(now).Exec(ctx); err != nil {
			return nil, err
		}
	}
	after, err := w.lastGate(ctx, s.opportunity)
	if err != nil {
		return nil, err
	}
	entry := w.entry(w.newIDAfter(ent.TypeStageEntry, after), s.opportunity, last.Position+1, s.to, s.direction, now, s.reason)
	if err := entry.SetNillableGateID(s.gate).SetNillableEnteredByID(s.by).Exec(ctx); err != nil {
		return nil, err
	}
	return u.SetStage(s.to).Save(ctx)
}

// lastGate is the id of the gate of an opportunity that was made last, empty when it has none. A stage entry is later than
// all gates before it; see gateOfVisit.
func (w *writing) lastGate(ctx context.Context, opportunityID string) (string, error) {
	id, err := w.tx.Gate.Query().Where(entgate.OpportunityID(opportunityID)).Order(entgate.ByID(descending)).FirstID(AsSystem(ctx))
	return id, ent.MaskNotFound(err)
}

func (w *writing) enter(ctx context.Context, opportunity string, position int, stage process.OpportunityStage, direction process.StageDirection, at time.Time, reason string) (*ent.StageEntry, error) {
	return w.entry(w.newID(ent.TypeStageEntry), opportunity, position, stage, direction, at, reason).Save(ctx)
}

func (w *writing) entry(id, opportunity string, position int, stage process.OpportunityStage, direction process.StageDirection, at time.Time, reason string) *ent.StageEntryCreate {
	return w.tx.StageEntry.Create().SetID(id).SetOpportunityID(opportunity).SetPosition(position).
		SetStage(stage).SetDirection(direction).SetEnteredAt(at).SetReason(reason).SetNillableEnteredByID(w.hand())
}

// value is what a pointer points to, the zero value for nil.
func value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
