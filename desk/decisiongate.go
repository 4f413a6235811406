package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"bidwell/ent"
	entgate "bidwell/ent/gate"
	"bidwell/ent/lesson"
	"bidwell/ent/lessonexposure"
	"bidwell/ent/stageentry"
	"bidwell/process"
)

// passage is an opportunity at the gate of its stage.
type passage struct {
	opportunity *ent.Opportunity
	template    process.TemplateDefinition
	def         process.GateDef
	// gate is nil while the current visit to the stage has none.
	gate *ent.Gate
	// stead is in whose place the gate is decided; nil for oneself.
	stead *process.Stead
}

// approach finds the gate at the exit of the stage in which an opportunity is, which the caller holds, in the place of somebody
// or for oneself. Errors: FORBIDDEN for who neither writes gates nor decides this one, ILLEGAL_TRANSITION for an opportunity
// that has ended or whose stage has no gate.
func (w *writing) approach(ctx context.Context, opportunityID string, stead *process.Stead) (*passage, error) {
	o, err := w.tx.Opportunity.Get(ctx, opportunityID)
	if err != nil {
		return nil, err
	}
	if err := process.CheckUnderWay(o.Status); err != nil {
		return nil, err
	}
	o, t, err := w.follow(ctx, o)
	if err != nil {
		return nil, err
	}
	def := process.GateAt(t, o.Stage)
	if def == nil {
		return nil, process.NewError(process.CodeIllegalTransition, process.MsgGateAbsent, "stage", string(o.Stage))
	}
	if !process.May(w.viewer, process.ActionWrite, ent.TypeGate) && !process.MayDecideGateFor(w.viewer, *def, stead) {
		return nil, process.NewError(process.CodeForbidden, process.MsgForbidden)
	}
	g, err := w.gateOfVisit(ctx, o, def.Kind)
	return &passage{opportunity: o, template: t, def: *def, gate: g, stead: stead}, err
}

// gateOfVisit is the gate of a kind that belongs to the current visit to the stage: one made since the stage was entered.
// Going back and coming again takes a gate of its own. An archived one is still in the way.
func (w *writing) gateOfVisit(ctx context.Context, o *ent.Opportunity, kind process.GateKind) (*ent.Gate, error) {
	entry, err := w.lastEntry(ctx, o.ID)
	if err != nil {
		return nil, err
	}
	g, err := w.tx.Gate.Query().Where(entgate.OpportunityID(o.ID), entgate.KindEQ(kind), entgate.StageEQ(o.Stage)).
		Order(entgate.ByAttempt(descending)).First(ctx)
	if ent.IsNotFound(err) || err == nil && !later(g.ID, entry.ID) {
		return nil, nil //nolint:nilnil // no gate is an answer
	}
	if err != nil {
		return nil, err
	}
	if g.ArchivedAt != nil {
		return nil, process.NewError(process.CodeConflict, process.MsgArchived)
	}
	return g, nil
}

func (w *writing) lastEntry(ctx context.Context, opportunityID string) (*ent.StageEntry, error) {
	return w.tx.StageEntry.Query().Where(stageentry.OpportunityID(opportunityID)).Order(stageentry.ByPosition(descending)).First(ctx)
}

// atGate runs a use case on the gate id as it was read at version: the opportunity is held first, then the gate, as
// everywhere, so that no two wait for each other. It may be taken in the stead of an absent colleague.
func (d *Desk) atGate(ctx context.Context, id string, version int, forUserID *string, step func(context.Context, *writing, *passage) (*ent.Gate, error)) (Written[ent.Gate], error) {
	var changed *ent.Gate
	last, err := d.transact(ctx, func(ctx context.Context, w *writing) error {
		if err := process.CheckID("id", id, ent.TypeGate); err != nil {
			return err
		}
		g, err := w.tx.Gate.Query().Where(entgate.ID(id)).Only(ctx)
		if ent.IsNotFound(err) {
			return process.NotFound(id)
		}
		if err != nil {
			return err
		}
		if err := w.hold(ctx, ent.TypeOpportunity, g.OpportunityID, nil, false); err != nil {
			return err
		}
		if err := w.lock(ctx, ent.TypeGate, id, version); err != nil {
			return err
		}
		stead, err := w.steadOf(ctx, forUserID)
		if err != nil {
			return err
		}
		p, err := w.approach(ctx, g.OpportunityID, stead)
		if err != nil {
			return err
		}
		if p.gate == nil || p.gate.ID != id {
			return process.NewError(process.CodeIllegalTransition, process.MsgGateLeft)
		}
		changed, err = step(allow(ctx), w, p)
		return err
	})
	return finish(changed, last, err)
}

// ScheduleGateInput says when the gate of an opportunity's stage is to be decided.
type ScheduleGateInput struct {
	OpportunityID string
	Version       int
	ScheduledFor  time.Time
}

// ScheduleGate plans the gate at the exit of the current stage, or moves it to another time. Errors: CONFLICT, FORBIDDEN,
// ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED for a time that has passed.
func (d *Desk) ScheduleGate(ctx context.Context, in ScheduleGateInput) (Written[ent.Gate], error) {
	return create(ctx, d, ent.TypeGate, func(ctx context.Context, w *writing, _ string) (*ent.Gate, error) {
		if err := w.lock(ctx, ent.TypeOpportunity, in.OpportunityID, in.Version); err != nil {
			return nil, err
		}
		p, err := w.approach(ctx, in.OpportunityID, nil)
		if err != nil {
			return nil, err
		}
		if !in.ScheduledFor.After(d.now()) {
			return nil, process.Invalid("scheduledFor", process.MsgGateTimePast)
		}
		if p.gate == nil {
			return w.newGate(ctx, p, process.GateStatusNotStarted, &in.ScheduledFor)
		}
		if facts(p.gate).Passed() {
			return nil, process.NewError(process.CodeIllegalTransition, process.MsgGateStands)
		}
		return p.gate.Update().SetScheduledFor(in.ScheduledFor).Save(allow(ctx))
	})
}

// newGate makes the gate of the current visit. Attempts count all that there ever were of the kind.
func (w *writing) newGate(ctx context.Context, p *passage, status process.GateStatus, scheduled *time.Time) (*ent.Gate, error) {
	attempt := 1
	switch latest, err := w.tx.Gate.Query().Where(entgate.OpportunityID(p.opportunity.ID), entgate.KindEQ(p.def.Kind)).
		Order(entgate.ByAttempt(descending)).First(ctx); {
	case err == nil:
		attempt = latest.Attempt + 1
	case !ent.IsNotFound(err):
		return nil, err
	}
	entry, err := w.lastEntry(ctx, p.opportunity.ID)
	if err != nil {
		return nil, err
	}
	return w.tx.Gate.Create().SetID(w.newIDAfter(ent.TypeGate, entry.ID)).SetOpportunityID(p.opportunity.ID).SetKind(p.def.Kind).
		SetStage(p.def.Stage).SetAttempt(attempt).SetStatus(status).SetNillableScheduledFor(scheduled).
		SetChecklist(process.RenewChecklist(p.def, nil)).Save(allow(ctx))
}

// OpenGateInput opens the gate of an opportunity's stage.
type OpenGateInput struct {
	OpportunityID string
	Version       int
	Reason        *string
}

// OpenGate opens the gate at the exit of the current stage, with its criteria and the lessons that may help. A deferred
// one opens again on its day, or before with a reason. Answers blockers: GATE_DEFERRED. Errors: CONFLICT, FORBIDDEN,
// ILLEGAL_TRANSITION, NOT_FOUND.
func (d *Desk) OpenGate(ctx context.Context, in OpenGateInput) (Written[ent.Gate], error) {
	alike := d.lessonsLike(ctx, in.OpportunityID)
	return gated(create(ctx, d, ent.TypeGate, func(ctx context.Context, w *writing, _ string) (*ent.Gate, error) {
		if err := w.lock(ctx, ent.TypeOpportunity, in.OpportunityID, in.Version); err != nil {
			return nil, err
		}
		p, err := w.approach(ctx, in.OpportunityID, nil)
		if err != nil {
			return nil, err
		}
		if p.gate == nil {
			p.gate, err = w.newGate(ctx, p, process.GateStatusOpen, nil)
		} else {
			p.gate, err = w.reopenGate(ctx, p, value(in.Reason))
		}
		if err != nil {
			return nil, err
		}
		return p.gate, w.showLessons(allow(ctx), p, alike)
	}))
}

// reopenGate opens a gate that was planned or deferred.
func (w *writing) reopenGate(ctx context.Context, p *passage, reason string) (*ent.Gate, error) {
	if err := process.CheckGateOpening(facts(p.gate), w.desk.now(), reason); err != nil {
		return nil, err
	}
	g, err := p.gate.Update().SetStatus(process.GateStatusOpen).ClearDecision().ClearDecidedAt().ClearDeciders().ClearDecidedForID().ClearDeferUntil().ClearReason().
		SetChecklist(process.RenewChecklist(p.def, p.gate.Checklist)).Save(allow(ctx))
	w.because(reason)
	return g, err
}

// CheckGateCriterionInput judges an exit criterion of a gate.
type CheckGateCriterionInput struct {
	ID       string
	Version  int
	Code     string
	State    process.CriterionState
	Evidence *string
}

// CheckGateCriterion records whether an exit criterion of an open gate is met, and what shows it. Errors: CONFLICT,
// FORBIDDEN, GATE_BLOCKED for a gate that is not open, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED for an unknown
// criterion or one that is met without evidence.
func (d *Desk) CheckGateCriterion(ctx context.Context, in CheckGateCriterionInput) (Written[ent.Gate], error) {
	return d.atGate(ctx, in.ID, in.Version, nil, func(ctx context.Context, w *writing, p *passage) (*ent.Gate, error) {
		if p.gate.Status != process.GateStatusOpen {
			return nil, process.Blocked([]process.Blocker{{Code: process.BlockerCodeGateNotOpen, RecordID: in.ID}})
		}
		judged := process.GateCheck{Code: in.Code, State: in.State, Evidence: strings.TrimSpace(value(in.Evidence)), By: w.viewer.UserID, At: new(d.now())}
		list, err := process.JudgeCriterion(p.gate.Checklist, judged)
		if err != nil {
			return nil, err
		}
		return p.gate.Update().SetChecklist(list).Save(ctx)
	})
}

// facts are what the rules know of a gate, without its lessons.
func facts(g *ent.Gate) process.GateFacts {
	return process.GateFacts{ID: g.ID, Status: g.Status, Decision: g.Decision, DeferUntil: g.DeferUntil, Checklist: g.Checklist}
}

// factsOf are all that the rules know of a gate. A lesson that somebody archived unanswered is unanswered all the same; one
// that was protected since is named to nobody, and waits for no answer.
func factsOf(ctx context.Context, from *ent.Client, g *ent.Gate) (process.GateFacts, error) {
	f := facts(g)
	open, err := from.LessonExposure.Query().Where(lessonexposure.GateID(g.ID), lessonexposure.ResponseIsNil()).
		Order(lessonexposure.ByRank(), lessonexposure.ByID()).WithLesson().All(AsSystem(ctx))
	if err != nil || len(open) == 0 {
		return f, err
	}
	ids := make([]string, len(open))
	for i, e := range open {
		ids[i] = e.LessonID
	}
	shown, err := from.Lesson.Query().Where(lesson.IDIn(ids...)).IDs(asAnybody(ctx))
	for _, e := range open {
		if slices.Contains(shown, e.LessonID) {
			f.Unanswered = append(f.Unanswered, process.ExposureFacts{ID: e.ID, Title: e.Edges.Lesson.Title})
		}
	}
	return f, err
}

// GateBlockers are what keeps a gate from letting its opportunity go on, as a client shows them before the decision; none
// once it is decided or its stage is left.
func (d *Desk) GateBlockers(ctx context.Context, g *ent.Gate) ([]*process.Blocker, error) {
	if f := facts(g); f.Passed() || process.CheckGateStatus(f, process.GateStatusTailoredOut) != nil {
		return nil, nil
	}
	dossier, err := d.dossier(ctx, g.OpportunityID)
	if err != nil {
		return nil, err
	}
	def := process.GateAt(dossier.Definition, dossier.Stage)
	if dossier.Stage != g.Stage || def == nil || def.Kind != g.Kind || process.CheckUnderWay(dossier.Status) != nil {
		return nil, nil
	}
	f, err := factsOf(ctx, d.reader, g)
	return pointers(process.GateBlockers(dossier, *def, f)), err
}

// undecidedGates are the gates of an opportunity that are open or planned.
func (w *writing) undecidedGates(ctx context.Context, opportunityID string) ([]*ent.Gate, error) {
	return w.tx.Gate.Query().Where(entgate.OpportunityID(opportunityID), entgate.StatusIn(process.GateStatusNotStarted, process.GateStatusOpen)).
		Order(entgate.ByID()).All(AsSystem(ctx))
}

// settle closes a gate over which something else has decided: the opportunity went back, ended or rests. One that was
// only planned is no longer so.
func (w *writing) settle(ctx context.Context, g *ent.Gate, decision process.GateDecision, reason string) error {
	if g.Status == process.GateStatusNotStarted {
		if g.ScheduledFor == nil {
			return nil
		}
		return g.Update().ClearScheduledFor().Exec(allow(ctx))
	}
	return w.rule(g.Update(), decision, reason, nil).Exec(allow(ctx))
}

// settleGates settles all undecided gates of an opportunity.
func (w *writing) settleGates(ctx context.Context, opportunityID string, decision process.GateDecision, reason string) error {
	open, err := w.undecidedGates(ctx, opportunityID)
	for _, g := range open {
		if err := w.settle(ctx, g, decision, reason); err != nil {
			return err
		}
	}
	return err
}

// rule is the record of a decision, by the viewer and those who decided with them.
func (w *writing) rule(u *ent.GateUpdateOne, decision process.GateDecision, reason string, with []string) *ent.GateUpdateOne {
	deciders := slices.Clone(with)
	if by := w.viewer.UserID; by != "" && !slices.Contains(deciders, by) {
		deciders = slices.Insert(deciders, 0, by)
	}
	return u.SetStatus(process.GateStatusDecided).SetDecision(decision).SetReason(reason).SetDeciders(deciders).SetDecidedAt(w.desk.now())
}
