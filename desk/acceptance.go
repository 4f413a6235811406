package desk

import (
	"context"
	"time"

	"bidwell/ent"
	"bidwell/ent/acceptancecriterion"
	"bidwell/ent/commitment"
	"bidwell/ent/requirement"
	"bidwell/process"
)

// PlanAcceptanceInput is an acceptance to come.
type PlanAcceptanceInput struct {
	ProjectID  string
	Kind       process.AcceptanceKind
	PlannedFor *time.Time
}

// PlanAcceptance plans an acceptance and draws up its criteria from the record: one for each confirmed requirement that
// is a must and one for each commitment in the contract, traced to where it comes from. Errors: FORBIDDEN,
// ILLEGAL_TRANSITION, NOT_FOUND.
func (d *Desk) PlanAcceptance(ctx context.Context, in PlanAcceptanceInput) (Written[ent.Acceptance], error) {
	return create(ctx, d, ent.TypeAcceptance, func(ctx context.Context, w *writing, id string) (*ent.Acceptance, error) {
		if err := w.hold(ctx, ent.TypeProject, in.ProjectID, nil, false); err != nil {
			return nil, err
		}
		p, err := w.runningProject(ctx, in.ProjectID)
		if err != nil {
			return nil, err
		}
		a, err := w.tx.Acceptance.Create().SetID(id).SetProjectID(p.ID).SetOpportunityID(p.OpportunityID).SetKind(in.Kind).SetNillablePlannedFor(in.PlannedFor).Save(ctx)
		if err != nil {
			return nil, err
		}
		return a, w.drawUpCriteria(ctx, a)
	})
}

func (w *writing) drawUpCriteria(ctx context.Context, a *ent.Acceptance) error {
	demands, err := w.tx.Requirement.Query().Where(requirement.OpportunityID(a.OpportunityID), requirement.ArchivedAtIsNil(),
		requirement.StatusEQ(process.RequirementStatusConfirmed), requirement.PriorityEQ(process.RequirementPriorityMust)).Order(requirement.ByNumber(), requirement.ByID()).All(ctx)
	if err != nil {
		return err
	}
	promises, err := w.tx.Commitment.Query().Where(commitment.OpportunityID(a.OpportunityID), commitment.ArchivedAtIsNil(),
		commitment.StatusIn(process.CommitmentStatusContracted, process.CommitmentStatusHandedOver)).Order(commitment.ByID()).All(ctx)
	if err != nil {
		return err
	}
	var all []*ent.AcceptanceCriterionCreate
	for _, r := range demands {
		all = append(all, w.criterion(a).SetRequirementID(r.ID).SetText(firstText(r.SuccessCriterion, r.Text)))
	}
	for _, c := range promises {
		all = append(all, w.criterion(a).SetCommitmentID(c.ID).SetText(c.Text))
	}
	return w.tx.AcceptanceCriterion.CreateBulk(all...).Exec(ctx)
}

func (w *writing) criterion(a *ent.Acceptance) *ent.AcceptanceCriterionCreate {
	return w.tx.AcceptanceCriterion.Create().SetID(w.newID(ent.TypeAcceptanceCriterion)).SetAcceptanceID(a.ID)
}

// AddAcceptanceCriterionInput is one more thing the customer accepts.
type AddAcceptanceCriterionInput struct {
	AcceptanceID  string
	Text          string
	RequirementID *string
	CommitmentID  *string
}

// AddAcceptanceCriterion adds a criterion to an acceptance that is not over. Errors: FORBIDDEN, ILLEGAL_TRANSITION,
// NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) AddAcceptanceCriterion(ctx context.Context, in AddAcceptanceCriterionInput) (Written[ent.AcceptanceCriterion], error) {
	return create(ctx, d, ent.TypeAcceptanceCriterion, func(ctx context.Context, w *writing, id string) (*ent.AcceptanceCriterion, error) {
		a, err := w.openAcceptance(ctx, in.AcceptanceID)
		if err != nil {
			return nil, err
		}
		if err := w.partOf(ctx, "requirementID", ent.TypeRequirement, in.RequirementID, a.OpportunityID); err != nil {
			return nil, err
		}
		if err := w.partOf(ctx, "commitmentID", ent.TypeCommitment, in.CommitmentID, a.OpportunityID); err != nil {
			return nil, err
		}
		return w.criterion(a).SetID(id).SetText(in.Text).SetNillableRequirementID(in.RequirementID).SetNillableCommitmentID(in.CommitmentID).Save(ctx)
	})
}

// openAcceptance holds an acceptance that has not been passed.
func (w *writing) openAcceptance(ctx context.Context, id string) (*ent.Acceptance, error) {
	if err := w.hold(ctx, ent.TypeAcceptance, id, nil, false); err != nil {
		return nil, err
	}
	a, err := w.tx.Acceptance.Get(ctx, id)
	if err == nil && (a.Status == process.AcceptanceStatusPassed || a.Status == process.AcceptanceStatusPassedWithItems) {
		err = process.NewError(process.CodeIllegalTransition, process.MsgAcceptanceOver)
	}
	return a, err
}

// RecordCriterionResultInput says whether a criterion was shown to be met.
type RecordCriterionResultInput struct {
	ID       string
	Version  int
	Result   process.CriterionResult
	Evidence *string
}

// RecordCriterionResult records whether a criterion was met; one that passed says what showed it. Errors: CONFLICT,
// FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED without evidence.
func (d *Desk) RecordCriterionResult(ctx context.Context, in RecordCriterionResultInput) (Written[ent.AcceptanceCriterion], error) {
	return update(ctx, d, ent.TypeAcceptanceCriterion, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.AcceptanceCriterion, error) {
		c, err := w.tx.AcceptanceCriterion.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if _, err := w.openAcceptance(ctx, c.AcceptanceID); err != nil {
			return nil, err
		}
		evidence := or(in.Evidence, c.Evidence)
		if err := process.CheckGiven("evidence", evidence, process.MsgEvidenceRequired); err != nil && in.Result == process.CriterionResultPassed {
			return nil, err
		}
		return c.Update().SetResult(in.Result).SetNillableEvidence(in.Evidence).Save(ctx)
	})
}

// RequestAcceptance asks the customer to accept, for the first time or again after a failure. Errors: CONFLICT,
// FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED without criteria.
func (d *Desk) RequestAcceptance(ctx context.Context, in RecordInput) (Written[ent.Acceptance], error) {
	return update(ctx, d, ent.TypeAcceptance, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Acceptance, error) {
		a, err := w.tx.Acceptance.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckAcceptanceStatus(a.Status, process.AcceptanceStatusRequested); err != nil {
			return nil, err
		}
		if _, err := w.runningProject(ctx, a.ProjectID); err != nil {
			return nil, err
		}
		n, err := w.tx.AcceptanceCriterion.Query().Where(acceptancecriterion.AcceptanceID(a.ID), acceptancecriterion.ArchivedAtIsNil()).Count(ctx)
		if err != nil {
			return nil, err
		}
		if n == 0 {
			return nil, process.Invalid("criteria", process.MsgRequired)
		}
		now := d.now()
		u := a.Update().SetStatus(process.AcceptanceStatusRequested).SetRequestedAt(now).SetRequests(a.Requests + 1)
		if a.FirstRequestedAt == nil {
			u.SetFirstRequestedAt(now)
		}
		u.SetNillableRequestedByID(w.hand())
		return u.Save(ctx)
	})
}

// DecideAcceptanceInput is the customer's answer.
type DecideAcceptanceInput struct {
	ID      string
	Version int
	Result  process.AcceptanceStatus
	// SignedBy is who signed for the customer; SignedAt when, now unless told.
	SignedBy *string
	SignedAt *time.Time
	Summary  *string
}

// DecideAcceptance records the customer's answer; somebody else than who asked records it. A failure says why. What is in
// the way of a pass comes back as data. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) DecideAcceptance(ctx context.Context, in DecideAcceptanceInput) (Written[ent.Acceptance], error) {
	return gated(within(ctx, d, ent.TypeAcceptance, in.ID, in.Version, func(ctx context.Context, w *writing, _ *ent.Opportunity) (*ent.Acceptance, error) {
		if err := w.mayWrite(ent.TypeAcceptance); err != nil { // what is in the way is told to nobody else
			return nil, err
		}
		a, err := w.tx.Acceptance.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := w.mayDecideAcceptance(ctx, a, in); err != nil {
			return nil, err
		}
		u := a.Update().SetStatus(in.Result).SetNillableSummary(in.Summary).SetNillableDecidedByID(w.hand())
		if in.Result != process.AcceptanceStatusFailed {
			u.SetSignedAt(or(in.SignedAt, d.now())).SetNillableSignedBy(in.SignedBy)
		}
		return u.Save(ctx)
	}))
}

func (w *writing) mayDecideAcceptance(ctx context.Context, a *ent.Acceptance, in DecideAcceptanceInput) error {
	if err := process.CheckAcceptanceResult(a.Status, in.Result); err != nil {
		return err
	}
	if _, err := w.runningProject(ctx, a.ProjectID); err != nil {
		return err
	}
	if err := process.CheckOther(w.viewer.UserID, value(a.RequestedByID)); err != nil {
		return err
	}
	if err := process.CheckNotAhead("signedAt", or(in.SignedAt, w.desk.now()), w.desk.now()); err != nil {
		return err
	}
	if err := process.CheckGiven("summary", value(in.Summary), process.MsgReasonRequired); err != nil && in.Result == process.AcceptanceStatusFailed {
		return err
	}
	only := func(about *process.Dossier) *process.Dossier {
		return about.OnlyProject(a.ProjectID, "").OnlyAcceptance(a.ID)
	}
	return w.check(ctx, a.OpportunityID, only, process.AcceptanceRules(a.Kind, in.Result)...)
}

// RaiseIssueInput is something found wanting at an acceptance.
type RaiseIssueInput struct {
	AcceptanceID string
	Severity     process.Severity
	Text         string
	OwnerID      *string
	DueAt        *time.Time
}

// RaiseIssue records something found wanting at an acceptance; it is resolved and verified like a review's finding.
// Errors: FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) RaiseIssue(ctx context.Context, in RaiseIssueInput) (Written[ent.Finding], error) {
	return create(ctx, d, ent.TypeFinding, func(ctx context.Context, w *writing, id string) (*ent.Finding, error) {
		if err := w.hold(ctx, ent.TypeAcceptance, in.AcceptanceID, nil, false); err != nil {
			return nil, err
		}
		a, err := w.tx.Acceptance.Get(ctx, in.AcceptanceID)
		if err != nil {
			return nil, err
		}
		return w.tx.Finding.Create().SetID(id).SetAcceptanceID(a.ID).SetOpportunityID(a.OpportunityID).SetSeverity(in.Severity).
			SetText(in.Text).SetNillableOwnerID(in.OwnerID).SetNillableDueAt(in.DueAt).Save(ctx)
	})
}
