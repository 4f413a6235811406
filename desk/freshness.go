package desk

import (
	"context"
	"errors"
	"slices"
	"strings"

	"bidwell/ent"
	"bidwell/ent/contentitem"
	"bidwell/ent/proposalsection"
	"bidwell/ent/reuseedge"
	"bidwell/process"
)

// ageLibrary moves the library items whose review day has come to DUE, and those that stayed due to EXPIRED.
func (d *Desk) ageLibrary(ctx context.Context, _ process.Calendar) error {
	today := process.DayOf(d.now().In(d.options.Zone))
	candidates, err := d.reader.ContentItem.Query().Where(
		contentitem.VerifyStateIn(process.VerifyStateVerified, process.VerifyStateDue), contentitem.ReviewOnLTE(today.In(utc)), contentitem.ArchivedAtIsNil()).
		Order(contentitem.ByReviewOn(), contentitem.ByID()).
		Select(contentitem.FieldID, contentitem.FieldVerifyState, contentitem.FieldReviewOn).All(ctx)
	if err != nil {
		return err
	}
	var errs []error
	for _, c := range candidates {
		if aged(c, today) != c.VerifyState {
			errs = append(errs, d.age(ctx, c.ID, today))
		}
	}
	return errors.Join(errs...)
}

func aged(c *ent.ContentItem, today process.Day) process.VerifyState {
	if c.ReviewOn == nil {
		return c.VerifyState
	}
	return process.Aged(c.VerifyState, new(process.DayOf(c.ReviewOn.UTC())), today)
}

// age looks again at an item, which may have been verified meanwhile, while it holds it.
func (d *Desk) age(ctx context.Context, id string, today process.Day) error {
	_, err := d.transact(ctx, func(ctx context.Context, w *writing) error {
		if err := w.hold(ctx, ent.TypeContentItem, id, nil, false); err != nil {
			return err
		}
		c, err := w.tx.ContentItem.Get(ctx, id)
		if err != nil || aged(c, today) == c.VerifyState {
			return err
		}
		return c.Update().SetVerifyState(aged(c, today)).Exec(ctx)
	})
	return err
}

// expiredSources are what keeps the latest version of a proposal from being approved: text of library items that have
// expired and that nobody waived.
func (w *writing) expiredSources(ctx context.Context, proposalID string) error {
	v, err := w.latestVersion(ctx, proposalID)
	if err != nil {
		return err
	}
	edges, err := w.tx.ReuseEdge.Query().Where(
		reuseedge.ArchivedAtIsNil(), reuseedge.ModeNEQ(process.ReuseModeReferenced),
		reuseedge.HasSectionWith(proposalsection.ProposalVersionID(v.ID), proposalsection.ArchivedAtIsNil())).
		Order(reuseedge.ByID()).All(ctx)
	if err != nil {
		return err
	}
	var ids []string
	for _, e := range edges {
		ids = append(ids, e.SourceID)
	}
	items, err := w.tx.ContentItem.Query().Where(contentitem.IDIn(ids...)).
		Select(contentitem.FieldID, contentitem.FieldTitle, contentitem.FieldVerifyState).All(AsSystem(ctx))
	if err != nil {
		return err
	}
	var sources []process.SourceFacts
	for _, e := range edges {
		if i := slices.IndexFunc(items, func(c *ent.ContentItem) bool { return c.ID == e.SourceID }); i >= 0 {
			sources = append(sources, process.SourceFacts{EdgeID: e.ID, Title: items[i].Title, State: items[i].VerifyState, Waived: e.WaivedReason != ""})
		}
	}
	return process.Blocked(process.ExpiredSources(sources))
}

// WaiveSourceInput says why it does not matter in a section that its source has expired.
type WaiveSourceInput struct {
	// ID is the record of the reuse.
	ID      string
	Version int
	Reason  string
}

// WaiveSource decides that an expired source does not matter where it was used; nobody decides that who took the text into
// the proposal, or into a later version of it.
// Errors: CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED without a reason.
func (d *Desk) WaiveSource(ctx context.Context, in WaiveSourceInput) (Written[ent.ReuseEdge], error) {
	return update(ctx, d, ent.TypeReuseEdge, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.ReuseEdge, error) {
		e, err := w.tx.ReuseEdge.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		takers, err := w.takers(ctx, e)
		if err != nil {
			return nil, err
		}
		reason := strings.TrimSpace(in.Reason)
		if err := process.CheckSourceWaiver(w.viewer, takers, reason); err != nil {
			return nil, err
		}
		return e.Update().SetWaivedReason(reason).SetNillableWaivedByID(w.hand()).Save(allow(ctx))
	})
}

// takers are who used a source in a proposal. A new version of it copies its uses, and they bear the name of who began it.
func (w *writing) takers(ctx context.Context, e *ent.ReuseEdge) ([]string, error) {
	proposal, err := w.text(ctx, ent.TypeProposalSection, proposalsection.FieldProposalID, e.SectionID)
	if err != nil {
		return nil, err
	}
	return w.tx.ReuseEdge.Query().Where(reuseedge.SourceID(e.SourceID), reuseedge.CreatedByNotNil(), reuseedge.HasSectionWith(proposalsection.ProposalID(proposal))).
		Unique(true).Select(reuseedge.FieldCreatedBy).Strings(ctx)
}
