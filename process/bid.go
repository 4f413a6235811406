package process

import (
	"slices"
	"time"
)

// ProposalPart is what a change of a proposal touches.
type ProposalPart string

// The parts of a proposal that are closed at different times.
const (
	// ProposalPartOffer is what the customer gets to read: sections, answers to requirements, certificates, price, validity.
	ProposalPartOffer ProposalPart = "offer"
	// ProposalPartPapers go with it: bond, signature, the checks for reasons of rejection.
	ProposalPartPapers ProposalPart = "papers"
)

// openFor says in which statuses a part may be changed: the offer until it is approved, the papers until it is submitted.
var openFor = map[ProposalPart][]ProposalStatus{
	ProposalPartOffer: {ProposalStatusDraft, ProposalStatusInReview, ProposalStatusChangesRequested},
	ProposalPartPapers: {
		ProposalStatusDraft, ProposalStatusInReview, ProposalStatusChangesRequested, ProposalStatusApproved, ProposalStatusSealed,
	},
}

// CheckProposalEdit decides whether a part of a proposal may still be changed: what was approved is revised first, what
// was submitted stays as it was (invariant 4). Error: ILLEGAL_TRANSITION.
func CheckProposalEdit(status ProposalStatus, part ProposalPart) error {
	switch {
	case slices.Contains(openFor[part], status):
		return nil
	case status == ProposalStatusApproved || status == ProposalStatusSealed:
		return NewError(CodeIllegalTransition, MsgProposalApproved)
	default:
		return NewError(CodeIllegalTransition, MsgProposalClosed, "status", string(status))
	}
}

// CheckOffer refuses amounts that are none, and a bid in another currency than the opportunity it is for, whose ceiling
// and bond it is measured by. Error: VALIDATION_FAILED.
func CheckOffer(price, bond *int64, currency, opportunitys string) error {
	if err := checkAmount("price", price); err != nil {
		return err
	}
	if err := checkAmount("bondAmount", bond); err != nil {
		return err
	}
	if opportunitys != "" && currency != opportunitys && (price != nil || bond != nil) {
		return Invalid("currency", MsgCurrencyMixed, "currency", opportunitys)
	}
	return nil
}

// CheckApprover keeps those who wrote a proposal from approving it: whoever made it and whoever changed it last. Error:
// FORBIDDEN.
func CheckApprover(by string, writers ...string) error {
	if slices.Contains(writers, by) {
		return NewError(CodeForbidden, MsgOwnProposal)
	}
	return nil
}

// CheckSigning lets an approved proposal be signed once, before or after it is sealed. Error: ILLEGAL_TRANSITION.
func CheckSigning(status ProposalStatus, signed bool) error {
	if status != ProposalStatusApproved && status != ProposalStatusSealed {
		return NewError(CodeIllegalTransition, MsgSignApproved)
	}
	if signed {
		return NewError(CodeIllegalTransition, MsgStatusSame)
	}
	return nil
}

// CheckSubmission is everything in the way of submitting one proposal (invariant 4): the rules of submission, and the
// rejection checklist against what has to be on it and against the numbers of the bid.
func CheckSubmission(d *Dossier, proposal string) []Blocker {
	one := d.Only(proposal)
	return append(Check(one, SubmissionRules...), eachProposal(checklistGaps)(one)...)
}

// CheckSubmittedAt decides when a proposal was submitted, and whether that was too late: at the deadline is in time.
// Without a deadline nothing is late. Error: VALIDATION_FAILED for a time that has not come or before the sealing.
func CheckSubmittedAt(at, now time.Time, sealed, deadline *time.Time) (late bool, err error) {
	switch {
	case at.After(now):
		return false, Invalid("at", MsgFutureTime)
	case sealed != nil && at.Before(*sealed):
		return false, Invalid("at", MsgTimeOrder, "after", sealed.UTC().Format(time.RFC3339))
	default:
		return deadline != nil && at.After(*deadline), nil
	}
}

// CheckProposalWithdrawal lets a bid be taken back until the bids are opened; one that was never submitted at any time.
// Error: ILLEGAL_TRANSITION.
func CheckProposalWithdrawal(status ProposalStatus, now time.Time, opening *time.Time) error {
	if submitted(status) && opening != nil && !now.Before(*opening) {
		return NewError(CodeIllegalTransition, MsgBidsOpened)
	}
	return nil
}
