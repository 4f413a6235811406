package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"bidwell/process/vocabulary"
)

// Certificate is A certificate (资质, 业绩, 人员证书) that bids cite, with the day on which it lapses.
type Certificate struct{ ent.Schema }

// Mixin of Certificate.
func (Certificate) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, External{}, Tagged{}} }

// Annotations of Certificate.
func (Certificate) Annotations() []schema.Annotation {
	return entity("certificates", "A certificate (资质, 业绩, 人员证书) that bids cite, with the day on which it lapses.")
}

// Fields of Certificate.
func (Certificate) Fields() []ent.Field {
	return []ent.Field{
		enum("kind", vocabulary.CertificateKindQualification, "What it proves."),
		field.String("name").NotEmpty().MaxRuneLen(300).Annotations(entgql.OrderField("NAME")).Comment("Name of the certificate."),
		text("number", 100, "Its number."),
		text("holder", 200, "Who holds it."),
		text("issuer", 200, "Who issued it."),
		date("issued_on", "Day on which it was issued."),
		date("expires_on", "Last day on which it holds; empty when it does not lapse."),
		relation("owner_id", "Id of the user who keeps it."),
		longText("notes", "More about it."),
	}
}

// Edges of Certificate.
func (Certificate) Edges() []ent.Edge {
	return []ent.Edge{
		to("owner", User.Type, "Who keeps it."),
		many("citations", Citation.Type, "certificate", "Proposals that cite it."),
	}
}

// Indexes of Certificate.
func (Certificate) Indexes() []ent.Index {
	return []ent.Index{index.Fields("name", "id"), index.Fields("expires_on"), index.Fields("owner_id")}
}

// Citation is A certificate that a proposal cites.
type Citation struct{ ent.Schema }

// Mixin of Citation.
func (Citation) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of Citation.
func (Citation) Annotations() []schema.Annotation {
	return record("citations", "A certificate that a proposal cites.")
}

// Fields of Citation.
func (Citation) Fields() []ent.Field {
	return []ent.Field{
		required("proposal_id", "Id of the proposal."),
		required("certificate_id", "Id of the certificate."),
		text("purpose", 300, "What it is to prove."),
	}
}

// Edges of Citation.
func (Citation) Edges() []ent.Edge {
	return []ent.Edge{
		partOf("proposal", Proposal.Type, "The proposal."),
		partOf("certificate", Certificate.Type, "The certificate."),
	}
}

// Indexes of Citation.
func (Citation) Indexes() []ent.Index {
	return []ent.Index{index.Fields("proposal_id", "certificate_id").Unique(), index.Fields("certificate_id")}
}
