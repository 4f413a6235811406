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

// Activity is one entry of the communication record (沟通记录) with a customer, usually about an opportunity.
type Activity struct{ ent.Schema }

// Mixin of Activity.
func (Activity) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, External{}} }

// Annotations of Activity.
func (Activity) Annotations() []schema.Annotation {
	return entity("activities", "One entry of the communication record (沟通记录) with a customer, usually about an opportunity.")
}

// Fields of Activity.
func (Activity) Fields() []ent.Field {
	return []ent.Field{
		relation("customer_id", "Id of the customer."),
		relation("opportunity_id", "Id of the opportunity."),
		relation("contact_id", "Id of the contact spoken with."),
		relation("user_id", "Id of the user who had the contact."),
		field.Enum("kind").GoType(vocabulary.ActivityKind("")).Annotations(entgql.Type("ActivityKind")).Comment("What kind of contact it was."),
		field.String("subject").NotEmpty().MaxRuneLen(500).Comment("What it was about."),
		longText("body", "What was said and agreed."),
		field.Time("occurred_at").Annotations(entgql.OrderField("OCCURRED_AT")).Comment("When it happened (UTC)."),
	}
}

// Edges of Activity.
func (Activity) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("customer", Customer.Type).Field("customer_id").Unique().Comment("The customer."),
		edge.To("opportunity", Opportunity.Type).Field("opportunity_id").Unique().Comment("The opportunity."),
		edge.To("contact", Contact.Type).Field("contact_id").Unique().Comment("The contact spoken with."),
		edge.To("user", User.Type).Field("user_id").Unique().Comment("The user who had the contact."),
		many("questions", Question.Type, "activity", "Questions asked at it."),
	}
}

// Indexes of Activity.
func (Activity) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("opportunity_id", "occurred_at"), index.Fields("customer_id", "occurred_at"),
		index.Fields("contact_id"), index.Fields("user_id"), index.Fields("occurred_at", "id"),
	}
}

// Attachment is what is known of a stored file; its subject is the record it belongs to.
type Attachment struct{ ent.Schema }

// Mixin of Attachment.
func (Attachment) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of Attachment.
func (Attachment) Annotations() []schema.Annotation {
	return entity("attachments", "What is known of a stored file; its subject is the record it belongs to.")
}

// Fields of Attachment.
func (Attachment) Fields() []ent.Field {
	return []ent.Field{
		required("subject_id", "Id of the record the file belongs to."),
		owned("opportunity_id", "Id of the opportunity behind the record."),
		field.String("file_name").NotEmpty().MaxRuneLen(300).Annotations(entgql.OrderField("FILE_NAME")).Comment("Name of the file."),
		field.String("media_type").NotEmpty().MaxRuneLen(200).Comment("Media type, for example application/pdf."),
		field.Int64("size").NonNegative().Annotations(notFiltered, entgql.Type("Int64")).Comment("Size in bytes."),
		field.String("sha256").MinLen(64).MaxLen(64).Comment("SHA-256 of the content in lower-case hexadecimal."),
		field.Bool("stored").Default(false).Annotations(ownedByDesk).Comment("Whether its file was uploaded and can be had from here, at /attachments/ and its id."),
		longText("description", "What the file is."),
	}
}

// Indexes of Attachment.
func (Attachment) Indexes() []ent.Index {
	return []ent.Index{index.Fields("subject_id"), index.Fields("opportunity_id"), index.Fields("sha256")}
}
