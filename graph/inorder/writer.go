package inorder

import (
	"context"
	"io"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// Writer writes one object with all that is below it as JSON into one buffer. A function that answers false says that
// null has to go up: what it wrote is cut off by whoever may be null.
type Writer struct {
	oc    *graphql.OperationContext
	ctx   context.Context // of the place of the object
	at    []step          // from there to where the writer is
	known []selected
	begun []begun
	json  []byte
}

// step is one part of the way: a field, or an element of a list. Its context is made when somebody needs it, which
// plain values never do.
type step struct {
	field *graphql.CollectedField
	index int
	ctx   context.Context
}

// selected remembers the fields of a selection, which the elements of a list have in common.
type selected struct {
	first  *ast.Selection
	typ    *string
	fields []graphql.CollectedField
}

// begun remembers the context of a field that a method answers, before it is put in its place: its arguments are the
// same for all elements of a list.
type begun struct {
	field   *graphql.CollectedField
	context graphql.FieldContext
}

func (w *Writer) begunBefore(field *graphql.CollectedField) *graphql.FieldContext {
	for i := range w.begun {
		if w.begun[i].field == field {
			fc := w.begun[i].context
			return &fc
		}
	}
	return nil
}

// Write writes an object with a generated function, and answers graphql.Null when it is null.
func Write[E, T any](ctx context.Context, oc *graphql.OperationContext, ec E, sel ast.SelectionSet, obj *T, write func(E, *Writer, ast.SelectionSet, *T) bool) graphql.Marshaler {
	w := &Writer{oc: oc, ctx: ctx, at: make([]step, 0, 8), known: make([]selected, 0, 8), json: make([]byte, 0, 1024)}
	if !write(ec, w, sel, obj) {
		return graphql.Null
	}
	return w
}

// MarshalGQL hands out what was written.
func (w *Writer) MarshalGQL(to io.Writer) { _, _ = to.Write(w.json) }

// Context is the context of the place the writer is at, for resolvers and for errors with their path.
func (w *Writer) Context() context.Context {
	ctx := w.ctx
	for i := range w.at {
		s := &w.at[i]
		if s.ctx == nil {
			s.ctx = graphql.WithFieldContext(ctx, s.place())
		}
		ctx = s.ctx
	}
	return ctx
}

func (s *step) place() *graphql.FieldContext {
	if s.field == nil {
		index := s.index
		return &graphql.FieldContext{Index: &index}
	}
	fc := &graphql.FieldContext{Field: *s.field}
	if s.field.ObjectDefinition != nil {
		fc.Object = s.field.ObjectDefinition.Name
	}
	return fc
}

// Fields are the fields selected of an object that has the types given, itself first.
func (w *Writer) Fields(sel ast.SelectionSet, types []string) []graphql.CollectedField {
	for i := range w.known {
		if k := &w.known[i]; k.first == &sel[0] && k.typ == &types[0] {
			return k.fields
		}
	}
	fields := graphql.CollectFields(w.oc, sel, types)
	w.known = append(w.known, selected{&sel[0], &types[0], fields})
	return fields
}

// settle ends the writing of a value that began at mark: what is null is written so if it may be.
func (w *Writer) settle(mark int, ok, nonNull bool) bool {
	if ok || nonNull {
		return ok
	}
	w.json = append(w.json[:mark], "null"...)
	return true
}
