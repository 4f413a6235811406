package graph

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"

	"bidwell/desk"
	"bidwell/graph/generated"
	"bidwell/process"
)

// call is one request to the handler and what must come back.
type call struct {
	method, target, contentType, accept, body string
	viewer                                    *process.Viewer
	status                                    int
	code                                      string // of the first error; empty for none
	contains                                  string
}

var reader = &process.Viewer{UserID: "usr_00000000000000000000000000", Role: process.UserRoleSales, Scope: process.TokenScopeRead}

func asJSONQuery(query string) string {
	body, _ := json.Marshal(map[string]string{"query": query})
	return string(body)
}

func (c call) run(t *testing.T, h http.Handler) *httptest.ResponseRecorder {
	t.Helper()
	if c.method == "" {
		c.method, c.contentType = http.MethodPost, "application/json"+c.contentType
	}
	r := httptest.NewRequest(c.method, "/graphql"+c.target, strings.NewReader(c.body))
	r.Header.Set("Content-Type", c.contentType)
	r.Header.Set("Accept", c.accept)
	if c.viewer != nil {
		r = r.WithContext(desk.WithViewer(r.Context(), c.viewer))
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func (c call) check(t *testing.T, h http.Handler) {
	t.Helper()
	w := c.run(t, h)
	var got struct {
		Errors []struct {
			Message    string
			Extensions struct{ Code string }
		}
		Data any
	}
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatalf("no JSON: %v: %.200s", err, w.Body)
	}
	code := ""
	if len(got.Errors) > 0 {
		code = got.Errors[0].Extensions.Code
	}
	if w.Code != c.status || code != c.code || !strings.Contains(w.Body.String(), c.contains) {
		t.Errorf("%d %q, want %d %q with %q: %.300s", w.Code, code, c.status, c.code, c.contains, w.Body)
	}
	if cache := w.Header().Get("Cache-Control"); cache != "no-store" {
		t.Errorf("Cache-Control %q", cache)
	}
	if strings.Contains(w.Body.String(), "sesame") {
		t.Errorf("the answer repeats the request: %.300s", w.Body)
	}
}

func TestRequestsAndTheirAnswers(t *testing.T) {
	const ok = `{"query":"{ viewer { scope } }"}`
	const modern = "application/graphql-response+json"
	each(t, func(t *testing.T, o *office) {
		h := NewHandler(o.desk, Options{Log: slog.New(slog.NewTextHandler(t.Output(), nil))})
		for name, c := range map[string]call{
			"a query":                           {viewer: reader, body: ok, status: 200, contains: `{"data":{"viewer":{"scope":"READ"}},"extensions":{"cost":{"requested":1,"limit":5000,"left":null}}}`},
			"a query, modern":                   {viewer: reader, accept: modern, body: ok, status: 200, contains: `{"data":{"viewer":{"scope":"READ"}},"extensions":{"cost":{"requested":1,"limit":5000,"left":null}}}`},
			"a query with charset":              {viewer: reader, contentType: "; charset=UTF-8", body: ok, status: 200, contains: `"READ"`},
			"a query by GET":                    {viewer: reader, method: "GET", target: "?query=%7Bviewer%7Bscope%7D%7D", status: 200, contains: `"READ"`},
			"variables by GET":                  {viewer: reader, method: "GET", target: "?variables=" + url.QueryEscape(`{"n":["TokenScope"]}`) + "&query=" + url.QueryEscape(`query Q($n:[String!]){labels(names:$n){name}}`), status: 200, contains: "TokenScope"},
			"the schema":                        {viewer: reader, body: `{"query":"{__schema{queryType{name}}}"}`, status: 200, contains: `"Query"`},
			"nobody":                            {body: ok, status: 200, code: "UNAUTHENTICATED"},
			"nobody, modern":                    {accept: modern, body: ok, status: 401, code: "UNAUTHENTICATED"},
			"nobody by GET":                     {accept: modern, method: "GET", target: "?query=%7B__typename%7D", status: 401, code: "UNAUTHENTICATED"},
			"nobody wanting the schema":         {accept: modern, body: `{"query":"{__schema{queryType{name}}}"}`, status: 401, code: "UNAUTHENTICATED"},
			"nobody with rubbish":               {accept: modern, body: "open sesame", status: 401, code: "UNAUTHENTICATED"},
			"no JSON":                           {viewer: reader, body: "open sesame", status: 400, code: "VALIDATION_FAILED"},
			"half a JSON":                       {viewer: reader, body: `{"query":"{open sesame`, status: 400, code: "VALIDATION_FAILED"},
			"two JSONs":                         {viewer: reader, body: ok + ok, status: 400, code: "VALIDATION_FAILED"},
			"a list of requests":                {viewer: reader, body: "[" + ok + "]", status: 400, code: "VALIDATION_FAILED"},
			"JSON null":                         {viewer: reader, body: "null", status: 400, code: "VALIDATION_FAILED"},
			"an empty body":                     {viewer: reader, body: "", status: 400, code: "VALIDATION_FAILED"},
			"no query in it":                    {viewer: reader, body: `{"open":"sesame"}`, status: 400, code: "VALIDATION_FAILED"},
			"a query of a wrong type":           {viewer: reader, body: `{"query":["sesame"]}`, status: 400, code: "VALIDATION_FAILED"},
			"variables of a wrong type":         {viewer: reader, body: `{"query":"{a}","variables":"sesame"}`, status: 400, code: "VALIDATION_FAILED"},
			"200,000 levels of JSON":            {viewer: reader, body: `{"query":"{a}","variables":` + nested(`{"a":`, "1", "}", 200_000) + "}", status: 400, code: "VALIDATION_FAILED"},
			"10,000 levels of JSON":             {viewer: reader, body: `{"query":"{a}","variables":` + nested(`[`, "1", "]", 10_000) + "}", status: 400, code: "VALIDATION_FAILED"},
			"9,000 levels of JSON":              {viewer: reader, body: `{"query":"{a}","variables":` + nested(`{"a":`, "1", "}", 9_000) + "}", status: 200, code: "QUERY_TOO_COMPLEX"},
			"more than 1 MiB":                   {viewer: reader, body: `{"query":"` + strings.Repeat("sesame ", 200_000) + `"}`, status: 413, code: "VALIDATION_FAILED"},
			"a form":                            {viewer: reader, method: "POST", contentType: "application/x-www-form-urlencoded", body: "query={open sesame}", status: 415, code: "VALIDATION_FAILED"},
			"a multipart form":                  {viewer: reader, method: "POST", contentType: "multipart/form-data; boundary=x", body: "--x--", status: 415, code: "VALIDATION_FAILED"},
			"application/graphql":               {viewer: reader, method: "POST", contentType: "application/graphql", body: "{open sesame}", status: 415, code: "VALIDATION_FAILED"},
			"plain text":                        {viewer: reader, method: "POST", contentType: "text/plain", body: ok, status: 415, code: "VALIDATION_FAILED"},
			"no content type":                   {viewer: reader, method: "POST", body: ok, status: 415, code: "VALIDATION_FAILED"},
			"another charset":                   {viewer: reader, contentType: "; charset=gbk", body: ok, status: 415, code: "VALIDATION_FAILED"},
			"another method":                    {viewer: reader, method: "PUT", contentType: "application/json", body: ok, status: 405, code: "VALIDATION_FAILED"},
			"a mutation by GET":                 {viewer: reader, method: "GET", target: "?query=" + url.QueryEscape(`mutation{archiveRecord(input:{id:"x",version:1}){change}}`), status: 405, code: "VALIDATION_FAILED"},
			"GET without a query":               {viewer: reader, method: "GET", target: "?open=sesame", status: 400, code: "VALIDATION_FAILED"},
			"GET with a broken address":         {viewer: reader, method: "GET", target: "?query=%zzsesame", status: 400, code: "VALIDATION_FAILED"},
			"GET with broken variables":         {viewer: reader, method: "GET", target: "?query=%7Ba%7D&variables=sesame", status: 400, code: "VALIDATION_FAILED"},
			"no GraphQL":                        {viewer: reader, body: `{"query":"{"}`, status: 200, code: "GRAPHQL_PARSE_FAILED"},
			"no GraphQL, modern":                {viewer: reader, accept: modern, body: `{"query":"{"}`, status: 400, code: "GRAPHQL_PARSE_FAILED"},
			"an unknown field, modern":          {viewer: reader, accept: modern, body: `{"query":"{nothing}"}`, status: 400, code: "GRAPHQL_VALIDATION_FAILED"},
			"an unknown operation, modern":      {viewer: reader, accept: modern, body: `{"query":"query A{__typename}","operationName":"B"}`, status: 400, code: "GRAPHQL_VALIDATION_FAILED"},
			"a missing variable, modern":        {viewer: reader, accept: modern, body: `{"query":"query Q($id:ID!){node(id:$id){id}}"}`, status: 400, code: "GRAPHQL_VALIDATION_FAILED"},
			"only a comment":                    {viewer: reader, accept: modern, body: `{"query":"# nothing"}`, status: 400, code: "GRAPHQL_VALIDATION_FAILED"},
			"a bomb of 975 bytes":               {viewer: reader, accept: modern, body: asJSONQuery(bomb(24)), status: 400, code: "QUERY_TOO_COMPLEX"},
			"a bomb of aliases":                 {viewer: reader, accept: modern, body: asJSONQuery("{" + numbered("a%d:viewer{scope}", 200) + "}"), status: 400, code: "QUERY_TOO_COMPLEX"},
			"200,000 levels":                    {viewer: reader, accept: modern, body: asJSONQuery(nested("{a", "{a}", "}", 200_000)), status: 400, code: "QUERY_TOO_COMPLEX"},
			"a hundred times a hundred squared": {viewer: reader, accept: modern, body: asJSONQuery("{opportunities(first:100){edges{node{proposals(first:100){edges{node{sections(first:100){edges{node{id}}}}}}}}}}"), status: 400, code: "QUERY_TOO_COMPLEX"},
			"U+0000 in a text":                  {viewer: reader, body: `{"query":"query Q($s:String!){recordByExternalRef(system:$s,type:\"Customer\",id:\"1\"){id}}","variables":{"s":"a\u0000b"}}`, status: 200, code: "VALIDATION_FAILED"},
			"an error beside data":              {viewer: reader, accept: modern, body: `{"query":"{node(id:\"sesam\"){id} viewer{scope}}"}`, status: 200, code: "VALIDATION_FAILED", contains: `"viewer":{"scope":"READ"}`},
		} {
			t.Run(name, func(t *testing.T) { c.check(t, h) })
		}
	})
}

func TestRefusalsSpeakTheLanguageOfTheCaller(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		h := NewHandler(o.desk, Options{})
		r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(asJSONQuery(bomb(24))))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r.WithContext(WithLanguage(desk.WithViewer(r.Context(), reader), process.LanguageZH)))
		if !strings.Contains(w.Body.String(), "查询过于复杂") {
			t.Errorf("answered %s", w.Body)
		}
	})
}

func TestTheNewerMediaTypeIsUsedWhenNamedFirst(t *testing.T) {
	for accept, want := range map[string]bool{
		"": false, "*/*": false, "application/json": false, "text/html": false, "rubbish;;;,": false,
		"application/graphql-response+json": true, "application/graphql-response+json, application/json;q=0.9": true,
		"application/json, application/graphql-response+json": false, "text/html, Application/GraphQL-Response+JSON; charset=utf-8": true,
	} {
		if got := prefersModern(accept); got != want {
			t.Errorf("%q: %v", accept, got)
		}
	}
}

func TestAPanicIsInternalAndOnlyTheLogKnowsWhy(t *testing.T) {
	var log strings.Builder
	inner := generated.NewExecutableSchema(generated.Config{Resolvers: &Resolver{}})
	for name, schema := range map[string]graphql.ExecutableSchema{"in a resolver": inner, "outside of resolvers": panicking{inner}} {
		log.Reset()
		h := newServer(nil, schema, Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
		r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(`{"query":"{customers{totalCount}}"}`))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r.WithContext(WithRequestID(desk.WithViewer(r.Context(), reader), "req-7")))
		if body := w.Body.String(); !strings.Contains(body, `"INTERNAL"`) || !strings.Contains(body, `"req-7"`) || strings.Contains(body, "nil pointer") {
			t.Errorf("%s: answered %s", name, body)
		}
		if text := log.String(); !strings.Contains(text, "req-7") || !strings.Contains(text, "stack") {
			t.Errorf("%s: logged %s", name, text)
		}
	}
}

// panicking is a schema whose execution panics before any resolver.
type panicking struct{ graphql.ExecutableSchema }

func (panicking) Exec(context.Context) graphql.ResponseHandler { panic("before any resolver") }

func TestLongQueriesAreNotKept(t *testing.T) {
	q := shortQueries{lru.New[*ast.QueryDocument](10)}
	ctx := context.Background()
	short, long := "{a}", "{a}"+strings.Repeat(" ", 8<<10)
	for _, query := range []string{short, long} {
		q.Add(ctx, query, &ast.QueryDocument{})
	}
	_, keptShort := q.Get(ctx, short)
	_, keptLong := q.Get(ctx, long)
	if !keptShort || keptLong {
		t.Errorf("short kept: %v, long kept: %v", keptShort, keptLong)
	}
}

func FuzzDecodeTakesOneJSONObject(f *testing.F) {
	for _, seed := range []string{`{}`, `{"query":"{a}"}`, `{"query":"{a}"}x`, `[]`, `null`, `{"variables":{"a":1e400}}`, "\x00", `{"query":"\ud800"}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		var params graphql.RawParams
		if decode(strings.NewReader(body), &params) == nil && !json.Valid([]byte(body)) {
			t.Errorf("took %q", body)
		}
		if err := decode(failing{}, &params); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("a body that breaks off: %v", err)
		}
	})
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
