package seed

import (
	"context"
	"fmt"

	"bidwell/desk"
	"bidwell/ent"
	entcompetitor "bidwell/ent/competitor"
	"bidwell/ent/requirement"
	entwintheme "bidwell/ent/wintheme"
	"bidwell/process"
)

// demands are the requirements of a deal: written down by somebody on a day, and those that are not open confirmed on
// another.
type demands struct {
	Deal, By       string
	Day, Confirmed int
	Source         process.RequirementSource
	All            []demand
}

// demand is a requirement; those of a deal are numbered from 1.
type demand struct {
	Text, En, Ref, Success string
	Category               process.RequirementCategory
	Priority               process.RequirementPriority // MUST unless told
	// Starred marks a ★ clause.
	Starred bool
	Weight  int
	// Open ones are not confirmed; withdrawn ones are not asked for any more.
	Open, Withdrawn bool
}

type competitor struct {
	Deal, Name, By, Strengths, Weaknesses string
	Day, Threat                           int
	Incumbent                             bool
	Price                                 minor
}

// theme is a reason for which the customer should choose us; Requirement is the number of the one it answers.
type theme struct {
	Deal, By, Statement, Evidence, Competitor string
	Kind                                      process.WinThemeKind
	Day, Requirement                          int
}

// capture tells of what the customers want, who else offers it, and why they should take us.
func (s *story) capture() {
	for _, group := range s.book.Requirements {
		for i, r := range group.All {
			key := demandKey(group.Deal, i+1)
			s.on(group.Day, group.By, func(ctx context.Context) error { return s.demand(ctx, group, r, key) })
			var path []deed
			if !r.Open {
				path = append(path, deed{What: "CONFIRMED", Day: group.Confirmed, By: group.By})
			}
			if r.Withdrawn {
				path = append(path, deed{What: "WITHDRAWN", Day: group.Confirmed, By: group.By})
			}
			s.follow("requirement", key, requirement.Table, path, func(ctx context.Context, in desk.RecordInput, d deed) error {
				return did(s.desk.ChangeRequirementStatus(ctx, desk.ChangeRequirementStatusInput{
					ID: in.ID, Version: in.Version, Status: process.RequirementStatus(d.What),
				}))
			})
		}
	}
	for _, c := range s.book.Competitors {
		s.on(c.Day, c.By, func(ctx context.Context) error { return s.competitor(ctx, c) })
	}
	for _, t := range s.book.Themes {
		s.on(t.Day, t.By, func(ctx context.Context) error { return s.theme(ctx, t) })
	}
}

// demandKey names a requirement by its deal and number.
func demandKey(deal string, number int) string { return fmt.Sprintf("%s/%d", deal, number) }

func (s *story) demand(ctx context.Context, group demands, r demand, key string) error {
	opp := s.ids["deal "+group.Deal]
	if r.Priority == "" {
		r.Priority = process.RequirementPriorityMust
	}
	find := s.read.Requirement.Query().Where(requirement.OpportunityID(opp), requirement.Text(r.Text))
	return once(s, "requirement", key, find, func() (desk.Written[ent.Requirement], error) {
		return s.desk.CreateRequirement(ctx, ent.CreateRequirementInput{
			OpportunityID: opp, Text: r.Text, TextEn: given(r.En), Source: &group.Source, SourceRef: given(r.Ref), Category: given(r.Category),
			Priority: &r.Priority, Mandatory: &r.Starred, SuccessCriterion: given(r.Success), ScoreWeight: given(r.Weight),
		})
	})
}

func (s *story) competitor(ctx context.Context, c competitor) error {
	opp := s.ids["deal "+c.Deal]
	find := s.read.Competitor.Query().Where(entcompetitor.OpportunityID(opp), entcompetitor.Name(c.Name))
	return once(s, "competitor", c.Deal+" "+c.Name, find, func() (desk.Written[ent.Competitor], error) {
		return s.desk.CreateCompetitor(ctx, ent.CreateCompetitorInput{
			OpportunityID: opp, Name: c.Name, Incumbent: &c.Incumbent, Threat: given(c.Threat), Strengths: given(c.Strengths),
			Weaknesses: given(c.Weaknesses), PriceEstimate: given(int64(c.Price)),
		})
	})
}

func (s *story) theme(ctx context.Context, t theme) error {
	opp := s.ids["deal "+t.Deal]
	find := s.read.WinTheme.Query().Where(entwintheme.OpportunityID(opp), entwintheme.Statement(t.Statement))
	return once(s, "theme", t.Deal+" "+t.Statement, find, func() (desk.Written[ent.WinTheme], error) {
		in := ent.CreateWinThemeInput{OpportunityID: opp, Kind: given(t.Kind), Statement: t.Statement, Evidence: given(t.Evidence)}
		if t.Requirement > 0 {
			in.RequirementID = s.ref("requirement", demandKey(t.Deal, t.Requirement))
		}
		if t.Competitor != "" {
			in.CompetitorID = s.ref("competitor", t.Deal+" "+t.Competitor)
		}
		return s.desk.CreateWinTheme(ctx, in)
	})
}
