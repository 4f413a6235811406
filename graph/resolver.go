// Package graph serves the GraphQL schema: the SDL by topic in schema/, resolvers of one call each, the error
// presenter and the limits. What is written goes through the desk; lists are one paginated query.
package graph

//go:generate go run ./gen

import (
	"context"

	"bidwell/desk"
	"bidwell/process"
)

// Resolver is the root of all resolvers.
type Resolver struct {
	Desk *desk.Desk
}

// Shows decides whether the viewer is shown a guarded field; see inorder.Guard.
func (r *Resolver) Shows(ctx context.Context, f *process.GuardedField, opportunity string, named []string) (bool, error) {
	return r.Desk.Shows(ctx, f, opportunity, named)
}
