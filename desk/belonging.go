package desk

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"bidwell/process"
)

// there refuses a record named in a field that is missing, hidden from the viewer or archived: for whoever names it there is
// none. Errors: NOT_FOUND, VALIDATION_FAILED for an id of another kind.
func (w *writing) there(ctx context.Context, field string, e process.Entity, id string) error {
	if err := process.CheckID(field, id, e); err != nil {
		return err
	}
	s := sql.Dialect(w.desk.store.Dialect()).Select("id").From(table(e)).Where(sql.And(sql.EQ("id", id), sql.IsNull("archived_at")))
	narrow(s, w.viewer, e)
	query, args := s.Query()
	rows, err := w.tx.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	if rows.Next() {
		return nil
	}
	if err := rows.Err(); err != nil {
		return err
	}
	missing := process.NotFound(id)
	missing.Field = field
	return missing
}

// partOf is there, for a record that has to be a part of the opportunity too; none named is fine. Errors: NOT_FOUND,
// VALIDATION_FAILED.
func (w *writing) partOf(ctx context.Context, field string, e process.Entity, id *string, opportunity string) error {
	if id == nil {
		return nil
	}
	if err := w.there(ctx, field, e, *id); err != nil {
		return err
	}
	behind, err := w.opportunityBehind(ctx, *id)
	if err != nil {
		return err
	}
	if behind != opportunity {
		return process.Invalid(field, process.MsgOtherOpportunity, "id", *id)
	}
	return nil
}
