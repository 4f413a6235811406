package store

import (
	"context"
	"fmt"
	"math"

	"entgo.io/ent/dialect"
)

// changeOrderKey names the advisory lock of ChangeOrderLock; any constant that nothing else locks.
const changeOrderKey = 7_205_759_403_792_794

// Settled is the SQL condition that a change-log row belongs to a transaction below which none is running any more:
// nothing can appear before it later. xid is the column, as SQL, that holds pg_current_xact_id()::text::bigint of the
// writing transaction. On SQLite, with its one writer, every committed row is settled.
//
// On PostgreSQL the condition is complete only together with a cursor over (xid, id): a row's number says when it was
// taken from the sequence, not when its transaction started, so of two settled rows the one with the lower number may
// settle later, and "id > last" would skip it for ever. Read
//
//	WHERE (xid, id) > ($1, $2) AND <Settled("xid")> ORDER BY xid, id
//
// A transaction anywhere in the PostgreSQL cluster, in another database too, holds the horizon back while it runs, and
// the numbers mean nothing in a cluster the log was dumped into. ChangeOrderLock is free of all three.
func (s *Store) Settled(xid string) string {
	if s.dialect == dialect.Postgres {
		return xid + " < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
	}
	return "1 = 1"
}

// VisibleBefore is the number that Settled compares with right now: the oldest transaction still running on PostgreSQL,
// the largest integer on SQLite.
func (s *Store) VisibleBefore(ctx context.Context) (int64, error) {
	if s.dialect != dialect.Postgres {
		return math.MaxInt64, nil
	}
	var xmin int64
	err := s.DB().QueryRowContext(ctx, `SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint`).Scan(&xmin)
	if err != nil {
		return 0, fmt.Errorf("store: oldest running transaction: %w", err)
	}
	return xmin, nil
}

// ChangeOrderLock is the statement to run in a transaction right before it takes numbers for its change-log rows; empty
// on SQLite, where BEGIN IMMEDIATE does the same. From there to the end of the transaction no other one can take a
// number, so numbers follow the order of commits and a reader may go by "id > last" alone: PostgreSQL shows a
// transaction's rows to others before it frees its locks.
//
// Its price is that commits follow one another: write the log as the last thing before COMMIT. A transaction that locks
// rows after it can deadlock with another.
func (s *Store) ChangeOrderLock() string {
	if s.dialect == dialect.Postgres {
		return fmt.Sprintf("SELECT pg_advisory_xact_lock(%d)", changeOrderKey)
	}
	return ""
}
