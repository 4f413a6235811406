package process

import (
	"math"
	"slices"
)

// Closing is an end of an opportunity that somebody wants to record.
type Closing struct {
	Status OpportunityStatus
	Stage  OpportunityStage
	To     OpportunityStatus
	// Reasons, Note and Failure say why.
	Reasons []LossReason
	Note    string
	Failure *BidFailure
	// Declined tells whether the latest qualification decided not to bid.
	Declined bool
}

// lastUncommitted is the last stage in which an opportunity can end without a contract (domain model §4).
const lastUncommitted = OpportunityStageNegotiation

// CheckClose decides whether an opportunity may end so. That we do not bid is decided at a gate, or by a qualification;
// a win also needs what WinningRules ask. Errors: ILLEGAL_TRANSITION, VALIDATION_FAILED.
func CheckClose(c Closing) error {
	switch {
	case c.To == OpportunityStatusOpen:
		return Invalid("status", MsgOutcomeNotClosing)
	case c.Status == c.To:
		return NewError(CodeIllegalTransition, MsgStatusSame)
	case c.Status != OpportunityStatusOpen && c.Status != OpportunityStatusSuspended:
		return NewError(CodeIllegalTransition, MsgStageClosed, "status", string(c.Status))
	}
	if err := checkFailure(c); err != nil {
		return err
	}
	switch c.To {
	case OpportunityStatusWon:
		if compareStages(c.Stage, lastUncommitted) <= 0 {
			return illegal("status", MsgWonTooEarly)
		}
		return nil
	case OpportunityStatusNoBid, OpportunityStatusQualifiedOut:
		if !c.Declined {
			return illegal("status", MsgOutcomeByGate)
		}
	case OpportunityStatusLost:
		if len(c.Reasons) == 0 {
			return Invalid("lossReason", MsgReasonRequired)
		}
	default:
		if len(c.Reasons) == 0 && c.Note == "" && c.Failure == nil {
			return Invalid("note", MsgReasonRequired)
		}
	}
	return checkUncommitted(c.Stage)
}

func checkUncommitted(stage OpportunityStage) error {
	if compareStages(stage, lastUncommitted) > 0 {
		return illegal("status", MsgOutcomeTooLate)
	}
	return nil
}

// checkFailure: 废标 and 流标 end a whole procedure, and are two facts; 否决投标 and 无效投标 end one bid, not the
// opportunity.
func checkFailure(c Closing) error {
	if c.Failure == nil {
		return nil
	}
	if whole := *c.Failure == BidFailureProcedureVoided || *c.Failure == BidFailureTooFewBidders; !whole || c.To != OpportunityStatusCancelledByCustomer {
		return Invalid("failure", MsgFailureMisplaced)
	}
	return nil
}

// WinningRules hold for recording a win.
var WinningRules = []BlockerCode{BlockerCodeAwardMissing}

// EndOfPursuit is how an opportunity ends that a gate decides to end: as wanted where the stage allows it, otherwise as
// the stage suggests. Errors: ILLEGAL_TRANSITION.
func EndOfPursuit(stage OpportunityStage, wanted *OpportunityStatus) (OpportunityStatus, error) {
	if err := checkUncommitted(stage); err != nil {
		return "", err
	}
	possible := []OpportunityStatus{OpportunityStatusNoBid, OpportunityStatusNoDecision, OpportunityStatusCancelledByCustomer}
	switch {
	case compareStages(stage, OpportunityStageQualification) <= 0:
		possible = slices.Insert(possible, 0, OpportunityStatusQualifiedOut)
	case compareStages(stage, OpportunityStageProposal) < 0:
		possible = append(possible, OpportunityStatusQualifiedOut)
	case compareStages(stage, OpportunityStageBid) > 0: // the bid is in
		possible = slices.Delete(possible, 0, 1)
	}
	switch {
	case wanted == nil:
		return possible[0], nil
	case !slices.Contains(possible, *wanted):
		return "", illegal("outcome", MsgOutcomeNotHere, "status", string(*wanted))
	default:
		return *wanted, nil
	}
}

// CheckReopen decides whether a closed opportunity may go on, and in which stage: that is for managers to say. A
// suspended one goes on where it stood, another where it was or earlier. Errors: FORBIDDEN, ILLEGAL_TRANSITION,
// VALIDATION_FAILED.
func CheckReopen(v *Viewer, t TemplateDefinition, status OpportunityStatus, from, to OpportunityStage, reason string) error {
	switch {
	case !v.System && v.Role != UserRolePresalesManager && v.Role != UserRoleAdmin:
		return NewError(CodeForbidden, MsgReopenManager)
	case status == OpportunityStatusOpen:
		return NewError(CodeIllegalTransition, MsgStageNotOpen)
	case reason == "":
		return Invalid("reason", MsgReasonRequired)
	case from == to:
		return nil
	case status == OpportunityStatusSuspended || compareStages(to, from) > 0:
		return illegal("stage", MsgReopenStage)
	case !HasStage(t, to):
		return illegal("stage", MsgStageNotInTemplate, "stage", string(to))
	default:
		return nil
	}
}

// CheckDebriefing decides whether an opportunity can be debriefed: once it has ended. Error: ILLEGAL_TRANSITION.
func CheckDebriefing(status OpportunityStatus) error {
	if status == OpportunityStatusOpen || status == OpportunityStatusSuspended {
		return NewError(CodeIllegalTransition, MsgDebriefTooEarly)
	}
	return nil
}

// Bounds of a debrief.
const (
	maxRank      = 1000
	maxScores    = 100
	maxCriterion = 300
)

// CheckDebrief refuses what no evaluation can have given. Error: VALIDATION_FAILED.
func CheckDebrief(d Debrief) error {
	for i, r := range d.Reasons {
		if slices.Contains(d.Reasons[:i], r) {
			return Invalid("reasons", MsgListedTwice, "value", string(r))
		}
	}
	if d.Rank != nil && (*d.Rank < 1 || *d.Rank > maxRank) {
		return Invalid("rank", MsgOutOfRange, "min", "1", "max", "1000")
	}
	if len(d.Scores) > maxScores {
		return Invalid("scores", MsgTooLongField)
	}
	for _, s := range d.Scores {
		if err := checkLabel("scores", s.Criterion, maxCriterion); err != nil {
			return err
		}
		inside := func(v float64) bool { return v >= 0 && v <= s.Max }
		if math.IsNaN(s.Max) || math.IsInf(s.Max, 0) || s.Max <= 0 || !inside(s.Ours) || !inside(s.Best) || s.Ours > s.Best {
			return Invalid("scores", MsgScoresBad, "criterion", shown(s.Criterion))
		}
	}
	return CheckText("debriefNote", d.Note)
}
