package desk

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent/page"
	"bidwell/process"
)

type viewerKey struct{}

// asking is who asks, with what was found out about them on the way.
type asking struct {
	viewer *process.Viewer
	owned  owned
}

// WithViewer gives the context a viewer; everything read and written with it is done as that viewer, and lists are filtered
// and ordered by what they see.
func WithViewer(ctx context.Context, v *process.Viewer) context.Context {
	ctx = context.WithValue(ctx, viewerKey{}, &asking{viewer: v})
	return page.WithGuard(ctx, page.Guard{
		CheckUse: func(typ, field string) error { return process.CheckFieldUse(v, typ, field) },
		MayNameHidden: func(typ, column, named string) bool {
			return process.MayNameHidden(v, process.Entity(typ), column, process.Entity(named))
		},
		NamesSeen: func(s *sql.Selector, column, named string) *sql.Predicate {
			return sight{v: v, b: sql.Dialect(s.Dialect())}.namesSeen(column, process.Entity(named))
		},
	})
}

// AsSystem is the context of the command line on the server itself and of the desk's own background work.
func AsSystem(ctx context.Context) context.Context {
	return WithViewer(ctx, &process.Viewer{System: true, Role: process.UserRoleAdmin, Scope: process.TokenScopeAdmin})
}

// asAnybody is the context of somebody inside who is let into nothing and cleared for nothing: what they see may be shown
// where it does not belong.
func asAnybody(ctx context.Context) context.Context {
	return WithViewer(ctx, &process.Viewer{
		Role: process.UserRoleSales, Scope: process.TokenScopeRead, Rows: process.RowScopeAll, Clearance: process.ClassificationInternal,
	})
}

// ViewerOf tells who is asking, nil for nobody.
func ViewerOf(ctx context.Context) *process.Viewer {
	if asked, ok := ctx.Value(viewerKey{}).(*asking); ok {
		return asked.viewer
	}
	return nil
}

// signedIn is ViewerOf with the refusal for nobody.
func signedIn(ctx context.Context) (*process.Viewer, error) {
	if v := ViewerOf(ctx); v != nil {
		return v, nil
	}
	return nil, process.NewError(process.CodeUnauthenticated, process.MsgSignInRequired)
}
