package app

import (
	"io"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"

	"bidwell/graph"
	"bidwell/process"
	"bidwell/web"
)

// site is the HTTP side of an office.
type site struct {
	office   *office
	public   *url.URL
	foreign  *http.CrossOriginProtection
	graph    *graph.Server
	proxies  proxies
	sdl      func() string
	issuer   *issuer // who vouches for people beside their passwords; nil for nobody
	stopping atomic.Bool
	target   int64       // the change that the case library had to have to be ready
	caughtUp atomic.Bool // it had it once
}

// newSite makes the site that browsers reach under public.
func newSite(o *office, public *url.URL, guard guardSettings) (*site, error) {
	foreign := http.NewCrossOriginProtection()
	// A proxy may pass on its own Host: the public origin is ours whatever it says.
	if err := foreign.AddTrustedOrigin(public.Scheme + "://" + public.Host); err != nil {
		panic(err) // the URL was checked
	}
	options, err := guard.options(o)
	if err != nil {
		return nil, err
	}
	believed, err := guard.proxies()
	if err != nil {
		return nil, err
	}
	return &site{
		office: o, public: public, foreign: foreign, graph: graph.NewHandler(o.Desk, options), proxies: believed, sdl: sync.OnceValue(graph.SDL),
	}, nil
}

// handler is the site with everything around it, from the outside to the inside.
func (s *site) handler() http.Handler {
	return identified(s.arrived(s.logged(s.secured(compressed(s.recovered(s.sameOrigin(s.routes())))))))
}

func (s *site) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", healthz)
	mux.HandleFunc("GET /readyz", s.readyz)
	mux.Handle("/graphql", s.withViewer(s.graph))
	mux.Handle("POST /export", s.withViewer(http.HandlerFunc(s.export)))
	mux.Handle("GET /graphql/schema.graphql", s.withViewer(http.HandlerFunc(s.schema)))
	mux.Handle("GET /auth/sessions", s.withViewer(http.HandlerFunc(s.sessions)))
	mux.Handle("DELETE /auth/sessions/{id}", s.withViewer(http.HandlerFunc(s.endSession)))
	mux.Handle("POST /auth/sign-out-elsewhere", s.withViewer(http.HandlerFunc(s.endOtherSessions)))
	mux.Handle("GET /auth/session", s.withViewer(http.HandlerFunc(s.session)))
	mux.Handle("HEAD /files/{sha256}", s.withViewer(http.HandlerFunc(s.uploadState)))
	mux.Handle("PUT /files/{sha256}", s.withViewer(http.HandlerFunc(s.upload)))
	mux.Handle("GET /attachments/{id}", s.withViewer(http.HandlerFunc(s.attachment)))
	mux.Handle("GET /audit/{file}", s.withViewer(http.HandlerFunc(s.auditFile)))
	mux.HandleFunc("POST /auth/sign-in", s.signIn)
	mux.HandleFunc("POST /auth/sign-out", s.signOut)
	mux.HandleFunc("POST /auth/setup", s.setUp)
	mux.HandleFunc("POST /auth/invitation", s.invitation)
	mux.HandleFunc("POST /auth/accept-invitation", s.acceptInvitation)
	mux.HandleFunc("GET /auth/methods", s.methods)
	mux.HandleFunc("GET "+oidcStart, s.startOIDC)
	mux.HandleFunc("GET "+oidcCallback, s.oidcReturned)
	mux.HandleFunc("GET /survey/{secret}", s.survey)
	mux.HandleFunc("POST /survey/{secret}", s.answerSurvey)
	mux.HandleFunc("GET /survey.css", surveyStyle)
	mux.Handle("/", web.Handler())
	return mux
}

// healthz answers as long as the process does.
func healthz(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, "ok\n")
}

// schema shows the SDL to those who may see it.
func (s *site) schema(w http.ResponseWriter, r *http.Request) {
	if _, err := s.office.Viewer(r.Context()); err != nil {
		s.refuse(w, r, err)
		return
	}
	if !s.graph.ShowsSchema(r.Context()) {
		s.refuse(w, r, process.NewError(process.CodeForbidden, process.MsgSchemaHidden))
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, s.sdl())
}
