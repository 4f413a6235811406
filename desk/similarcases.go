package desk

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"bidwell/ent"
	"bidwell/ent/contentitem"
	"bidwell/ent/opportunity"
	"bidwell/ent/proposal"
	"bidwell/ent/proposalsection"
	"bidwell/ent/requirement"
	"bidwell/process"
	"bidwell/search"
)

// SimilarCasesRequest asks for cases like an opportunity, a record of the library, or a text: one of them.
type SimilarCasesRequest struct {
	OpportunityID, ID, Text *string
	First                   *int
}

// SimilarCases are cases like the one at hand, by how they ended; most alike first.
type SimilarCases struct {
	Won, Lost []*SimilarCase
}

// SimilarCase is a case that was decided, in what it is alike, and why it was decided so.
type SimilarCase struct {
	Hit search.Hit
	// Node is the record found, where it was selected.
	Node ent.Noder
	// Opportunity is the case behind the document found, as far as there is one the viewer may see.
	OpportunityID *string
	Opportunity   *ent.Opportunity
	Alike         []*Likeness
	// Reasons are why it was won or lost, the weightiest first; Note what was said about it; Learned what the
	// retrospective says went well, or wrong.
	Reasons []process.LossReason
	Note    *string
	Learned []string
}

// Likeness is something that a case has in common with the one at hand.
type Likeness struct {
	In     process.CaseLikeness
	Values []string
}

const (
	// defaultCases is the number of cases of each ending when none is told, maxCases the most.
	defaultCases = 5
	maxCases     = 20
	// casesLookedAt is how many hits are looked at for each case wanted: an opportunity, its proposals and their sections
	// are one case.
	casesLookedAt = 4
	// maxShared is how many common words are told.
	maxShared = 12
)

// endings are the outcomes in the index that stand for a win and for a loss.
var endings = map[bool][]string{
	true: {string(process.OpportunityStatusWon), string(process.ProposalStatusAwarded)},
	false: {
		string(process.OpportunityStatusLost), string(process.ProposalStatusNotAwarded), string(process.ProposalStatusRejectedBid),
	},
}

// caseAtHand is what cases are compared with.
type caseAtHand struct {
	query search.SimilarQuery
	own   string // the opportunity itself, which is no case like itself
	o     *ent.Opportunity
}

// SimilarCases finds won and lost cases like an opportunity with its requirements, a record of the library or a text, and
// says in what they are alike and why they were won or lost. Errors: those of Search; NOT_FOUND for a record that is missing
// or hidden.
func (d *Desk) SimilarCases(ctx context.Context, in SimilarCasesRequest) (*SimilarCases, error) {
	v, err := d.reading(ctx)
	if err != nil {
		return nil, err
	}
	size, err := sizeOf(in.First, defaultCases, maxCases)
	if err != nil {
		return nil, err
	}
	at, err := d.caseAtHand(ctx, v, in)
	if err != nil {
		return nil, err
	}
	at.query.Limit, at.query.Group, at.query.Highlight = casesLookedAt*size, true, true
	all := &SimilarCases{}
	for won, into := range map[bool]*[]*SimilarCase{true: &all.Won, false: &all.Lost} {
		if *into, err = d.casesThat(ctx, v, at, won, size); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// caseAtHand reads what cases are to be like.
func (d *Desk) caseAtHand(ctx context.Context, v *process.Viewer, in SimilarCasesRequest) (at caseAtHand, err error) {
	given := 0
	for _, p := range []*string{in.OpportunityID, in.ID, in.Text} {
		if p != nil && strings.TrimSpace(*p) != "" {
			given++
		}
	}
	if given != 1 {
		return at, process.Invalid("opportunityID", process.MsgRequestBad, "what", "opportunityID / id / text")
	}
	id := value(in.OpportunityID)
	switch {
	case strings.TrimSpace(value(in.Text)) != "":
		at.query.Text = strings.TrimSpace(*in.Text)
		return at, checkLookedFor("text", at.query.Text, maxSimilarText)
	case id != "":
		if err := process.CheckID("opportunityID", id, ent.TypeOpportunity); err != nil {
			return at, err
		}
	default:
		if err := checkInLibrary(v, *in.ID); err != nil {
			return at, err
		}
		at.query.ID = *in.ID
		of, err := d.opportunitiesOf(ctx, []string{*in.ID})
		if err != nil {
			return at, err
		}
		if id = of[*in.ID]; id == "" {
			return at, nil
		}
	}
	if at.o, err = d.reader.Opportunity.Query().Where(opportunity.ID(id)).WithCustomer(customerBackground).Only(ctx); err != nil {
		if ent.IsNotFound(err) && at.query.ID != "" { // the record may be seen, what is behind it not
			return at, nil
		}
		return at, explain(err)
	}
	at.own = id
	if at.query.ID != "" {
		return at, nil
	}
	at.query.Text, err = d.tellCase(ctx, at.o)
	return at, err
}

// tellCase is an opportunity in words: what it says of itself, and what its customer demands.
func (d *Desk) tellCase(ctx context.Context, o *ent.Opportunity) (string, error) {
	demands, err := d.reader.Requirement.Query().
		Where(requirement.OpportunityID(o.ID), requirement.ArchivedAtIsNil(), requirement.StatusNEQ(process.RequirementStatusWithdrawn)).
		Order(requirement.ByID()).Select(requirement.FieldText).All(ctx)
	if err != nil {
		return "", err
	}
	parts := []string{o.Name, o.Description}
	for _, r := range demands {
		parts = append(parts, r.Text)
	}
	text := []rune(strings.Join(parts, "\n"))
	return string(text[:min(len(text), maxSimilarText)]), nil
}

// casesThat finds the cases that were won, or lost.
func (d *Desk) casesThat(ctx context.Context, v *process.Viewer, at caseAtHand, won bool, size int) ([]*SimilarCase, error) {
	q := at.query
	var err error
	q.Filter, q.Scopes, err = d.narrowed(ctx, v, &process.SearchFilter{
		Kinds:    []process.SearchKind{process.SearchKindOpportunity, process.SearchKindProposal, process.SearchKindSection, process.SearchKindCase},
		Outcomes: endings[won],
	})
	if err != nil {
		return nil, err
	}
	bounded, cancel := context.WithTimeout(ctx, searchTime)
	defer cancel()
	found, err := d.library.Similar(bounded, q)
	if errors.Is(err, search.ErrNotFound) {
		return nil, process.NotFound(q.ID)
	}
	if err != nil {
		return nil, d.refuse(ctx, err)
	}
	shownHits(ctx, found)
	ids := make([]string, len(found.Hits))
	for i, h := range found.Hits {
		ids[i] = h.ID
	}
	of, err := d.opportunitiesOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	cases := []*SimilarCase{}
	seen := map[string]bool{at.own: at.own != ""}
	for _, h := range found.Hits {
		id := cmp.Or(of[h.ID], h.ID)
		if seen[id] || len(cases) == size {
			continue
		}
		seen[id] = true
		c := &SimilarCase{Hit: h}
		if of[h.ID] != "" {
			c.OpportunityID = new(of[h.ID])
		}
		cases = append(cases, c)
	}
	return cases, d.account(ctx, at, cases, won)
}

// opportunitiesOf are the opportunities behind records of the library, as far as there are any the viewer may see.
func (d *Desk) opportunitiesOf(ctx context.Context, ids []string) (map[string]string, error) {
	of, byKind := map[string]string{}, map[process.Entity][]string{}
	for _, id := range ids {
		e, err := process.EntityOf(id)
		if err != nil {
			return nil, err
		}
		byKind[e] = append(byKind[e], id)
	}
	proposals := map[string][]string{}
	if some := byKind[ent.TypeProposalSection]; len(some) > 0 {
		found, err := d.reader.ProposalSection.Query().Where(proposalsection.IDIn(some...)).Select(proposalsection.FieldID, proposalsection.FieldProposalID).All(ctx)
		if err != nil {
			return nil, err
		}
		for _, s := range found {
			proposals[s.ProposalID] = append(proposals[s.ProposalID], s.ID)
		}
	}
	if some := byKind[ent.TypeContentItem]; len(some) > 0 {
		found, err := d.reader.ContentItem.Query().Where(contentitem.IDIn(some...), contentitem.ProposalIDNotNil()).
			Select(contentitem.FieldID, contentitem.FieldProposalID).All(ctx)
		if err != nil {
			return nil, err
		}
		for _, c := range found {
			proposals[*c.ProposalID] = append(proposals[*c.ProposalID], c.ID)
		}
	}
	for _, id := range byKind[ent.TypeProposal] {
		proposals[id] = append(proposals[id], id)
	}
	for _, id := range byKind[ent.TypeOpportunity] {
		of[id] = id
	}
	if len(proposals) == 0 {
		return of, nil
	}
	found, err := d.reader.Proposal.Query().Where(proposal.IDIn(slices.Collect(maps.Keys(proposals))...), proposal.HasOpportunity()).
		Select(proposal.FieldID, proposal.FieldOpportunityID).All(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range found {
		for _, id := range proposals[p.ID] {
			of[id] = *p.OpportunityID
		}
	}
	return of, nil
}
