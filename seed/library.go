package seed

import (
	"context"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/contentitem"
	"bidwell/process"
)

// item is a piece of the library; Proposal is the title of the proposal it was taken from.
type item struct {
	Title, Summary, Language, Industry, Region, Customer, Proposal, By string

	Kind    process.ContentKind
	Outcome process.OpportunityStatus
	Day     int
	Verify  []move
	Tags    []string
	Body    string `yaml:"-"`
}

// library tells of what was put aside for reuse.
func (s *story) library() {
	for _, i := range s.book.Library {
		s.on(i.Day, i.By, func(ctx context.Context) error { return s.item(ctx, i) })
		for n, m := range i.Verify {
			s.on(m.Day, i.By, func(ctx context.Context) error { return s.verify(ctx, i, m, n+1) })
		}
	}
}

func (s *story) item(ctx context.Context, i item) error {
	find := s.read.ContentItem.Query().Where(contentitem.Title(i.Title))
	return once(s, "item", i.Title, find, func() (desk.Written[ent.ContentItem], error) {
		return s.desk.CreateContentItem(ctx, ent.CreateContentItemInput{
			Kind: &i.Kind, Title: i.Title, Summary: &i.Summary, Body: &i.Body, Language: given(i.Language), Tags: i.Tags,
			Industry: given(i.Industry), Region: given(i.Region), Outcome: given(i.Outcome), PublishedOn: s.date(i.Day),
			CustomerID: s.ref("customer", i.Customer), ProposalID: s.ref("proposal", i.Proposal), OwnerID: s.ref("user", i.By),
		})
	})
}

func (s *story) verify(ctx context.Context, i item, m move, step int) error {
	known, err := s.read.ContentItem.Get(s.ctx, s.ids["item "+i.Title])
	if err != nil || done(known.Version, step) {
		return err
	}
	_, err = s.desk.ChangeVerifyState(ctx, desk.ChangeVerifyStateInput{ID: known.ID, Version: known.Version, State: process.VerifyState(m.To)})
	return name(err, i.Title+" "+m.To)
}
