package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"bidwell/process/vocabulary"
)

// CommercialTerm is A commercial condition: what was offered, what the customer asks, what was agreed, and what it costs.
type CommercialTerm struct{ ent.Schema }

// Mixin of CommercialTerm.
func (CommercialTerm) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of CommercialTerm.
func (CommercialTerm) Annotations() []schema.Annotation {
	return entity("commercial_terms", "A commercial condition: what was offered, what the customer asks, what was agreed, and what it costs.")
}

// Fields of CommercialTerm.
func (CommercialTerm) Fields() []ent.Field {
	return []ent.Field{
		required("opportunity_id", "Id of the opportunity."),
		enum("kind", vocabulary.TermKindPayment, "What it is about."),
		field.String("title").NotEmpty().MaxRuneLen(300).Comment("The condition in short."),
		longText("offered", "What we offered."),
		longText("asked", "What the customer asks for."),
		longText("agreed", "What was agreed."),
		money("cost_impact").optional("What it costs us; negative when it saves."),
		currency(),
		field.Int("cash_days").Default(0).Range(-3650, 3650).Annotations(notFiltered).Comment("By how many days cash comes later; negative for earlier."),
		field.Int("risk_score").Default(0).Range(0, 25).Annotations(notFiltered).Comment("Probability times impact, from 0 to 25."),
		enum("decision", vocabulary.TermDecisionOpen, "What was decided.", ownedByDesk),
		longText("note", "Why."),
		owned("decided_by_id", "Id of the user who decided."),
		instant("decided_at", "When it was decided.", ownedByDesk),
	}
}

// Edges of CommercialTerm.
func (CommercialTerm) Edges() []ent.Edge {
	return []ent.Edge{
		partOf("opportunity", Opportunity.Type, "The opportunity."),
		to("decided_by", User.Type, "Who decided.", readEdge),
		many("commitments", Commitment.Type, "term", "Commitments made with it."),
	}
}

// Indexes of CommercialTerm.
func (CommercialTerm) Indexes() []ent.Index {
	return []ent.Index{index.Fields("opportunity_id"), index.Fields("decided_by_id")}
}

// Commitment is A promise to the customer: who made it to whom, where, with what authority, and what became of it.
type Commitment struct{ ent.Schema }

// Mixin of Commitment.
func (Commitment) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of Commitment.
func (Commitment) Annotations() []schema.Annotation {
	return record("commitments", "A promise to the customer: who made it to whom, where, with what authority, and what became of it.")
}

// Fields of Commitment.
func (Commitment) Fields() []ent.Field {
	return []ent.Field{
		required("opportunity_id", "Id of the opportunity."),
		field.Text("text").NotEmpty().MaxLen(1 << 20).Annotations(notFiltered).Comment("What is promised."),
		enum("kind", vocabulary.CommitmentKindFunction, "What it is about."),
		enum("status", vocabulary.CommitmentStatusProposed, "Where it stands."),
		field.Bool("unauthorised").Default(false).Comment("Whether it was made without authority and has not been authorised since."),
		relation("made_by_id", "Id of the user who made it."),
		relation("made_to_id", "Id of the contact it was made to."),
		instant("made_at", "When it was made."),
		text("source_id", 40, "Id of the activity, section or term it was made in."),
		text("source_note", 500, "Where it was made, in words."),
		relation("approval_id", "Id of the approval that authorises it."),
		relation("term_id", "Id of the commercial term it belongs to."),
		relation("contract_id", "Id of the contract it is in."),
		text("contract_clause", 200, "Clause of the contract it is in."),
		relation("handover_id", "Id of the handover it was passed on in."),
		relation("owner_id", "Id of the user who has to see to it."),
		date("due_on", "Day on which it has to be kept."),
		longText("evidence", "What shows how it ended."),
		instant("closed_at", "When it was fulfilled, waived, breached or withdrawn."),
	}
}

// Edges of Commitment.
func (Commitment) Edges() []ent.Edge {
	return []ent.Edge{
		partOf("opportunity", Opportunity.Type, "The opportunity."),
		to("made_by", User.Type, "Who made it."),
		to("made_to", Contact.Type, "Whom it was made to."),
		to("approval", Approval.Type, "The approval that authorises it."),
		to("term", CommercialTerm.Type, "The commercial term it belongs to."),
		to("contract", Contract.Type, "The contract it is in."),
		to("handover", Handover.Type, "The handover it was passed on in."),
		to("owner", User.Type, "Who has to see to it."),
		many("acceptance_criteria", AcceptanceCriterion.Type, "commitment", "How it is accepted."),
	}
}

// Indexes of Commitment.
func (Commitment) Indexes() []ent.Index {
	return []ent.Index{index.Fields("opportunity_id", "status"), index.Fields("made_by_id"), index.Fields("made_to_id"), index.Fields("approval_id"), index.Fields("term_id"), index.Fields("contract_id"), index.Fields("handover_id"), index.Fields("owner_id", "due_on")}
}

// ExchangeRate is what one unit of a currency was worth in the reporting currency from a day on.
type ExchangeRate struct{ ent.Schema }

// Mixin of ExchangeRate.
func (ExchangeRate) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of ExchangeRate.
func (ExchangeRate) Annotations() []schema.Annotation {
	return entity("exchange_rates", "What one unit of a currency was worth in the reporting currency from a day on.")
}

// Fields of ExchangeRate.
func (ExchangeRate) Fields() []ent.Field {
	return []ent.Field{
		field.String("currency").MinLen(3).MaxLen(3).Comment("ISO 4217 code of the currency."),
		field.Time("day").Annotations(entgql.Type("Date")).Comment("The first day on which it holds."),
		field.Float("rate").Positive().Annotations(notFiltered).Comment("Units of the reporting currency for one unit of the currency."),
		text("source", 200, "Where the rate was published."),
	}
}

// Edges of ExchangeRate.
func (ExchangeRate) Edges() []ent.Edge {
	return []ent.Edge{}
}

// Indexes of ExchangeRate.
func (ExchangeRate) Indexes() []ent.Index {
	return []ent.Index{index.Fields("currency", "day").Unique()}
}
