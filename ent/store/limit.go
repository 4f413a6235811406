package store

import (
	"context"
	"time"
)

type limitKey struct{}

// WithStatementLimit bounds how long each statement run with the context may take, until its last row is read. One that
// takes longer is stopped in the database and fails with context.DeadlineExceeded; the next has the time anew.
func WithStatementLimit(ctx context.Context, most time.Duration) context.Context {
	return context.WithValue(ctx, limitKey{}, most)
}

// limited is the context of one statement, and what ends it.
func limited(ctx context.Context) (context.Context, context.CancelFunc) {
	if most, ok := ctx.Value(limitKey{}).(time.Duration); ok {
		return context.WithTimeout(ctx, most)
	}
	return ctx, func() {}
}
