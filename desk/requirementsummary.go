package desk

import (
	"cmp"
	"context"
	"slices"

	"bidwell/ent"
	"bidwell/ent/requirement"
	"bidwell/ent/stakeholder"
	"bidwell/process"
)

// RequirementSummary is the requirement summary (需求概要) of an opportunity: counts, and a text made of what is recorded.
type RequirementSummary struct {
	Total, Mandatory, Confirmed int
	ByCategory                  []RequirementCount
	// Markdown is the summary in the language that was asked for.
	Markdown string
}

// RequirementCount is how many requirements are about one thing.
type RequirementCount struct {
	Category process.RequirementCategory
	Count    int
}

// RequirementSummary builds the summary from the requirements that are not withdrawn, the decision chain and what the
// opportunity says of itself, in four statements. Errors: NOT_FOUND, UNAUTHENTICATED.
func (d *Desk) RequirementSummary(ctx context.Context, opportunityID string, lang process.Language) (*RequirementSummary, error) {
	if err := process.CheckID("opportunityID", opportunityID, ent.TypeOpportunity); err != nil {
		return nil, err
	}
	o, err := d.reader.Opportunity.Get(ctx, opportunityID)
	if ent.IsNotFound(err) {
		return nil, process.NotFound(opportunityID)
	}
	if err != nil {
		return nil, err
	}
	demands, err := d.reader.Requirement.Query().
		Where(requirement.OpportunityID(opportunityID), requirement.ArchivedAtIsNil(), requirement.StatusNEQ(process.RequirementStatusWithdrawn)).
		Order(requirement.ByNumber(), requirement.ByID()).All(ctx)
	if err != nil {
		return nil, err
	}
	people, err := d.reader.Stakeholder.Query().Where(stakeholder.OpportunityID(opportunityID), stakeholder.ArchivedAtIsNil()).
		Order(stakeholder.ByInfluence(descending), stakeholder.ByID()).WithContact().All(ctx)
	if err != nil {
		return nil, err
	}
	if !seesAll(ctx, ent.TypeStakeholder, "concerns") { // nor who has how much influence
		slices.SortFunc(people, func(a, b *ent.Stakeholder) int { return cmp.Compare(a.ID, b.ID) })
		for _, p := range people {
			p.Concerns = ""
		}
	}
	return summaryOf(o, demands, people, lang), nil
}

func summaryOf(o *ent.Opportunity, demands []*ent.Requirement, people []*ent.Stakeholder, lang process.Language) *RequirementSummary {
	s := &RequirementSummary{Total: len(demands)}
	outline := process.Outline{
		Name: o.Name, Situation: o.Description, Deadline: o.SubmissionDeadline, Decision: o.ExpectedCloseOn, Currency: o.Currency, Budget: o.BudgetAmount,
	}
	for _, r := range demands {
		if r.Mandatory {
			s.Mandatory++
		}
		if r.Status == process.RequirementStatusConfirmed {
			s.Confirmed++
		}
		text := r.Text
		if lang == process.LanguageEN {
			text = firstText(r.TextEn, r.Text)
		}
		outline.Demands = append(outline.Demands, process.Demand{
			Number: value(r.Number), Text: text, Criterion: r.SuccessCriterion, Category: r.Category, Priority: r.Priority, Mandatory: r.Mandatory,
		})
	}
	for _, category := range process.RequirementCategoryFunction.Values() {
		n := 0
		for _, r := range demands {
			if string(r.Category) == category {
				n++
			}
		}
		if n > 0 {
			s.ByCategory = append(s.ByCategory, RequirementCount{process.RequirementCategory(category), n})
		}
	}
	for _, p := range people {
		if c := p.Edges.Contact; c != nil {
			outline.People = append(outline.People, process.Decider{Name: c.Name, Title: c.Title, Part: p.Part, Concerns: p.Concerns})
		}
	}
	s.Markdown = outline.Write(lang)
	return s
}
