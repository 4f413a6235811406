package inorder

import (
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"bidwell/ent/page"
	"bidwell/graph/scalar"
)

// Begin opens the object, or goes on with its next field, and writes the field's name.
func (w *Writer) Begin(i int, field *graphql.CollectedField) {
	open := byte(',')
	if i == 0 {
		open = '{'
	}
	w.json = append(w.json, open, '"')
	w.json = append(w.json, field.Alias...) // a GraphQL name needs no escape
	w.json = append(w.json, '"', ':')
}

// End closes the object, which may have no field at all.
func (w *Writer) End(fields int) {
	if fields == 0 {
		w.json = append(w.json, '{')
	}
	w.json = append(w.json, '}')
}

// Maybe writes a plain value that may be null.
func Maybe[T any](w *Writer, v *T, write func(*Writer, T)) {
	if v == nil {
		w.json = append(w.json, "null"...)
		return
	}
	write(w, *v)
}

// String writes text.
func (w *Writer) String(s string) { w.json = scalar.AppendString(w.json, s) }

// Enum writes the value of an enumeration.
func (w *Writer) Enum(s string) { w.json = strconv.AppendQuote(w.json, s) }

// Boolean writes a truth value.
func (w *Writer) Boolean(b bool) { w.json = strconv.AppendBool(w.json, b) }

// Int writes a whole number.
func (w *Writer) Int(n int) { w.json = strconv.AppendInt(w.json, int64(n), 10) }

// Int64 writes a whole number of 64 bits.
func (w *Writer) Int64(n int64) { w.json = strconv.AppendInt(w.json, n, 10) }

// Money writes minor units.
func (w *Writer) Money(minor int64) { w.json = scalar.AppendMoney(w.json, minor) }

// Time writes an instant.
func (w *Writer) Time(t time.Time) { w.json = scalar.AppendTime(w.json, t) }

// Date writes a day.
func (w *Writer) Date(t time.Time) { w.json = scalar.AppendDate(w.json, t) }

// Cursor writes a place in a list.
func (w *Writer) Cursor(c page.Cursor) { w.json = c.AppendJSON(w.json) }
