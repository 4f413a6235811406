package storetest

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"bidwell/ent/store"
)

// migrated holds the bytes of one migrated SQLite database per set of migrations, so that each test only writes a file.
var migrated sync.Map // of string → func() ([]byte, error)

// sqliteDir is a data directory with a migrated database.
func sqliteDir(tb testing.TB, migrations fs.FS) string {
	tb.Helper()
	make := sync.OnceValues(func() ([]byte, error) { return migrateSQLite(migrations) })
	load, _ := migrated.LoadOrStore(digest(tb, migrations, "sqlite"), make)
	file, err := load.(func() ([]byte, error))()
	if err != nil {
		tb.Fatalf("storetest: migrate SQLite: %v", err)
	}
	dir := tb.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "bidwell.db"), file, 0o600); err != nil {
		tb.Fatal(err)
	}
	return dir
}

func migrateSQLite(migrations fs.FS) ([]byte, error) {
	dir, err := os.MkdirTemp("", "bidwell-template-*")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	cfg := store.Config{Dir: dir, Migrations: migrations}
	if err := migrate(cfg); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, "bidwell.db"))
}

func migrate(cfg store.Config) error {
	ctx := context.Background()
	st, err := store.Open(ctx, cfg)
	if err != nil {
		return err
	}
	return errors.Join(st.Migrate(ctx), st.Close())
}

// postgresTemplate is the name of a migrated database to clone from, shared by all test processes on the server.
func postgresTemplate(tb testing.TB, migrations fs.FS) string {
	tb.Helper()
	sum := digest(tb, migrations, "postgres")
	name := "template_" + sum[:24]
	admin(tb, func(db *sql.DB) error { return makeTemplate(tb, db, name, lockKey(sum), migrations) })
	return name
}

// makeTemplate makes the template once, however many processes ask. Being marked as a template says that it is whole.
func makeTemplate(tb testing.TB, db *sql.DB, name string, key int64, migrations fs.FS) error {
	tb.Helper()
	ctx := context.Background()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if whole, err := isTemplate(ctx, conn, name); err != nil || whole {
		return err
	}
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, key); err != nil {
		return err
	}
	defer func() { _, _ = conn.ExecContext(ctx, `SELECT pg_advisory_unlock($1)`, key) }()
	if whole, err := isTemplate(ctx, conn, name); err != nil || whole {
		return err
	}
	for _, statement := range []string{`DROP DATABASE IF EXISTS ` + name + ` WITH (FORCE)`, `CREATE DATABASE ` + name + ` TEMPLATE template0`} {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	if err := migrate(store.Config{DatabaseURL: databaseURL(tb, name), Migrations: migrations, MaxConns: 2}); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, `ALTER DATABASE `+name+` IS_TEMPLATE true`)
	return err
}

func isTemplate(ctx context.Context, conn *sql.Conn, name string) (whole bool, err error) {
	err = conn.QueryRowContext(ctx, `SELECT count(*) > 0 FROM pg_database WHERE datname = $1 AND datistemplate`, name).Scan(&whole)
	return whole, err
}

// digest names a set of migrations by its content.
func digest(tb testing.TB, migrations fs.FS, folder string) string {
	tb.Helper()
	sum := sha256.New()
	err := fs.WalkDir(migrations, folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		return add(sum, migrations, path)
	})
	if err != nil {
		tb.Fatalf("storetest: read migrations: %v", err)
	}
	return fmt.Sprintf("%x", sum.Sum(nil))
}

func add(sum hash.Hash, files fs.FS, path string) error {
	content, err := fs.ReadFile(files, path)
	fmt.Fprintf(sum, "%s %d ", path, len(content))
	_, writeErr := sum.Write(content)
	return errors.Join(err, writeErr)
}

// lockKey folds a digest into the number that an advisory lock takes.
func lockKey(sum string) int64 {
	return int64(binary.BigEndian.Uint64([]byte(sum)) >> 1)
}
