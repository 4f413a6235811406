package desk

import (
	"context"

	"bidwell/ent"
	entchange "bidwell/ent/change"
	"bidwell/ent/reuseedge"
	"bidwell/process"
)

// compareSources compares a section with the texts it was made from, because it says something else now.
func (w *writing) compareSources(ctx context.Context, s *ent.ProposalSection) error {
	edges, err := w.tx.ReuseEdge.Query().Where(reuseedge.SectionID(s.ID), reuseedge.ArchivedAtIsNil()).All(ctx)
	if err != nil {
		return err
	}
	for _, e := range edges {
		text, err := w.textThen(ctx, e.SourceID, e.SourceHash)
		if err != nil {
			return err
		}
		alike := similarity(s.Body, text)
		if alike == e.Similarity {
			continue
		}
		if err := e.Update().SetSimilarity(alike).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// maxUndone is how many changes of a source are undone at most to find what it said.
const maxUndone = 200

// textThen is what a source said when it was taken. The source may have changed, been archived, or be hidden from the
// viewer by now; the change log knows what it said before, and the hash tells when that is found. A source that changed
// too often since is taken as it is.
func (w *writing) textThen(ctx context.Context, id, hash string) (string, error) {
	e, err := process.EntityOf(id)
	if err != nil {
		return "", err
	}
	now, err := w.text(ctx, e, "body", id)
	if err != nil || bodyHash(now) == hash {
		return now, err
	}
	// One change at a time: each may carry the whole text twice.
	last := int64(1) << 62
	for range maxUndone {
		c, err := w.tx.Change.Query().
			Where(entchange.EntityID(id), entchange.IDLT(last), changesField("body")).
			Order(entchange.ByID(descending)).First(AsSystem(ctx))
		if ent.IsNotFound(err) {
			return now, nil
		}
		if err != nil {
			return "", err
		}
		before, _ := c.Fields["body"].From.(string)
		if bodyHash(before) == hash {
			return before, nil
		}
		last = c.ID
	}
	return now, nil
}
