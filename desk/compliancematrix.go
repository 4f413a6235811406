package desk

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"bidwell/ent"
	"bidwell/ent/approval"
	"bidwell/ent/complianceitem"
	"bidwell/ent/page"
	"bidwell/ent/proposal"
	"bidwell/ent/requirement"
	"bidwell/process"
)

// ComplianceMatrix is how a proposal answers the requirements in force, with the sums over it.
type ComplianceMatrix struct {
	process.MatrixCounts
	Rows []ComplianceRow
}

// ComplianceRow is a requirement with its answer, nil while there is none.
type ComplianceRow struct {
	Requirement *ent.Requirement
	Item        *ent.ComplianceItem
}

// ComplianceMatrix reads the matrix of a proposal in the order of the requirements' numbers. The number of statements does
// not grow with the rows. Errors: NOT_FOUND, VALIDATION_FAILED for an id that is none.
func (d *Desk) ComplianceMatrix(ctx context.Context, proposalID string) (*ComplianceMatrix, error) {
	if err := process.CheckID("proposalID", proposalID, ent.TypeProposal); err != nil {
		return nil, err
	}
	p, err := d.reader.Proposal.Query().Where(proposal.ID(proposalID), proposal.ArchivedAtIsNil()).Select(proposal.FieldOpportunityID).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, process.NotFound(proposalID)
	}
	if err != nil {
		return nil, err
	}
	requirements, err := d.demanded(ctx, value(p.OpportunityID))
	if err != nil {
		return nil, err
	}
	answers, items, err := d.answered(ctx, proposalID)
	if err != nil {
		return nil, err
	}
	m := &ComplianceMatrix{MatrixCounts: process.CountMatrix(requirements, answers), Rows: []ComplianceRow{}}
	return m, d.fillMatrix(ctx, m, requirements, items)
}

// demanded are the requirements in force of an opportunity.
func (d *Desk) demanded(ctx context.Context, opportunity string) ([]process.RequirementFacts, error) {
	rows, err := d.reader.Requirement.Query().
		Where(requirement.OpportunityID(opportunity), requirement.ArchivedAtIsNil(), requirement.StatusNEQ(process.RequirementStatusWithdrawn)).
		Order(requirement.ByNumber(), requirement.ByID()).
		Select(requirement.FieldID, requirement.FieldMandatory, requirement.FieldStatus).All(ctx)
	facts := make([]process.RequirementFacts, len(rows))
	for i, r := range rows {
		facts[i] = process.RequirementFacts{ID: r.ID, Mandatory: r.Mandatory, Status: r.Status}
	}
	return facts, err
}

// answered are the answers of a proposal, and the ids of their records by requirement.
func (d *Desk) answered(ctx context.Context, proposal string) ([]process.AnswerFacts, map[string]string, error) {
	rows, err := d.reader.ComplianceItem.Query().Where(complianceitem.ProposalID(proposal), complianceitem.ArchivedAtIsNil()).
		Select(complianceitem.FieldID, complianceitem.FieldRequirementID, complianceitem.FieldResponse, complianceitem.FieldApprovalID).
		WithApproval(func(q *ent.ApprovalQuery) {
			q.Where(approval.ArchivedAtIsNil(), approval.StatusEQ(process.ApprovalStatusApproved)).Select(approval.FieldID)
		}).All(ctx)
	if err != nil {
		return nil, nil, err
	}
	facts, items := make([]process.AnswerFacts, len(rows)), map[string]string{}
	for i, a := range rows {
		facts[i] = process.AnswerFacts{RequirementID: a.RequirementID, Response: a.Response, Approved: a.Edges.Approval != nil}
		items[a.RequirementID] = a.ID
	}
	return facts, items, nil
}

// fillMatrix loads what the question selects of the requirements and the answers, one statement each and one for each
// edge selected.
func (d *Desk) fillMatrix(ctx context.Context, m *ComplianceMatrix, requirements []process.RequirementFacts, items map[string]string) error {
	demands, answers := make([]string, len(requirements)), []string{}
	for i, r := range requirements {
		demands[i] = r.ID
		if item := items[r.ID]; item != "" {
			answers = append(answers, item)
		}
	}
	selected := func(name string) *graphql.CollectedField { return page.Find(ctx, "rows", name) }
	demanded, err := d.reader.NodesOf(ctx, ent.TypeRequirement, demands, selected("requirement"))
	if err != nil {
		return err
	}
	answered, err := d.reader.NodesOf(ctx, ent.TypeComplianceItem, answers, selected("item"))
	if err != nil {
		return err
	}
	for _, r := range requirements {
		row := ComplianceRow{}
		if row.Requirement, _ = demanded[r.ID].(*ent.Requirement); row.Requirement == nil {
			continue // withdrawn from sight between two statements
		}
		row.Item, _ = answered[items[r.ID]].(*ent.ComplianceItem)
		m.Rows = append(m.Rows, row)
	}
	return nil
}
