package store_test

import (
	"database/sql"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"bidwell/ent/store"
)

func begin(t *testing.T, st *store.Store) *sql.Tx {
	t.Helper()
	tx, err := st.DB().Begin()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tx.Rollback() })
	return tx
}

// eventually gives up after 20 seconds, which only ends a test that has failed.
func eventually(t *testing.T, what string, done func() bool) {
	t.Helper()
	for range 4000 {
		if done() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("waited in vain for %s", what)
}

const writers, perWriter = 6, 40

// write logs changes from several writers, each change in a transaction that wrote something before, some rolled back.
func write(t *testing.T, st *store.Store) (done chan struct{}) {
	t.Helper()
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range perWriter {
				if err := writeChange(st, w, i); err != nil {
					t.Error(err)
				}
			}
		})
	}
	done = make(chan struct{})
	go func() { wg.Wait(); close(done) }()
	return done
}

func writeChange(st *store.Store, writer, i int) error {
	tx, err := st.DB().Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	statements := []string{
		fmt.Sprintf(`INSERT INTO customers VALUES (%d, 'x')`, writer*1000+i),
		fmt.Sprintf(`INSERT INTO change_log (writer) VALUES (%d)`, writer),
		fmt.Sprintf(`INSERT INTO change_log (writer) VALUES (%d)`, writer),
	}
	if lock := st.ChangeOrderLock(); lock != "" {
		statements = slices.Insert(statements, 1, lock)
	}
	for _, statement := range statements {
		if _, err := tx.Exec(statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	if i%5 == 0 {
		return tx.Rollback()
	}
	return tx.Commit()
}

// readAll polls while the writers write, until every row came, and none twice.
func readAll(t *testing.T, st *store.Store, done chan struct{}, next func() ([]int64, error)) {
	t.Helper()
	const want = writers * perWriter * 4 / 5 * 2
	seen := make(map[int64]bool)
	eventually(t, "all rows of the log", func() bool {
		ids, err := next()
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range ids {
			if seen[id] {
				t.Fatalf("row %d came twice", id)
			}
			seen[id] = true
		}
		return len(seen) == want
	})
	<-done
	if n := number(t, st, `SELECT count(*) FROM change_log`); n != want {
		t.Errorf("the log has %d rows, want %d", n, want)
	}
}

func TestWithTheOrderLockNumbersFollowCommits(t *testing.T) {
	each(t, func(t *testing.T, st *store.Store) {
		var last int64
		readAll(t, st, write(t, st), func() (ids []int64, err error) {
			rows, err := st.ReadDB().Query(`SELECT id FROM change_log WHERE id > $1 ORDER BY id`, last)
			if err != nil {
				return nil, err
			}
			defer rows.Close()
			for rows.Next() {
				if err := rows.Scan(&last); err != nil {
					return nil, err
				}
				ids = append(ids, last)
			}
			return ids, rows.Err()
		})
	})
}
