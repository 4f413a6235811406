package process

import "slices"

// transitions is a state machine: from each state the states that may follow. Anything else is ILLEGAL_TRANSITION.
type transitions[S ~string] map[S][]S

func (t transitions[S]) check(from, to S) error {
	if from == to {
		return NewError(CodeIllegalTransition, MsgStatusSame)
	}
	if !slices.Contains(t[from], to) {
		return NewError(CodeIllegalTransition, MsgIllegalTransition, "from", string(from), "to", string(to))
	}
	return nil
}

var proposalTransitions = transitions[ProposalStatus]{
	ProposalStatusDraft:              {ProposalStatusInReview, ProposalStatusWithdrawn},
	ProposalStatusInReview:           {ProposalStatusChangesRequested, ProposalStatusApproved, ProposalStatusWithdrawn},
	ProposalStatusChangesRequested:   {ProposalStatusDraft, ProposalStatusWithdrawn},
	ProposalStatusApproved:           {ProposalStatusDraft, ProposalStatusSealed, ProposalStatusWithdrawn},
	ProposalStatusSealed:             {ProposalStatusDraft, ProposalStatusSubmitted, ProposalStatusWithdrawn}, // an addendum breaks the seal
	ProposalStatusSubmitted:          {ProposalStatusUnderClarification, ProposalStatusAwarded, ProposalStatusNotAwarded, ProposalStatusRejectedBid, ProposalStatusVoided, ProposalStatusWithdrawn},
	ProposalStatusUnderClarification: {ProposalStatusSubmitted},
}

// CheckProposalStatus holds the proposal's state machine (domain model §4).
func CheckProposalStatus(from, to ProposalStatus) error { return proposalTransitions.check(from, to) }

// DecidesProposal tells whether a status is a proposal's result.
func DecidesProposal(s ProposalStatus) bool {
	return slices.Contains([]ProposalStatus{ProposalStatusAwarded, ProposalStatusNotAwarded, ProposalStatusRejectedBid, ProposalStatusVoided}, s)
}

var lessonTransitions = transitions[LessonStatus]{
	LessonStatusDraft:     {LessonStatusSubmitted},
	LessonStatusSubmitted: {LessonStatusValidated, LessonStatusRejected},
	LessonStatusValidated: {LessonStatusAdopted},
	LessonStatusAdopted:   {LessonStatusRetired},
}

var retrospectiveTransitions = transitions[RetrospectiveStatus]{
	RetrospectiveStatusPlanned: {RetrospectiveStatusHeld, RetrospectiveStatusWaived},
	RetrospectiveStatusHeld:    {RetrospectiveStatusClosed},
	RetrospectiveStatusWaived:  {RetrospectiveStatusHeld},
}

// CheckRetrospectiveStatus holds the retrospective's state machine.
func CheckRetrospectiveStatus(from, to RetrospectiveStatus) error {
	return retrospectiveTransitions.check(from, to)
}

// CheckLessonStatus holds the lesson's state machine (domain model §4).
func CheckLessonStatus(from, to LessonStatus) error { return lessonTransitions.check(from, to) }

var verifyTransitions = transitions[VerifyState]{
	VerifyStateUnverified: {VerifyStateVerified, VerifyStateRetired},
	VerifyStateVerified:   {VerifyStateDue, VerifyStateUnverified, VerifyStateRetired},
	VerifyStateDue:        {VerifyStateVerified, VerifyStateExpired, VerifyStateUnverified, VerifyStateRetired},
	VerifyStateExpired:    {VerifyStateVerified, VerifyStateUnverified, VerifyStateRetired},
	VerifyStateRetired:    {VerifyStateUnverified},
}

// CheckVerifyState holds the state machine of a library item's verification (domain model §4).
func CheckVerifyState(from, to VerifyState) error { return verifyTransitions.check(from, to) }
