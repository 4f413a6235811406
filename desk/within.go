package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/process"
)

// Steps of a negotiation rest on several records of one opportunity. They hold the opportunity first and the record they
// change after it, always in this order, so that of two steps one waits and none gets stuck.

// within runs a use case that changes the record id, a part of an opportunity, as it was read at version.
func within[T any](ctx context.Context, d *Desk, e process.Entity, id string, version int, save func(ctx context.Context, w *writing, o *ent.Opportunity) (*T, error)) (Written[T], error) {
	var changed *T
	last, err := d.transact(ctx, func(ctx context.Context, w *writing) (err error) {
		if err := process.CheckID("id", id, e); err != nil {
			return err
		}
		of, err := w.text(ctx, e, "opportunity_id", id)
		if err != nil {
			return err
		}
		if of == "" {
			return process.NotFound(id)
		}
		if err := w.hold(ctx, ent.TypeOpportunity, of, nil, false); err != nil {
			return err
		}
		if err := w.lock(ctx, e, id, version); err != nil {
			return err
		}
		o, err := w.tx.Opportunity.Get(ctx, of)
		if err != nil {
			return err
		}
		changed, err = save(ctx, w, o)
		return err
	})
	return finish(changed, last, err)
}

// createWithin runs a use case that makes a part of an opportunity.
func createWithin[T any](ctx context.Context, d *Desk, e process.Entity, opportunity string, save func(ctx context.Context, w *writing, id string, o *ent.Opportunity) (*T, error)) (Written[T], error) {
	return create(ctx, d, e, func(ctx context.Context, w *writing, id string) (*T, error) {
		if err := w.there(ctx, "opportunityID", ent.TypeOpportunity, opportunity); err != nil {
			return nil, err
		}
		if err := w.hold(ctx, ent.TypeOpportunity, opportunity, nil, false); err != nil {
			return nil, err
		}
		o, err := w.tx.Opportunity.Get(ctx, opportunity)
		if err != nil {
			return nil, err
		}
		return save(ctx, w, id, o)
	})
}

// stays refuses to move a part to another opportunity.
func stays(to *string, o *ent.Opportunity) error {
	if to != nil && *to != o.ID {
		return process.Invalid("opportunityID", process.MsgOtherOpportunity, "id", o.ID)
	}
	return nil
}
