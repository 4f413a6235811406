package store

import (
	"fmt"

	"entgo.io/ent/dialect"
)

// The advisory locks of ChangeOrderLock and ReadOrderLock; any constants that nothing else locks.
const (
	changeOrderKey = 7_205_759_403_792_794 + iota
	readOrderKey
)

// ChangeOrderLock is the statement to run in a transaction right before it takes numbers for its change-log rows; empty
// on SQLite, where BEGIN IMMEDIATE does the same. From there to the end of the transaction no other one can take a
// number, so numbers follow the order of commits and a reader may go by "id > last" alone: PostgreSQL shows a
// transaction's rows to others before it frees its locks.
//
// Its price is that commits follow one another: write the log as the last thing before COMMIT. A transaction that locks
// rows after it can deadlock with another.
func (s *Store) ChangeOrderLock() string { return s.orderLock(changeOrderKey) }

// ReadOrderLock is the same for the log of readings, which does not hold up those who write.
func (s *Store) ReadOrderLock() string { return s.orderLock(readOrderKey) }

func (s *Store) orderLock(key int) string {
	if s.dialect == dialect.Postgres {
		return fmt.Sprintf("SELECT pg_advisory_xact_lock(%d)", key)
	}
	return ""
}
