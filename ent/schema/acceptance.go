package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"bidwell/process/vocabulary"
)

// Acceptance is the customer's preliminary or final acceptance of a project.
type Acceptance struct{ ent.Schema }

// Mixin of Acceptance.
func (Acceptance) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of Acceptance.
func (Acceptance) Annotations() []schema.Annotation {
	return record("acceptances", "The customer's preliminary or final acceptance of a project.")
}

// Fields of Acceptance.
func (Acceptance) Fields() []ent.Field {
	return []ent.Field{
		required("project_id", "Id of the project."),
		required("opportunity_id", "Id of the opportunity."),
		enum("kind", vocabulary.AcceptanceKindFinal, "Which it is."),
		enum("status", vocabulary.AcceptanceStatusPlanned, "Where it stands."),
		instant("planned_for", "When it is to be held."),
		instant("first_requested_at", "When it was first requested."),
		instant("requested_at", "When it was last requested."),
		field.Int("requests").Default(0).Range(0, 1000).Annotations(notFiltered).Comment("How often it was requested."),
		relation("requested_by_id", "Id of the user who requested it."),
		instant("signed_at", "When the customer signed."),
		text("signed_by", 200, "Who signed for the customer."),
		relation("decided_by_id", "Id of the user who recorded the result."),
		longText("summary", "What was said."),
	}
}

// Edges of Acceptance.
func (Acceptance) Edges() []ent.Edge {
	return []ent.Edge{
		partOf("project", Project.Type, "The project."),
		partOf("opportunity", Opportunity.Type, "The opportunity."),
		to("requested_by", User.Type, "Who requested it."),
		to("decided_by", User.Type, "Who recorded the result."),
		many("criteria", AcceptanceCriterion.Type, "acceptance", "What is accepted, one by one."),
		many("issues", Finding.Type, "acceptance", "Issues raised at it."),
	}
}

// Indexes of Acceptance.
func (Acceptance) Indexes() []ent.Index {
	return []ent.Index{index.Fields("project_id"), index.Fields("opportunity_id"), index.Fields("requested_by_id"), index.Fields("decided_by_id")}
}

// AcceptanceCriterion is one thing the customer accepts, traced to the requirement or commitment it stands for.
type AcceptanceCriterion struct{ ent.Schema }

// Mixin of AcceptanceCriterion.
func (AcceptanceCriterion) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of AcceptanceCriterion.
func (AcceptanceCriterion) Annotations() []schema.Annotation {
	return record("acceptance_criteria", "One thing the customer accepts, traced to the requirement or commitment it stands for.")
}

// Fields of AcceptanceCriterion.
func (AcceptanceCriterion) Fields() []ent.Field {
	return []ent.Field{
		required("acceptance_id", "Id of the acceptance."),
		relation("requirement_id", "Id of the requirement it stands for."),
		relation("commitment_id", "Id of the commitment it stands for."),
		field.Text("text").NotEmpty().MaxLen(1 << 20).Annotations(notFiltered).Comment("What has to be shown."),
		enum("result", vocabulary.CriterionResultOpen, "Whether it was shown."),
		longText("evidence", "What showed it."),
	}
}

// Edges of AcceptanceCriterion.
func (AcceptanceCriterion) Edges() []ent.Edge {
	return []ent.Edge{
		partOf("acceptance", Acceptance.Type, "The acceptance."),
		to("requirement", Requirement.Type, "The requirement it stands for."),
		to("commitment", Commitment.Type, "The commitment it stands for."),
	}
}

// Indexes of AcceptanceCriterion.
func (AcceptanceCriterion) Indexes() []ent.Index {
	return []ent.Index{index.Fields("acceptance_id"), index.Fields("requirement_id"), index.Fields("commitment_id")}
}

// Survey is A question to a contact of the customer how content they are, answered through a link of its own.
type Survey struct{ ent.Schema }

// Mixin of Survey.
func (Survey) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of Survey.
func (Survey) Annotations() []schema.Annotation {
	return record("surveys", "A question to a contact of the customer how content they are, answered through a link of its own.")
}

// Fields of Survey.
func (Survey) Fields() []ent.Field {
	return []ent.Field{
		relation("opportunity_id", "Id of the opportunity."),
		relation("project_id", "Id of the project."),
		relation("contact_id", "Id of the contact who is asked."),
		enum("touchpoint", vocabulary.SurveyTouchpointAcceptance, "When they are asked."),
		language(),
		field.Bytes("secret_hash").MaxLen(32).Unique().Immutable().SchemaType(bytesType).Annotations(internal).Comment("SHA-256 of the link's secret."),
		field.Time("expires_at").Comment("When the link stops working."),
		instant("answered_at", "When it was answered."),
		field.Int("score").Optional().Nillable().Range(1, 5).Comment("Satisfaction from 1 to 5."),
		field.Int("recommend").Optional().Nillable().Range(0, 10).Comment("How likely they recommend us, from 0 to 10."),
		longText("comment", "What they said."),
	}
}

// Edges of Survey.
func (Survey) Edges() []ent.Edge {
	return []ent.Edge{
		to("opportunity", Opportunity.Type, "The opportunity."),
		to("project", Project.Type, "The project."),
		to("contact", Contact.Type, "The contact who is asked."),
	}
}

// Indexes of Survey.
func (Survey) Indexes() []ent.Index {
	return []ent.Index{index.Fields("opportunity_id"), index.Fields("project_id"), index.Fields("contact_id"), index.Fields("touchpoint", "answered_at")}
}
