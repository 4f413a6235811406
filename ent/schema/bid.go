package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"bidwell/process/vocabulary"
)

// ComplianceItem is how a proposal answers a requirement: one cell of the compliance matrix (响应矩阵).
type ComplianceItem struct{ ent.Schema }

// Mixin of ComplianceItem.
func (ComplianceItem) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of ComplianceItem.
func (ComplianceItem) Annotations() []schema.Annotation {
	return record("compliance_items", "How a proposal answers a requirement: one cell of the compliance matrix (响应矩阵).")
}

// Fields of ComplianceItem.
func (ComplianceItem) Fields() []ent.Field {
	return []ent.Field{
		required("proposal_id", "Id of the proposal."),
		required("requirement_id", "Id of the requirement."),
		enum("response", vocabulary.ComplianceResponseUnanswered, "How it is answered."),
		longText("deviation", "In what the answer deviates."),
		relation("section_id", "Id of the section that answers it."),
		relation("approval_id", "Id of the approval of a negative deviation."),
	}
}

// Edges of ComplianceItem.
func (ComplianceItem) Edges() []ent.Edge {
	return []ent.Edge{
		partOf("proposal", Proposal.Type, "The proposal."),
		partOf("requirement", Requirement.Type, "The requirement."),
		to("section", ProposalSection.Type, "The section that answers it."),
		to("approval", Approval.Type, "The approval of a negative deviation."),
	}
}

// Indexes of ComplianceItem.
func (ComplianceItem) Indexes() []ent.Index {
	return []ent.Index{index.Fields("proposal_id", "requirement_id").Unique(), index.Fields("requirement_id"), index.Fields("section_id"), index.Fields("approval_id")}
}

// BidChecklistItem is one reason for which a bid is rejected, and the evidence that this one is not.
type BidChecklistItem struct{ ent.Schema }

// Mixin of BidChecklistItem.
func (BidChecklistItem) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of BidChecklistItem.
func (BidChecklistItem) Annotations() []schema.Annotation {
	return record("bid_checklist_items", "One reason for which a bid is rejected, and the evidence that this one is not.")
}

// Fields of BidChecklistItem.
func (BidChecklistItem) Fields() []ent.Field {
	return []ent.Field{
		required("proposal_id", "Id of the proposal."),
		enum("code", vocabulary.RejectionCode(""), "The reason."),
		text("legal_basis", 300, "Law or clause it stands in."),
		enum("severity", vocabulary.SeverityFatal, "What happens otherwise."),
		enum("state", vocabulary.ChecklistStateOpen, "Where it stands."),
		longText("evidence", "What shows it, or why it is waived."),
		relation("done_by_id", "Id of the user who checked it."),
		instant("done_at", "When it was checked."),
	}
}

// Edges of BidChecklistItem.
func (BidChecklistItem) Edges() []ent.Edge {
	return []ent.Edge{
		partOf("proposal", Proposal.Type, "The proposal."),
		to("done_by", User.Type, "Who checked it."),
	}
}

// Indexes of BidChecklistItem.
func (BidChecklistItem) Indexes() []ent.Index {
	return []ent.Index{index.Fields("proposal_id", "code").Unique(), index.Fields("done_by_id")}
}

// Clarification is A question, clarification or addendum of a tender; an addendum may move the deadline.
type Clarification struct{ ent.Schema }

// Mixin of Clarification.
func (Clarification) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of Clarification.
func (Clarification) Annotations() []schema.Annotation {
	return record("clarifications", "A question, clarification or addendum of a tender; an addendum may move the deadline.")
}

// Fields of Clarification.
func (Clarification) Fields() []ent.Field {
	return []ent.Field{
		required("opportunity_id", "Id of the opportunity."),
		enum("kind", vocabulary.ClarificationKindAddendum, "What it is."),
		text("number", 100, "Its number."),
		field.Time("issued_at").Comment("When it was issued (UTC)."),
		field.Text("text").NotEmpty().MaxLen(1 << 20).Annotations(notFiltered).Comment("What it says."),
		instant("new_deadline", "The deadline it sets."),
		instant("previous_deadline", "The deadline before it."),
		instant("acknowledged_at", "When we took note of it."),
		relation("acknowledged_by_id", "Id of the user who took note of it."),
		longText("answer", "Our answer, or the answer we got."),
		instant("answered_at", "When it was answered."),
	}
}

// Edges of Clarification.
func (Clarification) Edges() []ent.Edge {
	return []ent.Edge{
		partOf("opportunity", Opportunity.Type, "The opportunity."),
		to("acknowledged_by", User.Type, "Who took note of it."),
	}
}

// Indexes of Clarification.
func (Clarification) Indexes() []ent.Index {
	return []ent.Index{index.Fields("opportunity_id", "issued_at"), index.Fields("acknowledged_by_id")}
}
