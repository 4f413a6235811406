package graph

import (
	"bytes"
	"context"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"bidwell/desk"
	"bidwell/process"
)

const mediaEvents = "text/event-stream"

// wantsEvents tells whether the client asks for a stream of server-sent events.
func wantsEvents(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept"), ",") {
		if kind, _, _ := mime.ParseMediaType(strings.TrimSpace(part)); kind == mediaEvents {
			return true
		}
	}
	return false
}

// serveEvents answers by the distinct-connections mode of GraphQL over server-sent events: each answer is an event next,
// and an event complete ends the stream. What is refused before it is understood is no stream.
func (s *Server) serveEvents(ctx context.Context, out *reply, asked *request, reading bool) {
	op := s.prepare(ctx, asked)
	op.balance.tell(out.header)
	if op.balance.wait > 0 {
		out.send(http.StatusTooManyRequests, op.refusal)
		return
	}
	if op.refusal == nil && reading && op.oc.Operation.Operation == ast.Mutation {
		out.header.Set("Allow", http.MethodPost)
		out.send(http.StatusMethodNotAllowed, s.refusal(ctx, badRequest("GET")))
		return
	}
	key := "events " + desk.ViewerOf(ctx).Credential
	if !s.streams.enter(key, maxSubscriptions) {
		out.send(http.StatusTooManyRequests, s.refusal(ctx, tooMany(maxSubscriptions)))
		return
	}
	defer s.streams.leave(key)
	ctx, end := s.vouched(ctx)
	defer end()
	to := newEvents(out, s.options.WriteTime)
	going, stop := to.keepAlive(ctx)
	defer stop()
	last := op.refusal
	if last == nil {
		last = s.stream(going, op, to.next)
	}
	if context.Cause(ctx) == errClosing { // without a complete the client asks again, of the server that comes next
		return
	}
	if last != nil && to.next(last) != nil {
		return
	}
	_ = to.write("event: complete\ndata:\n\n")
}

func tooMany(most int) *process.Error {
	return process.NewError(process.CodeRateLimited, process.MsgStreamsOpen, "max", strconv.Itoa(most))
}

// events writes a stream; a client that does not take an event in time is cut.
type events struct {
	to       http.ResponseWriter
	control  *http.ResponseController
	patience time.Duration
	mu       sync.Mutex
}

func newEvents(out *reply, patience time.Duration) *events {
	out.header.Set("Content-Type", mediaEvents+"; charset=utf-8")
	out.header.Set("X-Accel-Buffering", "no") // proxies must not gather the stream
	e := &events{to: out.to, control: http.NewResponseController(out.to), patience: patience}
	_ = e.control.SetReadDeadline(time.Time{}) // that of the server is for the request, which has been read
	e.to.WriteHeader(http.StatusOK)
	return e
}

func (e *events) next(response *graphql.Response) error {
	var event bytes.Buffer
	event.WriteString("event: next\ndata: ")
	writeResponse(&event, response)
	event.WriteString("\n\n")
	return e.write(event.String())
}

func (e *events) write(text string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	_ = e.control.SetWriteDeadline(time.Now().Add(e.patience))
	if _, err := e.to.Write([]byte(text)); err != nil {
		return err
	}
	return e.control.Flush()
}

// keepAlive sends a comment at once and now and then, until the client is gone, which ends the context.
func (e *events) keepAlive(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	there := e.write(":\n\n") == nil
	var beating sync.WaitGroup
	beating.Go(func() {
		ticks := time.NewTicker(beat)
		defer ticks.Stop()
		for ; there; there = e.write(":\n\n") == nil {
			select {
			case <-ctx.Done():
				return
			case <-ticks.C:
			}
		}
		cancel()
	})
	return ctx, func() { cancel(); beating.Wait() }
}
