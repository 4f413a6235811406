package process

import "slices"

// StageIndex is the place of a stage in the process, from 0.
func StageIndex(s OpportunityStage) int { return slices.Index(s.Values(), string(s)) }

// CheckStageChange decides how an opportunity moves from one stage to another: forward freely, back with a reason, and
// not at all once it is closed. Errors: ILLEGAL_TRANSITION, VALIDATION_FAILED.
func CheckStageChange(status OpportunityStatus, from, to OpportunityStage, reason string) (StageDirection, error) {
	switch {
	case status != OpportunityStatusOpen && status != OpportunityStatusWon:
		return "", NewError(CodeIllegalTransition, MsgStageClosed, "status", string(status))
	case from == to:
		return "", NewError(CodeIllegalTransition, MsgStageSame)
	case StageIndex(to) > StageIndex(from):
		return StageDirectionForward, nil
	case reason == "":
		return "", Invalid("reason", MsgReasonRequired)
	default:
		return StageDirectionBack, nil
	}
}

// CheckClose decides whether an open opportunity may end with a status.
func CheckClose(current, to OpportunityStatus) error {
	switch {
	case to == OpportunityStatusOpen:
		return Invalid("status", MsgOutcomeNotClosing)
	case current == to:
		return NewError(CodeIllegalTransition, MsgStatusSame)
	case current != OpportunityStatusOpen && current != OpportunityStatusSuspended:
		return NewError(CodeIllegalTransition, MsgStageClosed, "status", string(current))
	default:
		return nil
	}
}

// CheckReopen decides whether a closed opportunity may go on.
func CheckReopen(current OpportunityStatus, reason string) error {
	if current == OpportunityStatusOpen {
		return NewError(CodeIllegalTransition, MsgStageNotOpen)
	}
	if reason == "" {
		return Invalid("reason", MsgReasonRequired)
	}
	return nil
}
