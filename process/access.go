package process

import (
	"maps"
	"slices"
)

// Viewer is who asks: a user in a role, with what the credential allows. It is all that access is decided from.
type Viewer struct {
	UserID string
	Role   UserRole
	Scope  TokenScope
	// Rows and RowsChanged are which opportunities the viewer sees and changes, as the access rule of the role says; what is
	// shipped when empty. Ask Sees and Changes.
	Rows, RowsChanged RowScope
	// Teams are the ids of the viewer's teams, TeamsBelow those with the teams below them; each where it counts.
	Teams, TeamsBelow []string
	// Clearance is up to what classification the viewer sees records; up to confidential when empty.
	Clearance Classification
	// Customers and Opportunities are the ids of those that the credential is bound to, when it is.
	Customers, Opportunities []string
	// ReadsOnly and WritesOnly are the kinds of record the credential may read and write; all that the role may when empty.
	ReadsOnly, WritesOnly []Entity
	// GroupsOnly are the groups of fields the credential may read; all that its user may when empty.
	GroupsOnly []FieldGroup
	// Credential is the id of the session or API token that vouches for the viewer; empty for System.
	Credential string
	// System is the command line on the server itself: it may do everything and signs as nobody.
	System bool
}

// Action is what somebody wants to do with a kind of record.
type Action string

// The actions.
const (
	ActionRead  Action = "read"
	ActionWrite Action = "write"
)

// rights is what a role may do: the entities it may write; it may read the rest except what is hidden from it.
type rights struct {
	writes, hidden []Entity
	all            bool
}

var (
	deals = []Entity{
		"Customer", "Contact", "Opportunity", "Stakeholder", "LineItem", "Activity", "StageEntry", "Attachment",
		"Lead", "Competitor", "Qualification", "Gate", "LessonExposure", "CommercialTerm", "Commitment", "Risk", "Requirement",
		"WinTheme", "Clarification", "Contract", "Handover", "Survey", "OpportunityMember",
	}
	proposals = []Entity{
		"Proposal", "ProposalVersion", "ProposalSection", "Requirement", "WinTheme", "Review", "ReuseEdge", "ComplianceItem",
		"BidChecklistItem", "Certificate", "Citation", "Clarification",
	}
	library  = []Entity{"ContentItem", "Lesson", "Retrospective", "TemplateChange", "SynonymGroup"}
	delivery = []Entity{"Handover", "Project", "ChangeRequest", "Acceptance", "AcceptanceCriterion", "Risk", "Survey"}
	// everyday is what everybody of the company may write.
	everyday = []Entity{"APIToken", "Task", "TimeEntry", "SupportRequest", "Comment", "Notification", "Question", "Finding", "Approval", "SavedSearch", "Absence", "WebhookEndpoint"}
)

// roles is the table of rights by job role (domain model §6), by kind of record; which rows of them, ReachOf and the reaches of a viewer say.
var roles = map[UserRole]rights{
	UserRoleAdmin: {all: true},
	UserRolePresalesManager: {writes: slices.Concat(deals, proposals, library, delivery, everyday,
		[]Entity{"Product", "Team", "ProcessTemplate", "CalendarDay"})},
	UserRolePresalesConsultant: {writes: slices.Concat(proposals, library, everyday,
		[]Entity{"Activity", "Attachment", "Stakeholder", "Competitor", "Qualification", "Gate", "LessonExposure", "Commitment", "Risk"})},
	UserRoleSolutionEngineer: {writes: slices.Concat(proposals, everyday, []Entity{"Lesson", "Activity", "Attachment", "LessonExposure", "Risk"})},
	UserRoleSales:            {writes: slices.Concat(deals, everyday, []Entity{"Retrospective", "Lesson", "TemplateChange", "ComplianceItem"})},
	UserRoleDelivery:         {writes: slices.Concat(delivery, everyday, []Entity{"Activity", "Attachment", "Retrospective", "Lesson", "TemplateChange", "Commitment"})},
	UserRoleLegal:            {writes: slices.Concat(everyday, []Entity{"Attachment", "Contract", "CommercialTerm", "BidChecklistItem"})},
	UserRoleFinance:          {writes: slices.Concat(everyday, []Entity{"Attachment", "Product", "LineItem", "ExchangeRate", "Contract", "CommercialTerm"})},
	UserRoleProduct:          {writes: slices.Concat(everyday, []Entity{"Product", "Lesson", "ContentItem", "Requirement", "SynonymGroup"})},
	UserRoleMarketing:        {writes: slices.Concat(everyday, []Entity{"ContentItem", "Attachment", "Lead", "SynonymGroup"})},
	UserRolePartner: {hidden: []Entity{
		"User", "Team", "Activity", "APIToken", "Lesson", "Retrospective", "Approval", "AuthorityRule", "Comment", "Notification",
		"CommercialTerm", "Competitor", "Qualification", "WinTheme", "TimeEntry", "SupportRequest", "Finding", "Review",
		"LessonExposure", "TemplateChange", "Risk", "Lead", "Commitment", "Survey", "OpportunityMember", "AccessRule", "Absence", "WebhookEndpoint", "WebhookDelivery",
	}},
	UserRoleAuditor: {},
}

// May decides whether a viewer may do an action with a kind of record. It is the one table access is decided by.
func May(v *Viewer, action Action, e Entity) bool {
	if v == nil {
		return false
	}
	if v.System {
		return true
	}
	r, known := roles[v.Role]
	if !known {
		return false
	}
	if action == ActionRead && len(v.ReadsOnly) > 0 && !slices.Contains(v.ReadsOnly, e) ||
		action == ActionWrite && len(v.WritesOnly) > 0 && !slices.Contains(v.WritesOnly, e) {
		return false
	}
	if action == ActionRead {
		return r.all || !slices.Contains(r.hidden, e)
	}
	if v.Scope == TokenScopeRead {
		return false
	}
	if administrative := e == "User" || e == "Team" || e == "AccessRule"; administrative && v.Scope != TokenScopeAdmin {
		return false
	}
	return r.all || slices.Contains(r.writes, e)
}

// IsAdmin tells whether the viewer may administer users and tokens of others.
func IsAdmin(v *Viewer) bool {
	return v != nil && (v.System || v.Role == UserRoleAdmin && v.Scope == TokenScopeAdmin)
}

// Bound tells that the credential reaches less than its owner does, be it in records, in kinds of them or in fields.
func (v *Viewer) Bound() bool {
	return len(v.ReadsOnly)+len(v.WritesOnly)+len(v.Customers)+len(v.Opportunities)+len(v.GroupsOnly) > 0
}

// MinPassword is the least length of a password in characters; MaxPassword bounds the work of hashing it.
const (
	MinPassword = 12
	MaxPassword = 200
)

// Permission is what a viewer may do with one type of record.
type Permission struct {
	Type  string
	Read  bool
	Write bool
}

// Permissions lists what the viewer may do, by type of record.
func (v *Viewer) Permissions() []Permission {
	var all []Permission
	for _, e := range slices.Sorted(maps.Keys(prefixes)) {
		all = append(all, Permission{Type: string(e), Read: May(v, ActionRead, e), Write: May(v, ActionWrite, e)})
	}
	return all
}
