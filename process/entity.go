package process

import "strings"

// Entity is a kind of record, named as in the schema.
type Entity string

// prefixes give each entity the beginning of its ids, so that an id tells its type.
var prefixes = map[Entity]string{
	"Activity": "act", "APIToken": "tok", "Attachment": "att", "Contact": "con", "ContentItem": "cnt", "Customer": "cus",
	"Lesson": "les", "LineItem": "lin", "Opportunity": "opp", "Product": "prd", "Proposal": "prp", "ProposalSection": "sec",
	"ProposalVersion": "prv", "Retrospective": "ret", "Session": "ses", "StageEntry": "stg", "Stakeholder": "stk",
	"Team": "tea", "User": "usr",
	"Acceptance": "acc", "AcceptanceCriterion": "acr", "Approval": "apr", "AuthorityRule": "aut", "BidChecklistItem": "chk",
	"CalendarDay": "cal", "Certificate": "crt", "ChangeRequest": "chg", "Citation": "cit", "Clarification": "clr",
	"Comment": "com", "CommercialTerm": "trm", "Commitment": "cmt", "Competitor": "cmp", "ComplianceItem": "cpl",
	"Contract": "ctr", "ExchangeRate": "fxr", "Finding": "fin", "Gate": "gat", "Handover": "hnd", "Lead": "lea",
	"LessonExposure": "lex", "Notification": "ntf", "ProcessTemplate": "tpl", "Project": "prj", "Qualification": "qal",
	"Question": "qst", "Requirement": "req", "ReuseEdge": "reu", "Review": "rev", "Risk": "rsk", "SupportRequest": "sup",
	"Survey": "srv", "Task": "tsk", "TemplateChange": "tch", "TimeEntry": "tim", "WinTheme": "win",
	"SavedSearch": "svs", "SynonymGroup": "syn", "OpportunityMember": "mem", "Absence": "abs", "AccessRule": "arl",
	"WebhookEndpoint": "whk", "WebhookDelivery": "whd",
}

var entitiesByPrefix = func() map[string]Entity {
	entities := map[string]Entity{}
	for e, p := range prefixes {
		entities[p] = e
	}
	return entities
}()

// Entities lists every kind of record that has ids of its own.
func Entities() map[Entity]string { return prefixes }

// IDOf builds the id of a new record from a ULID.
func IDOf(e Entity, ulid string) string { return prefixes[e] + "_" + ulid }

// EntityOf tells what kind of record an id names; an id of no kind is VALIDATION_FAILED.
func EntityOf(id string) (Entity, error) {
	prefix, ulid, _ := strings.Cut(id, "_")
	e, ok := entitiesByPrefix[prefix]
	if !ok || len(ulid) != 26 {
		return "", Invalid("id", MsgBadID, "id", shown(id))
	}
	return e, nil
}

// IDIs tells whether an id names a record of kind e.
func IDIs(id string, e Entity) bool {
	prefix, _, _ := strings.Cut(id, "_")
	return entitiesByPrefix[prefix] == e
}

// CheckID refuses an id that does not name a record of kind e.
func CheckID(field, id string, e Entity) error {
	got, err := EntityOf(id)
	if err != nil {
		return Invalid(field, MsgBadID, "id", shown(id))
	}
	if got != e {
		return Invalid(field, MsgWrongKind, "id", shown(id), "kind", string(e))
	}
	return nil
}

// shown shortens a value from outside for a message.
func shown(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
