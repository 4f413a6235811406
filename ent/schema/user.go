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

func tableName(name string) schema.Annotation { return entsql.Annotation{Table: name} }

// User is somebody who works with Bidwell, or a sales agent known from another system who cannot sign in.
type User struct{ ent.Schema }

// Mixin of User.
func (User) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, External{}} }

// Annotations of User.
func (User) Annotations() []schema.Annotation {
	return entity("users", "Somebody who works with Bidwell, or a sales agent known from another system who cannot sign in.")
}

// Fields of User.
func (User) Fields() []ent.Field {
	return []ent.Field{
		field.String("name").NotEmpty().MaxRuneLen(200).Annotations(entgql.OrderField("NAME")).Comment("Name of the user."),
		field.String("email").Optional().Nillable().Unique().MaxRuneLen(320).Comment("E-mail address, lower case; the sign-in name."),
		field.Enum("role").GoType(vocabulary.UserRole("")).Annotations(entgql.Type("UserRole")).Default(string(vocabulary.UserRoleSales)).Comment("Job role; decides the rights."),
		field.String("password_hash").Optional().Sensitive().Annotations(internal).Comment("argon2id hash; empty when the user cannot sign in by password."),
		field.Int("failed_sign_ins").Default(0).Annotations(internal).Comment("Failed sign-ins since the last success."),
		field.Time("locked_until").Optional().Nillable().Annotations(internal).Comment("No sign-in before this time."),
		field.Bool("active").Default(true).Comment("Whether the user may sign in."),
		enum("clearance", vocabulary.ClassificationConfidential, "Up to what classification the user sees records."),
		text("region", 100, "Region or regional office."),
		language(),
		optionalEnum("department", vocabulary.DepartmentSales, "Department the user works in."),
		field.Int("weekly_hours").Default(40).Range(0, 80).Annotations(notFiltered).Comment("Working hours a week."),
		structured("notifying", vocabulary.NotificationPreferences{}, "NotificationPreferences", "How the user wants to be told of things."),
		field.String("identity_issuer").Optional().Nillable().MaxLen(500).Annotations(ownedByDesk, notFiltered).
			Comment("Issuer of OpenID Connect that vouches for the user when they sign in; null until they first came that way."),
		field.String("identity_subject").Optional().Nillable().MaxLen(255).Annotations(internal).Comment("Who the user is to that issuer."),
		optionalEnum("link_purpose", vocabulary.LinkPurposeInvitation, "What the link is for by which the user sets a password; null when none is out.", ownedByDesk, notFiltered),
		instant("link_until", "Until when that link works.", ownedByDesk),
		field.Bytes("link_hash").MaxLen(32).Optional().Unique().SchemaType(bytesType).Annotations(internal).Comment("SHA-256 of the secret of the link as it was told."),
		field.Bytes("mailed_link_hash").MaxLen(32).Optional().Unique().SchemaType(bytesType).Annotations(internal).Comment("SHA-256 of its secret as it was sent."),
		field.Bool("link_unsent").Default(false).Annotations(internal).Comment("Whether the link is still to be sent."),
		relation("manager_id", "Id of the line manager."),
		relation("team_id", "Id of the team."),
	}
}

// Edges of User.
func (User) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("reports", User.Type).Annotations(readEdge, entgql.RelayConnection()).Comment("Users who report to this one.").
			From("manager").Field("manager_id").Unique().Comment("Line manager."),
		edge.From("team", Team.Type).Ref("members").Field("team_id").Unique().Comment("The user's team."),
		edge.From("owned_opportunities", Opportunity.Type).Ref("owner").Annotations(readEdge, entgql.RelayConnection()).Comment("Opportunities the user owns."),
	}
}

// Indexes of User.
func (User) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("name", "id"), index.Fields("team_id"), index.Fields("manager_id"),
		index.Fields("identity_issuer", "identity_subject").Unique(),
	}
}

// Team is a group of users; teams form a tree.
type Team struct{ ent.Schema }

// Mixin of Team.
func (Team) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, External{}} }

// Annotations of Team.
func (Team) Annotations() []schema.Annotation {
	return entity("teams", "A group of users; teams form a tree.")
}

// Fields of Team.
func (Team) Fields() []ent.Field {
	return []ent.Field{
		field.String("name").NotEmpty().MaxRuneLen(200).Annotations(entgql.OrderField("NAME")).Comment("Name of the team."),
		text("department", 100, "Department the team belongs to."),
		relation("parent_id", "Id of the team above."),
		relation("lead_id", "Id of the user who leads the team."),
	}
}

// Edges of Team.
func (Team) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("children", Team.Type).Annotations(readEdge, entgql.RelayConnection()).Comment("Teams directly below.").
			From("parent").Field("parent_id").Unique().Comment("The team above."),
		edge.To("members", User.Type).Annotations(readEdge, entgql.RelayConnection()).Comment("The team's members."),
		edge.To("lead", User.Type).Field("lead_id").Unique().Comment("The user who leads the team."),
	}
}

// Indexes of Team.
func (Team) Indexes() []ent.Index {
	return []ent.Index{index.Fields("parent_id"), index.Fields("lead_id")}
}
