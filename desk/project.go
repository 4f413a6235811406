package desk

import (
	"context"
	"time"

	"bidwell/ent"
	"bidwell/process"
)

// CreateProjectInput is a new project that carries out a contract.
type CreateProjectInput struct {
	ContractID string
	// Name is the contract's title unless told.
	Name      *string
	ManagerID *string
	StartsOn  *time.Time
	EndsOn    *time.Time
}

// CreateProject plans the delivery of a signed contract, with its dates unless told otherwise. Errors: FORBIDDEN,
// GATE_BLOCKED while the contract is not signed, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) CreateProject(ctx context.Context, in CreateProjectInput) (Written[ent.Project], error) {
	return create(ctx, d, ent.TypeProject, func(ctx context.Context, w *writing, id string) (*ent.Project, error) {
		if err := w.mayWrite(ent.TypeProject); err != nil { // what is in the way is told to nobody else
			return nil, err
		}
		if err := w.hold(ctx, ent.TypeContract, in.ContractID, nil, false); err != nil {
			return nil, err
		}
		c, err := w.tx.Contract.Get(ctx, in.ContractID)
		if err != nil {
			return nil, err
		}
		if c.Status != process.ContractStatusSigned {
			return nil, process.Blocked([]process.Blocker{{Code: process.BlockerCodeContractNotSigned, RecordID: c.ID, Subject: c.Title}})
		}
		name := c.Title
		if in.Name != nil {
			name = *in.Name
		}
		starts, ends := firstDay(in.StartsOn, c.StartsOn), firstDay(in.EndsOn, c.EndsOn)
		if err := process.CheckSpan(starts, ends); err != nil {
			return nil, err
		}
		return w.tx.Project.Create().SetID(id).SetOpportunityID(c.OpportunityID).SetContractID(c.ID).SetName(name).
			SetNillableManagerID(in.ManagerID).SetNillableStartsOn(starts).SetNillableEndsOn(ends).Save(ctx)
	})
}

// firstDay is the first of the days that is known.
func firstDay(days ...*time.Time) *time.Time {
	for _, day := range days {
		if day != nil {
			return day
		}
	}
	return nil
}

// UpdateProjectInput changes a project; what is nil stays as it is.
type UpdateProjectInput struct {
	ID        string
	Version   int
	Name      *string
	ManagerID *string
	StartsOn  *time.Time
	EndsOn    *time.Time
}

// UpdateProject changes a project that is not over. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND,
// VALIDATION_FAILED.
func (d *Desk) UpdateProject(ctx context.Context, in UpdateProjectInput) (Written[ent.Project], error) {
	return update(ctx, d, ent.TypeProject, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Project, error) {
		p, err := w.runningProject(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckSpan(firstDay(in.StartsOn, p.StartsOn), firstDay(in.EndsOn, p.EndsOn)); err != nil {
			return nil, err
		}
		u := p.Update().SetNillableManagerID(in.ManagerID).SetNillableStartsOn(in.StartsOn).SetNillableEndsOn(in.EndsOn).SetNillableName(in.Name)
		return u.Save(ctx)
	})
}

// runningProject is a project that is planned or running.
func (w *writing) runningProject(ctx context.Context, id string) (*ent.Project, error) {
	p, err := w.tx.Project.Get(ctx, id)
	if err == nil {
		err = process.CheckProjectGoesOn(p.Status)
	}
	return p, err
}

// StartProject begins delivery, once the handover was accepted. What is in the way comes back as data. Errors: CONFLICT,
// FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND.
func (d *Desk) StartProject(ctx context.Context, in RecordInput) (Written[ent.Project], error) {
	return gated(d.moveProject(ctx, in, process.ProjectStatusRunning, process.BlockerCodeHandoverNotAccepted))
}

// CloseProject ends a project for good: accepted, with nothing open and looked back on (invariant 11). What is in the way
// comes back as data. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND.
func (d *Desk) CloseProject(ctx context.Context, in RecordInput) (Written[ent.Project], error) {
	return gated(d.moveProject(ctx, in, process.ProjectStatusClosed, process.CloseoutRules...))
}

// CancelProject ends a project that will not be carried out. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND.
func (d *Desk) CancelProject(ctx context.Context, in RecordInput) (Written[ent.Project], error) {
	return d.moveProject(ctx, in, process.ProjectStatusCancelled)
}

func (d *Desk) moveProject(ctx context.Context, in RecordInput, to process.ProjectStatus, rules ...process.BlockerCode) (Written[ent.Project], error) {
	return within(ctx, d, ent.TypeProject, in.ID, in.Version, func(ctx context.Context, w *writing, _ *ent.Opportunity) (*ent.Project, error) {
		if err := w.mayWrite(ent.TypeProject); err != nil {
			return nil, err
		}
		p, err := w.tx.Project.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckProjectStatus(p.Status, to); err != nil {
			return nil, err
		}
		only := func(about *process.Dossier) *process.Dossier { return about.OnlyProject(p.ID, value(p.ContractID)) }
		if err := w.check(ctx, p.OpportunityID, only, rules...); err != nil {
			return nil, err
		}
		u := p.Update().SetStatus(to)
		if to != process.ProjectStatusRunning {
			u.SetClosedAt(d.now())
		}
		return u.Save(ctx)
	})
}

// check asks rules about what concerns them of an opportunity, and refuses with what is in the way.
func (w *writing) check(ctx context.Context, opportunity string, only func(*process.Dossier) *process.Dossier, rules ...process.BlockerCode) error {
	if len(rules) == 0 {
		return nil
	}
	about, err := w.dossier(ctx, opportunity)
	if err != nil {
		return err
	}
	return process.Blocked(process.Check(only(about), rules...))
}
