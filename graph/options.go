package graph

import (
	"context"
	"log/slog"
	"time"

	"bidwell/desk"
	"bidwell/process"
)

// Options are what a server of GraphQL can be told; none of them has to be.
type Options struct {
	// Log receives what clients are not told; nothing does without it.
	Log *slog.Logger
	// PointsPerMinute is what a user may spend, half of it with one credential; 0 for no bound.
	PointsPerMinute int
	// Documents are operations by the id or sha256 that clients name them by.
	Documents map[string]string
	// TrustedOnly refuses every operation that is not in Documents.
	TrustedOnly bool
	// Introspection says who may see the schema; everybody who is signed in unless told.
	Introspection Introspection
	// RequestTime is how long a query or mutation may take, SQLTime one of its statements. 10 and 5 seconds unless told.
	RequestTime, SQLTime time.Duration
	// InitTime is how long a WebSocket may be open without a connection_init, WriteTime how long a client may take to
	// receive one message of a stream, before it is cut. 10 seconds unless told.
	InitTime, WriteTime time.Duration
	// Now is the clock of what may be spent; time.Now unless set.
	Now func() time.Time
}

func (o Options) complete() Options {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Introspection == "" {
		o.Introspection = IntrospectionAll
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	for field, usual := range map[*time.Duration]time.Duration{
		&o.RequestTime: 10 * time.Second, &o.SQLTime: 5 * time.Second, &o.InitTime: 10 * time.Second, &o.WriteTime: 10 * time.Second,
	} {
		if *field == 0 {
			*field = usual
		}
	}
	return o
}

// Introspection says who may ask the schema what it is, and is helped with names that are almost right.
type Introspection string

// The rights to see the schema.
const (
	IntrospectionAll   Introspection = "all" // who are signed in
	IntrospectionAdmin Introspection = "admin"
	IntrospectionNone  Introspection = "none"
)

// open tells whether the viewer of a context may see the schema.
func (i Introspection) open(ctx context.Context) bool {
	v := desk.ViewerOf(ctx)
	return v != nil && (i == IntrospectionAll || i == IntrospectionAdmin && process.IsAdmin(v))
}
