package desk

import (
	"context"
	"unicode/utf8"

	"bidwell/desk/importer"
	"bidwell/ent"
	"bidwell/ent/proposalsection"
	"bidwell/ent/proposalversion"
	"bidwell/process"
)

// beforeCreate sets what follows from the record's parts: stage and outcome of an opportunity, the price of a line item.
func (im *importing) beforeCreate(ctx context.Context, m ent.Mutation, e process.Entity, r incoming) error {
	switch e {
	case ent.TypeOpportunity:
		if n := len(r.Stages); n > 0 {
			if err := m.SetField("stage", process.OpportunityStage(r.Stages[n-1].Stage)); err != nil {
				return err
			}
		}
		return setOutcome(m, r.Outcome)
	case ent.TypeLineItem:
		return im.setPrice(ctx, m)
	}
	return nil
}

// setOutcome sets status and time of the decision.
func setOutcome(m ent.Mutation, o *importer.Outcome) error {
	if o == nil || o.Status == "" {
		return nil
	}
	if err := m.SetField("status", process.OpportunityStatus(o.Status)); err != nil {
		return err
	}
	if o.Reason != "" && process.IsEnumEntry("LossReason", o.Reason) {
		if err := m.SetField("loss_reason", process.LossReason(o.Reason)); err != nil {
			return err
		}
	}
	if o.DecidedAt.IsZero() {
		return nil
	}
	return m.SetField("decided_at", o.DecidedAt)
}

// setPrice gives a line item without a price the list price of its product.
func (im *importing) setPrice(ctx context.Context, m ent.Mutation) error {
	if _, given := m.Field("unit_price"); given {
		return nil
	}
	id, _ := m.Field("product_id")
	product, ok := id.(string)
	if !ok {
		return nil
	}
	p, err := im.product(ctx, product)
	if err != nil {
		return err
	}
	if err := im.setCurrency(m, p.Currency); err != nil {
		return err
	}
	return m.SetField("unit_price", p.ListPrice)
}

// product is read once a batch.
func (im *importing) product(ctx context.Context, id string) (*ent.Product, error) {
	if p := im.prices[id]; p != nil {
		return p, nil
	}
	if err := im.settle(ctx, id); err != nil {
		return nil, err
	}
	p, err := im.tx.Product.Get(ctx, id)
	if err == nil {
		im.prices[id] = p
	}
	return p, err
}

// afterCreate makes the record's parts.
func (im *importing) afterCreate(ctx context.Context, e process.Entity, id string, r incoming) error {
	switch e {
	case ent.TypeOpportunity:
		marks := r.Stages
		if len(marks) == 0 {
			marks = []importer.StageMark{{Stage: string(process.OpportunityStageIntake)}}
		}
		im.addEntries(id, nil, marks)
	case ent.TypeProposal:
		return im.addVersion(ctx, id, 1, r)
	}
	return nil
}

// addVersion makes a version of a proposal with its sections.
func (im *importing) addVersion(ctx context.Context, proposal string, number int, r incoming) error {
	language, _ := r.Fields["language"].(string)
	version := im.newID(ent.TypeProposalVersion)
	if err := im.add(ctx, im.tx.ProposalVersion.Create().SetID(version).SetProposalID(proposal).SetNumber(number)); err != nil {
		return err
	}
	for i, s := range r.Sections {
		c := im.tx.ProposalSection.Create().SetID(im.newID(ent.TypeProposalSection)).
			SetProposalID(proposal).SetProposalVersionID(version).SetPosition(i).SetDepth(min(max(s.Depth, 1), 9)).
			SetTitle(cut(s.Title, 500)).SetBody(s.Body).SetWords(process.CountWords(s.Body))
		if language != "" {
			c.SetLanguage(language)
		}
		if err := im.add(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// cut shortens a text to a number of bytes, at the beginning of a character.
func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}

// amendSections makes a new version when the sections of a file differ from the latest version's.
func (im *importing) amendSections(ctx context.Context, proposal string, r incoming) error {
	if len(r.Sections) == 0 {
		return nil
	}
	latest, err := im.tx.ProposalVersion.Query().Where(proposalversion.ProposalID(proposal)).Order(proposalversion.ByNumber(descending)).First(ctx)
	if err != nil {
		return err
	}
	have, err := im.tx.ProposalSection.Query().Where(proposalsection.ProposalVersionID(latest.ID), proposalsection.ArchivedAtIsNil()).
		Order(proposalsection.ByPosition()).All(ctx)
	if err != nil || sameSections(have, r.Sections) {
		return err
	}
	if _, err := im.freeze(ctx, latest); err != nil {
		return err
	}
	return im.addVersion(ctx, proposal, latest.Number+1, r)
}

func sameSections(have []*ent.ProposalSection, want []importer.Section) bool {
	if len(have) != len(want) {
		return false
	}
	for i, s := range want {
		if have[i].Title != cut(s.Title, 500) || have[i].Body != s.Body {
			return false
		}
	}
	return true
}
