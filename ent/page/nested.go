package page

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
)

// ReadArgs reads the arguments of a nested connection from the query, before its resolver runs, so that the parents'
// query can load the children in the same sweep. Order and Where are the types of the arguments orderBy and where of
// the connection of entity.
func ReadArgs[Order, Where any](ctx context.Context, oc *graphql.OperationContext, field graphql.CollectedField, entity string) (a Args, order *Order, where *Where, err error) {
	raw := field.ArgumentMap(oc.Variables)
	if order, err = input[Order](ctx, entity+"Order", raw["orderBy"]); err != nil {
		return a, nil, nil, err
	}
	if where, err = input[Where](ctx, entity+"WhereInput", raw["where"]); err != nil {
		return a, nil, nil, err
	}
	var after, before *Cursor
	var first, last *int
	var archived *bool
	if after, err = cursor(raw["after"]); err != nil {
		return a, nil, nil, err
	}
	if before, err = cursor(raw["before"]); err != nil {
		return a, nil, nil, err
	}
	if first, err = scalar(raw["first"], graphql.UnmarshalInt); err != nil {
		return a, nil, nil, err
	}
	if last, err = scalar(raw["last"], graphql.UnmarshalInt); err != nil {
		return a, nil, nil, err
	}
	if archived, err = scalar(raw["archived"], graphql.UnmarshalBoolean); err != nil {
		return a, nil, nil, err
	}
	a, err = NewArgs(after, first, before, last, archived)
	return a, order, where, err
}

func cursor(v any) (*Cursor, error) {
	if v == nil {
		return nil, nil
	}
	c := &Cursor{}
	return c, c.UnmarshalGQL(v)
}

func scalar[T any](v any, read func(any) (T, error)) (*T, error) {
	if v == nil {
		return nil, nil
	}
	value, err := read(v)
	return &value, err
}

func input[T any](ctx context.Context, name string, v any) (*T, error) {
	if v == nil {
		return nil, nil
	}
	into := new(T)
	return into, graphql.UnmarshalNamedInputFromContext(ctx, name, v, into)
}
