package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"bidwell/process/vocabulary"
)

// Qualification is A scorecard of an opportunity (真实性, 可行性, 匹配度) with the decision whether to bid.
type Qualification struct{ ent.Schema }

// Mixin of Qualification.
func (Qualification) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of Qualification.
func (Qualification) Annotations() []schema.Annotation {
	return record("qualifications", "A scorecard of an opportunity (真实性, 可行性, 匹配度) with the decision whether to bid.")
}

// Fields of Qualification.
func (Qualification) Fields() []ent.Field {
	return []ent.Field{
		required("opportunity_id", "Id of the opportunity."),
		relation("template_id", "Id of the template version whose scorecard it fills in."),
		structured("items", []vocabulary.ScoreItem{}, "[ScoreItem!]", "The scores."),
		field.Int("total").Default(0).Range(0, 100).Comment("Weighted score from 0 to 100."),
		field.Bool("vetoed").Default(false).Comment("Whether a veto item scored nothing."),
		enum("advice", vocabulary.QualificationAdviceDiscuss, "What the scores advise."),
		optionalEnum("decision", vocabulary.BidDecisionBid, "Whether to bid; null while undecided."),
		instant("decided_at", "When it was decided."),
		field.Strings("deciders").Optional().Annotations(notFiltered).Comment("Ids of the users who decided."),
		longText("reason", "Why it was decided so."),
		longText("override_reason", "Why it was decided against the advice."),
	}
}

// Edges of Qualification.
func (Qualification) Edges() []ent.Edge {
	return []ent.Edge{
		partOf("opportunity", Opportunity.Type, "The opportunity."),
		to("template", ProcessTemplate.Type, "The template version whose scorecard it fills in."),
	}
}

// Indexes of Qualification.
func (Qualification) Indexes() []ent.Index {
	return []ent.Index{index.Fields("opportunity_id", "created_at"), index.Fields("template_id")}
}

// Requirement is something the customer demands; ★ marks what a bid must not miss.
type Requirement struct{ ent.Schema }

// Mixin of Requirement.
func (Requirement) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of Requirement.
func (Requirement) Annotations() []schema.Annotation {
	return entity("requirements", "Something the customer demands; ★ marks what a bid must not miss.")
}

// Fields of Requirement.
func (Requirement) Fields() []ent.Field {
	return []ent.Field{
		required("opportunity_id", "Id of the opportunity."),
		field.Int("number").Optional().Nillable().Annotations(ownedByDesk, entgql.OrderField("NUMBER")).Comment("1 for the first requirement of the opportunity, then one more for each."),
		field.Text("text").NotEmpty().MaxLen(1 << 20).Annotations(notFiltered).Comment("What is demanded."),
		longText("text_en", "The same in English."),
		enum("source", vocabulary.RequirementSourceOther, "Where it was stated."),
		text("source_ref", 200, "Chapter, page or record in the source."),
		enum("category", vocabulary.RequirementCategoryFunction, "What it is about."),
		enum("priority", vocabulary.RequirementPriorityMust, "How much it matters."),
		field.Bool("mandatory").Default(false).Comment("Whether it is marked ★: a bid that misses it is rejected."),
		longText("success_criterion", "How the customer will see that it is met."),
		field.Int("score_weight").Default(0).Range(0, 100).Annotations(notFiltered).Comment("Points it brings in the evaluation."),
		enum("status", vocabulary.RequirementStatusDraft, "Where it stands.", ownedByDesk),
	}
}

// Edges of Requirement.
func (Requirement) Edges() []ent.Edge {
	return []ent.Edge{
		partOf("opportunity", Opportunity.Type, "The opportunity."),
		many("compliance_items", ComplianceItem.Type, "requirement", "How proposals answer it."),
		many("acceptance_criteria", AcceptanceCriterion.Type, "requirement", "How it is accepted."),
		many("win_themes", WinTheme.Type, "requirement", "Win themes built on it."),
	}
}

// Indexes of Requirement.
func (Requirement) Indexes() []ent.Index {
	return []ent.Index{index.Fields("opportunity_id", "number")}
}
