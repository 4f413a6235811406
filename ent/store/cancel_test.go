package store_test

import (
	"context"
	"errors"
	"testing"

	"entgo.io/ent/dialect"

	"bidwell/ent/store"
)

func slowQuery(st *store.Store) string {
	if st.Dialect() == dialect.Postgres {
		return `SELECT count(*) FROM pg_sleep(60) WHERE $1 = $1`
	}
	return `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1e15) SELECT count(*) FROM n WHERE $1 = $1`
}

// running returns when PostgreSQL sleeps in the slow query, not only reads it: lib/pq asks to cancel only once, and before it nothing is
// there to be cancelled. SQLite looks at the context itself.
func running(t *testing.T, st *store.Store) {
	if st.Dialect() == dialect.SQLite {
		return
	}
	eventually(t, "the slow query to run", func() bool {
		return number(t, st, `SELECT count(*) FROM pg_stat_activity
			WHERE datname = current_database() AND wait_event = 'PgSleep' AND query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid()`) == 1
	})
}

func TestACancelledStatementEndsWithItsContext(t *testing.T) {
	each(t, func(t *testing.T, st *store.Store) {
		for range 3 {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			ended := make(chan error, 1)
			go func() {
				var n int
				ended <- st.ReadDB().QueryRowContext(ctx, slowQuery(st), "x").Scan(&n)
			}()
			running(t, st)
			cancel()
			if err := <-ended; !errors.Is(err, context.Canceled) {
				t.Fatalf("got %v, want context.Canceled", err)
			}
			if got := number(t, st, `SELECT count(*) FROM customers`); got != 0 {
				t.Fatalf("the next statement answered %d", got)
			}
		}
	})
}

func TestACancelledExecRollsItsTransactionBack(t *testing.T) {
	each(t, func(t *testing.T, st *store.Store) {
		ctx, cancel := context.WithCancel(t.Context())
		tx, err := st.DB().BeginTx(ctx, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO customers VALUES ($1, 'x')`, 1); err != nil {
			t.Fatal(err)
		}
		cancel()
		if _, err := tx.ExecContext(ctx, `INSERT INTO customers VALUES ($1, 'x')`, 2); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		if tx.Commit() == nil {
			t.Error("a cancelled transaction was committed")
		}
		if n := number(t, st, `SELECT count(*) FROM customers`); n != 0 {
			t.Errorf("%d customers, want none", n)
		}
	})
}
