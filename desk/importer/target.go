package importer

import "bidwell/process"

// Kind is what a target field holds; it decides how a cell is converted and the Go type in Record.Fields.
type Kind string

// The kinds and the Go types of their values.
const (
	KindText     Kind = "text"     // string; line ends are LF, white space at both ends is cut
	KindInt      Kind = "int"      // int64
	KindMoney    Kind = "money"    // Money
	KindDate     Kind = "date"     // time.Time, the calendar day at 00:00 UTC
	KindDateTime Kind = "datetime" // time.Time in UTC; a day without a clock is its beginning in the mapping's time zone
	KindBool     Kind = "bool"     // bool
	KindList     Kind = "list"     // []string without empty and repeated items
	KindEnum     Kind = "enum"     // string, a value of the enumeration
	KindRef      Kind = "ref"      // Ref
)

// Target describes one field that a record of an entity may have.
type Target struct {
	Kind     Kind
	Max      int    // longest text: in characters, from longText on in bytes
	Enum     string // enumeration in package process
	Entity   string // what a reference points to
	Required bool
}

const longText = 1 << 20

func text(bytes int) Target        { return Target{Kind: KindText, Max: bytes} }
func title(bytes int) Target       { return Target{Kind: KindText, Max: bytes, Required: true} }
func body() Target                 { return Target{Kind: KindText, Max: longText} }
func of(kind Kind) Target          { return Target{Kind: kind, Max: 300} }
func enum(name string) Target      { return Target{Kind: KindEnum, Enum: name} }
func ref(entity string) Target     { return Target{Kind: KindRef, Entity: entity} }
func parent(entity string) Target  { return Target{Kind: KindRef, Entity: entity, Required: true} }
func must(t Target) Target         { t.Required = true; return t }
func currency() Target             { return text(3) }
func (t Target) has(v string) bool { return enumHas(t.Enum, v) }

func enumHas(enum, value string) bool { return process.IsEnumEntry(enum, value) }

// targets are the entities an import can make and their fields, named like in the API. A length is that of the
// schema: what passes here is not refused there.
var targets = map[string]map[string]Target{
	"customer": {
		"code": text(64), "name": title(300), "nameEn": text(300), "kind": text(100), "industry": text(100),
		"region": text(100), "city": text(100), "level": enum("CustomerLevel"), "creditCode": text(18),
		"website": text(300), "notes": body(), "parent": ref("customer"), "owner": ref("user"), "tags": of(KindList),
	},
	"contact": {
		"customer": parent("customer"), "name": title(200), "title": text(200), "department": text(200),
		"email": text(320), "phone": text(64), "language": text(16), "notes": body(),
	},
	"user": {
		"name": title(200), "email": text(320), "role": enum("UserRole"), "manager": ref("user"),
		"region": text(100), "team": ref("team"), "active": of(KindBool), "language": text(16),
	},
	"team": {"name": title(200), "department": text(100), "parent": ref("team"), "lead": ref("user")},
	"product": {
		"code": text(64), "name": title(300), "series": text(100), "listPrice": of(KindMoney),
		"currency": currency(), "active": of(KindBool),
	},
	"opportunity": {
		"code": text(64), "name": title(500), "description": body(), "customer": ref("customer"),
		"owner": ref("user"), "presalesLead": ref("user"), "type": enum("OpportunityType"), "source": text(100),
		"amount": of(KindMoney), "currency": currency(), "budgetAmount": of(KindMoney), "awardAmount": of(KindMoney),
		"expectedCloseOn": of(KindDate), "procurementMethod": enum("ProcurementMethod"), "tenderNo": text(100),
		"submissionDeadline": of(KindDateTime), "industry": text(100), "region": text(100), "winner": text(500),
		"tags": of(KindList),
	},
	"stageEntry": {
		"opportunity": parent("opportunity"), "seq": must(of(KindInt)), "to": must(enum("OpportunityStage")),
		"at": of(KindDateTime), "reason": body(),
	},
	"lineItem": {
		"opportunity": parent("opportunity"), "product": parent("product"), "quantity": of(KindInt),
		"unitPrice": of(KindMoney), "currency": currency(),
	},
	"activity": {
		"opportunity": ref("opportunity"), "customer": ref("customer"), "contact": ref("contact"), "user": ref("user"),
		"kind": must(enum("ActivityKind")), "subject": title(500), "body": body(), "occurredAt": must(of(KindDateTime)),
	},
	"proposal": {
		"opportunity": ref("opportunity"), "title": title(500), "summary": body(), "kind": enum("ProposalKind"),
		"status": enum("ProposalStatus"), "language": text(16), "dueAt": of(KindDateTime),
		"submittedAt": of(KindDateTime), "decidedAt": of(KindDateTime), "startedOn": of(KindDate), "tags": of(KindList),
	},
	"contentItem": {
		"kind": must(enum("ContentKind")), "title": title(500), "summary": body(), "body": body(),
		"language": text(16), "industry": text(100), "region": text(100), "customer": ref("customer"),
		"outcome": enum("OpportunityStatus"), "tags": of(KindList), "publishedOn": of(KindDate), "owner": ref("user"),
	},
	"lesson": {
		"title": title(500), "drivingEvent": body(), "lesson": body(), "recommendation": body(),
		"polarity": enum("LessonPolarity"), "organization": text(200), "phase": text(200), "tags": of(KindList),
		"occurredOn": of(KindDate), "publishedOn": of(KindDate), "language": text(16), "status": enum("LessonStatus"),
		"opportunity": ref("opportunity"), "owner": ref("user"),
	},
	"retrospective": {
		"opportunity": parent("opportunity"), "title": title(500), "heldAt": of(KindDateTime), "summary": body(),
		"wentWell": body(), "wentWrong": body(), "rootCauses": body(), "actions": body(),
		"status": enum("RetrospectiveStatus"),
	},
}
