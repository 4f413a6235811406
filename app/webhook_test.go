package app

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/migrate"
	"bidwell/ent/store"
	"bidwell/ent/store/storetest"
	business "bidwell/process"
)

var ownNetwork = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}

// inbox is a system that is told by webhooks. It verifies signatures with code of its own.
type inbox struct {
	*httptest.Server
	mu     sync.Mutex
	secret string
	ids    []string
	names  []string // of the opportunities it was told of
	answer func(n int, w http.ResponseWriter)
	bad    []string
}

func newInbox(t *testing.T, answer func(n int, w http.ResponseWriter)) *inbox {
	in := &inbox{answer: answer}
	in.Server = httptest.NewServer(in)
	t.Cleanup(in.Close)
	return in
}

// ServeHTTP takes a message.
func (in *inbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	in.mu.Lock()
	key, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(in.secret, "whsec_"))
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%s.%s", r.Header.Get("webhook-id"), r.Header.Get("webhook-timestamp"), body)
	if want := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)); r.Method != http.MethodPost || r.Header.Get("webhook-signature") != want || r.Header.Get("Content-Type") != "application/json" {
		in.bad = append(in.bad, fmt.Sprint(r.Method, r.Header))
	}
	var m struct {
		Data struct {
			Changes []struct{ Number int64 }
			End     int64
		}
	}
	if json.Unmarshal(body, &m) != nil {
		in.bad = append(in.bad, string(body))
	}
	in.ids = append(in.ids, r.Header.Get("webhook-id"))
	for _, c := range m.Data.Changes {
		in.names = append(in.names, fmt.Sprint(c.Number))
	}
	n := len(in.ids)
	in.mu.Unlock()
	if in.answer != nil {
		in.answer(n, w)
	}
}

func (in *inbox) seen() (ids, numbers []string) {
	in.mu.Lock()
	defer in.mu.Unlock()
	return slices.Clone(in.ids), slices.Clone(in.names)
}

// sending is a desk that sends webhooks to this machine, with a token to speak for.
type sending struct {
	*testing.T
	*desk.Desk
	system context.Context
	token  string
}

func sendings(t *testing.T, named []netip.Prefix, test func(s *sending)) {
	t.Helper()
	storetest.Each(t, migrate.Migrations(), func(t *testing.T, st *store.Store) {
		s := &sending{T: t, system: desk.AsSystem(t.Context())}
		s.Desk = desk.New(st, nil, desk.Options{Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Webhooks: newWebhookPoster(named)})
		u, err := s.CreateUser(s.system, ent.CreateUserInput{Name: "Mei", Role: new(business.UserRoleSales), Email: new("mei@lantern-works.example")})
		s.must(err)
		token, err := s.CreateAPIToken(s.system, desk.CreateAPITokenInput{Name: "erp", Scope: business.TokenScopeRead, UserID: &u.Record.ID})
		s.must(err)
		s.token = token.Record.ID
		test(s)
	})
}

func (s *sending) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *sending) hook(url string) desk.WebhookSecret {
	s.Helper()
	made, err := s.CreateWebhookEndpoint(s.system, desk.CreateWebhookEndpointInput{TokenID: &s.token, URL: url, Description: "x", Types: []string{"Customer"}})
	s.must(err)
	return made
}

func (s *sending) customers(n int) {
	s.Helper()
	for i := range n {
		_, err := s.CreateCustomer(s.system, ent.CreateCustomerInput{Name: fmt.Sprint("customer ", i)})
		s.must(err)
	}
}

// until waits for something that comes about in the background.
func (s *sending) until(what string, holds func() bool) {
	s.Helper()
	for end := time.Now().Add(20 * time.Second); !holds(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			s.Fatalf("%s: not within 20 seconds", what)
		}
	}
}

// runs lets the sender run until stop.
func (s *sending) runs() (stop func()) {
	ctx, cancel := context.WithCancel(s.Context())
	var running sync.WaitGroup
	running.Go(func() { newWebhooks(s.Desk, slog.New(slog.NewTextHandler(s.Output(), nil))).run(ctx) })
	return func() { cancel(); running.Wait() }
}

func TestChangesArriveAndASlowEndpointHoldsUpNoOther(t *testing.T) {
	sendings(t, ownNetwork, func(s *sending) {
		stuck := make(chan struct{})
		slow := newInbox(s.T, func(int, http.ResponseWriter) { <-stuck })
		quick := newInbox(s.T, func(n int, w http.ResponseWriter) {
			if n%3 == 1 {
				w.WriteHeader(http.StatusAccepted)
			}
		})
		defer close(stuck)
		slow.secret = s.hook(slow.URL).Secret
		quick.secret = s.hook(quick.URL + "/hook?team=1").Secret
		defer s.runs()()
		for i := range 5 {
			s.customers(3)
			s.until("all changes arrive", func() bool { _, numbers := quick.seen(); return len(numbers) == 3*(i+1) })
		}
		_, numbers := quick.seen()
		if !slices.IsSortedFunc(numbers, func(a, b string) int { return len(a) - len(b) + strings.Compare(a, b) }) || len(quick.bad) != 0 {
			s.Errorf("arrived %v, not as it should: %v", numbers, quick.bad)
		}
		if ids, _ := slow.seen(); len(ids) != 1 {
			s.Errorf("%d messages are under way to one endpoint", len(ids))
		}
	})
}

func TestSendingGoesOnAfterARestartInTheMiddle(t *testing.T) {
	sendings(t, ownNetwork, func(s *sending) {
		arrived := make(chan struct{}, 1)
		stuck := make(chan struct{})
		in := newInbox(s.T, func(n int, w http.ResponseWriter) {
			if n == 1 { // it takes the batch and never says so
				arrived <- struct{}{}
				<-stuck
			}
		})
		in.secret = s.hook(in.URL).Secret
		s.customers(3)
		stop := s.runs()
		<-arrived
		stop()
		close(stuck)
		s.customers(2)
		defer s.runs()()
		s.until("the rest arrives", func() bool { _, numbers := in.seen(); return len(numbers) == 3+3+2 })
		ids, numbers := in.seen()
		if len(ids) != 3 || ids[0] != ids[1] || ids[1] == ids[2] || !slices.Equal(numbers[:3], numbers[3:6]) || len(in.bad) != 0 {
			s.Errorf("batches %v tell %v, bad %v", ids, numbers, in.bad)
		}
	})
}

// What is private is not called, however it is written and wherever a name or a redirect leads.
func TestWebhooksDoNotReachIntoTheOwnNetwork(t *testing.T) {
	asked := 0
	own := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
	defer own.Close()
	secure := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
	defer secure.Close()
	port := func(s *httptest.Server) string { return s.URL[strings.LastIndex(s.URL, ":"):] }
	open := newWebhookPoster(nil)
	for _, host := range []string{"127.0.0.1", "[::1]", "localhost", "localhost.", "169.254.169.254", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "0.0.0.0", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]"} {
		for _, url := range []string{"http://" + host + port(own), "https://" + host + port(secure)} {
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
			posted := open.Post(ctx, desk.WebhookPosting{URL: url, Body: []byte("{}")})
			cancel()
			if posted.Outcome != business.WebhookOutcomeUnreachable && posted.Outcome != business.WebhookOutcomeTimeout || posted.Status != 0 || posted.Err == nil {
				t.Errorf("%s: %+v", url, posted)
			}
		}
		if open.Plain(strings.Trim(host, "[]")) {
			t.Errorf("%s may be sent to without encryption", host)
		}
	}
	named := newWebhookPoster(ownNetwork)
	for host, want := range map[string]bool{"127.0.0.1": true, "10.0.0.1": false, "93.184.216.34": false, "::ffff:127.0.0.1": true, "erp.internal": true} {
		if named.Plain(host) != want {
			t.Errorf("%s may be sent to without encryption: %v", host, !want)
		}
	}
	redirecting := httptest.NewServer(http.RedirectHandler(own.URL, http.StatusTemporaryRedirect))
	defer redirecting.Close()
	if posted := named.Post(t.Context(), desk.WebhookPosting{URL: redirecting.URL, Body: []byte("{}")}); posted.Outcome != business.WebhookOutcomeRedirect || posted.Status != http.StatusTemporaryRedirect {
		t.Errorf("a redirect: %+v", posted)
	}
	if posted := named.Post(t.Context(), desk.WebhookPosting{URL: secure.URL, Body: []byte("{}")}); posted.Outcome != business.WebhookOutcomeTls || posted.Err == nil || strings.Contains(posted.Err.Error(), secure.URL) {
		t.Errorf("a certificate of nobody: %+v", posted)
	}
	if asked != 0 {
		t.Errorf("%d calls arrived", asked)
	}
	if posted := named.Post(t.Context(), desk.WebhookPosting{URL: own.URL, Body: []byte("{}")}); posted.Outcome != business.WebhookOutcomeDelivered || asked != 1 {
		t.Errorf("a network that is named: %+v", posted)
	}
}

// Answers without an end, large headers and slow ones are cut; what an address holds is not in errors.
func TestAnswersAreBounded(t *testing.T) {
	named := newWebhookPoster(ownNetwork)
	endless := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := w.Write(make([]byte, 1<<10)); err != nil {
				return
			}
		}
	}))
	defer endless.Close()
	loud := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X", strings.Repeat("x", 100<<10))
	}))
	defer loud.Close()
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // else it is not noticed that nobody waits any more
		<-r.Context().Done()
	}))
	defer slow.Close()
	for url, want := range map[string]business.WebhookOutcome{endless.URL: "DELIVERED", loud.URL: "UNREACHABLE", slow.URL: "TIMEOUT", "http://127.0.0.1:1/?secret=letmein": "UNREACHABLE"} {
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		posted := named.Post(ctx, desk.WebhookPosting{URL: url, Body: []byte("{}")})
		cancel()
		if posted.Outcome != want || posted.Err != nil && strings.Contains(posted.Err.Error(), "letmein") {
			t.Errorf("%s: %+v, want %s", url, posted, want)
		}
	}
}
