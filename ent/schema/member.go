package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/index"

	"bidwell/process/vocabulary"
)

// OpportunityMember is somebody who works on an opportunity beside its owner and its presales lead.
type OpportunityMember struct{ ent.Schema }

// Mixin of OpportunityMember.
func (OpportunityMember) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of OpportunityMember.
func (OpportunityMember) Annotations() []schema.Annotation {
	return record("opportunity_members", "Somebody who works on an opportunity beside its owner and its presales lead. Where it is need-to-know, nobody else sees it.")
}

// Fields of OpportunityMember.
func (OpportunityMember) Fields() []ent.Field {
	return []ent.Field{
		required("opportunity_id", "Id of the opportunity."),
		required("user_id", "Id of the user."),
		text("part", 200, "What they do in it, for example bid manager."),
	}
}

// Edges of OpportunityMember.
func (OpportunityMember) Edges() []ent.Edge {
	return []ent.Edge{
		partOf("opportunity", Opportunity.Type, "The opportunity."),
		partOf("user", User.Type, "The user."),
	}
}

// Indexes of OpportunityMember.
func (OpportunityMember) Indexes() []ent.Index {
	return []ent.Index{index.Fields("opportunity_id", "user_id").Unique(), index.Fields("user_id")}
}

// AccessRule says how far a job role reaches, other than shipped.
type AccessRule struct{ ent.Schema }

// Mixin of AccessRule.
func (AccessRule) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of AccessRule.
func (AccessRule) Annotations() []schema.Annotation {
	return entity("access_rules", "How far a job role reaches: which opportunities it sees and changes, with all that belongs to them.")
}

// Fields of AccessRule.
func (AccessRule) Fields() []ent.Field {
	return []ent.Field{
		enum("role", vocabulary.UserRole(""), "Whose rule it is."),
		enum("reads", vocabulary.RowScope(""), "Which opportunities the role sees."),
		enum("writes", vocabulary.RowScope(""), "Which of them it may change."),
	}
}

// Edges of AccessRule.
func (AccessRule) Edges() []ent.Edge { return []ent.Edge{} }

// Indexes of AccessRule.
func (AccessRule) Indexes() []ent.Index { return []ent.Index{index.Fields("role").Unique()} }
