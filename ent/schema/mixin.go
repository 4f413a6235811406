// Package schema declares the entities of Bidwell: their fields, edges and indexes, and how each appears in GraphQL.
// Rules about them live in package process; nothing here has hooks or policies.
package schema

import (
	"reflect"

	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"entgo.io/ent/schema/mixin"

	"bidwell/process/vocabulary"
)

// Base gives an entity its id (type prefix + ULID, made by the desk), the optimistic version, and who made and changed
// it when. Archived rows stay, out of lists unless asked for.
type Base struct{ mixin.Schema }

// Fields of every entity.
func (Base) Fields() []ent.Field {
	return []ent.Field{
		field.String("id").MaxLen(40).NotEmpty().Immutable().
			Comment("Id of the record; its prefix tells the type."),
		field.Int("version").Default(1).Annotations(ownedByDesk).
			Comment("Version for optimistic locking: send it back with an update; it grows by one with each change."),
		field.Time("created_at").Immutable().Annotations(ownedByDesk, entgql.OrderField("CREATED_AT")).
			Comment("When the record was made (UTC)."),
		field.String("created_by").Optional().Immutable().Annotations(ownedByDesk, notFiltered).
			Comment("Id of the user who made the record; empty for imports run from the command line."),
		field.Time("updated_at").Annotations(ownedByDesk, entgql.OrderField("UPDATED_AT")).
			Comment("When the record was last changed (UTC)."),
		field.String("updated_by").Optional().Annotations(ownedByDesk, notFiltered).
			Comment("Id of the user who last changed the record."),
		field.Time("archived_at").Optional().Nillable().Annotations(ownedByDesk, notFiltered).
			Comment("When the record was archived; archived records are left out of lists unless asked for."),
	}
}

// External gives an entity its names in other systems. The table external_refs is the index that keeps them unique.
type External struct{ mixin.Schema }

// Fields of entities that other systems know.
func (External) Fields() []ent.Field {
	return []ent.Field{
		field.JSON("external_refs", []vocabulary.ExternalRef{}).Optional().
			Annotations(entgql.Type("[ExternalRef!]"), ownedByDesk).
			Comment("The record's ids in other systems."),
	}
}

// Tagged gives an entity free tags.
type Tagged struct{ mixin.Schema }

// Fields of tagged entities.
func (Tagged) Fields() []ent.Field {
	return []ent.Field{field.Strings("tags").Optional().Comment("Free tags; searchable and a facet of the case library.")}
}

// Indexes of every entity: the default order of lists.
func (Base) Indexes() []ent.Index {
	return []ent.Index{index.Fields("created_at", "id")}
}

var (
	// ownedByDesk marks fields that only a desk method moves: they are in no create or update input.
	ownedByDesk = entgql.Skip(entgql.SkipMutationCreateInput, entgql.SkipMutationUpdateInput)
	// notFiltered keeps a field out of where-inputs, which double the schema when everything is in them.
	notFiltered = entgql.Skip(entgql.SkipWhereInput)
	// readEdge is an edge that inputs do not set: its foreign key lives on the other side.
	readEdge = entgql.Skip(entgql.SkipMutationCreateInput, entgql.SkipMutationUpdateInput)
	// internal keeps a whole entity or field out of GraphQL.
	internal = entgql.Skip(entgql.SkipAll)
)

// money is an amount in minor units; on the wire it is the scalar Money.
func money(name string) *moneyField { return &moneyField{name: name} }

type moneyField struct{ name string }

func (m *moneyField) required(comment string, more ...entgql.Annotation) ent.Field {
	f := field.Int64(m.name).Default(0).Annotations(entgql.Type("Money"))
	for _, a := range more {
		f.Annotations(a)
	}
	return f.Comment(comment)
}

func (m *moneyField) optional(comment string) ent.Field {
	return field.Int64(m.name).Optional().Nillable().Annotations(entgql.Type("Money")).Comment(comment)
}

func currency() ent.Field {
	return field.String("currency").MinLen(3).MaxLen(3).Default("CNY").Annotations(notFiltered).
		Comment("ISO 4217 code of the amounts.")
}

func date(name, comment string) ent.Field {
	return field.Time(name).Optional().Nillable().Annotations(entgql.Type("Date")).Comment(comment)
}

func longText(name, comment string) ent.Field {
	return field.Text(name).Optional().MaxLen(1 << 20).Annotations(notFiltered).Comment(comment)
}

func text(name string, max int, comment string) ent.Field {
	return field.String(name).Optional().MaxRuneLen(max).Comment(comment)
}

func language() ent.Field {
	return field.String("language").MaxLen(16).Default("zh").Comment("Language of the text as a BCP 47 tag, for example zh or en.")
}

// relation names a foreign key column of its own so that lists can be filtered by it without a join.
func relation(name, comment string) ent.Field {
	return field.String(name).Optional().Nillable().MaxLen(40).Comment(comment)
}

func required(name, comment string) ent.Field {
	return field.String(name).MaxLen(40).NotEmpty().Comment(comment)
}

// listedValue is an enumeration of package process.
type listedValue interface {
	~string
	Values() []string
}

// enum is a field with a value of an enumeration; without a default it has to be given.
func enum[T listedValue](name string, def T, comment string, more ...schema.Annotation) ent.Field {
	f := field.Enum(name).GoType(def).Annotations(entgql.Type(reflect.TypeFor[T]().Name())).Annotations(more...)
	if def != "" {
		f.Default(string(def))
	}
	return f.Comment(comment)
}

// optionalEnum is a field that may have no value of an enumeration.
func optionalEnum[T listedValue](name string, _ T, comment string, more ...schema.Annotation) ent.Field {
	var none T
	return field.Enum(name).GoType(none).Annotations(entgql.Type(reflect.TypeFor[T]().Name())).Annotations(more...).
		Optional().Nillable().Comment(comment)
}

// instant is a point in time that may be unknown.
func instant(name, comment string, more ...schema.Annotation) ent.Field {
	return field.Time(name).Optional().Nillable().Annotations(more...).Comment(comment)
}

// structured is a field of structured data that GraphQL shows as typ.
func structured(name string, value any, typ, comment string) ent.Field {
	return field.JSON(name, value).Optional().Annotations(entgql.Type(typ), ownedByDesk, notFiltered).Comment(comment)
}

// owned is a relation that only a desk method sets.
func owned(name, comment string) ent.Field {
	return field.String(name).Optional().Nillable().MaxLen(40).Annotations(ownedByDesk).Comment(comment)
}

// partOf is the edge to the record a part cannot do without; it ends with it.
func partOf(name string, of any, comment string) ent.Edge {
	return edge.To(name, of).Field(name + "_id").Unique().Required().Annotations(entsql.OnDelete(entsql.Cascade)).Comment(comment)
}

// to is the edge behind a relation; an owned one is in no input.
func to(name string, of any, comment string, more ...schema.Annotation) ent.Edge {
	return edge.To(name, of).Field(name + "_id").Unique().Annotations(more...).Comment(comment)
}

// many is the list at the other end of the edge called ref.
func many(name string, of any, ref, comment string) ent.Edge {
	return edge.From(name, of).Ref(ref).Annotations(readEdge, entgql.RelayConnection()).Comment(comment)
}

// bytesType is a binary column in both dialects.
var bytesType = map[string]string{dialect.SQLite: "blob", dialect.Postgres: "bytea"}
