package process

import (
	"cmp"
	"slices"
)

// StageIndex is the place of a stage in the process, from 0.
func StageIndex(s OpportunityStage) int { return slices.Index(s.Values(), string(s)) }

// compareStages orders stages as the process goes.
func compareStages(a, b OpportunityStage) int { return cmp.Compare(StageIndex(a), StageIndex(b)) }

// StageMove is a move of an opportunity to another stage that somebody wants.
type StageMove struct {
	Status   OpportunityStatus
	From, To OpportunityStage
	Reason   string
	// Exit is the gate at the exit of From, nil where the template has none.
	Exit *StageExit
}

// StageExit is the gate at the exit of a stage, as it stands for the current visit.
type StageExit struct {
	Kind GateKind
	// RecordID is the gate, or the opportunity while there is none yet.
	RecordID string
	// Open tells whether the gate lets the opportunity pass.
	Open bool
}

// CheckStageChange decides how an opportunity that follows a template moves to another stage: forward to the next stage
// only, once the gate between them is passed; back to any earlier one with a reason; and not at all once it has ended
// (domain model §4 and invariant 2). Errors: GATE_BLOCKED, ILLEGAL_TRANSITION, VALIDATION_FAILED.
func CheckStageChange(t TemplateDefinition, m StageMove) (StageDirection, error) {
	next, further := NextStage(t, m.From)
	switch {
	case CheckUnderWay(m.Status) != nil:
		return "", CheckUnderWay(m.Status)
	case m.From == m.To:
		return "", NewError(CodeIllegalTransition, MsgStageSame)
	case !HasStage(t, m.To):
		return "", illegal("stage", MsgStageNotInTemplate, "stage", string(m.To))
	case compareStages(m.To, m.From) < 0 && m.Reason == "":
		return "", Invalid("reason", MsgReasonRequired)
	case compareStages(m.To, m.From) < 0:
		return StageDirectionBack, nil
	case !further || m.To != next:
		return "", illegal("stage", MsgStageNotNext, "stage", string(next))
	case m.Exit != nil && !m.Exit.Open:
		return "", Blocked([]Blocker{{Code: BlockerCodeGateNotPassed, RecordID: m.Exit.RecordID, Subject: string(m.Exit.Kind)}})
	default:
		return StageDirectionForward, nil
	}
}

// CheckUnderWay refuses an opportunity that has ended or rests; one that is won goes on to its delivery. Error:
// ILLEGAL_TRANSITION.
func CheckUnderWay(s OpportunityStatus) error {
	if s != OpportunityStatusOpen && s != OpportunityStatusWon {
		return NewError(CodeIllegalTransition, MsgStageClosed, "status", string(s))
	}
	return nil
}

// CheckOpen refuses an opportunity that is not open. Error: ILLEGAL_TRANSITION.
func CheckOpen(s OpportunityStatus) error {
	if s != OpportunityStatusOpen {
		return NewError(CodeIllegalTransition, MsgStageClosed, "status", string(s))
	}
	return nil
}

// CheckStageKept decides whether an opportunity may go over to another version of a template, which it has to do with a
// reason and in a stage that version has. Errors: ILLEGAL_TRANSITION, VALIDATION_FAILED.
func CheckStageKept(to TemplateDefinition, stage OpportunityStage, reason string) error {
	switch {
	case reason == "":
		return Invalid("reason", MsgReasonRequired)
	case !HasStage(to, stage):
		return illegal("templateID", MsgStageNotInTemplate, "stage", string(stage))
	default:
		return nil
	}
}

// illegal is an ILLEGAL_TRANSITION about one field.
func illegal(field string, message Message, args ...string) *Error {
	e := NewError(CodeIllegalTransition, message, args...)
	e.Field = field
	return e
}
