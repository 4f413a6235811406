package graph

import (
	"strings"

	"github.com/vektah/gqlparser/v2/formatter"

	"bidwell/graph/generated"
)

// SDL is the whole schema in the GraphQL schema language.
func SDL() string {
	var text strings.Builder
	formatter.NewFormatter(&text, formatter.WithIndent("  ")).FormatSchema(generated.NewExecutableSchema(generated.Config{}).Schema())
	return text.String()
}
