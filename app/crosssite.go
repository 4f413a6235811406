package app

import (
	"net/http"
	"net/url"
	"strings"

	"bidwell/process"
)

// sameOrigin refuses what another site lets a browser send: requests that might change something, queries of GraphQL that
// carry nothing a foreign page would have to ask for first, and WebSockets, which browsers open to anywhere. A request with
// a bearer token is no browser's doing: it sends none by itself.
func (s *site) sameOrigin(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, bearer := bearerOf(r); !bearer && (s.foreign.Check(r) != nil || !s.fromHere(r)) {
			s.refuse(w, r, process.NewError(process.CodeForbidden, process.MsgForbidden))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// preflight are headers that no page can send to a foreign site without asking it first. Their names are those of stock
// clients and ours.
var preflight = []string{"X-Bidwell-Client", "GraphQL-Require-Preflight", "Apollo-Require-Preflight"}

// fromHere tells whether a GET of GraphQL is from our own pages or from no page at all.
func (s *site) fromHere(r *http.Request) bool {
	if r.Method != http.MethodGet || r.URL.Path != "/graphql" {
		return true
	}
	if strings.EqualFold(r.Header.Get("Upgrade"), "websocket") {
		origin, err := url.Parse(r.Header.Get("Origin"))
		return err == nil && (origin.Host == "" && r.Header.Get("Origin") == "" || origin.Host == r.Host || origin.Scheme == s.public.Scheme && origin.Host == s.public.Host)
	}
	if _, err := r.Cookie(cookieName); err != nil || r.Header.Get("Sec-Fetch-Site") == "same-origin" {
		return true // without a cookie there is nobody whose rights could be used
	}
	for _, name := range preflight {
		if r.Header.Get(name) != "" {
			return true
		}
	}
	return false
}
