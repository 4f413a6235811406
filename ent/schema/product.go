package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Product is something the company sells, with its list price.
type Product struct{ ent.Schema }

// Mixin of Product.
func (Product) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, External{}} }

// Annotations of Product.
func (Product) Annotations() []schema.Annotation {
	return entity("products", "Something the company sells, with its list price.")
}

// Fields of Product.
func (Product) Fields() []ent.Field {
	return []ent.Field{
		field.String("code").Optional().Nillable().Unique().MaxLen(64).Comment("Product number."),
		field.String("name").NotEmpty().MaxRuneLen(300).Annotations(entgql.OrderField("NAME")).Comment("Name of the product."),
		text("series", 100, "Product series."),
		money("list_price").required("List price of one."),
		currency(),
		field.Bool("active").Default(true).Comment("Whether it is still sold."),
	}
}

// Edges of Product.
func (Product) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("line_items", LineItem.Type).Ref("product").Annotations(readEdge, entgql.RelayConnection()).Comment("Where it was offered."),
	}
}

// Indexes of Product.
func (Product) Indexes() []ent.Index { return []ent.Index{index.Fields("name", "id")} }

// LineItem is a product offered in an opportunity.
type LineItem struct{ ent.Schema }

// Mixin of LineItem.
func (LineItem) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, External{}} }

// Annotations of LineItem.
func (LineItem) Annotations() []schema.Annotation {
	return entity("line_items", "A product offered in an opportunity.")
}

// Fields of LineItem.
func (LineItem) Fields() []ent.Field {
	return []ent.Field{
		required("opportunity_id", "Id of the opportunity."),
		required("product_id", "Id of the product."),
		field.Int("quantity").Default(1).Range(1, 1_000_000_000).Annotations(notFiltered).Comment("How many."),
		money("unit_price").required("Price of one as offered; the list price unless given."),
		money("unit_cost").optional("What one costs us."),
		text("description", 500, "What exactly is offered."),
		currency(),
	}
}

// Edges of LineItem.
func (LineItem) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("opportunity", Opportunity.Type).Field("opportunity_id").Unique().Required().
			Annotations(entsql.OnDelete(entsql.Cascade)).Comment("The opportunity."),
		edge.To("product", Product.Type).Field("product_id").Unique().Required().Comment("The product."),
	}
}

// Indexes of LineItem.
func (LineItem) Indexes() []ent.Index {
	return []ent.Index{index.Fields("opportunity_id"), index.Fields("product_id")}
}
