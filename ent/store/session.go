package store

import (
	"context"
	"database/sql/driver"
	"errors"
)

// BeginTx notes that a refused plan can no longer be retried: its error has already ended the transaction.
func (c *cachedConn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	tx, err := c.fullConn.BeginTx(ctx, opts)
	if err != nil {
		return nil, err
	}
	c.inTx = true
	return &cachedTx{Tx: tx, conn: c}, nil
}

type cachedTx struct {
	driver.Tx
	conn *cachedConn
}

func (t *cachedTx) Commit() error {
	t.conn.inTx = false
	return t.Tx.Commit()
}

func (t *cachedTx) Rollback() error {
	t.conn.inTx = false
	return t.Tx.Rollback()
}

// ResetSession refuses a connection that a late cancel request may still hit.
func (c *cachedConn) ResetSession(ctx context.Context) error {
	if c.suspect {
		return driver.ErrBadConn
	}
	return c.fullConn.ResetSession(ctx)
}

// IsValid is asked before the connection returns to the pool.
func (c *cachedConn) IsValid() bool { return !c.suspect && c.fullConn.IsValid() }

// CheckNamedValue gives the driver's own conversion of arguments, where it has one, the first word.
func (c *cachedConn) CheckNamedValue(v *driver.NamedValue) error {
	if checker, ok := c.fullConn.(driver.NamedValueChecker); ok {
		return checker.CheckNamedValue(v)
	}
	return driver.ErrSkip
}

// Close finalizes SQLite's statements, which would otherwise keep the file open. PostgreSQL's server drops them itself.
func (c *cachedConn) Close() error {
	var errs []error
	if !c.singleStream {
		for _, st := range c.statements.all() {
			errs = append(errs, st.prepared.Close())
		}
	}
	return errors.Join(append(errs, c.fullConn.Close())...)
}
