package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"bidwell/process/vocabulary"
)

// Review is A colour-team review of a proposal version.
type Review struct{ ent.Schema }

// Mixin of Review.
func (Review) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of Review.
func (Review) Annotations() []schema.Annotation {
	return record("reviews", "A colour-team review of a proposal version.")
}

// Fields of Review.
func (Review) Fields() []ent.Field {
	return []ent.Field{
		required("proposal_id", "Id of the proposal."),
		relation("proposal_version_id", "Id of the version that is reviewed."),
		enum("colour", vocabulary.ReviewColour(""), "Which review it is."),
		enum("status", vocabulary.ReviewStatusPlanned, "Where it stands."),
		instant("scheduled_at", "When it is to be held."),
		instant("held_at", "When it was held."),
		field.Strings("reviewers").Optional().Annotations(notFiltered).Comment("Ids of the users who review."),
		optionalEnum("verdict", vocabulary.ReviewVerdictPass, "What it concluded."),
		longText("summary", "What came out of it."),
	}
}

// Edges of Review.
func (Review) Edges() []ent.Edge {
	return []ent.Edge{
		partOf("proposal", Proposal.Type, "The proposal."),
		to("proposal_version", ProposalVersion.Type, "The version that is reviewed."),
		many("findings", Finding.Type, "review", "What it found."),
	}
}

// Indexes of Review.
func (Review) Indexes() []ent.Index {
	return []ent.Index{index.Fields("proposal_id"), index.Fields("proposal_version_id"), index.Fields("status", "scheduled_at")}
}

// Finding is something a review or an acceptance found wanting: whoever owns it resolves it, somebody else verifies that.
type Finding struct{ ent.Schema }

// Mixin of Finding.
func (Finding) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of Finding.
func (Finding) Annotations() []schema.Annotation {
	return record("findings", "Something a review or an acceptance found wanting: whoever owns it resolves it, somebody else verifies that.")
}

// Fields of Finding.
func (Finding) Fields() []ent.Field {
	return []ent.Field{
		relation("review_id", "Id of the review that found it."),
		relation("acceptance_id", "Id of the acceptance that raised it."),
		required("opportunity_id", "Id of the opportunity."),
		relation("section_id", "Id of the section it is about."),
		enum("severity", vocabulary.SeverityMinor, "How serious it is."),
		field.Text("text").NotEmpty().MaxLen(1 << 20).Annotations(notFiltered).Comment("What is wanting."),
		relation("owner_id", "Id of the user who resolves it."),
		instant("due_at", "When it has to be resolved."),
		enum("status", vocabulary.FindingStatusOpen, "Where it stands."),
		longText("resolution", "How it was resolved."),
		instant("resolved_at", "When it was resolved."),
		relation("verified_by_id", "Id of the user who verified it."),
		instant("verified_at", "When it was verified."),
	}
}

// Edges of Finding.
func (Finding) Edges() []ent.Edge {
	return []ent.Edge{
		to("review", Review.Type, "The review that found it."),
		to("acceptance", Acceptance.Type, "The acceptance that raised it."),
		partOf("opportunity", Opportunity.Type, "The opportunity."),
		to("section", ProposalSection.Type, "The section it is about."),
		to("owner", User.Type, "Who resolves it."),
		to("verified_by", User.Type, "Who verified it."),
	}
}

// Indexes of Finding.
func (Finding) Indexes() []ent.Index {
	return []ent.Index{index.Fields("review_id"), index.Fields("acceptance_id"), index.Fields("opportunity_id"), index.Fields("section_id"), index.Fields("owner_id", "status"), index.Fields("verified_by_id")}
}

// Question is A question asked at a presentation, in a handover or elsewhere, and its answer.
type Question struct{ ent.Schema }

// Mixin of Question.
func (Question) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of Question.
func (Question) Annotations() []schema.Annotation {
	return record("questions", "A question asked at a presentation, in a handover or elsewhere, and its answer.")
}

// Fields of Question.
func (Question) Fields() []ent.Field {
	return []ent.Field{
		required("opportunity_id", "Id of the opportunity."),
		relation("activity_id", "Id of the presentation or other contact it was asked at."),
		relation("handover_id", "Id of the handover it was asked in."),
		text("asked_by", 200, "Who asked."),
		field.Text("question").NotEmpty().MaxLen(1 << 20).Annotations(notFiltered).Comment("The question."),
		longText("answer", "The answer."),
		relation("answered_by_id", "Id of the user who answered."),
		instant("answered_at", "When it was answered."),
		field.Bool("follow_up").Default(false).Comment("Whether something has still to be done about it."),
	}
}

// Edges of Question.
func (Question) Edges() []ent.Edge {
	return []ent.Edge{
		partOf("opportunity", Opportunity.Type, "The opportunity."),
		to("activity", Activity.Type, "The contact it was asked at."),
		to("handover", Handover.Type, "The handover it was asked in."),
		to("answered_by", User.Type, "Who answered."),
	}
}

// Indexes of Question.
func (Question) Indexes() []ent.Index {
	return []ent.Index{index.Fields("opportunity_id"), index.Fields("activity_id"), index.Fields("handover_id"), index.Fields("answered_by_id")}
}
