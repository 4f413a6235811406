package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/ent/changerequest"
	"bidwell/process"
)

// CreateChangeRequestInput is a change somebody asks for.
type CreateChangeRequestInput struct {
	ProjectID     string
	Title         string
	Description   *string
	RequestedBy   *string
	RequirementID *string
	CommitmentID  *string
}

// CreateChangeRequest records a change asked for in a project that is not over. Errors: FORBIDDEN, ILLEGAL_TRANSITION,
// NOT_FOUND, VALIDATION_FAILED for a requirement or commitment of another opportunity.
func (d *Desk) CreateChangeRequest(ctx context.Context, in CreateChangeRequestInput) (Written[ent.ChangeRequest], error) {
	return create(ctx, d, ent.TypeChangeRequest, func(ctx context.Context, w *writing, id string) (*ent.ChangeRequest, error) {
		if err := w.hold(ctx, ent.TypeProject, in.ProjectID, nil, false); err != nil { // numbers follow one another
			return nil, err
		}
		p, err := w.runningProject(ctx, in.ProjectID)
		if err != nil {
			return nil, err
		}
		if err := w.partOf(ctx, "requirementID", ent.TypeRequirement, in.RequirementID, p.OpportunityID); err != nil {
			return nil, err
		}
		if err := w.partOf(ctx, "commitmentID", ent.TypeCommitment, in.CommitmentID, p.OpportunityID); err != nil {
			return nil, err
		}
		o, err := w.tx.Opportunity.Get(ctx, p.OpportunityID)
		if err != nil {
			return nil, err
		}
		n, err := w.tx.ChangeRequest.Query().Where(changerequest.ProjectID(p.ID)).Count(ctx)
		if err != nil {
			return nil, err
		}
		return w.tx.ChangeRequest.Create().SetID(id).SetProjectID(p.ID).SetOpportunityID(p.OpportunityID).SetNumber(n + 1).SetTitle(in.Title).
			SetNillableDescription(in.Description).SetNillableRequestedBy(in.RequestedBy).SetNillableRequirementID(in.RequirementID).
			SetNillableCommitmentID(in.CommitmentID).SetCurrency(o.Currency).Save(ctx)
	})
}

// SubmitChangeRequest asks for the assessment of a change. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND.
func (d *Desk) SubmitChangeRequest(ctx context.Context, in RecordInput) (Written[ent.ChangeRequest], error) {
	return d.moveChangeRequest(ctx, in.ID, in.Version, process.ChangeRequestStatusSubmitted, func(*writing, *ent.ChangeRequest, *ent.ChangeRequestUpdateOne) error { return nil })
}

// AssessChangeRequestInput is what a change costs and delays.
type AssessChangeRequestInput struct {
	ID      string
	Version int
	// CostImpact is in minor units of Currency, the opportunity's unless told; negative when it saves.
	CostImpact int64
	Currency   *string
	DaysImpact int
	Advice     *string
}

// AssessChangeRequest records the effect of a change on cost and schedule. Errors: CONFLICT, FORBIDDEN,
// ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) AssessChangeRequest(ctx context.Context, in AssessChangeRequestInput) (Written[ent.ChangeRequest], error) {
	return d.moveChangeRequest(ctx, in.ID, in.Version, process.ChangeRequestStatusAssessed, func(w *writing, _ *ent.ChangeRequest, u *ent.ChangeRequestUpdateOne) error {
		u.SetCostImpact(in.CostImpact).SetDaysImpact(in.DaysImpact).SetNillableCurrency(in.Currency).SetNillableAdvice(in.Advice)
		u.SetNillableAssessedByID(w.hand())
		return nil
	})
}

// DecideChangeRequestInput approves or rejects a change.
type DecideChangeRequestInput struct {
	ID      string
	Version int
	Approve bool
	Reason  *string
}

// DecideChangeRequest approves or rejects a change that somebody else asked for; a rejection says why. Errors: CONFLICT,
// FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) DecideChangeRequest(ctx context.Context, in DecideChangeRequestInput) (Written[ent.ChangeRequest], error) {
	to := process.ChangeRequestStatusRejected
	if in.Approve {
		to = process.ChangeRequestStatusApproved
	}
	return d.moveChangeRequest(ctx, in.ID, in.Version, to, func(w *writing, c *ent.ChangeRequest, u *ent.ChangeRequestUpdateOne) error {
		if err := process.CheckGiven("reason", value(in.Reason), process.MsgReasonRequired); err != nil && !in.Approve {
			return err
		}
		u.SetNillableDecidedByID(w.hand())
		u.SetDecidedAt(d.now()).SetNillableReason(in.Reason)
		return process.CheckOther(w.viewer.UserID, c.CreatedBy)
	})
}

// ImplementChangeRequest records that an approved change was carried out, and moves the project's end by its days.
// Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED when it would end before it begins.
func (d *Desk) ImplementChangeRequest(ctx context.Context, in RecordInput) (Written[ent.ChangeRequest], error) {
	return update(ctx, d, ent.TypeChangeRequest, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.ChangeRequest, error) {
		c, err := w.tx.ChangeRequest.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckChangeRequestStatus(c.Status, process.ChangeRequestStatusImplemented); err != nil {
			return nil, err
		}
		if err := w.delay(ctx, c.ProjectID, value(c.DaysImpact)); err != nil {
			return nil, err
		}
		return c.Update().SetStatus(process.ChangeRequestStatusImplemented).SetImplementedAt(d.now()).Save(ctx)
	})
}

// delay moves the planned end of a project by days.
func (w *writing) delay(ctx context.Context, project string, days int) error {
	if err := w.hold(ctx, ent.TypeProject, project, nil, false); err != nil {
		return err
	}
	p, err := w.runningProject(ctx, project)
	if err != nil || p.EndsOn == nil || days == 0 {
		return err
	}
	ends := p.EndsOn.AddDate(0, 0, days)
	if err := process.CheckSpan(p.StartsOn, &ends); err != nil {
		return err
	}
	return p.Update().SetEndsOn(ends).Exec(ctx)
}

func (d *Desk) moveChangeRequest(ctx context.Context, id string, version int, to process.ChangeRequestStatus, set func(*writing, *ent.ChangeRequest, *ent.ChangeRequestUpdateOne) error) (Written[ent.ChangeRequest], error) {
	return update(ctx, d, ent.TypeChangeRequest, id, version, func(ctx context.Context, w *writing) (*ent.ChangeRequest, error) {
		c, err := w.tx.ChangeRequest.Get(ctx, id)
		if err != nil {
			return nil, err
		}
		if err := process.CheckChangeRequestStatus(c.Status, to); err != nil {
			return nil, err
		}
		if to != process.ChangeRequestStatusRejected { // what a project that is over leaves can still be turned down
			if _, err := w.runningProject(ctx, c.ProjectID); err != nil {
				return nil, err
			}
		}
		u := c.Update().SetStatus(to)
		if err := set(w, c, u); err != nil {
			return nil, err
		}
		return u.Save(ctx)
	})
}

// ChangeImpact sums what the changes of a project cost and delay. Errors: NOT_FOUND, UNAUTHENTICATED, VALIDATION_FAILED
// when costs are in several currencies.
func (d *Desk) ChangeImpact(ctx context.Context, projectID string) (*process.Impact, error) {
	v, err := signedIn(ctx)
	if err != nil {
		return nil, err
	}
	if err := process.CheckID("projectID", projectID, ent.TypeProject); err != nil {
		return nil, err
	}
	if err := d.checkVisible(ctx, v, projectID); err != nil {
		return nil, err
	}
	changes, err := d.reader.ChangeRequest.Query().Where(changerequest.ProjectID(projectID), changerequest.ArchivedAtIsNil()).All(ctx)
	if err != nil {
		return nil, err
	}
	facts := make([]process.ChangeImpactFacts, len(changes))
	for i, c := range changes {
		facts[i] = process.ChangeImpactFacts{Status: c.Status, Cost: value(c.CostImpact), Currency: c.Currency, Days: value(c.DaysImpact)}
	}
	sum, err := process.ChangeImpactOf(facts)
	if len(changes) > 0 { // else there is no cost to hide
		sum.OpportunityID = changes[0].OpportunityID
	}
	return &sum, err
}
