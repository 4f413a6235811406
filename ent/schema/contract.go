package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"bidwell/process/vocabulary"
)

// Contract is the contract that came of an opportunity.
type Contract struct{ ent.Schema }

// Mixin of Contract.
func (Contract) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, External{}} }

// Annotations of Contract.
func (Contract) Annotations() []schema.Annotation {
	return record("contracts", "The contract that came of an opportunity.")
}

// Fields of Contract.
func (Contract) Fields() []ent.Field {
	return []ent.Field{
		required("opportunity_id", "Id of the opportunity."),
		field.String("number").Optional().Nillable().Unique().MaxLen(100).Comment("Number of the contract."),
		field.String("title").NotEmpty().MaxRuneLen(500).Comment("Title."),
		relation("proposal_id", "Id of the proposal it rests on."),
		money("amount").required("Value of the contract."),
		currency(),
		enum("status", vocabulary.ContractStatusDraft, "Where it stands."),
		structured("payment_plan", []vocabulary.Instalment{}, "[Instalment!]", "When which part is to be paid."),
		instant("signed_at", "When it was signed."),
		relation("signed_by_id", "Id of the user who signed it for us."),
		date("starts_on", "Day on which delivery begins."),
		date("ends_on", "Day on which delivery has to end."),
		longText("terms", "What it says beyond that."),
	}
}

// Edges of Contract.
func (Contract) Edges() []ent.Edge {
	return []ent.Edge{
		partOf("opportunity", Opportunity.Type, "The opportunity."),
		to("proposal", Proposal.Type, "The proposal it rests on."),
		to("signed_by", User.Type, "Who signed it for us."),
		many("commitments", Commitment.Type, "contract", "Commitments in it."),
		many("handovers", Handover.Type, "contract", "Handovers of it."),
		many("projects", Project.Type, "contract", "Projects that carry it out."),
	}
}

// Indexes of Contract.
func (Contract) Indexes() []ent.Index {
	return []ent.Index{index.Fields("opportunity_id"), index.Fields("proposal_id"), index.Fields("signed_by_id")}
}

// Handover is the package that passes from those who won to those who deliver.
type Handover struct{ ent.Schema }

// Mixin of Handover.
func (Handover) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of Handover.
func (Handover) Annotations() []schema.Annotation {
	return record("handovers", "The package that passes from those who won to those who deliver.")
}

// Fields of Handover.
func (Handover) Fields() []ent.Field {
	return []ent.Field{
		required("opportunity_id", "Id of the opportunity."),
		relation("contract_id", "Id of the contract."),
		enum("status", vocabulary.HandoverStatusDraft, "Where it stands."),
		structured("parts", []vocabulary.HandoverPart{}, "[HandoverPart!]", "What is handed over, part by part."),
		longText("responsibilities", "Who is responsible for what from now on."),
		instant("meeting_at", "When the handover meeting is or was."),
		relation("prepared_by_id", "Id of the user who prepared it."),
		instant("submitted_at", "When it was last submitted."),
		field.Int("returns").Default(0).Range(0, 1000).Annotations(notFiltered).Comment("How often it was returned."),
		longText("return_reason", "Why it was last returned."),
		relation("accepted_by_id", "Id of the user of delivery who accepted it."),
		instant("accepted_at", "When it was accepted."),
	}
}

// Edges of Handover.
func (Handover) Edges() []ent.Edge {
	return []ent.Edge{
		partOf("opportunity", Opportunity.Type, "The opportunity."),
		to("contract", Contract.Type, "The contract."),
		to("prepared_by", User.Type, "Who prepared it."),
		to("accepted_by", User.Type, "Who accepted it."),
		many("commitments", Commitment.Type, "handover", "Commitments passed on in it."),
		many("questions", Question.Type, "handover", "Questions asked in it."),
	}
}

// Indexes of Handover.
func (Handover) Indexes() []ent.Index {
	return []ent.Index{index.Fields("opportunity_id"), index.Fields("contract_id"), index.Fields("prepared_by_id"), index.Fields("accepted_by_id")}
}
