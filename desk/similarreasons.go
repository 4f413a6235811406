package desk

import (
	"context"
	"slices"

	"bidwell/ent"
	"bidwell/ent/lineitem"
	"bidwell/ent/opportunity"
	"bidwell/ent/retrospective"
	"bidwell/process"
	"bidwell/search"
)

// account reads what is behind the cases and says in what they are alike and why they ended so.
func (d *Desk) account(ctx context.Context, at caseAtHand, cases []*SimilarCase, won bool) error {
	var ids []string
	for _, c := range cases {
		if c.OpportunityID != nil {
			ids = append(ids, *c.OpportunityID)
		}
	}
	found, err := d.reader.Opportunity.Query().Where(opportunity.IDIn(ids...)).WithCustomer(customerBackground).All(ctx)
	if err != nil {
		return err
	}
	behindThem := map[string]*ent.Opportunity{}
	for _, o := range found {
		behindThem[o.ID] = o
	}
	learned, err := d.learnedFrom(ctx, ids, won)
	if err != nil {
		return err
	}
	products, err := d.productsOf(ctx, append(ids, at.own))
	if err != nil {
		return err
	}
	for _, c := range cases {
		c.Learned, c.Reasons = []string{}, []process.LossReason{}
		if c.OpportunityID != nil {
			c.Opportunity = behindThem[*c.OpportunityID]
		}
		if c.Opportunity == nil { // what is behind it may be hidden
			c.OpportunityID = nil
			c.Alike = likenesses(at, c, nil)
			continue
		}
		c.Learned = append(c.Learned, learned[c.Opportunity.ID]...)
		c.explainEnd()
		c.Alike = likenesses(at, c, common(products[at.own], products[c.Opportunity.ID]))
	}
	return nil
}

// explainEnd tells why a case was won or lost, as far as anybody recorded it.
func (c *SimilarCase) explainEnd() {
	o := c.Opportunity
	if o.LossReason != nil {
		c.Reasons = append(c.Reasons, *o.LossReason)
	}
	for _, r := range o.Debrief.Reasons {
		if !slices.Contains(c.Reasons, r) {
			c.Reasons = append(c.Reasons, r)
		}
	}
	if note := firstText(o.OutcomeNote, o.Debrief.Note); note != "" {
		c.Note = &note
	}
}

// learnedFrom is what the retrospectives of opportunities say went well in those won, or wrong in those lost.
func (d *Desk) learnedFrom(ctx context.Context, opportunities []string, won bool) (map[string][]string, error) {
	found, err := d.reader.Retrospective.Query().Where(retrospective.OpportunityIDIn(opportunities...), retrospective.ArchivedAtIsNil()).
		Order(retrospective.ByID()).
		Select(retrospective.FieldOpportunityID, retrospective.FieldWentWell, retrospective.FieldWentWrong).All(ctx)
	learned := map[string][]string{}
	for _, r := range found {
		said := r.WentWrong
		if won {
			said = r.WentWell
		}
		if said != "" {
			learned[*r.OpportunityID] = append(learned[*r.OpportunityID], said)
		}
	}
	return learned, err
}

// productsOf are the products offered in opportunities, with their names.
func (d *Desk) productsOf(ctx context.Context, opportunities []string) (map[string]map[string]string, error) {
	found, err := d.reader.LineItem.Query().Where(lineitem.OpportunityIDIn(opportunities...), lineitem.ArchivedAtIsNil()).
		WithProduct().Select(lineitem.FieldOpportunityID, lineitem.FieldProductID).All(ctx)
	products := map[string]map[string]string{}
	for _, l := range found {
		if products[l.OpportunityID] == nil {
			products[l.OpportunityID] = map[string]string{}
		}
		if l.Edges.Product != nil {
			products[l.OpportunityID][l.ProductID] = l.Edges.Product.Name
		}
	}
	return products, err
}

// common are the values that both have, sorted.
func common(a, b map[string]string) (both []string) {
	for key, name := range a {
		if _, ok := b[key]; ok {
			both = append(both, name)
		}
	}
	slices.Sort(both)
	return both
}

// likenesses are in what a case is like the one at hand: by the fields of both, and by the words they share.
func likenesses(at caseAtHand, c *SimilarCase, products []string) []*Likeness {
	all := []*Likeness{}
	add := func(in process.CaseLikeness, values ...string) {
		if values = slices.DeleteFunc(values, func(v string) bool { return v == "" }); len(values) > 0 {
			all = append(all, &Likeness{In: in, Values: values})
		}
	}
	if o := c.Opportunity; o != nil && at.o != nil {
		mine, theirs := behind(at.o), behind(o)
		if at.o.CustomerID != nil && value(at.o.CustomerID) == value(o.CustomerID) {
			add(process.CaseLikenessCustomer, theirs.customer)
		}
		if mine.industry == theirs.industry {
			add(process.CaseLikenessIndustry, theirs.industry)
		}
		if mine.region == theirs.region {
			add(process.CaseLikenessRegion, theirs.region)
		}
		if at.o.Type == o.Type {
			add(process.CaseLikenessType, string(o.Type))
		}
		add(process.CaseLikenessProduct, products...)
		add(process.CaseLikenessTag, slices.DeleteFunc(slices.Clone(o.Tags), func(t string) bool { return !slices.Contains(at.o.Tags, t) })...)
	}
	add(process.CaseLikenessTerms, sharedWords(c.Hit.Highlights)...)
	return all
}

// sharedWords are the words that a similar text was found by, as it has them.
func sharedWords(highlights []search.Highlight) (words []string) {
	for _, h := range highlights {
		for _, r := range h.Ranges {
			if word := h.Text[r[0]:r[1]]; !slices.Contains(words, word) && len(words) < maxShared {
				words = append(words, word)
			}
		}
	}
	return words
}
