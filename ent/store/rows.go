package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
)

// typedRows is what both drivers' rows can do.
type typedRows interface {
	driver.Rows
	driver.RowsColumnTypeScanType
	driver.RowsColumnTypeDatabaseTypeName
	driver.RowsColumnTypeLength
	driver.RowsColumnTypePrecisionScale
}

// cachedRows hands its statement back when it is closed.
type cachedRows struct {
	typedRows
	ctx       context.Context
	conn      *cachedConn
	statement *statement
	done      context.CancelFunc // ends the time that the statement has
}

func (r *cachedRows) Next(dest []driver.Value) error {
	return r.conn.explain(r.ctx, r.typedRows.Next(dest))
}

func (r *cachedRows) Close() error {
	err := r.conn.explain(r.ctx, r.typedRows.Close())
	r.done()
	r.conn.results--
	if r.statement != nil {
		err = errors.Join(err, r.statement.release())
	}
	return err
}

// HasNextResultSet is asked by database/sql at the end of each result.
func (r *cachedRows) HasNextResultSet() bool {
	sets, ok := r.typedRows.(driver.RowsNextResultSet)
	return ok && sets.HasNextResultSet()
}

// NextResultSet moves on to the next result of a script.
func (r *cachedRows) NextResultSet() error {
	if sets, ok := r.typedRows.(driver.RowsNextResultSet); ok {
		return sets.NextResultSet()
	}
	return io.EOF
}

// ColumnTypeNullable passes on what the driver knows.
func (r *cachedRows) ColumnTypeNullable(index int) (nullable, ok bool) {
	if rows, known := r.typedRows.(driver.RowsColumnTypeNullable); known {
		return rows.ColumnTypeNullable(index)
	}
	return false, false
}
