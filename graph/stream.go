package graph

import (
	"context"
	"errors"
	"reflect"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"bidwell/desk"
	"bidwell/process"
)

const (
	// maxSubscriptions is how many operations may run on one WebSocket, and how many streams of events with one credential.
	maxSubscriptions = 50
	// maxSockets is how many WebSockets one credential may have open.
	maxSockets = 20
	// checkPause is how often it is looked whether the credential of a stream still holds.
	checkPause = 500 * time.Millisecond
	// beat is how often something is sent over a stream where nothing happens, to find clients that are gone.
	beat = 15 * time.Second
)

var (
	errSignedOut = errors.New("the credential no longer holds")
	errClosing   = errors.New("the server ends")
)

type secretKey struct{}

// WithSecret gives the context the secret by which its viewer was authenticated; streams look again whether it still holds.
func WithSecret(ctx context.Context, secret string) context.Context {
	return context.WithValue(ctx, secretKey{}, secret)
}

// vouched is a context that ends with errSignedOut soon after the credential of its viewer expires, is revoked or gets
// other rights, and with errClosing when the server ends. Without a secret, which only other programs' handlers leave out,
// the viewer stays who they are.
func (s *Server) vouched(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	stop := context.AfterFunc(s.ending, func() { cancel(errClosing) })
	if secret, ok := ctx.Value(secretKey{}).(string); ok {
		go s.check(ctx, secret, func() { cancel(errSignedOut) })
	}
	return ctx, func() { stop(); cancel(nil) }
}

func (s *Server) check(ctx context.Context, secret string, gone func()) {
	pause := time.NewTicker(checkPause)
	defer pause.Stop()
	for then := desk.ViewerOf(ctx); ; {
		select {
		case <-ctx.Done():
			return
		case <-pause.C:
		}
		now, err := s.desk.Authenticate(ctx, secret)
		if err == nil && !reflect.DeepEqual(now, then) || process.CodeOf(err) == process.CodeUnauthenticated {
			gone()
			return
		}
	}
}

// execute prepares a request and streams what it answers. What it gives back is the error that the stream ends with; nil
// when it is complete.
func (s *Server) execute(ctx context.Context, asked *request, hand func(*graphql.Response) error) (last *graphql.Response) {
	defer func() {
		if cause := recover(); cause != nil {
			last = s.panicked(ctx, cause)
		}
	}()
	op := s.prepare(ctx, asked)
	if op.refusal != nil {
		return op.refusal
	}
	return s.stream(ctx, op, hand)
}

// stream executes an operation and hands on each answer until there is none, handing on fails, or ctx ends. What it gives
// back is the error that the stream ends with; nil when it is complete.
func (s *Server) stream(ctx context.Context, op *operation, hand func(*graphql.Response) error) *graphql.Response {
	ctx, cancel := s.timed(ctx, op)
	defer cancel()
	ctx, ended := withEnding(ctx)
	subscribed := op.oc.Operation.Operation == ast.Subscription
	responses, inner := op.exec.DispatchOperation(ctx, op.oc)
	for first := true; ; first = false {
		response := responses(inner)
		if response == nil {
			return s.lastWord(ctx, op, ended)
		}
		if !first {
			if refusal := s.charge(ctx, op); refusal != nil {
				return refusal
			}
		}
		if hand(response) != nil || !subscribed {
			return nil
		}
	}
}

// charge takes the price of one more event.
func (s *Server) charge(ctx context.Context, op *operation) *graphql.Response {
	bill := billOf(graphql.WithOperationContext(ctx, op.oc))
	balance := s.budget.spend(desk.ViewerOf(ctx), bill.Requested)
	if err := balance.refusal(); err != nil {
		return s.refusal(ctx, err)
	}
	return nil
}

// lastWord is why there are no more answers; nil when there simply are none.
func (s *Server) lastWord(ctx context.Context, op *operation, ended *ending) *graphql.Response {
	shown := context.WithoutCancel(ctx)
	switch cause := context.Cause(ctx); {
	case ended.cause() != nil:
		return op.exec.DispatchError(graphql.WithOperationContext(shown, op.oc), gqlerror.List{gqlerror.Wrap(ended.cause())})
	case errors.Is(cause, errSignedOut):
		return s.refusal(shown, process.NewError(process.CodeUnauthenticated, process.MsgSignInRequired))
	case cause != nil:
		return s.cut(ctx)
	default:
		return nil
	}
}

// tally counts what is open for each key.
type tally struct {
	mu   sync.Mutex
	open map[string]int
}

func newTally() *tally { return &tally{open: map[string]int{}} }

// enter counts one more, unless there are as many as may be.
func (t *tally) enter(key string, most int) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.open[key] >= most {
		return false
	}
	t.open[key]++
	return true
}

func (t *tally) leave(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.open[key]--; t.open[key] <= 0 {
		delete(t.open, key)
	}
}
