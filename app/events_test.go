package app

import (
	"bufio"
	"context"
	"net/http"
	"strings"
	"testing"
	"time"
)

// told is a stream of server-sent events.
type toldEvents struct {
	*live
	lines *bufio.Scanner
}

// events asks for a stream as somebody with a secret.
func (l *live) events(secret, query string) *toldEvents {
	l.Helper()
	ctx, cancel := context.WithTimeout(l.Context(), 30*time.Second)
	l.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, l.server.URL+"/graphql", strings.NewReader(`{"query":"`+query+`"}`))
	if err != nil {
		l.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("Authorization", "Bearer "+l.secret(secret))
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		l.Fatal(err)
	}
	l.Cleanup(func() { _ = answer.Body.Close() })
	if kind := answer.Header.Get("Content-Type"); answer.StatusCode != http.StatusOK || kind != "text/event-stream; charset=utf-8" {
		l.Fatalf("%d %s", answer.StatusCode, kind)
	}
	return &toldEvents{l, bufio.NewScanner(answer.Body)}
}

// until reads lines until one contains a text.
func (e *toldEvents) until(want string) {
	e.Helper()
	for e.lines.Scan() {
		if strings.Contains(e.lines.Text(), want) {
			return
		}
	}
	e.Fatalf("the stream ended before %q: %v", want, e.lines.Err())
}

func TestEventsAreStreamed(t *testing.T) {
	lives(t, func(l *live) {
		e := l.events("read", "{viewer{scope}}")
		e.until("event: next")
		e.until(`data: {"data":{"viewer":{"scope":"READ"}}`)
		e.until("event: complete")
		e = l.events("read", "{nothing}")
		e.until("GRAPHQL_VALIDATION_FAILED")
		e.until("event: complete")
		e = l.events("read", `mutation{createCustomer(input:{name:\"x\"}){change}}`)
		e.until("FORBIDDEN")
	})
}

func TestWhatIsNoStream(t *testing.T) {
	events := map[string]string{"Accept": "text/event-stream"}
	fronts(t, "http://bidwell.example", func(f *front) {
		for name, s := range map[string]scene{
			"nobody":                         {path: "/graphql", body: viewer, headers: events, status: 200, contains: "UNAUTHENTICATED"},
			"no JSON":                        {path: "/graphql", body: "open sesame", bearer: "read", headers: events, status: 400, contains: "VALIDATION_FAILED"},
			"a mutation by GET":              {path: "/graphql?query=mutation%7BarchiveRecord(input:%7Bid:%22x%22,version:1%7D)%7Bchange%7D%7D", bearer: "read", headers: events, status: 405, contains: "VALIDATION_FAILED"},
			"a subscription without events":  {path: "/graphql", body: `{"query":"subscription{indexProgress{last}}"}`, bearer: "read", status: 200, contains: "text/event-stream"},
			"the same with the modern type":  {path: "/graphql", body: `{"query":"subscription{indexProgress{last}}"}`, bearer: "read", headers: map[string]string{"Accept": "application/graphql-response+json"}, status: 406, contains: "text/event-stream"},
			"a GET by cookie of a page":      {path: "/graphql?query=%7Bviewer%7Bscope%7D%7D", cookie: "sales", status: 403, contains: "FORBIDDEN"},
			"a GET of a foreign page":        {path: "/graphql?query=%7Bviewer%7Bscope%7D%7D", cookie: "sales", headers: map[string]string{"Sec-Fetch-Site": "cross-site"}, status: 403, contains: "FORBIDDEN"},
			"a GET of our page":              {path: "/graphql?query=%7Bviewer%7Bscope%7D%7D", cookie: "sales", headers: map[string]string{"Sec-Fetch-Site": "same-origin"}, status: 200, contains: "ADMIN"},
			"a GET that asked before":        {path: "/graphql?query=%7Bviewer%7Bscope%7D%7D", cookie: "sales", headers: map[string]string{"GraphQL-Require-Preflight": "1"}, status: 200, contains: "ADMIN"},
			"a GET with a token":             {path: "/graphql?query=%7Bviewer%7Bscope%7D%7D", bearer: "read", status: 200, contains: "READ"},
			"a GET of nobody needs no proof": {path: "/graphql?query=%7Bviewer%7Bscope%7D%7D", status: 200, contains: "UNAUTHENTICATED"},
		} {
			f.play(name, s)
		}
	})
}
