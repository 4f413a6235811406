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
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"bidwell/desk"
	"bidwell/graph/generated"
	"bidwell/process"
)

// Server speaks GraphQL over HTTP, server-sent events and WebSocket. Its transports are its own: gqlgen's read bodies
// without limit and repeat them in errors, and some of them run mutations from content types that any web page can send.
type Server struct {
	desk      *desk.Desk
	options   Options
	helpful   *executor.Executor // names what a wrong name may have meant
	terse     *executor.Executor
	documents *documents
	budget    *budget
	streams   *tally
	ending    context.Context //nolint:containedctx // the life of the server, not of a request
	end       context.CancelFunc
}

// NewHandler serves GraphQL to the viewer of each request's context: queries by GET, queries and mutations by POST as
// application/json, answers as application/json or application/graphql-response+json; everything and subscriptions as
// text/event-stream and over WebSocket. Nobody anonymous gets anything, not even the schema. Errors carry a code and never
// repeat the request.
func NewHandler(d *desk.Desk, options Options) *Server {
	return newServer(d, generated.NewExecutableSchema(generated.Config{Resolvers: &Resolver{Desk: d}}), options)
}

func newServer(d *desk.Desk, schema graphql.ExecutableSchema, options Options) *Server {
	options = options.complete()
	known := shortQueries{lru.New[*ast.QueryDocument](1000)}
	s := &Server{
		desk: d, options: options, helpful: newExecutor(d, schema, known, options), terse: newExecutor(d, schema, known, options),
		documents: newDocuments(options.Documents, options.TrustedOnly), budget: newBudget(options.PointsPerMinute, options.Now), streams: newTally(),
	}
	s.terse.SetDisableSuggestion(true)
	s.terse.SetDefaultRulesFn(silentRules)
	s.ending, s.end = context.WithCancel(context.Background())
	return s
}

// ShowsSchema tells whether the viewer of a context may see the schema.
func (s *Server) ShowsSchema(ctx context.Context) bool { return s.options.Introspection.open(ctx) }

// Close ends all streams, so that the program can end.
func (s *Server) Close() { s.end() }

func newExecutor(d *desk.Desk, schema graphql.ExecutableSchema, known shortQueries, options Options) *executor.Executor {
	exec := executor.New(schema)
	exec.SetQueryCache(known)
	exec.SetParserTokenLimit(maxTokens)
	exec.SetErrorPresenter(present(options.Log))
	exec.SetRecoverFunc(recovered(options.Log))
	exec.Use(limits{known, options.Introspection})
	exec.Use(reads{d, present(options.Log)})
	return exec
}

// silentRules are the rules of validation without guesses what a wrong name may have meant: they tell the schema, name by
// name. The executor itself keeps two of them silent.
func silentRules() *rules.Rules {
	all := rules.NewDefaultRules()
	for loud, silent := range map[string]core.Rule{
		rules.KnownArgumentNamesRule.Name:  rules.KnownArgumentNamesRuleWithoutSuggestions,
		rules.KnownTypeNamesRule.Name:      rules.KnownTypeNamesRuleWithoutSuggestions,
		rules.ValuesOfCorrectTypeRule.Name: rules.ValuesOfCorrectTypeRuleWithoutSuggestions,
	} {
		all.RemoveRule(loud)
		all.AddRule(silent.Name, silent.RuleFunc)
	}
	return all
}

// helpfulQuery is the longest query whose wrong names are guessed at, in bytes: each takes a comparison with all right ones.
const helpfulQuery = 2 << 10

// executor is the one for a viewer and a query.
func (s *Server) executor(ctx context.Context, query string) *executor.Executor {
	if len(query) <= helpfulQuery && s.options.Introspection.open(ctx) {
		return s.helpful
	}
	return s.terse
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

// usualQuery is the longest query that is kept, in bytes.
const usualQuery = 8 << 10

// Add keeps a query of usual length.
func (q shortQueries) Add(ctx context.Context, query string, doc *ast.QueryDocument) {
	if len(query) <= usualQuery {
		q.LRU.Add(ctx, query, doc)
	}
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if isUpgrade(r) {
		s.serveSocket(w, r)
		return
	}
	ctx := graphql.StartOperationTrace(r.Context())
	out := newReply(w, r)
	defer func() {
		if cause := recover(); cause != nil {
			out.send(http.StatusInternalServerError, s.panicked(ctx, cause))
		}
	}()
	if desk.ViewerOf(ctx) == nil {
		out.refuse(http.StatusUnauthorized, s.refusal(ctx, process.NewError(process.CodeUnauthenticated, process.MsgSignInRequired)))
		return
	}
	asked, bad := readRequest(w, r)
	if bad != nil {
		out.header.Set("Allow", "GET, POST")
		out.send(bad.status, s.refusal(ctx, bad.err))
		return
	}
	reading := r.Method == http.MethodGet
	if wantsEvents(r) {
		s.serveEvents(ctx, out, asked, reading)
		return
	}
	s.serveOnce(ctx, out, asked, reading)
}

// panicked is the answer to a request that ended in a panic outside of resolvers.
func (s *Server) panicked(ctx context.Context, cause any) *graphql.Response {
	var shown *gqlerror.Error
	errors.As(s.terse.PresentRecoveredError(ctx, cause), &shown)
	return &graphql.Response{Errors: gqlerror.List{shown}}
}

// serveOnce answers a query or mutation; reading tells that it may not change anything.
func (s *Server) serveOnce(ctx context.Context, out *reply, asked *request, reading bool) {
	op := s.prepare(ctx, asked)
	op.balance.tell(out.header)
	if op.refusal != nil {
		out.refuseFor(op, http.StatusBadRequest)
		return
	}
	switch kind := op.oc.Operation.Operation; {
	case kind == ast.Subscription:
		out.refuse(http.StatusNotAcceptable, s.refusal(ctx, badRequest("Accept: text/event-stream")))
		return
	case kind == ast.Mutation && reading:
		out.header.Set("Allow", http.MethodPost)
		out.send(http.StatusMethodNotAllowed, s.refusal(ctx, badRequest("GET")))
		return
	}
	ctx, cancel := s.timed(ctx, op)
	defer cancel()
	responses, inner := op.exec.DispatchOperation(ctx, op.oc)
	response := responses(inner)
	if response == nil { // the time is up, or the client is gone
		out.refuse(http.StatusServiceUnavailable, s.cut(ctx))
		return
	}
	out.send(http.StatusOK, response)
}

// refusal is the answer to a request that is not executed.
func (s *Server) refusal(ctx context.Context, err *process.Error) *graphql.Response {
	return s.terse.DispatchError(ctx, gqlerror.List{{Err: err, Message: err.Text(LanguageOf(ctx))}})
}

// Refuse answers a GraphQL request that never reached the handler, whatever the media type, with the HTTP status given.
func Refuse(w http.ResponseWriter, r *http.Request, status int, err *process.Error) {
	shown := answer(r.Context(), err, nil, nil)
	newReply(w, r).send(status, &graphql.Response{Errors: gqlerror.List{shown}})
}

func badRequest(what string) *process.Error {
	return process.NewError(process.CodeValidationFailed, process.MsgRequestBad, "what", what)
}
