package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"bidwell/process/vocabulary"
)

// Task is A piece of work with an owner and a due date, or a milestone.
type Task struct{ ent.Schema }

// Mixin of Task.
func (Task) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of Task.
func (Task) Annotations() []schema.Annotation {
	return entity("tasks", "A piece of work with an owner and a due date, or a milestone.")
}

// Fields of Task.
func (Task) Fields() []ent.Field {
	return []ent.Field{
		relation("opportunity_id", "Id of the opportunity it is for."),
		relation("proposal_id", "Id of the proposal whose plan it belongs to."),
		relation("project_id", "Id of the project it belongs to."),
		enum("kind", vocabulary.TaskKindTask, "Task or milestone."),
		field.String("title").NotEmpty().MaxRuneLen(500).Comment("What is to be done."),
		longText("description", "More about it."),
		relation("owner_id", "Id of the user who does it."),
		field.Time("due_at").Optional().Nillable().Comment("When it has to be done (UTC)."),
		enum("status", vocabulary.TaskStatusTodo, "Where it stands.", ownedByDesk),
		instant("done_at", "When it was done.", ownedByDesk),
		field.Int("estimate_minutes").Default(0).Range(0, 6000000).Annotations(notFiltered).Comment("Expected effort in minutes."),
	}
}

// Edges of Task.
func (Task) Edges() []ent.Edge {
	return []ent.Edge{
		to("opportunity", Opportunity.Type, "The opportunity it is for."),
		to("proposal", Proposal.Type, "The proposal whose plan it belongs to."),
		to("project", Project.Type, "The project it belongs to."),
		to("owner", User.Type, "Who does it."),
	}
}

// Indexes of Task.
func (Task) Indexes() []ent.Index {
	return []ent.Index{index.Fields("opportunity_id"), index.Fields("proposal_id"), index.Fields("project_id"), index.Fields("owner_id", "status", "due_at")}
}

// Risk is something that may go wrong, how likely and how bad, what would show it, and what is done about it.
type Risk struct{ ent.Schema }

// Mixin of Risk.
func (Risk) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of Risk.
func (Risk) Annotations() []schema.Annotation {
	return entity("risks", "Something that may go wrong, how likely and how bad, what would show it, and what is done about it.")
}

// Fields of Risk.
func (Risk) Fields() []ent.Field {
	return []ent.Field{
		required("opportunity_id", "Id of the opportunity."),
		field.String("title").NotEmpty().MaxRuneLen(500).Comment("What may go wrong."),
		longText("description", "More about it."),
		field.Int("probability").Default(3).Range(1, 5).Annotations(notFiltered).Comment("From 1 (unlikely) to 5 (almost certain)."),
		field.Int("impact").Default(3).Range(1, 5).Annotations(notFiltered).Comment("From 1 (little) to 5 (fatal)."),
		longText("trigger", "What would show that it begins."),
		date("warn_on", "Day on which the owner is warned unless it is closed."),
		longText("response", "What is done about it."),
		relation("owner_id", "Id of the user who watches it."),
		enum("status", vocabulary.RiskStatusOpen, "Where it stands.", ownedByDesk),
		instant("closed_at", "When it was closed.", ownedByDesk),
	}
}

// Edges of Risk.
func (Risk) Edges() []ent.Edge {
	return []ent.Edge{
		partOf("opportunity", Opportunity.Type, "The opportunity."),
		to("owner", User.Type, "Who watches it."),
	}
}

// Indexes of Risk.
func (Risk) Indexes() []ent.Index {
	return []ent.Index{index.Fields("opportunity_id"), index.Fields("owner_id"), index.Fields("status", "warn_on")}
}
