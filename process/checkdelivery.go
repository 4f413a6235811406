package process

import "slices"

func handoverNotAccepted(d *Dossier) []Blocker {
	accepted := slices.ContainsFunc(d.Handovers, func(h HandoverFacts) bool { return h.Status == HandoverStatusAccepted })
	return unless(accepted, BlockerCodeHandoverNotAccepted, d.OpportunityID)
}

// MandatoryHandoverParts have to say something before a handover is submitted (domain model, invariant 10).
var MandatoryHandoverParts = []HandoverPartKind{
	HandoverPartKindRequirements, HandoverPartKindProposal, HandoverPartKindCommitments, HandoverPartKindCommunication,
	HandoverPartKindSuccessFactors, HandoverPartKindRisks,
}

func handoverPartEmpty(d *Dossier) []Blocker {
	var all []Blocker
	for _, h := range d.Handovers {
		if h.Status == HandoverStatusAccepted {
			continue
		}
		for _, part := range MandatoryHandoverParts {
			if !slices.Contains(h.Filled, part) {
				all = append(all, Blocker{Code: BlockerCodeHandoverPartEmpty, RecordID: h.ID, Subject: string(part)})
			}
		}
	}
	return all
}

func commitmentNotHandedOver(d *Dossier) []Blocker {
	return commitments(d, BlockerCodeCommitmentNotHandedOver, func(c CommitmentFacts) bool {
		return c.Status == CommitmentStatusContracted && !c.HandedOver
	})
}

// commitmentOpen: what was promised is fulfilled, waived or withdrawn before the customer accepts for good.
func commitmentOpen(d *Dossier) []Blocker {
	return commitments(d, BlockerCodeCommitmentOpen, func(c CommitmentFacts) bool {
		return !slices.Contains([]CommitmentStatus{CommitmentStatusFulfilled, CommitmentStatusWaived, CommitmentStatusWithdrawn}, c.Status)
	})
}

func passed(s AcceptanceStatus) bool {
	return s == AcceptanceStatusPassed || s == AcceptanceStatusPassedWithItems
}

func acceptanceNotPassed(d *Dossier) []Blocker {
	passed := slices.ContainsFunc(d.Acceptances, func(a AcceptanceFacts) bool {
		return a.Kind == AcceptanceKindFinal && passed(a.Status)
	})
	return unless(passed, BlockerCodeAcceptanceNotPassed, d.OpportunityID)
}

func acceptanceItemFailed(d *Dossier) []Blocker {
	var all []Blocker
	for _, a := range d.Acceptances {
		if a.Kind == AcceptanceKindFinal && !passed(a.Status) {
			all = append(all, found(BlockerCodeAcceptanceItemFailed, a.Criteria,
				func(c CriterionFacts) bool { return c.Result != CriterionResultPassed },
				func(c CriterionFacts) string { return c.ID }, func(c CriterionFacts) string { return shown(c.Text) })...)
		}
	}
	return all
}

func issueOpen(d *Dossier) []Blocker {
	var all []Blocker
	for _, a := range d.Acceptances {
		all = append(all, openFindings(BlockerCodeIssueOpen, a.Issues)...)
	}
	return all
}

func changeOpen(d *Dossier) []Blocker {
	return found(BlockerCodeChangeOpen, d.Changes,
		func(c ChangeFacts) bool {
			return c.Status == ChangeRequestStatusSubmitted || c.Status == ChangeRequestStatusAssessed
		},
		func(c ChangeFacts) string { return c.ID }, func(c ChangeFacts) string { return c.Title })
}

// settled is the retrospective that counts: the last that was held or waived.
func (d *Dossier) settled() *RetrospectiveFacts {
	for i := len(d.Retrospectives) - 1; i >= 0; i-- {
		if d.Retrospectives[i].Status != RetrospectiveStatusPlanned {
			return &d.Retrospectives[i]
		}
	}
	return nil
}

// retrospectiveMissing: below the template's value a retrospective is not a must.
func retrospectiveMissing(d *Dossier) []Blocker {
	return unless(d.settled() != nil || d.Amount < d.Definition.RetrospectiveFrom, BlockerCodeRetrospectiveMissing, d.OpportunityID)
}

func departmentAbsent(d *Dossier) []Blocker {
	r := d.settled()
	if r == nil || r.Status == RetrospectiveStatusWaived {
		return nil
	}
	var all []Blocker
	for _, department := range d.Definition.Departments {
		if !slices.Contains(r.Present, department) {
			all = append(all, Blocker{Code: BlockerCodeDepartmentAbsent, RecordID: r.ID, Subject: string(department)})
		}
	}
	return all
}
