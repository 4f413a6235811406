package process

import "slices"

var projectTransitions = transitions[ProjectStatus]{
	ProjectStatusPlanned: {ProjectStatusRunning, ProjectStatusCancelled},
	ProjectStatusRunning: {ProjectStatusClosed, ProjectStatusCancelled},
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
			total := sum.Cost + c.Cost
			if (total > sum.Cost) != (c.Cost > 0) && c.Cost != 0 {
				return Impact{}, Invalid("costImpact", MsgTooLongField)
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
