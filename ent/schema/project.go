package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"bidwell/process/vocabulary"
)

// Project is what delivery does to keep a contract.
type Project struct{ ent.Schema }

// Mixin of Project.
func (Project) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, External{}} }

// Annotations of Project.
func (Project) Annotations() []schema.Annotation {
	return record("projects", "What delivery does to keep a contract.")
}

// Fields of Project.
func (Project) Fields() []ent.Field {
	return []ent.Field{
		required("opportunity_id", "Id of the opportunity."),
		relation("contract_id", "Id of the contract."),
		field.String("name").NotEmpty().MaxRuneLen(500).Annotations(entgql.OrderField("NAME")).Comment("Name of the project."),
		relation("manager_id", "Id of the project manager."),
		enum("status", vocabulary.ProjectStatusPlanned, "Where it stands."),
		date("starts_on", "Planned first day."),
		date("ends_on", "Planned last day."),
		instant("closed_at", "When it was closed."),
	}
}

// Edges of Project.
func (Project) Edges() []ent.Edge {
	return []ent.Edge{
		partOf("opportunity", Opportunity.Type, "The opportunity."),
		to("contract", Contract.Type, "The contract."),
		to("manager", User.Type, "The project manager."),
		many("tasks", Task.Type, "project", "Its tasks."),
		many("change_requests", ChangeRequest.Type, "project", "Changes asked for."),
		many("acceptances", Acceptance.Type, "project", "Its acceptances."),
		many("retrospectives", Retrospective.Type, "project", "Retrospectives held on it."),
	}
}

// Indexes of Project.
func (Project) Indexes() []ent.Index {
	return []ent.Index{index.Fields("opportunity_id"), index.Fields("contract_id"), index.Fields("manager_id"), index.Fields("name", "id")}
}

// ChangeRequest is A change of what was agreed, its cost and its days, and what was decided.
type ChangeRequest struct{ ent.Schema }

// Mixin of ChangeRequest.
func (ChangeRequest) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of ChangeRequest.
func (ChangeRequest) Annotations() []schema.Annotation {
	return record("change_requests", "A change of what was agreed, its cost and its days, and what was decided.")
}

// Fields of ChangeRequest.
func (ChangeRequest) Fields() []ent.Field {
	return []ent.Field{
		required("project_id", "Id of the project."),
		required("opportunity_id", "Id of the opportunity."),
		field.Int("number").Positive().Annotations(entgql.OrderField("NUMBER")).Comment("1 for the first of the project, then one more for each."),
		field.String("title").NotEmpty().MaxRuneLen(500).Comment("What is to change."),
		longText("description", "More about it."),
		text("requested_by", 200, "Who asks for it."),
		relation("requirement_id", "Id of the requirement it changes."),
		relation("commitment_id", "Id of the commitment it touches."),
		enum("status", vocabulary.ChangeRequestStatusDraft, "Where it stands."),
		money("cost_impact").optional("What it costs; null until assessed."),
		currency(),
		field.Int("days_impact").Optional().Nillable().Range(-3650, 3650).Annotations(notFiltered).Comment("By how many days it delays; null until assessed."),
		longText("advice", "What those who won the project say to it."),
		relation("assessed_by_id", "Id of the user who assessed it."),
		relation("decided_by_id", "Id of the user who decided."),
		instant("decided_at", "When it was decided."),
		longText("reason", "Why it was decided so."),
		instant("implemented_at", "When it was carried out."),
	}
}

// Edges of ChangeRequest.
func (ChangeRequest) Edges() []ent.Edge {
	return []ent.Edge{
		partOf("project", Project.Type, "The project."),
		partOf("opportunity", Opportunity.Type, "The opportunity."),
		to("requirement", Requirement.Type, "The requirement it changes."),
		to("commitment", Commitment.Type, "The commitment it touches."),
		to("assessed_by", User.Type, "Who assessed it."),
		to("decided_by", User.Type, "Who decided."),
	}
}

// Indexes of ChangeRequest.
func (ChangeRequest) Indexes() []ent.Index {
	return []ent.Index{index.Fields("project_id", "number").Unique(), index.Fields("opportunity_id"), index.Fields("requirement_id"), index.Fields("commitment_id"), index.Fields("assessed_by_id"), index.Fields("decided_by_id")}
}
