package app

import (
	"net/http"
	"strings"

	"bidwell/desk"
	"bidwell/graph"
	"bidwell/process"
)

// withViewer finds out who asks. A bearer token that does not work is refused; a cookie that does not is somebody who is
// no longer signed in.
func (s *site) withViewer(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		secret, bearer := bearerOf(r)
		if !bearer {
			if c, err := r.Cookie(cookieName); err == nil {
				secret = c.Value
			}
		}
		if secret == "" && !bearer {
			next.ServeHTTP(w, r)
			return
		}
		v, err := s.office.Authenticate(r.Context(), secret)
		switch {
		case err == nil:
			noteViewer(r.Context(), v.UserID)
			next.ServeHTTP(w, r.WithContext(graph.WithSecret(desk.WithViewer(r.Context(), v), secret)))
		case !bearer && process.CodeOf(err) == process.CodeUnauthenticated:
			next.ServeHTTP(w, r)
		default:
			s.refuseViewer(w, r, err)
		}
	})
}

func (s *site) refuseViewer(w http.ResponseWriter, r *http.Request, err error) {
	known := s.known(r, err)
	if known.Code == process.CodeUnauthenticated {
		w.Header().Set("WWW-Authenticate", `Bearer realm="bidwell", error="invalid_token"`)
	}
	if r.URL.Path != "/graphql" && r.URL.Path != "/export" {
		s.refuse(w, r, known)
		return
	}
	status, ok := statuses[known.Code]
	if !ok {
		status = http.StatusInternalServerError
	}
	graph.Refuse(w, r, status, known)
}

// bearerOf gives the bearer token, and whether there is one. Other schemes are a proxy's business.
func bearerOf(r *http.Request) (secret string, ok bool) {
	scheme, secret, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.TrimSpace(secret), strings.EqualFold(scheme, "Bearer")
}
