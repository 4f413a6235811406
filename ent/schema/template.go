package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"bidwell/process/vocabulary"
)

// ProcessTemplate is one version of a process template: the stages, gates and criteria that opportunities pinned to it follow. A published one never changes.
type ProcessTemplate struct{ ent.Schema }

// Mixin of ProcessTemplate.
func (ProcessTemplate) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of ProcessTemplate.
func (ProcessTemplate) Annotations() []schema.Annotation {
	return record("process_templates", "One version of a process template: the stages, gates and criteria that opportunities pinned to it follow. A published one never changes.")
}

// Fields of ProcessTemplate.
func (ProcessTemplate) Fields() []ent.Field {
	return []ent.Field{
		field.String("code").NotEmpty().MaxLen(64).Immutable().Comment("What the versions of one template share."),
		field.Int("number").Positive().Immutable().Annotations(entgql.OrderField("NUMBER")).Comment("1 for the first version, then one more for each."),
		field.String("name").NotEmpty().MaxRuneLen(200).Comment("Name in Chinese."),
		text("name_en", 200, "Name in English."),
		enum("status", vocabulary.TemplateStatusDraft, "Where it stands.", ownedByDesk),
		structured("definition", vocabulary.TemplateDefinition{}, "TemplateDefinition", "What it demands."),
		longText("note", "What this version changes, and why."),
		instant("published_at", "When it was published.", ownedByDesk),
		owned("published_by_id", "Id of the user who published it."),
	}
}

// Edges of ProcessTemplate.
func (ProcessTemplate) Edges() []ent.Edge {
	return []ent.Edge{
		to("published_by", User.Type, "Who published it.", readEdge),
		many("opportunities", Opportunity.Type, "template", "Opportunities that follow it."),
		many("changes", TemplateChange.Type, "template", "Changes that were published with it."),
	}
}

// Indexes of ProcessTemplate.
func (ProcessTemplate) Indexes() []ent.Index {
	return []ent.Index{index.Fields("code", "number").Unique(), index.Fields("status")}
}

// TemplateChange is A change of a process template that a lesson proposes.
type TemplateChange struct{ ent.Schema }

// Mixin of TemplateChange.
func (TemplateChange) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of TemplateChange.
func (TemplateChange) Annotations() []schema.Annotation {
	return record("template_changes", "A change of a process template that a lesson proposes.")
}

// Fields of TemplateChange.
func (TemplateChange) Fields() []ent.Field {
	return []ent.Field{
		relation("lesson_id", "Id of the lesson it follows from."),
		field.String("template_code").NotEmpty().MaxLen(64).Comment("The template it is about."),
		longText("text", "What should change."),
		enum("status", vocabulary.TemplateChangeStatusProposed, "Where it stands."),
		relation("decided_by_id", "Id of the user who decided on it."),
		instant("decided_at", "When it was decided."),
		longText("reason", "Why it was decided so."),
		relation("template_id", "Id of the version that carries it out."),
	}
}

// Edges of TemplateChange.
func (TemplateChange) Edges() []ent.Edge {
	return []ent.Edge{
		to("lesson", Lesson.Type, "The lesson it follows from."),
		to("decided_by", User.Type, "Who decided on it."),
		to("template", ProcessTemplate.Type, "The version that carries it out."),
	}
}

// Indexes of TemplateChange.
func (TemplateChange) Indexes() []ent.Index {
	return []ent.Index{index.Fields("lesson_id"), index.Fields("template_id"), index.Fields("status")}
}
