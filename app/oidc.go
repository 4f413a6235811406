package app

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"bidwell/desk"
	"bidwell/graph"
	"bidwell/process"
)

// Where a sign-in by an issuer begins and comes back to.
const (
	oidcStart    = "/auth/oidc"
	oidcCallback = "/auth/oidc/callback"
)

// flow is one sign-in by an issuer, as the browser that began it keeps it: what comes back counts in that browser alone, once
// and for a few minutes.
type flow struct {
	State    string `json:"s"`
	Nonce    string `json:"n"`
	Verifier string `json:"v"`
	Next     string `json:"to"`
}

// flowLife is how long somebody may take at the issuer.
const flowLife = 10 * time.Minute

func newFlow(next string) flow {
	return flow{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), Next: localPath(next)}
}

// flowCookie is the cookie of a flow; over HTTPS no sister site can set one of its name.
func (s *site) flowCookie(r *http.Request) *http.Cookie {
	c := &http.Cookie{Name: "bidwell_oidc", Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.encrypted(r.Context())}
	if c.Secure {
		c.Name = "__Host-" + c.Name
	}
	return c
}

// methods tells the ways to sign in.
func (s *site) methods(w http.ResponseWriter, _ *http.Request) {
	type way struct {
		Name  string `json:"name"`
		Start string `json:"start"`
	}
	var answer struct {
		Password bool `json:"password"`
		OIDC     *way `json:"oidc"`
	}
	answer.Password = true
	if s.issuer != nil {
		answer.OIDC = &way{s.issuer.settings.name(), oidcStart}
	}
	writeJSON(w, http.StatusOK, answer)
}

// startOIDC sends somebody to the issuer.
func (s *site) startOIDC(w http.ResponseWriter, r *http.Request) {
	f := newFlow(r.URL.Query().Get("next"))
	if s.issuer == nil {
		s.refuse(w, r, process.NotFound(oidcStart))
		return
	}
	found, err := s.issuer.discover(r.Context())
	if err != nil {
		s.notSignedIn(w, r, f.Next, err)
		return
	}
	kept, err := json.Marshal(f)
	if err != nil {
		panic(err) // it is made of plain values
	}
	c := s.flowCookie(r)
	c.Value, c.MaxAge = base64.RawURLEncoding.EncodeToString(kept), int(flowLife/time.Second)
	http.SetCookie(w, c)
	w.Header().Set("Cache-Control", "no-store")
	language := oauth2.SetAuthURLParam("ui_locales", string(graph.LanguageOf(r.Context())))
	http.Redirect(w, r, found.oauth.AuthCodeURL(f.State, oidc.Nonce(f.Nonce), oauth2.S256ChallengeOption(f.Verifier), language), http.StatusSeeOther)
}

// oidcReturned takes whoever comes back from the issuer in, or says why not. The flow is over either way.
func (s *site) oidcReturned(w http.ResponseWriter, r *http.Request) {
	if s.issuer == nil {
		s.refuse(w, r, process.NotFound(oidcCallback))
		return
	}
	gone := s.flowCookie(r)
	gone.MaxAge = -1
	http.SetCookie(w, gone)
	f := flow{Next: "/"}
	in, err := s.signInByIssuer(r, &f)
	if err != nil {
		s.notSignedIn(w, r, f.Next, err)
		return
	}
	// A session of its own, whatever cookie the browser brought along.
	http.SetCookie(w, s.cookie(r, in.Secret, in.Expires))
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, f.Next, http.StatusSeeOther)
}

func (s *site) signInByIssuer(r *http.Request, f *flow) (in desk.SignedIn, err error) {
	if err := s.flowOf(r, f); err != nil {
		return in, err
	}
	q := r.URL.Query()
	if named := q.Get("iss"); named != "" && named != s.issuer.settings.OIDCIssuer { // RFC 9207
		return in, process.NewError(process.CodeForbidden, process.MsgIdentityElsewhere)
	}
	if failed := q.Get("error"); failed != "" {
		s.office.log.InfoContext(r.Context(), "the issuer let nobody come", "code", withoutSecrets(failed[:min(len(failed), 100)]))
		return in, process.NewError(process.CodeUnauthenticated, process.MsgIdentityRefused)
	}
	if q.Get("code") == "" {
		return in, process.NewError(process.CodeForbidden, process.MsgIdentityElsewhere)
	}
	who, err := s.issuer.identify(r.Context(), q.Get("code"), *f)
	if err != nil {
		return in, err
	}
	// Whoever leaves now is signed in all the same: the code is spent.
	ctx := context.WithoutCancel(r.Context())
	return s.office.SignInByIdentity(ctx, desk.SignInByIdentityInput{Identity: who, Newcomers: s.issuer.newcomers, Browser: r.UserAgent()})
}

// flowOf reads the flow of a browser, which is the one that the answer names. Errors: FORBIDDEN.
func (s *site) flowOf(r *http.Request, f *flow) error {
	elsewhere := process.NewError(process.CodeForbidden, process.MsgIdentityElsewhere)
	kept, err := r.Cookie(s.flowCookie(r).Name)
	if err != nil {
		return elsewhere
	}
	var read flow
	text, err := base64.RawURLEncoding.DecodeString(kept.Value)
	if err != nil || json.Unmarshal(text, &read) != nil {
		return elsewhere
	}
	f.Next = localPath(read.Next)
	if read.State == "" || read.Nonce == "" || subtle.ConstantTimeCompare([]byte(read.State), []byte(r.URL.Query().Get("state"))) != 1 {
		return elsewhere
	}
	read.Next = f.Next
	*f = read
	return nil
}

// notSignedIn says why somebody is not signed in: people on the sign-in page, programs as everywhere.
func (s *site) notSignedIn(w http.ResponseWriter, r *http.Request, next string, err error) {
	if !strings.Contains(r.Header.Get("Accept"), "text/html") {
		s.refuse(w, r, err)
		return
	}
	problems := map[process.Code]string{process.CodeForbidden: "again", process.CodeUnauthenticated: "refused", process.CodeRateLimited: "busy"}
	problem, known := problems[s.known(r, err).Code]
	if !known {
		problem = "unavailable"
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, "/sign-in?"+url.Values{"problem": {problem}, "next": {next}}.Encode(), http.StatusSeeOther)
}

// localPath is where to go after signing in: a path of this site that is no sign-in itself, else the start page.
func localPath(next string) string {
	const longest = 1000
	u, err := url.Parse(next)
	// Browsers read a backslash as a slash and leave control characters out.
	foreign := func(c rune) bool { return c == '\\' || c <= ' ' || c == 0x7f }
	if err != nil || len(next) > longest || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsFunc(next, foreign) ||
		u.Scheme != "" || u.Host != "" || strings.HasPrefix(u.Path, "//") || strings.HasPrefix(u.Path, "/auth/") {
		return "/"
	}
	return next
}
