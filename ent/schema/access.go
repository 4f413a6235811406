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

// Session is a signed-in browser. Only the hash of its secret is kept.
type Session struct{ ent.Schema }

// Mixin of Session.
func (Session) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of Session.
func (Session) Annotations() []schema.Annotation {
	return []schema.Annotation{tableName("sessions"), internal}
}

// Fields of Session.
func (Session) Fields() []ent.Field {
	return []ent.Field{
		required("user_id", "Id of the user."),
		field.Bytes("secret_hash").MaxLen(32).Unique().Immutable().SchemaType(bytesType).Comment("SHA-256 of the cookie's secret."),
		field.Time("expires_at").Comment("When it ends."),
		text("user_agent", 300, "The browser, as it calls itself."),
	}
}

// Edges of Session.
func (Session) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("user", User.Type).Field("user_id").Unique().Required().Annotations(entsql.OnDelete(entsql.Cascade)).Comment("The user."),
	}
}

// Indexes of Session.
func (Session) Indexes() []ent.Index {
	return []ent.Index{index.Fields("user_id"), index.Fields("expires_at")}
}

// APIToken lets a program act for a user within scopes. It is shown once; only its hash is kept.
type APIToken struct{ ent.Schema }

// Mixin of APIToken.
func (APIToken) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of APIToken.
func (APIToken) Annotations() []schema.Annotation {
	return record("api_tokens", "A secret that lets a program act for a user within scopes. It is shown once; only its hash is kept.")
}

// Fields of APIToken.
func (APIToken) Fields() []ent.Field {
	return []ent.Field{
		required("user_id", "Id of the user the token acts for."),
		field.String("name").NotEmpty().MaxRuneLen(200).Comment("What the token is for."),
		field.String("prefix").NotEmpty().MaxLen(16).Immutable().Annotations(notFiltered).Comment("First characters of the token, to recognise it by."),
		field.Bytes("secret_hash").MaxLen(32).Unique().Immutable().SchemaType(bytesType).Annotations(internal).Comment("SHA-256 of the token."),
		field.Enum("scope").GoType(vocabulary.TokenScope("")).Annotations(entgql.Type("TokenScope")).Immutable().Comment("What the token may be used for."),
		field.Time("expires_at").Comment("When it stops working."),
		field.Strings("reads").Optional().Immutable().Annotations(notFiltered).Comment("Types of record it may read; all that its owner may when empty."),
		field.Strings("writes").Optional().Immutable().Annotations(notFiltered).Comment("Types of record it may write; all that its owner and its scope may when empty."),
		field.Strings("customer_ids").Optional().Immutable().Annotations(notFiltered).Comment("Ids of the customers whose records it reaches."),
		field.Strings("opportunity_ids").Optional().Immutable().Annotations(notFiltered).
			Comment("Ids of the opportunities that it reaches, with what belongs to them. A token bound to nothing reaches what its owner does."),
		field.String("replaces_id").Optional().Nillable().MaxLen(40).Immutable().Unique().Annotations(notFiltered).
			Comment("Id of the token in whose place it came; that one works until its own end."),
		field.JSON("field_groups", []vocabulary.FieldGroup{}).Optional().Immutable().Annotations(entgql.Type("[FieldGroup!]"), notFiltered).
			Comment("Groups of fields it may read; all that its owner may when empty."),
		field.Time("last_used_at").Optional().Nillable().Annotations(notFiltered).Comment("When it was last used, to the minute."),
	}
}

// Edges of APIToken.
func (APIToken) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("user", User.Type).Field("user_id").Unique().Required().
			Annotations(entsql.OnDelete(entsql.Cascade)).Comment("The user the token acts for."),
	}
}

// Indexes of APIToken.
func (APIToken) Indexes() []ent.Index { return []ent.Index{index.Fields("user_id")} }
