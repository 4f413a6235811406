package graph

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/coder/websocket"

	"bidwell/desk"
	"bidwell/process"
)

// subprotocol is the one protocol spoken over WebSocket.
const subprotocol = "graphql-transport-ws"

// The close codes of the protocol.
const (
	closeBadMessage   websocket.StatusCode = 4400
	closeUnauthorised websocket.StatusCode = 4401 // before the connection was initialised
	closeForbidden    websocket.StatusCode = 4403 // the credential does not hold, or no longer does
	closeSubprotocol  websocket.StatusCode = 4406
	closeInitTimeout  websocket.StatusCode = 4408
	closeDuplicate    websocket.StatusCode = 4409
	closeTooMany      websocket.StatusCode = 4429
)

func isUpgrade(r *http.Request) bool { return strings.EqualFold(r.Header.Get("Upgrade"), "websocket") }

// greets tells whether a request is a whole opening handshake of WebSocket.
func greets(r *http.Request) bool {
	return r.Method == http.MethodGet && r.ProtoAtLeast(1, 1) && r.Header.Get("Sec-WebSocket-Version") == "13" &&
		strings.Contains(strings.ToLower(r.Header.Get("Connection")), "upgrade") && len(r.Header.Get("Sec-WebSocket-Key")) == 24
}

// socket is one WebSocket: operations that run side by side until the client, the server or the credential ends them.
type socket struct {
	server *Server
	conn   *websocket.Conn
	work   sync.WaitGroup

	mu      sync.Mutex
	greeted bool
	running map[string]*running
}

// running is an operation on a socket.
type running struct{ cancel context.CancelFunc }

// closing is how a socket is to be closed.
type closing struct {
	code   websocket.StatusCode
	reason string
}

// Error makes it an error, which carries it out of a context.
func (c closing) Error() string { return c.reason }

// serveSocket speaks graphql-transport-ws. Who asks is told by the request or by connection_init; whether the request may
// come from where it comes is for others to check.
func (s *Server) serveSocket(w http.ResponseWriter, r *http.Request) {
	if !greets(r) {
		Refuse(w, r, http.StatusUpgradeRequired, badRequest("WebSocket"))
		return
	}
	conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: []string{subprotocol}, InsecureSkipVerify: true})
	if err != nil {
		return // which Accept answered
	}
	defer func() { _ = conn.CloseNow() }()
	conn.SetReadLimit(maxBody)
	k := &socket{server: s, conn: conn, running: map[string]*running{}}
	if conn.Subprotocol() != subprotocol {
		k.close(closing{closeSubprotocol, "Subprotocol not acceptable"})
		return
	}
	k.serve(r.Context())
}

func (k *socket) serve(ctx context.Context) {
	defer k.work.Wait()
	timer := time.AfterFunc(k.server.options.InitTime, func() {
		if !k.initialised() {
			k.close(closing{closeInitTimeout, "Connection initialisation timeout"})
		}
	})
	defer timer.Stop()
	ready, err := k.greet(ctx)
	if err != nil {
		k.closeFor(err)
		return
	}
	reading := ctx // it lasts: a context that ends while it reads would take the connection along, and its close code
	ctx, end := k.server.vouched(ready)
	defer end()
	key := "socket " + desk.ViewerOf(ctx).Credential
	if !k.server.streams.enter(key, maxSockets) {
		k.close(closing{closeTooMany, "Too many connections"})
		return
	}
	defer k.server.streams.leave(key)
	k.work.Go(func() { k.watch(ctx) })
	if err := k.send(ctx, message{Type: typeAck}); err != nil {
		return
	}
	for {
		m, err := k.receive(reading)
		if err == nil {
			err = k.obey(ctx, m)
		}
		if err != nil {
			end() // before the close, which waits for the client
			k.closeFor(err)
			return
		}
	}
}

// watch keeps a socket while its context lasts: it finds clients that are gone, and closes when the credential no longer
// holds or the server ends.
func (k *socket) watch(ctx context.Context) {
	ticks := time.NewTicker(beat)
	defer ticks.Stop()
	for {
		select {
		case <-ctx.Done():
			switch cause := context.Cause(ctx); {
			case errors.Is(cause, errSignedOut):
				k.close(closing{closeForbidden, "Forbidden"})
			case errors.Is(cause, errClosing):
				k.close(closing{websocket.StatusGoingAway, "The server ends"})
			}
			return
		case <-ticks.C:
			bounded, cancel := context.WithTimeout(ctx, k.server.options.WriteTime)
			if k.conn.Ping(bounded) != nil && ctx.Err() == nil {
				_ = k.conn.CloseNow()
			}
			cancel()
		}
	}
}

func (k *socket) initialised() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.greeted
}

// greet waits for connection_init and finds out who asks; pings may come first.
func (k *socket) greet(ctx context.Context) (context.Context, error) {
	for {
		m, err := k.receive(ctx)
		if err != nil {
			return nil, err
		}
		switch m.Type {
		case typePing:
			if err := k.send(ctx, message{Type: typePong}); err != nil {
				return nil, err
			}
			continue
		case typePong:
			continue
		case typeInit:
		default:
			return nil, closing{closeUnauthorised, "Unauthorized"}
		}
		k.mu.Lock()
		k.greeted = true
		k.mu.Unlock()
		return k.introduce(ctx, m)
	}
}

// introduce finds the viewer: the bearer token in the payload counts before what came with the request.
func (k *socket) introduce(ctx context.Context, m message) (context.Context, error) {
	secret, told, err := m.bearer()
	if err != nil {
		return nil, err
	}
	if told {
		v, err := k.server.desk.Authenticate(ctx, secret)
		if process.CodeOf(err) == process.CodeUnauthenticated {
			return nil, closing{closeForbidden, "Forbidden"}
		}
		if err != nil {
			k.server.options.Log.ErrorContext(ctx, "a socket was not opened", "request", ctx.Value(requestKey{}), "error", err)
			return nil, closing{websocket.StatusInternalError, "Internal error"}
		}
		return WithSecret(desk.WithViewer(ctx, v), secret), nil
	}
	if desk.ViewerOf(ctx) == nil {
		return nil, closing{closeForbidden, "Forbidden"}
	}
	return ctx, nil
}

func (k *socket) close(c closing) { _ = k.conn.Close(c.code, c.reason) }

// closeFor closes as an error asks to; one of the connection itself leaves nothing to close.
func (k *socket) closeFor(err error) {
	if c := (closing{}); errors.As(err, &c) {
		k.close(c)
	}
}
