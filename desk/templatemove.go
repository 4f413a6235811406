package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/process"
)

// MoveOpportunityToTemplateInput lets an opportunity follow another version of a process template.
type MoveOpportunityToTemplateInput struct {
	ID         string
	Version    int
	TemplateID string
	Reason     string
}

// MoveOpportunityToTemplate lets an opportunity follow another version of a process template, for those who keep the
// templates to decide; the change log keeps the reason. A gate that is open goes on with the criteria of the new version,
// or is put off where that has another gate. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION for an ended opportunity, a
// version that is not published or that lacks the current stage, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) MoveOpportunityToTemplate(ctx context.Context, in MoveOpportunityToTemplateInput) (Written[ent.Opportunity], error) {
	return update(ctx, d, ent.TypeOpportunity, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Opportunity, error) {
		if err := w.mayWrite(ent.TypeProcessTemplate); err != nil {
			return nil, err
		}
		if err := process.CheckID("templateID", in.TemplateID, ent.TypeProcessTemplate); err != nil {
			return nil, err
		}
		if err := w.hold(ctx, ent.TypeProcessTemplate, in.TemplateID, nil, false); err != nil {
			return nil, err
		}
		t, err := w.tx.ProcessTemplate.Get(ctx, in.TemplateID)
		if err != nil {
			return nil, err
		}
		o, err := w.tx.Opportunity.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckTemplateFollowed(o.Status, t.Status, t.ID == value(o.TemplateID)); err != nil {
			return nil, err
		}
		if err := process.CheckStageKept(t.Definition, o.Stage, in.Reason); err != nil {
			return nil, err
		}
		if err := w.regate(ctx, o, t.Definition, in.Reason); err != nil {
			return nil, err
		}
		o, err = o.Update().SetTemplateID(t.ID).Save(ctx)
		w.because(in.Reason)
		return o, err
	})
}

// because keeps with the last change why it was made, for records that have no field of their own for that.
func (w *writing) because(reason string) {
	if n := len(w.changes); n > 0 && w.changes[n-1].fields != nil && reason != "" {
		w.changes[n-1].fields["reason"] = process.FieldChange{To: reason}
	}
}

// regate brings the undecided gate of an opportunity in line with another definition.
func (w *writing) regate(ctx context.Context, o *ent.Opportunity, t process.TemplateDefinition, reason string) error {
	open, err := w.undecidedGates(ctx, o.ID)
	if err != nil {
		return err
	}
	for _, g := range open {
		def := process.GateAt(t, g.Stage)
		if def == nil || def.Kind != g.Kind || g.Stage != o.Stage {
			if err := w.settle(ctx, g, process.GateDecisionDefer, reason); err != nil {
				return err
			}
			continue
		}
		if err := g.Update().SetChecklist(process.RenewChecklist(*def, g.Checklist)).Exec(allow(ctx)); err != nil {
			return err
		}
	}
	return nil
}
