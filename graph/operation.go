package graph

import (
	"context"
	"errors"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2/ast"

	"bidwell/desk"
	"bidwell/ent/store"
	"bidwell/process"
)

// operation is a request that was understood: ready to be executed and paid for, or refused.
type operation struct {
	exec    *executor.Executor
	oc      *graphql.OperationContext
	balance balance
	refusal *graphql.Response
}

// prepare understands a request and takes its price from the viewer's budget. Who has nothing left is refused before anything
// is looked at; a refused text costs a point and one for each error that was found in it.
func (s *Server) prepare(ctx context.Context, asked *request) *operation {
	viewer := desk.ViewerOf(ctx)
	op := &operation{exec: s.executor(ctx, asked.Query), balance: s.budget.look(viewer)}
	if op.balance.wait == 0 {
		op.balance = s.budget.spend(viewer, s.understand(ctx, op, asked))
	}
	if err := op.balance.refusal(); err != nil {
		op.refusal = s.refusal(ctx, err)
		return op
	}
	if op.refusal == nil && op.balance.bounded {
		billOf(graphql.WithOperationContext(ctx, op.oc)).Left = &op.balance.left
	}
	return op
}

// understand finds out what a request means, or why it is refused, and what that costs.
func (s *Server) understand(ctx context.Context, op *operation, asked *request) (price int) {
	if err := s.documents.resolve(ctx, asked); err != nil {
		op.refusal = s.refusal(ctx, err)
		return 1
	}
	oc, errs := op.exec.CreateOperationContext(ctx, &asked.RawParams)
	op.oc = oc
	ctx = graphql.WithOperationContext(ctx, oc)
	if errs != nil {
		op.refusal = op.exec.DispatchError(ctx, errs)
		return min(1+len(errs), maxCost)
	}
	s.documents.remember(ctx, asked)
	return billOf(ctx).Requested
}

// patience is how long mutations may take that are more than a few statements: a document is read in a process of its own,
// which has a limit of its own, and a webhook endpoint may take its time to answer.
var patience = map[string]time.Duration{"readDocument": 110 * time.Second, "pingWebhookEndpoint": 20 * time.Second}

// timed bounds how long an operation and each of its statements may take. A subscription lasts as long as its client.
func (s *Server) timed(ctx context.Context, op *operation) (context.Context, context.CancelFunc) {
	ctx = store.WithStatementLimit(ctx, s.options.SQLTime)
	if op.oc.Operation.Operation == ast.Subscription {
		return context.WithCancel(ctx)
	}
	most := s.options.RequestTime
	for _, one := range op.oc.Operation.SelectionSet {
		if f, ok := one.(*ast.Field); ok && op.oc.Operation.Operation == ast.Mutation {
			most = max(most, patience[f.Name])
		}
	}
	return context.WithTimeout(ctx, most)
}

// cut is the answer to an operation that was not finished.
func (s *Server) cut(ctx context.Context) *graphql.Response {
	known := process.NewError(process.CodeUnavailable, process.MsgUnavailable)
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		known = process.NewError(process.CodeUnavailable, process.MsgRequestSlow)
	}
	return s.refusal(context.WithoutCancel(ctx), known)
}
