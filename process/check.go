package process

import (
	"cmp"
	"slices"
	"time"
)

// checks are the rules a gate can demand of the record itself: each answers with what is in the way. A new rule is a
// row here, its code with label and what to do in vocabulary/enums.txt, and its row in the test.
var checks = map[BlockerCode]func(*Dossier) []Blocker{
	BlockerCodeQualificationMissing:    qualificationMissing,
	BlockerCodeQualificationDeclined:   qualificationDeclined,
	BlockerCodeRequirementsMissing:     requirementsMissing,
	BlockerCodePlanMissing:             planMissing,
	BlockerCodePlanUnowned:             planUnowned,
	BlockerCodeProposalMissing:         proposalMissing,
	BlockerCodeProposalNotApproved:     proposalNotApproved,
	BlockerCodeProposalNotSealed:       proposalNotSealed,
	BlockerCodeProposalNotSubmitted:    proposalNotSubmitted,
	BlockerCodeSectionNotReady:         eachProposal(sectionNotReady),
	BlockerCodeRequirementUnanswered:   eachProposal(requirementUnanswered),
	BlockerCodeDeviationUnapproved:     eachProposal(deviationUnapproved),
	BlockerCodeChecklistOpen:           eachProposal(checklistOpen),
	BlockerCodeCertificateLapses:       eachProposal(certificateLapses),
	BlockerCodeBondMissing:             eachProposal(bondMissing),
	BlockerCodeValidityShort:           eachProposal(validityShort),
	BlockerCodeSignatureMissing:        eachProposal(signatureMissing),
	BlockerCodeReviewMissing:           eachProposal(reviewMissing),
	BlockerCodeFindingOpen:             eachProposal(findingOpen),
	BlockerCodeApprovalMissing:         approvalMissing,
	BlockerCodeAddendumUnread:          addendumUnread,
	BlockerCodeCommitmentUnauthorised:  commitmentUnauthorised,
	BlockerCodeTermUndecided:           termUndecided,
	BlockerCodeAwardMissing:            awardMissing,
	BlockerCodeContractMissing:         contractMissing,
	BlockerCodeContractNotSigned:       contractNotSigned,
	BlockerCodePaymentPlanMismatch:     paymentPlanMismatch,
	BlockerCodeHandoverNotAccepted:     handoverNotAccepted,
	BlockerCodeHandoverPartEmpty:       handoverPartEmpty,
	BlockerCodeCommitmentNotHandedOver: commitmentNotHandedOver,
	BlockerCodeCommitmentOpen:          commitmentOpen,
	BlockerCodeAcceptanceNotPassed:     acceptanceNotPassed,
	BlockerCodeAcceptanceItemFailed:    acceptanceItemFailed,
	BlockerCodeIssueOpen:               issueOpen,
	BlockerCodeChangeOpen:              changeOpen,
	BlockerCodeRetrospectiveMissing:    retrospectiveMissing,
	BlockerCodeDepartmentAbsent:        departmentAbsent,
}

// Check asks the rules of a gate or an action, in their order, and answers with everything in the way.
func Check(d *Dossier, rules ...BlockerCode) []Blocker {
	var all []Blocker
	for _, code := range rules {
		if check := checks[code]; check != nil {
			all = append(all, check(d)...)
		}
	}
	return all
}

// IsCheck tells whether a gate can demand a rule.
func IsCheck(code BlockerCode) bool { return checks[code] != nil }

// The rules of the actions that are gates in themselves: they hold whatever a template says.
var (
	// SubmissionRules hold for submitting one proposal (domain model, invariant 4).
	SubmissionRules = []BlockerCode{
		BlockerCodeRequirementUnanswered, BlockerCodeDeviationUnapproved, BlockerCodeChecklistOpen, BlockerCodeCertificateLapses,
		BlockerCodeBondMissing, BlockerCodeValidityShort, BlockerCodeSignatureMissing, BlockerCodeReviewMissing, BlockerCodeFindingOpen,
		BlockerCodeApprovalMissing, BlockerCodeAddendumUnread, BlockerCodeCommitmentUnauthorised,
	}
	// SigningRules hold for signing a contract.
	SigningRules = []BlockerCode{BlockerCodeAwardMissing, BlockerCodePaymentPlanMismatch, BlockerCodeCommitmentUnauthorised, BlockerCodeTermUndecided, BlockerCodeApprovalMissing}
	// HandoverRules hold for submitting and accepting a handover (invariants 8, 9 and 10).
	HandoverRules = []BlockerCode{BlockerCodeContractNotSigned, BlockerCodeHandoverPartEmpty, BlockerCodeCommitmentNotHandedOver, BlockerCodeCommitmentUnauthorised}
	// FinalAcceptanceRules hold for passing the final acceptance (invariant 9).
	FinalAcceptanceRules = []BlockerCode{BlockerCodeAcceptanceItemFailed, BlockerCodeIssueOpen, BlockerCodeCommitmentOpen, BlockerCodeChangeOpen}
	// CloseoutRules hold for closing a project (invariant 11).
	CloseoutRules = []BlockerCode{BlockerCodeAcceptanceNotPassed, BlockerCodeIssueOpen, BlockerCodeRetrospectiveMissing, BlockerCodeDepartmentAbsent}
)

// found makes the blockers of a rule from the things that break it.
func found[T any](code BlockerCode, things []T, breaks func(T) bool, id, subject func(T) string) []Blocker {
	var all []Blocker
	for _, t := range things {
		if breaks(t) {
			all = append(all, Blocker{Code: code, RecordID: id(t), Subject: subject(t)})
		}
	}
	return all
}

// unless is the one blocker of a rule that does not hold.
func unless(holds bool, code BlockerCode, record string) []Blocker {
	if holds {
		return nil
	}
	return []Blocker{{Code: code, RecordID: record}}
}

// eachProposal asks a rule of every proposal that is still on its way to the customer.
func eachProposal(rule func(*Dossier, ProposalFacts) []Blocker) func(*Dossier) []Blocker {
	return func(d *Dossier) []Blocker {
		var all []Blocker
		for _, p := range d.Proposals {
			if !submitted(p.Status) {
				all = append(all, rule(d, p)...)
			}
		}
		return all
	}
}

// submitted tells whether a proposal has reached the customer.
func submitted(s ProposalStatus) bool {
	return s == ProposalStatusSubmitted || s == ProposalStatusUnderClarification || DecidesProposal(s)
}

// sameDay tells whether two instants are on one calendar day of their own zones.
func sameDay(a, b time.Time) bool {
	y1, m1, d1 := a.Date()
	y2, m2, d2 := b.Date()
	return y1 == y2 && m1 == m2 && d1 == d2
}

// Only narrows a dossier to one proposal, for rules about its submission, which waits for no contract.
func (d *Dossier) Only(proposal string) *Dossier {
	narrow := *d
	narrow.Contracts = nil
	narrow.Proposals = slices.DeleteFunc(slices.Clone(d.Proposals), func(p ProposalFacts) bool { return p.ID != proposal })
	return &narrow
}

// latest is the review of a colour that was held last.
func (p ProposalFacts) latest(colour ReviewColour) *ReviewFacts {
	var last *ReviewFacts
	for i, r := range p.Reviews {
		if r.Colour == colour && r.HeldAt != nil && (last == nil || cmp.Compare(last.HeldAt.UnixNano(), r.HeldAt.UnixNano()) <= 0) {
			last = &p.Reviews[i]
		}
	}
	return last
}
