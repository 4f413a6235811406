package page

import (
	"context"

	"entgo.io/ent/dialect/sql"
)

// Guard decides for who asks what a list is filtered and ordered by, and which ids have to be looked at before they are told.
type Guard struct {
	// CheckUse refuses a field of a type.
	CheckUse func(typ, field string) error
	// MayNameHidden tells whether a column of a type may hold the id of a record of another type that is not seen.
	MayNameHidden func(typ, column, named string) bool
	// NamesSeen holds for the rows whose column names a record of a type that is seen, or none; nil means all.
	NamesSeen func(s *sql.Selector, column, named string) *sql.Predicate
}

type guardKey struct{}

// WithGuard gives the context its guard.
func WithGuard(ctx context.Context, g Guard) context.Context {
	return context.WithValue(ctx, guardKey{}, g)
}

// CheckUse asks the guard of the context for the fields that a list of a type is to be filtered or ordered by. Without a guard
// nobody asks for the list, and then no query answers.
func CheckUse(ctx context.Context, typ string, fields ...string) error {
	g, ok := ctx.Value(guardKey{}).(Guard)
	if !ok {
		return nil
	}
	for _, field := range fields {
		if err := g.CheckUse(typ, field); err != nil {
			return err
		}
	}
	return nil
}

// MayNameHidden asks the guard of the context whether an id has to be looked at. Without one no query answers.
func MayNameHidden(ctx context.Context, typ, column, named string) bool {
	g, ok := ctx.Value(guardKey{}).(Guard)
	return ok && g.MayNameHidden(typ, column, named)
}

// Emptiness is what a condition says of an empty column, in SQL.
type Emptiness string

// The ways in which conditions take an empty column.
const (
	WithoutNull  Emptiness = "NULL"
	WithoutTrue  Emptiness = "TRUE"
	WithoutFalse Emptiness = "FALSE"
)

// Told makes a condition on a column take a row that names a record that is not seen as it takes one that names none: who asks
// by it learns no more than the column shows.
func Told(ctx context.Context, typ, column, named string, empty Emptiness, holds func(*sql.Selector)) func(*sql.Selector) {
	g, ok := ctx.Value(guardKey{}).(Guard)
	if !ok || !g.MayNameHidden(typ, column, named) {
		return holds
	}
	return func(s *sql.Selector) {
		alone := s.Clone().SetP(nil)
		holds(alone)
		seen := g.NamesSeen(s, s.C(column), named)
		if seen == nil {
			s.Where(alone.P())
			return
		}
		s.Where(sql.P(func(b *sql.Builder) {
			b.WriteString("CASE WHEN ").Join(seen).WriteString(" THEN ").Join(alone.P()).WriteString(" ELSE " + string(empty) + " END")
		}))
	}
}
