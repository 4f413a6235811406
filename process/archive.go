package process

import "slices"

// kept are the kinds of record that rules and figures rest on: one that was simply put away would take a reason to stop,
// or a bad mark, with it. They end by use cases of their own: an approval is withdrawn, an answer given anew, a citation
// removed, a finding verified.
var kept = []Entity{
	"Absence", "Approval", "BidChecklistItem", "Citation", "Clarification", "ComplianceItem", "ProposalVersion",
	"Gate", "LessonExposure", "ProcessTemplate", "Qualification", "StageEntry",
	"AcceptanceCriterion", "APIToken", "CommercialTerm", "Finding", "ReuseEdge", "Session", "SupportRequest", "WebhookDelivery",
}

// unfinished are the states in which a record is still nobody's history: begun by mistake, it may be put away. Later,
// when somebody answered, signed, held or decided it, it stays.
var unfinished = map[Entity][]string{
	"Acceptance":     {string(AcceptanceStatusPlanned)},
	"ChangeRequest":  {string(ChangeRequestStatusDraft)},
	"Commitment":     {string(CommitmentStatusProposed)},
	"Contract":       {string(ContractStatusDraft)},
	"Handover":       {string(HandoverStatusDraft)},
	"Lead":           {string(LeadStatusNew)},
	"Lesson":         {string(LessonStatusDraft), string(LessonStatusRejected)},
	"Opportunity":    {string(OpportunityStatusOpen)},
	"Project":        {string(ProjectStatusPlanned)},
	"Proposal":       {string(ProposalStatusDraft), string(ProposalStatusChangesRequested)},
	"Requirement":    {string(RequirementStatusDraft)},
	"Retrospective":  {string(RetrospectiveStatusPlanned)},
	"Review":         {string(ReviewStatusPlanned), string(ReviewStatusCancelled)},
	"Survey":         {SurveyUnanswered},
	"TemplateChange": {string(TemplateChangeStatusProposed)},
}

// SurveyUnanswered is the state of a survey nobody has answered: its link may be taken back.
const SurveyUnanswered = "UNANSWERED"

// ArchiveDepends tells whether it depends on the state of a record of this kind whether it is put away.
func ArchiveDepends(e Entity) bool { return unfinished[e] != nil }

// cleared are the kinds of which administrators put away a record in any state, as what was imported by mistake: the change
// log keeps who did.
var cleared = []Entity{"Lesson", "Opportunity", "Proposal"}

// CheckArchive refuses to archive or restore a record that is not put away at will: of a kind that never is, or no longer
// in its state. State counts only where ArchiveDepends. Error: ILLEGAL_TRANSITION.
func CheckArchive(v *Viewer, e Entity, state string) error {
	states, depends := unfinished[e]
	switch {
	case slices.Contains(cleared, e) && v.Role == UserRoleAdmin:
		return nil
	case slices.Contains(kept, e) || depends && !slices.Contains(states, state):
		return NewError(CodeIllegalTransition, MsgKept, "kind", string(e))
	default:
		return nil
	}
}
