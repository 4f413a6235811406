package page

import "context"

// Guard refuses to filter or order a list of a type by a field; nil lets it be.
type Guard func(typ, field string) error

type guardKey struct{}

// WithGuard gives the context what decides by which fields lists are filtered and ordered.
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
		if err := g(typ, field); err != nil {
			return err
		}
	}
	return nil
}
