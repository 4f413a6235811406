package storetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/lib/pq"

	"bidwell/ent/store/internal/pgtemp"
)

// PostgresEnv names the server that tests use instead of starting one: the URL of any database of it, for a role that
// may create databases.
const PostgresEnv = "BIDWELL_TEST_POSTGRES_URL"

// server is the process's one PostgreSQL, started by the first test that needs it. It is state of the test process, not
// of the product.
var server struct {
	once    sync.Once
	url     string
	started *pgtemp.Server
	err     error
}

// Main runs the tests of a package and stops the PostgreSQL server they may have started:
//
//	func TestMain(m *testing.M) { storetest.Main(m) }
//
// Without it, or when the process is killed, the kernel stops the server and the next start removes its files.
func Main(m *testing.M) {
	code := m.Run()
	if server.started != nil {
		if err := server.started.Stop(); err != nil {
			fmt.Fprintln(os.Stderr, "storetest:", err)
			code = max(code, 1)
		}
	}
	os.Exit(code)
}

// Postgres returns the URL of a fresh, empty database that lives as long as the test. It fails the test, and never
// skips it, when there is no server to be had.
func Postgres(tb testing.TB) string {
	tb.Helper()
	return cloned(tb, "template0")
}

func adminURL(tb testing.TB) string {
	tb.Helper()
	server.once.Do(func() {
		if server.url = os.Getenv(PostgresEnv); server.url != "" {
			return
		}
		if server.started, server.err = pgtemp.Start(context.Background()); server.err == nil {
			server.url = server.started.URL("postgres")
		}
	})
	if server.err != nil {
		tb.Fatalf("storetest: %v", server.err)
	}
	return server.url
}

// cloned makes a database for the test from a template.
func cloned(tb testing.TB, template string) string {
	tb.Helper()
	name := "t_" + strings.ToLower(rand.Text())
	admin(tb, func(db *sql.DB) error {
		_, err := db.Exec("CREATE DATABASE " + name + " TEMPLATE " + pq.QuoteIdentifier(template))
		return err
	})
	tb.Cleanup(func() {
		admin(tb, func(db *sql.DB) error {
			_, err := db.Exec("DROP DATABASE " + name + " WITH (FORCE)")
			return err
		})
	})
	return databaseURL(tb, name)
}

// admin runs f on the server's own database.
func admin(tb testing.TB, f func(*sql.DB) error) {
	tb.Helper()
	db, err := sql.Open("postgres", adminURL(tb))
	if err != nil {
		tb.Fatalf("storetest: open PostgreSQL: %v", err)
	}
	defer db.Close()
	if err := f(db); err != nil {
		tb.Fatalf("storetest: PostgreSQL: %v", err)
	}
}

func databaseURL(tb testing.TB, name string) string {
	tb.Helper()
	u, err := url.Parse(adminURL(tb))
	if err != nil {
		tb.Fatalf("storetest: %s: %v", PostgresEnv, err)
	}
	u.Path = "/" + name
	return u.String()
}
