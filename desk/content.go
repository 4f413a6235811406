package desk

import (
	"context"
	"time"

	"bidwell/ent"
	"bidwell/ent/contentitem"
	"bidwell/process"
)

// CreateContentItem makes a library item. Errors: FORBIDDEN, VALIDATION_FAILED, NOT_FOUND for records it refers to.
func (d *Desk) CreateContentItem(ctx context.Context, in ent.CreateContentItemInput) (Written[ent.ContentItem], error) {
	return create(ctx, d, ent.TypeContentItem, func(ctx context.Context, w *writing, id string) (*ent.ContentItem, error) {
		return w.tx.ContentItem.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateContentItem changes a library item. Errors: CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateContentItem(ctx context.Context, in ent.UpdateContentItemInput) (Written[ent.ContentItem], error) {
	return update(ctx, d, ent.TypeContentItem, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.ContentItem, error) {
		c, err := w.tx.ContentItem.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		u := c.Update().SetInput(in)
		if changesText(c, u.Mutation()) {
			u.SetVerifyState(process.VerifyStateAfterEdit(c.VerifyState)).ClearVerifiedAt().ClearVerifiedByID().ClearReviewOn()
		} else if c.VerifiedAt != nil {
			every := c.ReviewEveryDays
			if in.ReviewEveryDays != nil || in.ClearReviewEveryDays {
				every = in.ReviewEveryDays
			}
			u.SetReviewOn(w.reviewOn(or(in.Kind, c.Kind), every, *c.VerifiedAt))
		}
		return u.Save(ctx)
	})
}

// changesText tells whether a change concerns what an item says.
func changesText(c *ent.ContentItem, m *ent.ContentItemMutation) bool {
	for name, was := range map[string]string{contentitem.FieldTitle: c.Title, contentitem.FieldSummary: c.Summary, contentitem.FieldBody: c.Body} {
		now, set := m.Field(name)
		if set && now != was || m.FieldCleared(name) && was != "" {
			return true
		}
	}
	return false
}

// reviewOn is the day on which an item has to be verified again.
func (w *writing) reviewOn(kind process.ContentKind, every *int, verified time.Time) time.Time {
	return process.ReviewOn(kind, every, process.DayOf(verified.In(w.desk.options.Zone))).In(utc)
}

// ChangeVerifyStateInput names the record and where it goes.
type ChangeVerifyStateInput struct {
	ID      string
	Version int
	State   process.VerifyState
}

// ChangeVerifyState records how far a library item's content is known to be right. One that was verified is due again after
// the days its kind or the item itself sets. Errors: CONFLICT, ILLEGAL_TRANSITION, NOT_FOUND.
func (d *Desk) ChangeVerifyState(ctx context.Context, in ChangeVerifyStateInput) (Written[ent.ContentItem], error) {
	return update(ctx, d, ent.TypeContentItem, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.ContentItem, error) {
		c, err := w.tx.ContentItem.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckVerifyState(c.VerifyState, in.State); err != nil {
			return nil, err
		}
		u := c.Update().SetVerifyState(in.State)
		if in.State == process.VerifyStateVerified {
			now := d.now()
			u.SetVerifiedAt(now).SetNillableVerifiedByID(w.hand()).SetReviewOn(w.reviewOn(c.Kind, c.ReviewEveryDays, now))
		}
		return u.Save(ctx)
	})
}
