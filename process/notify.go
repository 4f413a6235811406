package process

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Audience says who is told, where that is more than one field of the changed record.
type Audience string

// The audiences.
const (
	// AudienceField is the user a field of the record names.
	AudienceField Audience = "field"
	// AudienceListed are the users a list of ids in a field names: those who were not in it before.
	AudienceListed Audience = "listed"
	// AudienceRaci are the users the RACI of the record names: those who were not in it before.
	AudienceRaci Audience = "raci"
	// AudienceApprovers are the users whose role may decide the approval.
	AudienceApprovers Audience = "approvers"
	// AudienceDeciders are the users whose role may decide the gate.
	AudienceDeciders Audience = "deciders"
	// AudienceEscalation are those an escalation reaches.
	AudienceEscalation Audience = "escalation"
	// AudienceTeam are the owner and the presales lead of the opportunity.
	AudienceTeam Audience = "team"
	// AudienceDelivery are all users of the role DELIVERY.
	AudienceDelivery Audience = "delivery"
)

// Named tells that the record itself names who is told; other audiences are looked up.
func (a Audience) Named() bool {
	return a == AudienceField || a == AudienceListed || a == AudienceRaci
}

// Telling is one row of the table of what is told to whom: when Field of a record of Entity gets a value (one of
// Values, if there are any), at its creation or later, To is told. Fields are named as columns.
type Telling struct {
	Entity Entity
	Field  string
	Values []string
	Kind   NotificationKind
	To     Audience
	// Who is the column that names the user, for AudienceField where it is not Field itself.
	Who string
}

// Recipient is the column that names who is told, for AudienceField.
func (t Telling) Recipient() string {
	if t.Who != "" {
		return t.Who
	}
	return t.Field
}

// Tells tells whether a row speaks when its field goes to a value.
func (t Telling) Tells(to string) bool {
	return to != "" && (len(t.Values) == 0 || slices.Contains(t.Values, to))
}

// tellings is the table. A user who is given something, asked for something or waits for something hears of it; nobody
// hears of what they did themselves.
var tellings = []Telling{
	{Entity: "Opportunity", Field: "owner_id", Kind: NotificationKindAssigned, To: AudienceField},
	{Entity: "Opportunity", Field: "presales_lead_id", Kind: NotificationKindAssigned, To: AudienceField},
	{Entity: "Lead", Field: "owner_id", Kind: NotificationKindAssigned, To: AudienceField},
	{Entity: "Task", Field: "owner_id", Kind: NotificationKindAssigned, To: AudienceField},
	{Entity: "Risk", Field: "owner_id", Kind: NotificationKindAssigned, To: AudienceField},
	{Entity: "ProposalSection", Field: "owner_id", Kind: NotificationKindAssigned, To: AudienceField},
	{Entity: "ProposalSection", Field: "reviewer_id", Kind: NotificationKindAssigned, To: AudienceField},
	{Entity: "Review", Field: "reviewers", Kind: NotificationKindAssigned, To: AudienceListed},
	{Entity: "Finding", Field: "owner_id", Kind: NotificationKindAssigned, To: AudienceField},
	{Entity: "Commitment", Field: "owner_id", Kind: NotificationKindAssigned, To: AudienceField},
	{Entity: "Project", Field: "manager_id", Kind: NotificationKindAssigned, To: AudienceField},
	{Entity: "SupportRequest", Field: "assignee_id", Kind: NotificationKindAssigned, To: AudienceField},
	{Entity: "SupportRequest", Field: "raci", Kind: NotificationKindAssigned, To: AudienceRaci},
	{Entity: "SupportRequest", Field: "status", Values: []string{string(SupportStatusWaitingForRequester)}, Kind: NotificationKindAssigned, To: AudienceField, Who: "requester_id"},
	{Entity: "SupportRequest", Field: "status", Values: []string{string(SupportStatusDone), string(SupportStatusCancelled)}, Kind: NotificationKindDecision, To: AudienceField, Who: "requester_id"},
	{Entity: "SupportRequest", Field: "escalation", Kind: NotificationKindEscalation, To: AudienceEscalation},
	{Entity: "Approval", Field: "status", Values: []string{string(ApprovalStatusRequested)}, Kind: NotificationKindApproval, To: AudienceApprovers},
	{Entity: "Approval", Field: "status", Values: []string{string(ApprovalStatusApproved), string(ApprovalStatusRejected)}, Kind: NotificationKindDecision, To: AudienceField, Who: "requested_by_id"},
	{Entity: "Gate", Field: "status", Values: []string{string(GateStatusOpen)}, Kind: NotificationKindApproval, To: AudienceDeciders},
	{Entity: "Gate", Field: "decision", Kind: NotificationKindDecision, To: AudienceTeam},
	{Entity: "Clarification", Field: "kind", Values: []string{string(ClarificationKindAddendum)}, Kind: NotificationKindAssigned, To: AudienceTeam},
	{Entity: "Handover", Field: "status", Values: []string{string(HandoverStatusSubmitted)}, Kind: NotificationKindApproval, To: AudienceDelivery},
	{Entity: "Handover", Field: "status", Values: []string{string(HandoverStatusReturned), string(HandoverStatusAccepted)}, Kind: NotificationKindDecision, To: AudienceField, Who: "prepared_by_id"},
	{Entity: "Absence", Field: "deputy_id", Kind: NotificationKindAssigned, To: AudienceField},
	{Entity: "ContentItem", Field: "owner_id", Kind: NotificationKindAssigned, To: AudienceField},
	{Entity: "ContentItem", Field: "verify_state", Values: []string{string(VerifyStateDue)}, Kind: NotificationKindDue, To: AudienceField, Who: "owner_id"},
	{Entity: "ContentItem", Field: "verify_state", Values: []string{string(VerifyStateExpired)}, Kind: NotificationKindOverdue, To: AudienceField, Who: "owner_id"},
	{Entity: "WebhookEndpoint", Field: "disabled_reason", Kind: NotificationKindWebhook, To: AudienceField, Who: "user_id"},
	{Entity: "Comment", Field: "mentions", Kind: NotificationKindMention, To: AudienceListed},
}

var tellingsByEntity = func() map[Entity][]Telling {
	byEntity := map[Entity][]Telling{}
	for _, t := range tellings {
		byEntity[t.Entity] = append(byEntity[t.Entity], t)
	}
	return byEntity
}()

// Tellings are all rows of the table.
func Tellings() []Telling { return tellings }

// TellingsOf are the rows of the table for a kind of record; none for most.
func TellingsOf(e Entity) []Telling { return tellingsByEntity[e] }

// Newsworthy are the kinds of record that users are told of, by the table, by what is due, or because a saved search found
// them. A notification is seen by who sees the record.
func Newsworthy() []Entity {
	kinds := []Entity{"Customer", "Lesson", "Opportunity", "Proposal", "Retrospective"}
	for _, t := range tellings {
		kinds = append(kinds, t.Entity)
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}

// named is the column that holds what a record is called in a notification. Records without one are called by their
// opportunity.
var named = map[Entity]string{
	"Opportunity": "name", "Lead": "company", "Customer": "name", "Task": "title", "Risk": "title", "ProposalSection": "title", "Finding": "text",
	"Commitment": "text", "Project": "name", "SupportRequest": "title", "Comment": "body", "ContentItem": "title", "Absence": "reason",
	"WebhookEndpoint": "description",
}

// NameColumn is the column that holds what a record is called in a notification; empty when that is its opportunity's
// name.
func NameColumn(e Entity) string { return named[e] }

// maxHeadline is the longest title of a notification, in characters.
const maxHeadline = 120

// Headline makes a title of a text: its first line that says something, shortened.
func Headline(text string) string {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(strings.TrimLeft(line, "#>*- \t"))
		if line == "" {
			continue
		}
		if utf8.RuneCountInString(line) <= maxHeadline {
			return line
		}
		return string([]rune(line)[:maxHeadline-1]) + "…"
	}
	return ""
}

// contacts are the kinds of communication that count as contact with a customer; notices, notes and news do not.
var contacts = []ActivityKind{
	ActivityKindCall, ActivityKindMeeting, ActivityKindEmail, ActivityKindVisit, ActivityKindPresentation, ActivityKindClarification,
}

// Contacts are the kinds of communication that count as contact with a customer.
func Contacts() []ActivityKind { return contacts }

// ContactLapsed tells whether the last contact lies more days back than it should, by the calendar of the times' zone.
func ContactLapsed(last time.Time, everyDays int, now time.Time) bool {
	return DayOf(now).In(time.UTC).After(DayOf(last).In(time.UTC).AddDate(0, 0, everyDays))
}
