package desk

import (
	"context"
	"strings"

	"bidwell/ent/acceptancecriterion"
	"bidwell/ent/approval"
	"bidwell/ent/changerequest"
	"bidwell/ent/commercialterm"
	"bidwell/ent/commitment"
	"bidwell/ent/contract"
	"bidwell/ent/handover"
	"bidwell/process"
)

func (a *assembly) loadCommitments(ctx context.Context) error {
	rows, err := a.from.Commitment.Query().Where(commitment.OpportunityID(a.OpportunityID), commitment.ArchivedAtIsNil()).Order(commitment.ByID()).
		Select(commitment.FieldID, commitment.FieldText, commitment.FieldStatus, commitment.FieldUnauthorised, commitment.FieldHandoverID).All(ctx)
	for _, c := range rows {
		a.Commitments = append(a.Commitments, process.CommitmentFacts{
			ID: c.ID, Text: c.Text, Status: c.Status, Unauthorised: c.Unauthorised, HandedOver: c.HandoverID != nil,
		})
	}
	return err
}

func (a *assembly) loadTerms(ctx context.Context) error {
	rows, err := a.from.CommercialTerm.Query().Where(commercialterm.OpportunityID(a.OpportunityID), commercialterm.ArchivedAtIsNil()).Order(commercialterm.ByID()).
		Select(commercialterm.FieldID, commercialterm.FieldTitle, commercialterm.FieldDecision).All(ctx)
	for _, t := range rows {
		a.Terms = append(a.Terms, process.TermFacts{ID: t.ID, Title: t.Title, Decision: t.Decision})
	}
	return err
}

func (a *assembly) loadContracts(ctx context.Context) error {
	rows, err := a.from.Contract.Query().Where(contract.OpportunityID(a.OpportunityID), contract.ArchivedAtIsNil()).Order(contract.ByCreatedAt(), contract.ByID()).
		Select(contract.FieldID, contract.FieldTitle, contract.FieldStatus, contract.FieldAmount, contract.FieldPaymentPlan).All(ctx)
	for _, c := range rows {
		facts := process.ContractFacts{ID: c.ID, Title: c.Title, Status: c.Status, Amount: c.Amount}
		for _, part := range c.PaymentPlan {
			facts.Planned = append(facts.Planned, part.Amount)
		}
		a.Contracts = append(a.Contracts, facts)
	}
	return err
}

// loadApprovals notes with each proposal and contract the types of approval that were given for it. It needs both.
func (a *assembly) loadApprovals(ctx context.Context) error {
	given := map[string]*[]process.ApprovalType{}
	for i := range a.Proposals {
		given[a.Proposals[i].ID] = &a.Proposals[i].Approved
	}
	for i := range a.Contracts {
		given[a.Contracts[i].ID] = &a.Contracts[i].Approved
	}
	subjects := make([]string, 0, len(given))
	for id := range given {
		subjects = append(subjects, id)
	}
	rows, err := a.from.Approval.Query().
		Where(approval.SubjectIDIn(subjects...), approval.StatusEQ(process.ApprovalStatusApproved), approval.ArchivedAtIsNil()).
		Order(approval.ByID()).Select(approval.FieldID, approval.FieldSubjectID, approval.FieldType).All(ctx)
	for _, r := range rows {
		*given[r.SubjectID] = append(*given[r.SubjectID], r.Type)
	}
	return err
}

func (a *assembly) loadHandovers(ctx context.Context) error {
	rows, err := a.from.Handover.Query().Where(handover.OpportunityID(a.OpportunityID), handover.ArchivedAtIsNil()).Order(handover.ByCreatedAt(), handover.ByID()).
		Select(handover.FieldID, handover.FieldContractID, handover.FieldStatus, handover.FieldParts).All(ctx)
	for _, h := range rows {
		facts := process.HandoverFacts{ID: h.ID, ContractID: value(h.ContractID), Status: h.Status}
		for _, part := range h.Parts {
			if strings.TrimSpace(part.Text) != "" {
				facts.Filled = append(facts.Filled, part.Part)
			}
		}
		a.Handovers = append(a.Handovers, facts)
	}
	return err
}

func (a *assembly) loadChanges(ctx context.Context) error {
	rows, err := a.from.ChangeRequest.Query().Where(changerequest.OpportunityID(a.OpportunityID), changerequest.ArchivedAtIsNil()).Order(changerequest.ByID()).
		Select(changerequest.FieldID, changerequest.FieldProjectID, changerequest.FieldTitle, changerequest.FieldStatus).All(ctx)
	for _, c := range rows {
		a.Changes = append(a.Changes, process.ChangeFacts{ID: c.ID, ProjectID: c.ProjectID, Title: c.Title, Status: c.Status})
	}
	return err
}

func (a *assembly) loadCriteria(ctx context.Context) error {
	rows, err := a.from.AcceptanceCriterion.Query().Where(acceptancecriterion.AcceptanceIDIn(keys(a.acceptances)...), acceptancecriterion.ArchivedAtIsNil()).
		Order(acceptancecriterion.ByID()).
		Select(acceptancecriterion.FieldID, acceptancecriterion.FieldAcceptanceID, acceptancecriterion.FieldText, acceptancecriterion.FieldResult).All(ctx)
	for _, c := range rows {
		at := &a.Acceptances[a.acceptances[c.AcceptanceID]]
		at.Criteria = append(at.Criteria, process.CriterionFacts{ID: c.ID, Text: c.Text, Result: c.Result})
	}
	return err
}
