package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"bidwell/process/vocabulary"
)

// Approval is A request for approval and its decision; nobody decides on their own request, and none beyond their authority.
type Approval struct{ ent.Schema }

// Mixin of Approval.
func (Approval) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of Approval.
func (Approval) Annotations() []schema.Annotation {
	return record("approvals", "A request for approval and its decision; nobody decides on their own request, and none beyond their authority.")
}

// Fields of Approval.
func (Approval) Fields() []ent.Field {
	return []ent.Field{
		required("subject_id", "Id of the record it is about."),
		relation("opportunity_id", "Id of the opportunity it is for."),
		enum("type", vocabulary.ApprovalType(""), "What is to be approved."),
		money("amount").optional("The amount at stake."),
		currency(),
		field.Int("percent").Optional().Nillable().Range(0, 100).Annotations(notFiltered).Comment("The discount or penalty in percent."),
		optionalEnum("required_role", vocabulary.UserRoleAdmin, "The least role of the authority matrix that may decide."),
		enum("status", vocabulary.ApprovalStatusRequested, "Where it stands."),
		longText("reason", "Why it is asked for."),
		relation("requested_by_id", "Id of the user who asks."),
		relation("decided_by_id", "Id of the user who decided."),
		relation("decided_for_id", "Id of the absent user in whose stead it was decided."),
		instant("decided_at", "When it was decided."),
		longText("comment", "What the decider said."),
	}
}

// Edges of Approval.
func (Approval) Edges() []ent.Edge {
	return []ent.Edge{
		to("opportunity", Opportunity.Type, "The opportunity it is for."),
		to("requested_by", User.Type, "Who asks."),
		to("decided_by", User.Type, "Who decided."),
		to("decided_for", User.Type, "The absent user in whose stead they did."),
	}
}

// Indexes of Approval.
func (Approval) Indexes() []ent.Index {
	return []ent.Index{index.Fields("subject_id"), index.Fields("opportunity_id"), index.Fields("status", "required_role"), index.Fields("requested_by_id"), index.Fields("decided_by_id"), index.Fields("decided_for_id")}
}

// AuthorityRule is one row of the authority matrix: up to what amount and percentage a role may approve.
type AuthorityRule struct{ ent.Schema }

// Mixin of AuthorityRule.
func (AuthorityRule) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of AuthorityRule.
func (AuthorityRule) Annotations() []schema.Annotation {
	return entity("authority_rules", "One row of the authority matrix: up to what amount and percentage a role may approve.")
}

// Fields of AuthorityRule.
func (AuthorityRule) Fields() []ent.Field {
	return []ent.Field{
		enum("type", vocabulary.ApprovalType(""), "What is approved."),
		enum("role", vocabulary.UserRole(""), "Who may approve."),
		money("limit_amount").optional("Up to this amount; no limit when empty."),
		field.Int("limit_percent").Optional().Nillable().Range(0, 100).Annotations(notFiltered).Comment("Up to this discount or penalty in percent; no limit when empty."),
		currency(),
	}
}

// Edges of AuthorityRule.
func (AuthorityRule) Edges() []ent.Edge {
	return []ent.Edge{}
}

// Indexes of AuthorityRule.
func (AuthorityRule) Indexes() []ent.Index {
	return []ent.Index{index.Fields("type", "role").Unique()}
}
