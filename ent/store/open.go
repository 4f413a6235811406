// Package store opens Bidwell's database, SQLite or PostgreSQL, and promises the same behaviour on both: a pool to read
// and a handle to write for ent, prepared statements kept per connection, counted statements for tests, migrations,
// the order in which the change log may be read, and a wake-up signal.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
)

// Store is an open database. It is safe for concurrent use.
type Store struct {
	cfg     Config
	dialect string
	writer  *entsql.Driver
	reader  *entsql.Driver
	lock    *os.File
	wake    *wakeups
}

// Open opens the database named by cfg and checks that it answers. It does not migrate. ErrInUse says that another
// process has the data directory; it comes within 3 seconds.
func Open(ctx context.Context, cfg Config) (*Store, error) {
	s := &Store{cfg: cfg, wake: newWakeups()}
	if err := s.open(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("store: open: %w", err), s.Close())
	}
	return s, nil
}

func (s *Store) open(ctx context.Context) error {
	switch scheme, _, _ := strings.Cut(s.cfg.DatabaseURL, ":"); scheme {
	case "":
		return s.openSQLite(ctx)
	case "postgres", "postgresql":
		return s.openPostgres(ctx)
	default:
		// The URL may hold a password: name its scheme only.
		return fmt.Errorf("unknown database URL scheme %.20q: leave it empty for SQLite in the data directory, or use postgres://user:password@host:5432/database", scheme)
	}
}

// Dialect is dialect.SQLite or dialect.Postgres.
func (s *Store) Dialect() string { return s.dialect }

// Reader is the driver to read through; on SQLite it refuses to write. On PostgreSQL it is the Writer.
func (s *Store) Reader() dialect.Driver { return s.reader }

// Writer is the driver to write through. On SQLite it has a single connection: code inside one of its transactions must
// use that transaction and never the Writer again, or it waits for itself.
func (s *Store) Writer() dialect.Driver { return s.writer }

// DB is the Writer's pool for hand-written SQL.
func (s *Store) DB() *sql.DB { return s.writer.DB() }

// ReadDB is the Reader's pool for hand-written SQL.
func (s *Store) ReadDB() *sql.DB { return s.reader.DB() }

// Config is how the store was opened, to open the same database again.
func (s *Store) Config() Config { return s.cfg }

// Path is the file of the SQLite database, empty on PostgreSQL.
func (s *Store) Path() string {
	if s.dialect != dialect.SQLite {
		return ""
	}
	return sqlitePath(s.cfg.Dir)
}

// Close ends the listeners, closes the pools and frees the data directory. A second Close does nothing.
func (s *Store) Close() error {
	var errs []error
	s.wake.close()
	if s.reader != nil {
		errs = append(errs, s.reader.Close())
	}
	// The writer goes last: the last connection to leave folds the write-ahead log into the file.
	if s.writer != nil && s.writer != s.reader {
		errs = append(errs, s.writer.Close())
	}
	if s.lock != nil {
		errs = append(errs, s.lock.Close())
	}
	s.reader, s.writer, s.lock = nil, nil, nil
	return errors.Join(errs...)
}

// withoutURL drops the URL that net/url repeats in its errors, since it may hold a password.
func withoutURL(err error) error {
	if e := new(url.Error); errors.As(err, &e) {
		return e.Err
	}
	return err
}
