package desk

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/process"
)

// A commercial volume is a proposal that everybody knows of who sees its opportunity. What it says (versions, sections, files,
// what was made from them) is for who sees its price.

// keptPrice holds for the commercial volumes of which the viewer does not see what they say; nil when there are none, or
// when it does not matter what they say.
func (s sight) keptPrice(c func(string) string) *sql.Predicate {
	if !s.content || process.SeesEveryVolume(s.v) {
		return nil
	}
	commercial := sql.EQ(c("kind"), string(process.ProposalKindCommercial))
	if !process.SeesOwnVolumes(s.v) {
		return commercial
	}
	owned := s.names(c("opportunity_id"), ent.TypeOpportunity, func(s sight, _ process.Entity, c func(string) string) *sql.Predicate {
		return sql.EQ(c("owner_id"), s.v.UserID)
	})
	return sql.And(commercial, sql.Not(owned))
}

// says holds for the others; nil means all.
func (s sight) says(c func(string) string) *sql.Predicate {
	if kept := s.keptPrice(c); kept != nil {
		return sql.Not(kept)
	}
	return nil
}

// outsideVolumes holds for the records of a kind that are no content of a commercial volume kept from the viewer; nil means all.
func (s sight) outsideVolumes(e process.Entity, c func(string) string) *sql.Predicate {
	s.volumes = true
	if kept := s.hidden(e, c); kept != nil {
		return sql.Not(kept)
	}
	return nil
}

// opens refuses to go on with a proposal of which the viewer does not see what it says. Error: FORBIDDEN.
func (w *writing) opens(ctx context.Context, proposal string) error {
	return w.desk.opens(ctx, w.tx, w.viewer, proposal)
}

func (d *Desk) opens(ctx context.Context, db asker, v *process.Viewer, proposal string) error {
	s := sight{v: v, b: sql.Dialect(d.store.Dialect()), content: true}
	t := table(ent.TypeProposal)
	kept := s.keptPrice(t.C)
	if kept == nil {
		return nil
	}
	query, args := s.b.Select(t.C("id")).From(t).Where(sql.And(sql.EQ(t.C("id"), proposal), kept)).Query()
	found, err := idsOf(ctx, db, query, args...)
	if err == nil && len(found) > 0 {
		return process.NewError(process.CodeForbidden, process.MsgVolumeCommercial)
	}
	return err
}

// takesFiles refuses a record that is missing or hidden, and a commercial volume that the viewer does not read: what they
// attached to it they would not see again. Errors: FORBIDDEN, NOT_FOUND.
func (d *Desk) takesFiles(ctx context.Context, v *process.Viewer, id string) error {
	if err := d.checkVisible(ctx, v, id); err != nil {
		return err
	}
	if process.CheckID("", id, ent.TypeProposal) != nil {
		return nil
	}
	return d.opens(ctx, d.store.ReadDB(), v, id)
}
