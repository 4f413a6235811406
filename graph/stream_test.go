package graph

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"bidwell/desk"
	"bidwell/process"
)

// served is a handler on a real listener, asked by one viewer.
func served(t *testing.T, d *desk.Desk, v *process.Viewer, options Options) (*Server, *httptest.Server) {
	t.Helper()
	h := NewHandler(d, options)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, r.WithContext(desk.WithViewer(r.Context(), v)))
	}))
	server.Start()
	t.Cleanup(server.Close)
	t.Cleanup(h.Close)
	return h, server
}

func dialed(t *testing.T, server *httptest.Server) (context.Context, *websocket.Conn) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	t.Cleanup(cancel)
	c, _, err := websocket.Dial(ctx, server.URL, &websocket.DialOptions{Subprotocols: []string{subprotocol}}) //nolint:bodyclose // Dial closes it
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.CloseNow() })
	return ctx, c
}

func TestASocketThatDoesNotIntroduceItselfIsClosed(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		_, server := served(t, o.desk, reader, Options{InitTime: 20 * time.Millisecond})
		ctx, c := dialed(t, server)
		if _, _, err := c.Read(ctx); websocket.CloseStatus(err) != closeInitTimeout {
			t.Errorf("closed by %v", err)
		}
	})
}

func TestOneCredentialHasSoManySocketsAndStreams(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		h, server := served(t, o.desk, reader, Options{})
		for i := range maxSockets + 1 {
			ctx, c := dialed(t, server)
			if err := c.Write(ctx, websocket.MessageText, []byte(`{"type":"connection_init"}`)); err != nil {
				t.Fatal(err)
			}
			_, text, err := c.Read(ctx)
			if last := i == maxSockets; last && websocket.CloseStatus(err) != closeTooMany || !last && string(text) != `{"type":"connection_ack"}` {
				t.Errorf("socket %d: %s, %v", i+1, text, err)
			}
		}
		for range maxSubscriptions {
			h.streams.enter("events ", maxSubscriptions)
		}
		r := httptest.NewRequest(http.MethodGet, "/graphql?query=%7Bviewer%7Bscope%7D%7D", nil)
		r.Header.Set("Accept", mediaEvents)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r.WithContext(desk.WithViewer(r.Context(), reader)))
		if w.Code != http.StatusTooManyRequests || !strings.Contains(w.Body.String(), "RATE_LIMITED") {
			t.Errorf("stream %d: %d %s", maxSubscriptions+1, w.Code, w.Body)
		}
	})
}

// A client that takes nothing is cut once the buffers between it and the server are full, and keeps no work running: one that
// is streamed events, and one on a socket, which does not answer pings either.
func TestAClientThatDoesNotReadIsCut(t *testing.T) {
	const query = `subscription{opportunityChanged(id:"%s"){opportunity{%s}}}`
	for key, listen := range map[string]func(t *testing.T, server *httptest.Server, query string){"events ": streamsUnread, "socket ": socketUnread} {
		t.Run(strings.TrimSpace(key), func(t *testing.T) {
			each(t, func(t *testing.T, o *office) {
				made := o.do(`mutation { createOpportunity(input: {name: "Harbour"}) { opportunity { id } } }`, nil)
				id := at(t, made, "createOpportunity", "opportunity", "id").(string)
				h, server := served(t, o.desk, reader, Options{WriteTime: 100 * time.Millisecond})
				listen(t, server, fmt.Sprintf(query, id, numbered("a%d:description", 30)))
				deadline := time.Now().Add(60 * time.Second)
				for opened, version := false, 1; ; version++ {
					h.streams.mu.Lock()
					n := h.streams.open[key]
					h.streams.mu.Unlock()
					if opened = opened || n > 0; opened && n == 0 {
						return
					}
					if time.Now().After(deadline) {
						t.Fatal("it still has its stream")
					}
					o.do(`mutation Q($id: ID!, $v: Int!, $text: String!) { updateOpportunity(input: {id: $id, version: $v, description: $text}) { change } }`,
						map[string]any{"id": id, "v": version, "text": strings.Repeat(itoa(version%10), 20_000)})
				}
			})
		})
	}
}

// narrowly connects with little room for what is not read.
func narrowly(ctx context.Context, _, address string) (net.Conn, error) {
	c, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	return c, c.(*net.TCPConn).SetReadBuffer(4 << 10)
}

func streamsUnread(t *testing.T, server *httptest.Server, query string) {
	t.Helper()
	c, err := narrowly(t.Context(), "", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	body := asJSONQuery(query)
	request := "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: "
	if _, err := io.WriteString(c, request+itoa(len(body))+"\r\n\r\n"+body); err != nil {
		t.Fatal(err)
	}
}

func socketUnread(t *testing.T, server *httptest.Server, query string) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DialContext: narrowly}}
	c, _, err := websocket.Dial(t.Context(), server.URL, &websocket.DialOptions{Subprotocols: []string{subprotocol}, HTTPClient: client}) //nolint:bodyclose // Dial closes it
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.CloseNow() })
	for _, m := range []string{`{"type":"connection_init"}`, `{"id":"1","type":"subscribe","payload":` + asJSONQuery(query) + `}`} {
		if err := c.Write(t.Context(), websocket.MessageText, []byte(m)); err != nil {
			t.Fatal(err)
		}
	}
}
