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

// WebhookEndpoint is where changes are told to another system as they happen. It speaks for an API token and sees what a
// request with that token would see.
type WebhookEndpoint struct{ ent.Schema }

// Mixin of WebhookEndpoint.
func (WebhookEndpoint) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of WebhookEndpoint.
func (WebhookEndpoint) Annotations() []schema.Annotation {
	return record("webhook_endpoints", "Where changes are told to another system as they happen: those that a request with its API token would see at that moment.")
}

// Fields of WebhookEndpoint. Those that say how far it is are moved by the sender beside the change log: they would be
// changes to tell of.
func (WebhookEndpoint) Fields() []ent.Field {
	return []ent.Field{
		field.String("user_id").MaxLen(40).NotEmpty().Immutable().Comment("Id of the user whose token it speaks for."),
		required("token_id", "Id of the API token it speaks for; that of the token in its place once it was rotated."),
		field.String("url").MaxLen(8000).NotEmpty().Annotations(notFiltered).Comment("Where batches are sent."),
		field.String("description").NotEmpty().MaxRuneLen(500).Annotations(notFiltered).Comment("What it is for."),
		field.Strings("types").Optional().Annotations(notFiltered).Comment("Types of record it is told of; all that its token may read when empty."),
		enum("state", vocabulary.WebhookStateActive, "Whether it is sent to."),
		optionalEnum("disabled_reason", vocabulary.WebhookDisabledReason(""), "Why it is no longer sent to, when the server decided that.", notFiltered),
		field.Int64("position").Default(0).Annotations(entgql.Type("Int64"), notFiltered).Comment("Number of the change up to which it was told."),
		instant("failing_since", "Since when no attempt has succeeded; null while they do.", notFiltered),
		instant("retry_at", "When the next attempt is made after a failed one.", notFiltered),
		instant("previous_secret_until", "Until when batches are signed with the secret before the current one too.", notFiltered),
		field.Bytes("signing_secret").Sensitive().MaxLen(64).SchemaType(bytesType).Annotations(internal).Comment("The secret that batches are signed with."),
		field.Bytes("previous_secret").Sensitive().MaxLen(64).Optional().SchemaType(bytesType).Annotations(internal).Comment("The secret before it."),
		field.Int64("attempted_end").Default(0).Annotations(internal).Comment("Where the batch ends that is being sent: a retry sends the same stretch under the same id; 0 for none."),
		field.Int("replays").Default(0).Annotations(internal).Comment("How often it was set back; makes the ids of what is sent again new ones."),
		field.Int("failures").Default(0).Annotations(internal).Comment("Failed attempts since the last success."),
		field.Time("leased_until").Optional().Nillable().Annotations(internal).Comment("Until when a process has it to itself."),
	}
}

// Edges of WebhookEndpoint.
func (WebhookEndpoint) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("user", User.Type).Field("user_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)).Comment("The user whose token it speaks for."),
		partOf("token", APIToken.Type, "The API token it speaks for."),
		many("deliveries", WebhookDelivery.Type, "endpoint", "The latest attempts to send to it: 1,000, kept for 30 days."),
	}
}

// Indexes of WebhookEndpoint.
func (WebhookEndpoint) Indexes() []ent.Index {
	return []ent.Index{index.Fields("user_id"), index.Fields("token_id"), index.Fields("state")}
}

// WebhookDelivery is one attempt to send a batch to an endpoint. What was sent and answered is not in it.
type WebhookDelivery struct{ ent.Schema }

// Mixin of WebhookDelivery.
func (WebhookDelivery) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of WebhookDelivery.
func (WebhookDelivery) Annotations() []schema.Annotation {
	return record("webhook_deliveries", "One attempt to send a batch of changes to a webhook endpoint. What was sent and what was answered are not kept.")
}

// Fields of WebhookDelivery.
func (WebhookDelivery) Fields() []ent.Field {
	return []ent.Field{
		field.String("user_id").MaxLen(40).NotEmpty().Immutable().Annotations(notFiltered).Comment("Id of the user whose endpoint it is."),
		field.String("endpoint_id").MaxLen(40).NotEmpty().Immutable().Comment("Id of the endpoint."),
		field.String("message_id").MaxLen(64).NotEmpty().Immutable().Annotations(notFiltered).Comment("The webhook-id of the batch; a retry has the same."),
		field.Int64("after").Immutable().Annotations(entgql.Type("Int64"), notFiltered).Comment("Number of the change after which the batch begins."),
		field.Int64("end").Immutable().Annotations(entgql.Type("Int64"), notFiltered).Comment("Number of the change with which it ends."),
		field.Int("changes").Immutable().Annotations(notFiltered).Comment("How many changes were in it."),
		enum("outcome", vocabulary.WebhookOutcome(""), "What came of it."),
		field.Int("status").Optional().Nillable().Immutable().Annotations(notFiltered).Comment("Status code of the answer, when there was one."),
		field.Int("duration_ms").Immutable().Annotations(notFiltered).Comment("How long it took, in milliseconds."),
	}
}

// Edges of WebhookDelivery.
func (WebhookDelivery) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("endpoint", WebhookEndpoint.Type).Field("endpoint_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)).Comment("The endpoint."),
	}
}

// Indexes of WebhookDelivery.
func (WebhookDelivery) Indexes() []ent.Index {
	return []ent.Index{index.Fields("user_id"), index.Fields("endpoint_id", "id")}
}
