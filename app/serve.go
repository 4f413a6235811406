package app

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"bidwell/desk"
	"bidwell/search"
)

type serveCommand struct {
	mailSettings
	guardSettings
	tlsSettings
	oidcSettings

	Listen      string `help:"Address to listen on." env:"BIDWELL_LISTEN" default:"127.0.0.1:8686"`
	Demo        bool   `help:"Fill the database with a sample company first." env:"BIDWELL_DEMO"`
	PublicURL   string `name:"public-url" help:"Address under which browsers reach the server, when a proxy stands before it." env:"BIDWELL_PUBLIC_URL" placeholder:"https://…"`
	MemoryLimit int64  `help:"MiB of memory above which the garbage collector works harder, beside which the index has 128 and the program some 60; 0 for no limit." env:"BIDWELL_MEMORY_LIMIT" default:"280"`
}

// Validate is called by kong.
func (c *serveCommand) Validate() error {
	return errors.Join(c.guardSettings.Validate(), c.tlsSettings.Validate(), c.oidcSettings.Validate())
}

// shutdownTime is how long requests may go on once the server is told to stop.
const shutdownTime = 8 * time.Second

// Run serves until it is told to stop.
func (c *serveCommand) Run(sh *shell) error {
	public, err := c.publicURL()
	if err != nil {
		return err
	}
	encryption, err := c.config(sh.Dir)
	if err != nil {
		return err
	}
	tuneMemory(c.MemoryLimit)
	log := sh.logger(sh.stderr)
	// The address comes first: it is the cheapest to find taken.
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("%w: choose another address with --listen", err)
	}
	defer listener.Close()
	if encryption != nil {
		listener = tls.NewListener(listener, encryption)
	}
	o, err := sh.open(sh.ctx, log, true)
	if err != nil {
		return err
	}
	return errors.Join(c.fillAndServe(sh, o, listener, public), o.close())
}

func (c *serveCommand) fillAndServe(sh *shell, o *office, listener net.Listener, public *url.URL) error {
	if err := o.InstallAuthority(sh.ctx); err != nil {
		return err
	}
	if err := o.InstallSynonyms(desk.AsSystem(sh.ctx)); err != nil {
		return err
	}
	if c.Demo {
		ctx := desk.AsSystem(sh.ctx)
		if err := sh.seed(ctx, o); err != nil {
			return err
		}
		// The first search should find the company; a damaged index is built anew while serving.
		if err := o.CatchUp(ctx); err != nil && !errors.Is(err, search.ErrRebuilding) {
			return err
		}
	}
	if err := o.InstallTemplates(sh.ctx); err != nil {
		return err
	}
	return c.serve(sh, o, listener, public)
}

func (c *serveCommand) serve(sh *shell, o *office, listener net.Listener, public *url.URL) error {
	if public == nil {
		public = c.ownURL(listener)
		if public.Scheme == "http" {
			warnOfPlainHTTP(o.log, listener)
		}
	}
	letters, err := newMailer(c.mailSettings, o.Desk, public, o.log)
	if err != nil {
		return err
	}
	if err := o.InstallCalendar(desk.AsSystem(sh.ctx)); err != nil {
		return err
	}
	s, err := newSite(o, public, c.guardSettings)
	if err != nil {
		return err
	}
	if s.issuer, err = newIssuer(c.oidcSettings, public, sh.Outgoing, o.log); err != nil {
		return err
	}
	if err := s.expectAll(sh.ctx); err != nil && sh.ctx.Err() == nil {
		return err
	}
	server := &http.Server{
		Handler:           s.handler(),
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 96 << 10, // a query by GET may take 64 KiB
		ErrorLog:       slog.NewLogLogger(o.log.Handler(), slog.LevelDebug),
	}
	server.RegisterOnShutdown(s.graph.Close)
	background, stop := context.WithCancel(context.WithoutCancel(sh.ctx))
	var following sync.WaitGroup
	following.Go(func() {
		if err := o.Follow(background); err != nil {
			o.log.Error("the case library is no longer kept up to date", "error", err)
		}
	})
	following.Go(func() { o.reindexOnRequest(background) })
	following.Go(func() { o.sweep(background) })
	following.Go(func() { newWebhooks(o.Desk, o.log).run(background) })
	if letters != nil {
		following.Go(func() { letters.run(background) })
	}
	defer following.Wait()
	defer stop()
	forget, err := sh.noteRunning(public.JoinPath("/").String())
	if err != nil {
		return errors.Join(err, server.Close())
	}
	defer func() { _ = forget() }()
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	if err := c.announce(sh, o, public); err != nil && sh.ctx.Err() == nil {
		return errors.Join(err, server.Close())
	}
	select {
	case err := <-served:
		return err
	case <-sh.ctx.Done():
		return errors.Join(s.stop(server), o.KeepSearches(background))
	}
}

// stop lets running requests end, and ends them when they take too long.
func (s *site) stop(server *http.Server) error {
	s.stopping.Store(true)
	ctx, cancel := context.WithTimeout(context.Background(), shutdownTime)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		s.office.log.Warn("requests were broken off", "error", err)
		return server.Close()
	}
	return nil
}

// announce prints where the server is and, while nobody can sign in, the way to the first administrator. The token
// stands in the fragment, which browsers keep to themselves.
func (c *serveCommand) announce(sh *shell, o *office, public *url.URL) error {
	fmt.Fprintf(sh.stdout, "Bidwell serves %s\n", public.JoinPath("/"))
	token, err := o.SetupToken(sh.ctx, c.OIDCIssuer)
	if err != nil || token == "" {
		return err
	}
	fmt.Fprintf(sh.stdout, "Nobody can sign in yet. Make the first administrator within 30 minutes at\n  %s#token=%s\n", public.JoinPath("/setup"), token)
	return nil
}

func (c *serveCommand) publicURL() (*url.URL, error) {
	if c.PublicURL == "" {
		return nil, nil
	}
	u, err := url.Parse(strings.TrimSuffix(c.PublicURL, "/"))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.Path != "" || u.RawQuery != "" {
		return nil, fmt.Errorf("--public-url: %q is no address like https://bidwell.example", c.PublicURL)
	}
	return u, nil
}

// ownURL is the address of a server without a proxy before it: of the host its certificate is for, where that is known.
func (c *serveCommand) ownURL(listener net.Listener) *url.URL {
	switch {
	case len(c.ACMEHost) > 0:
		return &url.URL{Scheme: "https", Host: c.ACMEHost[0]}
	case c.TLSCert != "":
		return &url.URL{Scheme: "https", Host: listener.Addr().String()}
	default:
		return &url.URL{Scheme: "http", Host: listener.Addr().String()}
	}
}

// tuneMemory lets garbage grow to four times what is in use, which halves the CPU per request, within the limit.
func tuneMemory(limit int64) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	if limit > 0 && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(limit << 20)
	}
}

func warnOfPlainHTTP(log *slog.Logger, listener net.Listener) {
	if a, ok := listener.Addr().(*net.TCPAddr); ok && !a.IP.IsLoopback() {
		log.Warn("other machines reach this server over plain HTTP: put a proxy with HTTPS before it and name it with --public-url", "address", a.String())
	}
}
