package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/process"
)

// CreateTask makes a task. One of a proposal's plan or of a project belongs to its opportunity. Errors: FORBIDDEN,
// VALIDATION_FAILED, also for records of different opportunities, NOT_FOUND for records it refers to.
func (d *Desk) CreateTask(ctx context.Context, in ent.CreateTaskInput) (Written[ent.Task], error) {
	return create(ctx, d, ent.TypeTask, func(ctx context.Context, w *writing, id string) (*ent.Task, error) {
		opportunity, err := w.agree(ctx, in.OpportunityID,
			tied{ent.TypeProposal, "proposalID", in.ProposalID}, tied{ent.TypeProject, "projectID", in.ProjectID})
		if err != nil {
			return nil, err
		}
		in.OpportunityID = opportunity
		return w.tx.Task.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateTask changes a task. Errors: CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED, also for records of different
// opportunities.
func (d *Desk) UpdateTask(ctx context.Context, in ent.UpdateTaskInput) (Written[ent.Task], error) {
	return update(ctx, d, ent.TypeTask, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Task, error) {
		t, err := w.tx.Task.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		opportunity, err := w.agree(ctx, given(in.OpportunityID, in.ClearOpportunity, t.OpportunityID),
			tied{ent.TypeProposal, "proposalID", given(in.ProposalID, in.ClearProposal, t.ProposalID)},
			tied{ent.TypeProject, "projectID", given(in.ProjectID, in.ClearProject, t.ProjectID)})
		if err != nil {
			return nil, err
		}
		u := t.Update().SetInput(in)
		if opportunity != nil {
			u.SetOpportunityID(*opportunity)
		}
		return u.Save(ctx)
	})
}

// tied is a record that a field of another names and that belongs to an opportunity.
type tied struct {
	entity process.Entity
	field  string
	id     *string
}

// agree refuses parts of an opportunity other than the one that is named, and answers the opportunity of all: the named
// one, else that of the parts.
func (w *writing) agree(ctx context.Context, opportunity *string, parts ...tied) (*string, error) {
	if opportunity != nil {
		if err := w.hold(ctx, ent.TypeOpportunity, *opportunity, nil, false); err != nil {
			return nil, field("opportunityID", err)
		}
	}
	for _, p := range parts {
		if p.id == nil {
			continue
		}
		if err := w.hold(ctx, p.entity, *p.id, nil, false); err != nil {
			return nil, field(p.field, err)
		}
		behind, err := w.opportunityBehind(ctx, *p.id)
		switch {
		case err != nil:
			return nil, err
		case opportunity == nil && behind != "":
			opportunity = &behind
		case behind != value(opportunity) && behind != "":
			return nil, process.Invalid(p.field, process.MsgOtherOpportunity)
		}
	}
	return opportunity, nil
}

// given is a field after an update: the new value, none when it is cleared, else the old one.
func given[T any](set *T, cleared bool, before *T) *T {
	switch {
	case set != nil:
		return set
	case cleared:
		return nil
	default:
		return before
	}
}

// ChangeTaskStatusInput moves a task.
type ChangeTaskStatusInput struct {
	ID      string
	Version int
	Status  process.TaskStatus
}

// ChangeTaskStatus moves a task; one that is done knows since when. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION,
// NOT_FOUND.
func (d *Desk) ChangeTaskStatus(ctx context.Context, in ChangeTaskStatusInput) (Written[ent.Task], error) {
	return update(ctx, d, ent.TypeTask, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Task, error) {
		t, err := w.tx.Task.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckTaskStatus(t.Status, in.Status); err != nil {
			return nil, err
		}
		u := t.Update().SetStatus(in.Status)
		if in.Status == process.TaskStatusDone {
			u.SetDoneAt(d.now())
		} else if t.DoneAt != nil {
			u.ClearDoneAt()
		}
		return u.Save(ctx)
	})
}
