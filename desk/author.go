package desk

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/ent/proposalsection"
	"bidwell/process"
)

// authors are who wrote a proposal: the owners of its sections, and whoever made a section or changed its heading or
// text. The change log knows them. The stamps on the records do not: they name who copied a section into a new version,
// or set it ready, as well.
func (w *writing) authors(ctx context.Context, proposal string) ([]string, error) {
	owners, err := w.tx.ProposalSection.Query().Where(proposalsection.ProposalID(proposal), proposalsection.OwnerIDNotNil()).
		Unique(true).Select(proposalsection.FieldOwnerID).Strings(ctx)
	if err != nil {
		return nil, err
	}
	writers, err := w.writers(ctx, proposal)
	return distinct(append(owners, writers...)), err
}

// writers are who wrote on the sections of a proposal, in the order in which they did.
func (w *writing) writers(ctx context.Context, proposal string) ([]string, error) {
	written, err := w.writtenOn(ctx, proposal)
	if err != nil {
		return nil, err
	}
	var all []string
	var copier *writtenRow
	for i, r := range written {
		if r.entity == ent.TypeProposalVersion {
			copier = &written[i] // the copies of its sections follow at once
			continue
		}
		if r.operation == process.ChangeOperationCreate && copier != nil && copier.followedBy(r) {
			copier = &written[i]
			continue
		}
		if copier = nil; r.actor != "" {
			all = append(all, r.actor)
		}
	}
	return all, nil
}

// writtenRow is a row of the change log by which a version of a proposal began, or a section got its text.
type writtenRow struct {
	number    int64
	at        instant
	entity    string
	operation process.ChangeOperation
	actor     string
}

// followedBy tells whether the next row is of the same transaction.
func (r *writtenRow) followedBy(next writtenRow) bool {
	return next.number == r.number+1 && next.at.Equal(r.at.Time) && next.actor == r.actor
}

func (w *writing) writtenOn(ctx context.Context, proposal string) ([]writtenRow, error) {
	s := sql.Dialect(w.desk.store.Dialect()).Select("id", "at", "entity", "operation", "COALESCE(actor_id, '')").From(sql.Table("change_log"))
	s.Where(sql.And(sql.EQ("root_id", proposal), sql.Or(
		sql.And(sql.In("entity", ent.TypeProposalVersion, ent.TypeProposalSection), sql.EQ("operation", string(process.ChangeOperationCreate))),
		sql.And(sql.EQ("entity", ent.TypeProposalSection), sql.ExprP("(fields -> 'title' IS NOT NULL OR fields -> 'body' IS NOT NULL)")),
	))).OrderBy("id")
	query, args := s.Query()
	rows, err := w.tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []writtenRow
	for rows.Next() {
		var r writtenRow
		if err := rows.Scan(&r.number, &r.at, &r.entity, &r.operation, &r.actor); err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, rows.Err()
}
