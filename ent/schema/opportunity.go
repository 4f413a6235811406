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

// Opportunity is a chance to win a project, from first contact to retrospective.
type Opportunity struct{ ent.Schema }

// Mixin of Opportunity.
func (Opportunity) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, External{}, Tagged{}} }

// Annotations of Opportunity.
func (Opportunity) Annotations() []schema.Annotation {
	return entity("opportunities", "A chance to win a project, from first contact to retrospective.")
}

// Fields of Opportunity.
func (Opportunity) Fields() []ent.Field {
	return []ent.Field{
		field.String("code").Optional().Nillable().Unique().MaxLen(64).Comment("The company's own opportunity number."),
		field.String("name").NotEmpty().MaxRuneLen(500).Annotations(entgql.OrderField("NAME")).Comment("Name of the opportunity."),
		longText("description", "Situation, background, pain points and goals, or the text of the tender notice."),
		relation("customer_id", "Id of the customer."),
		relation("owner_id", "Id of the responsible salesperson."),
		relation("presales_lead_id", "Id of the presales lead."),
		field.Enum("type").GoType(vocabulary.OpportunityType("")).Annotations(entgql.Type("OpportunityType")).Default(string(vocabulary.OpportunityTypeDirect)).Comment("How the customer buys."),
		field.Enum("stage").GoType(vocabulary.OpportunityStage("")).Annotations(entgql.Type("OpportunityStage")).Default(string(vocabulary.OpportunityStageIntake)).Annotations(ownedByDesk).
			Comment("Current stage: that of the last stage entry."),
		field.Enum("status").GoType(vocabulary.OpportunityStatus("")).Annotations(entgql.Type("OpportunityStatus")).Default(string(vocabulary.OpportunityStatusOpen)).Annotations(ownedByDesk).
			Comment("Open, or how it ended."),
		text("source", 100, "Where the opportunity came from."),
		money("amount").required("Expected value; 0 while not estimated. After a win, the value won.", entgql.OrderField("AMOUNT")),
		money("budget_amount").optional("The customer's budget."),
		money("award_amount").optional("Amount of the award, ours or the winner's."),
		currency(),
		date("expected_close_on", "Day on which the decision is expected."),
		field.Enum("procurement_method").GoType(vocabulary.ProcurementMethod("")).Annotations(entgql.Type("ProcurementMethod")).Optional().Nillable().Comment("The customer's procurement procedure."),
		text("tender_no", 100, "The customer's tender number."),
		field.Time("submission_deadline").Optional().Nillable().Comment("Bids must be in by this time (UTC)."),
		text("deadline_zone", 64, "Time zone in which the deadline was set, for example Asia/Shanghai."),
		instant("bid_opening_at", "When the bids are opened."),
		money("price_ceiling").optional("Highest price the tender admits."),
		date("bid_validity_until", "Last day until which the tender demands bids to be valid."),
		money("bond_demanded").optional("Bid bond the tender demands."),
		owned("template_id", "Id of the version of the process template it follows."),
		optionalEnum("forecast_category", vocabulary.ForecastCategoryPipeline, "How firmly it counts in the forecast."),
		field.Int("win_probability").Optional().Nillable().Range(0, 100).Annotations(notFiltered).Comment("Judged chance to win in percent."),
		field.Float("exchange_rate").Optional().Nillable().Annotations(ownedByDesk, notFiltered).
			Comment("Units of the reporting currency for one of its currency, as it was when the opportunity was made or decided."),
		owned("origin_id", "Id of the delivered opportunity it grew from."),
		optionalEnum("origin", vocabulary.OpportunityOriginUpgrade, "What it grew from.", ownedByDesk),
		text("industry", 100, "Industry of the project."),
		text("region", 100, "Region or province of the project."),
		text("winner", 500, "Who won, when it was not us or when the record is of the market."),
		field.Time("decided_at").Optional().Nillable().Annotations(ownedByDesk).Comment("When the opportunity was won, lost or ended otherwise."),
		field.Enum("loss_reason").GoType(vocabulary.LossReason("")).Annotations(entgql.Type("LossReason")).Optional().Nillable().Annotations(ownedByDesk).Comment("Main reason for not winning."),
		longText("outcome_note", "What the customer said about the decision."),
		optionalEnum("failure", vocabulary.BidFailureProcedureVoided, "How the whole procedure came to nothing, when it did.", ownedByDesk),
		field.Bool("need_to_know").Default(false).Annotations(ownedByDesk).
			Comment("Whether only its owner, its presales lead and its members see it and what belongs to it."),
		enum("classification", vocabulary.ClassificationInternal, "How secret it is, with all that belongs to it.", ownedByDesk),
		structured("debrief", vocabulary.Debrief{}, "Debrief", "Why it was won or lost: reasons, rank and the evaluators' scores."),
	}
}

// Edges of Opportunity.
func (Opportunity) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("customer", Customer.Type).Field("customer_id").Unique().Comment("The customer."),
		edge.To("owner", User.Type).Field("owner_id").Unique().Comment("The responsible salesperson."),
		edge.To("presales_lead", User.Type).Field("presales_lead_id").Unique().Comment("The presales lead."),
		to("template", ProcessTemplate.Type, "The version of the process template it follows.", readEdge),
		edge.To("renewals", Opportunity.Type).Annotations(readEdge, entgql.RelayConnection()).Comment("Opportunities that grew from it.").
			From("origin_opportunity").Field("origin_id").Unique().Annotations(readEdge).Comment("The delivered opportunity it grew from."),
		edge.From("stage_entries", StageEntry.Type).Ref("opportunity").Annotations(readEdge, entgql.RelayConnection()).Comment("The stages it has been in, oldest first."),
		edge.From("line_items", LineItem.Type).Ref("opportunity").Annotations(readEdge, entgql.RelayConnection()).Comment("Products offered."),
		edge.From("stakeholders", Stakeholder.Type).Ref("opportunity").Annotations(readEdge, entgql.RelayConnection()).Comment("The decision chain."),
		edge.From("activities", Activity.Type).Ref("opportunity").Annotations(readEdge, entgql.RelayConnection()).Comment("The communication record."),
		edge.From("proposals", Proposal.Type).Ref("opportunity").Annotations(readEdge, entgql.RelayConnection()).Comment("Proposals written for it."),
		edge.From("retrospectives", Retrospective.Type).Ref("opportunity").Annotations(readEdge, entgql.RelayConnection()).Comment("Retrospectives held on it."),
		many("leads", Lead.Type, "opportunity", "Leads that became part of it."),
		many("competitors", Competitor.Type, "opportunity", "Who else wants to win it."),
		many("qualifications", Qualification.Type, "opportunity", "Its scorecards."),
		many("requirements", Requirement.Type, "opportunity", "What the customer demands."),
		many("gates", Gate.Type, "opportunity", "Its decision gates."),
		many("exposures", LessonExposure.Type, "opportunity", "Lessons shown at its gates."),
		many("tasks", Task.Type, "opportunity", "Its tasks and milestones."),
		many("risks", Risk.Type, "opportunity", "Its risk register."),
		many("support_requests", SupportRequest.Type, "opportunity", "Support asked for."),
		many("time_entries", TimeEntry.Type, "opportunity", "Time spent on it."),
		many("win_themes", WinTheme.Type, "opportunity", "Why the customer should choose us."),
		many("findings", Finding.Type, "opportunity", "Findings of its reviews and acceptances."),
		many("questions", Question.Type, "opportunity", "Questions asked and answered."),
		many("clarifications", Clarification.Type, "opportunity", "Clarifications and addenda of the tender."),
		many("approvals", Approval.Type, "opportunity", "Approvals asked for."),
		many("commercial_terms", CommercialTerm.Type, "opportunity", "Commercial terms under negotiation."),
		many("commitments", Commitment.Type, "opportunity", "The commitment ledger."),
		many("contracts", Contract.Type, "opportunity", "Contracts that came of it."),
		many("handovers", Handover.Type, "opportunity", "Handovers to delivery."),
		many("projects", Project.Type, "opportunity", "Projects that deliver it."),
		many("change_requests", ChangeRequest.Type, "opportunity", "Changes asked for."),
		many("acceptances", Acceptance.Type, "opportunity", "Acceptances by the customer."),
		many("surveys", Survey.Type, "opportunity", "Satisfaction surveys."),
		many("members", OpportunityMember.Type, "opportunity", "Who works on it beside its owner and its presales lead."),
		many("comments", Comment.Type, "opportunity", "What colleagues said about it."),
		edge.From("lessons", Lesson.Type).Ref("opportunity").Annotations(readEdge, entgql.RelayConnection()).Comment("Lessons learned from it."),
	}
}

// Indexes of Opportunity: the keyset orders, the filters of the pipeline and the figures.
func (Opportunity) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("amount", "id"),
		index.Fields("stage", "amount", "id"),
		index.Fields("status", "decided_at"),
		index.Fields("customer_id"),
		index.Fields("need_to_know"),
		index.Fields("classification"),
		index.Fields("owner_id"),
		index.Fields("presales_lead_id"),
		index.Fields("template_id"),
		index.Fields("origin_id"),
		index.Fields("name", "id"),
		index.Fields("updated_at", "id"),
	}
}

// StageEntry says that an opportunity was in a stage from enteredAt to leftAt. Entries are only ever added; the last
// one is the source of truth for the opportunity's stage.
type StageEntry struct{ ent.Schema }

// Mixin of StageEntry.
func (StageEntry) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of StageEntry.
func (StageEntry) Annotations() []schema.Annotation {
	return record("stage_entries", "An opportunity was in a stage from enteredAt to leftAt. Entries are only ever added; the last one is the source of truth for the opportunity's stage.")
}

// Fields of StageEntry.
func (StageEntry) Fields() []ent.Field {
	return []ent.Field{
		required("opportunity_id", "Id of the opportunity."),
		field.Int("position").Immutable().NonNegative().Annotations(entgql.OrderField("POSITION")).Comment("0 for the first entry of the opportunity, then one more for each."),
		field.Enum("stage").GoType(vocabulary.OpportunityStage("")).Annotations(entgql.Type("OpportunityStage")).Immutable().Comment("The stage."),
		field.Enum("direction").GoType(vocabulary.StageDirection("")).Annotations(entgql.Type("StageDirection")).Immutable().Comment("How the stage was entered."),
		field.Time("entered_at").Immutable().Annotations(entgql.OrderField("ENTERED_AT")).Comment("When the stage was entered."),
		field.Bool("dated").Default(true).Immutable().Annotations(notFiltered).
			Comment("False when the source did not know when the stage was entered; figures on time leave such entries out."),
		field.Time("left_at").Optional().Nillable().Comment("When the stage was left; null while it is current."),
		relation("entered_by_id", "Id of the user who moved it."),
		relation("gate_id", "Id of the gate that opened it."),
		longText("reason", "Why it was moved; required for going back."),
	}
}

// Edges of StageEntry.
func (StageEntry) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("opportunity", Opportunity.Type).Field("opportunity_id").Unique().Required().
			Annotations(entsql.OnDelete(entsql.Cascade)).Comment("The opportunity."),
		edge.To("entered_by", User.Type).Field("entered_by_id").Unique().Comment("Who moved it."),
		to("gate", Gate.Type, "The gate that opened it."),
	}
}

// Indexes of StageEntry.
func (StageEntry) Indexes() []ent.Index {
	return []ent.Index{index.Fields("opportunity_id", "position").Unique(), index.Fields("stage", "entered_at"), index.Fields("gate_id")}
}
