package inorder

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
)

// Named writes the id of another record, and null when there is none or the viewer does not see it.
func Named[T any](w *Writer, obj T, shown func(T, context.Context) (*string, error)) {
	id, err := shown(obj, w.ctx)
	if err != nil {
		graphql.AddError(w.Context(), err)
	}
	Maybe(w, id, (*Writer).String)
}
