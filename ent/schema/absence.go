package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Absence is a time in which somebody is away and somebody else stands in for them.
type Absence struct{ ent.Schema }

// Mixin of Absence.
func (Absence) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of Absence.
func (Absence) Annotations() []schema.Annotation {
	return record("absences", "A time in which somebody is away and a deputy stands in for them. It passes on work, and authority only where an administrator confirmed that.")
}

// Fields of Absence.
func (Absence) Fields() []ent.Field {
	return []ent.Field{
		required("user_id", "Id of the user who is away."),
		required("deputy_id", "Id of the user who stands in."),
		field.Time("starts_at").Comment("When it begins."),
		field.Time("ends_at").Comment("When it ends."),
		field.String("reason").NotEmpty().MaxRuneLen(500).Annotations(notFiltered).Comment("Why, as colleagues may read it."),
		field.Bool("with_authority").Default(false).Comment("Whether the deputy is to decide within the authority of who is away; it counts once an administrator confirmed it."),
		relation("confirmed_by_id", "Id of the administrator who confirmed that."),
		instant("confirmed_at", "When that was confirmed.", notFiltered),
	}
}

// Edges of Absence.
func (Absence) Edges() []ent.Edge {
	return []ent.Edge{
		partOf("user", User.Type, "Who is away."),
		partOf("deputy", User.Type, "Who stands in."),
		to("confirmed_by", User.Type, "The administrator who confirmed that authority is passed on."),
	}
}

// Indexes of Absence.
func (Absence) Indexes() []ent.Index {
	return []ent.Index{index.Fields("user_id", "ends_at"), index.Fields("deputy_id", "ends_at"), index.Fields("confirmed_by_id")}
}
