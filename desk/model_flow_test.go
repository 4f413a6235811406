package desk_test

import (
	"slices"
	"strings"
)

// The two ways opportunities go, in the model's words: the shipped templates, told from the domain model.

var allStages = strings.Fields("INTAKE QUALIFICATION REQUIREMENTS PLANNING PROPOSAL REVIEW BID NEGOTIATION CONTRACT HANDOVER DELIVERY ACCEPTANCE CLOSEOUT")

// flow is a template: its stages, the gates at their exits, and what it asks of reviews and retrospectives.
type flow struct {
	stages            []string
	gates             map[string]hurdle // by stage
	reviews           []string
	retrospectiveFrom int64
}

// hurdle is a gate of a template. Tailoring is NEVER, APPROVAL or FREE.
type hurdle struct {
	kind, tailoring, deciders string
	lessons                   int
	criteria, rules           string
}

var (
	hurdleInterest     = hurdle{"INTEREST", "APPROVAL", "SALES PRESALES_MANAGER", 3, "situation owner", ""}
	hurdlePursuit      = hurdle{"PURSUIT", "APPROVAL", "PRESALES_MANAGER", 5, "decision_chain", "QUALIFICATION_MISSING QUALIFICATION_DECLINED"}
	hurdlePrelim       = hurdle{"PRELIM_BID", "FREE", "PRESALES_MANAGER", 5, "strategy", "REQUIREMENTS_MISSING PLAN_MISSING PLAN_UNOWNED"}
	hurdleValidation   = hurdle{"BID_VALIDATION", "APPROVAL", "PRESALES_MANAGER", 5, "value affordable", "PROPOSAL_MISSING REQUIREMENT_UNANSWERED ADDENDUM_UNREAD"}
	hurdleSubmittal    = hurdle{"SUBMITTAL", "NEVER", "PRESALES_MANAGER", 5, "proof_read", "PROPOSAL_NOT_SUBMITTED ADDENDUM_UNREAD COMMITMENT_UNAUTHORISED"}
	hurdleOffer        = hurdle{"FINAL_OFFER", "FREE", "PRESALES_MANAGER SALES", 3, "margin", "TERM_UNDECIDED COMMITMENT_UNAUTHORISED"}
	hurdleOfferTender  = hurdle{"FINAL_OFFER", "APPROVAL", "PRESALES_MANAGER SALES", 3, "margin", "TERM_UNDECIDED COMMITMENT_UNAUTHORISED"}
	hurdleSign         = hurdle{"CONTRACT_SIGN", "NEVER", "PRESALES_MANAGER LEGAL", 3, "same", "AWARD_MISSING CONTRACT_NOT_SIGNED TERM_UNDECIDED COMMITMENT_UNAUTHORISED"}
	hurdleHandover     = hurdle{"HANDOVER_ACCEPT", "NEVER", "DELIVERY PRESALES_MANAGER", 5, "meeting", "HANDOVER_NOT_ACCEPTED COMMITMENT_NOT_HANDED_OVER COMMITMENT_UNAUTHORISED"}
	hurdleFinal        = hurdle{"FINAL_ACCEPT", "APPROVAL", "DELIVERY PRESALES_MANAGER", 3, "satisfied", "ACCEPTANCE_NOT_PASSED ISSUE_OPEN COMMITMENT_OPEN CHANGE_OPEN"}
	hurdleClose        = hurdle{"CLOSEOUT", "FREE", "PRESALES_MANAGER", 0, "filed", "RETROSPECTIVE_MISSING DEPARTMENT_ABSENT ISSUE_OPEN"}
	hurdleCloseTender  = hurdle{"CLOSEOUT", "APPROVAL", "PRESALES_MANAGER", 0, "filed", "RETROSPECTIVE_MISSING DEPARTMENT_ABSENT ISSUE_OPEN"}
	demandedToLookBack = []string{"SALES", "PRESALES", "DELIVERY"}
)

// processes are the flows by the type of opportunity.
var processes = map[string]flow{
	"DIRECT": {
		stages: strings.Fields("INTAKE QUALIFICATION REQUIREMENTS PROPOSAL NEGOTIATION CONTRACT HANDOVER DELIVERY ACCEPTANCE CLOSEOUT"),
		gates: map[string]hurdle{
			"QUALIFICATION": hurdlePursuit, "PROPOSAL": hurdleSubmittal, "NEGOTIATION": hurdleOffer, "CONTRACT": hurdleSign,
			"HANDOVER": hurdleHandover, "ACCEPTANCE": hurdleFinal, "CLOSEOUT": hurdleClose,
		},
		reviews: []string{"GOLD"}, retrospectiveFrom: 1_000_000_00,
	},
	"TENDER": {
		stages: allStages,
		gates: map[string]hurdle{
			"INTAKE": hurdleInterest, "QUALIFICATION": hurdlePursuit, "PLANNING": hurdlePrelim, "PROPOSAL": hurdleValidation, "BID": hurdleSubmittal,
			"NEGOTIATION": hurdleOfferTender, "CONTRACT": hurdleSign, "HANDOVER": hurdleHandover, "ACCEPTANCE": hurdleFinal, "CLOSEOUT": hurdleCloseTender,
		},
		reviews: []string{"RED", "GOLD"}, retrospectiveFrom: 500_000_00,
	},
}

// after is the stage after another, empty after the last.
func (f flow) after(stage string) string {
	if at := slices.Index(f.stages, stage); at+1 < len(f.stages) {
		return f.stages[at+1]
	}
	return ""
}

// before tells whether a stage comes before another on any way.
func before(stage, other string) bool {
	return slices.Index(allStages, stage) < slices.Index(allStages, other)
}

// committed tells whether a stage is so late that an opportunity only ends by being won.
func committed(stage string) bool { return before("NEGOTIATION", stage) }

// decides tells whether somebody decides a gate.
func (h hurdle) decides(p *person) bool { return !p.reads && h.decidedBy(p.role) }

// decidedBy tells the same of a role.
func (h hurdle) decidedBy(role string) bool {
	return role == "ADMIN" || slices.Contains(strings.Fields(h.deciders), role)
}
