package store_test

import (
	"database/sql"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"

	"bidwell/ent/store"
	"bidwell/ent/store/storetest"
)

func TestOpenRefuses(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	notADatabase := t.TempDir()
	if err := os.WriteFile(filepath.Join(notADatabase, "bidwell.db"), []byte(strings.Repeat("no database ", 400)), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		cfg  store.Config
		want string
	}{
		{"another database", store.Config{DatabaseURL: "mysql://root:hush@db/x"}, `unknown database URL scheme "mysql"`},
		{"a file name as URL", store.Config{DatabaseURL: "bidwell.db"}, "unknown database URL scheme"},
		{"nothing at all", store.Config{}, "needs a data directory"},
		{"an unknown durability", store.Config{Dir: t.TempDir(), Durability: "hush"}, "durability must be"},
		{"a file as data directory", store.Config{Dir: file}, "create data directory"},
		{"a file that is no database", store.Config{Dir: notADatabase}, "not a database"},
		{"a URL that does not parse", store.Config{DatabaseURL: "postgres://u:hush@h:port/d"}, "database URL"},
		{"an unknown sslmode", store.Config{DatabaseURL: "postgres://u:hush@h/d?sslmode=perhaps"}, "database URL"},
		{"a server that is not there", store.Config{DatabaseURL: "postgres://u:hush@" + deadAddress(t) + "/d"}, "connect to PostgreSQL"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			st, err := store.Open(t.Context(), tt.cfg)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("got %v, want %q in it", err, tt.want)
			}
			if tt.cfg.Durability == "" && strings.Contains(err.Error(), "hush") {
				t.Errorf("the error tells the password: %v", err)
			}
			if st != nil {
				t.Error("a store came with the error")
			}
		})
	}
}

// deadAddress is one where nothing listens.
func deadAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func TestARefusedOpenFreesTheDirectory(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "bidwell.db")
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(t.Context(), store.Config{Dir: dir}); err == nil {
		t.Fatal("a directory was opened as a database")
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	open(t, store.Config{Dir: dir})
}

func TestTheDirectoryIsPrivateAndFreeAgainAfterClose(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "data")
	for range 2 {
		st := open(t, store.Config{Dir: dir})
		if _, err := store.Open(t.Context(), store.Config{Dir: dir}); !errors.Is(err, store.ErrInUse) {
			t.Fatalf("opened twice: %v", err)
		}
		for range 2 {
			if err := st.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
	info, err := os.Stat(dir)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Fatalf("mode %v, err %v; want 0700", info.Mode(), err)
	}
	if _, err := os.Stat(filepath.Join(dir, "bidwell.db-wal")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Close left the write-ahead log: %v", err)
	}
}

func TestAPathMayContainAnything(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "50% done? #1 & more", "数据")
	st := open(t, store.Config{Dir: dir, Migrations: migrations})
	if err := st.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if st.Path() != filepath.Join(dir, "bidwell.db") {
		t.Errorf("path %s", st.Path())
	}
	if _, err := os.Stat(st.Path()); err != nil {
		t.Error(err)
	}
}

func TestSQLitePragmas(t *testing.T) {
	tests := []struct {
		durability store.Durability
		want       int64
	}{{"", 1}, {store.DurabilityProcess, 1}, {store.DurabilityPower, 2}}
	for _, tt := range tests {
		t.Run("durability "+string(tt.durability), func(t *testing.T) {
			st := open(t, store.Config{Dir: t.TempDir(), Durability: tt.durability})
			for pragma, want := range map[string]int64{"synchronous": tt.want, "foreign_keys": 1, "busy_timeout": 10000, "query_only": 0} {
				var got int64
				if err := st.DB().QueryRow("PRAGMA " + pragma).Scan(&got); err != nil || got != want {
					t.Errorf("%s is %d, err %v; want %d", pragma, got, err, want)
				}
			}
			var mode string
			if err := st.ReadDB().QueryRow("PRAGMA journal_mode").Scan(&mode); err != nil || mode != "wal" {
				t.Errorf("journal mode %q, err %v", mode, err)
			}
		})
	}
}

func TestTheSQLiteReaderRefusesToWrite(t *testing.T) {
	st := open(t, store.Config{Dir: t.TempDir(), Migrations: migrations})
	if err := st.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, err := st.ReadDB().Exec(`INSERT INTO customers (name) VALUES ('x')`)
	if err == nil || !strings.Contains(err.Error(), "readonly") {
		t.Fatalf("got %v", err)
	}
}

func TestAWriteTransactionHoldsTheSQLiteFileFromItsBegin(t *testing.T) {
	st := storetest.OpenSQLite(t, migrations)
	begin(t, st)
	other, err := sql.Open("sqlite", st.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if _, err := other.Exec(`BEGIN IMMEDIATE`); err == nil || !strings.Contains(err.Error(), "SQLITE_BUSY") {
		t.Fatalf("another program could write in between: %v", err)
	}
}

func TestReadersSeeTheLastCommitWhileAWriteIsOpen(t *testing.T) {
	each(t, func(t *testing.T, st *store.Store) {
		mustExec(t, st, `INSERT INTO customers VALUES (1, 'Lantern Works')`)
		tx, err := st.DB().Begin()
		if err != nil {
			t.Fatal(err)
		}
		defer tx.Rollback()
		if _, err := tx.Exec(`INSERT INTO customers VALUES (2, 'Kestrel Rail')`); err != nil {
			t.Fatal(err)
		}
		if n := number(t, st, `SELECT count(*) FROM customers`); n != 1 {
			t.Errorf("a reader sees %d customers, want the 1 committed", n)
		}
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
		if n := number(t, st, `SELECT count(*) FROM customers`); n != 2 {
			t.Errorf("a reader sees %d customers after the commit, want 2", n)
		}
	})
}

func TestTimesSortAsTimesAndComeBackInUTC(t *testing.T) {
	each(t, func(t *testing.T, st *store.Store) {
		kind := map[string]string{dialect.SQLite: "datetime", dialect.Postgres: "timestamptz"}[st.Dialect()]
		mustExec(t, st, "CREATE TABLE visits (at "+kind+" NOT NULL)")
		east := time.FixedZone("east", 8*3600)
		early := time.Date(2026, 3, 1, 9, 0, 0, 0, east) // 01:00 UTC
		late := time.Date(2026, 3, 1, 2, 0, 0, 500_000_000, time.UTC)
		for _, at := range []time.Time{late, early} {
			if _, err := st.DB().Exec(`INSERT INTO visits VALUES ($1)`, at); err != nil {
				t.Fatal(err)
			}
		}
		var got time.Time
		if err := st.ReadDB().QueryRow(`SELECT at FROM visits WHERE at < $1 ORDER BY at`, late).Scan(&got); err != nil {
			t.Fatal(err)
		}
		if _, offset := got.Zone(); !got.Equal(early) || offset != 0 {
			t.Errorf("got %v, want %v in UTC", got, early)
		}
	})
}

func TestEntDriversCarryTheDialect(t *testing.T) {
	each(t, func(t *testing.T, st *store.Store) {
		for _, d := range []dialect.Driver{st.Reader(), st.Writer()} {
			if d.Dialect() != st.Dialect() {
				t.Errorf("driver says %s, store says %s", d.Dialect(), st.Dialect())
			}
			var rows entsql.Rows
			if err := d.Query(t.Context(), `SELECT 1`, []any{}, &rows); err != nil {
				t.Fatal(err)
			}
			if n, err := entsql.ScanInt(rows); err != nil || n != 1 {
				t.Errorf("got %d, err %v", n, err)
			}
			rows.Close()
		}
		if (st.Path() != "") != (st.Dialect() == dialect.SQLite) {
			t.Errorf("path %q on %s", st.Path(), st.Dialect())
		}
	})
}
