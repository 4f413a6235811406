package process

import (
	"slices"
	"time"
)

// GateFacts are one passage through a gate, as the rules know it.
type GateFacts struct {
	ID         string
	Status     GateStatus
	Decision   *GateDecision
	DeferUntil *time.Time
	Checklist  []GateCheck
	// Unanswered are the lessons shown at it that nobody has answered.
	Unanswered []ExposureFacts
}

// ExposureFacts are a lesson shown at a gate.
type ExposureFacts struct{ ID, Title string }

var gateTransitions = transitions[GateStatus]{
	GateStatusNotStarted: {GateStatusOpen, GateStatusTailoredOut},
	GateStatusOpen:       {GateStatusDecided, GateStatusTailoredOut},
	// only a deferred one, see CheckGateStatus
	GateStatusDecided: {GateStatusOpen, GateStatusTailoredOut},
}

// deferred tells whether the gate was put off.
func (g GateFacts) deferred() bool {
	return g.Status == GateStatusDecided && g.Decision != nil && *g.Decision == GateDecisionDefer
}

// Passed tells whether the gate lets the opportunity go on.
func (g GateFacts) Passed() bool {
	return g.Status == GateStatusTailoredOut || g.Status == GateStatusDecided && g.Decision != nil && *g.Decision == GateDecisionAdvance
}

// CheckGateStatus holds the gate's state machine (domain model §4): a deferred gate opens again, any other decision is
// final. Error: ILLEGAL_TRANSITION.
func CheckGateStatus(g GateFacts, to GateStatus) error {
	if g.Status == GateStatusDecided && !g.deferred() && to != GateStatusDecided {
		return NewError(CodeIllegalTransition, MsgIllegalTransition, "from", string(g.Status), "to", string(to))
	}
	return gateTransitions.check(g.Status, to)
}

// CheckGateOpening decides whether a gate may be opened now: a deferred one before its day only with a reason. Errors:
// GATE_BLOCKED, ILLEGAL_TRANSITION.
func CheckGateOpening(g GateFacts, now time.Time, reason string) error {
	if err := CheckGateStatus(g, GateStatusOpen); err != nil {
		return err
	}
	if g.deferred() && (g.DeferUntil == nil || now.Before(*g.DeferUntil)) && reason == "" {
		return Blocked([]Blocker{{Code: BlockerCodeGateDeferred, RecordID: g.ID}})
	}
	return nil
}

// MayDecideGate tells whether a viewer is one of those who decide a gate; administrators are.
func MayDecideGate(v *Viewer, def GateDef) bool {
	return v.System || v.Scope != TokenScopeRead && (v.Role == UserRoleAdmin || slices.Contains(def.Deciders, v.Role))
}

// MayDecideGateFor tells the same of a viewer who decides in the stead of an absent colleague.
func MayDecideGateFor(v *Viewer, def GateDef, s *Stead) bool {
	return s.decidesAs(v.Role, func(role UserRole) bool {
		as := *v
		as.Role = role
		return MayDecideGate(&as, def)
	})
}

// alwaysChecked are the rules of gates that hold whatever a template says (domain model, invariant 8).
var alwaysChecked = map[GateKind][]BlockerCode{
	GateKindSubmittal:      {BlockerCodeCommitmentUnauthorised},
	GateKindContractSign:   {BlockerCodeCommitmentUnauthorised},
	GateKindHandoverAccept: {BlockerCodeCommitmentUnauthorised},
}

// GateBlockers are all that keeps a gate from deciding to advance: it is not open, a criterion is not met, the record
// does not satisfy a rule, a lesson is unanswered.
func GateBlockers(d *Dossier, def GateDef, g GateFacts) []Blocker {
	var all []Blocker
	switch {
	case g.deferred():
		all = append(all, Blocker{Code: BlockerCodeGateDeferred, RecordID: g.ID})
	case g.Status != GateStatusOpen:
		all = append(all, Blocker{Code: BlockerCodeGateNotOpen, RecordID: g.ID})
	}
	for _, c := range g.Checklist {
		if c.State != CriterionStateMet {
			all = append(all, Blocker{Code: BlockerCodeCriterionOpen, RecordID: g.ID, Subject: c.Code})
		}
	}
	rules := slices.Clone(def.Checks)
	for _, rule := range alwaysChecked[def.Kind] {
		if !slices.Contains(rules, rule) {
			rules = append(rules, rule)
		}
	}
	all = append(all, Check(d, rules...)...)
	for _, e := range g.Unanswered {
		all = append(all, Blocker{Code: BlockerCodeLessonUnanswered, RecordID: e.ID, Subject: e.Title})
	}
	return all
}

// GateRuling is a decision somebody wants a gate to take.
type GateRuling struct {
	Decision   GateDecision
	Reason     string
	DeferUntil *time.Time
	Outcome    *OpportunityStatus
	Now        time.Time
}

// CheckGateRuling refuses decisions that lack what they need: ending and deferring a reason, deferring a day ahead.
// Errors: VALIDATION_FAILED.
func CheckGateRuling(r GateRuling) error {
	switch {
	case r.Decision != GateDecisionAdvance && r.Reason == "":
		return Invalid("reason", MsgReasonRequired)
	case r.Decision == GateDecisionDefer && r.DeferUntil == nil:
		return Invalid("deferUntil", MsgRequired)
	case r.Decision == GateDecisionDefer && !r.DeferUntil.After(r.Now):
		return Invalid("deferUntil", MsgGateTimePast)
	case r.Decision != GateDecisionDefer && r.DeferUntil != nil:
		return Invalid("deferUntil", MsgOnlyDeferred)
	case r.Decision != GateDecisionEnd && r.Outcome != nil:
		return Invalid("outcome", MsgOnlyEnded)
	default:
		return nil
	}
}

// CheckTailoring decides whether a gate may be left out, and whether that takes an approval. Errors:
// ILLEGAL_TRANSITION, VALIDATION_FAILED.
func CheckTailoring(def GateDef, g GateFacts, how, reason string) (needsApproval bool, err error) {
	switch {
	case def.Tailoring == TailoringNever:
		return false, NewError(CodeIllegalTransition, MsgGateNotTailorable)
	case how == "":
		return false, Invalid("how", MsgRequired)
	case reason == "":
		return false, Invalid("reason", MsgReasonRequired)
	}
	return def.Tailoring == TailoringWithApproval, CheckGateStatus(g, GateStatusTailoredOut)
}

// RenewChecklist is the checklist of a gate: its criteria as they are judged in an earlier list, open where that does not
// have them.
func RenewChecklist(def GateDef, earlier []GateCheck) []GateCheck {
	list := make([]GateCheck, len(def.Criteria))
	for i, c := range def.Criteria {
		list[i] = GateCheck{Code: c.Code, Label: c.Label, State: CriterionStateOpen}
		for _, judged := range earlier {
			if judged.Code == c.Code {
				list[i] = judged
				list[i].Label = c.Label
			}
		}
	}
	return list
}

// JudgeCriterion gives a checklist with one criterion judged; the one given stays as it was. That a criterion is met
// takes evidence. Error: VALIDATION_FAILED.
func JudgeCriterion(list []GateCheck, judged GateCheck) ([]GateCheck, error) {
	at := slices.IndexFunc(list, func(c GateCheck) bool { return c.Code == judged.Code })
	if at < 0 {
		return nil, Invalid("code", MsgCriterionUnknown, "code", shown(judged.Code))
	}
	if judged.State == CriterionStateMet && judged.Evidence == "" {
		return nil, Invalid("evidence", MsgEvidenceRequired)
	}
	if err := checkEvidence("evidence", judged.Evidence); err != nil {
		return nil, err
	}
	list = slices.Clone(list)
	judged.Label = list[at].Label
	list[at] = judged
	return list, nil
}

// maxEvidence bounds what is said in proof of one line of a list, in characters.
const maxEvidence = 10_000

func checkEvidence(field, s string) error {
	if s == "" {
		return nil
	}
	return checkLabel(field, s, maxEvidence)
}
