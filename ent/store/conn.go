package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"

	"github.com/lib/pq"
)

// connector is named here so that it can be embedded without exporting a field.
type connector = driver.Connector

// errResultOpen answers a second statement on a connection whose rows are still being read. PostgreSQL's connection is
// one stream; sending anyway would mix two answers.
var errResultOpen = errors.New("store: the rows of another statement are still open on this connection: close them first")

// fullConn is what both drivers' connections can do.
type fullConn interface {
	driver.Conn
	driver.ConnPrepareContext
	driver.ConnBeginTx
	driver.QueryerContext
	driver.ExecerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// cachingConnector makes connections that keep their prepared statements. singleStream marks PostgreSQL, where only one
// result can be read at a time and where the server forgets the statements together with the connection.
type cachingConnector struct {
	connector
	singleStream bool
}

func (c *cachingConnector) Connect(ctx context.Context) (driver.Conn, error) {
	inner, err := c.connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	full, ok := inner.(fullConn)
	if !ok {
		return nil, errors.Join(fmt.Errorf("store: %T lacks an interface of database/sql/driver", inner), inner.Close())
	}
	return &cachedConn{fullConn: full, statements: newStatementCache(), singleStream: c.singleStream}, nil
}

// cachedConn runs queries through prepared statements it keeps. database/sql never calls it from two goroutines at once.
// Statements that callers prepare themselves pass by it, uncached and uncounted.
type cachedConn struct {
	fullConn
	statements   *statementCache
	singleStream bool
	results      int  // rows being read
	inTx         bool // between BeginTx and its end
	suspect      bool // a late cancel request may still hit the next statement
}

func (c *cachedConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	ctx, done := limited(ctx)
	rows, err := through(ctx, c, query,
		func(st *statement) (*cachedRows, error) {
			rows, err := st.prepared.QueryContext(ctx, args)
			if err != nil {
				return nil, err
			}
			return c.reading(ctx, rows, st)
		},
		func() (*cachedRows, error) {
			rows, err := c.fullConn.QueryContext(ctx, query, args)
			if err != nil {
				return nil, err
			}
			return c.reading(ctx, rows, nil)
		})
	if err != nil {
		done()
		return nil, err
	}
	rows.done = done
	return rows, nil
}

func (c *cachedConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	ctx, done := limited(ctx)
	defer done()
	return through(ctx, c, query,
		func(st *statement) (driver.Result, error) { return st.prepared.ExecContext(ctx, args) },
		func() (driver.Result, error) { return c.fullConn.ExecContext(ctx, query, args) })
}

// through runs a query on its kept statement, or directly when it has none. A plan that the server refuses after a
// schema change is dropped and, outside a transaction, prepared and run once more.
func through[T any](ctx context.Context, c *cachedConn, query string, kept func(*statement) (T, error), direct func() (T, error)) (T, error) {
	var none T
	count(ctx, query)
	if c.singleStream && c.results > 0 {
		return none, errResultOpen
	}
	for again := !c.inTx; ; again = false {
		st, err := c.statement(ctx, query)
		if err != nil {
			return none, c.explain(ctx, err)
		}
		if st == nil {
			out, err := direct()
			return out, c.explain(ctx, err)
		}
		out, err := kept(st)
		if err == nil || !planRefused(err) {
			return out, c.explain(ctx, err)
		}
		if dropErr := c.drop(st); dropErr != nil || !again {
			return none, errors.Join(err, dropErr)
		}
	}
}

// statement finds or prepares the kept statement of a query. It is nil for what must not be kept, and while the rows of
// the same statement are still open.
func (c *cachedConn) statement(ctx context.Context, query string) (*statement, error) {
	if st := c.statements.get(query); st != nil {
		if st.busy {
			return nil, nil
		}
		return st, nil
	}
	if !keepable(query) {
		return nil, nil
	}
	prepared, err := c.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	full, ok := prepared.(fullStmt)
	if !ok {
		return nil, errors.Join(fmt.Errorf("store: %T takes no context", prepared), prepared.Close())
	}
	st := &statement{query: query, prepared: full}
	if old := c.statements.put(st); old != nil {
		return st, old.discard()
	}
	return st, nil
}

func (c *cachedConn) drop(st *statement) error {
	c.statements.remove(st)
	return st.discard()
}

// reading counts the result as open and keeps its statement from being run or closed meanwhile.
func (c *cachedConn) reading(ctx context.Context, rows driver.Rows, st *statement) (*cachedRows, error) {
	typed, ok := rows.(typedRows)
	if !ok {
		return nil, errors.Join(fmt.Errorf("store: %T tells no column types", rows), rows.Close())
	}
	c.results++
	if st != nil {
		st.busy = true
	}
	return &cachedRows{typedRows: typed, ctx: ctx, conn: c, statement: st}, nil
}

// explain gives the context's error for a statement that its context ended, as database/sql does elsewhere. On
// PostgreSQL the cancel request travels on its own connection and may come late: such a connection is not used again.
func (c *cachedConn) explain(ctx context.Context, err error) error {
	if ctx.Err() == nil {
		return err
	}
	c.suspect = c.suspect || c.singleStream
	if err == nil || errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.EOF) {
		return err
	}
	return ctx.Err()
}

// planRefused recognises PostgreSQL's "cached plan must not change result type", whatever its language, and a prepared
// statement that somebody deallocated.
func planRefused(err error) bool {
	var e *pq.Error
	return errors.As(err, &e) && (e.Code == "26000" || e.Code == "0A000" && e.Routine == "RevalidateCachedQuery")
}
