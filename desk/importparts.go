package desk

import (
	"context"
	"time"
	"unicode/utf8"

	"bidwell/desk/importer"
	"bidwell/ent"
	"bidwell/ent/proposalsection"
	"bidwell/ent/proposalversion"
	"bidwell/ent/stageentry"
	"bidwell/process"
)

// beforeCreate sets what follows from the record's parts: stage and outcome of an opportunity, the price of a line item.
func (im *importing) beforeCreate(ctx context.Context, m ent.Mutation, e process.Entity, r importer.Record) error {
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
	p, err := im.tx.Product.Get(ctx, product)
	if err != nil {
		return err
	}
	if err := im.setCurrency(m, p.Currency); err != nil {
		return err
	}
	return m.SetField("unit_price", p.ListPrice)
}

// afterCreate makes the record's parts.
func (im *importing) afterCreate(ctx context.Context, e process.Entity, id string, r importer.Record) error {
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

// addEntries adds stage entries after the last one there is.
func (im *importing) addEntries(opportunity string, last *ent.StageEntry, marks []importer.StageMark) {
	position, stage, seen := 0, process.OpportunityStage(""), last != nil
	if seen {
		position, stage = last.Position+1, last.Stage
	}
	for i, mark := range marks {
		next := process.OpportunityStage(mark.Stage)
		direction := process.StageDirectionForward
		if seen && process.StageIndex(next) < process.StageIndex(stage) {
			direction = process.StageDirectionBack
		}
		c := im.tx.StageEntry.Create().SetID(im.newID(ent.TypeStageEntry)).SetOpportunityID(opportunity).SetPosition(position + i).
			SetStage(next).SetDirection(direction).SetEnteredAt(im.enteredAt(mark)).SetDated(!mark.At.IsZero())
		if i+1 < len(marks) {
			c.SetLeftAt(im.enteredAt(marks[i+1]))
		}
		im.entries = append(im.entries, c)
		stage, seen = next, true
	}
}

// enteredAt is when a stage was entered; the time of the import when the source did not know.
func (im *importing) enteredAt(mark importer.StageMark) time.Time {
	if mark.At.IsZero() {
		return im.desk.now()
	}
	return mark.At
}

// amendHistory adds the stages that are new and sets the outcome; entries that are there stay.
func (im *importing) amendHistory(ctx context.Context, m ent.Mutation, id string, r importer.Record) error {
	have, err := im.tx.StageEntry.Query().Where(stageentry.OpportunityID(id)).Order(stageentry.ByPosition()).All(ctx)
	if err != nil {
		return err
	}
	fresh := r.Stages
	for _, entry := range have {
		if len(fresh) > 0 && string(entry.Stage) == fresh[0].Stage && (fresh[0].At.IsZero() || entry.EnteredAt.Equal(fresh[0].At)) {
			fresh = fresh[1:]
		}
	}
	last := have[len(have)-1]
	for len(fresh) > 0 && last.Dated && !fresh[0].At.After(last.EnteredAt) {
		fresh = fresh[1:] // history before what is known already
		im.result.Skipped++
	}
	if len(fresh) > 0 {
		if err := im.leave(ctx, last, im.enteredAt(fresh[0])); err != nil {
			return err
		}
		im.addEntries(id, last, fresh)
		if err := m.SetField("stage", process.OpportunityStage(fresh[len(fresh)-1].Stage)); err != nil {
			return err
		}
	}
	return setOutcome(m, r.Outcome)
}

func (im *importing) leave(ctx context.Context, entry *ent.StageEntry, at time.Time) error {
	if entry.LeftAt != nil {
		return nil
	}
	return entry.Update().SetLeftAt(at).Exec(ctx)
}

// addStage adds one entry of a stage history that comes as a file of its own. An event that repeats the current stage
// or lies before what is known adds nothing, but its id is remembered.
func (im *importing) addStage(ctx context.Context, key refKey, digest string, r importer.Record) error {
	if err := im.flushEntries(ctx); err != nil {
		return err
	}
	ref, _ := r.Fields["opportunity"].(importer.Ref)
	id, err := im.resolve(ctx, ref, r)
	if err != nil {
		return named("opportunity", err)
	}
	last, err := im.tx.StageEntry.Query().Where(stageentry.OpportunityID(id)).Order(stageentry.ByPosition(descending)).First(ctx)
	if err != nil {
		return err
	}
	to, _ := r.Fields["to"].(string)
	at, _ := r.Fields["at"].(time.Time)
	if string(last.Stage) == to || last.Dated && !at.After(last.EnteredAt) {
		im.refs.made(key, last.ID, digest)
		im.result.Skipped++
		return nil
	}
	mark := importer.StageMark{Stage: to, At: at}
	if err := im.leave(ctx, last, im.enteredAt(mark)); err != nil {
		return err
	}
	im.addEntries(id, last, []importer.StageMark{mark})
	entry := im.entries[len(im.entries)-1]
	if reason, ok := r.Fields["reason"].(string); ok {
		entry.SetReason(reason)
	}
	entryID, _ := entry.Mutation().ID()
	im.result.Created++
	im.refs.made(key, entryID, digest)
	return im.tx.Opportunity.UpdateOneID(id).SetStage(process.OpportunityStage(to)).Exec(ctx)
}

// flushEntries writes the gathered stage entries now, because the next record builds on them.
func (im *importing) flushEntries(ctx context.Context) error {
	entries := im.entries
	im.entries = nil
	return inBatches(entries, func(part []*ent.StageEntryCreate) error { return im.tx.StageEntry.CreateBulk(part...).Exec(ctx) })
}

// addVersion makes a version of a proposal with its sections.
func (im *importing) addVersion(ctx context.Context, proposal string, number int, r importer.Record) error {
	language, _ := r.Fields["language"].(string)
	version := im.newID(ent.TypeProposalVersion)
	if err := im.tx.ProposalVersion.Create().SetID(version).SetProposalID(proposal).SetNumber(number).Exec(ctx); err != nil {
		return err
	}
	for i, s := range r.Sections {
		c := im.tx.ProposalSection.Create().SetID(im.newID(ent.TypeProposalSection)).
			SetProposalID(proposal).SetProposalVersionID(version).SetPosition(i).SetDepth(min(max(s.Depth, 1), 9)).
			SetTitle(cut(s.Title, 500)).SetBody(s.Body).SetWords(process.CountWords(s.Body))
		if language != "" {
			c.SetLanguage(language)
		}
		im.sections = append(im.sections, c)
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
func (im *importing) amendSections(ctx context.Context, proposal string, r importer.Record) error {
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
