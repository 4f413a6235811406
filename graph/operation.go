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

// prepare understands a request and takes its price from the viewer's budget; what is refused costs a point, and one for
// each error that was found.
func (s *Server) prepare(ctx context.Context, asked *request) *operation {
	op := &operation{exec: s.executor(ctx, asked.Query)}
	viewer := desk.ViewerOf(ctx)
	if err := s.documents.resolve(ctx, asked); err != nil {
		op.balance = s.budget.spend(viewer, 1)
		op.refusal = s.refusal(ctx, err)
		return op
	}
	oc, errs := op.exec.CreateOperationContext(ctx, &asked.RawParams)
	op.oc = oc
	if errs != nil {
		op.balance = s.budget.spend(viewer, min(1+len(errs), maxCost))
		op.refusal = op.exec.DispatchError(graphql.WithOperationContext(ctx, oc), errs)
		return op
	}
	s.documents.remember(ctx, asked)
	ctx = graphql.WithOperationContext(ctx, oc)
	bill := billOf(ctx)
	op.balance = s.budget.spend(viewer, bill.Requested)
	if op.balance.bounded {
		bill.Left = &op.balance.left
	}
	if err := op.balance.refusal(); err != nil {
		op.refusal = s.refusal(ctx, err)
	}
	return op
}

// patience is how long mutations may take that are more than a few statements: a document is read in a process of its own,
// which has a limit of its own.
var patience = map[string]time.Duration{"readDocument": 110 * time.Second}

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
