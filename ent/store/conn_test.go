package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/lib/pq"

	"bidwell/ent/store"
	"bidwell/ent/store/storetest"
)

// single opens a second store on the same PostgreSQL database with one connection, so that a test knows where it is.
func single(t *testing.T) (*store.Store, *store.Store) {
	t.Helper()
	url := storetest.Postgres(t)
	other := open(t, store.Config{DatabaseURL: url, Migrations: migrations})
	if err := other.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return open(t, store.Config{DatabaseURL: url, Migrations: migrations, MaxConns: 1}), other
}

func TestAQueryIsPreparedOncePerConnection(t *testing.T) {
	st, _ := single(t)
	for i := range 20 {
		number(t, st, `SELECT count(*) FROM customers WHERE id > $1`, i)
		if _, err := st.DB().Exec(`INSERT INTO customers VALUES ($1, 'x')`, i); err != nil {
			t.Fatal(err)
		}
	}
	const mine = `SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%customers%'`
	if n := number(t, st, mine); n != 3 {
		t.Errorf("%d statements prepared, want the two and the one that asks", n)
	}
	mustExec(t, st, `CREATE TABLE customers2 (id int)`, `SET statement_timeout = 0`, `SELECT 1; SELECT count(*) FROM customers`)
	if n := number(t, st, mine); n != 3 {
		t.Errorf("%d statements prepared after DDL and a script, want still 3", n)
	}
}

func TestTheNumberOfPreparedStatementsIsBounded(t *testing.T) {
	st, _ := single(t)
	for i := range 400 {
		if n := number(t, st, fmt.Sprintf(`SELECT %d + count(*) FROM customers`, i)); n != int64(i) {
			t.Fatalf("statement %d answered %d", i, n)
		}
	}
	if n := number(t, st, `SELECT count(*) FROM pg_prepared_statements`); n != 256 {
		t.Errorf("%d statements are prepared on the connection, want 256", n)
	}
}

func TestManyStatementsFromManyGoroutines(t *testing.T) {
	each(t, func(t *testing.T, st *store.Store) {
		var wg sync.WaitGroup
		for worker := range 8 {
			wg.Go(func() {
				if err := mixedWork(t.Context(), st, worker); err != nil {
					t.Errorf("worker %d: %v", worker, err)
				}
			})
		}
		wg.Wait()
		if n := number(t, st, `SELECT count(*) FROM customers`); n != 8*20 {
			t.Errorf("%d customers, want %d", n, 8*20)
		}
	})
}

// mixedWork reads through 600 query shapes, writes in transactions, and gives up a query now and then.
func mixedWork(ctx context.Context, st *store.Store, worker int) error {
	for i := range 200 {
		shape := rand.IntN(600)
		var got int
		err := st.ReadDB().QueryRowContext(ctx, fmt.Sprintf(`SELECT %d + $1 + 0 * count(*) FROM customers`, shape), i).Scan(&got)
		if err != nil || got != shape+i {
			return fmt.Errorf("%d + %d is %d: %w", shape, i, got, err)
		}
		switch i % 10 {
		case 0:
			err = writeOne(ctx, st, worker*1000+i)
		case 5:
			err = giveUp(ctx, st)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func writeOne(ctx context.Context, st *store.Store, id int) error {
	tx, err := st.DB().BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var name string
	if err := tx.QueryRowContext(ctx, `INSERT INTO customers VALUES ($1, $2) RETURNING name`, id, "Kestrel Rail").Scan(&name); err != nil {
		return err
	}
	return tx.Commit()
}

func giveUp(ctx context.Context, st *store.Store) error {
	ctx, cancel := context.WithTimeout(ctx, time.Duration(rand.IntN(2000))*time.Microsecond)
	defer cancel()
	var n int
	err := st.ReadDB().QueryRowContext(ctx, `SELECT count(*) FROM customers`).Scan(&n)
	if err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

func TestTheSameQueryInsideItsOwnRows(t *testing.T) {
	each(t, func(t *testing.T, st *store.Store) {
		mustExec(t, st, `INSERT INTO customers VALUES (1, 'a'), (2, 'b')`)
		tx, err := st.DB().Begin()
		if err != nil {
			t.Fatal(err)
		}
		defer tx.Rollback()
		const query = `SELECT id FROM customers WHERE id >= $1 ORDER BY id`
		rows, err := tx.Query(query, 1)
		if err != nil {
			t.Fatal(err)
		}
		var outer, inner int
		rows.Next()
		innerErr := tx.QueryRow(query, 2).Scan(&inner)
		if err := rows.Scan(&outer); err != nil || outer != 1 {
			t.Errorf("outer row %d, err %v", outer, err)
		}
		if !rows.Next() || rows.Scan(&outer) != nil || outer != 2 {
			t.Errorf("the outer rows went on to %d, err %v", outer, rows.Err())
		}
		rows.Close()
		if st.Dialect() == dialect.SQLite {
			if innerErr != nil || inner != 2 {
				t.Errorf("inner row %d, err %v", inner, innerErr)
			}
		} else if innerErr == nil || !strings.Contains(innerErr.Error(), "still open") {
			t.Errorf("two results on one stream: %v", innerErr)
		}
		if err := tx.QueryRow(query, 2).Scan(&inner); err != nil || inner != 2 {
			t.Errorf("afterwards %d, err %v", inner, err)
		}
	})
}

func TestASchemaChangeUnderAKeptStatement(t *testing.T) {
	each(t, func(t *testing.T, st *store.Store) {
		columns := func() int {
			rows, err := st.ReadDB().Query(`SELECT * FROM customers WHERE id = $1`, 1)
			if err != nil {
				t.Fatal(err)
			}
			defer rows.Close()
			names, err := rows.Columns()
			if err != nil {
				t.Fatal(err)
			}
			return len(names)
		}
		if n := columns(); n != 2 {
			t.Fatalf("%d columns, want 2", n)
		}
		mustExec(t, st, `ALTER TABLE customers ADD COLUMN city text`)
		if n := columns(); n != 3 {
			t.Fatalf("%d columns after the change, want 3", n)
		}
	})
}

func TestARefusedPlanInsideATransactionFailsOnce(t *testing.T) {
	st, other := single(t)
	const query = `SELECT * FROM customers WHERE id = $1`
	read := func(q interface {
		QueryRow(string, ...any) *sql.Row
	},
	) error {
		var id, name, city any
		err := q.QueryRow(query, 1).Scan(&id, &name, &city)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	}
	if err := read(st.DB()); err != nil {
		t.Fatal(err)
	}
	mustExec(t, other, `ALTER TABLE customers ADD COLUMN city text`)
	tx, err := st.DB().Begin()
	if err != nil {
		t.Fatal(err)
	}
	var e *pq.Error
	if err := read(tx); !errors.As(err, &e) || e.Code != "0A000" {
		t.Fatalf("got %v, want the server's refusal", err)
	}
	tx.Rollback()
	if tx, err = st.DB().Begin(); err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if err := read(tx); err != nil {
		t.Fatalf("the second transaction: %v", err)
	}
}

func TestStatementsTheServerForgotArePreparedAgain(t *testing.T) {
	st, _ := single(t)
	number(t, st, `SELECT count(*) FROM customers`)
	mustExec(t, st, `DEALLOCATE ALL`)
	if n := number(t, st, `SELECT count(*) FROM customers`); n != 0 {
		t.Errorf("got %d", n)
	}
}

func TestALostConnectionIsReplaced(t *testing.T) {
	st, other := single(t)
	pid := number(t, st, `SELECT pg_backend_pid()`)
	if _, err := other.DB().Exec(`SELECT pg_terminate_backend($1, 5000)`, pid); err != nil {
		t.Fatal(err)
	}
	if now := number(t, st, `SELECT pg_backend_pid()`); now == pid {
		t.Error("still on the connection that was ended")
	}
}

func TestErrorsLeaveTheConnectionUsable(t *testing.T) {
	each(t, func(t *testing.T, st *store.Store) {
		mustExec(t, st, `INSERT INTO customers VALUES (1, 'a')`)
		for name, query := range map[string]string{"a duplicate": `INSERT INTO customers VALUES ($1, 'b')`, "no such table": `SELECT $1 FROM nowhere`} {
			for range 2 {
				if _, err := st.DB().Exec(query, 1); err == nil {
					t.Errorf("%s: no error", name)
				}
			}
		}
		if _, err := st.DB().Exec(`DELETE FROM customers WHERE id = $1`, 1, 2); err == nil && st.Dialect() == dialect.Postgres {
			t.Error("two arguments for one parameter were taken")
		}
		if _, err := st.DB().Exec(`DELETE FROM customers WHERE id = $1`); err == nil {
			t.Error("a missing argument was not noticed")
		}
		number(t, st, `SELECT count(*) FROM customers`)
	})
}

func TestScriptsColumnTypesAndConversionsPassThrough(t *testing.T) {
	each(t, func(t *testing.T, st *store.Store) {
		mustExec(t, st, `INSERT INTO customers VALUES (1, 'a'); INSERT INTO customers VALUES (2, 'b')`)
		rows, err := st.DB().Query(`SELECT id, name FROM customers WHERE id = $1`, uint64(2))
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		types, err := rows.ColumnTypes()
		if err != nil || types[1].DatabaseTypeName() != "TEXT" {
			t.Errorf("column types %v, err %v", types, err)
		}
		if !rows.Next() || rows.NextResultSet() {
			t.Error("want one result with a row")
		}
	})
}

// The long statements of visibility took minutes and gigabytes while PostgreSQL compiled them.
func TestPostgresCompilesNoStatements(t *testing.T) {
	st := storetest.OpenPostgres(t, migrations)
	var jit string
	if err := st.DB().QueryRow(`SHOW jit`).Scan(&jit); err != nil || jit != "off" {
		t.Errorf("jit is %q, %v", jit, err)
	}
}

func TestPostgresArraysAndCopy(t *testing.T) {
	st := storetest.OpenPostgres(t, migrations)
	if n := number(t, st, `SELECT cardinality($1::text[])`, []string{"a", "b"}); n != 2 {
		t.Errorf("an array of two has %d", n)
	}
	tx, err := st.DB().Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	in, err := tx.Prepare(`COPY "customers" ("id", "name") FROM STDIN`)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		if _, err := in.Exec(i, "x"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := in.Exec(); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(in.Close(), tx.Commit()); err != nil {
		t.Fatal(err)
	}
	if n := number(t, st, `SELECT count(*) FROM customers`); n != 3 {
		t.Errorf("%d rows copied, want 3", n)
	}
}
