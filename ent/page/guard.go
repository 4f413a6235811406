package page

import "context"

// Guard decides for who asks what a list is filtered and ordered by, and which ids have to be looked at before they are told.
type Guard struct {
	// CheckUse refuses a field of a type.
	CheckUse func(typ, field string) error
	// MayNameHidden tells whether a column of a type may hold the id of a record of another type that is not seen.
	MayNameHidden func(typ, column, named string) bool
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
