package desk

import (
	"context"
	"maps"
	"slices"

	"bidwell/ent"
	"bidwell/ent/acceptance"
	"bidwell/ent/approval"
	"bidwell/ent/bidchecklistitem"
	"bidwell/ent/certificate"
	"bidwell/ent/citation"
	"bidwell/ent/clarification"
	"bidwell/ent/complianceitem"
	"bidwell/ent/finding"
	"bidwell/ent/proposal"
	"bidwell/ent/proposalsection"
	"bidwell/ent/proposalversion"
	"bidwell/ent/review"
	"bidwell/process"
)

func keys(places map[string]int) []string { return slices.Sorted(maps.Keys(places)) }

func (a *assembly) loadProposals(ctx context.Context) error {
	rows, err := a.from.Proposal.Query().
		Where(proposal.OpportunityID(a.OpportunityID), proposal.ArchivedAtIsNil(), proposal.StatusNEQ(process.ProposalStatusWithdrawn)).
		Order(proposal.ByCreatedAt(), proposal.ByID()).
		Select(proposal.FieldID, proposal.FieldTitle, proposal.FieldKind, proposal.FieldStatus, proposal.FieldPrice, proposal.FieldValidUntil,
			proposal.FieldBondAmount, proposal.FieldBondReference, proposal.FieldSignedAt).All(ctx)
	for i, p := range rows {
		a.proposals[p.ID] = i
		a.Proposals = append(a.Proposals, process.ProposalFacts{
			ID: p.ID, Title: p.Title, Kind: p.Kind, Status: p.Status, Price: p.Price, ValidUntil: p.ValidUntil,
			BondAmount: p.BondAmount, BondReference: p.BondReference, Signed: p.SignedAt != nil,
		})
	}
	return err
}

// loadSections loads the sections of each proposal's latest version.
func (a *assembly) loadSections(ctx context.Context) error {
	versions, err := a.from.ProposalVersion.Query().Where(proposalversion.ProposalIDIn(keys(a.proposals)...), proposalversion.ArchivedAtIsNil()).
		Order(proposalversion.ByNumber()).Select(proposalversion.FieldID, proposalversion.FieldProposalID, proposalversion.FieldNumber).All(ctx)
	if err != nil {
		return err
	}
	latest := map[string]string{}
	for _, v := range versions {
		latest[v.ProposalID] = v.ID
	}
	a.versions = latest
	rows, err := a.from.ProposalSection.Query().
		Where(proposalsection.ProposalVersionIDIn(slices.Sorted(maps.Values(latest))...), proposalsection.ArchivedAtIsNil()).
		Order(proposalsection.ByPosition(), proposalsection.ByID()).
		Select(proposalsection.FieldID, proposalsection.FieldProposalID, proposalsection.FieldTitle, proposalsection.FieldStatus).All(ctx)
	for _, s := range rows {
		p := &a.Proposals[a.proposals[s.ProposalID]]
		p.Sections = append(p.Sections, process.SectionFacts{ID: s.ID, Title: s.Title, Status: s.Status})
	}
	return err
}

// loadAnswers loads the compliance matrix. A deviation counts as approved by the approval its cell names, and only by one
// of deviations.
func (a *assembly) loadAnswers(ctx context.Context) error {
	rows, err := a.from.ComplianceItem.Query().Where(complianceitem.ProposalIDIn(keys(a.proposals)...), complianceitem.ArchivedAtIsNil()).
		Order(complianceitem.ByID()).
		Select(complianceitem.FieldID, complianceitem.FieldProposalID, complianceitem.FieldRequirementID, complianceitem.FieldResponse, complianceitem.FieldApprovalID).
		WithApproval(func(q *ent.ApprovalQuery) {
			q.Where(approval.ArchivedAtIsNil(), approval.TypeEQ(process.ApprovalTypeDeviation), approval.StatusEQ(process.ApprovalStatusApproved)).Select(approval.FieldID)
		}).All(ctx)
	for _, c := range rows {
		p := &a.Proposals[a.proposals[c.ProposalID]]
		p.Answers = append(p.Answers, process.AnswerFacts{RequirementID: c.RequirementID, Response: c.Response, Approved: c.Edges.Approval != nil})
	}
	return err
}

func (a *assembly) loadChecklists(ctx context.Context) error {
	rows, err := a.from.BidChecklistItem.Query().Where(bidchecklistitem.ProposalIDIn(keys(a.proposals)...), bidchecklistitem.ArchivedAtIsNil()).
		Order(bidchecklistitem.ByID()).
		Select(bidchecklistitem.FieldID, bidchecklistitem.FieldProposalID, bidchecklistitem.FieldCode, bidchecklistitem.FieldSeverity, bidchecklistitem.FieldState).All(ctx)
	for _, c := range rows {
		p := &a.Proposals[a.proposals[c.ProposalID]]
		p.Checklist = append(p.Checklist, process.ChecklistFacts{ID: c.ID, Code: c.Code, Severity: c.Severity, State: c.State})
	}
	return err
}

// loadCertificates loads what proposals cite. A certificate that was archived is not there to be shown, so its citation
// names one that has lapsed long ago.
func (a *assembly) loadCertificates(ctx context.Context) error {
	rows, err := a.from.Citation.Query().Where(citation.ProposalIDIn(keys(a.proposals)...), citation.ArchivedAtIsNil()).
		Order(citation.ByID()).Select(citation.FieldID, citation.FieldProposalID, citation.FieldCertificateID).
		WithCertificate(func(q *ent.CertificateQuery) {
			q.Select(certificate.FieldID, certificate.FieldName, certificate.FieldExpiresOn, certificate.FieldArchivedAt)
		}).All(ctx)
	for _, c := range rows {
		cited := c.Edges.Certificate
		facts := process.CertificateFacts{ID: cited.ID, Name: cited.Name, ExpiresOn: cited.ExpiresOn}
		if cited.ArchivedAt != nil {
			facts.ExpiresOn = cited.ArchivedAt
		}
		p := &a.Proposals[a.proposals[c.ProposalID]]
		p.Certificates = append(p.Certificates, facts)
	}
	return err
}

// loadReviews loads the reviews that were not called off. It needs the latest versions.
func (a *assembly) loadReviews(ctx context.Context) error {
	rows, err := a.from.Review.Query().
		Where(review.ProposalIDIn(keys(a.proposals)...), review.ArchivedAtIsNil(), review.StatusNEQ(process.ReviewStatusCancelled)).
		Order(review.ByID()).Select(review.FieldID, review.FieldProposalID, review.FieldProposalVersionID, review.FieldColour, review.FieldHeldAt, review.FieldVerdict).All(ctx)
	for _, r := range rows {
		p := &a.Proposals[a.proposals[r.ProposalID]]
		p.Reviews = append(p.Reviews, process.ReviewFacts{
			Colour: r.Colour, HeldAt: r.HeldAt, Verdict: r.Verdict, OfLatest: value(r.ProposalVersionID) == a.versions[r.ProposalID],
		})
	}
	return err
}

// loadFindings loads what reviews and acceptances found wanting. It needs the proposals and the acceptances.
func (a *assembly) loadFindings(ctx context.Context) error {
	rows, err := a.from.Finding.Query().Where(finding.OpportunityID(a.OpportunityID), finding.ArchivedAtIsNil()).Order(finding.ByID()).
		Select(finding.FieldID, finding.FieldReviewID, finding.FieldAcceptanceID, finding.FieldText, finding.FieldSeverity, finding.FieldStatus).
		WithReview(func(q *ent.ReviewQuery) {
			q.Where(review.ArchivedAtIsNil()).Select(review.FieldID, review.FieldProposalID)
		}).All(ctx)
	for _, f := range rows {
		facts := process.FindingFacts{ID: f.ID, Text: f.Text, Severity: f.Severity, Status: f.Status}
		if f.Edges.Review != nil {
			if at, known := a.proposals[f.Edges.Review.ProposalID]; known {
				a.Proposals[at].Findings = append(a.Proposals[at].Findings, facts)
			}
		}
		if f.AcceptanceID != nil {
			if at, known := a.acceptances[*f.AcceptanceID]; known {
				a.Acceptances[at].Issues = append(a.Acceptances[at].Issues, facts)
			}
		}
	}
	return err
}

func (a *assembly) loadClarifications(ctx context.Context) error {
	rows, err := a.from.Clarification.Query().Where(clarification.OpportunityID(a.OpportunityID), clarification.ArchivedAtIsNil()).
		Order(clarification.ByIssuedAt(), clarification.ByID()).
		Select(clarification.FieldID, clarification.FieldKind, clarification.FieldNumber, clarification.FieldAcknowledgedAt).All(ctx)
	for _, c := range rows {
		a.Clarifications = append(a.Clarifications, process.ClarificationFacts{ID: c.ID, Number: c.Number, Kind: c.Kind, Acknowledged: c.AcknowledgedAt != nil})
	}
	return err
}

func (a *assembly) loadAcceptances(ctx context.Context) error {
	rows, err := a.from.Acceptance.Query().Where(acceptance.OpportunityID(a.OpportunityID), acceptance.ArchivedAtIsNil()).Order(acceptance.ByID()).
		Select(acceptance.FieldID, acceptance.FieldProjectID, acceptance.FieldKind, acceptance.FieldStatus).All(ctx)
	for i, r := range rows {
		a.acceptances[r.ID] = i
		a.Acceptances = append(a.Acceptances, process.AcceptanceFacts{ID: r.ID, ProjectID: r.ProjectID, Kind: r.Kind, Status: r.Status})
	}
	if err != nil {
		return err
	}
	return a.loadCriteria(ctx)
}
