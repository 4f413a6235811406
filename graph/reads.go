package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"bidwell/desk"
)

// reads notes who was shown what of guarded content before each answer leaves; what cannot be noted is not answered.
type reads struct {
	desk    *desk.Desk
	present graphql.ErrorPresenterFunc
}

// ExtensionName is for gqlgen.
func (reads) ExtensionName() string { return "Reads" }

// Validate is for gqlgen.
func (reads) Validate(graphql.ExecutableSchema) error { return nil }

// InterceptOperation begins to gather.
func (reads) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	return next(desk.WithReading(ctx))
}

// InterceptResponse notes what was gathered.
func (r reads) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	response := next(ctx)
	if response == nil {
		return nil
	}
	if err := r.desk.NoteReading(context.WithoutCancel(ctx)); err != nil {
		return &graphql.Response{Errors: gqlerror.List{r.present(ctx, err)}}
	}
	return response
}
