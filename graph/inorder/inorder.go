// Package inorder marshals GraphQL objects and lists one after the other in the caller's goroutine. Everything a list
// shows was loaded before, so goroutines would only cost, and so would a context, a closure and a marshaler for every
// field: a Writer puts plain values straight into one buffer and makes contexts only for methods and errors. Answers,
// errors and their paths are those of gqlgen.
package inorder

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
)

// Slice marshals n elements of a list that gqlgen resolved, in order. A panic in one becomes an error at its place and null.
func Slice(ctx context.Context, n int, _ int64, _ bool, element func(context.Context, int) graphql.Marshaler) graphql.Array {
	out := make(graphql.Array, n)
	for i := range n {
		index := i
		at := graphql.WithFieldContext(ctx, &graphql.FieldContext{Index: &index})
		out[i] = guarded(at, i, element)
	}
	return out
}

func guarded(ctx context.Context, i int, element func(context.Context, int) graphql.Marshaler) (m graphql.Marshaler) {
	defer func() {
		if r := recover(); r != nil {
			graphql.AddError(ctx, graphql.Recover(ctx, r))
			m = graphql.Null
		}
	}()
	return element(ctx, i)
}
