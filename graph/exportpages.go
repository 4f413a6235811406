package graph

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"bidwell/desk"
	"bidwell/ent/page"
	"bidwell/process"
)

// How large the pages of an export are. It begins with what any client may ask for, and goes on with as many rows as make
// about a MiB of JSON: a page is in memory whole, and a small one costs as much to begin as a large one.
const (
	firstExportPage = page.MaxSize
	maxExportPage   = 1000
	exportPageBytes = 1 << 20
	// maxExportCost is what a page may cost, which leaves room in the smallest budget.
	maxExportCost = maxCost / 2
)

// exportPage is a page that was read.
type exportPage struct {
	rows  []json.RawMessage
	more  bool
	after string
	bytes int
}

// open begins an export with its first page.
func (s *Server) open(ctx context.Context, asked *ExportRequest) (*Export, *exportRefusal) {
	if err := asked.check(); err != nil {
		return nil, refusing(s.refusal(ctx, err))
	}
	viewer := desk.ViewerOf(ctx)
	op, plan, refused := s.planned(ctx, viewer, asked)
	if refused != nil {
		return nil, refused
	}
	end := func() {}
	if !viewer.System {
		key := "export " + viewer.UserID
		if !s.streams.enter(key, 1) {
			return nil, refusing(s.refusal(ctx, process.NewError(process.CodeRateLimited, process.MsgExportRunning)))
		}
		end = func() { s.streams.leave(key) }
	}
	ctx, gone := s.vouched(ctx)
	e := &Export{
		List: plan.root.Name, Format: asked.Format, File: asked.File, BOM: asked.BOM == nil || *asked.BOM, Columns: plan.columns,
		server: s, op: op, plan: plan, ctx: ctx, left: plan.most, end: func() { gone(); end() },
	}
	if e.left == 0 {
		return e, nil
	}
	if e.next, refused = e.read(&exportPage{after: plan.after}); refused != nil {
		e.Close()
		return nil, refused
	}
	return e, nil
}

// planned understands what is asked for. A text that is refused is paid for as everywhere; one that is not, by the page.
func (s *Server) planned(ctx context.Context, viewer *process.Viewer, asked *ExportRequest) (*operation, *exportPlan, *exportRefusal) {
	op := &operation{exec: s.executor(ctx, asked.Query), balance: s.budget.look(viewer)}
	if err := op.balance.refusal(); err != nil {
		refused := refusing(s.refusal(ctx, err))
		refused.balance = op.balance
		return nil, nil, refused
	}
	price := s.understand(ctx, op, &asked.request)
	if op.refusal != nil {
		s.budget.spend(viewer, price)
		return nil, nil, refusing(op.refusal)
	}
	plan, err := planExport(wholeSchema(), op.oc)
	if err != nil {
		s.budget.spend(viewer, 1)
		return nil, nil, refusing(s.refusal(ctx, err))
	}
	return op, plan, nil
}

// read reads the page after another, once it can be paid for.
func (e *Export) read(last *exportPage) (next *exportPage, refused *exportRefusal) {
	ctx := desk.WithViewer(e.ctx, desk.ViewerOf(e.ctx)) // what was found out about the viewer on the way is as old as a page at most
	defer func() {
		if cause := recover(); cause != nil {
			refused = refusing(e.server.panicked(ctx, cause))
		}
	}()
	size := e.size(last)
	oc, price := e.operation(size, last.after)
	if price > maxExportCost { // which grows with the size, but for a constant
		oc, price = e.operation(max(size*maxExportCost/price, 1), last.after)
	}
	if refused := e.pay(price); refused != nil {
		return nil, refused
	}
	ctx, cancel := e.server.timed(page.WithMaxSize(graphql.StartOperationTrace(ctx), maxExportPage), &operation{oc: oc})
	defer cancel()
	responses, inner := e.op.exec.DispatchOperation(ctx, oc)
	response := responses(inner)
	switch {
	case response == nil, e.ctx.Err() != nil:
		return nil, e.broken(ctx)
	case len(response.Errors) > 0:
		response.Data = nil // half a page is no page
		return nil, refusing(response)
	}
	next, err := pageIn(response.Data)
	if err != nil {
		return nil, e.server.refused(ctx, err)
	}
	return next, nil
}

// size is how many rows the next page has.
func (e *Export) size(last *exportPage) int {
	size := firstExportPage
	if n := len(last.rows); n > 0 {
		size = exportPageBytes / max(last.bytes/n, 1)
		size = min(max(size, 1), n*10, maxExportPage)
	}
	return min(size, e.left)
}

// operation is a page as an operation of its own, and its price.
func (e *Export) operation(first int, after string) (*graphql.OperationContext, int) {
	sent := e.op.oc
	oc := &graphql.OperationContext{
		RawQuery: sent.RawQuery, Variables: sent.Variables, OperationName: sent.OperationName, Doc: sent.Doc, Headers: sent.Headers,
		Operation: e.plan.page(first, after), DisableIntrospection: sent.DisableIntrospection,
		RecoverFunc: sent.RecoverFunc, ResolverMiddleware: sent.ResolverMiddleware, RootResolverMiddleware: sent.RootResolverMiddleware,
		Stats: graphql.Stats{OperationStart: graphql.Now()},
	}
	w := costWalk{variables: oc.Variables, fragments: map[string]int{}, mostRows: maxExportPage}
	price := w.operation(oc.Operation)
	oc.Stats.SetExtension(costExtension, &bill{Requested: price, Limit: maxCost})
	return oc, price
}

// pay takes the price of a page from the viewer's budget as soon as that holds it and some to spare, for what else they do
// meanwhile.
func (e *Export) pay(price int) *exportRefusal {
	for {
		wait := e.server.budget.spare(desk.ViewerOf(e.ctx), price).wait
		if wait == 0 {
			return nil
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-e.ctx.Done():
			timer.Stop()
			return e.broken(e.ctx)
		}
	}
}

// broken is why a page was not read.
func (e *Export) broken(ctx context.Context) *exportRefusal {
	if errors.Is(context.Cause(e.ctx), errSignedOut) {
		return refusing(e.server.refusal(context.WithoutCancel(ctx), process.NewError(process.CodeUnauthenticated, process.MsgSignInRequired)))
	}
	return refusing(e.server.cut(ctx))
}

// Gone ends when the export has to: its client is gone, its credential no longer holds, or the server ends.
func (e *Export) Gone() context.Context { return e.ctx }

func pageIn(data json.RawMessage) (*exportPage, error) {
	var answer struct {
		List struct {
			Edges []struct {
				Node json.RawMessage `json:"node"`
			} `json:"edges"`
			PageInfo struct {
				HasNextPage bool
				EndCursor   *string
			} `json:"pageInfo"`
		} `json:"list"`
	}
	if err := json.Unmarshal(data, &answer); err != nil {
		return nil, err
	}
	p := &exportPage{rows: make([]json.RawMessage, len(answer.List.Edges)), more: answer.List.PageInfo.HasNextPage, bytes: len(data)}
	for i, edge := range answer.List.Edges {
		p.rows[i] = edge.Node
	}
	if answer.List.PageInfo.EndCursor != nil {
		p.after = *answer.List.PageInfo.EndCursor
	}
	return p, nil
}
