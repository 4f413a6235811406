package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/ent/proposal"
	"bidwell/ent/proposalsection"
	"bidwell/ent/proposalversion"
	"bidwell/process"
)

// loadProposals reads the proposals that reached the customer, and the one the contract rests on: each in the version that
// was frozen last, with the titles of its sections.
func (a *packing) loadProposals(ctx context.Context) error {
	submitted := proposal.StatusIn(process.ProposalStatusSubmitted, process.ProposalStatusUnderClarification, process.ProposalStatusAwarded)
	if a.handover.ContractID != nil {
		rests, err := a.text(ctx, ent.TypeContract, "proposal_id", *a.handover.ContractID)
		if err != nil {
			return err
		}
		submitted = proposal.Or(submitted, proposal.ID(rests))
	}
	rows, err := a.tx.Proposal.Query().Where(proposal.OpportunityID(a.handover.OpportunityID), proposal.ArchivedAtIsNil(), submitted).
		Order(proposal.ByID()).All(ctx)
	if err != nil {
		return err
	}
	ids := make([]string, len(rows))
	for i, p := range rows {
		ids[i] = p.ID
	}
	versions, err := a.frozenLast(ctx, ids)
	if err != nil {
		return err
	}
	titles, err := a.titles(ctx, versions)
	if err != nil {
		return err
	}
	for _, p := range rows {
		part := process.HandoverProposal{ID: p.ID, Title: p.Title, SubmittedAt: a.local(p.SubmittedAt), Hash: p.SnapshotHash}
		if v := versions[p.ID]; v != nil {
			part.Version, part.Hash = v.Number, firstText(v.ContentHash, p.SnapshotHash)
			if p.Kind != process.ProposalKindCommercial { // who delivers reads this, and is not told how a price is built
				part.Sections = titles[v.ID]
			}
		}
		a.source.Proposals = append(a.source.Proposals, part)
	}
	return nil
}

// frozenLast is the version of each proposal that was frozen last, the latest one where none was.
func (a *packing) frozenLast(ctx context.Context, proposals []string) (map[string]*ent.ProposalVersion, error) {
	rows, err := a.tx.ProposalVersion.Query().Where(proposalversion.ProposalIDIn(proposals...), proposalversion.ArchivedAtIsNil()).
		Order(proposalversion.ByNumber()).All(ctx)
	last := map[string]*ent.ProposalVersion{}
	for _, v := range rows {
		if known := last[v.ProposalID]; v.FrozenAt != nil || known == nil || known.FrozenAt == nil {
			last[v.ProposalID] = v
		}
	}
	return last, err
}

func (a *packing) titles(ctx context.Context, versions map[string]*ent.ProposalVersion) (map[string][]string, error) {
	var ids []string
	for _, v := range versions {
		ids = append(ids, v.ID)
	}
	rows, err := a.tx.ProposalSection.Query().Where(proposalsection.ProposalVersionIDIn(ids...), proposalsection.ArchivedAtIsNil()).
		Order(proposalsection.ByPosition(), proposalsection.ByID()).
		Select(proposalsection.FieldID, proposalsection.FieldProposalVersionID, proposalsection.FieldTitle).All(ctx)
	titles := map[string][]string{}
	for _, s := range rows {
		titles[s.ProposalVersionID] = append(titles[s.ProposalVersionID], s.Title)
	}
	return titles, err
}
