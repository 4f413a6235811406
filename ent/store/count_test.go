package store_test

import (
	"context"
	"slices"
	"sync"
	"testing"

	"bidwell/ent/store"
)

func TestCountStatements(t *testing.T) {
	each(t, func(t *testing.T, st *store.Store) {
		ctx, counter := store.CountStatements(t.Context())
		if counter.N() != 0 {
			t.Fatal("counted before anything ran")
		}
		tx, err := st.DB().BeginTx(ctx, nil)
		if err != nil {
			t.Fatal(err)
		}
		const insert, read = `INSERT INTO customers VALUES ($1, 'x')`, `SELECT count(*) FROM customers`
		for i := range 2 {
			if _, err := tx.ExecContext(ctx, insert, i); err != nil {
				t.Fatal(err)
			}
		}
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
		var n int
		if err := st.ReadDB().QueryRowContext(ctx, read).Scan(&n); err != nil {
			t.Fatal(err)
		}
		number(t, st, read) // under another context
		if got := counter.Statements(); !slices.Equal(got, []string{insert, insert, read}) || counter.N() != 3 {
			t.Errorf("counted %q", got)
		}
	})
}

func TestAnInnerCounterTakesOver(t *testing.T) {
	each(t, func(t *testing.T, st *store.Store) {
		ctx, outer := store.CountStatements(t.Context())
		inside, inner := store.CountStatements(ctx)
		for _, c := range []context.Context{ctx, inside, inside} {
			if _, err := st.DB().ExecContext(c, `DELETE FROM customers`); err != nil {
				t.Fatal(err)
			}
		}
		if outer.N() != 1 || inner.N() != 2 {
			t.Errorf("outer %d, inner %d; want 1 and 2", outer.N(), inner.N())
		}
	})
}

func TestACounterCountsGoroutines(t *testing.T) {
	each(t, func(t *testing.T, st *store.Store) {
		ctx, counter := store.CountStatements(t.Context())
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() {
				var n int
				if err := st.ReadDB().QueryRowContext(ctx, `SELECT count(*) FROM customers`).Scan(&n); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if counter.N() != 10 {
			t.Errorf("counted %d of 10", counter.N())
		}
	})
}
