package process

import "slices"

var projectTransitions = transitions[ProjectStatus]{
	ProjectStatusPlanned: {ProjectStatusRunning, ProjectStatusCancelled},
	ProjectStatusRunning: {ProjectStatusClosed, ProjectStatusCancelled},
}

// OnlyProject narrows a dossier to one project and the handover of its contract, for rules about its steps: what is open in
// another project of the opportunity is not in its way, and what was accepted there does not help it.
func (d *Dossier) OnlyProject(id, contract string) *Dossier {
	narrow := *d
	narrow.Acceptances = slices.DeleteFunc(slices.Clone(d.Acceptances), func(a AcceptanceFacts) bool { return a.ProjectID != id })
	narrow.Changes = slices.DeleteFunc(slices.Clone(d.Changes), func(c ChangeFacts) bool { return c.ProjectID != id })
	narrow.Handovers = slices.DeleteFunc(slices.Clone(d.Handovers), func(h HandoverFacts) bool { return h.ContractID != contract })
	return &narrow
}

// OnlyAcceptance leaves of the criteria those of one acceptance, for rules about its result.
func (d *Dossier) OnlyAcceptance(id string) *Dossier {
	narrow := *d
	narrow.Acceptances = slices.Clone(d.Acceptances)
	for i, a := range narrow.Acceptances {
		if a.ID != id {
			narrow.Acceptances[i].Criteria = nil
		}
	}
	return &narrow
}

// CheckProjectGoesOn refuses work on a project that is closed or cancelled.
func CheckProjectGoesOn(now ProjectStatus) error {
	if now != ProjectStatusPlanned && now != ProjectStatusRunning {
		return NewError(CodeIllegalTransition, MsgProjectOver, "status", string(now))
	}
	return nil
}

// CheckProjectStatus holds the project's state machine.
func CheckProjectStatus(from, to ProjectStatus) error { return projectTransitions.check(from, to) }

var changeRequestTransitions = transitions[ChangeRequestStatus]{
	ChangeRequestStatusDraft:     {ChangeRequestStatusSubmitted},
	ChangeRequestStatusSubmitted: {ChangeRequestStatusAssessed},
	ChangeRequestStatusAssessed:  {ChangeRequestStatusApproved, ChangeRequestStatusRejected},
	ChangeRequestStatusApproved:  {ChangeRequestStatusImplemented},
}

// CheckChangeRequestStatus holds the change request's state machine (domain model §4).
func CheckChangeRequestStatus(from, to ChangeRequestStatus) error {
	return changeRequestTransitions.check(from, to)
}

// Impact sums what changes cost and delay.
type Impact struct {
	// Cost is in minor units of Currency.
	Cost     int64
	Currency string
	Days     int
	// Pending are the changes that are not decided yet; they are not in the sums.
	Pending int
	// OpportunityID is that of the project: who sees costs is decided by it.
	OpportunityID string
}

// ChangeImpactFacts are what counts of one change request.
type ChangeImpactFacts struct {
	Status   ChangeRequestStatus
	Cost     int64
	Currency string
	Days     int
}

// ChangeImpactOf sums the changes that were approved or carried out. All costs have to be in one currency: VALIDATION_FAILED
// otherwise, and when the sum does not fit.
func ChangeImpactOf(changes []ChangeImpactFacts) (Impact, error) {
	var sum Impact
	for _, c := range changes {
		switch {
		case c.Status == ChangeRequestStatusSubmitted || c.Status == ChangeRequestStatusAssessed:
			sum.Pending++
		case c.Status != ChangeRequestStatusApproved && c.Status != ChangeRequestStatusImplemented:
		case c.Cost != 0 && sum.Currency != "" && sum.Currency != c.Currency:
			return Impact{}, Invalid("currency", MsgCurrencyMixed, "currency", sum.Currency)
		default:
			if c.Cost != 0 {
				sum.Currency = c.Currency
			}
			total, err := AddMoney("costImpact", sum.Cost, c.Cost)
			if err != nil {
				return Impact{}, err
			}
			sum.Cost, sum.Days = total, sum.Days+c.Days
		}
	}
	return sum, nil
}

var acceptanceTransitions = transitions[AcceptanceStatus]{
	AcceptanceStatusPlanned:   {AcceptanceStatusRequested},
	AcceptanceStatusRequested: {AcceptanceStatusPassed, AcceptanceStatusPassedWithItems, AcceptanceStatusFailed},
	AcceptanceStatusFailed:    {AcceptanceStatusRequested},
}

// CheckAcceptanceResult decides whether the customer may answer a request for acceptance so: to ask again is no answer.
func CheckAcceptanceResult(from, result AcceptanceStatus) error {
	if from != AcceptanceStatusRequested || result == AcceptanceStatusRequested {
		return NewError(CodeIllegalTransition, MsgIllegalTransition, "from", string(from), "to", string(result))
	}
	return CheckAcceptanceStatus(from, result)
}

// CheckAcceptanceStatus holds the acceptance's state machine (domain model §4).
func CheckAcceptanceStatus(from, to AcceptanceStatus) error {
	return acceptanceTransitions.check(from, to)
}

// AcceptanceRules are what has to hold before an acceptance is recorded with a result: the final one needs every
// commitment kept or waived (invariant 9), and without open items everything that was to be shown.
func AcceptanceRules(kind AcceptanceKind, result AcceptanceStatus) []BlockerCode {
	switch {
	case kind == AcceptanceKindFinal && result == AcceptanceStatusPassed:
		return FinalAcceptanceRules
	case kind == AcceptanceKindFinal && result == AcceptanceStatusPassedWithItems:
		return []BlockerCode{BlockerCodeCommitmentOpen, BlockerCodeChangeOpen}
	default:
		return nil
	}
}

// CheckOther refuses somebody who decides on what they did themselves: four eyes (invariants 6, 7 and 10). The system
// and records nobody is named in pass.
func CheckOther(decider string, doers ...string) error {
	if decider != "" && slices.Contains(doers, decider) {
		return NewError(CodeForbidden, MsgOwnWork)
	}
	return nil
}
