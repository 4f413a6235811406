package desk

import (
	"context"

	"bidwell/ent"
	entgate "bidwell/ent/gate"
	"bidwell/process"
)

// TailorGateInput leaves a gate out.
type TailorGateInput struct {
	ID      string
	Version int
	How     string
	Reason  string
}

// TailorGate leaves a gate out, as far as the template allows that: at once, or by asking for an approval, on which the
// gate is left out when it is given. The reason and what is done instead stay with the gate. Errors: CONFLICT also while
// an approval is asked for, FORBIDDEN, ILLEGAL_TRANSITION for a gate that is never left out, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) TailorGate(ctx context.Context, in TailorGateInput) (Written[ent.Gate], error) {
	return d.atGate(ctx, in.ID, in.Version, nil, func(ctx context.Context, w *writing, p *passage) (*ent.Gate, error) {
		needsApproval, err := process.CheckTailoring(p.def, facts(p.gate), in.How, in.Reason)
		if err != nil {
			return nil, err
		}
		u := p.gate.Update().SetTailoredHow(in.How).SetTailoredReason(in.Reason).SetNillableTailoredByID(w.hand())
		if !needsApproval {
			return u.SetStatus(process.GateStatusTailoredOut).Save(ctx)
		}
		asked, err := w.askTailoring(ctx, p, in.Reason)
		if err != nil {
			return nil, err
		}
		return u.SetApprovalID(asked.ID).Save(ctx)
	})
}

// askTailoring asks for the approval of leaving a gate out.
func (w *writing) askTailoring(ctx context.Context, p *passage, reason string) (*ent.Approval, error) {
	if err := w.notAskedYet(ctx, p.gate.ID, process.ApprovalTypeTailoring); err != nil {
		return nil, err
	}
	rules, err := w.authority(ctx, process.ApprovalTypeTailoring)
	if err != nil {
		return nil, err
	}
	c := w.tx.Approval.Create().SetID(w.newID(ent.TypeApproval)).SetSubjectID(p.gate.ID).SetType(process.ApprovalTypeTailoring).
		SetReason(reason).SetOpportunityID(p.opportunity.ID).SetCurrency(p.opportunity.Currency).SetNillableRequestedByID(w.hand())
	if role := process.RequiredRole(rules, process.ApprovalTypeTailoring, process.Stake{}); role != "" {
		c.SetRequiredRole(role)
	}
	return c.Save(ctx)
}

// tailoringDecided leaves a gate out once that is approved, if it is this approval that was asked for with how and why.
// The gate may have been decided or left behind by then: that stands, and the approval comes to nothing. Error:
// ILLEGAL_TRANSITION for a gate that the template has come to demand meanwhile.
func (w *writing) tailoringDecided(ctx context.Context, a *ent.Approval) error {
	g, err := w.tx.Gate.Query().Where(entgate.ID(a.SubjectID)).Only(ctx)
	if err != nil {
		return err
	}
	if value(g.ApprovalID) != a.ID || process.CheckGateStatus(facts(g), process.GateStatusTailoredOut) != nil {
		return nil
	}
	o, err := w.tx.Opportunity.Get(AsSystem(ctx), g.OpportunityID)
	if err != nil {
		return err
	}
	_, t, err := w.follow(ctx, o)
	if err != nil {
		return err
	}
	if def := process.GateAt(t, g.Stage); def != nil && def.Kind == g.Kind {
		if _, err := process.CheckTailoring(*def, facts(g), g.TailoredHow, g.TailoredReason); err != nil {
			return err
		}
	}
	return g.Update().SetStatus(process.GateStatusTailoredOut).Exec(ctx)
}
