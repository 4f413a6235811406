package desk

import (
	"context"
	"time"

	"bidwell/ent"
	"bidwell/ent/finding"
	"bidwell/ent/proposalversion"
	"bidwell/ent/user"
	"bidwell/process"
)

// PlanReviewInput is a colour-team review that is to be held.
type PlanReviewInput struct {
	ProposalID  string
	Colour      process.ReviewColour
	ScheduledAt *time.Time
	Reviewers   []string
}

// PlanReview plans a colour-team review of a proposal. Errors: FORBIDDEN, NOT_FOUND; VALIDATION_FAILED for a time that has
// passed, for nobody to review, and for RED and GOLD for somebody who wrote part of the proposal.
func (d *Desk) PlanReview(ctx context.Context, in PlanReviewInput) (Written[ent.Review], error) {
	return create(ctx, d, ent.TypeReview, func(ctx context.Context, w *writing, id string) (*ent.Review, error) {
		if err := process.CheckAhead("scheduledAt", in.ScheduledAt, d.now()); err != nil {
			return nil, err
		}
		if err := w.hold(ctx, ent.TypeProposal, in.ProposalID, nil, false); err != nil {
			return nil, err
		}
		reviewers := distinct(in.Reviewers)
		if err := w.checkReviewers(ctx, in.ProposalID, in.Colour, reviewers); err != nil {
			return nil, err
		}
		return w.tx.Review.Create().SetID(id).SetProposalID(in.ProposalID).SetColour(in.Colour).
			SetNillableScheduledAt(in.ScheduledAt).SetReviewers(reviewers).Save(ctx)
	})
}

// HoldReviewInput is what came out of a review.
type HoldReviewInput struct {
	ID      string
	Version int
	Verdict process.ReviewVerdict
	Summary *string
	// HeldAt is when it was held; now unless told.
	HeldAt *time.Time
	// Reviewers are who reviewed; those who were planned unless told.
	Reviewers []string
}

// HoldReview records what a review concluded about the version that was the latest when it was held. Errors: CONFLICT,
// FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND; VALIDATION_FAILED for PASS while serious findings are open, for reviewers who
// wrote since they were asked, and for a time that has not come.
func (d *Desk) HoldReview(ctx context.Context, in HoldReviewInput) (Written[ent.Review], error) {
	return update(ctx, d, ent.TypeReview, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Review, error) {
		r, err := w.tx.Review.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckReviewStatus(r.Status, process.ReviewStatusHeld); err != nil {
			return nil, err
		}
		at := or(in.HeldAt, d.now())
		if err := process.CheckHappened("heldAt", at, d.now()); err != nil {
			return nil, err
		}
		reviewers := r.Reviewers
		if len(in.Reviewers) > 0 {
			reviewers = distinct(in.Reviewers)
		}
		if err := w.checkReviewers(ctx, r.ProposalID, r.Colour, reviewers); err != nil {
			return nil, err
		}
		found, err := w.tx.Finding.Query().Where(finding.ReviewID(r.ID), finding.ArchivedAtIsNil()).All(ctx)
		if err != nil {
			return nil, err
		}
		if err := process.CheckVerdict(in.Verdict, factsOfFindings(found)); err != nil {
			return nil, err
		}
		version, err := w.versionAt(ctx, r.ProposalID, at)
		if err != nil {
			return nil, err
		}
		return r.Update().SetStatus(process.ReviewStatusHeld).SetVerdict(in.Verdict).SetNillableSummary(in.Summary).
			SetHeldAt(at).SetReviewers(reviewers).SetProposalVersionID(version).Save(ctx)
	})
}

// CancelReviewInput is a review that is not to be held.
type CancelReviewInput struct {
	ID      string
	Version int
	Reason  string
}

// CancelReview calls a planned review off; its summary says why. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION,
// NOT_FOUND, VALIDATION_FAILED without a reason.
func (d *Desk) CancelReview(ctx context.Context, in CancelReviewInput) (Written[ent.Review], error) {
	return update(ctx, d, ent.TypeReview, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Review, error) {
		r, err := w.tx.Review.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckReviewStatus(r.Status, process.ReviewStatusCancelled); err != nil {
			return nil, err
		}
		if in.Reason == "" {
			return nil, process.Invalid("reason", process.MsgReasonRequired)
		}
		return r.Update().SetStatus(process.ReviewStatusCancelled).SetSummary(in.Reason).Save(ctx)
	})
}

// checkReviewers refuses people who do not exist, and those who may not review in this colour.
func (w *writing) checkReviewers(ctx context.Context, proposal string, colour process.ReviewColour, reviewers []string) error {
	for _, id := range reviewers {
		if err := process.CheckID("reviewers", id, ent.TypeUser); err != nil {
			return err
		}
	}
	authors, err := w.authors(ctx, proposal)
	if err != nil {
		return err
	}
	if err := process.CheckReviewers(colour, reviewers, authors); err != nil {
		return err
	}
	known, err := w.tx.User.Query().Where(user.IDIn(reviewers...), user.ArchivedAtIsNil()).Count(ctx)
	if err == nil && known < len(reviewers) {
		return process.NewError(process.CodeNotFound, process.MsgReferenceMissing)
	}
	return err
}

// versionAt is the version of a proposal that was the latest at a time, the first one for a time before it.
func (w *writing) versionAt(ctx context.Context, proposal string, at time.Time) (string, error) {
	versions, err := w.tx.ProposalVersion.Query().Where(proposalversion.ProposalID(proposal), proposalversion.ArchivedAtIsNil()).
		Order(proposalversion.ByNumber()).Select(proposalversion.FieldCreatedAt).All(ctx)
	if err != nil {
		return "", err
	}
	if len(versions) == 0 {
		return "", process.NotFound(proposal)
	}
	latest := versions[0]
	for _, v := range versions[1:] {
		if !v.CreatedAt.After(at) {
			latest = v
		}
	}
	return latest.ID, nil
}
