package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"bidwell/process/vocabulary"
)

// Gate is one passage of an opportunity through a decision gate.
type Gate struct{ ent.Schema }

// Mixin of Gate.
func (Gate) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of Gate.
func (Gate) Annotations() []schema.Annotation {
	return record("gates", "One passage of an opportunity through a decision gate.")
}

// Fields of Gate.
func (Gate) Fields() []ent.Field {
	return []ent.Field{
		required("opportunity_id", "Id of the opportunity."),
		enum("kind", vocabulary.GateKind(""), "Which gate it is."),
		enum("stage", vocabulary.OpportunityStage(""), "The stage whose exit it guards."),
		field.Int("attempt").Default(1).Positive().Annotations(notFiltered).Comment("1 for the first time the opportunity comes to this gate, then one more for each."),
		enum("status", vocabulary.GateStatusNotStarted, "Where it stands."),
		instant("scheduled_for", "When it is to be decided."),
		structured("checklist", []vocabulary.GateCheck{}, "[GateCheck!]", "The exit criteria with their evidence."),
		optionalEnum("decision", vocabulary.GateDecisionAdvance, "What was decided."),
		longText("reason", "Why it was decided so."),
		field.Strings("deciders").Optional().Annotations(notFiltered).Comment("Ids of the users who decided."),
		relation("decided_for_id", "Id of the absent user in whose stead the one who recorded the decision decided."),
		instant("decided_at", "When it was decided."),
		instant("defer_until", "When a deferred gate comes up again."),
		longText("tailored_how", "What is done instead of a gate that is left out."),
		longText("tailored_reason", "Why it is left out."),
		relation("tailored_by_id", "Id of the user who left it out."),
		relation("approval_id", "Id of the approval for leaving it out."),
	}
}

// Edges of Gate.
func (Gate) Edges() []ent.Edge {
	return []ent.Edge{
		partOf("opportunity", Opportunity.Type, "The opportunity."),
		to("tailored_by", User.Type, "Who left it out."),
		to("decided_for", User.Type, "The absent user in whose stead it was decided."),
		to("approval", Approval.Type, "The approval for leaving it out."),
		many("exposures", LessonExposure.Type, "gate", "Lessons shown at it."),
		many("stage_entries", StageEntry.Type, "gate", "The stage entries it opened."),
	}
}

// Indexes of Gate.
func (Gate) Indexes() []ent.Index {
	return []ent.Index{index.Fields("opportunity_id", "kind", "attempt").Unique(), index.Fields("status", "scheduled_for"), index.Fields("approval_id"), index.Fields("tailored_by_id"), index.Fields("decided_for_id")}
}

// LessonExposure is A lesson that was shown at a gate, and what became of it.
type LessonExposure struct{ ent.Schema }

// Mixin of LessonExposure.
func (LessonExposure) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of LessonExposure.
func (LessonExposure) Annotations() []schema.Annotation {
	return record("lesson_exposures", "A lesson that was shown at a gate, and what became of it.")
}

// Fields of LessonExposure.
func (LessonExposure) Fields() []ent.Field {
	return []ent.Field{
		required("gate_id", "Id of the gate."),
		required("lesson_id", "Id of the lesson."),
		required("opportunity_id", "Id of the opportunity."),
		field.Int("rank").Positive().Annotations(notFiltered, entgql.OrderField("RANK")).Comment("1 for the most relevant."),
		field.Float("score").Annotations(notFiltered).Comment("How relevant it was found to be."),
		optionalEnum("response", vocabulary.ExposureResponseApplied, "What became of it; null while unanswered."),
		longText("reason", "Why, or how it was applied."),
		relation("answered_by_id", "Id of the user who answered."),
		instant("answered_at", "When it was answered."),
	}
}

// Edges of LessonExposure.
func (LessonExposure) Edges() []ent.Edge {
	return []ent.Edge{
		partOf("gate", Gate.Type, "The gate."),
		partOf("lesson", Lesson.Type, "The lesson."),
		partOf("opportunity", Opportunity.Type, "The opportunity."),
		to("answered_by", User.Type, "Who answered."),
	}
}

// Indexes of LessonExposure.
func (LessonExposure) Indexes() []ent.Index {
	return []ent.Index{index.Fields("gate_id", "lesson_id").Unique(), index.Fields("lesson_id"), index.Fields("opportunity_id"), index.Fields("answered_by_id")}
}
