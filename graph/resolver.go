// Package graph serves the GraphQL schema: the SDL by topic in schema/, resolvers of one call each, the error
// presenter and the limits. What is written goes through the desk; lists are one paginated query.
package graph

//go:generate go run ./gen

import "bidwell/desk"

// Resolver is the root of all resolvers.
type Resolver struct {
	Desk *desk.Desk
}
