// Package storetest gives tests real databases, SQLite and PostgreSQL, each fresh and migrated.
package storetest

import (
	"context"
	"io/fs"
	"testing"

	"bidwell/ent/store"
)

// Each runs test twice, as the subtests sqlite and postgres, each on a fresh database with all migrations applied.
func Each(t *testing.T, migrations fs.FS, test func(*testing.T, *store.Store)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, OpenSQLite(t, migrations)) })
	t.Run("postgres", func(t *testing.T) { test(t, OpenPostgres(t, migrations)) })
}

// OpenSQLite opens a fresh migrated SQLite database, closed at the end of the test.
func OpenSQLite(tb testing.TB, migrations fs.FS) *store.Store {
	tb.Helper()
	return opened(tb, store.Config{Dir: sqliteDir(tb, migrations), Migrations: migrations})
}

// OpenPostgres opens a fresh migrated PostgreSQL database, closed and dropped at the end of the test.
func OpenPostgres(tb testing.TB, migrations fs.FS) *store.Store {
	tb.Helper()
	return opened(tb, store.Config{DatabaseURL: cloned(tb, postgresTemplate(tb, migrations)), Migrations: migrations})
}

func opened(tb testing.TB, cfg store.Config) *store.Store {
	tb.Helper()
	st, err := store.Open(context.Background(), cfg)
	if err != nil {
		tb.Fatalf("storetest: %v", err)
	}
	tb.Cleanup(func() {
		if err := st.Close(); err != nil {
			tb.Errorf("storetest: close: %v", err)
		}
	})
	return st
}
