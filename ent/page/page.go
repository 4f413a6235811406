// Package page is Relay pagination for the generated ent queries: the page arguments with their default and maximum,
// keyset cursors, and the SQL that limits children per parent. Its promises: a list never returns a client more than MaxSize
// entries, a COUNT runs only when totalCount is asked for, and a bad cursor or size is VALIDATION_FAILED.
package page

import (
	"context"
	"io"
	"strconv"

	"entgo.io/ent/dialect/sql"
	"github.com/99designs/gqlgen/graphql"

	"bidwell/process/vocabulary"
)

// DefaultSize is the page when neither first nor last is given; MaxSize is the largest page allowed.
const (
	DefaultSize = 20
	MaxSize     = 100
)

// Args are the arguments of a connection field.
type Args struct {
	After, Before *Cursor
	First, Last   *int
	Archived      bool
}

type maxSizeKey struct{}

// WithMaxSize lets the lists at the root of what is asked with the context have pages of more than MaxSize entries. It is for
// the server's own walks through a list; no client can ask for it.
func WithMaxSize(ctx context.Context, most int) context.Context {
	return context.WithValue(ctx, maxSizeKey{}, most)
}

// NewArgs checks the arguments of a connection field and fills in the default size. An empty cursor is no cursor.
func NewArgs(after *Cursor, first *int, before *Cursor, last *int, archived *bool) (Args, error) {
	return newArgs(MaxSize, after, first, before, last, archived)
}

// RootArgs is NewArgs for a list at the root, with the largest page that the context allows.
func RootArgs(ctx context.Context, after *Cursor, first *int, before *Cursor, last *int, archived *bool) (Args, error) {
	most, raised := ctx.Value(maxSizeKey{}).(int)
	if !raised {
		most = MaxSize
	}
	return newArgs(most, after, first, before, last, archived)
}

func newArgs(most int, after *Cursor, first *int, before *Cursor, last *int, archived *bool) (Args, error) {
	a := Args{After: given(after), First: first, Before: given(before), Last: last, Archived: archived != nil && *archived}
	if first != nil && last != nil {
		return a, vocabulary.Invalid("first", vocabulary.MsgPageBoth)
	}
	if first == nil && last == nil {
		size := DefaultSize
		a.First = &size
	}
	if err := checkSize("first", first, most); err != nil {
		return a, err
	}
	return a, checkSize("last", last, most)
}

func checkSize(name string, n *int, most int) error {
	if n != nil && (*n < 0 || *n > most) {
		return vocabulary.Invalid(name, vocabulary.MsgPageSize, "max", strconv.Itoa(most))
	}
	return nil
}

func given(c *Cursor) *Cursor {
	if c == nil || c.ID == "" {
		return nil
	}
	return c
}

// Size is the number of entries asked for.
func (a Args) Size() int {
	if a.Last != nil {
		return *a.Last
	}
	return *a.First
}

// Backward reports whether the page is taken from the end.
func (a Args) Backward() bool { return a.Last != nil }

// Info is Relay's PageInfo.
type Info struct {
	HasNextPage     bool
	HasPreviousPage bool
	StartCursor     *Cursor
	EndCursor       *Cursor
}

// Trim cuts the one row that was read too many, restores the asked order and says what lies around the page.
func Trim[T any](nodes []T, a Args) ([]T, Info) {
	more := len(nodes) > a.Size()
	if more {
		nodes = nodes[:a.Size()]
	}
	info := Info{HasNextPage: more, HasPreviousPage: a.After != nil}
	if a.Backward() {
		info = Info{HasNextPage: a.Before != nil, HasPreviousPage: more}
		reversed := make([]T, len(nodes))
		for i, n := range nodes {
			reversed[len(nodes)-1-i] = n
		}
		nodes = reversed
	}
	return nodes, info
}

// Selection tells which parts of a connection the client asked for.
type Selection struct {
	Rows, Total bool
	Node        *graphql.CollectedField
}

// Selected reads the selection of a connection field.
func Selected(oc *graphql.OperationContext, field graphql.CollectedField) Selection {
	var s Selection
	for _, f := range graphql.CollectFields(oc, field.Selections, nil) {
		switch f.Name {
		case "totalCount":
			s.Total = true
		case "pageInfo":
			s.Rows = true
		case "edges":
			s.Rows = true
			for _, e := range graphql.CollectFields(oc, f.Selections, nil) {
				if e.Name != "node" {
					continue
				}
				if s.Node == nil {
					node := e
					s.Node = &node
				} else {
					s.Node.Selections = append(s.Node.Selections[:len(s.Node.Selections):len(s.Node.Selections)], e.Selections...)
				}
			}
		}
	}
	return s
}

// SelectedHere reads the selection of the field being resolved; outside GraphQL everything is wanted.
func SelectedHere(ctx context.Context) Selection {
	fc := graphql.GetFieldContext(ctx)
	if fc == nil {
		return Selection{Rows: true, Total: true}
	}
	return Selected(graphql.GetOperationContext(ctx), fc.Field)
}

// Field is a property lists can be ordered by: its column, and its value for the cursor.
type Field[T any] struct {
	Column string
	Value  func(*T) any
}

// Order is a column and a direction; the id follows in the same direction, so that the order is total.
type Order struct {
	Name   string
	Column string
	Desc   bool
}

// Reverse is the order to read in when the page is taken from the end.
func (o Order) Reverse(backward bool) Order {
	o.Desc = o.Desc != backward
	return o
}

// Apply adds ORDER BY to a query.
func (o Order) Apply(s *sql.Selector) {
	for _, column := range o.columns() {
		if o.Desc {
			s.OrderBy(sql.Desc(s.C(column)))
		} else {
			s.OrderBy(sql.Asc(s.C(column)))
		}
	}
}

func (o Order) columns() []string {
	if o.Column == "id" {
		return []string{"id"}
	}
	return []string{o.Column, "id"}
}

// PerParent keeps the first n rows of each parent, in order, with one statement for all parents.
func PerParent(parent string, n int, o Order) func(*sql.Selector) {
	return func(s *sql.Selector) {
		d := sql.Dialect(s.Dialect())
		order := sql.ExprFunc(func(b *sql.Builder) {
			for i, column := range o.columns() {
				if i > 0 {
					b.Comma()
				}
				b.Ident(column)
				if o.Desc {
					b.WriteString(" DESC")
				}
			}
		})
		columns := s.UnqualifiedColumns()
		numbered := s.Clone().SetDistinct(false).
			AppendSelectExprAs(sql.RowNumber().PartitionBy(parent).OrderExpr(order), "row_number")
		t := d.Table("numbered").As(s.TableName())
		with := d.With("numbered").As(numbered)
		*s = *d.Select(columns...).From(t).Where(sql.LTE(t.C("row_number"), n)).OrderBy(t.C("row_number")).Prefix(with)
	}
}

// Direction is the direction of an order.
type Direction string

// The directions.
const (
	Asc  Direction = "ASC"
	Desc Direction = "DESC"
)

// MarshalGQL writes the direction.
func (d Direction) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(string(d))) }

// UnmarshalGQL reads a direction.
func (d *Direction) UnmarshalGQL(v any) error {
	s, _ := v.(string)
	if *d = Direction(s); *d != Asc && *d != Desc {
		return vocabulary.Invalid("orderBy", vocabulary.MsgEnumUnknown, "enum", "OrderDirection")
	}
	return nil
}

// Find returns the collected field at a path below the field being resolved, nil when it is not selected.
func Find(ctx context.Context, path ...string) *graphql.CollectedField {
	fc := graphql.GetFieldContext(ctx)
	if fc == nil {
		return nil
	}
	oc, field := graphql.GetOperationContext(ctx), fc.Field
walk:
	for _, name := range path {
		for _, f := range graphql.CollectFields(oc, field.Selections, nil) {
			if f.Name == name {
				field = f
				continue walk
			}
		}
		return nil
	}
	return &field
}
