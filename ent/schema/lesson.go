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

// Retrospective (复盘) is the look back on an opportunity after it was decided or delivered.
type Retrospective struct{ ent.Schema }

// Mixin of Retrospective.
func (Retrospective) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, External{}, Tagged{}} }

// Annotations of Retrospective.
func (Retrospective) Annotations() []schema.Annotation {
	return entity("retrospectives", "The look back (复盘) on an opportunity after it was decided or delivered.")
}

// Fields of Retrospective.
func (Retrospective) Fields() []ent.Field {
	return []ent.Field{
		relation("opportunity_id", "Id of the opportunity looked back on."),
		relation("project_id", "Id of the project looked back on."),
		field.String("title").NotEmpty().MaxRuneLen(500).Comment("Title."),
		field.Enum("status").GoType(vocabulary.RetrospectiveStatus("")).Annotations(entgql.Type("RetrospectiveStatus")).Default(string(vocabulary.RetrospectiveStatusPlanned)).Annotations(ownedByDesk).Comment("Where it stands."),
		field.Time("held_at").Optional().Nillable().Comment("When it was held (UTC)."),
		structured("departments_required", []vocabulary.Department{}, "[Department!]", "Departments that have to be there."),
		structured("departments_present", []vocabulary.Department{}, "[Department!]", "Departments that were there."),
		longText("waived_reason", "Why it need not be held."),
		longText("summary", "What came out of it."),
		longText("went_well", "What went well."),
		longText("went_wrong", "What went wrong."),
		longText("root_causes", "Why."),
		longText("actions", "What will be done."),
		language(),
	}
}

// Edges of Retrospective.
func (Retrospective) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("opportunity", Opportunity.Type).Field("opportunity_id").Unique().Comment("The opportunity looked back on."),
		to("project", Project.Type, "The project looked back on."),
		edge.From("lessons", Lesson.Type).Ref("retrospective").Annotations(readEdge, entgql.RelayConnection()).Comment("Lessons it brought."),
	}
}

// Indexes of Retrospective.
func (Retrospective) Indexes() []ent.Index {
	return []ent.Index{index.Fields("opportunity_id"), index.Fields("project_id")}
}

// Lesson (经验教训) is one thing learned: what happened, what was learned from it, and what to do about it.
type Lesson struct{ ent.Schema }

// Mixin of Lesson.
func (Lesson) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, External{}, Tagged{}} }

// Annotations of Lesson.
func (Lesson) Annotations() []schema.Annotation {
	return entity("lessons", "One thing learned (经验教训): what happened, what was learned from it, and what to do about it.")
}

// Fields of Lesson.
func (Lesson) Fields() []ent.Field {
	return []ent.Field{
		relation("retrospective_id", "Id of the retrospective it came from."),
		relation("opportunity_id", "Id of the opportunity it came from."),
		relation("owner_id", "Id of the user who keeps it."),
		field.String("title").NotEmpty().MaxRuneLen(500).Annotations(entgql.OrderField("TITLE")).Comment("Title."),
		longText("driving_event", "What happened."),
		longText("lesson", "What was learned."),
		longText("recommendation", "What to do next time."),
		field.Enum("polarity").GoType(vocabulary.LessonPolarity("")).Annotations(entgql.Type("LessonPolarity")).Default(string(vocabulary.LessonPolarityNeutral)).Comment("Whether to repeat it or to avoid it."),
		field.Enum("status").GoType(vocabulary.LessonStatus("")).Annotations(entgql.Type("LessonStatus")).Default(string(vocabulary.LessonStatusDraft)).Annotations(ownedByDesk).Comment("Where it stands."),
		field.JSON("applies_to", vocabulary.AppliesTo{}).Optional().
			Annotations(entgql.Type("AppliesTo")).Comment("Where it applies; empty lists mean everywhere."),
		optionalEnum("root_cause", vocabulary.RootCauseOther, "Why it happened."),
		longText("evidence", "What shows it."),
		relation("supersedes_id", "Id of the lesson it takes the place of."),
		relation("contradicts_id", "Id of the library item whose content it shows to be wrong."),
		text("organization", 200, "Unit that learned it."),
		text("phase", 200, "Phase of the project in which it happened, in the source's words."),
		language(),
		date("occurred_on", "Day on which it happened."),
		date("published_on", "Day on which it was published."),
	}
}

// Edges of Lesson.
func (Lesson) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("retrospective", Retrospective.Type).Field("retrospective_id").Unique().Comment("The retrospective it came from."),
		edge.To("opportunity", Opportunity.Type).Field("opportunity_id").Unique().Comment("The opportunity it came from."),
		edge.To("owner", User.Type).Field("owner_id").Unique().Comment("The user who keeps it."),
		edge.To("superseded_by", Lesson.Type).Annotations(readEdge, entgql.RelayConnection()).Comment("Lessons that take its place.").
			From("supersedes").Field("supersedes_id").Unique().Comment("The lesson it takes the place of."),
		to("contradicts", ContentItem.Type, "The library item whose content it shows to be wrong."),
		many("exposures", LessonExposure.Type, "lesson", "Gates it was shown at."),
		many("template_changes", TemplateChange.Type, "lesson", "Changes of process templates it proposes."),
	}
}

// Indexes of Lesson.
func (Lesson) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("retrospective_id"), index.Fields("opportunity_id"), index.Fields("owner_id"), index.Fields("organization"), index.Fields("title", "id"),
		index.Fields("supersedes_id"), index.Fields("contradicts_id"), index.Fields("status"),
	}
}
