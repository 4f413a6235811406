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

// Lead is A first sign that somebody may buy; qualified leads become opportunities.
type Lead struct{ ent.Schema }

// Mixin of Lead.
func (Lead) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, External{}} }

// Annotations of Lead.
func (Lead) Annotations() []schema.Annotation {
	return record("leads", "A first sign that somebody may buy; qualified leads become opportunities.")
}

// Fields of Lead.
func (Lead) Fields() []ent.Field {
	return []ent.Field{
		enum("source", vocabulary.LeadSourceOther, "Where it came from."),
		text("channel", 200, "Through what exactly it came, for example which exhibition."),
		field.String("company").NotEmpty().MaxRuneLen(300).Annotations(entgql.OrderField("COMPANY")).Comment("Name of the organisation, as it was given."),
		text("credit_code", 18, "Unified social credit code of the organisation."),
		text("contact_name", 200, "Name of the person."),
		text("phone", 64, "Telephone number."),
		text("email", 320, "E-mail address."),
		longText("text", "What was said or written."),
		enum("status", vocabulary.LeadStatusNew, "Where it stands."),
		field.Time("received_at").Annotations(entgql.OrderField("RECEIVED_AT")).Comment("When it came in (UTC)."),
		instant("respond_by", "When somebody should have answered, by the working calendar."),
		instant("first_response_at", "When somebody first answered."),
		relation("owner_id", "Id of the user who works on it; null while it is in the pool."),
		text("pool", 100, "The pool (公海) it waits in while nobody owns it."),
		longText("disqualify_reason", "Why it is none."),
		relation("customer_id", "Id of the customer it turned out to be."),
		relation("opportunity_id", "Id of the opportunity it became part of."),
		relation("merged_into_id", "Id of the lead it was a duplicate of."),
	}
}

// Edges of Lead.
func (Lead) Edges() []ent.Edge {
	return []ent.Edge{
		to("owner", User.Type, "Who works on it."),
		to("customer", Customer.Type, "The customer it turned out to be."),
		to("opportunity", Opportunity.Type, "The opportunity it became part of."),
		edge.To("duplicates", Lead.Type).Annotations(readEdge, entgql.RelayConnection()).Comment("Leads that were merged into this one.").
			From("merged_into").Field("merged_into_id").Unique().Comment("The lead it was a duplicate of."),
	}
}

// Indexes of Lead.
func (Lead) Indexes() []ent.Index {
	return []ent.Index{index.Fields("status", "received_at"), index.Fields("received_at", "id"), index.Fields("company", "id"), index.Fields("credit_code"), index.Fields("phone"), index.Fields("owner_id"), index.Fields("customer_id"), index.Fields("opportunity_id"), index.Fields("merged_into_id")}
}

// Competitor is somebody else who wants to win the opportunity.
type Competitor struct{ ent.Schema }

// Mixin of Competitor.
func (Competitor) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of Competitor.
func (Competitor) Annotations() []schema.Annotation {
	return entity("competitors", "Somebody else who wants to win the opportunity.")
}

// Fields of Competitor.
func (Competitor) Fields() []ent.Field {
	return []ent.Field{
		required("opportunity_id", "Id of the opportunity."),
		field.String("name").NotEmpty().MaxRuneLen(300).Comment("Name of the competitor."),
		field.Bool("incumbent").Default(false).Comment("Whether it is the present supplier."),
		field.Int("threat").Default(3).Range(1, 5).Annotations(notFiltered).Comment("From 1 (little) to 5 (most likely to win)."),
		longText("strengths", "What speaks for it."),
		longText("weaknesses", "What speaks against it."),
		money("price_estimate").optional("What it is expected to offer, or offered."),
		field.Bool("won").Default(false).Comment("Whether it won."),
	}
}

// Edges of Competitor.
func (Competitor) Edges() []ent.Edge {
	return []ent.Edge{
		partOf("opportunity", Opportunity.Type, "The opportunity."),
		many("win_themes", WinTheme.Type, "competitor", "What we set against it."),
	}
}

// Indexes of Competitor.
func (Competitor) Indexes() []ent.Index {
	return []ent.Index{index.Fields("opportunity_id")}
}
