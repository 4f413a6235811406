package inorder

import (
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// maxAhead bounds the bytes that are made ready for the elements of a list after its first, which may be unlike them.
const maxAhead = 64 << 10

// Object writes an object that is a field of the one being written. Required is its GraphQL type when it must not be
// null, else empty.
func Object[E, T any](w *Writer, ec E, field *graphql.CollectedField, v *T, required string, write func(E, *Writer, ast.SelectionSet, *T) bool) bool {
	w.at = append(w.at, step{field: field})
	mark := len(w.json)
	ok := value(w, ec, field.Selections, v, required, write)
	w.at = w.at[:len(w.at)-1]
	return w.settle(mark, ok, required != "")
}

func value[E, T any](w *Writer, ec E, sel ast.SelectionSet, v *T, required string, write func(E, *Writer, ast.SelectionSet, *T) bool) bool {
	if v != nil {
		return write(ec, w, sel, v)
	}
	if required != "" {
		graphql.AddInvalidNullError(w.Context(), required)
	}
	return false
}

// List writes a list of objects, one after the other. Required is the GraphQL type of an element that must not be null,
// else empty; nonNull says the same of the list.
func List[E, T any](w *Writer, ec E, field *graphql.CollectedField, vs []*T, required string, nonNull bool, write func(E, *Writer, ast.SelectionSet, *T) bool) bool {
	mark, ok := len(w.json), nonNull || vs != nil
	w.at = append(w.at, step{field: field})
	w.json = append(w.json, '[')
	for i, v := range vs {
		if i > 0 {
			w.json = append(w.json, ',')
		}
		ok = element(w, ec, i, field.Selections, v, required, write) && ok
		if i == 0 { // the others will be as long, about
			w.json = slices.Grow(w.json, min((len(w.json)-mark)*len(vs)*9/8, maxAhead))
		}
	}
	w.json = append(w.json, ']')
	w.at = w.at[:len(w.at)-1]
	return w.settle(mark, ok, nonNull)
}

// element writes an element of a list. A panic becomes an error at its place and null.
func element[E, T any](w *Writer, ec E, i int, sel ast.SelectionSet, v *T, required string, write func(E, *Writer, ast.SelectionSet, *T) bool) (ok bool) {
	mark, depth := len(w.json), len(w.at)
	w.at = append(w.at, step{index: i})
	defer func() {
		if cause := recover(); cause != nil {
			w.at = w.at[:depth+1]
			ctx := w.Context()
			graphql.AddError(ctx, graphql.Recover(ctx, cause))
			ok = false
		}
		w.at = w.at[:depth]
		ok = w.settle(mark, ok, required != "")
	}()
	return value(w, ec, sel, v, required, write)
}

// Method writes the object that a method of the one being written answers, as graphql.ResolveField does: with a context
// of its own that begin makes from the field's arguments, through the middleware of fields.
func Method[E, T any](w *Writer, ec E, field *graphql.CollectedField, begin func(E, context.Context, graphql.CollectedField) (*graphql.FieldContext, error),
	call func(context.Context) (*T, error), required string, write func(E, *Writer, ast.SelectionSet, *T) bool,
) (ok bool) {
	mark, depth := len(w.json), len(w.at)
	ctx := w.Context()
	fc, err := w.begunBefore(field), error(nil)
	if fc == nil {
		if fc, err = begin(ec, ctx, *field); err != nil {
			return w.settle(mark, false, required != "")
		}
		w.begun = append(w.begun, begun{field, *fc})
	}
	w.at = append(w.at, step{field: field, ctx: graphql.WithFieldContext(ctx, fc)})
	defer func() {
		if cause := recover(); cause != nil {
			ctx := w.at[depth].ctx
			w.oc.Error(ctx, w.oc.Recover(ctx, cause))
			ok = false
		}
		w.at = w.at[:depth]
		ok = w.settle(mark, ok, required != "")
	}()
	answer, err := w.oc.ResolverMiddleware(w.at[depth].ctx, func(ctx context.Context) (any, error) {
		w.at[depth].ctx = ctx // as the middleware left it
		return call(ctx)
	})
	if err != nil {
		ctx := w.at[depth].ctx
		w.oc.Error(ctx, graphql.AddFieldLocationToError(ctx, err))
		return false
	}
	v, _ := answer.(*T)
	return value(w, ec, field.Selections, v, required, write)
}

// Marshaled writes a field that gqlgen resolved.
func (w *Writer) Marshaled(m graphql.Marshaler, nonNull bool) bool {
	if nonNull && m == graphql.Null || !nonNull && m == graphql.RequiredNull {
		return false
	}
	m.MarshalGQL((*writing)(w))
	return true
}

// writing appends to what is written.
type writing Writer

func (w *writing) Write(b []byte) (int, error) {
	w.json = append(w.json, b...)
	return len(b), nil
}

// WriteString spares gqlgen's marshalers a copy.
func (w *writing) WriteString(s string) (int, error) {
	w.json = append(w.json, s...)
	return len(s), nil
}
