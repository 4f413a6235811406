package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/coder/websocket"
)

// The types of message of graphql-transport-ws.
const (
	typeInit      = "connection_init"
	typeAck       = "connection_ack"
	typePing      = "ping"
	typePong      = "pong"
	typeSubscribe = "subscribe"
	typeNext      = "next"
	typeError     = "error"
	typeComplete  = "complete"
)

// message is what goes over the socket in either direction.
type message struct {
	ID      string          `json:"id,omitempty"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

// maxMessageID is how long a client's name for an operation may be, in bytes.
const maxMessageID = 128

var badMessage = closing{closeBadMessage, "Invalid message"}

func parseMessage(text []byte) (m message, err error) {
	if decode(bytes.NewReader(text), &m) != nil {
		return m, badMessage
	}
	named := m.ID != "" && len(m.ID) <= maxMessageID
	switch m.Type {
	case typeInit, typePing, typePong:
		return m, nil
	case typeSubscribe, typeComplete:
		if named {
			return m, nil
		}
	}
	return m, badMessage
}

// bearer is the token in the payload of connection_init, under the name of the header it would stand in.
func (m message) bearer() (secret string, told bool, err error) {
	if len(m.Payload) == 0 || bytes.Equal(m.Payload, []byte("null")) {
		return "", false, nil
	}
	var payload map[string]any
	if json.Unmarshal(m.Payload, &payload) != nil {
		return "", false, badMessage
	}
	for name, value := range payload {
		if !strings.EqualFold(name, "Authorization") {
			continue
		}
		text, _ := value.(string)
		scheme, secret, _ := strings.Cut(text, " ")
		if !strings.EqualFold(scheme, "Bearer") {
			secret = ""
		}
		return strings.TrimSpace(secret), true, nil
	}
	return "", false, nil
}

// operation is what a subscribe asks for.
func (m message) operation() (*request, error) {
	asked := &request{}
	if decode(bytes.NewReader(m.Payload), asked) != nil || !asked.complete() {
		return nil, badMessage
	}
	return asked, nil
}

func (k *socket) receive(ctx context.Context) (message, error) {
	kind, text, err := k.conn.Read(ctx)
	if err != nil {
		return message{}, err
	}
	if kind != websocket.MessageText {
		return message{}, badMessage
	}
	return parseMessage(text)
}

// send writes a message; a client that does not take it in time is cut.
func (k *socket) send(ctx context.Context, m message) error {
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	// A context that ends would take the connection along, and the other operations with it.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), k.server.options.WriteTime)
	defer cancel()
	return k.conn.Write(ctx, websocket.MessageText, text)
}

// obey does what a message asks for.
func (k *socket) obey(ctx context.Context, m message) error {
	switch m.Type {
	case typeInit:
		return closing{closeTooMany, "Too many initialisation requests"}
	case typePing:
		return k.send(ctx, message{Type: typePong})
	case typeSubscribe:
		return k.subscribe(ctx, m)
	case typeComplete:
		k.mu.Lock()
		defer k.mu.Unlock()
		if one, ok := k.running[m.ID]; ok {
			one.cancel()
			delete(k.running, m.ID)
		}
	}
	return nil
}

func (k *socket) subscribe(ctx context.Context, m message) error {
	asked, err := m.operation()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(graphql.StartOperationTrace(ctx))
	one := &running{cancel}
	k.mu.Lock()
	_, twice := k.running[m.ID]
	full := len(k.running) >= maxSubscriptions
	if !twice && !full {
		k.running[m.ID] = one
	}
	k.mu.Unlock()
	switch {
	case twice:
		cancel()
		return closing{closeDuplicate, "Subscriber already exists"}
	case full:
		cancel()
		return k.refuse(ctx, m.ID, k.server.refusal(ctx, tooMany(maxSubscriptions)))
	}
	k.work.Go(func() {
		defer cancel()
		k.run(ctx, m.ID, one, asked)
	})
	return nil
}

// run executes an operation, and tells its end unless the client ended it.
func (k *socket) run(ctx context.Context, id string, one *running, asked *request) {
	last := k.server.execute(ctx, asked, func(response *graphql.Response) error {
		var payload bytes.Buffer
		writeResponse(&payload, response)
		return k.send(ctx, message{ID: id, Type: typeNext, Payload: payload.Bytes()})
	})
	k.mu.Lock()
	open := k.running[id] == one
	if open {
		delete(k.running, id)
	}
	k.mu.Unlock()
	switch {
	case !open || ctx.Err() != nil:
	case last != nil:
		_ = k.refuse(ctx, id, last)
	default:
		_ = k.send(ctx, message{ID: id, Type: typeComplete})
	}
}

// refuse ends an operation with errors.
func (k *socket) refuse(ctx context.Context, id string, response *graphql.Response) error {
	errors, err := json.Marshal(response.Errors)
	if err != nil {
		return err
	}
	return k.send(ctx, message{ID: id, Type: typeError, Payload: errors})
}
