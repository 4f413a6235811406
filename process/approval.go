package process

import (
	"slices"
	"time"
)

// approvalTransitions: an approval that was given falls when what it was given for changes.
var approvalTransitions = transitions[ApprovalStatus]{
	ApprovalStatusRequested: {ApprovalStatusApproved, ApprovalStatusRejected, ApprovalStatusWithdrawn},
	ApprovalStatusApproved:  {ApprovalStatusWithdrawn},
}

// CheckApprovalStatus holds the state machine of an approval. Error: ILLEGAL_TRANSITION.
func CheckApprovalStatus(from, to ApprovalStatus) error { return approvalTransitions.check(from, to) }

// approvable says what each type of approval is asked for.
var approvable = map[ApprovalType][]Entity{
	ApprovalTypePrice:      {"Proposal", "Contract", "CommercialTerm", "ChangeRequest"},
	ApprovalTypeLegal:      {"Proposal", "Contract", "CommercialTerm", "ChangeRequest", "Commitment"},
	ApprovalTypeCommitment: {"Commitment"},
	ApprovalTypeSeal:       {"Proposal", "Contract"},
	ApprovalTypeTailoring:  {"Gate"},
	ApprovalTypeDeviation:  {"ComplianceItem"},
}

// CheckApprovalSubject tells what kind of record an approval is asked for, and refuses one that this type of approval
// says nothing about. Error: VALIDATION_FAILED.
func CheckApprovalSubject(t ApprovalType, subject string) (Entity, error) {
	e, err := EntityOf(subject)
	if err != nil {
		return "", Invalid("subjectID", MsgBadID, "id", shown(subject))
	}
	if !slices.Contains(approvable[t], e) {
		return "", Invalid("subjectID", MsgApprovalSubject, "type", string(t), "kind", string(e))
	}
	return e, nil
}

// CheckStake refuses figures that are none. Error: VALIDATION_FAILED.
func CheckStake(s Stake) error {
	if err := checkAmount("amount", s.Amount); err != nil {
		return err
	}
	return checkPercent("percent", s.Percent)
}

// Decision is somebody's decision on a request for approval.
type Decision struct {
	Type   ApprovalType
	Status ApprovalStatus
	Stake  Stake
	// RequestedBy and By are ids of users; empty for the system.
	RequestedBy, By string
	Role            UserRole
	// Stead is the absent colleague for whom they decide; nil for themselves.
	Stead   *Stead
	Now     time.Time
	Approve bool
	Comment string
}

// CheckDecision decides whether a decision on a request for approval stands (invariant 7), and what becomes of the
// request. Errors: ILLEGAL_TRANSITION, FORBIDDEN, VALIDATION_FAILED for a rejection that says nothing.
func CheckDecision(rules []AuthorityLimit, d Decision) (ApprovalStatus, error) {
	to := ApprovalStatusRejected
	if d.Approve {
		to = ApprovalStatusApproved
	}
	if err := CheckApprovalStatus(d.Status, to); err != nil {
		return "", err
	}
	if err := CheckStead(d.Stead, d.By, d.Now); err != nil {
		return "", err
	}
	if d.By == d.RequestedBy || d.Stead.Concerns(d.RequestedBy) {
		return "", NewError(CodeForbidden, MsgOwnRequest)
	}
	covered := func(role UserRole) bool { return CheckAuthority(rules, d.Type, role, d.Stake) == nil }
	if !d.Stead.decidesAs(d.Role, covered) {
		return "", NewError(CodeForbidden, MsgAuthorityLacking)
	}
	if !d.Approve && d.Comment == "" {
		return "", Invalid("comment", MsgReasonRequired)
	}
	return to, nil
}

// CheckApprovalWithdrawal lets whoever asked take a request back while it is undecided. Errors: ILLEGAL_TRANSITION,
// FORBIDDEN.
func CheckApprovalWithdrawal(status ApprovalStatus, requestedBy, by string) error {
	if status != ApprovalStatusRequested {
		return NewError(CodeIllegalTransition, MsgIllegalTransition, "from", string(status), "to", string(ApprovalStatusWithdrawn))
	}
	if requestedBy != by {
		return NewError(CodeForbidden, MsgForbidden)
	}
	return nil
}
