package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"bidwell/process/vocabulary"
)

// Change is one row of the change log, written in the transaction of the change itself. It feeds the search index,
// timelines, webhooks, the partners' feed and the audit trail.
type Change struct{ ent.Schema }

// Annotations of Change: readers go through the desk, which knows how far it is safe to read.
func (Change) Annotations() []schema.Annotation {
	return []schema.Annotation{tableName("change_log"), internal}
}

// Fields of Change.
func (Change) Fields() []ent.Field {
	return []ent.Field{
		field.Int64("id").Comment("Sequence number; follows the order of commits, may have gaps."),
		field.Time("at").Immutable().Comment("When it was written."),
		field.String("actor_id").Optional().Immutable().Comment("Id of the user who did it; empty for the command line."),
		field.String("credential_id").Optional().MaxLen(40).Immutable().Comment("Id of the session or API token it was done with."),
		field.String("address").Optional().MaxLen(64).Immutable().Comment("Network address it came from."),
		field.String("entity").Immutable().NotEmpty().Comment("Name of the entity."),
		field.String("entity_id").Immutable().NotEmpty().Comment("Id of the record."),
		field.String("root_id").Optional().Immutable().Comment("Id of the record whose timeline it belongs to, when not its own."),
		field.String("opportunity_id").Optional().Immutable().Comment("Id of the opportunity behind the record, however deep: what makes its timeline whole."),
		field.Enum("operation").GoType(vocabulary.ChangeOperation("")).Annotations(entgql.Type("ChangeOperation")).Immutable().Comment("What was done."),
		field.JSON("fields", map[string]vocabulary.FieldChange{}).Optional().Immutable().Comment("What changed, from what to what."),
		field.String("hash").Optional().MaxLen(64).Immutable().Comment("Hash over the row and the hash of the row before it; empty in rows older than the chain."),
	}
}

// Indexes of Change.
func (Change) Indexes() []ent.Index {
	return []ent.Index{index.Fields("entity_id", "id"), index.Fields("root_id", "id"), index.Fields("opportunity_id", "id")}
}

// ExternalRef is the index of external ids: (system, entity, externalID) belongs to one record.
type ExternalRef struct{ ent.Schema }

// Annotations of ExternalRef.
func (ExternalRef) Annotations() []schema.Annotation {
	return []schema.Annotation{tableName("external_refs"), internal}
}

// Fields of ExternalRef.
func (ExternalRef) Fields() []ent.Field {
	return []ent.Field{
		field.Int64("id").Comment("Row number."),
		field.String("system").MaxRuneLen(100).NotEmpty().Immutable().Comment("The other system."),
		field.String("entity").MaxLen(40).NotEmpty().Immutable().Comment("Name of the entity here."),
		field.String("external_id").MaxRuneLen(300).NotEmpty().Immutable().Comment("The id there."),
		field.String("entity_id").MaxLen(40).NotEmpty().Immutable().Comment("The id here."),
		field.String("digest").MaxLen(64).Optional().Comment("Digest of the row last imported: the same row again changes nothing."),
	}
}

// Indexes of ExternalRef.
func (ExternalRef) Indexes() []ent.Index {
	return []ent.Index{index.Fields("system", "entity", "external_id").Unique(), index.Fields("entity_id")}
}

// SealedRead is one row of the log of reads: somebody was shown content of a need-to-know or classified opportunity, or of a
// proposal that is sealed or handed in and not opened yet.
type SealedRead struct{ ent.Schema }

// Annotations of SealedRead: auditors read it through the desk.
func (SealedRead) Annotations() []schema.Annotation {
	return []schema.Annotation{tableName("sealed_reads"), internal}
}

// Fields of SealedRead.
func (SealedRead) Fields() []ent.Field {
	return []ent.Field{
		field.Int64("id").Comment("Sequence number; follows the order of commits, may have gaps."),
		field.Time("at").Immutable().Comment("When it was read."),
		field.String("actor_id").Optional().MaxLen(40).Immutable().Comment("Id of the user who read it."),
		field.String("credential_id").Optional().MaxLen(40).Immutable().Comment("Id of the session or API token it was read with."),
		field.String("address").Optional().MaxLen(64).Immutable().Comment("Network address it was read from."),
		field.String("guarded_id").MaxLen(40).NotEmpty().Immutable().Comment("Id of the opportunity, proposal or library item that guards what was read."),
		field.JSON("record_ids", []string{}).Immutable().Comment("Ids of the records that were shown."),
		field.String("hash").MaxLen(64).NotEmpty().Immutable().Comment("Hash over the row and the hash of the row before it."),
	}
}

// Indexes of SealedRead.
func (SealedRead) Indexes() []ent.Index {
	return []ent.Index{index.Fields("guarded_id", "id"), index.Fields("actor_id", "id")}
}
