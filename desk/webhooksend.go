package desk

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/rand/v2"
	"net/url"
	"strings"
	"time"

	"entgo.io/ent/dialect/sql"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"bidwell/ent"
	"bidwell/ent/webhookendpoint"
	"bidwell/process"
)

// WebhookTime bounds one attempt to send to a webhook endpoint. It is well within how long a process has it to itself.
const (
	WebhookTime  = 15 * time.Second
	webhookLease = time.Minute
)

// WebhookSender makes the calls of webhooks; the desk decides what is in them and when.
type WebhookSender interface {
	// Post sends once, for at most WebhookTime, and tells what came of it.
	Post(ctx context.Context, p WebhookPosting) WebhookPosted
	// Plain tells whether a host may be sent to without encryption.
	Plain(host string) bool
}

// WebhookPosting is a message to a webhook endpoint, signed.
type WebhookPosting struct {
	URL, ID, Signature string
	At                 time.Time
	Body               []byte
}

// WebhookPosted is what came of a message. Err, if there is one, is for the log alone: it may tell of networks.
type WebhookPosted struct {
	Outcome process.WebhookOutcome
	Status  int
	Took    time.Duration
	Err     error
}

func (p WebhookPosted) status() *int {
	if p.Status == 0 {
		return nil
	}
	return &p.Status
}

// DueWebhooks are the ids of the webhook endpoints that there may be something to tell now, and when it is time for the next
// of the others that wait; zero when none does.
func (d *Desk) DueWebhooks(ctx context.Context) (ids []string, next time.Time, err error) {
	last, err := d.LastChange(ctx)
	if err != nil {
		return nil, next, err
	}
	waiting, err := d.reader.WebhookEndpoint.Query().
		Where(webhookendpoint.StateEQ(process.WebhookStateActive), webhookendpoint.ArchivedAtIsNil(), webhookendpoint.PositionLT(last)).
		Select(webhookendpoint.FieldRetryAt, webhookendpoint.FieldLeasedUntil).Order(ent.Asc(webhookendpoint.FieldID)).All(AsSystem(ctx))
	if err != nil {
		return nil, next, err
	}
	now := d.now()
	for _, e := range waiting {
		at := value(e.RetryAt)
		if leased := value(e.LeasedUntil); leased.After(at) {
			at = leased
		}
		switch {
		case !at.After(now):
			ids = append(ids, e.ID)
		case next.IsZero() || at.Before(next):
			next = at
		}
	}
	return ids, next, nil
}

// SendWebhook sends a webhook endpoint its next batch and notes what came of it; more tells that there is something to send right
// after. While another process sends to it, or it is not time, nothing happens. Its position moves only when the batch was
// taken, so that what was sent before a crash is sent again, under the same id.
func (d *Desk) SendWebhook(ctx context.Context, id string) (more bool, err error) {
	if d.options.Webhooks == nil {
		return false, nil
	}
	e, err := d.lease(AsSystem(ctx), id)
	if err != nil || e == nil {
		return false, err
	}
	defer func() {
		if release := d.release(context.WithoutCancel(ctx), e); err == nil {
			err = release
		}
	}()
	found, err := d.vouched(ctx, tokenByID, e.TokenID, d.now())
	if err != nil {
		return false, err
	}
	if found == nil {
		return false, d.disableWebhook(ctx, e, process.WebhookDisabledReasonTokenEnded)
	}
	address, err := url.Parse(e.URL)
	if err != nil {
		return false, err
	}
	const longest = 64 // of an address in the log of readings
	host := address.Hostname()
	return d.sendNext(WithReading(WithAddress(WithViewer(ctx, found.viewer), host[:min(len(host), longest)])), e)
}

// sendNext sends the next batch as the viewer of the context sees it.
func (d *Desk) sendNext(ctx context.Context, e *ent.WebhookEndpoint) (more bool, err error) {
	last, err := d.LastChange(ctx)
	if err != nil {
		return false, err
	}
	until := last
	if e.AttemptedEnd > e.Position {
		until = e.AttemptedEnd // a retry tells the same stretch, so that its id says the truth
	}
	b, err := d.WebhookBatch(ctx, e.Position, until, e.Types)
	if err != nil {
		return false, err
	}
	if b.N == 0 {
		return b.End < last, d.settle(ctx, e, b.End, false)
	}
	if b.End != e.AttemptedEnd {
		if ours, err := d.noteWebhook(ctx, e, func(u *sql.UpdateBuilder) { u.Set(webhookendpoint.FieldAttemptedEnd, b.End) }); err != nil || !ours {
			return false, err
		}
	}
	now := d.now()
	posting, err := sign(e, webhookID(e.ID, e.Replays, e.Position, b.End), now, webhookMessage{Type: "changes", Timestamp: now.Format(time.RFC3339Nano), Data: &b.data})
	if err != nil {
		return false, err
	}
	if err := d.NoteReading(ctx); err != nil {
		return false, err
	}
	if d.now().Add(2 * WebhookTime).After(*e.LeasedUntil) {
		return true, nil // reading took so long that another process could begin while this one sends
	}
	posted := d.options.Webhooks.Post(ctx, posting)
	if ctx.Err() != nil && posted.Outcome != process.WebhookOutcomeDelivered {
		return false, nil // the server stops, which is no failure of theirs
	}
	ctx = context.WithoutCancel(ctx)
	if err := d.noteDelivery(ctx, e, posting.ID, b, posted); err != nil {
		return false, err
	}
	if posted.Outcome == process.WebhookOutcomeDelivered {
		return b.End < last, d.settle(ctx, e, b.End, true)
	}
	return false, d.noteFailure(ctx, e, posted)
}

// noteFailure says when the next attempt is made, or that there is none.
func (d *Desk) noteFailure(ctx context.Context, e *ent.WebhookEndpoint, posted WebhookPosted) error {
	now, since := d.now(), value(e.FailingSince)
	if since.IsZero() {
		since = now
	}
	pause := process.WebhookPause(e.Failures+1, rand.Float64()).Truncate(time.Millisecond) // as both databases keep it
	d.options.Log.WarnContext(ctx, "a webhook was not delivered", "endpoint", e.ID, "outcome", posted.Outcome, "status", posted.Status, "error", posted.Err, "again in", pause)
	ours, err := d.noteWebhook(ctx, e, func(u *sql.UpdateBuilder) {
		u.Set(webhookendpoint.FieldFailures, e.Failures+1).Set(webhookendpoint.FieldFailingSince, since).Set(webhookendpoint.FieldRetryAt, now.Add(pause))
	})
	if err != nil || !ours {
		return err
	}
	if reason, ends := process.WebhookEnds(posted.Status, since, now); ends {
		return d.disableWebhook(ctx, e, reason)
	}
	return nil
}

// disableWebhook ends the sending to an endpoint that is as it was read, and tells its user.
func (d *Desk) disableWebhook(ctx context.Context, e *ent.WebhookEndpoint, reason process.WebhookDisabledReason) error {
	d.options.Log.WarnContext(ctx, "a webhook endpoint is disabled", "endpoint", e.ID, "reason", reason)
	_, err := d.transact(AsSystem(ctx), func(ctx context.Context, w *writing) error {
		err := w.hold(ctx, ent.TypeWebhookEndpoint, e.ID, &e.Version, false)
		if process.CodeOf(err) == process.CodeConflict {
			return nil // whoever changed it meanwhile may have mended what was wrong
		}
		if err != nil {
			return err
		}
		return w.tx.WebhookEndpoint.UpdateOneID(e.ID).SetState(process.WebhookStateDisabled).SetDisabledReason(reason).Exec(ctx)
	})
	return err
}

// sign makes a message to an endpoint. While a secret gives way to the next, both sign.
func sign(e *ent.WebhookEndpoint, id string, at time.Time, m webhookMessage) (WebhookPosting, error) {
	body, err := json.Marshal(m)
	if err != nil {
		return WebhookPosting{}, err
	}
	keys := [][]byte{e.SigningSecret}
	if at.Before(value(e.PreviousSecretUntil)) {
		keys = append(keys, e.PreviousSecret)
	}
	var signatures []string
	for _, key := range keys {
		signer, err := standardwebhooks.NewWebhookRaw(key)
		if err != nil {
			return WebhookPosting{}, err
		}
		signature, err := signer.Sign(id, at, body)
		if err != nil {
			return WebhookPosting{}, err
		}
		signatures = append(signatures, signature)
	}
	return WebhookPosting{URL: e.URL, ID: id, Signature: strings.Join(signatures, " "), At: at, Body: body}, nil
}

// webhookID names a message by what it is, so that it has the same name in every process and after a restart.
func webhookID(parts ...any) string {
	text, _ := json.Marshal(parts) // texts and numbers, which it writes
	sum := sha256.Sum256(text)
	return "msg_" + base64.RawURLEncoding.EncodeToString(sum[:18])
}
