package store_test

import (
	"database/sql"
	"fmt"
	"math"
	"slices"
	"sync"
	"testing"
	"time"

	"bidwell/ent/store"
	"bidwell/ent/store/storetest"
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

func logChange(t *testing.T, tx *sql.Tx, writer int) (id int64) {
	t.Helper()
	if err := tx.QueryRow(`INSERT INTO change_log (writer) VALUES ($1) RETURNING id`, writer).Scan(&id); err != nil {
		t.Fatal(err)
	}
	return id
}

func commit(t *testing.T, tx *sql.Tx) {
	t.Helper()
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

// cursor is a reader's place in the change log.
type cursor struct{ xid, id int64 }

// next reads what is settled after the cursor, as the doc of Settled says.
func (c *cursor) next(st *store.Store) (ids []int64, err error) {
	rows, err := st.ReadDB().Query(`SELECT xid, id FROM change_log WHERE (xid, id) > ($1, $2) AND `+st.Settled("xid")+` ORDER BY xid, id`, c.xid, c.id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(&c.xid, &c.id); err != nil {
			return nil, err
		}
		ids = append(ids, c.id)
	}
	return ids, rows.Err()
}

// wantNext reads what is wanted. A transaction in another database of the server may hold the horizon back for a while,
// so rows are waited for; that nothing is to be read holds at once.
func wantNext(t *testing.T, st *store.Store, c *cursor, want ...int64) {
	t.Helper()
	var got []int64
	eventually(t, fmt.Sprintf("rows %v", want), func() bool {
		ids, err := c.next(st)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, ids...)
		return len(got) >= len(want)
	})
	if !slices.Equal(got, want) {
		t.Fatalf("read %v, want %v", got, want)
	}
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

func TestALowNumberThatCommitsLateIsNotSkipped(t *testing.T) {
	st, c := storetest.OpenPostgres(t, migrations), cursor{}
	slow, fast := begin(t, st), begin(t, st)
	low := logChange(t, slow, 1)
	high := logChange(t, fast, 2)
	commit(t, fast)
	if n := number(t, st, `SELECT max(id) FROM change_log`); n != high {
		t.Fatalf("the committed row is %d, want %d", n, high)
	}
	wantNext(t, st, &c)
	commit(t, slow)
	wantNext(t, st, &c, low, high)
	wantNext(t, st, &c)
}

// TestALaterTransactionWithALowerNumber is the case in which the horizon alone, with a cursor over id, loses a row: the
// transaction that started first takes its number second and ends first.
func TestALaterTransactionWithALowerNumber(t *testing.T) {
	st, c := storetest.OpenPostgres(t, migrations), cursor{}
	older, younger := begin(t, st), begin(t, st)
	for i, tx := range []*sql.Tx{older, younger} {
		if _, err := tx.Exec(`INSERT INTO customers VALUES ($1, 'x')`, i); err != nil { // takes the transaction's number
			t.Fatal(err)
		}
	}
	low := logChange(t, younger, 2)
	high := logChange(t, older, 1)
	commit(t, older)
	wantNext(t, st, &c, high)
	commit(t, younger)
	if n := number(t, st, `SELECT count(*) FROM change_log WHERE id > $1 AND `+st.Settled("xid"), high); n != 0 {
		t.Errorf("a cursor over id sees %d rows: the test no longer shows the loss", n)
	}
	wantNext(t, st, &c, low)
}

func TestARolledBackTransactionLeavesAGapOnly(t *testing.T) {
	st, c := storetest.OpenPostgres(t, migrations), cursor{}
	lost, kept := begin(t, st), begin(t, st)
	logChange(t, lost, 1)
	id := logChange(t, kept, 2)
	commit(t, kept)
	wantNext(t, st, &c)
	lost.Rollback()
	wantNext(t, st, &c, id)
}

func TestOnSQLiteEveryCommittedRowIsSettled(t *testing.T) {
	st, c := storetest.OpenSQLite(t, migrations), cursor{}
	tx := begin(t, st)
	id := logChange(t, tx, 1)
	wantNext(t, st, &c)
	commit(t, tx)
	wantNext(t, st, &c, id)
	if x, err := st.VisibleBefore(t.Context()); err != nil || x != math.MaxInt64 {
		t.Errorf("horizon %d, err %v", x, err)
	}
}

func TestTheHorizonWaitsForTheOldestTransaction(t *testing.T) {
	st := storetest.OpenPostgres(t, migrations)
	tx := begin(t, st)
	logChange(t, tx, 1)
	var own int64
	if err := tx.QueryRow(`SELECT xid FROM change_log`).Scan(&own); err != nil {
		t.Fatal(err)
	}
	if x, err := st.VisibleBefore(t.Context()); err != nil || x > own {
		t.Errorf("horizon %d, err %v; want at most %d", x, err, own)
	}
	commit(t, tx)
	eventually(t, "the horizon to pass a transaction that ended", func() bool {
		x, err := st.VisibleBefore(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return x > own
	})
}

const writers, perWriter = 6, 40

// write logs changes from several writers, each change in a transaction that wrote something before, some rolled back.
func write(t *testing.T, st *store.Store, locked bool) (done chan struct{}) {
	t.Helper()
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range perWriter {
				if err := writeChange(st, w, i, locked); err != nil {
					t.Error(err)
				}
			}
		})
	}
	done = make(chan struct{})
	go func() { wg.Wait(); close(done) }()
	return done
}

func writeChange(st *store.Store, writer, i int, locked bool) error {
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
	if lock := st.ChangeOrderLock(); locked && lock != "" {
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

func TestAReaderOfSettledRowsMissesNothing(t *testing.T) {
	each(t, func(t *testing.T, st *store.Store) {
		var c cursor
		readAll(t, st, write(t, st, false), func() ([]int64, error) { return c.next(st) })
	})
}

func TestWithTheOrderLockNumbersFollowCommits(t *testing.T) {
	each(t, func(t *testing.T, st *store.Store) {
		var last int64
		readAll(t, st, write(t, st, true), func() (ids []int64, err error) {
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
