package store_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"entgo.io/ent/dialect"

	"bidwell/ent/store"
	"bidwell/ent/store/storetest"
)

// bothEmpty opens an unmigrated database of each kind; reopen gives it other migrations.
func bothEmpty(t *testing.T, files fs.FS, test func(t *testing.T, st *store.Store, reopen func(fs.FS) *store.Store)) {
	t.Helper()
	for _, name := range []string{dialect.SQLite, dialect.Postgres} {
		t.Run(name, func(t *testing.T) {
			cfg := store.Config{Dir: t.TempDir(), Migrations: files}
			if name == dialect.Postgres {
				cfg.DatabaseURL = storetest.Postgres(t)
			}
			st := open(t, cfg)
			test(t, st, func(files fs.FS) *store.Store {
				if err := st.Close(); err != nil {
					t.Fatal(err)
				}
				cfg.Migrations = files
				st = open(t, cfg)
				return st
			})
		})
	}
}

func wantVersion(t *testing.T, st *store.Store, want int64) {
	t.Helper()
	if v, err := st.SchemaVersion(t.Context()); err != nil || v != want {
		t.Errorf("version %d, err %v; want %d", v, err, want)
	}
}

func backups(t *testing.T, st *store.Store) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(filepath.Dir(st.Path()), "bidwell.db.*"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestASchemaGoesFromNothingToOldToNew(t *testing.T) {
	newer := withFiles("2_city.sql", "-- +goose Up\nALTER TABLE customers ADD COLUMN city text NOT NULL DEFAULT '';\n")
	bothEmpty(t, migrations, func(t *testing.T, st *store.Store, reopen func(fs.FS) *store.Store) {
		ctx := t.Context()
		wantVersion(t, st, 0)
		if err := st.CheckSchema(ctx); !errors.Is(err, store.ErrSchemaOld) || !strings.Contains(err.Error(), "at version 0, this program needs 1") {
			t.Errorf("an empty database: %v", err)
		}
		for range 2 {
			if err := st.Migrate(ctx); err != nil {
				t.Fatal(err)
			}
		}
		wantVersion(t, st, 1)
		mustExec(t, st, `INSERT INTO customers VALUES (1, 'Lantern Works')`, `INSERT INTO deals VALUES (7, 1)`)

		st = reopen(newer)
		err := st.CheckSchema(ctx)
		if !errors.Is(err, store.ErrSchemaOld) || !strings.Contains(err.Error(), "bidwell migrate up") {
			t.Errorf("an old schema: %v", err)
		}
		if err := errors.Join(st.Migrate(ctx), st.CheckSchema(ctx)); err != nil {
			t.Fatal(err)
		}
		wantVersion(t, st, 2)
		if n := number(t, st, `SELECT count(*) FROM deals JOIN customers ON customers.id = customer_id WHERE city = ''`); n != 1 {
			t.Errorf("%d rows after the upgrade, want 1", n)
		}

		st = reopen(migrations)
		for name, err := range map[string]error{"CheckSchema": st.CheckSchema(ctx), "Migrate": st.Migrate(ctx)} {
			if !errors.Is(err, store.ErrSchemaNew) || !strings.Contains(err.Error(), "at version 2, this program knows up to 1") {
				t.Errorf("%s on a newer schema: %v", name, err)
			}
		}
		wantVersion(t, st, 2)
	})
}

func TestCheckSchemaWritesNothing(t *testing.T) {
	bothEmpty(t, migrations, func(t *testing.T, st *store.Store, _ func(fs.FS) *store.Store) {
		if err := st.CheckSchema(t.Context()); !errors.Is(err, store.ErrSchemaOld) {
			t.Fatal(err)
		}
		tables := `SELECT count(*) FROM sqlite_master`
		if st.Dialect() == dialect.Postgres {
			tables = `SELECT count(*) FROM pg_tables WHERE schemaname = 'public'`
		}
		if n := number(t, st, tables); n != 0 {
			t.Errorf("%d tables appeared", n)
		}
	})
}

const rebuild = `-- +goose Up
CREATE TABLE new_customers (id integer PRIMARY KEY, name text NOT NULL, city text);
INSERT INTO new_customers (id, name) SELECT id, name FROM customers;
DROP TABLE customers;
ALTER TABLE new_customers RENAME TO customers;
`

func upgradeSQLite(t *testing.T, sql string) (*store.Store, error) {
	t.Helper()
	dir := t.TempDir()
	st := open(t, store.Config{Dir: dir, Migrations: migrations})
	if err := st.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if left := backups(t, st); len(left) != 0 {
		t.Errorf("an empty database was copied: %v", left)
	}
	mustExec(t, st, `INSERT INTO customers VALUES (1, 'Lantern Works')`, `INSERT INTO deals VALUES (7, 1)`)
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	st = open(t, store.Config{Dir: dir, Migrations: withFiles("2_next.sql", sql)})
	number(t, st, `SELECT count(*) FROM deals`) // an open reader must not be disturbed
	return st, st.Migrate(t.Context())
}

func TestARebuiltSQLiteTableKeepsItsChildren(t *testing.T) {
	st, err := upgradeSQLite(t, rebuild)
	if err != nil {
		t.Fatal(err)
	}
	if n := number(t, st, `SELECT count(*) FROM deals`); n != 1 {
		t.Errorf("%d deals, want 1", n)
	}
	if _, err := st.DB().Exec(`INSERT INTO deals VALUES (8, 99)`); err == nil {
		t.Error("foreign keys are off after a migration")
	}
}

func TestTheCopyHoldsTheStateBefore(t *testing.T) {
	st, err := upgradeSQLite(t, "-- +goose Up\nDELETE FROM deals;\n")
	if err != nil {
		t.Fatal(err)
	}
	copies := backups(t, st)
	if len(copies) != 1 || filepath.Base(copies[0]) != "bidwell.db.before-2" {
		t.Fatalf("copies: %v", copies)
	}
	dir := t.TempDir()
	if err := os.Rename(copies[0], filepath.Join(dir, "bidwell.db")); err != nil {
		t.Fatal(err)
	}
	before := open(t, store.Config{Dir: dir, Migrations: migrations})
	wantVersion(t, before, 1)
	if n := number(t, before, `SELECT count(*) FROM deals`); n != 1 {
		t.Errorf("%d deals in the copy, want 1", n)
	}
}

func TestAMigrationThatOrphansRowsIsUndone(t *testing.T) {
	st, err := upgradeSQLite(t, "-- +goose Up\nDELETE FROM customers;\nCREATE TABLE extra (id integer);\n")
	if err == nil || !strings.Contains(err.Error(), "1 rows in deals whose customers does not exist; undone") {
		t.Fatalf("got %v", err)
	}
	wantVersion(t, st, 1)
	if n := number(t, st, `SELECT count(*) FROM deals JOIN customers ON customers.id = customer_id`); n != 1 {
		t.Errorf("%d rows are back, want 1", n)
	}
	mustExec(t, st, `INSERT INTO customers VALUES (2, 'Kestrel Rail')`)
	if err := st.Migrate(t.Context()); err == nil {
		t.Error("the second attempt passed")
	}
	if copies := backups(t, st); len(copies) != 2 {
		t.Errorf("copies %v, want one of each attempt", copies)
	}
	if n := number(t, st, `SELECT count(*) FROM customers`); n != 2 {
		t.Errorf("%d customers, want the 2 from before the second attempt", n)
	}
}

func TestAMigrationThatFailsChangesNothing(t *testing.T) {
	broken := withFiles("2_broken.sql", "-- +goose Up\nCREATE TABLE extra (id integer);\nINSERT INTO nowhere VALUES (1);\n")
	bothEmpty(t, broken, func(t *testing.T, st *store.Store, reopen func(fs.FS) *store.Store) {
		if err := st.Migrate(t.Context()); err == nil || !strings.Contains(err.Error(), "nowhere") {
			t.Fatalf("got %v", err)
		}
		wantVersion(t, st, 1)
		if _, err := st.DB().Exec(`SELECT id FROM extra`); err == nil {
			t.Error("half of the migration stayed")
		}
		repaired := withFiles("2_repaired.sql", "-- +goose Up\nCREATE TABLE extra (id integer);\n")
		if err := reopen(repaired).Migrate(t.Context()); err != nil {
			t.Errorf("with the migration repaired: %v", err)
		}
	})
}

func TestMigrationsThatAreNotThere(t *testing.T) {
	for name, files := range map[string]fs.FS{"none configured": nil, "empty": fstest.MapFS{}} {
		bothEmpty(t, files, func(t *testing.T, st *store.Store, _ func(fs.FS) *store.Store) {
			for _, err := range []error{st.Migrate(t.Context()), st.CheckSchema(t.Context())} {
				if err == nil || !strings.Contains(err.Error(), "no migrations") {
					t.Errorf("%s: %v", name, err)
				}
			}
		})
	}
}

func TestReplicasMigrateOneAfterTheOther(t *testing.T) {
	url := storetest.Postgres(t)
	slow := withFile(migrations.(fstest.MapFS), "postgres/2_slow.sql", "-- +goose Up\nSELECT pg_sleep(0.2);\nCREATE TABLE extra (id int);\n")
	var replicas []*store.Store
	for range 3 {
		replicas = append(replicas, open(t, store.Config{DatabaseURL: url, Migrations: slow}))
	}
	var wg sync.WaitGroup
	for _, st := range replicas {
		wg.Go(func() {
			if err := errors.Join(st.Migrate(context.Background()), st.CheckSchema(context.Background())); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := number(t, replicas[0], `SELECT count(*) FROM goose_db_version WHERE version_id > 0`); n != 2 {
		t.Errorf("%d migrations were recorded, want each of the 2 once", n)
	}
}

func TestMigrateIsSilent(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, stderr := os.Stdout, os.Stderr
	os.Stdout, os.Stderr = w, w
	defer func() { os.Stdout, os.Stderr = stdout, stderr }()
	bothEmpty(t, migrations, func(t *testing.T, st *store.Store, _ func(fs.FS) *store.Store) {
		if err := st.Migrate(t.Context()); err != nil {
			t.Error(err)
		}
	})
	w.Close()
	printed, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(printed)) {
		if s := strings.TrimSpace(line); s != "" && !strings.HasPrefix(s, "===") && !strings.HasPrefix(s, "---") {
			t.Errorf("printed %q", line)
		}
	}
}
