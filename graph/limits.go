package graph

import (
	"context"
	"fmt"
	"maps"
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
	maxAliases    = 30
	maxDirectives = 50
	// maxVariableDepth and maxVariableValues bound what where-inputs become in SQL.
	maxVariableDepth  = 16
	maxVariableValues = 5000
)

// limits refuses queries that cost more to look at than they deserve, before anything else looks at them: the validator
// and the executor walk a fragment as often as it is spread, which doubles with every line of a query that means harm.
type limits struct {
	known         graphql.Cache[*ast.QueryDocument]
	introspection Introspection
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

// MutateOperationContext checks what a query can cost, now that its variables are known, and keeps it for the bill. Who may
// not see the schema is refused it.
func (l limits) MutateOperationContext(ctx context.Context, oc *graphql.OperationContext) *gqlerror.Error {
	w := costWalk{variables: oc.Variables, fragments: map[string]int{}}
	cost := w.operation(oc.Operation)
	if cost > maxCost {
		return tooComplex("%d of %d points", cost, maxCost)
	}
	if w.introspect && !l.introspection.open(ctx) {
		err := process.NewError(process.CodeForbidden, process.MsgSchemaHidden)
		return &gqlerror.Error{Err: err, Message: err.Text(process.LanguageEN)}
	}
	oc.DisableIntrospection = !w.introspect
	oc.Stats.SetExtension(costExtension, &bill{Requested: cost, Limit: maxCost})
	return nil
}

// costExtension is where an answer tells its cost.
const costExtension = "cost"

// bill is what a request costs, what one may cost, and what the caller has left after it; all in points. Left is null for
// those without a bound.
type bill struct {
	Requested int  `json:"requested"`
	Limit     int  `json:"limit"`
	Left      *int `json:"left"`
}

// billOf is the bill of an operation; nil before it was measured.
func billOf(ctx context.Context) *bill {
	if !graphql.HasOperationContext(ctx) {
		return nil
	}
	b, _ := graphql.GetOperationContext(ctx).Stats.GetExtension(costExtension).(*bill)
	return b
}

// maxErrors is how many errors an answer shows; the rest are counted.
const maxErrors = 5

// InterceptResponse adds the bill and keeps errors few.
func (l limits) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	response := next(ctx)
	if response == nil {
		return nil
	}
	more := map[string]any{}
	if hidden := len(response.Errors) - maxErrors; hidden > 0 {
		response.Errors = response.Errors[:maxErrors]
		more["moreErrors"] = hidden
	}
	if b := billOf(ctx); b != nil {
		more[costExtension] = b
	}
	if len(more) > 0 {
		maps.Copy(more, response.Extensions)
		response.Extensions = more
	}
	return response
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
