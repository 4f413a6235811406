package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"bidwell/ent"
	"bidwell/ent/complianceitem"
	"bidwell/ent/proposalsection"
	"bidwell/ent/proposalversion"
	"bidwell/ent/reuseedge"
	"bidwell/process"
)

// CreateProposalVersionInput is a new version of a proposal.
type CreateProposalVersionInput struct {
	ProposalID string
	Note       *string
}

// CreateProposalVersion freezes the latest version of a proposal, with the hash of its sections, and starts the next
// with copies of them. An approved proposal is a draft again. Errors: FORBIDDEN, NOT_FOUND, ILLEGAL_TRANSITION for a
// proposal that was sealed or went out.
func (d *Desk) CreateProposalVersion(ctx context.Context, in CreateProposalVersionInput) (Written[ent.ProposalVersion], error) {
	return create(ctx, d, ent.TypeProposalVersion, func(ctx context.Context, w *writing, id string) (*ent.ProposalVersion, error) {
		if err := w.hold(ctx, ent.TypeProposal, in.ProposalID, nil, false); err != nil {
			return nil, err
		}
		if err := w.draftAgain(ctx, in.ProposalID); err != nil {
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
	return next, w.copySections(ctx, sections, next)
}

func (w *writing) latestVersion(ctx context.Context, proposal string) (*ent.ProposalVersion, error) {
	return w.tx.ProposalVersion.Query().Where(proposalversion.ProposalID(proposal)).Order(proposalversion.ByNumber(descending)).First(ctx)
}

// draftAgain takes a proposal's approval back, because it is to say something else.
func (w *writing) draftAgain(ctx context.Context, proposal string) error {
	p, err := w.tx.Proposal.Get(ctx, proposal)
	if err != nil {
		return err
	}
	status, err := process.ProposalStatusAfterVersion(p.Status)
	if err != nil || status == p.Status {
		return err
	}
	u := p.Update().SetStatus(status)
	if err := w.takeBack(ctx, p, u); err != nil {
		return err
	}
	return u.Exec(ctx)
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

// copySections gives a new version the sections of the one before, with all that is known of them.
func (w *writing) copySections(ctx context.Context, sections []*ent.ProposalSection, to *ent.ProposalVersion) error {
	copies := make([]*ent.ProposalSectionCreate, len(sections))
	copyOf := make(map[string]string, len(sections))
	for i, s := range sections {
		copyOf[s.ID] = w.newID(ent.TypeProposalSection)
		copies[i] = w.tx.ProposalSection.Create().SetID(copyOf[s.ID]).SetProposalID(to.ProposalID).SetProposalVersionID(to.ID).
			SetPosition(s.Position).SetDepth(s.Depth).SetTitle(s.Title).SetBody(s.Body).SetLanguage(s.Language).
			SetNillableOwnerID(s.OwnerID).SetNillableReviewerID(s.ReviewerID).SetNillableDueAt(s.DueAt).SetStatus(s.Status).SetWords(s.Words)
	}
	err := inBatches(copies, func(part []*ent.ProposalSectionCreate) error {
		return w.tx.ProposalSection.CreateBulk(part...).Exec(ctx)
	})
	if err != nil {
		return err
	}
	if err := w.copyEdges(ctx, sections, copyOf); err != nil {
		return err
	}
	return w.moveAnswers(ctx, to.ProposalID, copyOf)
}

// copyEdges lets the copies have the sources of their originals.
func (w *writing) copyEdges(ctx context.Context, sections []*ent.ProposalSection, copyOf map[string]string) error {
	if len(sections) == 0 {
		return nil
	}
	edges, err := w.tx.ReuseEdge.Query().
		Where(reuseedge.ArchivedAtIsNil(), reuseedge.HasSectionWith(proposalsection.ProposalVersionID(sections[0].ProposalVersionID))).
		Order(reuseedge.ByID()).All(ctx)
	if err != nil {
		return err
	}
	var copies []*ent.ReuseEdgeCreate
	for _, e := range edges {
		section, copied := copyOf[e.SectionID]
		if !copied {
			continue
		}
		copies = append(copies, w.tx.ReuseEdge.Create().SetID(w.newID(ent.TypeReuseEdge)).SetSectionID(section).
			SetSourceID(e.SourceID).SetSourceVersion(e.SourceVersion).SetSourceHash(e.SourceHash).SetMode(e.Mode).SetSimilarity(e.Similarity))
	}
	return inBatches(copies, func(part []*ent.ReuseEdgeCreate) error { return w.tx.ReuseEdge.CreateBulk(part...).Exec(ctx) })
}

// moveAnswers lets the compliance matrix, which is the proposal's and not a version's, point at the sections that go on.
func (w *writing) moveAnswers(ctx context.Context, proposal string, copyOf map[string]string) error {
	answers, err := w.tx.ComplianceItem.Query().Where(complianceitem.ProposalID(proposal), complianceitem.SectionIDNotNil()).All(ctx)
	if err != nil {
		return err
	}
	for _, a := range answers {
		section, copied := copyOf[value(a.SectionID)]
		if !copied {
			continue
		}
		if err := a.Update().SetSectionID(section).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// openVersion holds a version, and its proposal, against being frozen or approved meanwhile, and refuses a frozen one.
// Proposals are held before their versions everywhere, so that no two transactions wait for each other.
func (w *writing) openVersion(ctx context.Context, id string) (*ent.ProposalVersion, error) {
	if err := process.CheckID("proposalVersionID", id, ent.TypeProposalVersion); err != nil {
		return nil, err
	}
	proposal, err := w.text(ctx, ent.TypeProposalVersion, proposalversion.FieldProposalID, id)
	if err != nil {
		return nil, err
	}
	if proposal == "" {
		return nil, process.NotFound(id)
	}
	if err := w.hold(ctx, ent.TypeProposal, proposal, nil, false); err != nil {
		if code := process.CodeOf(err); code == process.CodeNotFound || code == process.CodeForbidden {
			return nil, process.NotFound(id) // of a version that is hidden the proposal is not named either
		}
		return nil, err
	}
	if err := w.hold(ctx, ent.TypeProposalVersion, id, nil, false); err != nil {
		return nil, err
	}
	v, err := w.tx.ProposalVersion.Query().Where(proposalversion.ID(id)).WithProposal().Only(ctx)
	if err != nil {
		return nil, err
	}
	if v.FrozenAt != nil {
		return nil, process.NewError(process.CodeIllegalTransition, process.MsgVersionFrozen)
	}
	return v, process.CheckProposalEditable(v.Edges.Proposal.Status)
}
