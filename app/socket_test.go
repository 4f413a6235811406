package app

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"bidwell/desk"
	"bidwell/ent"
	business "bidwell/process"
)

// live is the site on a real listener, for what lasts longer than a request.
type live struct {
	*front
	server *httptest.Server
}

func lives(t *testing.T, test func(l *live)) {
	t.Helper()
	fronts(t, "http://bidwell.example", func(f *front) {
		server := httptest.NewServer(f.handler)
		defer server.Close()
		defer f.graph.Close()
		test(&live{f, server})
	})
}

// wire is one end of a socket.
type wire struct {
	*live
	*websocket.Conn
	ctx context.Context //nolint:containedctx // the deadline of the test
}

type dialing struct {
	bearer, cookie, origin string
	subprotocols           []string
}

func (l *live) dial(d dialing) (*wire, *http.Response, error) {
	l.Helper()
	ctx, cancel := context.WithTimeout(l.Context(), 30*time.Second)
	l.Cleanup(cancel)
	header := http.Header{}
	if d.bearer != "" {
		header.Set("Authorization", "Bearer "+l.secret(d.bearer))
	}
	if d.cookie != "" {
		header.Set("Cookie", cookieName+"="+l.secret(d.cookie))
	}
	if d.origin != "" {
		header.Set("Origin", d.origin)
	}
	c, answer, err := websocket.Dial(ctx, l.server.URL+"/graphql", &websocket.DialOptions{Subprotocols: d.subprotocols, HTTPHeader: header}) //nolint:bodyclose // Dial closes it
	if err != nil {
		return nil, answer, err
	}
	l.Cleanup(func() { _ = c.CloseNow() })
	return &wire{l, c, ctx}, answer, nil
}

func (l *live) connect(d dialing) *wire {
	l.Helper()
	if d.subprotocols == nil {
		d.subprotocols = []string{"graphql-transport-ws"}
	}
	w, _, err := l.dial(d) //nolint:bodyclose // Dial closes it
	if err != nil {
		l.Fatal(err)
	}
	return w
}

func (w *wire) say(texts ...string) {
	w.Helper()
	for _, text := range texts {
		if err := w.Write(w.ctx, websocket.MessageText, []byte(text)); err != nil {
			w.Fatal(err)
		}
	}
}

// hear reads a message and checks that it contains a text.
func (w *wire) hear(want string) string {
	w.Helper()
	_, text, err := w.Read(w.ctx)
	if err != nil || !strings.Contains(string(text), want) {
		w.Fatalf("heard %s (%v), want %q", text, err, want)
	}
	return string(text)
}

// shut reads until the socket is closed, and checks the code.
func (w *wire) shut(want websocket.StatusCode) {
	w.Helper()
	for {
		_, _, err := w.Read(w.ctx)
		if err == nil {
			continue
		}
		if got := websocket.CloseStatus(err); got != want {
			w.Errorf("closed with %d (%v), want %d", got, err, want)
		}
		return
	}
}

const (
	greeting  = `{"type":"connection_init"}`
	watching  = `{"id":"a","type":"subscribe","payload":{"query":"subscription{indexProgress{answers}}"}}`
	badInit   = `{"type":"connection_init","payload":{"Authorization":"Bearer nothing"}}`
	asksOnce  = `{"id":"q","type":"subscribe","payload":{"query":"{viewer{scope}}"}}`
	namelessQ = `{"type":"subscribe","payload":{"query":"{viewer{scope}}"}}`
)

func TestASocketIsClosedWithTheCodeThatSaysWhy(t *testing.T) {
	lives(t, func(l *live) {
		for name, c := range map[string]struct {
			dialing
			say  []string
			code websocket.StatusCode
		}{
			"another protocol":                 {dialing{bearer: "read", subprotocols: []string{"graphql-ws"}}, nil, 4406},
			"no protocol":                      {dialing{bearer: "read", subprotocols: []string{}}, nil, 4406},
			"rubbish":                          {dialing{bearer: "read"}, []string{"open sesame"}, 4400},
			"two messages in one":              {dialing{bearer: "read"}, []string{greeting + greeting}, 4400},
			"a list":                           {dialing{bearer: "read"}, []string{"[" + greeting + "]"}, 4400},
			"a message of no type":             {dialing{bearer: "read"}, []string{`{}`}, 4400},
			"a message of the server":          {dialing{bearer: "read"}, []string{greeting, `{"type":"connection_ack"}`}, 4400},
			"an operation without a name":      {dialing{bearer: "read"}, []string{greeting, namelessQ}, 4400},
			"an operation with a long name":    {dialing{bearer: "read"}, []string{greeting, strings.Replace(asksOnce, `"q"`, `"`+strings.Repeat("q", 129)+`"`, 1)}, 4400},
			"an operation without a text":      {dialing{bearer: "read"}, []string{greeting, `{"id":"a","type":"subscribe","payload":{}}`}, 4400},
			"a payload that is no object":      {dialing{bearer: "read"}, []string{`{"type":"connection_init","payload":[]}`}, 4400},
			"an operation before the greeting": {dialing{bearer: "read"}, []string{asksOnce}, 4401},
			"an end before the greeting":       {dialing{bearer: "read"}, []string{`{"id":"a","type":"complete"}`}, 4401},
			"nobody":                           {dialing{}, []string{greeting}, 4403},
			"a wrong token in the greeting":    {dialing{bearer: "read"}, []string{badInit}, 4403},
			"no bearer in the greeting":        {dialing{bearer: "read"}, []string{`{"type":"connection_init","payload":{"authorization":7}}`}, 4403},
			"a session that has ended":         {dialing{cookie: strings.Repeat("A", 43)}, []string{greeting}, 4403},
			"two greetings":                    {dialing{bearer: "read"}, []string{greeting, greeting}, 4429},
			"two operations of one name":       {dialing{bearer: "read"}, []string{greeting, watching, watching}, 4409},
			"3 MiB":                            {dialing{bearer: "read"}, []string{strings.Repeat(" ", 3<<20)}, websocket.StatusMessageTooBig},
		} {
			l.Run(name, func(t *testing.T) {
				w := (&live{&front{T: t, clock: clock{at: l.now()}, site: l.site, handler: l.handler, log: l.log, secrets: l.secrets}, l.server}).connect(c.dialing)
				for _, text := range c.say {
					if w.Write(w.ctx, websocket.MessageText, []byte(text)) != nil {
						break // closed meanwhile; shut tells
					}
				}
				w.shut(c.code)
			})
		}
		w := l.connect(dialing{bearer: "read"})
		if err := w.Write(w.ctx, websocket.MessageBinary, []byte(greeting)); err != nil {
			l.Fatal(err)
		}
		w.shut(4400)
	})
}

func TestWhoMayOpenASocket(t *testing.T) {
	lives(t, func(l *live) {
		protocol := []string{"graphql-transport-ws"}
		for name, c := range map[string]struct {
			dialing
			status int
		}{
			"a revoked token":          {dialing{bearer: "revoked", subprotocols: protocol}, 401},
			"a foreign page":           {dialing{cookie: "sales", origin: "https://evil.example", subprotocols: protocol}, 403},
			"a sandboxed page":         {dialing{cookie: "sales", origin: "null", subprotocols: protocol}, 403},
			"a foreign page as nobody": {dialing{origin: "https://evil.example", subprotocols: protocol}, 403},
			"our page":                 {dialing{cookie: "sales", origin: "http://bidwell.example", subprotocols: protocol}, 101},
			"a program with a cookie":  {dialing{cookie: "sales", subprotocols: protocol}, 101},
			"a program with a token":   {dialing{bearer: "read", origin: "https://partner.example", subprotocols: protocol}, 101},
		} {
			if _, answer, _ := l.dial(c.dialing); answer == nil || answer.StatusCode != c.status { //nolint:bodyclose // Dial closes it
				l.Errorf("%s: %v, want %d", name, answer, c.status)
			}
		}
		for name, headers := range map[string]map[string]string{
			"no key":          {"Connection": "Upgrade", "Sec-WebSocket-Version": "13"},
			"an old version":  {"Connection": "Upgrade", "Sec-WebSocket-Version": "8", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="},
			"half a greeting": {"Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="},
		} {
			headers["Upgrade"] = "websocket"
			l.play(name, scene{path: "/graphql", bearer: "read", headers: headers, status: 426, contains: "VALIDATION_FAILED"})
		}
	})
}

func TestOperationsOnASocket(t *testing.T) {
	lives(t, func(l *live) {
		w := l.connect(dialing{cookie: "sales"})
		w.say(`{"type":"ping"}`, greeting)
		w.hear(`"pong"`)
		w.hear(`"connection_ack"`)
		w.say(asksOnce)
		w.hear(`{"id":"q","type":"next","payload":{"data":{"viewer":{"scope":"ADMIN"}}`)
		w.hear(`{"id":"q","type":"complete"}`)
		w.say(asksOnce) // the name is free again
		w.hear(`"next"`)
		w.hear(`"complete"`)
		w.say(`{"id":"m","type":"subscribe","payload":{"query":"{nothing}"}}`)
		w.hear(`{"id":"m","type":"error","payload":[{"message":`)
		w.say(`{"id":"unknown","type":"complete"}`, watching)
		w.hear(`"indexProgress"`)
		w.say(`{"id":"a","type":"complete"}`, watching) // ended by us, begun anew
		w.hear(`"indexProgress"`)
		for i := range 50 {
			name := string(rune('b'+i/10)) + string(rune('0'+i%10))
			w.say(strings.Replace(watching, `"a"`, `"`+name+`"`, 1))
			if i == 49 {
				w.hear(`"RATE_LIMITED"`)
				break
			}
			w.hear(`"indexProgress"`)
		}
		l.graph.Close()
		w.shut(websocket.StatusGoingAway)
	})
}

func TestStreamsEndSoonAfterTheirCredential(t *testing.T) {
	for how, end := range map[string]func(l *live, token *ent.APIToken){
		"revoked": func(l *live, token *ent.APIToken) {
			if _, err := l.office.RevokeAPIToken(desk.AsSystem(l.Context()), desk.RecordInput{ID: token.ID, Version: token.Version}); err != nil {
				l.Fatal(err)
			}
		},
		"revoked by another process": func(l *live, token *ent.APIToken) {
			if _, err := l.office.Store().DB().ExecContext(l.Context(), `UPDATE api_tokens SET archived_at = $1 WHERE id = $2`, l.now(), token.ID); err != nil {
				l.Fatal(err)
			}
			l.pass(4 * time.Second) // which is as long as the answer of a moment ago counts
		},
		"expired": func(l *live, _ *ent.APIToken) { l.pass(2 * time.Hour) },
	} {
		t.Run(how, func(t *testing.T) {
			lives(t, func(l *live) {
				token, secret := l.token()
				w := l.connect(dialing{bearer: secret})
				w.say(greeting, watching)
				w.hear(`"connection_ack"`)
				w.hear(`"indexProgress"`)
				events := l.events(secret, `subscription{indexProgress{answers}}`)
				events.until("event: next")
				start := time.Now()
				end(l, token)
				w.shut(4403)
				events.until("UNAUTHENTICATED")
				events.until("event: complete")
				if took := time.Since(start); took > 5*time.Second {
					t.Errorf("it took %v, more than the promised 5 s", took)
				}
			})
		})
	}
}

// token makes an API token that lasts an hour.
func (l *live) token() (*ent.APIToken, string) {
	l.Helper()
	sys := desk.AsSystem(l.Context())
	who, err := l.office.Authenticate(l.Context(), l.secrets["sales"])
	if err != nil {
		l.Fatal(err)
	}
	expires := l.now().Add(time.Hour)
	made, err := l.office.CreateAPIToken(sys, desk.CreateAPITokenInput{Name: "stream", Scope: business.TokenScopeRead, ExpiresAt: &expires, UserID: &who.UserID})
	if err != nil {
		l.Fatal(err)
	}
	return made.Record, made.Secret
}

func TestASubscriptionFollowsItsOpportunity(t *testing.T) {
	lives(t, func(l *live) {
		sys := desk.AsSystem(l.Context())
		made, err := l.office.CreateOpportunity(sys, ent.CreateOpportunityInput{Name: "Harbour"})
		if err != nil {
			l.Fatal(err)
		}
		other, err := l.office.CreateOpportunity(sys, ent.CreateOpportunityInput{Name: "Bridge"})
		if err != nil {
			l.Fatal(err)
		}
		query, _ := json.Marshal(`subscription{opportunityChanged(id:"` + made.Record.ID + `"){number changes{type recordID} opportunity{name}}}`)
		w := l.connect(dialing{bearer: "read"})
		w.say(greeting, `{"id":"a","type":"subscribe","payload":{"query":`+string(query)+`}}`)
		w.hear(`"connection_ack"`)
		w.hear(`"changes":[],"opportunity":{"name":"Harbour"}`)
		if _, err := l.office.CreateActivity(sys, ent.CreateActivityInput{Kind: business.ActivityKindMeeting, Subject: "Elsewhere", OpportunityID: &other.Record.ID}); err != nil {
			l.Fatal(err)
		}
		if _, err := l.office.CreateActivity(sys, ent.CreateActivityInput{Kind: business.ActivityKindMeeting, Subject: "A call", OpportunityID: &made.Record.ID}); err != nil {
			l.Fatal(err)
		}
		heard := w.hear(`"type":"Activity"`)
		if strings.Count(heard, `"type":"Activity"`) != 1 {
			l.Errorf("heard of another opportunity: %s", heard)
		}
	})
}
