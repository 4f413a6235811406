package store_test

import (
	"database/sql"
	"net/url"
	"testing"

	"github.com/lib/pq"
	"modernc.org/sqlite"

	"bidwell/ent/store"
	"bidwell/ent/store/storetest"
)

// BenchmarkSingleRow compares a select of one row through the store with the bare driver on the same database.
func BenchmarkSingleRow(b *testing.B) {
	dir := b.TempDir()
	files := store.Config{Dir: dir, Migrations: migrations}
	server := store.Config{DatabaseURL: storetest.Postgres(b), Migrations: migrations}
	b.Run("sqlite", func(b *testing.B) {
		c, err := sqlite.NewConnector((&url.URL{Scheme: "file", Path: dir + "/bidwell.db"}).String() + "?_query_only=1")
		if err != nil {
			b.Fatal(err)
		}
		compare(b, files, sql.OpenDB(c))
	})
	b.Run("postgres", func(b *testing.B) {
		c, err := pq.NewConnector(server.DatabaseURL)
		if err != nil {
			b.Fatal(err)
		}
		compare(b, server, sql.OpenDB(c))
	})
}

func compare(b *testing.B, cfg store.Config, bare *sql.DB) {
	defer bare.Close()
	st, err := store.Open(b.Context(), cfg)
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	if err := st.Migrate(b.Context()); err != nil {
		b.Fatal(err)
	}
	if _, err := st.DB().Exec(`INSERT INTO customers VALUES (1, 'Lantern Works'); INSERT INTO deals VALUES (1, 1)`); err != nil {
		b.Fatal(err)
	}
	for name, db := range map[string]*sql.DB{"bare": bare, "store": st.ReadDB()} {
		b.Run(name, func(b *testing.B) { selectOne(b, db) })
	}
}

func selectOne(b *testing.B, db *sql.DB) {
	b.ReportAllocs()
	for b.Loop() {
		var id int64
		var name string
		err := db.QueryRowContext(b.Context(), `SELECT deals.id, customers.name FROM deals JOIN customers ON customers.id = deals.customer_id
			WHERE deals.id = $1 AND customers.name <> $2 ORDER BY deals.id LIMIT 1`, 1, "").Scan(&id, &name)
		if err != nil {
			b.Fatal(err)
		}
	}
}
