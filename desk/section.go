package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/process"
)

// CreateProposalSection adds a section to a version that is not frozen: being written when it has a text, else planned.
// Errors: FORBIDDEN, NOT_FOUND, VALIDATION_FAILED, ILLEGAL_TRANSITION for a frozen version or an approved proposal.
func (d *Desk) CreateProposalSection(ctx context.Context, in ent.CreateProposalSectionInput) (Written[ent.ProposalSection], error) {
	return create(ctx, d, ent.TypeProposalSection, func(ctx context.Context, w *writing, id string) (*ent.ProposalSection, error) {
		if err := process.CheckSectionPeople(value(in.OwnerID), value(in.ReviewerID)); err != nil {
			return nil, err
		}
		if err := process.CheckAhead("dueAt", in.DueAt, d.now()); err != nil {
			return nil, err
		}
		v, err := w.openVersion(ctx, in.ProposalVersionID)
		if err != nil {
			return nil, err
		}
		body := value(in.Body)
		return w.tx.ProposalSection.Create().SetID(id).SetInput(in).SetProposalID(v.ProposalID).SetWords(process.CountWords(body)).
			SetStatus(process.SectionStatusAfterEdit(process.SectionStatusPlanned, body)).Save(ctx)
	})
}

// UpdateProposalSection changes a section of a version that is not frozen. Another text is counted and compared with its
// sources anew, and takes readiness away. Errors: CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED, ILLEGAL_TRANSITION
// for a frozen version or an approved proposal.
func (d *Desk) UpdateProposalSection(ctx context.Context, in ent.UpdateProposalSectionInput) (Written[ent.ProposalSection], error) {
	return update(ctx, d, ent.TypeProposalSection, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.ProposalSection, error) {
		s, err := w.openSection(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if in.ProposalVersionID != nil && *in.ProposalVersionID != s.ProposalVersionID {
			return nil, process.Invalid("proposalVersionID", process.MsgVersionFrozen)
		}
		owner, reviewer := after(s.OwnerID, in.OwnerID, in.ClearOwner), after(s.ReviewerID, in.ReviewerID, in.ClearReviewer)
		if err := process.CheckSectionPeople(owner, reviewer); err != nil {
			return nil, err
		}
		if err := process.CheckAhead("dueAt", in.DueAt, d.now()); err != nil {
			return nil, err
		}
		title, body := after(&s.Title, in.Title, false), after(&s.Body, in.Body, in.ClearBody)
		return w.rewrite(ctx, s, s.Update().SetInput(in), title, body)
	})
}

// ChangeSectionStatusInput is a step of a section.
type ChangeSectionStatusInput struct {
	ID      string
	Version int
	Status  process.SectionStatus
}

// ChangeSectionStatus moves a section along its state machine: PLANNED, DRAFTING, IN_REVIEW, READY, or back. Where a
// reviewer is named, they alone set it ready. Errors: CONFLICT, FORBIDDEN, NOT_FOUND, ILLEGAL_TRANSITION, also for a frozen
// version or an approved proposal.
func (d *Desk) ChangeSectionStatus(ctx context.Context, in ChangeSectionStatusInput) (Written[ent.ProposalSection], error) {
	return update(ctx, d, ent.TypeProposalSection, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.ProposalSection, error) {
		s, err := w.openSection(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckSectionStatus(s.Status, in.Status, value(s.ReviewerID), w.viewer.UserID); err != nil {
			return nil, err
		}
		return s.Update().SetStatus(in.Status).Save(ctx)
	})
}

// openSection is a section that may be written on.
func (w *writing) openSection(ctx context.Context, id string) (*ent.ProposalSection, error) {
	s, err := w.tx.ProposalSection.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	_, err = w.openVersion(ctx, s.ProposalVersionID)
	return s, err
}

// rewrite saves a section that says something else now: its length, where it stands, and how alike it is to its sources
// follow.
func (w *writing) rewrite(ctx context.Context, s *ent.ProposalSection, u *ent.ProposalSectionUpdateOne, title, body string) (*ent.ProposalSection, error) {
	if title != s.Title || body != s.Body {
		u.SetWords(process.CountWords(body)).SetStatus(process.SectionStatusAfterEdit(s.Status, body))
	}
	saved, err := u.Save(ctx)
	if err != nil || body == s.Body {
		return saved, err
	}
	return saved, w.compareSources(ctx, saved)
}

// after is a field's value after an update.
func after[T any](before, given *T, cleared bool) T {
	switch {
	case given != nil:
		return *given
	case cleared:
		var zero T
		return zero
	default:
		return value(before)
	}
}
