package store

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"modernc.org/sqlite"
)

// sqliteUse is what a handle on the file is for; it decides the connection's pragmas.
type sqliteUse int

const (
	sqliteUseWrite sqliteUse = iota
	sqliteUseRead
	sqliteUseMigrate
)

func sqlitePath(dir string) string { return filepath.Join(dir, "bidwell.db") }

func (s *Store) openSQLite(ctx context.Context) error {
	s.dialect = dialect.SQLite
	synchronous, ok := s.cfg.Durability.synchronous()
	switch {
	case s.cfg.Dir == "":
		return fmt.Errorf("SQLite needs a data directory")
	case !ok:
		return fmt.Errorf("durability must be %q or %q, not %q", DurabilityProcess, DurabilityPower, s.cfg.Durability)
	}
	if err := os.MkdirAll(s.cfg.Dir, 0o700); err != nil {
		return fmt.Errorf("create data directory: %w", err)
	}
	var err error
	if s.lock, err = lockDir(ctx, s.cfg.Dir); err != nil {
		return err
	}
	writer, err := openSQLitePool(s.Path(), synchronous, sqliteUseWrite, 1)
	if err != nil {
		return err
	}
	s.writer = entsql.OpenDB(dialect.SQLite, writer)
	// The writer comes first: it creates the file and turns the write-ahead log on, which readers may not.
	if err := writer.PingContext(ctx); err != nil {
		return fmt.Errorf("open %s: %w", s.Path(), err)
	}
	reader, err := openSQLitePool(s.Path(), synchronous, sqliteUseRead, s.cfg.maxConns())
	if err != nil {
		return err
	}
	s.reader = entsql.OpenDB(dialect.SQLite, reader)
	return nil
}

func openSQLitePool(path, synchronous string, use sqliteUse, conns int) (*sql.DB, error) {
	inner, err := sqliteConnector(path, synchronous, use)
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(&cachingConnector{connector: inner})
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns) // a closed connection takes its page cache and its statements along
	return db, nil
}

func sqliteConnector(path, synchronous string, use sqliteUse) (connector, error) {
	name, err := sqliteURL(path, sqliteParameters(synchronous, use))
	if err != nil {
		return nil, err
	}
	return sqlite.NewConnector(name)
}

// sqliteURL escapes a path that may contain '?' or '%'.
func sqliteURL(path string, parameters url.Values) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	file := url.URL{Scheme: "file", Path: filepath.ToSlash(abs), RawQuery: parameters.Encode()}
	return file.String(), nil
}

// sqliteParameters are the driver's settings. Times are text: written in UTC and in one format they sort and compare
// as times; without _time_format they would not even parse.
func sqliteParameters(synchronous string, use sqliteUse) url.Values {
	q := url.Values{"_time_format": {"sqlite"}, "_timezone": {"UTC"}}
	q.Add("_pragma", "busy_timeout(10000)")
	q.Add("_pragma", fmt.Sprintf("foreign_keys(%d)", map[bool]int{true: 0, false: 1}[use == sqliteUseMigrate]))
	q.Add("_pragma", "synchronous("+synchronous+")")
	if use == sqliteUseRead {
		q.Set("_query_only", "1")
		return q
	}
	q.Add("_pragma", "journal_mode(WAL)")
	// A transaction that reads first and writes later would fail with SQLITE_BUSY instead of waiting.
	q.Set("_txlock", "immediate")
	return q
}
