package desk

import (
	"context"
	"math"

	"bidwell/ent"
	"bidwell/ent/opportunity"
	"bidwell/ent/qualification"
	"bidwell/ent/requirement"
	"bidwell/ent/retrospective"
	"bidwell/ent/task"
	"bidwell/process"
)

// dossier is what the rules know of an opportunity inside a use case. Rules see everything, whatever the viewer may see:
// what is hidden from somebody blocks all the same.
func (w *writing) dossier(ctx context.Context, opportunityID string) (*process.Dossier, error) {
	return w.desk.assemble(AsSystem(ctx), w.tx.Client(), opportunityID)
}

// dossier is the same for reading. Errors: NOT_FOUND when the viewer may not see the opportunity.
func (d *Desk) dossier(ctx context.Context, opportunityID string) (*process.Dossier, error) {
	visible, err := d.reader.Opportunity.Query().Where(opportunity.ID(opportunityID), opportunity.ArchivedAtIsNil()).Exist(ctx)
	if err != nil {
		return nil, err
	}
	if !visible {
		return nil, process.NotFound(opportunityID)
	}
	return d.assemble(AsSystem(ctx), d.reader, opportunityID)
}

// assembly is a dossier in the making. Each step asks one kind of record for all that is needed of it, so that the number
// of statements does not grow with the records.
type assembly struct {
	*process.Dossier
	from *ent.Client
	// proposals and acceptances are the places of the facts by the id of their record.
	proposals, acceptances map[string]int
	// versions are the latest version of each proposal.
	versions map[string]string
}

func (d *Desk) assemble(ctx context.Context, from *ent.Client, id string) (*process.Dossier, error) {
	o, err := from.Opportunity.Query().Where(opportunity.ID(id), opportunity.ArchivedAtIsNil()).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, process.NotFound(id)
	}
	if err != nil {
		return nil, err
	}
	a := &assembly{Dossier: d.opening(o), from: from, proposals: map[string]int{}, acceptances: map[string]int{}}
	if a.Definition, err = definitionOf(ctx, from, o, a.Amount); err != nil {
		return nil, err
	}
	for _, load := range []func(context.Context) error{
		a.loadQualification, a.loadRequirements, a.loadProposals, a.loadSections, a.loadAnswers, a.loadChecklists, a.loadCertificates,
		a.loadReviews, a.loadAcceptances, a.loadFindings, a.loadTasks, a.loadClarifications, a.loadCommitments, a.loadTerms, a.loadContracts,
		a.loadApprovals, a.loadHandovers, a.loadChanges, a.loadRetrospectives,
	} {
		if err := load(ctx); err != nil {
			return nil, err
		}
	}
	return a.Dossier, nil
}

// opening is the dossier's first page: the opportunity itself.
func (d *Desk) opening(o *ent.Opportunity) *process.Dossier {
	return &process.Dossier{
		Now: d.now(), OpportunityID: o.ID, Type: o.Type, Status: o.Status, Stage: o.Stage,
		Amount: d.reported(o.Amount, o.Currency, o.ExchangeRate), AwardAmount: o.AwardAmount, AwardNoted: o.OutcomeNote != "",
		Deadline: o.SubmissionDeadline, BidValidityUntil: o.BidValidityUntil, BondDemanded: o.BondDemanded, PriceCeiling: o.PriceCeiling,
	}
}

// reported is an amount in the reporting currency at the rate that was fixed with it. Without a rate the number itself is
// all there is to go by.
func (d *Desk) reported(amount int64, currency string, rate *float64) int64 {
	if currency == d.options.Currency || rate == nil {
		return amount
	}
	return or(process.Converted(&amount, rate), math.MaxInt64)
}

func (a *assembly) loadQualification(ctx context.Context) error {
	latest, err := a.from.Qualification.Query().Where(qualification.OpportunityID(a.OpportunityID), qualification.ArchivedAtIsNil()).
		Order(qualification.ByCreatedAt(descending), qualification.ByID(descending)).
		Select(qualification.FieldID, qualification.FieldDecision).First(ctx)
	if ent.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	a.Qualification = &process.QualificationFacts{ID: latest.ID, Decision: latest.Decision}
	return nil
}

func (a *assembly) loadRequirements(ctx context.Context) error {
	rows, err := a.from.Requirement.Query().
		Where(requirement.OpportunityID(a.OpportunityID), requirement.ArchivedAtIsNil(), requirement.StatusNEQ(process.RequirementStatusWithdrawn)).
		Order(requirement.ByNumber(), requirement.ByID()).
		Select(requirement.FieldID, requirement.FieldText, requirement.FieldMandatory, requirement.FieldPriority, requirement.FieldStatus).All(ctx)
	for _, r := range rows {
		a.Requirements = append(a.Requirements, process.RequirementFacts{ID: r.ID, Text: r.Text, Mandatory: r.Mandatory, Priority: r.Priority, Status: r.Status})
	}
	return err
}

// loadTasks loads the plan: the tasks of the opportunity and of its proposals, without those of the project after it.
func (a *assembly) loadTasks(ctx context.Context) error {
	rows, err := a.from.Task.Query().
		Where(task.Or(task.OpportunityID(a.OpportunityID), task.ProposalIDIn(keys(a.proposals)...)), task.ProjectIDIsNil(), task.ArchivedAtIsNil()).
		Order(task.ByID()).Select(task.FieldID, task.FieldTitle, task.FieldStatus, task.FieldOwnerID, task.FieldDueAt).All(ctx)
	for _, t := range rows {
		a.Tasks = append(a.Tasks, process.TaskFacts{ID: t.ID, Title: t.Title, Status: t.Status, Owned: t.OwnerID != nil, Dated: t.DueAt != nil})
	}
	return err
}

func (a *assembly) loadRetrospectives(ctx context.Context) error {
	rows, err := a.from.Retrospective.Query().Where(retrospective.OpportunityID(a.OpportunityID), retrospective.ArchivedAtIsNil()).
		Order(retrospective.ByCreatedAt(), retrospective.ByID()).
		Select(retrospective.FieldID, retrospective.FieldStatus, retrospective.FieldDepartmentsPresent).All(ctx)
	for _, r := range rows {
		a.Retrospectives = append(a.Retrospectives, process.RetrospectiveFacts{ID: r.ID, Status: r.Status, Present: r.DepartmentsPresent})
	}
	return err
}
