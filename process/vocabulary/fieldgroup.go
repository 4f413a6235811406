package vocabulary

// GuardedField is a field that not everybody sees who sees the record. Where it is hidden, GraphQL answers null, whatever
// the way to the record; lists are neither filtered nor ordered by it for who does not see it on every record.
type GuardedField struct {
	Type, Name string
	Group      FieldGroup
	// Of is the column with the id of the opportunity that decides where a group is seen for one's own opportunities; empty
	// where the type has none.
	Of string
	// Mine are the columns that may name the viewer, by id or role, who then sees the field.
	Mine []string
	// Also are the roles that see the field beside those of its group: their work is to write it.
	Also []UserRole
}

// Columns are those of a record by which it is decided who sees the field.
func (f *GuardedField) Columns() []string {
	if f.Of == "" {
		return f.Mine
	}
	return append([]string{f.Of}, f.Mine...)
}

// guarded is a type with its guarded fields by group.
type guarded struct {
	typ    string
	of     string
	mine   []string
	fields map[FieldGroup][]string
	also   map[string][]UserRole
}

// ofDeal is the column by which the guarded fields of most types belong to an opportunity.
const ofDeal = "opportunity_id"

// guardedTypes is the table of what is in which group, by GraphQL type and field: records and figures made from them.
// A field is in one group at most.
var guardedTypes = []guarded{
	{typ: "Product", fields: map[FieldGroup][]string{FieldGroupPrice: {"listPrice"}}},
	{typ: "LineItem", of: ofDeal, fields: map[FieldGroup][]string{FieldGroupPrice: {"unitPrice"}, FieldGroupCost: {"unitCost"}}},
	{typ: "PriceLine", of: ofDeal, fields: map[FieldGroup][]string{
		FieldGroupPrice: {"unitPrice", "price"}, FieldGroupCost: {"unitCost", "cost", "margin", "marginPercent"},
	}},
	{typ: "PriceSheet", of: ofDeal, fields: map[FieldGroup][]string{
		FieldGroupPrice: {"price"}, FieldGroupCost: {"cost", "margin", "marginPercent"},
	}},
	{typ: "Proposal", of: ofDeal, fields: map[FieldGroup][]string{FieldGroupPrice: {"price", "discountPercent"}}},
	{typ: "CommercialTerm", of: ofDeal, fields: map[FieldGroup][]string{FieldGroupPrice: {"offered", "asked"}, FieldGroupCost: {"costImpact"}}},
	{typ: "TermImpact", of: ofDeal, fields: map[FieldGroup][]string{FieldGroupCost: {"cost", "agreedCost", "weightedCashDays"}}},
	{
		typ: "ChangeRequest", of: ofDeal, fields: map[FieldGroup][]string{FieldGroupCost: {"costImpact"}},
		also: map[string][]UserRole{"costImpact": {UserRoleDelivery}},
	},
	{
		typ: "Impact", of: ofDeal, fields: map[FieldGroup][]string{FieldGroupCost: {"cost"}},
		also: map[string][]UserRole{"cost": {UserRoleDelivery}},
	},
	{
		typ: "Approval", of: ofDeal, mine: []string{"requested_by_id", "decided_by_id", "required_role"},
		// What is at stake may be the cost of a change or a term.
		fields: map[FieldGroup][]string{FieldGroupPrice: {"percent"}, FieldGroupCost: {"amount"}},
	},
	{
		typ: "User", mine: []string{"id"}, fields: map[FieldGroup][]string{FieldGroupPersonal: {"email"}},
		also: map[string][]UserRole{"email": {UserRoleLegal, UserRoleFinance, UserRoleProduct}},
	},
	{typ: "Contact", fields: map[FieldGroup][]string{FieldGroupPersonal: {"email", "phone"}, FieldGroupInternal: {"notes"}}},
	{typ: "Lead", fields: map[FieldGroup][]string{FieldGroupPersonal: {"email", "phone"}}},
	{typ: "Customer", fields: map[FieldGroup][]string{FieldGroupInternal: {"notes", "contactEveryDays"}}},
	{typ: "Stakeholder", fields: map[FieldGroup][]string{FieldGroupInternal: {"attitude", "influence", "concerns"}}},
	{typ: "Opportunity", fields: map[FieldGroup][]string{FieldGroupInternal: {"winProbability", "forecastCategory", "outcomeNote", "debrief"}}},
	{typ: "SimilarCase", fields: map[FieldGroup][]string{FieldGroupInternal: {"reasons", "note"}}},
	{typ: "Handover", fields: map[FieldGroup][]string{FieldGroupInternal: {"parts"}}},
}

var guardedFields = func() map[string]map[string]*GuardedField {
	all := map[string]map[string]*GuardedField{}
	for _, t := range guardedTypes {
		all[t.typ] = map[string]*GuardedField{}
		for group, names := range t.fields {
			for _, name := range names {
				all[t.typ][name] = &GuardedField{Type: t.typ, Name: name, Group: group, Of: t.of, Mine: t.mine, Also: t.also[name]}
			}
		}
	}
	return all
}()

// Guarded tells how a field of a GraphQL type is guarded; nil when everybody sees it who sees the record.
func Guarded(typ, field string) *GuardedField { return guardedFields[typ][field] }

// GuardedOf are the guarded fields of a type, by their names; none for most.
func GuardedOf(typ string) map[string]*GuardedField { return guardedFields[typ] }

// GuardedFields are all guarded fields, by type, in the order of the table.
func GuardedFields() (all []*GuardedField) {
	for _, t := range guardedTypes {
		for _, group := range []FieldGroup{FieldGroupPrice, FieldGroupCost, FieldGroupPersonal, FieldGroupInternal} {
			for _, name := range t.fields[group] {
				all = append(all, guardedFields[t.typ][name])
			}
		}
	}
	return all
}
