package app

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"bidwell/process"
)

func TestSettingsOfAnIssuer(t *testing.T) {
	good := []string{"--oidc-issuer", "https://id.company.example/realms/a", "--oidc-client-id", "bidwell"}
	for refusal, more := range map[string][]string{
		"--oidc-role":      {"--oidc-role", "admin"},
		"--oidc-role: \"k": {"--oidc-role", "king"},
		"--oidc-domain":    {"--oidc-domain", "@company.example"},
		"--oidc-issuer":    {"--oidc-issuer", "http://id.company.example"},
		"no address":       {"--oidc-issuer", "id.company.example"},
		"like https":       {"--oidc-issuer", "https://user:password@id.company.example"},
		"\"ftp":            {"--oidc-issuer", "ftp://localhost"},
	} {
		got := bidwell(t, append(append([]string{"serve"}, good...), more...)...)
		if got.want(t, exitUsage, refusal); strings.Contains(got.errors, "panic") {
			t.Error(got.errors)
		}
	}
	bidwell(t, "serve", "--oidc-role", "SALES").want(t, exitUsage, "--oidc-issuer")
	bidwell(t, "serve", "--oidc-issuer", "https://id.company.example").want(t, exitUsage, "--oidc-client-id")
	for s, want := range map[oidcName]string{{"https://id.company.example:8443/a", ""}: "id.company.example", {"https://id.company.example", "Lantern ID"}: "Lantern ID"} {
		if got := (&oidcSettings{OIDCIssuer: s.issuer, OIDCName: s.name}).name(); got != want {
			t.Errorf("%+v is called %q", s, got)
		}
	}
}

type oidcName struct{ issuer, name string }

func TestAfterSigningInOnlyPathsOfThisSiteFollow(t *testing.T) {
	for next, want := range map[string]string{
		"/": "/", "/graphiql": "/graphiql", "/?q=a&kind=CASE#hits": "/?q=a&kind=CASE#hits", "/?q=%E6%A1%88%5C": "/?q=%E6%A1%88%5C", "/a:b": "/a:b",
		"": "/", "graphiql": "/", "//evil.example": "/", "/\\evil.example": "/", "\\\\evil.example": "/", "/\t/evil.example": "/", "/\n/x": "/", " /x": "/",
		"https://evil.example": "/", "https:/evil.example": "/", "javascript:alert(1)": "/", "/%zz": "/", "/a b": "/", "/%2f/evil.example": "/",
		"/auth/oidc": "/", "/auth/sign-out": "/", "/%61uth/oidc": "/", "///evil.example": "/", "/" + strings.Repeat("a", 1000): "/",
	} {
		if got := localPath(next); got != want {
			t.Errorf("%q leads to %q, want %q", next, got, want)
		}
	}
}

func FuzzLocalPath(f *testing.F) {
	for _, seed := range []string{"/", "//x", "/\\x", "/a?b#c", "https://x", "/.//x", "/..//x"} {
		f.Add(seed)
	}
	base, _ := url.Parse("https://bidwell.example/auth/oidc/callback")
	f.Fuzz(func(t *testing.T, next string) {
		got := localPath(next)
		w := httptest.NewRecorder()
		http.Redirect(w, httptest.NewRequest(http.MethodGet, "/auth/oidc/callback", nil), got, http.StatusSeeOther)
		to, err := base.Parse(w.Header().Get("Location"))
		if err != nil || to.Host != base.Host || to.Scheme != base.Scheme || strings.HasPrefix(w.Header().Get("Location"), "//") {
			t.Errorf("%q leads to %q, %v", next, w.Header().Get("Location"), err)
		}
	})
}

// An issuer that is down is asked seldom; once it is there it is believed for a while, and what it said before counts when it
// is gone again.
func TestAnIssuerIsLookedForWhenSomebodyComes(t *testing.T) {
	var asked atomic.Int64
	var down atomic.Bool
	var said atomic.Value
	var own *httptest.Server
	own = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		if down.Load() {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(strings.ReplaceAll(said.Load().(string), "$", own.URL)))
	}))
	defer own.Close()
	fronts(t, "http://bidwell.example", func(f *front) {
		const whole = `{"issuer":"$","authorization_endpoint":"$/auth","token_endpoint":"$/token","jwks_uri":"$/keys","id_token_signing_alg_values_supported":["none","RS256"]}`
		said.Store(whole)
		asked.Store(0)
		down.Store(true)
		var err error
		settings := oidcSettings{OIDCIssuer: own.URL, OIDCClientID: "bidwell", OIDCName: "Lantern ID"}
		if f.issuer, err = newIssuer(settings, f.public, nil, f.office.log); err != nil {
			f.Fatal(err)
		}
		f.issuer.now = f.now
		down503 := scene{path: oidcStart, status: 503, contains: "Lantern ID"}
		f.play("an issuer in the own network that is not named", down503)
		if asked.Load() != 0 || !strings.Contains(f.log.String(), "--outgoing-network") {
			f.Errorf("asked %d times, the log says %s", asked.Load(), f.log)
		}
		f.issuer, _ = newIssuer(settings, f.public, []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, f.office.log)
		f.issuer.now = f.now
		f.play("an issuer that is down", down503)
		f.play("and is left alone", down503)
		w := f.send(scene{path: oidcStart + "?next=/graphiql", headers: map[string]string{"Accept": "text/html"}})
		if to := w.Header().Get("Location"); w.Code != 303 || to != "/sign-in?next=%2Fgraphiql&problem=unavailable" {
			f.Errorf("in a browser: %d, %s", w.Code, to)
		}
		if asked.Load() != 1 {
			f.Errorf("asked %d times", asked.Load())
		}
		down.Store(false)
		f.issuer.now = func() time.Time { return f.now().Add(6 * time.Second) }
		for _, wrong := range []string{strings.Replace(whole, `"$"`, `"https://evil.example"`, 1), strings.Replace(whole, "$/token", "token", 1), "{", "[]"} {
			said.Store(wrong)
			f.issuer.failed = nil
			f.play("an issuer that says "+wrong, down503)
		}
		said.Store(whole)
		f.issuer.failed = nil
		for range 3 {
			w = f.play("an issuer that is there", scene{path: oidcStart, status: 303})
		}
		to, err := url.Parse(w.Header().Get("Location"))
		if err != nil || to.Query().Get("redirect_uri") != "http://bidwell.example/auth/oidc/callback" || to.Query().Get("code_challenge_method") != "S256" || asked.Load() != 6 {
			f.Errorf("%v, asked %d times", to, asked.Load())
		}
		down.Store(true)
		f.issuer.now = func() time.Time { return f.now().Add(2 * time.Hour) }
		f.play("an issuer that is gone again", scene{path: oidcStart, status: 303})
		if asked.Load() != 7 {
			f.Errorf("asked %d times", asked.Load())
		}
	})
}

func TestTheCookieOfASignInIsOneThatNoSisterSiteSets(t *testing.T) {
	fronts(t, "https://bidwell.example", func(f *front) {
		c := f.flowCookie(httptest.NewRequest(http.MethodGet, "/", nil))
		if c.Name != "__Host-bidwell_oidc" || !c.Secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" || c.SameSite != http.SameSiteLaxMode {
			f.Errorf("%+v", c)
		}
		f.play("a server without an issuer", scene{path: oidcStart, status: 404, contains: "NOT_FOUND"})
		f.play("the way back to it", scene{path: oidcCallback + "?code=x&state=y", status: 404, contains: "NOT_FOUND"})
		f.play("the ways to sign in", scene{path: "/auth/methods", status: 200, contains: `{"password":true,"oidc":null}`})
	})
}

func TestAnIssuerIsAskedByAFewAtOnce(t *testing.T) {
	i := &issuer{slots: make(chan struct{}, 1)}
	i.slots <- struct{}{}
	if _, err := i.identify(t.Context(), "code", flow{}); process.CodeOf(err) != process.CodeRateLimited {
		t.Error(err)
	}
}
