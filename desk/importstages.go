package desk

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"entgo.io/ent/dialect/sql"

	"bidwell/desk/importer"
	"bidwell/ent"
	"bidwell/ent/stageentry"
	"bidwell/process"
)

// stageIndex holds the stage histories that a batch adds to.
type stageIndex struct {
	histories map[string][]*ent.StageEntry // as they were read, by opportunity
	ends      map[string]*stageEnd         // of those this batch made longer since it last wrote, by opportunity
	made      []*ent.StageEntryCreate      // left open, because the next record may tell when the stage was left
}

// stageEnd is the last entry of a history, read or made in this batch.
type stageEnd struct {
	id       string
	position int
	stage    process.OpportunityStage
	entered  time.Time
	dated    bool
	left     bool
	read     *ent.StageEntry
	made     *ent.StageEntryCreate
}

func newStageIndex() stageIndex {
	return stageIndex{histories: map[string][]*ent.StageEntry{}, ends: map[string]*stageEnd{}}
}

// open tells whether entries of an opportunity are not written yet.
func (x *stageIndex) open(opportunity string) bool { return x.ends[opportunity] != nil }

// close hands out the open entries, to be written.
func (x *stageIndex) close() []*ent.StageEntryCreate {
	made := x.made
	for opportunity := range x.ends {
		delete(x.histories, opportunity)
	}
	clear(x.ends)
	x.made = nil
	return made
}

// readStages reads the histories of opportunities with few statements.
func (im *importing) readStages(ctx context.Context, opportunities []string) error {
	var ids []string
	err := inBatches(opportunities, func(part []string) error {
		s := sql.Dialect(im.desk.store.Dialect()).Select("id").From(sql.Table(stageentry.Table))
		return im.lookUp(ctx, s, stageentry.FieldOpportunityID, part, func(scan func(...any) error) error {
			var id string
			err := scan(&id)
			ids = append(ids, id)
			return err
		})
	})
	if err != nil {
		return err
	}
	return inBatches(ids, func(part []string) error {
		entries, err := im.tx.StageEntry.Query().Where(stageentry.IDIn(part...)).All(ctx)
		for _, e := range entries {
			im.stages.histories[e.OpportunityID] = append(im.stages.histories[e.OpportunityID], e)
		}
		return err
	})
}

// history is the stage history of an opportunity as it is now.
func (im *importing) history(ctx context.Context, opportunity string) ([]*ent.StageEntry, error) {
	if err := im.settle(ctx, opportunity); err != nil {
		return nil, err
	}
	if im.stages.histories[opportunity] == nil {
		if err := im.readStages(ctx, []string{opportunity}); err != nil {
			return nil, err
		}
	}
	history := im.stages.histories[opportunity]
	slices.SortFunc(history, func(x, y *ent.StageEntry) int { return cmp.Compare(x.Position, y.Position) })
	return history, nil
}

// stageEnd is the last entry of an opportunity's history, nil when there is none.
func (im *importing) stageEnd(ctx context.Context, opportunity string) (*stageEnd, error) {
	if end := im.stages.ends[opportunity]; end != nil {
		return end, nil
	}
	have, err := im.history(ctx, opportunity)
	if err != nil {
		return nil, err
	}
	return endOf(have), nil
}

func endOf(history []*ent.StageEntry) *stageEnd {
	if len(history) == 0 {
		return nil
	}
	e := history[len(history)-1]
	return &stageEnd{id: e.ID, position: e.Position, stage: e.Stage, entered: e.EnteredAt, dated: e.Dated, left: e.LeftAt != nil, read: e}
}

// addEntries adds stage entries after the last one there is.
func (im *importing) addEntries(opportunity string, last *stageEnd, marks []importer.StageMark) {
	for i, mark := range marks {
		next := &stageEnd{
			id: im.newID(ent.TypeStageEntry), stage: process.OpportunityStage(mark.Stage), entered: im.enteredAt(mark), dated: !mark.At.IsZero(),
		}
		direction := process.StageDirectionForward
		if last != nil {
			next.position = last.position + 1
			if process.StageIndex(next.stage) < process.StageIndex(last.stage) {
				direction = process.StageDirectionBack
			}
		}
		next.made = im.tx.StageEntry.Create().SetID(next.id).SetOpportunityID(opportunity).SetPosition(next.position).
			SetStage(next.stage).SetDirection(direction).SetEnteredAt(next.entered).SetDated(next.dated)
		if i+1 < len(marks) {
			next.made.SetLeftAt(im.enteredAt(marks[i+1]))
		}
		im.stages.made = append(im.stages.made, next.made)
		im.stages.ends[opportunity] = next
		last = next
	}
}

// enteredAt is when a stage was entered; the time of the import when the source did not know.
func (im *importing) enteredAt(mark importer.StageMark) time.Time {
	if mark.At.IsZero() {
		return im.desk.now()
	}
	return mark.At
}

// leave says when the last stage was left.
func (im *importing) leave(ctx context.Context, last *stageEnd, at time.Time) error {
	switch {
	case last == nil || last.left:
		return nil
	case last.made != nil:
		last.made.SetLeftAt(at)
		return nil
	}
	return last.read.Update().SetLeftAt(at).Exec(ctx)
}

// amendHistory adds the stages that are new and sets the outcome; entries that are there stay.
func (im *importing) amendHistory(ctx context.Context, m ent.Mutation, id string, r incoming) error {
	have, err := im.history(ctx, id)
	if err != nil {
		return err
	}
	fresh := r.Stages
	for _, entry := range have {
		if len(fresh) > 0 && string(entry.Stage) == fresh[0].Stage && (fresh[0].At.IsZero() || entry.EnteredAt.Equal(fresh[0].At)) {
			fresh = fresh[1:]
		}
	}
	last := endOf(have)
	for len(fresh) > 0 && last.knows(fresh[0]) {
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

// knows tells whether a stage was entered before the last one that is known.
func (last *stageEnd) knows(mark importer.StageMark) bool {
	return last != nil && last.dated && !mark.At.After(last.entered)
}

// addStage adds one entry of a stage history that comes as a file of its own. An event that repeats the current stage
// or lies before what is known adds nothing, but its id is remembered.
func (im *importing) addStage(ctx context.Context, r incoming) error {
	ref, _ := r.Fields["opportunity"].(importer.Ref)
	id, err := im.resolve(ctx, ref, r)
	if err != nil {
		return named("opportunity", err)
	}
	last, err := im.stageEnd(ctx, id)
	if err != nil {
		return err
	}
	to, _ := r.Fields["to"].(string)
	at, _ := r.Fields["at"].(time.Time)
	mark := importer.StageMark{Stage: to, At: at}
	if last != nil && string(last.stage) == to || last.knows(mark) {
		im.refs.made(r.key, last.id, r.digest)
		im.result.Skipped++
		return nil
	}
	if err := im.leave(ctx, last, im.enteredAt(mark)); err != nil {
		return err
	}
	im.addEntries(id, last, []importer.StageMark{mark})
	entry := im.stages.ends[id]
	if reason, ok := r.Fields["reason"].(string); ok {
		entry.made.SetReason(reason)
	}
	im.result.Created++
	im.refs.made(r.key, entry.id, r.digest)
	m, save, err := im.change(ctx, ent.TypeOpportunity, id)
	if err != nil {
		return err
	}
	return errors.Join(m.SetField("stage", process.OpportunityStage(to)), save(ctx))
}
