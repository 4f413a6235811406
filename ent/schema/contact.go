package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"bidwell/process/vocabulary"
)

// Contact is a person at a customer.
type Contact struct{ ent.Schema }

// Mixin of Contact.
func (Contact) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, External{}} }

// Annotations of Contact.
func (Contact) Annotations() []schema.Annotation {
	return entity("contacts", "A person at a customer.")
}

// Fields of Contact.
func (Contact) Fields() []ent.Field {
	return []ent.Field{
		required("customer_id", "Id of the customer the person works for."),
		field.String("name").NotEmpty().MaxRuneLen(200).Annotations(entgql.OrderField("NAME")).Comment("Name of the person."),
		text("title", 200, "Job title."),
		text("department", 200, "Department."),
		text("email", 320, "E-mail address."),
		text("phone", 64, "Telephone number."),
		language(),
		longText("notes", "What the team knows about the person."),
	}
}

// Edges of Contact.
func (Contact) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("customer", Customer.Type).Field("customer_id").Unique().Required().Comment("The customer the person works for."),
		edge.From("stakeholders", Stakeholder.Type).Ref("contact").Annotations(readEdge, entgql.RelayConnection()).Comment("The parts the person plays in decisions."),
		many("commitments", Commitment.Type, "made_to", "What was promised to the person."),
		many("surveys", Survey.Type, "contact", "How content the person was."),
	}
}

// Indexes of Contact.
func (Contact) Indexes() []ent.Index {
	return []ent.Index{index.Fields("customer_id"), index.Fields("name", "id")}
}

// Stakeholder is the part a contact plays in the decision chain (决策链) of one opportunity.
type Stakeholder struct{ ent.Schema }

// Mixin of Stakeholder.
func (Stakeholder) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of Stakeholder.
func (Stakeholder) Annotations() []schema.Annotation {
	return entity("stakeholders", "The part a contact plays in the decision chain (决策链) of one opportunity.")
}

// Fields of Stakeholder.
func (Stakeholder) Fields() []ent.Field {
	return []ent.Field{
		required("opportunity_id", "Id of the opportunity."),
		required("contact_id", "Id of the contact."),
		field.Enum("part").GoType(vocabulary.StakeholderPart("")).Annotations(entgql.Type("StakeholderPart")).Comment("The part the contact plays."),
		field.Int("attitude").Default(0).Range(-2, 2).Comment("From -2 (against us) to 2 (for us)."),
		field.Int("influence").Default(3).Range(1, 5).Comment("From 1 (little) to 5 (decisive)."),
		longText("concerns", "What the contact cares about."),
	}
}

// Edges of Stakeholder.
func (Stakeholder) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("opportunity", Opportunity.Type).Field("opportunity_id").Unique().Required().Comment("The opportunity."),
		edge.To("contact", Contact.Type).Field("contact_id").Unique().Required().Comment("The contact."),
	}
}

// Indexes of Stakeholder.
func (Stakeholder) Indexes() []ent.Index {
	return []ent.Index{index.Fields("opportunity_id", "contact_id").Unique(), index.Fields("contact_id")}
}
