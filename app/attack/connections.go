package attack

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/coder/websocket"
)

// connections are ways to hold what a server has few of.
func connections() []attack {
	return []attack{
		{"500 headers that never end", halfOpen},
		{"a header of 1 MiB", longHeader},
		{"two lengths of one body", smuggled},
		{"a hundred subscriptions on one socket", subscribed},
		{"a socket that says rubbish", rubbish},
		{"a message of 3 MiB", longMessage},
	}
}

func (t *Target) host() string { return strings.TrimPrefix(t.Base, "http://") }

// halfOpen begins requests and does not go on: the server has to answer others meanwhile, and to hang up.
func halfOpen(ctx context.Context, t *Target) (string, error) {
	const n = 500
	var open []net.Conn
	defer func() {
		for _, c := range open {
			_ = c.Close()
		}
	}()
	for range n {
		c, err := (&net.Dialer{}).DialContext(ctx, "tcp", t.host())
		if err != nil {
			return "", err
		}
		open = append(open, c)
		if _, err := io.WriteString(c, "POST /graphql HTTP/1.1\r\nHost: x\r\nX-Slow: "); err != nil {
			return "", err
		}
	}
	start := time.Now()
	if a, err := t.ask(ctx, raw(t.token, query)); err != nil || a.code != "" {
		return "", fmt.Errorf("others are not answered meanwhile: %v", err)
	}
	meanwhile := time.Since(start)
	deadline := time.Now().Add(patience / 2)
	for _, c := range open {
		if err := c.SetReadDeadline(deadline); err != nil {
			return "", err
		}
		if _, err := io.Copy(io.Discard, c); errors.Is(err, context.DeadlineExceeded) || isTimeout(err) {
			return "", errors.New("one is still open")
		}
	}
	return fmt.Sprintf("hung up after %v; others were answered in %v", time.Since(start).Round(time.Second/10), meanwhile.Round(time.Millisecond/10)), nil
}

func isTimeout(err error) bool {
	var timed net.Error
	return errors.As(err, &timed) && timed.Timeout()
}

func longHeader(ctx context.Context, t *Target) (string, error) {
	r := raw(t.token, query)
	r.headers = map[string]string{"X-Long": strings.Repeat("x", 1<<20)}
	a, err := t.ask(ctx, r)
	if err != nil {
		return "hung up", nil //nolint:nilerr // the server may hang up before it has read it all
	}
	return refusedAs(a, nil, http.StatusRequestHeaderFieldsTooLarge, "")
}

// smuggled is a request that a proxy and a server could end at different places.
func smuggled(ctx context.Context, t *Target) (string, error) {
	c, err := (&net.Dialer{}).DialContext(ctx, "tcp", t.host())
	if err != nil {
		return "", err
	}
	defer c.Close()
	const hidden = "0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
	_, err = fmt.Fprintf(c, "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n%s", len(hidden), hidden)
	if err != nil {
		return "", err
	}
	if err := c.SetReadDeadline(time.Now().Add(patience / 2)); err != nil {
		return "", err
	}
	answer, err := io.ReadAll(c)
	if isTimeout(err) || !strings.HasPrefix(string(answer), "HTTP/1.1 400") || strings.Contains(string(answer), "ok\n") {
		return "", fmt.Errorf("answered %.200s (%v)", answer, err)
	}
	return "400", nil
}

func (t *Target) socket(ctx context.Context) (*websocket.Conn, error) {
	c, _, err := websocket.Dial(ctx, t.Base+"/graphql", &websocket.DialOptions{ //nolint:bodyclose // Dial closes it
		Subprotocols: []string{"graphql-transport-ws"}, HTTPHeader: http.Header{"Authorization": {"Bearer " + t.token}},
	})
	if err != nil {
		return nil, err
	}
	return c, c.Write(ctx, websocket.MessageText, []byte(`{"type":"connection_init"}`))
}

func subscribed(ctx context.Context, t *Target) (string, error) {
	c, err := t.socket(ctx)
	if err != nil {
		return "", err
	}
	defer func() { _ = c.CloseNow() }()
	for n := range 100 {
		subscribe := fmt.Sprintf(`{"id":"%d","type":"subscribe","payload":{"query":"subscription{indexProgress{last}}"}}`, n)
		if err := c.Write(ctx, websocket.MessageText, []byte(subscribe)); err != nil {
			return "", err
		}
	}
	for refused := 0; refused < 50; {
		_, heard, err := c.Read(ctx)
		if err != nil {
			return "", err
		}
		if strings.Contains(string(heard), "RATE_LIMITED") {
			refused++
		}
	}
	return "RATE_LIMITED from the 51st on", nil
}

func rubbish(ctx context.Context, t *Target) (string, error) {
	return closedBy(ctx, t, "open sesame", 4400)
}

func longMessage(ctx context.Context, t *Target) (string, error) {
	return closedBy(ctx, t, strings.Repeat(" ", 3<<20), websocket.StatusMessageTooBig)
}

// closedBy says something and expects the socket to be closed with a code.
func closedBy(ctx context.Context, t *Target, text string, want websocket.StatusCode) (string, error) {
	c, err := t.socket(ctx)
	if err != nil {
		return "", err
	}
	defer func() { _ = c.CloseNow() }()
	_ = c.Write(ctx, websocket.MessageText, []byte(text)) // it may be cut off in the middle
	for {
		if _, _, err = c.Read(ctx); err != nil {
			break
		}
	}
	if got := websocket.CloseStatus(err); got != want {
		return "", fmt.Errorf("closed with %d: %w", got, err)
	}
	return fmt.Sprintf("closed with %d", want), nil
}
