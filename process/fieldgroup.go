package process

import (
	"maps"
	"slices"
	"strings"

	"bidwell/process/vocabulary"
)

// GuardedField is a field that not everybody sees who sees the record.
type GuardedField = vocabulary.GuardedField

// groupSight is who sees the fields of a group.
type groupSight struct {
	// everywhere are the roles that see them on every record.
	everywhere []UserRole
	// owning are those that see them where the opportunity behind the record is theirs.
	owning []UserRole
	// catalogue are those that see them on records that belong to no opportunity by their kind.
	catalogue []UserRole
}

// groupSights is the table of who sees which group of fields (domain model §6). What a field adds to it stands with the field.
var groupSights = map[FieldGroup]groupSight{
	FieldGroupPrice: {
		everywhere: []UserRole{UserRoleAdmin, UserRolePresalesManager, UserRoleFinance, UserRoleLegal, UserRoleAuditor},
		owning:     []UserRole{UserRoleSales},
		catalogue:  []UserRole{UserRoleSales, UserRolePresalesConsultant, UserRoleSolutionEngineer, UserRoleProduct},
	},
	FieldGroupCost: {
		everywhere: []UserRole{UserRoleAdmin, UserRolePresalesManager, UserRoleFinance, UserRoleAuditor},
		owning:     []UserRole{UserRoleSales},
	},
	FieldGroupPersonal: {
		everywhere: []UserRole{
			UserRoleAdmin, UserRolePresalesManager, UserRolePresalesConsultant, UserRoleSolutionEngineer, UserRoleSales,
			UserRoleDelivery, UserRoleMarketing, UserRoleAuditor,
		},
	},
	FieldGroupInternal: {
		everywhere: []UserRole{
			UserRoleAdmin, UserRolePresalesManager, UserRolePresalesConsultant, UserRoleSolutionEngineer, UserRoleSales,
			UserRoleDelivery, UserRoleLegal, UserRoleFinance, UserRoleProduct, UserRoleMarketing, UserRoleAuditor,
		},
	},
}

// AllFieldGroups are the groups of fields.
func AllFieldGroups() (all []FieldGroup) {
	for _, name := range FieldGroup("").Values() {
		all = append(all, FieldGroup(name))
	}
	return all
}

// holds tells whether a viewer's credential carries a group.
func (v *Viewer) holds(g FieldGroup) bool {
	return len(v.GroupsOnly) == 0 || slices.Contains(v.GroupsOnly, g)
}

// SeesEverywhere decides whether a viewer sees a field on every record of its kind that they see. Who does not may not filter
// or order by it: what is left of a list would tell.
func SeesEverywhere(v *Viewer, f *GuardedField) bool {
	if v == nil || v.System {
		return v != nil
	}
	sight := groupSights[f.Group]
	return v.holds(f.Group) && (slices.Contains(sight.everywhere, v.Role) || slices.Contains(f.Also, v.Role) ||
		f.Of == "" && slices.Contains(sight.catalogue, v.Role))
}

// MaySeeOfOwn tells whether a viewer sees a field where the opportunity behind the record is theirs.
func MaySeeOfOwn(v *Viewer, f *GuardedField) bool {
	return v != nil && f.Of != "" && v.holds(f.Group) && slices.Contains(groupSights[f.Group].owning, v.Role)
}

// SeesAsNamed decides whether a viewer sees a field because a record names them: its Mine columns, by id or role.
func SeesAsNamed(v *Viewer, f *GuardedField, named ...string) bool {
	if v == nil || !v.holds(f.Group) {
		return false
	}
	return slices.ContainsFunc(named, func(n string) bool { return n != "" && (n == v.UserID || n == string(v.Role)) })
}

// SeesCost decides whether a viewer sees what an offer costs us and what is left of its price, for an opportunity of an owner.
func SeesCost(v *Viewer, owner string) bool {
	f := vocabulary.Guarded("PriceSheet", "cost")
	return SeesEverywhere(v, f) || MaySeeOfOwn(v, f) && owner != "" && v.UserID == owner
}

// CheckFieldUse refuses to filter or order a list by a field that the viewer does not see on every record of it. Error: FORBIDDEN.
func CheckFieldUse(v *Viewer, typ, field string) error {
	f := vocabulary.Guarded(typ, field)
	if f == nil || SeesEverywhere(v, f) {
		return nil
	}
	refused := NewError(CodeForbidden, MsgFieldGuarded, "field", typ+"."+field, "group", string(f.Group))
	refused.Field = field
	return refused
}

// CheckFieldWrite refuses to set a field of a record that the viewer does not see on it: what they write there they could not
// read, and by what is taken for no change they would find out what stands there. Error: FORBIDDEN.
func CheckFieldWrite(v *Viewer, f *GuardedField, owner bool, named ...string) error {
	if _, shown := WhyShown(v, f, owner, named...); shown {
		return nil
	}
	refused := NewError(CodeForbidden, MsgFieldNotShown, "field", f.Type+"."+f.Name, "group", string(f.Group))
	refused.Field = f.Name
	return refused
}

// CheckFieldGroups refuses groups that are none, and one that is named twice. Error: VALIDATION_FAILED.
func CheckFieldGroups(groups []FieldGroup) error {
	for i, g := range groups {
		if !slices.Contains(AllFieldGroups(), g) || slices.Contains(groups[:i], g) {
			return Invalid("fieldGroups", MsgEnumUnknown, "enum", "FieldGroup")
		}
	}
	return nil
}

// FieldSight is how much of a group of fields a viewer sees.
type FieldSight struct {
	Group FieldGroup
	// Everywhere tells that they are seen on every record; else on records of opportunities the viewer owns.
	Everywhere bool
}

// FieldGroups are the groups of which a viewer sees fields.
func (v *Viewer) FieldGroups() (seen []FieldSight) {
	for _, g := range AllFieldGroups() {
		sight := groupSights[g]
		switch {
		case v.System, v.holds(g) && slices.Contains(sight.everywhere, v.Role):
			seen = append(seen, FieldSight{g, true})
		case v.holds(g) && slices.Contains(sight.owning, v.Role):
			seen = append(seen, FieldSight{g, false})
		}
	}
	return seen
}

// openFields are the fields that look as if they belonged in a group and do not, each with its reason.
var openFields = map[string]string{
	"AuditEntry.address":                   "auditors and administrators alone read the audit trail",
	"SealedReading.address":                "auditors and administrators alone read the audit trail",
	"User.identityIssuer":                  "the company's own",
	"User.identitySubject":                 "no query shows it, and the change log no value of it",
	"User.mailedLinkHash":                  "no query shows it, and the change log no value of it",
	"AuthorityRule.limitAmount":            "everybody has to know up to where who decides",
	"AuthorityRule.limitPercent":           "everybody has to know up to where who decides",
	"Competitor.priceEstimate":             "what others ask is no price of ours",
	"Contract.amount":                      "the value of a deal is what figures of the company are made of",
	"ExchangeRate.rate":                    "published",
	"Instalment.amount":                    "who delivers has to know what is paid when",
	"KnowledgeDebtEntry.exposed":           "made of the values of opportunities",
	"Lead.contactName":                     "a name reaches nobody",
	"LineItem.currency":                    "says nothing of how much",
	"NotificationPreferences.mail":         "when somebody wants letters",
	"Opportunity.amount":                   "the value of a deal is what figures of the company are made of",
	"Opportunity.awardAmount":              "announced by the customer",
	"Opportunity.bondDemanded":             "stands in the tender",
	"Opportunity.budgetAmount":             "the customer's, and told by them",
	"Opportunity.exchangeRate":             "published",
	"Opportunity.priceCeiling":             "stands in the tender",
	"Proposal.bondAmount":                  "stands in the tender",
	"Proposal.bondReference":               "a receipt",
	"ReuseOutcome.exposed":                 "made of the values of opportunities",
	"TemplateDefinition.retrospectiveFrom": "a rule of the process",
	"Applicability.amountFrom":             "a rule of the process",
	"Applicability.amountBelow":            "a rule of the process",
	"Session.userAgent":                    "everybody sees their own sessions alone",
}

// telling are the parts of names that sensitive fields have.
var telling = []string{
	"price", "cost", "margin", "amount", "discount", "rate", "fee", "budget", "salary", "wage", "bond", "percent", "money", "email",
	"mail", "phone", "mobile", "fax", "wechat", "birth", "address", "passport", "idnumber", "identity", "contactname", "useragent",
	"iban", "bank", "account",
}

// LooksSensitive tells a field that has to be in a group or open for a reason: it is money, or its name says so.
func LooksSensitive(name, wireType string) bool {
	lower := strings.ToLower(name)
	return wireType == "Money" || slices.ContainsFunc(telling, func(part string) bool {
		at := strings.Index(lower, part)
		return at >= 0 && !slices.ContainsFunc(innocent, func(word string) bool { return strings.Contains(lower, word) })
	})
}

// innocent are words in which a telling part says nothing.
var innocent = []string{
	"generated", "operat", "separat", "feedback", "iterat", "mailedat", "integrat", "moderat", "accurate", "uncosted", "showscost", "unpriced", "winrate",
	"responserate",
}

// OpenField is why a field that looks sensitive is in no group; empty for the others.
func OpenField(typ, field string) string { return openFields[typ+"."+field] }

// OpenFields are the fields that look sensitive and are in no group, in order.
func OpenFields() []string { return slices.Sorted(maps.Keys(openFields)) }

// proposalPrice is the price a proposal offers: who sees it sees what a commercial volume says (domain model §6).
var proposalPrice = vocabulary.Guarded("Proposal", "price")

// SeesEveryVolume decides whether a viewer sees what every commercial volume says that they know of.
func SeesEveryVolume(v *Viewer) bool { return SeesEverywhere(v, proposalPrice) }

// SeesOwnVolumes decides whether a viewer sees what the commercial volumes of the opportunities they own say.
func SeesOwnVolumes(v *Viewer) bool { return MaySeeOfOwn(v, proposalPrice) }
