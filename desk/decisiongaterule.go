package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"bidwell/ent"
	"bidwell/ent/user"
	"bidwell/process"
)

// DecideGateInput is the decision of a gate.
type DecideGateInput struct {
	ID         string
	Version    int
	Decision   process.GateDecision
	Reason     *string
	DeferUntil *time.Time
	Outcome    *process.OpportunityStatus
	// Deciders are who decided beside the viewer.
	Deciders []string
	// ForUserID is the absent colleague in whose stead the viewer decides.
	ForUserID *string
}

// DecideGate decides an open gate, by one of those whom the template names for it. ADVANCE needs every criterion met,
// every rule satisfied and every lesson answered, and moves the opportunity to the next stage; END ends it; DEFER puts
// the gate off. Answers blockers. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) DecideGate(ctx context.Context, in DecideGateInput) (Written[ent.Gate], error) {
	return gated(d.atGate(ctx, in.ID, in.Version, in.ForUserID, func(ctx context.Context, w *writing, p *passage) (*ent.Gate, error) {
		if err := w.jury(ctx, p.def, in.Deciders, p.stead); err != nil {
			return nil, err
		}
		reason := strings.TrimSpace(value(in.Reason))
		err := process.CheckGateRuling(process.GateRuling{Decision: in.Decision, Reason: reason, DeferUntil: in.DeferUntil, Outcome: in.Outcome, Now: d.now()})
		if err != nil {
			return nil, err
		}
		if in.Decision == process.GateDecisionAdvance {
			err = w.mayAdvance(ctx, p)
		} else {
			err = process.CheckGateStatus(facts(p.gate), process.GateStatusDecided)
		}
		if err != nil {
			return nil, err
		}
		g, err := w.rule(p.gate.Update(), in.Decision, reason, in.Deciders).SetNillableDeferUntil(in.DeferUntil).SetNillableDecidedForID(in.ForUserID).Save(ctx)
		if err != nil {
			return nil, err
		}
		switch in.Decision {
		case process.GateDecisionAdvance:
			return g, w.advance(ctx, p, reason)
		case process.GateDecisionEnd:
			return g, w.endPursuit(ctx, p, in.Outcome)
		default:
			return g, nil
		}
	}))
}

// jury holds that all who decide may: the viewer, and the users named with them.
func (w *writing) jury(ctx context.Context, def process.GateDef, with []string, stead *process.Stead) error {
	refusal := process.NewError(process.CodeForbidden, process.MsgGateDeciders, "roles", rolesOf(def.Deciders))
	if !process.MayDecideGateFor(w.viewer, def, stead) {
		return refusal
	}
	return w.colleagues(ctx, with, func(u *ent.User) bool {
		return process.MayDecideGate(&process.Viewer{Role: u.Role}, def)
	}, process.Invalid("deciders", process.MsgGateDeciders, "roles", rolesOf(def.Deciders)))
}

func rolesOf(roles []process.UserRole) string {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = string(r)
	}
	return strings.Join(names, ", ")
}

// colleagues holds that ids name active users, each once, all of whom are fit for what they are named for.
func (w *writing) colleagues(ctx context.Context, ids []string, fit func(*ent.User) bool, refusal error) error {
	for i, id := range ids {
		if err := process.CheckID("deciders", id, ent.TypeUser); err != nil {
			return err
		}
		if slices.Contains(ids[:i], id) {
			return process.Invalid("deciders", process.MsgListedTwice, "value", id)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	users, err := w.tx.User.Query().Where(user.IDIn(ids...), user.Active(true), user.ArchivedAtIsNil()).All(AsSystem(ctx))
	if err != nil {
		return err
	}
	for _, id := range ids {
		at := slices.IndexFunc(users, func(u *ent.User) bool { return u.ID == id })
		if at < 0 {
			return process.NotFound(id)
		}
		if !fit(users[at]) {
			return refusal
		}
	}
	return nil
}

// mayAdvance is nil when nothing is in the way of a gate.
func (w *writing) mayAdvance(ctx context.Context, p *passage) error {
	if f := facts(p.gate); f.Passed() { // at the last stage, from which it does not go on
		return process.CheckGateStatus(f, process.GateStatusDecided)
	}
	dossier, err := w.dossier(ctx, p.opportunity.ID)
	if err != nil {
		return err
	}
	f, err := factsOf(ctx, w.tx.Client(), p.gate)
	if err != nil {
		return err
	}
	return process.Blocked(process.GateBlockers(dossier, p.def, f))
}

// advance moves the opportunity through the gate; after the last stage there is none to move to.
func (w *writing) advance(ctx context.Context, p *passage, reason string) error {
	next, further := process.NextStage(p.template, p.opportunity.Stage)
	if !further {
		return nil
	}
	_, err := w.move(ctx, p.opportunity.Update(), stageStep{
		opportunity: p.opportunity.ID, to: next, direction: process.StageDirectionForward, reason: reason, gate: &p.gate.ID,
	})
	return err
}

// endPursuit ends the opportunity as its gate decided.
func (w *writing) endPursuit(ctx context.Context, p *passage, wanted *process.OpportunityStatus) error {
	if err := process.CheckOpen(p.opportunity.Status); err != nil {
		return err
	}
	outcome, err := process.EndOfPursuit(p.opportunity.Stage, wanted)
	if err != nil {
		return err
	}
	return p.opportunity.Update().SetStatus(outcome).SetDecidedAt(w.desk.now()).Exec(ctx)
}
