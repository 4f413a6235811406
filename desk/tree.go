package desk

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"bidwell/process"
)

// maxDepth bounds the walk up a tree.
const maxDepth = 100

// checkTree refuses to put a record below itself: it walks up from the new parent.
func (w *writing) checkTree(ctx context.Context, e process.Entity, column, id string, parent *string) error {
	if parent == nil {
		return nil
	}
	for at, depth := *parent, 0; at != ""; depth++ {
		if at == id || depth > maxDepth {
			return process.Invalid(camel(column), process.MsgCycle)
		}
		next, err := w.text(ctx, e, column, at)
		if err != nil {
			return err
		}
		at = next
	}
	return nil
}

// text reads one text column of one record, empty when it is missing or null.
func (w *writing) text(ctx context.Context, e process.Entity, column, id string) (string, error) {
	query, args := sql.Dialect(w.desk.store.Dialect()).Select(column).From(table(e)).Where(sql.EQ("id", id)).Query()
	rows, err := w.tx.QueryContext(ctx, query, args...)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var value sql.NullString
	if rows.Next() {
		err = rows.Scan(&value)
	}
	if err == nil {
		err = rows.Err()
	}
	return value.String, err
}
