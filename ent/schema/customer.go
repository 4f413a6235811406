package schema

import (
	"strings"

	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"bidwell/process/vocabulary"
)

// Customer is an organisation that buys; customers form a tree (group, subsidiary, department).
type Customer struct{ ent.Schema }

// Mixin of Customer.
func (Customer) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, External{}, Tagged{}} }

// Annotations of Customer.
func (Customer) Annotations() []schema.Annotation {
	return entity("customers", "An organisation that buys; customers form a tree (group, subsidiary, department).")
}

// Fields of Customer.
func (Customer) Fields() []ent.Field {
	return []ent.Field{
		field.String("code").Optional().Nillable().Unique().MaxLen(64).Comment("The company's own customer number."),
		field.String("name").NotEmpty().MaxRuneLen(300).Annotations(entgql.OrderField("NAME")).Comment("Name of the customer."),
		text("name_en", 300, "Name in English."),
		text("kind", 100, "What kind of organisation it is, for example hospital or bank."),
		text("industry", 100, "Industry of the customer."),
		text("region", 100, "Region or province."),
		text("city", 100, "City."),
		field.Enum("level").GoType(vocabulary.CustomerLevel("")).Annotations(entgql.Type("CustomerLevel")).Optional().Nillable().Comment("How important the customer is."),
		field.String("credit_code").Optional().Nillable().Unique().MaxLen(18).Comment("Unified social credit code."),
		text("website", 300, "Web site."),
		longText("notes", "What the team knows about the customer: business model, plans, concerns."),
		field.Int("contact_every_days").Optional().Nillable().Range(1, 3650).Annotations(notFiltered).Comment("How often somebody should be in contact, in days."),
		relation("parent_id", "Id of the customer above in the tree."),
		relation("owner_id", "Id of the responsible user."),
	}
}

// Edges of Customer.
func (Customer) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("children", Customer.Type).Annotations(readEdge, entgql.RelayConnection()).Comment("Customers directly below.").
			From("parent").Field("parent_id").Unique().Comment("The customer above."),
		edge.To("owner", User.Type).Field("owner_id").Unique().Comment("The responsible user."),
		edge.From("contacts", Contact.Type).Ref("customer").Annotations(readEdge, entgql.RelayConnection()).Comment("People at the customer."),
		edge.From("opportunities", Opportunity.Type).Ref("customer").Annotations(readEdge, entgql.RelayConnection()).Comment("Opportunities at the customer."),
		edge.From("activities", Activity.Type).Ref("customer").Annotations(readEdge, entgql.RelayConnection()).Comment("Communication with the customer."),
		many("leads", Lead.Type, "customer", "Leads from the customer."),
		edge.From("content_items", ContentItem.Type).Ref("customer").Annotations(readEdge, entgql.RelayConnection()).Comment("Library items about the customer."),
	}
}

// Indexes of Customer.
func (Customer) Indexes() []ent.Index {
	return []ent.Index{index.Fields("name", "id"), index.Fields("industry"), index.Fields("parent_id"), index.Fields("owner_id")}
}

// entity is what every GraphQL entity declares: a Relay connection, inputs, and its table name.
func entity(table, comment string) []schema.Annotation {
	return []schema.Annotation{
		tableName(table),
		schema.Comment(comment),
		entgql.RelayConnection(),
		listed(table),
		entgql.Mutations(entgql.MutationCreate(), entgql.MutationUpdate()),
	}
}

// record is an entity that only desk methods write: it has a connection but no inputs.
func record(table, comment string) []schema.Annotation {
	return []schema.Annotation{tableName(table), schema.Comment(comment), entgql.RelayConnection(), listed(table)}
}

// listed gives the entity its list at the root of the schema, named like its table.
func listed(table string) schema.Annotation {
	words := strings.Split(table, "_")
	name := words[0]
	for _, w := range words[1:] {
		name += strings.ToUpper(w[:1]) + w[1:]
	}
	return entgql.QueryField(name).Description("A page of all " + strings.ReplaceAll(table, "_", " ") + " the viewer may see.")
}
