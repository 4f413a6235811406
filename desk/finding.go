package desk

import (
	"context"
	"time"

	"bidwell/ent"
	entchange "bidwell/ent/change"
	"bidwell/ent/proposalsection"
	"bidwell/ent/review"
	"bidwell/process"
)

// AddFindingInput is something a review found wanting.
type AddFindingInput struct {
	ReviewID  string
	Severity  process.Severity
	Text      string
	SectionID *string
	OwnerID   *string
	DueAt     *time.Time
}

// AddFinding records what a review found wanting, before it is held or after. Errors: FORBIDDEN, NOT_FOUND;
// VALIDATION_FAILED for a section of another proposal, a time that has passed, and a proposal without an opportunity;
// ILLEGAL_TRANSITION for a review that was cancelled.
func (d *Desk) AddFinding(ctx context.Context, in AddFindingInput) (Written[ent.Finding], error) {
	return create(ctx, d, ent.TypeFinding, func(ctx context.Context, w *writing, id string) (*ent.Finding, error) {
		if err := process.CheckAhead("dueAt", in.DueAt, d.now()); err != nil {
			return nil, err
		}
		if err := w.hold(ctx, ent.TypeReview, in.ReviewID, nil, false); err != nil {
			return nil, err
		}
		r, err := w.tx.Review.Query().Where(review.ID(in.ReviewID)).WithProposal().Only(ctx)
		if err != nil {
			return nil, err
		}
		if r.Status == process.ReviewStatusCancelled {
			return nil, process.NewError(process.CodeIllegalTransition, process.MsgReviewCancelled)
		}
		if r.Edges.Proposal == nil || value(r.Edges.Proposal.OpportunityID) == "" {
			return nil, process.Invalid("reviewID", process.MsgOpportunityMissing)
		}
		if err := w.checkSectionOf(ctx, r.ProposalID, in.SectionID); err != nil {
			return nil, err
		}
		return w.tx.Finding.Create().SetID(id).SetReviewID(r.ID).SetOpportunityID(*r.Edges.Proposal.OpportunityID).
			SetSeverity(in.Severity).SetText(in.Text).SetNillableSectionID(in.SectionID).SetNillableOwnerID(in.OwnerID).
			SetNillableDueAt(in.DueAt).Save(ctx)
	})
}

// checkSectionOf refuses a section that is not of a proposal.
func (w *writing) checkSectionOf(ctx context.Context, proposal string, section *string) error {
	if section == nil {
		return nil
	}
	if err := process.CheckID("sectionID", *section, ent.TypeProposalSection); err != nil {
		return err
	}
	s, err := w.tx.ProposalSection.Query().Where(proposalsection.ID(*section), proposalsection.ArchivedAtIsNil()).Only(ctx)
	if err != nil {
		return missing(err, *section)
	}
	if s.ProposalID != proposal {
		return process.Invalid("sectionID", process.MsgOtherProposal, "id", *section)
	}
	return nil
}

// ResolveFindingInput is how a finding was resolved.
type ResolveFindingInput struct {
	ID         string
	Version    int
	Resolution string
}

// ResolveFinding records how a finding, or an issue of an acceptance, was resolved: by its owner or a lead. Errors:
// CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED without a resolution.
func (d *Desk) ResolveFinding(ctx context.Context, in ResolveFindingInput) (Written[ent.Finding], error) {
	return d.stepFinding(ctx, in.ID, in.Version, process.FindingStatusResolved, func(_ context.Context, w *writing, f *ent.Finding, u *ent.FindingUpdateOne) error {
		if err := process.CheckResolver(w.viewer, value(f.OwnerID), f.AcceptanceID != nil); err != nil {
			return err
		}
		if in.Resolution == "" {
			return process.Invalid("resolution", process.MsgRequired)
		}
		u.SetResolution(in.Resolution).SetResolvedAt(d.now())
		return nil
	})
}

// VerifyFinding confirms that a finding is resolved. Who owns it or resolved it cannot do that. Errors: CONFLICT, FORBIDDEN,
// ILLEGAL_TRANSITION, NOT_FOUND.
func (d *Desk) VerifyFinding(ctx context.Context, in RecordInput) (Written[ent.Finding], error) {
	return d.stepFinding(ctx, in.ID, in.Version, process.FindingStatusVerified, func(ctx context.Context, w *writing, f *ent.Finding, u *ent.FindingUpdateOne) error {
		resolver, err := w.lastChanger(ctx, f.ID, "status")
		if err != nil {
			return err
		}
		if err := process.CheckVerifier(w.viewer.UserID, value(f.OwnerID), resolver); err != nil {
			return err
		}
		u.SetVerifiedAt(d.now())
		u.SetNillableVerifiedByID(w.hand())
		return nil
	})
}

// ReopenFindingInput is why a finding is not resolved after all.
type ReopenFindingInput struct {
	ID      string
	Version int
	Reason  string
}

// ReopenFinding takes a resolution back; why stands in its place until there is another. Errors: CONFLICT, FORBIDDEN,
// ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED without a reason.
func (d *Desk) ReopenFinding(ctx context.Context, in ReopenFindingInput) (Written[ent.Finding], error) {
	return d.stepFinding(ctx, in.ID, in.Version, process.FindingStatusOpen, func(_ context.Context, _ *writing, _ *ent.Finding, u *ent.FindingUpdateOne) error {
		if in.Reason == "" {
			return process.Invalid("reason", process.MsgReasonRequired)
		}
		u.SetResolution(in.Reason).ClearResolvedAt().ClearVerifiedAt().ClearVerifiedByID()
		return nil
	})
}

// stepFinding moves a finding along its state machine.
func (d *Desk) stepFinding(ctx context.Context, id string, version int, to process.FindingStatus,
	step func(context.Context, *writing, *ent.Finding, *ent.FindingUpdateOne) error,
) (Written[ent.Finding], error) {
	return update(ctx, d, ent.TypeFinding, id, version, func(ctx context.Context, w *writing) (*ent.Finding, error) {
		f, err := w.tx.Finding.Get(ctx, id)
		if err != nil {
			return nil, err
		}
		if err := process.CheckFindingStatus(f.Status, to); err != nil {
			return nil, err
		}
		u := f.Update().SetStatus(to)
		if err := step(ctx, w, f, u); err != nil {
			return nil, err
		}
		return u.Save(ctx)
	})
}

// lastChanger is the user who gave a field of a record its value, empty for the command line and for one that was never
// changed.
func (w *writing) lastChanger(ctx context.Context, id, field string) (string, error) {
	c, err := w.tx.Change.Query().Where(entchange.EntityID(id), changesField(field)).Order(entchange.ByID(descending)).First(ctx)
	if ent.IsNotFound(err) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return c.ActorID, nil
}

// factsOfFindings are findings as the rules see them.
func factsOfFindings(all []*ent.Finding) []process.FindingFacts {
	facts := make([]process.FindingFacts, len(all))
	for i, f := range all {
		facts[i] = process.FindingFacts{ID: f.ID, Text: f.Text, Severity: f.Severity, Status: f.Status}
	}
	return facts
}
