package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"bidwell/ent/store"
)

// A statement that takes longer than it may is stopped, and the statements after it are not.
func TestAStatementEndsWhenItsTimeIsUp(t *testing.T) {
	each(t, func(t *testing.T, st *store.Store) {
		ctx := store.WithStatementLimit(t.Context(), 200*time.Millisecond)
		for range 3 {
			var n int
			if err := st.ReadDB().QueryRowContext(ctx, slowQuery(st), "x").Scan(&n); !errors.Is(err, context.DeadlineExceeded) {
				t.Fatalf("got %v, want context.DeadlineExceeded", err)
			}
			if err := st.ReadDB().QueryRowContext(ctx, `SELECT count(*) FROM customers`).Scan(&n); err != nil || n != 0 {
				t.Fatalf("the next statement: %d, %v", n, err)
			}
		}
	})
}
