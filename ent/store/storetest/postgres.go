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
	dropAll()
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

// copies are databases made ahead of the tests that will want them, and those being dropped behind the tests that had
// them: making and dropping one takes the server a third of a second, in which tests need not wait.
var copies struct {
	mu     sync.Mutex
	next   map[string]<-chan copied // by template
	behind sync.WaitGroup
}

// copied is a database that was made, or why not.
type copied struct {
	name string
	err  error
}

// cloned gives the test a database made from a template.
func cloned(tb testing.TB, template string) string {
	tb.Helper()
	address := adminURL(tb)
	copies.mu.Lock()
	ready := copies.next[template]
	if ready == nil {
		ready = copyAhead(address, template)
	}
	if copies.next == nil {
		copies.next = map[string]<-chan copied{}
	}
	copies.next[template] = copyAhead(address, template)
	copies.mu.Unlock()
	c := <-ready
	if c.err != nil {
		tb.Fatalf("storetest: PostgreSQL: %v", c.err)
	}
	tb.Cleanup(func() {
		copies.behind.Go(func() {
			if err := drop(address, c.name); err != nil {
				fmt.Fprintln(os.Stderr, "storetest:", err)
			}
		})
	})
	return databaseURL(tb, c.name)
}

// copyAhead begins to make a database.
func copyAhead(address, template string) <-chan copied {
	ready := make(chan copied, 1)
	go func() {
		name := "t_" + strings.ToLower(rand.Text())
		ready <- copied{name, asAdmin(address, func(db *sql.DB) error {
			_, err := db.Exec("CREATE DATABASE " + name + " TEMPLATE " + pq.QuoteIdentifier(template))
			return err
		})}
	}()
	return ready
}

func drop(address, name string) error {
	return asAdmin(address, func(db *sql.DB) error {
		_, err := db.Exec("DROP DATABASE " + name + " WITH (FORCE)")
		return err
	})
}

// dropAll drops the databases that no test wanted, and waits for the others to be dropped. A server of our own goes with
// all it has.
func dropAll() {
	copies.behind.Wait()
	if server.started != nil {
		return
	}
	copies.mu.Lock()
	defer copies.mu.Unlock()
	for _, ready := range copies.next {
		if c := <-ready; c.err == nil {
			if err := drop(server.url, c.name); err != nil {
				fmt.Fprintln(os.Stderr, "storetest:", err)
			}
		}
	}
}

// admin runs f on the server's own database.
func admin(tb testing.TB, f func(*sql.DB) error) {
	tb.Helper()
	if err := asAdmin(adminURL(tb), f); err != nil {
		tb.Fatalf("storetest: PostgreSQL: %v", err)
	}
}

func asAdmin(address string, f func(*sql.DB) error) error {
	db, err := sql.Open("postgres", address)
	if err != nil {
		return err
	}
	defer db.Close()
	return f(db)
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
