package desk

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"bidwell/process"
)

// checkOfOpportunity refuses a record that an input names next to an opportunity it is not of. One that is missing, hidden
// or archived is not found.
func (w *writing) checkOfOpportunity(ctx context.Context, field string, e process.Entity, id *string, opportunity string) error {
	if id == nil {
		return nil
	}
	if err := process.CheckID(field, *id, e); err != nil {
		return err
	}
	s := sql.Dialect(w.desk.store.Dialect()).Select("opportunity_id").From(table(e)).Where(sql.And(sql.EQ("id", *id), sql.IsNull("archived_at")))
	if rows := rowsOf(w.viewer, e); rows != nil {
		rows(s)
	}
	query, args := s.Query()
	rows, err := w.tx.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return err
		}
		return process.NotFound(*id)
	}
	var its sql.NullString
	if err := rows.Scan(&its); err != nil {
		return err
	}
	if its.String != opportunity {
		return process.Invalid(field, process.MsgOtherOpportunity, "id", *id)
	}
	return nil
}
