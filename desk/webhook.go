package desk

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"strconv"
	"time"

	"bidwell/ent"
	"bidwell/ent/webhookendpoint"
	"bidwell/process"
)

const (
	// webhooksAtMost is how many endpoints speak for one token.
	webhooksAtMost = 20
	// webhookSecret begins a secret as Standard Webhooks writes it; behind it stands base64.
	webhookSecret = "whsec_"
)

// CreateWebhookEndpointInput is a new webhook endpoint; it speaks for the caller's own token unless told.
type CreateWebhookEndpointInput struct {
	TokenID          *string
	URL, Description string
	Types            []string
}

// UpdateWebhookEndpointInput changes a webhook endpoint; what is nil stays.
type UpdateWebhookEndpointInput struct {
	ID               string
	Version          int
	URL, Description *string
	Types            []string
	// Paused stops it, or lets one that was stopped, by whomever, go on from where it was.
	Paused *bool
}

// ReplayWebhookEndpointInput says after which change a webhook endpoint is told once more.
type ReplayWebhookEndpointInput struct {
	ID      string
	Version int
	After   int64
}

// WebhookSecret is a webhook endpoint with a new secret, which is told this once.
type WebhookSecret struct {
	Written[ent.WebhookEndpoint]
	Secret string
}

// CreateWebhookEndpoint makes a webhook endpoint that is told of changes from now on, and tells its secret this once. It speaks
// for an API token: its owner makes it, or an administrator, by a credential that may do as much as the token. Errors:
// CONFLICT for a token that has ended, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) CreateWebhookEndpoint(ctx context.Context, in CreateWebhookEndpointInput) (WebhookSecret, error) {
	v, err := signedIn(ctx)
	if err != nil {
		return WebhookSecret{}, err
	}
	token := v.Credential
	if in.TokenID != nil {
		token = *in.TokenID
	}
	if err := process.CheckID("tokenID", token, ent.TypeAPIToken); err != nil {
		return WebhookSecret{}, err
	}
	if err := d.checkWebhook(&in.URL, in.Types); err != nil {
		return WebhookSecret{}, err
	}
	from, err := d.LastChange(ctx)
	if err != nil {
		return WebhookSecret{}, err
	}
	key, secret := newWebhookSecret()
	made, err := create(ctx, d, ent.TypeWebhookEndpoint, func(ctx context.Context, w *writing, id string) (*ent.WebhookEndpoint, error) {
		t, err := d.spokenFor(ctx, w.tx.Client(), w.viewer, token)
		if err != nil {
			return nil, field("tokenID", err)
		}
		if err := w.tokenWorks(ctx, t); err != nil {
			return nil, err
		}
		n, err := w.tx.WebhookEndpoint.Query().Where(webhookendpoint.TokenID(t.ID), webhookendpoint.ArchivedAtIsNil()).Count(AsSystem(ctx))
		if err != nil {
			return nil, err
		}
		if n >= webhooksAtMost {
			return nil, process.Invalid("tokenID", process.MsgTooMany, "max", strconv.Itoa(webhooksAtMost))
		}
		return w.tx.WebhookEndpoint.Create().SetID(id).SetUserID(t.UserID).SetTokenID(t.ID).SetURL(in.URL).SetDescription(in.Description).
			SetTypes(in.Types).SetPosition(from).SetSigningSecret(key).Save(ctx)
	})
	if err != nil {
		return WebhookSecret{}, err
	}
	return WebhookSecret{Written: made, Secret: secret}, nil
}

// UpdateWebhookEndpoint changes a webhook endpoint. One that goes on, or is at another address, is tried at once. Errors:
// CONFLICT, also when it is to go on and its token has ended, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateWebhookEndpoint(ctx context.Context, in UpdateWebhookEndpointInput) (Written[ent.WebhookEndpoint], error) {
	if err := d.checkWebhook(in.URL, in.Types); err != nil {
		return Written[ent.WebhookEndpoint]{}, err
	}
	return d.changeWebhook(ctx, RecordInput{ID: in.ID, Version: in.Version}, func(ctx context.Context, w *writing, e *ent.WebhookEndpoint, t *ent.APIToken) (*ent.WebhookEndpointUpdateOne, error) {
		u := e.Update().SetNillableURL(in.URL).SetNillableDescription(in.Description)
		if in.Types != nil {
			u.SetTypes(in.Types)
		}
		anew := in.URL != nil && *in.URL != e.URL
		switch {
		case in.Paused == nil:
		case *in.Paused:
			u.SetState(process.WebhookStatePaused).ClearDisabledReason()
		default:
			if err := w.tokenWorks(ctx, t); err != nil {
				return nil, err
			}
			anew = true
			u.SetState(process.WebhookStateActive).ClearDisabledReason()
		}
		if anew {
			u.SetFailures(0).ClearFailingSince().ClearRetryAt()
		}
		return u, nil
	})
}

// RotateWebhookSecret gives a webhook endpoint a new secret, told this once. For 24 hours batches are signed with the one
// before too. Errors: CONFLICT, FORBIDDEN, NOT_FOUND.
func (d *Desk) RotateWebhookSecret(ctx context.Context, in RecordInput) (WebhookSecret, error) {
	key, secret := newWebhookSecret()
	done, err := d.changeWebhook(ctx, in, func(_ context.Context, w *writing, e *ent.WebhookEndpoint, _ *ent.APIToken) (*ent.WebhookEndpointUpdateOne, error) {
		return e.Update().SetSigningSecret(key).SetPreviousSecret(e.SigningSecret).SetPreviousSecretUntil(w.at.Add(process.WebhookSecretOverlap)), nil
	})
	if err != nil {
		return WebhookSecret{}, err
	}
	return WebhookSecret{Written: done, Secret: secret}, nil
}

// ReplayWebhookEndpoint sets a webhook endpoint back: it is told everything after a change once more, as far as its token sees
// it now, in batches with ids of their own. Errors: CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED for a number ahead.
func (d *Desk) ReplayWebhookEndpoint(ctx context.Context, in ReplayWebhookEndpointInput) (Written[ent.WebhookEndpoint], error) {
	last, err := d.LastChange(ctx)
	if err != nil {
		return Written[ent.WebhookEndpoint]{}, err
	}
	if in.After < 0 || in.After > last {
		return Written[ent.WebhookEndpoint]{}, process.Invalid("after", process.MsgOutOfRange, "min", "0", "max", strconv.FormatInt(last, 10))
	}
	return d.changeWebhook(ctx, RecordInput{ID: in.ID, Version: in.Version}, func(_ context.Context, _ *writing, e *ent.WebhookEndpoint, _ *ent.APIToken) (*ent.WebhookEndpointUpdateOne, error) {
		return e.Update().SetPosition(in.After).SetAttemptedEnd(0).SetReplays(e.Replays + 1).ClearRetryAt(), nil
	})
}

// changeWebhook changes a webhook endpoint whose token may do no more than who changes it.
func (d *Desk) changeWebhook(ctx context.Context, in RecordInput, how func(context.Context, *writing, *ent.WebhookEndpoint, *ent.APIToken) (*ent.WebhookEndpointUpdateOne, error)) (Written[ent.WebhookEndpoint], error) {
	return update(ctx, d, ent.TypeWebhookEndpoint, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.WebhookEndpoint, error) {
		e, err := w.tx.WebhookEndpoint.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		t, err := d.spokenFor(ctx, w.tx.Client(), w.viewer, e.TokenID)
		if err != nil {
			return nil, err
		}
		u, err := how(ctx, w, e, t)
		if err != nil {
			return nil, err
		}
		return u.Save(ctx)
	})
}

// spokenFor is the token of a webhook endpoint. Who says where its changes go learns what it sees: a credential that may do
// less than the token must not.
func (d *Desk) spokenFor(ctx context.Context, db *ent.Client, v *process.Viewer, id string) (*ent.APIToken, error) {
	t, err := db.APIToken.Get(ctx, id)
	switch {
	case ent.IsNotFound(err):
		return nil, process.NotFound(id)
	case err != nil:
		return nil, err
	case v.System || t.ID == v.Credential:
		return t, nil
	case v.Bound():
		return nil, process.NewError(process.CodeForbidden, process.MsgForbidden)
	}
	owner, err := db.User.Get(AsSystem(ctx), t.UserID)
	if err != nil {
		return nil, err
	}
	return t, checkScope(v, owner, t.Scope)
}

// tokenWorks refuses a token that vouches for nobody any more.
func (w *writing) tokenWorks(ctx context.Context, t *ent.APIToken) error {
	owner, err := w.tx.User.Get(AsSystem(ctx), t.UserID)
	if err != nil {
		return err
	}
	if t.ArchivedAt != nil || !w.at.Before(t.ExpiresAt) || !owner.Active || owner.ArchivedAt != nil {
		return process.NewError(process.CodeConflict, process.MsgTokenEnded)
	}
	return nil
}

// takeWebhooksAlong lets the webhook endpoints of a token that is rotated speak for the one in its place.
func (w *writing) takeWebhooksAlong(ctx context.Context, from, to string) error {
	ids, err := w.tx.WebhookEndpoint.Query().Where(webhookendpoint.TokenID(from)).Order(ent.Asc(webhookendpoint.FieldID)).IDs(AsSystem(ctx))
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := w.tx.WebhookEndpoint.UpdateOneID(id).SetTokenID(to).Exec(allow(ctx)); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) checkWebhook(url *string, types []string) error {
	if err := process.CheckWebhookTypes(types); err != nil || url == nil {
		return err
	}
	var plain func(string) bool
	if d.options.Webhooks != nil {
		plain = d.options.Webhooks.Plain
	}
	_, err := process.CheckWebhookURL(*url, plain)
	return err
}

// newWebhookSecret makes a key to sign with, and how Standard Webhooks writes it.
func newWebhookSecret() (key []byte, secret string) {
	key = make([]byte, 32)
	_, _ = rand.Read(key) // never fails
	return key, webhookSecret + base64.StdEncoding.EncodeToString(key)
}

// WebhookPing is what came of a ping.
type WebhookPing struct {
	Outcome    process.WebhookOutcome
	Status     *int
	DurationMs int
}

// PingWebhookEndpoint sends {"type":"ping"} to a webhook endpoint now, whatever its state, and tells what came of it. Nothing of
// any record is in it. Errors: CONFLICT for one that was archived, FORBIDDEN, NOT_FOUND, UNAVAILABLE where nothing is sent from.
func (d *Desk) PingWebhookEndpoint(ctx context.Context, id string) (*WebhookPing, error) {
	v, err := signedIn(ctx)
	if err != nil {
		return nil, err
	}
	if err := process.CheckID("id", id, ent.TypeWebhookEndpoint); err != nil {
		return nil, err
	}
	e, err := d.reader.WebhookEndpoint.Get(ctx, id)
	if ent.IsNotFound(err) {
		return nil, process.NotFound(id)
	}
	if err != nil {
		return nil, err
	}
	if _, err := d.spokenFor(ctx, d.reader, v, e.TokenID); err != nil {
		return nil, err
	}
	switch {
	case !process.May(v, process.ActionWrite, ent.TypeWebhookEndpoint):
		return nil, process.NewError(process.CodeForbidden, process.MsgForbidden)
	case e.ArchivedAt != nil:
		return nil, process.NewError(process.CodeConflict, process.MsgArchived)
	case d.options.Webhooks == nil:
		return nil, process.NewError(process.CodeUnavailable, process.MsgUnavailable)
	}
	now := d.now()
	posting, err := sign(e, webhookID(e.ID, "ping", newSecret()), now, webhookMessage{Type: "ping", Timestamp: now.Format(time.RFC3339Nano)})
	if err != nil {
		return nil, err
	}
	posted := d.options.Webhooks.Post(ctx, posting)
	if posted.Err != nil {
		d.options.Log.InfoContext(ctx, "a ping was not delivered", "endpoint", e.ID, "error", posted.Err)
	}
	return &WebhookPing{Outcome: posted.Outcome, Status: posted.status(), DurationMs: int(posted.Took.Milliseconds())}, nil
}
