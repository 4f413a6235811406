package graph

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"bidwell/desk"
	"bidwell/graph/generated"
	"bidwell/process"
)

// server speaks GraphQL over HTTP. Its transports are its own: gqlgen's read bodies without limit and repeat them in
// errors, and some of them run mutations from content types that any web page can send.
type server struct {
	exec *executor.Executor
}

// NewHandler serves GraphQL over HTTP to the viewer of each request's context: queries by GET, queries and mutations by
// POST as application/json, answers as application/json or application/graphql-response+json. Nobody anonymous gets
// anything, not even the schema. Errors carry a code and never repeat the request.
func NewHandler(d *desk.Desk, log *slog.Logger) http.Handler {
	return newServer(generated.NewExecutableSchema(generated.Config{Resolvers: &Resolver{Desk: d}}), log)
}

func newServer(schema graphql.ExecutableSchema, log *slog.Logger) *server {
	known := shortQueries{lru.New[*ast.QueryDocument](1000)}
	exec := executor.New(schema)
	exec.SetQueryCache(known)
	exec.SetParserTokenLimit(maxTokens)
	exec.SetErrorPresenter(present(log))
	exec.SetRecoverFunc(recovered(log))
	exec.Use(limits{known})
	exec.Use(extension.Introspection{})
	return &server{exec}
}

// recovered logs where a resolver panicked; the client gets INTERNAL with the request id.
func recovered(log *slog.Logger) graphql.RecoverFunc {
	return func(ctx context.Context, cause any) error {
		log.ErrorContext(ctx, "panic", "request", ctx.Value(requestKey{}), "cause", fmt.Sprint(cause), "stack", string(debug.Stack()))
		return errors.New("panic in a resolver")
	}
}

// shortQueries keeps parsed queries, but not the long ones: a thousand of those would take all memory.
type shortQueries struct{ *lru.LRU[*ast.QueryDocument] }

// Add keeps a query of usual length.
func (q shortQueries) Add(ctx context.Context, query string, doc *ast.QueryDocument) {
	const usual = 8 << 10
	if len(query) <= usual {
		q.LRU.Add(ctx, query, doc)
	}
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx := graphql.StartOperationTrace(r.Context())
	out := newReply(w, r)
	defer func() {
		if cause := recover(); cause != nil {
			var shown *gqlerror.Error
			errors.As(s.exec.PresentRecoveredError(ctx, cause), &shown)
			out.send(http.StatusInternalServerError, &graphql.Response{Errors: gqlerror.List{shown}})
		}
	}()
	if desk.ViewerOf(ctx) == nil {
		out.refuse(http.StatusUnauthorized, s.refusal(ctx, process.NewError(process.CodeUnauthenticated, process.MsgSignInRequired)))
		return
	}
	params, bad := readRequest(w, r)
	if bad != nil {
		out.header.Set("Allow", "GET, POST")
		out.send(bad.status, s.refusal(ctx, bad.err))
		return
	}
	s.run(ctx, out, params, r.Method == http.MethodGet)
}

// run executes a request; reading tells that it may not change anything.
func (s *server) run(ctx context.Context, out *reply, params *graphql.RawParams, reading bool) {
	oc, errs := s.exec.CreateOperationContext(ctx, params)
	if errs != nil {
		out.refuse(http.StatusBadRequest, s.exec.DispatchError(graphql.WithOperationContext(ctx, oc), errs))
		return
	}
	if reading && oc.Operation.Operation != ast.Query {
		out.header.Set("Allow", http.MethodPost)
		out.send(http.StatusMethodNotAllowed, s.refusal(ctx, badRequest("GET")))
		return
	}
	responses, ctx := s.exec.DispatchOperation(ctx, oc)
	response := responses(ctx)
	if response == nil { // the client is gone
		response = s.refusal(context.WithoutCancel(ctx), process.NewError(process.CodeUnavailable, process.MsgUnavailable))
	}
	out.send(http.StatusOK, response)
}

// refusal is the answer to a request that is not executed.
func (s *server) refusal(ctx context.Context, err *process.Error) *graphql.Response {
	return s.exec.DispatchError(ctx, gqlerror.List{{Err: err, Message: err.Text(LanguageOf(ctx))}})
}

// Refuse answers a GraphQL request that never reached the handler, whatever the media type, with the HTTP status given.
func Refuse(w http.ResponseWriter, r *http.Request, status int, err *process.Error) {
	shown := answer(r.Context(), err, nil, nil)
	newReply(w, r).send(status, &graphql.Response{Errors: gqlerror.List{shown}})
}

func badRequest(what string) *process.Error {
	return process.NewError(process.CodeValidationFailed, process.MsgRequestBad, "what", what)
}
