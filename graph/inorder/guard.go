package inorder

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"bidwell/process/vocabulary"
)

// Guard decides whether the viewer of a context is shown a guarded field of a record: of an opportunity, and with ids and roles
// that it names.
type Guard interface {
	Shows(ctx context.Context, f *vocabulary.GuardedField, opportunity string, named []string) (bool, error)
}

// Hides asks the resolvers whether a field is to be hidden, and then writes null. Resolvers that guard nothing show nothing
// that is guarded.
func (w *Writer) Hides(resolvers any, f *vocabulary.GuardedField, opportunity string, named ...string) bool {
	if guard, ok := resolvers.(Guard); ok {
		shown, err := guard.Shows(w.ctx, f, opportunity, named)
		if err != nil {
			graphql.AddError(w.Context(), err)
		}
		if shown && err == nil {
			return false
		}
	}
	w.json = append(w.json, "null"...)
	return true
}

// ID is the id or role in a column that may be empty.
func ID[V string | *string | *vocabulary.UserRole](v V) string {
	switch v := any(v).(type) {
	case string:
		return v
	case *string:
		if v != nil {
			return *v
		}
	case *vocabulary.UserRole:
		if v != nil {
			return string(*v)
		}
	}
	return ""
}
