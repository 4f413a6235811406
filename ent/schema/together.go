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

// Comment is what somebody said to colleagues about a record; @mentions tell them.
type Comment struct{ ent.Schema }

// Mixin of Comment.
func (Comment) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of Comment.
func (Comment) Annotations() []schema.Annotation {
	return record("comments", "What somebody said to colleagues about a record; @mentions tell them.")
}

// Fields of Comment.
func (Comment) Fields() []ent.Field {
	return []ent.Field{
		required("subject_id", "Id of the record it is about."),
		relation("opportunity_id", "Id of the opportunity behind the record."),
		relation("author_id", "Id of the user who said it."),
		field.Text("body").NotEmpty().MaxLen(1 << 16).Annotations(notFiltered).Comment("What was said, in Markdown; @ and a user's id mentions them."),
		field.Strings("mentions").Optional().Annotations(notFiltered).Comment("Ids of the users mentioned."),
		relation("reply_to_id", "Id of the comment it answers."),
	}
}

// Edges of Comment.
func (Comment) Edges() []ent.Edge {
	return []ent.Edge{
		to("opportunity", Opportunity.Type, "The opportunity behind the record."),
		to("author", User.Type, "Who said it."),
		edge.To("replies", Comment.Type).Annotations(readEdge, entgql.RelayConnection()).Comment("Answers to it.").
			From("reply_to").Field("reply_to_id").Unique().Comment("The comment it answers."),
	}
}

// Indexes of Comment.
func (Comment) Indexes() []ent.Index {
	return []ent.Index{index.Fields("subject_id"), index.Fields("opportunity_id"), index.Fields("author_id"), index.Fields("reply_to_id")}
}

// Notification is something a user should know.
type Notification struct{ ent.Schema }

// Mixin of Notification.
func (Notification) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of Notification.
func (Notification) Annotations() []schema.Annotation {
	return record("notifications", "Something a user should know.")
}

// Fields of Notification.
func (Notification) Fields() []ent.Field {
	return []ent.Field{
		required("user_id", "Id of the user."),
		enum("kind", vocabulary.NotificationKindMention, "What it tells."),
		required("subject_id", "Id of the record it is about."),
		relation("opportunity_id", "Id of the opportunity behind the record."),
		relation("actor_id", "Id of the user who caused it."),
		text("title", 500, "What the record is called."),
		instant("read_at", "When it was read."),
		instant("mailed_at", "When it was sent by e-mail."),
		text("digest", 200, "What makes it one of a kind: the same is not told twice."),
	}
}

// Edges of Notification.
func (Notification) Edges() []ent.Edge {
	return []ent.Edge{
		partOf("user", User.Type, "The user."),
		to("actor", User.Type, "Who caused it."),
	}
}

// Indexes of Notification.
func (Notification) Indexes() []ent.Index {
	return []ent.Index{index.Fields("user_id", "read_at"), index.Fields("opportunity_id"), index.Fields("actor_id"), index.Fields("user_id", "digest").Unique()}
}
