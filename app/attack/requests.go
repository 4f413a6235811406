package attack

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

const query = `{"query":"{viewer{scope}}"}`

// requests are HTTP that is not what it should be, or from where it should not come.
func requests() []attack {
	mutation := url.QueryEscape(`mutation{createCustomer(input:{name:"x"}){change}}`)
	form := func(kind, body string) func(*Target) request {
		return func(t *Target) request {
			return request{method: "POST", path: "/graphql", cookie: t.session, headers: map[string]string{"Content-Type": kind}, body: strings.NewReader(body)}
		}
	}
	bearer := func(body string) func(*Target) request { return func(t *Target) request { return raw(t.token, body) } }
	from := func(header, value string) func(*Target) request {
		return func(t *Target) request {
			r := raw("", query)
			r.cookie, r.headers = t.session, map[string]string{header: value}
			return r
		}
	}
	return []attack{
		sent("a batch of a thousand requests", bearer("["+strings.Repeat(query+",", 999)+query+"]"), 400, "VALIDATION_FAILED"),
		sent("a query of 3 MiB", bearer(`{"query":"{`+strings.Repeat("viewer ", 3<<20/7)+`}"}`), 413, "VALIDATION_FAILED"),
		sent("a query of 100 KiB", bearer(`{"query":"{viewer{scope}}`+strings.Repeat(" ", 100<<10)+`"}`), 400, "QUERY_TOO_COMPLEX"),
		sent("200,000 levels of JSON", bearer(`{"query":"{a}","variables":`+nested(`{"a":`, "1", "}", 150_000)+"}"), 400, "VALIDATION_FAILED"),
		sent("a body that unpacks to 64 MiB", packed, 400, "VALIDATION_FAILED"),
		sent("a mutation by GET", func(t *Target) request {
			return request{method: "GET", path: "/graphql?query=" + mutation, bearer: t.token}
		}, 405, "VALIDATION_FAILED"),
		sent("a form of a foreign page", form("application/x-www-form-urlencoded", "query="+mutation), 415, "VALIDATION_FAILED"),
		sent("plain text of a foreign page", form("text/plain", query), 415, "VALIDATION_FAILED"),
		sent("a file upload of a foreign page", form("multipart/form-data; boundary=x", "--x--"), 415, "VALIDATION_FAILED"),
		sent("a request of a foreign page", from("Origin", "https://evil.example"), 403, "FORBIDDEN"),
		sent("a request of a sister site", from("Sec-Fetch-Site", "same-site"), 403, "FORBIDDEN"),
		sent("a link that reads by cookie", func(t *Target) request {
			return request{method: "GET", path: "/graphql?query=%7Bviewer%7Bscope%7D%7D", cookie: t.session}
		}, 403, "FORBIDDEN"),
		sent("a socket opened by a foreign page", func(t *Target) request {
			return request{method: "GET", path: "/graphql", cookie: t.session, headers: map[string]string{
				"Origin": "https://evil.example", "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
				"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol": "graphql-transport-ws",
			}}
		}, 403, "FORBIDDEN"),
		sent("a sign-in by a foreign page", func(*Target) request {
			return request{method: "POST", path: "/auth/sign-in", headers: map[string]string{"Sec-Fetch-Site": "cross-site"}, body: strings.NewReader("{}")}
		}, 403, "FORBIDDEN"),
		{"the request repeated by its refusal", echo},
	}
}

// sent is one request that has to be refused by a status and a code.
func sent(name string, make func(*Target) request, status int, code string) attack {
	return attack{name, func(ctx context.Context, t *Target) (string, error) {
		a, err := t.ask(ctx, make(t))
		return refusedAs(a, err, status, code)
	}}
}

// packed is 64 MiB of spaces, as gzip: nobody asked for compressed requests.
func packed(t *Target) request {
	var body bytes.Buffer
	z := gzip.NewWriter(&body)
	spaces := bytes.Repeat([]byte(" "), 1<<20)
	for range 64 {
		_, _ = z.Write(spaces) // into memory
	}
	_ = z.Close()
	r := raw(t.token, body.String())
	r.headers = map[string]string{"Content-Encoding": "gzip"}
	return r
}

func echo(ctx context.Context, t *Target) (string, error) {
	for _, body := range []string{"open sesame", `{"query":["sesame"]}`, `{"query":"{a}","variables":"sesame"}`, `{"sesame":1}`} {
		a, err := t.ask(ctx, raw(t.token, body))
		if err != nil {
			return "", err
		}
		if a.status != http.StatusBadRequest || strings.Contains(a.body, "sesame") {
			return "", fmt.Errorf("%s was answered %d %s", body, a.status, a.body)
		}
	}
	return "400, without a word of it", nil
}
