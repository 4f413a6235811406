package desk

import (
	"context"
	"time"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/ent/webhookdelivery"
	"bidwell/ent/webhookendpoint"
	"bidwell/process"
)

// How far an endpoint is and what came of attempts is bookkeeping, no change of a record: in the change log it would itself be
// something to tell.

const (
	// deliveriesKept and deliveriesAtMost are for how long, and how many of an endpoint, attempts are remembered.
	deliveriesKept   = 30 * 24 * time.Hour
	deliveriesAtMost = 1000
)

// lease takes an endpoint for this process alone, if there is something to try now; nil when not. What another process left
// behind when it died is free when its time is over.
func (d *Desk) lease(ctx context.Context, id string) (*ent.WebhookEndpoint, error) {
	now := d.now()
	until := now.Add(webhookLease)
	free := func(column string) *sql.Predicate { return sql.Or(sql.IsNull(column), sql.LTE(column, now)) }
	taken, err := d.bookkeep(ctx, sql.Dialect(d.store.Dialect()).Update(webhookendpoint.Table).Set(webhookendpoint.FieldLeasedUntil, until).
		Where(sql.And(sql.EQ(webhookendpoint.FieldID, id), sql.EQ(webhookendpoint.FieldState, string(process.WebhookStateActive)),
			sql.IsNull(webhookendpoint.FieldArchivedAt), free(webhookendpoint.FieldLeasedUntil), free(webhookendpoint.FieldRetryAt))))
	if err != nil || !taken {
		return nil, err
	}
	e, err := d.reader.WebhookEndpoint.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	e.LeasedUntil = &until
	return e, nil
}

// release gives an endpoint back that this process still has.
func (d *Desk) release(ctx context.Context, e *ent.WebhookEndpoint) error {
	_, err := d.bookkeep(ctx, sql.Dialect(d.store.Dialect()).Update(webhookendpoint.Table).SetNull(webhookendpoint.FieldLeasedUntil).
		Where(sql.And(sql.EQ(webhookendpoint.FieldID, e.ID), sql.EQ(webhookendpoint.FieldLeasedUntil, *e.LeasedUntil))))
	return err
}

// FreeWebhooks gives back what this program had to itself when it died. It is for the start of a server on SQLite, which no other
// process uses; elsewhere it does nothing.
func (d *Desk) FreeWebhooks(ctx context.Context) error {
	if d.store.Dialect() == "postgres" {
		return nil
	}
	_, err := d.bookkeep(ctx, sql.Dialect(d.store.Dialect()).Update(webhookendpoint.Table).SetNull(webhookendpoint.FieldLeasedUntil).
		Where(sql.NotNull(webhookendpoint.FieldLeasedUntil)))
	return err
}

// noteWebhook writes how far an endpoint is; false when it was set back meanwhile, or another process has it.
func (d *Desk) noteWebhook(ctx context.Context, e *ent.WebhookEndpoint, write func(u *sql.UpdateBuilder)) (ours bool, err error) {
	u := sql.Dialect(d.store.Dialect()).Update(webhookendpoint.Table)
	write(u)
	return d.bookkeep(ctx, u.Where(sql.And(sql.EQ(webhookendpoint.FieldID, e.ID), sql.EQ(webhookendpoint.FieldLeasedUntil, *e.LeasedUntil),
		sql.EQ(webhookendpoint.FieldReplays, e.Replays))))
}

// settle notes that an endpoint was told everything up to a change, or had nothing to be told up to there, which does not say
// that it works.
func (d *Desk) settle(ctx context.Context, e *ent.WebhookEndpoint, end int64, delivered bool) error {
	_, err := d.noteWebhook(ctx, e, func(u *sql.UpdateBuilder) {
		u.Set(webhookendpoint.FieldPosition, end).Set(webhookendpoint.FieldAttemptedEnd, 0)
		if delivered {
			u.Set(webhookendpoint.FieldFailures, 0).SetNull(webhookendpoint.FieldFailingSince).SetNull(webhookendpoint.FieldRetryAt)
		}
	})
	return err
}

func (d *Desk) bookkeep(ctx context.Context, u *sql.UpdateBuilder) (did bool, err error) {
	query, args := u.Query()
	done, err := d.store.DB().ExecContext(ctx, query, args...)
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n > 0, err
}

// noteDelivery remembers an attempt.
func (d *Desk) noteDelivery(ctx context.Context, e *ent.WebhookEndpoint, messageID string, b *WebhookBatch, posted WebhookPosted) error {
	at := d.now()
	columns := map[string]any{
		webhookdelivery.FieldID: d.ids.next(ent.TypeWebhookDelivery, at), webhookdelivery.FieldVersion: 1, webhookdelivery.FieldCreatedAt: at,
		webhookdelivery.FieldUpdatedAt: at, webhookdelivery.FieldUserID: e.UserID, webhookdelivery.FieldEndpointID: e.ID,
		webhookdelivery.FieldMessageID: messageID, webhookdelivery.FieldAfter: e.Position, webhookdelivery.FieldEnd: b.End,
		webhookdelivery.FieldChanges: b.N, webhookdelivery.FieldOutcome: string(posted.Outcome), webhookdelivery.FieldStatus: posted.status(),
		webhookdelivery.FieldDurationMs: posted.Took.Milliseconds(),
	}
	insert := sql.Dialect(d.store.Dialect()).Insert(webhookdelivery.Table)
	for column, to := range columns {
		insert.Set(column, to)
	}
	query, args := insert.Query()
	_, err := d.store.DB().ExecContext(ctx, query, args...)
	return err
}

// forgetDeliveries deletes the attempts that are old, and of each endpoint all but the latest.
func (d *Desk) forgetDeliveries(ctx context.Context, _ process.Calendar) error {
	_, err := d.store.DB().ExecContext(ctx, `DELETE FROM webhook_deliveries WHERE created_at < $1`, d.now().Add(-deliveriesKept))
	if err != nil {
		return err
	}
	many, err := idsOf(ctx, d.store.ReadDB(), `SELECT endpoint_id FROM webhook_deliveries GROUP BY endpoint_id HAVING count(*) > $1`, deliveriesAtMost)
	if err != nil {
		return err
	}
	for _, id := range many {
		_, err := d.store.DB().ExecContext(ctx, `DELETE FROM webhook_deliveries WHERE endpoint_id = $1 AND id <= (
			SELECT id FROM webhook_deliveries WHERE endpoint_id = $1 ORDER BY id DESC LIMIT 1 OFFSET $2)`, id, deliveriesAtMost)
		if err != nil {
			return err
		}
	}
	return nil
}
