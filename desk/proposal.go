package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/ent/proposalsection"
	"bidwell/ent/proposalversion"
	"bidwell/process"
)

var descending = sql.OrderDesc()

// CreateProposal makes a proposal with an empty first version. Errors: FORBIDDEN, VALIDATION_FAILED, NOT_FOUND for
// records it refers to.
func (d *Desk) CreateProposal(ctx context.Context, in ent.CreateProposalInput) (Written[ent.Proposal], error) {
	return create(ctx, d, ent.TypeProposal, func(ctx context.Context, w *writing, id string) (*ent.Proposal, error) {
		if err := w.inCurrency(ctx, &in); err != nil {
			return nil, err
		}
		p, err := w.tx.Proposal.Create().SetID(id).SetInput(in).Save(ctx)
		if err != nil {
			return nil, err
		}
		if err := w.checkOffer(ctx, p); err != nil {
			return nil, err
		}
		_, err = w.tx.ProposalVersion.Create().SetID(w.newID(ent.TypeProposalVersion)).SetProposalID(id).SetNumber(1).Save(ctx)
		return p, err
	})
}

// UpdateProposal changes a proposal's fields; its status has use cases of its own. Another price takes the approval of
// the old one with it. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION for an offer that is approved or submitted,
// NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateProposal(ctx context.Context, in ent.UpdateProposalInput) (Written[ent.Proposal], error) {
	return update(ctx, d, ent.TypeProposal, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Proposal, error) {
		before, err := w.tx.Proposal.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		after, err := before.Update().SetInput(in).Save(ctx)
		if err != nil {
			return nil, err
		}
		return after, w.offerChanged(ctx, before, after)
	})
}

// CreateProposalVersionInput is a new version of a proposal.
type CreateProposalVersionInput struct {
	ProposalID string
	Note       *string
}

// CreateProposalVersion freezes the latest version of a proposal, with the hash of its sections, and starts the next
// with copies of them. Errors: FORBIDDEN, ILLEGAL_TRANSITION for a proposal that is approved or submitted, NOT_FOUND.
func (d *Desk) CreateProposalVersion(ctx context.Context, in CreateProposalVersionInput) (Written[ent.ProposalVersion], error) {
	return create(ctx, d, ent.TypeProposalVersion, func(ctx context.Context, w *writing, id string) (*ent.ProposalVersion, error) {
		if _, err := w.openProposal(ctx, in.ProposalID, process.ProposalPartOffer); err != nil {
			return nil, err
		}
		return w.nextVersion(ctx, id, in)
	})
}

// nextVersion freezes the latest version and starts the next. The caller holds the proposal.
func (w *writing) nextVersion(ctx context.Context, id string, in CreateProposalVersionInput) (*ent.ProposalVersion, error) {
	last, err := w.latestVersion(ctx, in.ProposalID)
	if err != nil {
		return nil, err
	}
	sections, err := w.freeze(ctx, last)
	if err != nil {
		return nil, err
	}
	next, err := w.tx.ProposalVersion.Create().SetID(id).SetProposalID(in.ProposalID).SetNumber(last.Number + 1).SetNillableNote(in.Note).Save(ctx)
	if err != nil {
		return nil, err
	}
	if err := w.copySections(ctx, sections, next); err != nil {
		return nil, err
	}
	return next, w.followSections(ctx, sections, next)
}

func (w *writing) latestVersion(ctx context.Context, proposal string) (*ent.ProposalVersion, error) {
	return w.tx.ProposalVersion.Query().Where(proposalversion.ProposalID(proposal)).Order(proposalversion.ByNumber(descending)).First(ctx)
}

// freeze closes a version for good and answers with its sections.
func (w *writing) freeze(ctx context.Context, v *ent.ProposalVersion) ([]*ent.ProposalSection, error) {
	sections, err := w.tx.ProposalSection.Query().
		Where(proposalsection.ProposalVersionID(v.ID), proposalsection.ArchivedAtIsNil()).
		Order(proposalsection.ByPosition(), proposalsection.ByID()).All(ctx)
	if err != nil || v.FrozenAt != nil {
		return sections, err
	}
	hash := sha256.New()
	for _, s := range sections {
		hash.Write([]byte(s.Title + "\x00" + s.Body + "\x00"))
	}
	return sections, v.Update().SetFrozenAt(w.desk.now()).SetContentHash(hex.EncodeToString(hash.Sum(nil))).Exec(ctx)
}

func (w *writing) copySections(ctx context.Context, sections []*ent.ProposalSection, to *ent.ProposalVersion) error {
	copies := make([]*ent.ProposalSectionCreate, len(sections))
	for i, s := range sections {
		copies[i] = w.tx.ProposalSection.Create().SetID(w.newID(ent.TypeProposalSection)).SetProposalID(to.ProposalID).SetProposalVersionID(to.ID).
			SetPosition(s.Position).SetDepth(s.Depth).SetTitle(s.Title).SetBody(s.Body).SetLanguage(s.Language)
	}
	return w.tx.ProposalSection.CreateBulk(copies...).Exec(ctx)
}

// CreateProposalSection adds a section to a version that is not frozen. Errors: FORBIDDEN, NOT_FOUND,
// VALIDATION_FAILED, ILLEGAL_TRANSITION for a frozen version.
func (d *Desk) CreateProposalSection(ctx context.Context, in ent.CreateProposalSectionInput) (Written[ent.ProposalSection], error) {
	return create(ctx, d, ent.TypeProposalSection, func(ctx context.Context, w *writing, id string) (*ent.ProposalSection, error) {
		v, err := w.openVersion(ctx, in.ProposalVersionID)
		if err != nil {
			return nil, err
		}
		return w.tx.ProposalSection.Create().SetID(id).SetInput(in).SetProposalID(v.ProposalID).Save(ctx)
	})
}

// UpdateProposalSection changes a section of a version that is not frozen. Errors: CONFLICT, FORBIDDEN, NOT_FOUND,
// VALIDATION_FAILED, ILLEGAL_TRANSITION for a frozen version.
func (d *Desk) UpdateProposalSection(ctx context.Context, in ent.UpdateProposalSectionInput) (Written[ent.ProposalSection], error) {
	return update(ctx, d, ent.TypeProposalSection, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.ProposalSection, error) {
		s, err := w.tx.ProposalSection.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if _, err := w.openVersion(ctx, s.ProposalVersionID); err != nil {
			return nil, err
		}
		if in.ProposalVersionID != nil && *in.ProposalVersionID != s.ProposalVersionID {
			return nil, process.Invalid("proposalVersionID", process.MsgVersionFrozen)
		}
		return s.Update().SetInput(in).Save(ctx)
	})
}

// openVersion holds a version against freezing and refuses a frozen one, and one of a proposal that is approved.
func (w *writing) openVersion(ctx context.Context, id string) (*ent.ProposalVersion, error) {
	if err := process.CheckID("proposalVersionID", id, ent.TypeProposalVersion); err != nil {
		return nil, err
	}
	proposal, err := w.text(ctx, ent.TypeProposalVersion, "proposal_id", id)
	if err != nil {
		return nil, err
	}
	if proposal != "" {
		if _, err := w.openProposal(ctx, proposal, process.ProposalPartOffer); err != nil {
			return nil, err
		}
	}
	if err := w.hold(ctx, ent.TypeProposalVersion, id, nil, false); err != nil {
		return nil, err
	}
	v, err := w.tx.ProposalVersion.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if v.FrozenAt != nil {
		return nil, process.NewError(process.CodeIllegalTransition, process.MsgVersionFrozen)
	}
	return v, nil
}
