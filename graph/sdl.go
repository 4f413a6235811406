package graph

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"

	"bidwell/graph/generated"
)

// SDL is the whole schema in the GraphQL schema language.
func SDL() string {
	var text strings.Builder
	formatter.NewFormatter(&text, formatter.WithIndent("  ")).FormatSchema(wholeSchema())
	return text.String()
}

// wholeSchema is the schema as it was generated.
func wholeSchema() *ast.Schema { return generated.NewExecutableSchema(generated.Config{}).Schema() }
