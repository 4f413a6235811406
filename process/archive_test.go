package process

import (
	"slices"
	"strings"
	"testing"
)

// Every kind of record is in one of the three lists: a new one has to be thought about.
func TestWhatMayBePutAway(t *testing.T) {
	always := strings.Fields(`AccessRule Activity Attachment AuthorityRule CalendarDay Certificate Comment Competitor Contact ContentItem Customer ExchangeRate
		LineItem Notification OpportunityMember Product ProposalSection Question Risk SavedSearch Stakeholder SynonymGroup Task Team TimeEntry User WebhookEndpoint WinTheme`)
	never := strings.Fields(`Absence APIToken AcceptanceCriterion Approval BidChecklistItem Citation Clarification CommercialTerm ComplianceItem Finding Gate
		LessonExposure ProcessTemplate ProposalVersion Qualification ReuseEdge Session StageEntry SupportRequest WebhookDelivery`)
	while := map[Entity]string{
		"Acceptance": "PLANNED", "ChangeRequest": "DRAFT", "Commitment": "PROPOSED", "Contract": "DRAFT", "Handover": "DRAFT", "Lead": "NEW",
		"Lesson": "DRAFT REJECTED", "Opportunity": "OPEN", "Project": "PLANNED", "Proposal": "DRAFT CHANGES_REQUESTED", "Requirement": "DRAFT",
		"Retrospective": "PLANNED", "Review": "PLANNED CANCELLED", "Survey": "UNANSWERED", "TemplateChange": "PROPOSED",
	}
	for e := range Entities() {
		states, depends := while[e]
		inAlways, inNever := slices.Contains(always, string(e)), slices.Contains(never, string(e))
		if n := len(slices.DeleteFunc([]bool{inAlways, inNever, depends}, func(in bool) bool { return !in })); n != 1 {
			t.Errorf("%s is in %d lists", e, n)
		}
		if ArchiveDepends(e) != depends {
			t.Errorf("%s depends on its state: %v", e, !depends)
		}
		known := enumValues(string(e) + "Status")
		if e == "Survey" {
			known = []string{"UNANSWERED", "ANSWERED"}
		}
		for _, state := range append(known, "") {
			may := inAlways || depends && slices.Contains(strings.Fields(states), state)
			for _, role := range enumValues("UserRole") {
				may := may || role == "ADMIN" && slices.Contains(strings.Fields("Lesson Opportunity Proposal"), string(e))
				if err := CheckArchive(&Viewer{Role: UserRole(role)}, e, state); may != (err == nil) || err != nil && CodeOf(err) != CodeIllegalTransition {
					t.Errorf("%s that is %q, by %s: %v", e, state, role, err)
				}
			}
		}
		for _, state := range strings.Fields(states) {
			if !slices.Contains(known, state) {
				t.Errorf("%s is never %s", e, state)
			}
		}
	}
}
