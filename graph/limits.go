package graph

import (
	"context"
	"fmt"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"

	"bidwell/process"
)

// What a query may ask for at most. A fragment counts each time it is spread, as it is executed. Standard introspection
// needs a depth of 15.
const (
	maxQueryBytes = 64 << 10
	maxTokens     = 2000
	maxDepth      = 16
	maxFields     = 2000
	maxAliases    = 100
	maxDirectives = 50
	// maxRows bounds the records that nested lists can name: 100 × 100 passes and 100 × 100 × 100 does not.
	maxRows = 50_000
	// maxVariableDepth and maxVariableValues bound what where-inputs become in SQL.
	maxVariableDepth  = 16
	maxVariableValues = 5000
)

// limits refuses queries that cost more to look at than they deserve, before anything else looks at them: the validator
// and the executor walk a fragment as often as it is spread, which doubles with every line of a query that means harm.
type limits struct {
	known graphql.Cache[*ast.QueryDocument]
}

// ExtensionName is for gqlgen.
func (limits) ExtensionName() string { return "Limits" }

// Validate is for gqlgen.
func (limits) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters checks the text of a query unless it passed before, and the variables.
func (l limits) MutateOperationParameters(ctx context.Context, params *graphql.RawParams) *gqlerror.Error {
	left := maxVariableValues
	if !modest(params.Variables, maxVariableDepth, &left) {
		return tooComplex("variables: more than %d values or %d levels", maxVariableValues, maxVariableDepth)
	}
	if len(params.Query) > maxQueryBytes {
		return tooComplex("more than %d KiB", maxQueryBytes>>10)
	}
	if _, ok := l.known.Get(ctx, params.Query); ok {
		return nil
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: params.Query}, maxTokens)
	if err != nil {
		return parseRefusal(err)
	}
	return sizeRefusal(sizeOf(doc))
}

// MutateOperationContext checks how many records the lists of a query can name, now that its variables are known.
func (l limits) MutateOperationContext(_ context.Context, oc *graphql.OperationContext) *gqlerror.Error {
	w := rowsWalk{variables: oc.Variables, fragments: map[string]int{}}
	if w.rows(oc.Operation.SelectionSet) > maxRows {
		return tooComplex("more than %d records", maxRows)
	}
	return nil
}

func tooComplex(format string, args ...any) *gqlerror.Error {
	err := process.NewError(process.CodeQueryTooComplex, process.MsgQueryTooComplex, "what", fmt.Sprintf(format, args...))
	return &gqlerror.Error{Err: err, Message: err.Text(process.LanguageEN)}
}

// parseRefusal leaves what is no query to the parser of the executor, which says where it is wrong.
func parseRefusal(err error) *gqlerror.Error {
	switch text := err.Error(); {
	case strings.Contains(text, "exceeded token limit"):
		return tooComplex("more than %d words", maxTokens)
	case strings.Contains(text, "exceeded maximum nesting depth"):
		return tooComplex("more than %d levels", maxDepth)
	default:
		return nil
	}
}

func sizeRefusal(s size) *gqlerror.Error {
	switch {
	case s.depth > maxDepth:
		return tooComplex("more than %d levels", maxDepth)
	case s.fields > maxFields:
		return tooComplex("more than %d fields", maxFields)
	case s.aliases > maxAliases:
		return tooComplex("more than %d aliases", maxAliases)
	case s.directives > maxDirectives:
		return tooComplex("more than %d directives", maxDirectives)
	default:
		return nil
	}
}

// modest tells whether a JSON value has at most depth levels and takes what it has of values from left.
func modest(v any, depth int, left *int) bool {
	if *left--; *left < 0 || depth < 0 {
		return false
	}
	switch v := v.(type) {
	case map[string]any:
		for _, inner := range v {
			if !modest(inner, depth-1, left) {
				return false
			}
		}
	case []any:
		for _, inner := range v {
			if !modest(inner, depth-1, left) {
				return false
			}
		}
	}
	return true
}
