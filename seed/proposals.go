package seed

import (
	"context"
	"maps"
	"slices"

	"bidwell/desk"
	"bidwell/ent"
	entproposal "bidwell/ent/proposal"
	"bidwell/ent/proposalsection"
	"bidwell/ent/proposalversion"
	"bidwell/process"
	words "bidwell/process/vocabulary"
)

// proposal is a proposal with its sections, in the first version, and what the second one changed.
type proposal struct {
	Deal, Title, Language, By, Summary string
	Kind                               process.ProposalKind
	Began, Due                         int
	// Price and the like are the offer, in the currency of the deal; Validity is the day until which it holds.
	Price, Bond   minor
	BondReference string `yaml:"bondReference"`
	Currency      string
	Validity      int
	Tags          []string
	Path          []move
	Sections      []section `yaml:"-"`
	Revision      *revision `yaml:"-"`
}

// revision is a second version: the sections it replaces, by their titles.
type revision struct {
	Day      int
	Note     string
	Sections []section `yaml:"-"`
}

// proposals tells of what was written.
func (s *story) proposals() {
	for _, p := range s.book.Proposals {
		s.on(p.Began, s.pricing(p.By), func(ctx context.Context) error { return s.proposal(ctx, p) })
		for i, c := range p.Sections {
			s.on(p.Began, p.By, func(ctx context.Context) error { return s.section(ctx, p, i, c) })
		}
		for i, m := range p.Path {
			s.on(m.Day, "", func(ctx context.Context) error { return s.proposalStatus(ctx, p, m, i+1) })
		}
		if r := p.Revision; r != nil {
			s.on(r.Day, p.By, func(ctx context.Context) error { return s.revise(ctx, p, r) })
		}
	}
}

// pricing is who begins a proposal with its price: whoever writes it, if they are shown prices, else a presales manager.
func (s *story) pricing(writer string) string {
	price := words.Guarded("Proposal", "price")
	sees := func(person string) bool { return process.SeesEverywhere(&process.Viewer{Role: s.roles[person]}, price) }
	if sees(writer) {
		return writer
	}
	for _, person := range slices.Sorted(maps.Keys(s.roles)) {
		if s.roles[person] == process.UserRolePresalesManager {
			return person
		}
	}
	return writer
}

func (s *story) proposal(ctx context.Context, p proposal) error {
	opp := s.ids["deal "+p.Deal]
	find := s.read.Proposal.Query().Where(entproposal.OpportunityID(opp), entproposal.Title(p.Title))
	defer func() { s.ids["proposal of "+p.Deal] = s.ids["proposal "+p.Title] }()
	return once(s, "proposal", p.Title, find, func() (desk.Written[ent.Proposal], error) {
		return s.desk.CreateProposal(ctx, ent.CreateProposalInput{
			OpportunityID: &opp, Title: p.Title, Summary: &p.Summary, Kind: &p.Kind, Language: given(p.Language), Tags: p.Tags,
			DueAt: new(s.morning(p.Due)), StartedOn: s.date(p.Began), Price: given(int64(p.Price)), Currency: given(p.Currency),
			ValidUntil: s.at(p.Validity), BondAmount: given(int64(p.Bond)), BondReference: given(p.BondReference),
		})
	})
}

func (s *story) section(ctx context.Context, p proposal, position int, c section) error {
	id := s.ids["proposal "+p.Title]
	find := s.read.ProposalSection.Query().Where(proposalsection.ProposalID(id), proposalsection.Position(position))
	return once(s, "section of", demandKey(p.Deal, position+1), find, func() (desk.Written[ent.ProposalSection], error) {
		v, err := s.latest(id)
		if err != nil {
			return desk.Written[ent.ProposalSection]{}, err
		}
		return s.desk.CreateProposalSection(ctx, ent.CreateProposalSectionInput{
			ProposalVersionID: v.ID, Position: position, Title: c.Title, Body: &c.Body, Language: given(p.Language),
		})
	})
}

func (s *story) latest(proposalID string) (*ent.ProposalVersion, error) {
	return s.read.ProposalVersion.Query().Where(proposalversion.ProposalID(proposalID)).
		Order(ent.Desc(proposalversion.FieldNumber)).First(s.ctx)
}

// proposalStatus tells what became of a proposal. It happened before there were reviews and checklists to show for it, so
// it is the system that tells it, as an import would.
func (s *story) proposalStatus(ctx context.Context, p proposal, m move, step int) error {
	known, err := s.read.Proposal.Get(s.ctx, s.ids["proposal "+p.Title])
	if err != nil || done(known.Version, step) {
		return err
	}
	_, err = s.desk.ChangeProposalStatus(ctx, desk.ChangeProposalStatusInput{
		ID: known.ID, Version: known.Version, Status: process.ProposalStatus(m.To),
	})
	return name(err, p.Title+" "+m.To)
}

// revise starts the second version and replaces its sections that changed.
func (s *story) revise(ctx context.Context, p proposal, r *revision) error {
	v, err := s.latest(s.ids["proposal "+p.Title])
	if err == nil && v.Number == 1 {
		_, err = s.desk.CreateProposalVersion(ctx, desk.CreateProposalVersionInput{ProposalID: v.ProposalID, Note: &r.Note})
		if err == nil {
			v, err = s.latest(v.ProposalID)
		}
	}
	if err != nil {
		return err
	}
	for _, c := range r.Sections {
		old, err := s.read.ProposalSection.Query().Where(proposalsection.ProposalVersionID(v.ID), proposalsection.Title(c.Title)).First(s.ctx)
		if err == nil && old.Body != c.Body {
			_, err = s.desk.UpdateProposalSection(ctx, ent.UpdateProposalSectionInput{ID: old.ID, Version: old.Version, Body: &c.Body})
		}
		if err != nil {
			return name(err, p.Title+" "+c.Title)
		}
	}
	return nil
}
