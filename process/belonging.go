package process

// Belonging says what a record belongs to: the one that its column names, of one of the kinds. Whoever may not see that one
// does not see the record.
type Belonging struct {
	Column string
	To     []Entity
	// Any tells that the column may name records of other kinds too, which are no matter here.
	Any bool
	// Content tells that the record is part of what the other says, and not only about it: what a commercial volume says is
	// for who sees its price.
	Content bool
	// Each tells that each of the kinds decides as if it were asked for itself, rights of roles included: what a record says
	// is what the other one is called, and no part of it.
	Each bool
}

// belongings are, for each kind of record, what it belongs to. Every kind stands here or among those that belong to nobody
// but the company; a new one has to be thought about.
var belongings = map[Entity][]Belonging{
	"Acceptance": ofOpportunity, "Approval": ofOpportunity, "ChangeRequest": ofOpportunity,
	"Clarification": ofOpportunity, "CommercialTerm": ofOpportunity, "Commitment": ofOpportunity,
	"Competitor": ofOpportunity, "Contract": ofOpportunity, "Gate": ofOpportunity,
	"Handover": ofOpportunity, "LineItem": ofOpportunity,
	"OpportunityMember": ofOpportunity, "Project": ofOpportunity, "Proposal": ofOpportunity, "Qualification": ofOpportunity,
	"Question": ofOpportunity, "Requirement": ofOpportunity, "Risk": ofOpportunity, "StageEntry": ofOpportunity,
	"Stakeholder": ofOpportunity, "SupportRequest": ofOpportunity, "WinTheme": ofOpportunity,

	"BidChecklistItem": ofProposal, "Citation": ofProposal, "ComplianceItem": ofProposal,
	"Review": ofProposal,

	"ProposalSection": {{Column: "proposal_id", To: []Entity{"Proposal"}, Content: true}},
	"ProposalVersion": {{Column: "proposal_id", To: []Entity{"Proposal"}, Content: true}},

	"AcceptanceCriterion": {{Column: "acceptance_id", To: []Entity{"Acceptance"}}},
	"Activity":            {opportunityTie, customerTie},
	"Attachment": {
		opportunityTie,
		{Column: "subject_id", To: []Entity{"Proposal"}, Any: true, Content: true},
		{Column: "subject_id", To: []Entity{"ContentItem", "ProposalSection", "ProposalVersion"}, Any: true},
	},
	"Comment":        {opportunityTie, {Column: "subject_id", To: []Entity{"Attachment", "ContentItem", "Finding", "ProposalSection", "ProposalVersion"}, Any: true}},
	"Contact":        {customerTie},
	"ContentItem":    {{Column: "proposal_id", To: []Entity{"Proposal"}, Content: true}, {Column: "part_of_id", To: []Entity{"ContentItem"}}},
	"Finding":        {opportunityTie, {Column: "section_id", To: []Entity{"ProposalSection"}}},
	"Lead":           {opportunityTie, customerTie},
	"Lesson":         {opportunityTie, {Column: "retrospective_id", To: []Entity{"Retrospective"}}},
	"LessonExposure": {opportunityTie, lessonTie},
	"Notification":   {opportunityTie, {Column: "subject_id", To: Newsworthy(), Each: true}},
	"Retrospective":  {opportunityTie, projectTie},
	"ReuseEdge":      {{Column: "section_id", To: []Entity{"ProposalSection"}}, {Column: "source_id", To: []Entity{"ProposalSection", "ContentItem"}}},
	"Survey":         {opportunityTie, projectTie},
	"Task":           {opportunityTie, {Column: "proposal_id", To: []Entity{"Proposal"}}, projectTie},
	"TemplateChange": {lessonTie},
	"TimeEntry":      {opportunityTie, {Column: "support_request_id", To: []Entity{"SupportRequest"}}, {Column: "task_id", To: []Entity{"Task"}}},
}

var (
	opportunityTie = Belonging{Column: "opportunity_id", To: []Entity{"Opportunity"}}
	customerTie    = Belonging{Column: "customer_id", To: []Entity{"Customer"}}
	projectTie     = Belonging{Column: "project_id", To: []Entity{"Project"}}
	lessonTie      = Belonging{Column: "lesson_id", To: []Entity{"Lesson"}}
	ofOpportunity  = []Belonging{opportunityTie}
	ofProposal     = []Belonging{{Column: "proposal_id", To: []Entity{"Proposal"}}}
)

// company are the kinds of record that belong to nobody but the company: whoever may read the kind sees all of them.
var company = []Entity{
	"Absence", "AccessRule", "AuthorityRule", "Certificate", "ExchangeRate", "ProcessTemplate", "SynonymGroup", "Team", "User",
}

// reference are the kinds that belong to nobody and of which those outside see all too: what we sell, and when we work.
var reference = []Entity{"CalendarDay", "Product"}

// personal are the kinds of which everybody sees their own alone; of those that are administered an administrator sees all.
var personal = []Entity{"APIToken", "Notification", "SavedSearch", "Session", "WebhookDelivery", "WebhookEndpoint"}

// administered are API tokens and what speaks for them.
var administered = []Entity{"APIToken", "WebhookDelivery", "WebhookEndpoint"}

// nameless are the kinds without ids of their own that only the desk reads, which narrows what it shows of them.
var nameless = []Entity{"Change", "ExternalRef", "SearchLogEntry", "SealedRead"}

// BelongingsOf is what the records of a kind belong to.
func BelongingsOf(e Entity) []Belonging { return belongings[e] }
