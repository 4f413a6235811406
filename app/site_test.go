package app

import (
	"compress/gzip"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/migrate"
	"bidwell/ent/store"
	"bidwell/ent/store/storetest"
	business "bidwell/process"
	"bidwell/search"
)

// front is a site with two people and their secrets, and a clock that only the test moves.
type front struct {
	*testing.T
	clock
	*site
	handler http.Handler
	log     *strings.Builder
	secrets map[string]string // by who: admin, sales, read (a token), revoked, expired
}

func fronts(t *testing.T, public string, test func(f *front)) {
	t.Helper()
	storetest.Each(t, migrate.Migrations(), func(t *testing.T, st *store.Store) {
		library, err := search.Open(t.TempDir(), search.Options{Logger: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := library.Close(); err != nil {
				t.Error(err)
			}
		})
		f := &front{T: t, log: &strings.Builder{}, clock: clock{at: time.Now()}, secrets: map[string]string{}}
		log := slog.New(slog.NewTextHandler(f.log, nil))
		address, err := url.Parse(public)
		if err != nil {
			t.Fatal(err)
		}
		settings := settings{Dir: t.TempDir()}
		files, err := settings.openFiles(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = files.Close() })
		f.site, err = newSite(&office{Desk: desk.New(st, library, desk.Options{Now: f.now, Log: log, Files: files, Documents: settings.documents()}), log: log}, address, guardSettings{})
		if err != nil {
			t.Fatal(err)
		}
		f.handler = f.site.handler()
		f.people()
		test(f)
	})
}

func (f *front) people() {
	f.Helper()
	sys := desk.AsSystem(f.Context())
	must := func(err error) {
		f.Helper()
		if err != nil {
			f.Fatal(err)
		}
	}
	for name, role := range map[string]business.UserRole{"admin": business.UserRoleAdmin, "sales": business.UserRoleSales} {
		email := name + "@lantern-works.example"
		made, err := f.office.CreateUser(sys, ent.CreateUserInput{Name: name, Email: &email, Role: &role})
		must(err)
		_, err = f.office.SetPassword(sys, desk.SetPasswordInput{UserID: made.Record.ID, Password: password})
		must(err)
		in, err := f.office.SignIn(sys, desk.SignInInput{Email: email, Password: password})
		must(err)
		f.secrets[name] = in.Secret
		if name == "admin" {
			continue
		}
		for _, token := range []string{"read", "revoked", "expired"} {
			expires := f.now().Add(time.Hour)
			made, err := f.office.CreateAPIToken(sys, desk.CreateAPITokenInput{Name: token, Scope: business.TokenScopeRead, ExpiresAt: &expires, UserID: &made.Record.ID})
			must(err)
			f.secrets[token] = made.Secret
			if token == "revoked" {
				_, err = f.office.RevokeAPIToken(sys, desk.RecordInput{ID: made.Record.ID, Version: made.Record.Version})
				must(err)
			}
		}
	}
}

// scene is one request and what must come of it.
type scene struct {
	method, path, body string
	cookie, bearer     string // whose secret, or a secret
	headers            map[string]string
	status             int
	contains           string
}

func (f *front) secret(who string) string {
	if s, ok := f.secrets[who]; ok {
		return s
	}
	return who
}

func (f *front) send(s scene) *httptest.ResponseRecorder {
	f.Helper()
	method := s.method
	if method == "" {
		method = http.MethodGet
		if s.body != "" {
			method = http.MethodPost
		}
	}
	r := httptest.NewRequest(method, f.public.JoinPath("/").String(), strings.NewReader(s.body))
	address, err := url.Parse(f.public.String() + s.path)
	if err != nil {
		f.Fatal(err)
	}
	r.URL = address
	if s.body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if s.cookie != "" {
		r.AddCookie(&http.Cookie{Name: cookieName, Value: f.secret(s.cookie)})
	}
	if s.bearer != "" {
		r.Header.Set("Authorization", "Bearer "+f.secret(s.bearer))
	}
	for name, value := range s.headers {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	f.handler.ServeHTTP(w, r)
	return w
}

func (f *front) play(name string, s scene) *httptest.ResponseRecorder {
	f.Helper()
	w := f.send(s)
	if w.Code != s.status || !strings.Contains(w.Body.String(), s.contains) {
		f.Errorf("%s: %d, want %d with %q: %.300s", name, w.Code, s.status, s.contains, w.Body)
	}
	if w.Header().Get("X-Request-Id") == "" || w.Header().Get("X-Content-Type-Options") != "nosniff" || w.Header().Get("Content-Security-Policy") == "" {
		f.Errorf("%s: headers %v", name, w.Header())
	}
	if !strings.HasPrefix(s.path, "/assets/") && w.Header().Get("Cache-Control") == "" && w.Code < 400 {
		f.Errorf("%s: nothing says how long it may be kept", name)
	}
	return w
}

const viewer = `{"query":"{viewer{user{name} scope}}"}`

func TestWhoMayDoWhat(t *testing.T) {
	const modern = "application/graphql-response+json"
	fronts(t, "http://bidwell.example", func(f *front) {
		for name, s := range map[string]scene{
			"health for anybody":              {path: "/healthz", status: 200, contains: "ok"},
			"readiness for anybody":           {path: "/readyz", status: 200, contains: `"status":"ready"`},
			"the start page for anybody":      {path: "/", status: 200, contains: "<html"},
			"nothing at all":                  {path: "/nothing", status: 404},
			"health by POST":                  {method: "POST", path: "/healthz", status: 405},
			"GraphQL for nobody":              {path: "/graphql", body: viewer, status: 200, contains: "UNAUTHENTICATED"},
			"GraphQL for nobody, modern":      {path: "/graphql", body: viewer, headers: map[string]string{"Accept": modern}, status: 401, contains: "UNAUTHENTICATED"},
			"GraphQL by cookie":               {path: "/graphql", body: viewer, cookie: "sales", status: 200, contains: `"data":{"viewer":{"user":{"name":"sales"},"scope":"ADMIN"}}`},
			"GraphQL by token":                {path: "/graphql", body: viewer, bearer: "read", status: 200, contains: `"scope":"READ"`},
			"the token before the cookie":     {path: "/graphql", body: viewer, cookie: "admin", bearer: "read", status: 200, contains: `"name":"sales"`},
			"a wrong token":                   {path: "/graphql", body: viewer, bearer: "bwt_" + strings.Repeat("A", 43), status: 401, contains: `"code":"UNAUTHENTICATED"`},
			"a wrong token beside a cookie":   {path: "/graphql", body: viewer, cookie: "admin", bearer: "x", status: 401, contains: `"errors"`},
			"an empty token":                  {path: "/graphql", body: viewer, headers: map[string]string{"Authorization": "Bearer "}, status: 401, contains: "UNAUTHENTICATED"},
			"a revoked token":                 {path: "/graphql", body: viewer, bearer: "revoked", status: 401, contains: "UNAUTHENTICATED"},
			"a wrong cookie":                  {path: "/graphql", body: viewer, cookie: strings.Repeat("A", 43), status: 200, contains: "UNAUTHENTICATED"},
			"a proxy's own authorization":     {path: "/graphql", body: viewer, cookie: "sales", headers: map[string]string{"Authorization": "Basic eDp5"}, status: 200, contains: `"name":"sales"`},
			"a write with a token to read":    {path: "/graphql", body: `{"query":"mutation{createCustomer(input:{name:\"x\"}){change}}"}`, bearer: "read", status: 200, contains: "FORBIDDEN"},
			"the schema for nobody":           {path: "/graphql/schema.graphql", status: 401, contains: `"code":"UNAUTHENTICATED"`},
			"the schema by cookie":            {path: "/graphql/schema.graphql", cookie: "sales", status: 200, contains: "type Query {"},
			"the schema with a wrong token":   {path: "/graphql/schema.graphql", bearer: "x", status: 401, contains: `"code":"UNAUTHENTICATED"`},
			"nobody's session":                {path: "/auth/session", status: 200, contains: `{"user":null}`},
			"a session by cookie":             {path: "/auth/session", cookie: "sales", status: 200, contains: `"email":"sales@lantern-works.example","role":"SALES"`},
			"an ended session":                {path: "/auth/session", cookie: strings.Repeat("A", 43), status: 200, contains: `{"user":null}`},
			"sign-in by GET":                  {path: "/auth/sign-in", status: 404},
			"sign-in with rubbish":            {path: "/auth/sign-in", body: "open sesame", status: 422, contains: "VALIDATION_FAILED"},
			"sign-in with nothing":            {method: "POST", path: "/auth/sign-in", headers: map[string]string{"Content-Type": "application/json"}, status: 422, contains: "VALIDATION_FAILED"},
			"sign-in with two bodies":         {path: "/auth/sign-in", body: "{}{}", status: 422, contains: "VALIDATION_FAILED"},
			"sign-in with a list":             {path: "/auth/sign-in", body: "[]", status: 422, contains: "VALIDATION_FAILED"},
			"sign-in with a long body":        {path: "/auth/sign-in", body: `{"email":"` + strings.Repeat("a", 1<<20) + `"}`, status: 422, contains: "VALIDATION_FAILED"},
			"sign-in by a form":               {path: "/auth/sign-in", body: "email=a", headers: map[string]string{"Content-Type": "application/x-www-form-urlencoded"}, status: 422, contains: "Content-Type"},
			"sign-in with a wrong password":   {path: "/auth/sign-in", body: `{"email":"sales@lantern-works.example","password":"wrong"}`, status: 401, contains: "UNAUTHENTICATED"},
			"sign-in in Chinese":              {path: "/auth/sign-in", body: `{"email":"x","password":"\u0000"}`, headers: map[string]string{"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"}, status: 401, contains: "邮箱或密码错误"},
			"set-up when it is done":          {path: "/auth/setup?token=x", body: `{"name":"x","email":"x@x.example","password":"` + password + `"}`, status: 403, contains: "FORBIDDEN"},
			"set-up with a short password":    {path: "/auth/setup", body: `{"token":"x","name":"x","email":"x@x.example","password":"x"}`, status: 422, contains: `"field":"password"`},
			"sign-out of nobody":              {method: "POST", path: "/auth/sign-out", status: 204},
			"a foreign page's sign-in":        {path: "/auth/sign-in", body: "{}", headers: map[string]string{"Sec-Fetch-Site": "cross-site"}, status: 403, contains: "FORBIDDEN"},
			"a foreign page's mutation":       {path: "/graphql", body: viewer, cookie: "sales", headers: map[string]string{"Origin": "https://evil.example"}, status: 403, contains: "FORBIDDEN"},
			"a sister site's mutation":        {path: "/graphql", body: viewer, cookie: "sales", headers: map[string]string{"Sec-Fetch-Site": "same-site"}, status: 403, contains: "FORBIDDEN"},
			"our own page's mutation":         {path: "/graphql", body: viewer, cookie: "sales", headers: map[string]string{"Origin": "http://bidwell.example", "Sec-Fetch-Site": "same-origin"}, status: 200, contains: "sales"},
			"behind a proxy that hides us":    {path: "/graphql", body: viewer, cookie: "sales", headers: map[string]string{"Origin": "http://bidwell.example", "Host": "10.0.0.7"}, status: 200, contains: "sales"},
			"a program with a foreign origin": {path: "/graphql", body: viewer, bearer: "read", headers: map[string]string{"Origin": "https://partner.example"}, status: 200, contains: "READ"},
		} {
			f.play(name, s)
		}
		if strings.Contains(f.log.String(), "panic") || strings.Contains(f.log.String(), "level=ERROR") {
			f.Errorf("the log tells of faults:\n%s", f.log)
		}
	})
}

func TestSessionFromSignInToSignOut(t *testing.T) {
	for public, secure := range map[string]bool{"http://bidwell.example": false, "https://bidwell.example": true} {
		fronts(t, public, func(f *front) {
			w := f.play("sign in", scene{path: "/auth/sign-in", body: `{"email":"Sales@lantern-works.example","password":"` + password + `"}`, status: 204})
			cookies := w.Result().Cookies()
			if len(cookies) != 1 {
				f.Fatalf("cookies: %v", cookies)
			}
			c := cookies[0]
			if c.Name != "bidwell_session" || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Secure != secure || c.Domain != "" {
				f.Errorf("cookie %v", c)
			}
			if hsts := w.Header().Get("Strict-Transport-Security"); (hsts != "") != secure {
				f.Errorf("Strict-Transport-Security %q", hsts)
			}
			f.play("signed in", scene{path: "/auth/session", cookie: c.Value, status: 200, contains: `"name":"sales"`})
			out := f.play("sign out", scene{method: "POST", path: "/auth/sign-out", cookie: c.Value, status: 204})
			if gone := out.Result().Cookies(); len(gone) != 1 || gone[0].MaxAge >= 0 || gone[0].Value != "" {
				f.Errorf("the cookie is not taken back: %v", gone)
			}
			f.play("signed out", scene{path: "/auth/session", cookie: c.Value, status: 200, contains: `{"user":null}`})
			for _, secret := range []string{c.Value, password, "Sales@lantern", "sales@lantern"} {
				if strings.Contains(f.log.String(), secret) {
					f.Errorf("the log holds %q", secret)
				}
			}
		})
	}
}

func TestCredentialsExpire(t *testing.T) {
	fronts(t, "http://bidwell.example", func(f *front) {
		f.play("before", scene{path: "/graphql", body: viewer, bearer: "expired", status: 200, contains: "READ"})
		f.pass(time.Hour)
		f.play("an expired token", scene{path: "/graphql", body: viewer, bearer: "expired", status: 401, contains: "UNAUTHENTICATED"})
		f.play("a session of the day", scene{path: "/auth/session", cookie: "sales", status: 200, contains: "SALES"})
		f.pass(desk.SessionLife)
		f.play("an expired session", scene{path: "/auth/session", cookie: "sales", status: 200, contains: `{"user":null}`})
	})
}

func TestFailuresLockTheAccount(t *testing.T) {
	fronts(t, "http://bidwell.example", func(f *front) {
		for _, email := range []string{"sales@lantern-works.example", "nobody@lantern-works.example"} {
			wrong := scene{path: "/auth/sign-in", body: fmt.Sprintf(`{"email":%q,"password":"wrong"}`, email), status: 401, contains: "UNAUTHENTICATED"}
			for range 5 {
				f.play("wrong", wrong)
			}
			f.play("locked", scene{path: "/auth/sign-in", body: fmt.Sprintf(`{"email":%q,"password":%q}`, email, password), status: 429, contains: "15 minutes"})
		}
	})
}

func TestTextIsCompressedForThoseWhoTakeIt(t *testing.T) {
	fronts(t, "http://bidwell.example", func(f *front) {
		plain := f.play("plain", scene{path: "/graphql/schema.graphql", cookie: "sales", status: 200})
		if plain.Header().Get("Content-Encoding") != "" || plain.Header().Get("Vary") == "" {
			f.Errorf("headers %v", plain.Header())
		}
		for accept, compressed := range map[string]bool{
			"gzip": true, "br, gzip;q=0.5": true, "GZIP": true, "gzip;q=0": false, "identity": false, "": false, "gzip;q=x": false, "x-gzip": false,
		} {
			w := f.send(scene{path: "/graphql/schema.graphql", cookie: "sales", headers: map[string]string{"Accept-Encoding": accept}})
			if got := w.Header().Get("Content-Encoding") == "gzip"; got != compressed {
				f.Errorf("%q: compressed %v", accept, got)
			}
			if compressed {
				if text := gunzip(f.T, w.Body); text != plain.Body.String() {
					f.Errorf("%q: another text comes out", accept)
				}
			}
		}
		small := f.send(scene{path: "/auth/session", cookie: "sales", headers: map[string]string{"Accept-Encoding": "gzip"}})
		if small.Header().Get("Content-Encoding") != "" || !strings.Contains(small.Body.String(), "sales") {
			f.Error("a small answer was compressed")
		}
		page := f.send(scene{path: "/", headers: map[string]string{"Accept-Encoding": "gzip"}})
		tag := page.Header().Get("Etag")
		if page.Header().Get("Content-Encoding") == "gzip" && !strings.HasPrefix(tag, "W/") {
			f.Errorf("other bytes under the strong tag %s", tag)
		}
		again := f.send(scene{path: "/", headers: map[string]string{"Accept-Encoding": "gzip", "If-None-Match": tag}})
		if again.Code != http.StatusNotModified || again.Body.Len() != 0 {
			f.Errorf("the same page: %d with %d bytes", again.Code, again.Body.Len())
		}
		part := f.send(scene{path: "/", headers: map[string]string{"Accept-Encoding": "gzip", "Range": "bytes=0-9"}})
		if part.Code != http.StatusPartialContent || part.Body.Len() != 10 {
			f.Errorf("a part: %d with %d bytes", part.Code, part.Body.Len())
		}
	})
}

func gunzip(t *testing.T, r io.Reader) string {
	t.Helper()
	z, err := gzip.NewReader(r)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAPanicIsAnsweredWithTheRequestsID(t *testing.T) {
	var log strings.Builder
	s := &site{office: &office{log: slog.New(slog.NewTextHandler(&log, nil))}}
	h := identified(s.logged(compressed(s.recovered(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("open sesame") })))))
	for id, kept := range map[string]bool{"req-7_A": true, "": false, "two words": false, "<script>": false, strings.Repeat("x", 65): false} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("X-Request-Id", id)
		r.Header.Set("Accept-Encoding", "gzip")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		used := w.Header().Get("X-Request-Id")
		if (used == id) != kept || used == "" {
			t.Errorf("request id %q became %q", id, used)
		}
		if body := w.Body.String(); w.Code != 500 || !strings.Contains(body, `"requestId":"`+used+`"`) || strings.Contains(body, "sesame") {
			t.Errorf("%d %s", w.Code, body)
		}
	}
	if !strings.Contains(log.String(), "open sesame") || !strings.Contains(log.String(), "status=500") {
		t.Errorf("logged %s", log.String())
	}
}

func TestLanguageIsTheOneWantedMore(t *testing.T) {
	for accept, want := range map[string]business.Language{
		"": "en", "zh": "zh", "zh-CN,zh;q=0.9,en;q=0.8": "zh", "en-US,en;q=0.9,zh-CN;q=0.8": "en", "fr, zh;q=0.3": "zh", "fr": "en", "ZH-Hant-TW": "zh",
		"en;q=0.1, zh;q=0.2": "zh", "zh;q=0, en;q=0": "en", "zh;q=x": "en", ";;,,;q=": "en", "zho": "en", "*": "en", strings.Repeat("zh,", 1000): "zh",
		"zh;q=NaN": "en", "zh;q=-1": "en",
	} {
		if got := languageOf(accept); got != want {
			t.Errorf("%.40q: %s, want %s", accept, got, want)
		}
	}
}

func FuzzLanguageOf(f *testing.F) {
	f.Add("zh-CN,zh;q=0.9,en;q=0.8")
	f.Fuzz(func(t *testing.T, accept string) {
		if got := languageOf(accept); got != business.LanguageEN && got != business.LanguageZH {
			t.Errorf("%q: %q", accept, got)
		}
	})
}
