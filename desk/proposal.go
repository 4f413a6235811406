package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

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
		p, err := w.tx.Proposal.Create().SetID(id).SetInput(in).Save(ctx)
		if err != nil {
			return nil, err
		}
		_, err = w.tx.ProposalVersion.Create().SetID(w.newID(ent.TypeProposalVersion)).SetProposalID(id).SetNumber(1).Save(ctx)
		return p, err
	})
}

// UpdateProposal changes a proposal's fields; its status has a use case of its own. Errors: CONFLICT, FORBIDDEN,
// NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateProposal(ctx context.Context, in ent.UpdateProposalInput) (Written[ent.Proposal], error) {
	return update(ctx, d, ent.TypeProposal, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Proposal, error) {
		return w.tx.Proposal.UpdateOneID(in.ID).SetInput(in).Save(ctx)
	})
}

// ChangeProposalStatusInput is a status change of a proposal.
type ChangeProposalStatusInput struct {
	ID      string
	Version int
	Status  process.ProposalStatus
	At      *time.Time
}

// ChangeProposalStatus moves a proposal along its state machine; submission and result keep their time. Errors:
// CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND.
func (d *Desk) ChangeProposalStatus(ctx context.Context, in ChangeProposalStatusInput) (Written[ent.Proposal], error) {
	return update(ctx, d, ent.TypeProposal, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Proposal, error) {
		p, err := w.tx.Proposal.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckProposalStatus(p.Status, in.Status); err != nil {
			return nil, err
		}
		when := d.now()
		if in.At != nil {
			when = *in.At
		}
		u := p.Update().SetStatus(in.Status)
		if in.Status == process.ProposalStatusSubmitted && p.SubmittedAt == nil {
			u.SetSubmittedAt(when)
		}
		if process.DecidesProposal(in.Status) {
			u.SetDecidedAt(when)
		}
		return u.Save(ctx)
	})
}

// CreateProposalVersionInput is a new version of a proposal.
type CreateProposalVersionInput struct {
	ProposalID string
	Note       *string
}

// CreateProposalVersion freezes the latest version of a proposal, with the hash of its sections, and starts the next
// with copies of them. Errors: FORBIDDEN, NOT_FOUND.
func (d *Desk) CreateProposalVersion(ctx context.Context, in CreateProposalVersionInput) (Written[ent.ProposalVersion], error) {
	return create(ctx, d, ent.TypeProposalVersion, func(ctx context.Context, w *writing, id string) (*ent.ProposalVersion, error) {
		if err := w.hold(ctx, ent.TypeProposal, in.ProposalID, nil, false); err != nil {
			return nil, err
		}
		last, err := w.tx.ProposalVersion.Query().Where(proposalversion.ProposalID(in.ProposalID)).Order(proposalversion.ByNumber(descending)).First(ctx)
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
		return next, w.copySections(ctx, sections, next)
	})
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

// openVersion holds a version against freezing and refuses a frozen one.
func (w *writing) openVersion(ctx context.Context, id string) (*ent.ProposalVersion, error) {
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
