package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"bidwell/process/vocabulary"
)

// Proposal is what is written to win an opportunity. One imported from an archive may have no opportunity.
type Proposal struct{ ent.Schema }

// Mixin of Proposal.
func (Proposal) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, External{}, Tagged{}} }

// Annotations of Proposal.
func (Proposal) Annotations() []schema.Annotation {
	return entity("proposals", "What is written to win an opportunity. One imported from an archive may have no opportunity.")
}

// Fields of Proposal.
func (Proposal) Fields() []ent.Field {
	return []ent.Field{
		relation("opportunity_id", "Id of the opportunity it answers."),
		field.String("title").NotEmpty().MaxRuneLen(500).Annotations(entgql.OrderField("TITLE")).Comment("Title."),
		longText("summary", "What it says in short."),
		field.Enum("kind").GoType(vocabulary.ProposalKind("")).Annotations(entgql.Type("ProposalKind")).Default(string(vocabulary.ProposalKindCombined)).Comment("Which volume it is."),
		field.Enum("status").GoType(vocabulary.ProposalStatus("")).Annotations(entgql.Type("ProposalStatus")).Default(string(vocabulary.ProposalStatusDraft)).Annotations(ownedByDesk).Comment("Where it stands."),
		language(),
		field.Time("due_at").Optional().Nillable().Comment("When it has to be ready (UTC)."),
		field.Time("submitted_at").Optional().Nillable().Annotations(ownedByDesk).Comment("When it was submitted."),
		field.Time("decided_at").Optional().Nillable().Annotations(ownedByDesk).Comment("When its result was known."),
		date("started_on", "Day on which work on it began."),
		money("price").optional("Price it offers."),
		currency(),
		field.Int("discount_percent").Default(0).Range(0, 100).Annotations(notFiltered).Comment("Discount on the list price in percent."),
		date("valid_until", "Last day on which the bid is valid."),
		money("bond_amount").optional("Bid bond that was given."),
		text("bond_reference", 200, "Guarantee or payment that shows the bond."),
		owned("signed_by_id", "Id of the user who signed it for us."),
		instant("signed_at", "When it was signed.", ownedByDesk),
		instant("sealed_at", "When it was sealed.", ownedByDesk),
		field.String("snapshot_hash").Optional().MaxLen(64).Annotations(ownedByDesk, notFiltered).Comment("SHA-256 over all that was submitted."),
		field.String("receipt").Optional().MaxRuneLen(200).Annotations(ownedByDesk, notFiltered).Comment("Receipt of the submission."),
		field.Bool("late").Default(false).Annotations(ownedByDesk).Comment("Whether it was submitted after the deadline."),
		optionalEnum("failure", vocabulary.BidFailureBidRejected, "How the bid came to nothing without being evaluated, when it did.", ownedByDesk),
	}
}

// Edges of Proposal.
func (Proposal) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("opportunity", Opportunity.Type).Field("opportunity_id").Unique().Comment("The opportunity it answers."),
		to("signed_by", User.Type, "Who signed it for us.", readEdge),
		many("tasks", Task.Type, "proposal", "Its plan."),
		many("reviews", Review.Type, "proposal", "Its colour-team reviews."),
		many("compliance_items", ComplianceItem.Type, "proposal", "The compliance matrix."),
		many("checklist_items", BidChecklistItem.Type, "proposal", "The rejection checklist."),
		many("citations", Citation.Type, "proposal", "Certificates it cites."),
		edge.From("versions", ProposalVersion.Type).Ref("proposal").Annotations(readEdge, entgql.RelayConnection()).Comment("Its versions."),
		edge.From("sections", ProposalSection.Type).Ref("proposal").Annotations(readEdge, entgql.RelayConnection()).Comment("The sections of all its versions."),
	}
}

// Indexes of Proposal.
func (Proposal) Indexes() []ent.Index {
	return []ent.Index{index.Fields("opportunity_id", "created_at"), index.Fields("status"), index.Fields("title", "id"), index.Fields("signed_by_id")}
}

// ProposalVersion is one state of a proposal; a frozen one never changes again.
type ProposalVersion struct{ ent.Schema }

// Mixin of ProposalVersion.
func (ProposalVersion) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of ProposalVersion.
func (ProposalVersion) Annotations() []schema.Annotation {
	return record("proposal_versions", "One state of a proposal; a frozen one never changes again.")
}

// Fields of ProposalVersion.
func (ProposalVersion) Fields() []ent.Field {
	return []ent.Field{
		required("proposal_id", "Id of the proposal."),
		field.Int("number").Positive().Immutable().Annotations(entgql.OrderField("NUMBER")).Comment("1 for the first version, then one more for each."),
		longText("note", "What changed in this version."),
		field.String("content_hash").Optional().MaxLen(64).Comment("SHA-256 over the sections, set when the version is frozen."),
		field.Time("frozen_at").Optional().Nillable().Comment("When it was frozen; null while it can be edited."),
	}
}

// Edges of ProposalVersion.
func (ProposalVersion) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("proposal", Proposal.Type).Field("proposal_id").Unique().Required().
			Annotations(entsql.OnDelete(entsql.Cascade)).Comment("The proposal."),
		edge.From("sections", ProposalSection.Type).Ref("proposal_version").Annotations(readEdge, entgql.RelayConnection()).Comment("Its sections in order."),
	}
}

// Indexes of ProposalVersion.
func (ProposalVersion) Indexes() []ent.Index {
	return []ent.Index{index.Fields("proposal_id", "number").Unique()}
}

// ProposalSection is an ordered piece of a proposal version, in Markdown: the passage that is searched and reused.
type ProposalSection struct{ ent.Schema }

// Mixin of ProposalSection.
func (ProposalSection) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of ProposalSection.
func (ProposalSection) Annotations() []schema.Annotation {
	return entity("proposal_sections", "An ordered piece of a proposal version, in Markdown: the passage that is searched and reused.")
}

// Fields of ProposalSection.
func (ProposalSection) Fields() []ent.Field {
	return []ent.Field{
		field.String("proposal_id").MaxLen(40).NotEmpty().Annotations(ownedByDesk).Comment("Id of the proposal."),
		required("proposal_version_id", "Id of the version."),
		field.Int("position").NonNegative().Annotations(entgql.OrderField("POSITION")).Comment("Place in the version, from 0."),
		field.Int("depth").Default(1).Range(1, 9).Annotations(notFiltered).Comment("Depth of the heading, from 1."),
		field.String("title").NotEmpty().MaxRuneLen(500).Comment("Heading."),
		longText("body", "Text in Markdown."),
		language(),
		relation("owner_id", "Id of the user who writes it."),
		relation("reviewer_id", "Id of the user who reviews it."),
		instant("due_at", "When it has to be ready."),
		enum("status", vocabulary.SectionStatusDrafting, "Where it stands.", ownedByDesk),
		field.Int("words").Default(0).NonNegative().Annotations(ownedByDesk, notFiltered).Comment("Its length: words, and characters of Chinese."),
	}
}

// Edges of ProposalSection.
func (ProposalSection) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("proposal", Proposal.Type).Field("proposal_id").Unique().Required().
			Annotations(readEdge, entsql.OnDelete(entsql.Cascade)).Comment("The proposal."),
		edge.To("proposal_version", ProposalVersion.Type).Field("proposal_version_id").Unique().Required().
			Annotations(entsql.OnDelete(entsql.Cascade)).Comment("The version."),
		to("owner", User.Type, "Who writes it."),
		to("reviewer", User.Type, "Who reviews it."),
		many("derived_from", ReuseEdge.Type, "section", "What it was made from."),
		many("findings", Finding.Type, "section", "Findings about it."),
	}
}

// Indexes of ProposalSection.
func (ProposalSection) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("proposal_version_id", "position"), index.Fields("proposal_id"), index.Fields("owner_id"), index.Fields("reviewer_id"),
	}
}
