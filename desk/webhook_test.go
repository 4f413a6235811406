package desk_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/store"
	"bidwell/ent/webhookdelivery"
	"bidwell/process"
)

// receiver is a system that is told of changes. It verifies signatures by itself.
type receiver struct {
	mu sync.Mutex
	// answers are the status codes of the next answers; 200 when there are none left. 0 is no answer.
	answers []int
	got     []posted
	// meanwhile runs while a message is under way.
	meanwhile func()
}

type posted struct {
	desk.WebhookPosting
	Type string
	Data struct {
		Changes []told
		End     int64
	}
}

type told struct {
	Number                                            int64
	ActorID, Type, RecordID, OpportunityID, Operation string
	Fields                                            []struct{ Name, From, To json.RawMessage }
}

func (r *receiver) Plain(host string) bool { return host == "10.0.0.7" }

func (r *receiver) Post(_ context.Context, p desk.WebhookPosting) desk.WebhookPosted {
	r.mu.Lock()
	defer r.mu.Unlock()
	message := posted{WebhookPosting: p}
	if err := json.Unmarshal(p.Body, &message); err != nil {
		panic(err)
	}
	r.got = append(r.got, message)
	if r.meanwhile != nil {
		r.meanwhile()
		r.meanwhile = nil
	}
	status := 200
	if len(r.answers) > 0 {
		status, r.answers = r.answers[0], r.answers[1:]
	}
	if status == 0 {
		return desk.WebhookPosted{Outcome: process.WebhookOutcomeTimeout, Took: desk.WebhookTime, Err: errors.New("nobody answers")}
	}
	return desk.WebhookPosted{Outcome: process.WebhookOutcomeOf(status), Status: status, Took: 20 * time.Millisecond}
}

// take is what came since it was last asked.
func (r *receiver) take() []posted {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := r.got
	r.got = nil
	return all
}

// signedBy tells whether one of the signatures of a message is of a secret, by Standard Webhooks as it is written down.
func signedBy(p posted, secret string) bool {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		return false
	}
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%d.%s", p.ID, p.At.Unix(), p.Body)
	want := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
	return slices.Contains(strings.Split(p.Signature, " "), want)
}

// hooked is a crew whose changes are told to a receiver.
type hooked struct {
	*crew
	receiver *receiver
}

func hooks(t *testing.T, test func(h *hooked)) {
	t.Helper()
	crews(t, func(c *crew) {
		h := &hooked{crew: c, receiver: &receiver{}}
		h.reopen()
		test(h)
	})
}

// reopen begins anew on the same database, as a program does that was started again.
func (h *hooked) reopen() {
	h.Desk = desk.New(h.Store(), nil, desk.Options{Now: h.now, Log: slog.New(slog.NewTextHandler(h.log, nil)), Webhooks: h.receiver})
}

// token makes a token of somebody.
func (h *hooked) token(who string, in desk.CreateAPITokenInput) desk.IssuedToken {
	h.Helper()
	in.Name, in.UserID = "erp", h.id(who)
	if in.Scope == "" {
		in.Scope = process.TokenScopeRead
	}
	return h.issue(h.system, in)
}

// hook makes an endpoint of a token.
func (h *hooked) hook(token desk.IssuedToken, types ...string) desk.WebhookSecret {
	h.Helper()
	made, err := h.CreateWebhookEndpoint(h.system, desk.CreateWebhookEndpointInput{TokenID: &token.Record.ID, URL: "https://erp.example/hook", Description: "erp", Types: types})
	h.want(err, "")
	return made
}

// deliver sends all that is due, and answers with what arrived.
func (h *hooked) deliver() []posted {
	h.Helper()
	for range 50 {
		due, _, err := h.DueWebhooks(h.Context())
		h.want(err, "")
		if len(due) == 0 {
			break
		}
		for _, id := range due {
			for more := true; more; {
				more, err = h.SendWebhook(h.Context(), id)
				h.want(err, "")
			}
		}
	}
	return h.receiver.take()
}

func (h *hooked) endpoint(id string) *ent.WebhookEndpoint {
	h.Helper()
	e, err := h.Read(h.system).WebhookEndpoint.Get(h.system, id)
	h.want(err, "")
	return e
}

// names are what messages tell of: operation and type of the record.
func names(messages []posted) (all []string) {
	for _, m := range messages {
		for _, c := range m.Data.Changes {
			all = append(all, c.Operation+" "+c.Type)
		}
	}
	return all
}

func TestAnEndpointIsToldOfChangesInOrder(t *testing.T) {
	hooks(t, func(h *hooked) {
		h.opportunity("before", "mei")
		e := h.hook(h.token("mei", desk.CreateAPITokenInput{}), "Opportunity", "Customer")
		c := did(h.crew, ent.CreateCustomerInput{Name: "North"}, h.CreateCustomer)
		o := h.opportunity("Pump station", "mei")
		did(h.crew, ent.UpdateOpportunityInput{ID: o.ID, Version: 1, Name: pointer("Pumping station")}, h.UpdateOpportunity)
		got := h.deliver()
		if want := []string{"CREATE Customer", "CREATE Opportunity", "UPDATE Opportunity"}; len(got) != 1 || !slices.Equal(names(got), want) {
			h.Fatalf("told %v in %d messages, want %v in one", names(got), len(got), want)
		}
		m := got[0]
		if m.Type != "changes" || m.URL != "https://erp.example/hook" || !signedBy(m, e.Secret) || signedBy(m, "whsec_AAAA") {
			h.Errorf("%+v is not signed", m)
		}
		changes := m.Data.Changes
		if changes[0].RecordID != c.ID || changes[2].OpportunityID != o.ID || changes[0].Number >= changes[1].Number || m.Data.End < changes[2].Number {
			h.Errorf("told %+v to %d", changes, m.Data.End)
		}
		if f := changes[2].Fields; len(f) != 1 || string(f[0].Name) != `"name"` || string(f[0].From) != `"Pump station"` || string(f[0].To) != `"Pumping station"` {
			h.Errorf("fields %s", m.Body)
		}
		if again := h.deliver(); len(again) != 0 {
			h.Errorf("told once more: %v", names(again))
		}
		if e := h.endpoint(e.Record.ID); e.Position != m.Data.End || e.Version != 1 || e.LeasedUntil != nil {
			h.Errorf("it is at %d of %d, version %d, leased until %v", e.Position, m.Data.End, e.Version, e.LeasedUntil)
		}
		if n := h.text(`SELECT count(*) FROM change_log WHERE entity LIKE 'Webhook%'`); n != "1" {
			h.Errorf("%s rows of the change log are about the endpoint, which was made and told", n)
		}
	})
}

func TestBatchesAreBoundedAndGoOn(t *testing.T) {
	hooks(t, func(h *hooked) {
		e := h.hook(h.token("mei", desk.CreateAPITokenInput{}), "Customer")
		for i := range 230 {
			did(h.crew, ent.CreateCustomerInput{Name: fmt.Sprintf("customer %d", i)}, h.CreateCustomer)
		}
		long := strings.Repeat("长", 60_000)
		for range 3 {
			c := did(h.crew, ent.CreateCustomerInput{Name: "much", Notes: pointer("")}, h.CreateCustomer)
			did(h.crew, ent.UpdateCustomerInput{ID: c.ID, Version: 1, Notes: &long}, h.UpdateCustomer)
		}
		got, last, sizes := h.deliver(), int64(0), []int{}
		for _, m := range got {
			sizes = append(sizes, len(m.Data.Changes))
			if len(m.Body) > 400<<10 {
				h.Errorf("a batch has %d bytes", len(m.Body))
			}
			for _, c := range m.Data.Changes {
				if c.Number <= last {
					h.Errorf("%d is told after %d", c.Number, last)
				}
				last = c.Number
			}
		}
		if len(names(got)) != 236 || sizes[0] != 100 || sizes[1] != 100 || len(sizes) < 4 {
			h.Errorf("%d changes in batches of %v", len(names(got)), sizes)
		}
		rows, err := h.Read(h.by("mei")).WebhookDelivery.Query().Where(webhookdelivery.EndpointID(e.Record.ID)).All(h.by("mei"))
		h.want(err, "")
		if len(rows) != len(got) || rows[0].After != e.Record.Position || *rows[0].Status != 200 || rows[0].DurationMs != 20 || rows[0].Changes != 100 {
			h.Errorf("%d attempts are remembered of %d: %+v", len(rows), len(got), rows[0])
		}
	})
}

func TestPing(t *testing.T) {
	hooks(t, func(h *hooked) {
		e := h.hook(h.token("mei", desk.CreateAPITokenInput{}))
		h.receiver.answers = []int{204, 404, 0}
		for _, want := range []process.WebhookOutcome{"DELIVERED", "STATUS", "TIMEOUT"} {
			ping, err := h.PingWebhookEndpoint(h.by("mei"), e.Record.ID)
			h.want(err, "")
			got := h.receiver.take()
			if ping.Outcome != want || (ping.Status == nil) != (want == "TIMEOUT") || len(got) != 1 || got[0].Type != "ping" || !signedBy(got[0], e.Secret) || strings.Contains(string(got[0].Body), "data") {
				h.Errorf("%+v of %s", ping, got[0].Body)
			}
		}
		if h.endpoint(e.Record.ID).FailingSince != nil {
			h.Error("a ping is no delivery")
		}
		silent := desk.New(h.Store(), nil, desk.Options{Now: h.now})
		_, err := silent.PingWebhookEndpoint(h.by("mei"), e.Record.ID)
		h.want(err, "UNAVAILABLE")
	})
}

func TestStatementsOfABatch(t *testing.T) {
	hooks(t, func(h *hooked) {
		e := h.hook(h.token("mei", desk.CreateAPITokenInput{}))
		for size, n := range map[string]int{"a few": 2, "a full batch": 60} {
			for i := range n {
				h.opportunity(fmt.Sprint(size, i), "mei")
			}
			ctx, statements := store.CountStatements(h.Context())
			_, err := h.SendWebhook(ctx, e.Record.ID)
			h.want(err, "")
			if got := h.receiver.take(); len(got) != 1 || statements.N() > 13 {
				h.Errorf("%s: %d messages, %d statements:\n%s", size, len(got), statements.N(), strings.Join(statements.Statements(), "\n"))
			}
			h.deliver()
		}
	})
}

func TestOldAttemptsAreForgotten(t *testing.T) {
	hooks(t, func(h *hooked) {
		h.hook(h.token("mei", desk.CreateAPITokenInput{}), "Opportunity")
		h.opportunity("first", "mei")
		h.deliver()
		h.pass(20 * 24 * time.Hour)
		h.opportunity("second", "mei")
		h.deliver()
		for left, pass := range map[int]time.Duration{2: 0} {
			h.pass(pass)
			h.want(h.Sweep(h.system), "")
			if n := h.text(`SELECT count(*) FROM webhook_deliveries`); n != fmt.Sprint(left) {
				h.Errorf("%s attempts are left, want %d", n, left)
			}
		}
		h.pass(11 * 24 * time.Hour)
		h.want(h.Sweep(h.system), "")
		if n := h.text(`SELECT count(*) FROM webhook_deliveries`); n != "1" {
			h.Errorf("%s attempts are left after 31 and 11 days", n)
		}
		tx, err := h.Store().DB().Begin()
		h.want(err, "")
		for i := range 1004 {
			_, err := tx.Exec(`INSERT INTO webhook_deliveries (id, version, created_at, updated_at, user_id, endpoint_id, message_id, after, "end", changes, outcome, duration_ms)
				SELECT $1, 1, created_at, updated_at, user_id, endpoint_id, message_id, after, "end", changes, outcome, duration_ms FROM webhook_deliveries WHERE id NOT LIKE 'whd_Z%'`, fmt.Sprintf("whd_Z%025d", i))
			h.want(err, "")
		}
		h.want(tx.Commit(), "")
		h.want(h.Sweep(h.system), "")
		if n, least := h.text(`SELECT count(*) FROM webhook_deliveries`), h.text(`SELECT min(id) FROM webhook_deliveries`); n != "1000" || least != fmt.Sprintf("whd_Z%025d", 4) {
			h.Errorf("%s attempts are left, from %s", n, least)
		}
	})
}
