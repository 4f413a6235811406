package desk

import (
	"context"
	"slices"
	"time"

	"bidwell/ent"
	"bidwell/process"
)

// RecordInput is a record at a version.
type RecordInput struct {
	ID      string
	Version int
}

// ArchiveRecord takes a record out of lists, counts and search. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION for kinds
// that rules rest on, records that were signed, held, answered or decided, and parts of what is approved, NOT_FOUND.
func (d *Desk) ArchiveRecord(ctx context.Context, in RecordInput) (Archived, error) {
	return d.setArchived(ctx, in.ID, in.Version, true)
}

// RestoreRecord brings an archived record back. Errors: those of ArchiveRecord.
func (d *Desk) RestoreRecord(ctx context.Context, in RecordInput) (Archived, error) {
	return d.setArchived(ctx, in.ID, in.Version, false)
}

// Archived is what archiving and restoring answer.
type Archived struct {
	Record ent.Noder
	Change int64
}

func (d *Desk) setArchived(ctx context.Context, id string, version int, archive bool) (Archived, error) {
	e, err := process.EntityOf(id)
	if err != nil {
		return Archived{}, err
	}
	if slices.Contains([]process.Entity{ent.TypeAccessRule, ent.TypeTeam, ent.TypeUser}, e) {
		defer d.forgetViewers()
	}
	last, err := d.transact(ctx, func(ctx context.Context, w *writing) error {
		if err := w.hold(ctx, e, id, &version, !archive); err != nil {
			return err
		}
		if err := w.mayArchive(ctx, e, id); err != nil {
			return err
		}
		return w.tx.Client().SetArchived(ctx, string(e), id, archivedAt(w, archive))
	})
	if err != nil {
		return Archived{}, err
	}
	node, err := d.Node(ctx, id, nil)
	return Archived{Record: node, Change: last}, err
}

// mayArchive holds archiving to the rules that other changes of the record are held to: a frozen version keeps its
// sections, and what rules rest on is not put away. The system may mend what it finds.
func (w *writing) mayArchive(ctx context.Context, e process.Entity, id string) error {
	switch {
	case e == ent.TypeOpportunityMember:
		return w.mayShowOut(ctx, id)
	case e == ent.TypeProposalSection:
		_, err := w.openSection(ctx, id)
		return err
	case w.viewer.System:
		return nil
	}
	state, err := w.stateOf(ctx, e, id)
	if err != nil {
		return err
	}
	return process.CheckArchive(w.viewer, e, state)
}

// stateOf is where a record stands, when it depends on that whether it may be put away.
func (w *writing) stateOf(ctx context.Context, e process.Entity, id string) (string, error) {
	switch {
	case !process.ArchiveDepends(e):
		return "", nil
	case e == ent.TypeSurvey:
		answered, err := w.text(ctx, e, "answered_at", id)
		if err == nil && answered == "" {
			answered = process.SurveyUnanswered
		}
		return answered, err
	default:
		return w.text(ctx, e, "status", id)
	}
}

func archivedAt(w *writing, archive bool) *time.Time {
	if !archive {
		return nil
	}
	now := w.desk.now()
	return &now
}
