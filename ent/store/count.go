package store

import (
	"context"
	"slices"
	"sync"
)

type counterKey struct{}

// Counter holds the statements that ran under a context of CountStatements. It is safe for concurrent use.
type Counter struct {
	mu         sync.Mutex
	statements []string
}

// CountStatements returns a context under which every query and exec that reaches the driver is counted, BEGIN, COMMIT
// and statements prepared by hand excepted. An inner call takes over from an outer one.
func CountStatements(ctx context.Context) (context.Context, *Counter) {
	c := new(Counter)
	return context.WithValue(ctx, counterKey{}, c), c
}

// N is the number of statements so far.
func (c *Counter) N() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.statements)
}

// Statements are the statements' texts in the order they ran.
func (c *Counter) Statements() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.statements)
}

func count(ctx context.Context, query string) {
	c, ok := ctx.Value(counterKey{}).(*Counter)
	if !ok {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.statements = append(c.statements, query)
}
