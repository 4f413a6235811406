package storetest_test

import (
	"context"
	"io/fs"
	"testing"
	"testing/fstest"
	"time"

	"bidwell/ent/store"
	"bidwell/ent/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

var migrations fs.FS = fstest.MapFS{
	"sqlite/1_notes.sql":   {Data: []byte("-- +goose Up\nCREATE TABLE notes (id integer PRIMARY KEY, body text NOT NULL);\n")},
	"postgres/1_notes.sql": {Data: []byte("-- +goose Up\nCREATE TABLE notes (id bigint PRIMARY KEY, body text NOT NULL);\n")},
}

func TestEachGivesFreshMigratedDatabases(t *testing.T) {
	for range 2 {
		storetest.Each(t, migrations, func(t *testing.T, st *store.Store) {
			var n int
			if err := st.DB().QueryRow(`SELECT count(*) FROM notes`).Scan(&n); err != nil || n != 0 {
				t.Fatalf("a fresh database holds %d notes, err %v", n, err)
			}
			if _, err := st.DB().Exec(`INSERT INTO notes VALUES (1, 'kept from the next test')`); err != nil {
				t.Fatal(err)
			}
			if err := st.CheckSchema(context.Background()); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestOtherMigrationsGetAnotherTemplate(t *testing.T) {
	more := fstest.MapFS{
		"sqlite/2_tags.sql":   {Data: []byte("-- +goose Up\nCREATE TABLE tags (id integer PRIMARY KEY);\n")},
		"postgres/2_tags.sql": {Data: []byte("-- +goose Up\nCREATE TABLE tags (id bigint PRIMARY KEY);\n")},
	}
	storetest.Each(t, more, func(t *testing.T, st *store.Store) {
		if v, err := st.SchemaVersion(context.Background()); err != nil || v != 2 {
			t.Fatalf("version %d, err %v; want 2", v, err)
		}
	})
}

func BenchmarkFreshStore(b *testing.B) {
	for name, open := range map[string]func(testing.TB, fs.FS) *store.Store{"sqlite": storetest.OpenSQLite, "postgres": storetest.OpenPostgres} {
		b.Run(name, func(b *testing.B) {
			open(b, migrations)
			start := time.Now()
			for b.Loop() {
				open(b, migrations)
			}
			b.ReportMetric(float64(time.Since(start).Milliseconds())/float64(b.N), "ms/store")
		})
	}
}
