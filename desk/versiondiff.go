package desk

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/ent/proposalsection"
	"bidwell/ent/proposalversion"
	"bidwell/process"
)

// VersionDiff is what changed between two versions of a proposal.
type VersionDiff struct {
	FromID, ToID string
	Sections     []process.SectionDiff
}

// maxDiffText is how much text two versions may have together to be compared, in characters.
const maxDiffText = 4 << 20

// VersionDiff compares two versions of one proposal, section by section, in a fixed number of statements. Errors:
// NOT_FOUND for a version that is missing, hidden or archived; VALIDATION_FAILED for versions of different proposals
// and for ones that are too long.
func (d *Desk) VersionDiff(ctx context.Context, fromID, toID string) (*VersionDiff, error) {
	for _, id := range [][2]string{{"fromID", fromID}, {"toID", toID}} {
		if err := process.CheckID(id[0], id[1], ent.TypeProposalVersion); err != nil {
			return nil, err
		}
	}
	versions, err := d.reader.ProposalVersion.Query().Where(proposalversion.IDIn(fromID, toID), proposalversion.ArchivedAtIsNil()).All(ctx)
	if err != nil {
		return nil, err
	}
	proposals := map[string]string{}
	for _, v := range versions {
		proposals[v.ID] = v.ProposalID
	}
	for _, id := range []string{fromID, toID} {
		if proposals[id] == "" {
			return nil, process.NotFound(id)
		}
	}
	if proposals[fromID] != proposals[toID] {
		return nil, process.Invalid("toID", process.MsgOtherProposal, "id", toID)
	}
	passages, err := d.passages(ctx, fromID, toID)
	if err != nil {
		return nil, err
	}
	return &VersionDiff{FromID: fromID, ToID: toID, Sections: process.DiffSections(passages[fromID], passages[toID])}, nil
}

// passages reads the sections of versions, in order.
func (d *Desk) passages(ctx context.Context, versions ...string) (map[string][]process.Passage, error) {
	all := d.reader.ProposalSection.Query().Where(proposalsection.ProposalVersionIDIn(versions...), proposalsection.ArchivedAtIsNil())
	length, err := all.Clone().Aggregate(func(s *sql.Selector) string {
		return "COALESCE(SUM(LENGTH(" + s.C(proposalsection.FieldBody) + ")), 0)"
	}).Int(ctx)
	if err != nil {
		return nil, err
	}
	if length > maxDiffText {
		return nil, process.Invalid("toID", process.MsgTooLongField)
	}
	sections, err := all.Order(proposalsection.ByPosition(), proposalsection.ByID()).
		Select(proposalsection.FieldProposalVersionID, proposalsection.FieldTitle, proposalsection.FieldBody, proposalsection.FieldDepth).All(ctx)
	if err != nil {
		return nil, err
	}
	passages := map[string][]process.Passage{}
	for _, s := range sections {
		passages[s.ProposalVersionID] = append(passages[s.ProposalVersionID],
			process.Passage{ID: s.ID, Title: s.Title, Body: s.Body, Depth: s.Depth})
	}
	return passages, nil
}
