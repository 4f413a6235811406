package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"bidwell/process/vocabulary"
)

// WinTheme is why the customer should choose us: a theme, a discriminator, or a point against a competitor.
type WinTheme struct{ ent.Schema }

// Mixin of WinTheme.
func (WinTheme) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of WinTheme.
func (WinTheme) Annotations() []schema.Annotation {
	return entity("win_themes", "Why the customer should choose us: a theme, a discriminator, or a point against a competitor.")
}

// Fields of WinTheme.
func (WinTheme) Fields() []ent.Field {
	return []ent.Field{
		required("opportunity_id", "Id of the opportunity."),
		enum("kind", vocabulary.WinThemeKindTheme, "What it is."),
		field.String("statement").NotEmpty().MaxRuneLen(1000).Comment("The message."),
		longText("evidence", "What proves it."),
		relation("requirement_id", "Id of the requirement or pain point it answers."),
		relation("competitor_id", "Id of the competitor it is set against."),
	}
}

// Edges of WinTheme.
func (WinTheme) Edges() []ent.Edge {
	return []ent.Edge{
		partOf("opportunity", Opportunity.Type, "The opportunity."),
		to("requirement", Requirement.Type, "The requirement or pain point it answers."),
		to("competitor", Competitor.Type, "The competitor it is set against."),
	}
}

// Indexes of WinTheme.
func (WinTheme) Indexes() []ent.Index {
	return []ent.Index{index.Fields("opportunity_id"), index.Fields("requirement_id"), index.Fields("competitor_id")}
}

// ReuseEdge is A section that was made from another section or a library item, as that was then. It stays when the source goes.
type ReuseEdge struct{ ent.Schema }

// Mixin of ReuseEdge.
func (ReuseEdge) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of ReuseEdge.
func (ReuseEdge) Annotations() []schema.Annotation {
	return record("reuse_edges", "A section that was made from another section or a library item, as that was then. It stays when the source goes.")
}

// Fields of ReuseEdge.
func (ReuseEdge) Fields() []ent.Field {
	return []ent.Field{
		field.String("source_id").NotEmpty().MaxLen(40).Comment("Id of the section or library item it was taken from."),
		field.Int("source_version").Positive().Annotations(notFiltered).Comment("The version the source was at."),
		field.String("source_hash").MaxLen(64).Annotations(notFiltered).Comment("SHA-256 of the source's text then."),
		required("section_id", "Id of the section it went into."),
		enum("mode", vocabulary.ReuseModeAdapted, "How it was used."),
		field.Float("similarity").Range(0, 1).Annotations(notFiltered).Comment("How alike both texts were when last compared, from 0 to 1."),
		field.String("waived_reason").Optional().MaxRuneLen(2000).Annotations(ownedByDesk, notFiltered).Comment("Why it does not matter here that the source has expired."),
		owned("waived_by_id", "Id of the user who decided that."),
	}
}

// Edges of ReuseEdge.
func (ReuseEdge) Edges() []ent.Edge {
	return []ent.Edge{
		partOf("section", ProposalSection.Type, "The section it went into."),
	}
}

// Indexes of ReuseEdge.
func (ReuseEdge) Indexes() []ent.Index {
	return []ent.Index{index.Fields("source_id"), index.Fields("section_id")}
}
