package process

import "slices"

var findingTransitions = transitions[FindingStatus]{
	FindingStatusOpen:     {FindingStatusResolved},
	FindingStatusResolved: {FindingStatusVerified, FindingStatusOpen},
	FindingStatusVerified: {FindingStatusOpen},
}

// CheckFindingStatus holds the state machine of findings and issues.
func CheckFindingStatus(from, to FindingStatus) error { return findingTransitions.check(from, to) }

// leads are the roles that may resolve what others own: of a review's findings, and of an acceptance's issues.
var (
	reviewLeads = []UserRole{UserRolePresalesManager, UserRoleAdmin}
	issueLeads  = []UserRole{UserRolePresalesManager, UserRoleAdmin, UserRoleDelivery}
)

// CheckResolver lets a finding be resolved by its owner or a lead, one without an owner by anybody. Errors: FORBIDDEN.
func CheckResolver(v *Viewer, owner string, issue bool) error {
	lead := reviewLeads
	if issue {
		lead = issueLeads
	}
	if v.System || owner == "" || owner == v.UserID || slices.Contains(lead, v.Role) {
		return nil
	}
	return NewError(CodeForbidden, MsgOwnerResolves)
}

// CheckVerifier refuses that somebody verifies what they own or resolved (domain model, invariant 6); by is empty for the
// command line. Errors: FORBIDDEN.
func CheckVerifier(by, owner, resolver string) error {
	if by != "" && (by == owner || by == resolver) {
		return NewError(CodeForbidden, MsgVerifierIsOwner)
	}
	return nil
}
