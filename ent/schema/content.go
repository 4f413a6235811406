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

// ContentItem is a piece of the case library: a case study, a reusable section or answer, an article.
type ContentItem struct{ ent.Schema }

// Mixin of ContentItem.
func (ContentItem) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, External{}, Tagged{}} }

// Annotations of ContentItem.
func (ContentItem) Annotations() []schema.Annotation {
	return entity("content_items", "A piece of the case library: a case study, a reusable section or answer, an article.")
}

// Fields of ContentItem.
func (ContentItem) Fields() []ent.Field {
	return []ent.Field{
		field.Enum("kind").GoType(vocabulary.ContentKind("")).Annotations(entgql.Type("ContentKind")).Default(string(vocabulary.ContentKindCase)).Comment("What it is."),
		field.String("title").NotEmpty().MaxRuneLen(500).Annotations(entgql.OrderField("TITLE")).Comment("Title."),
		longText("summary", "What it says in short."),
		longText("body", "Text in Markdown."),
		language(),
		enum("classification", vocabulary.ClassificationInternal, "How secret it is."),
		text("industry", 100, "Industry it is about."),
		text("region", 100, "Region it is about."),
		field.Enum("outcome").GoType(vocabulary.OpportunityStatus("")).Annotations(entgql.Type("OpportunityStatus")).Optional().Nillable().Comment("How the opportunity behind it ended."),
		field.Enum("verify_state").GoType(vocabulary.VerifyState("")).Annotations(entgql.Type("VerifyState")).Default(string(vocabulary.VerifyStateUnverified)).Annotations(ownedByDesk).Comment("Whether its content is known to be right."),
		relation("customer_id", "Id of the customer it is about."),
		relation("proposal_id", "Id of the proposal it was taken from."),
		relation("owner_id", "Id of the user who keeps it."),
		owned("attachment_id", "Id of the file it was read from."),
		owned("part_of_id", "Id of the item it is a passage of: a file becomes an item with its sections as parts."),
		field.Int("position").Default(0).Annotations(ownedByDesk, notFiltered, entgql.OrderField("POSITION")).Comment("Its place among the parts of an item, from 1; 0 for an item of its own."),
		date("published_on", "Day on which it was published."),
		field.Int("review_every_days").Optional().Nillable().Range(1, 3650).Annotations(notFiltered).Comment("How many days its content stays verified; that of its kind unless given."),
		instant("verified_at", "When its content was last verified.", ownedByDesk),
		owned("verified_by_id", "Id of the user who last verified it."),
		field.Time("review_on").Optional().Nillable().Annotations(entgql.Type("Date"), ownedByDesk, entgql.OrderField("REVIEW_ON")).
			Comment("Day on which its content has to be verified again."),
	}
}

// Edges of ContentItem.
func (ContentItem) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("customer", Customer.Type).Field("customer_id").Unique().Comment("The customer it is about."),
		edge.To("proposal", Proposal.Type).Field("proposal_id").Unique().Comment("The proposal it was taken from."),
		edge.To("owner", User.Type).Field("owner_id").Unique().Comment("The user who keeps it."),
		to("verified_by", User.Type, "The user who last verified it.", ownedByDesk),
		to("attachment", Attachment.Type, "The file it was read from.", ownedByDesk),
		edge.To("parts", ContentItem.Type).Annotations(readEdge, entgql.RelayConnection()).Comment("Its passages.").
			From("part_of").Field("part_of_id").Unique().Annotations(ownedByDesk).Comment("The item it is a passage of."),
		many("contradicted_by", Lesson.Type, "contradicts", "Lessons that show its content to be wrong."),
	}
}

// Indexes of ContentItem.
func (ContentItem) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("kind"), index.Fields("classification"), index.Fields("industry"), index.Fields("customer_id"), index.Fields("proposal_id"), index.Fields("owner_id"), index.Fields("attachment_id"), index.Fields("part_of_id", "position"), index.Fields("title", "id"), index.Fields("verify_state", "review_on"),
	}
}
