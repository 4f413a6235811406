package graph

import (
	"context"
	"sync"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/page"
)

type endingKey struct{}

// ending is why a subscription ended by itself.
type ending struct {
	mu  sync.Mutex
	err error
}

func withEnding(ctx context.Context) (context.Context, *ending) {
	e := &ending{}
	return context.WithValue(ctx, endingKey{}, e), e
}

// endingOf is what a subscription of the desk tells its end to.
func endingOf(ctx context.Context) func(error) {
	e, ok := ctx.Value(endingKey{}).(*ending)
	if !ok {
		return func(error) {}
	}
	return func(err error) {
		e.mu.Lock()
		defer e.mu.Unlock()
		e.err = err
	}
}

func (e *ending) cause() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.err
}

// opportunityOf reads the opportunity of a change with what is selected of it.
func (r *Resolver) opportunityOf(ctx context.Context, c *desk.OpportunityChange) (*ent.Opportunity, error) {
	node, err := r.Desk.Node(ctx, c.OpportunityID, page.Find(ctx))
	o, _ := node.(*ent.Opportunity)
	return o, err
}
