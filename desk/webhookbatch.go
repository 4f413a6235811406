package desk

import (
	"context"
	"encoding/json"
	"time"

	"bidwell/ent"
	entchange "bidwell/ent/change"
	"bidwell/ent/page"
	"bidwell/ent/predicate"
	"bidwell/process"
)

// webhookBytes is how large a batch becomes, unless a single change is larger.
const webhookBytes = 256 << 10

// webhookMessage is the body of what is sent to a webhook endpoint.
type webhookMessage struct {
	Type      string       `json:"type"`
	Timestamp string       `json:"timestamp"`
	Data      *webhookData `json:"data,omitempty"`
}

type webhookData struct {
	Changes []webhookChange `json:"changes"`
	End     int64           `json:"end"`
}

// webhookChange is one change as the query changes tells it; values are JSON here and JSON in a text there.
type webhookChange struct {
	Number        int64                   `json:"number"`
	At            time.Time               `json:"at"`
	ActorID       string                  `json:"actorID,omitempty"`
	Type          string                  `json:"type"`
	RecordID      string                  `json:"recordID"`
	OpportunityID string                  `json:"opportunityID,omitempty"`
	Operation     process.ChangeOperation `json:"operation"`
	Fields        []webhookField          `json:"fields"`
}

type webhookField struct {
	Name   string          `json:"name"`
	From   json.RawMessage `json:"from,omitempty"`
	To     json.RawMessage `json:"to,omitempty"`
	Erased bool            `json:"erased,omitempty"`
}

// WebhookBatch is a stretch of the change log as a webhook endpoint is told it.
type WebhookBatch struct {
	// N is how many changes are in it.
	N int
	// End is where the next batch begins.
	End int64

	data webhookData
}

// MarshalJSON writes the batch without its envelope.
func (b *WebhookBatch) MarshalJSON() ([]byte, error) { return json.Marshal(b.data) }

// WebhookBatch is what a webhook endpoint is told of the changes after a number up to another, at most a batch: what the query
// changes shows the viewer of the context, of some types of record or of all. Errors: UNAUTHENTICATED.
func (d *Desk) WebhookBatch(ctx context.Context, after, until int64, types []string) (*WebhookBatch, error) {
	v, err := signedIn(ctx)
	if err != nil {
		return nil, err
	}
	only := []predicate.Change{entchange.IDLTE(until)}
	if len(types) > 0 {
		only = append(only, entchange.EntityIn(types...))
	}
	feed, err := d.stretch(ctx, v, after, page.MaxSize, only...)
	if err != nil {
		return nil, err
	}
	b := &WebhookBatch{data: webhookData{Changes: []webhookChange{}}}
	size, shown := 0, 0
	for _, c := range feed.Changes {
		told := toldOf(v, c)
		raw, err := json.Marshal(told)
		if err != nil {
			return nil, err
		}
		if size += len(raw); shown > 0 && size > webhookBytes {
			break
		}
		b.data.Changes, shown = append(b.data.Changes, told), shown+1
	}
	switch {
	case shown < len(feed.Changes):
		b.End = feed.Changes[shown-1].ID
	case feed.HasMore:
		b.End = feed.End
	default:
		b.End = until
	}
	showChanges(ctx, feed.Changes[:shown])
	b.N, b.data.End = shown, b.End
	return b, nil
}

func toldOf(v *process.Viewer, c *ent.Change) webhookChange {
	told := webhookChange{
		Number: c.ID, At: c.At.UTC(), ActorID: c.ActorID, Type: c.Entity, RecordID: c.EntityID, Operation: c.Operation,
		Fields: []webhookField{},
	}
	if process.May(v, process.ActionRead, ent.TypeOpportunity) {
		told.OpportunityID = c.OpportunityID
	}
	for _, f := range ChangedFields(c.Fields) {
		told.Fields = append(told.Fields, webhookField{Name: f.Name, From: raw(f.From), To: raw(f.To), Erased: f.Erased})
	}
	return told
}

func raw(text *string) json.RawMessage {
	if text == nil {
		return nil
	}
	return json.RawMessage(*text)
}
