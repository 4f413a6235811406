package app

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"sync"
	"time"

	"bidwell/desk"
	"bidwell/outgoing"
	"bidwell/process"
)

const (
	// webhookAnswer is how much of an answer is read, so that the connection can be used again; webhookHeader bounds its header.
	webhookAnswer = 4 << 10
	webhookHeader = 16 << 10
	// webhookEvery is how often endpoints are looked for without a signal.
	webhookEvery = 15 * time.Second
	// webhookGathering lets changes close together go into one batch.
	webhookGathering = 200 * time.Millisecond
	// webhookRest is how long an endpoint is left alone when the database fails.
	webhookRest = 10 * time.Second
)

// webhookPoster makes the calls of webhooks: encrypted ones to public addresses and to the networks named, others to these
// alone. Where a name leads is looked at when it is connected to.
type webhookPoster struct {
	encrypted, plain *http.Client
	named            []netip.Prefix
}

func newWebhookPoster(named []netip.Prefix) *webhookPoster {
	client := func(t *http.Transport) *http.Client {
		t.MaxResponseHeaderBytes, t.DisableCompression = webhookHeader, true
		return &http.Client{Transport: t, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	}
	return &webhookPoster{encrypted: client(outgoing.Transport(named...)), plain: client(outgoing.Within(named...)), named: named}
}

// Plain lets hosts without encryption be sent to that are addresses in the networks named. Of a name it is known when it is
// connected to; where no network is named there is none.
func (p *webhookPoster) Plain(host string) bool {
	a, err := netip.ParseAddr(host)
	if err != nil {
		return len(p.named) > 0
	}
	return outgoing.Named(a, p.named)
}

// Post sends a message once. Nothing of the answer is kept but its status.
func (p *webhookPoster) Post(ctx context.Context, m desk.WebhookPosting) desk.WebhookPosted {
	ctx, cancel := context.WithTimeout(ctx, desk.WebhookTime)
	defer cancel()
	began := time.Now()
	status, err := p.send(ctx, m)
	posted := desk.WebhookPosted{Status: status, Took: time.Since(began), Outcome: process.WebhookOutcomeOf(status)}
	if err != nil {
		posted.Outcome, posted.Status, posted.Err = failed(err), 0, withoutAddress(err)
	}
	return posted
}

func (p *webhookPoster) send(ctx context.Context, m desk.WebhookPosting) (status int, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, m.URL, bytes.NewReader(m.Body))
	if err != nil {
		return 0, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "Bidwell-Webhooks")
	r.Header.Set("Webhook-Id", m.ID)
	r.Header.Set("Webhook-Timestamp", strconv.FormatInt(m.At.Unix(), 10))
	r.Header.Set("Webhook-Signature", m.Signature)
	client := p.encrypted
	if r.URL.Scheme != "https" {
		client = p.plain
	}
	answer, err := client.Do(r)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	_, _ = io.CopyN(io.Discard, answer.Body, webhookAnswer) // what it says is no matter
	return answer.StatusCode, nil
}

// failed sorts what went wrong as far as the owner of an endpoint may know. That a name leads into a network of the server's
// looks like a name that leads nowhere: else endpoints would be a way to look around in it.
func failed(err error) process.WebhookOutcome {
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var alert tls.AlertError
	var slow net.Error
	switch {
	case errors.As(err, &certificate), errors.As(err, &record), errors.As(err, &alert):
		return process.WebhookOutcomeTls
	case errors.As(err, &slow) && slow.Timeout():
		return process.WebhookOutcomeTimeout
	default:
		return process.WebhookOutcomeUnreachable
	}
}

// withoutAddress takes the address out of an error: there may be a secret in it.
func withoutAddress(err error) error {
	if e := new(url.Error); errors.As(err, &e) {
		return e.Err
	}
	return err
}

// webhooks sends to webhook endpoints, to each in a goroutine of its own: a slow one holds up no other. Which are due, and
// since when they fail, is in the database.
type webhooks struct {
	desk  *desk.Desk
	log   *slog.Logger
	ended chan struct{}

	sending sync.WaitGroup
	mu      sync.Mutex
	busy    map[string]bool
}

func newWebhooks(d *desk.Desk, log *slog.Logger) *webhooks {
	return &webhooks{desk: d, log: log, ended: make(chan struct{}, 1), busy: map[string]bool{}}
}

// run sends until ctx ends, and then waits for what is under way.
func (w *webhooks) run(ctx context.Context) {
	defer w.sending.Wait()
	if err := w.desk.FreeWebhooks(ctx); err != nil && ctx.Err() == nil {
		w.log.Error("webhooks that were being sent when the server stopped wait for a minute", "error", err)
	}
	signal := w.desk.Changed(ctx)
	for ctx.Err() == nil {
		rest := webhookEvery
		next, err := w.sendDue(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			w.log.Error("webhook endpoints could not be looked for and will be again", "error", err)
		case !next.IsZero():
			rest = min(rest, max(time.Until(next), 0))
		}
		timer := time.NewTimer(rest)
		select {
		case _, open := <-signal:
			if !open {
				signal = nil
			}
		case <-w.ended:
		case <-timer.C:
		case <-ctx.Done():
		}
		timer.Stop()
		pause(ctx, webhookGathering)
	}
}

// sendDue begins to send to all endpoints that are due and are not being sent to, and tells when the next one is.
func (w *webhooks) sendDue(ctx context.Context) (next time.Time, err error) {
	due, next, err := w.desk.DueWebhooks(ctx)
	if err != nil {
		return next, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, id := range due {
		if w.busy[id] {
			continue
		}
		w.busy[id] = true
		w.sending.Go(func() {
			w.send(ctx, id)
			w.mu.Lock()
			delete(w.busy, id)
			w.mu.Unlock()
			select {
			case w.ended <- struct{}{}: // there may be a retry to wait for now
			default:
			}
		})
	}
	return next, nil
}

// send sends to an endpoint until it has everything or fails.
func (w *webhooks) send(ctx context.Context, id string) {
	for more := true; more && ctx.Err() == nil; {
		var err error
		if more, err = w.desk.SendWebhook(ctx, id); err != nil && ctx.Err() == nil {
			w.log.Error("a webhook could not be prepared or noted and will be tried again", "endpoint", id, "error", err)
			pause(ctx, webhookRest)
		}
	}
}
