package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/lib/pq"

	"bidwell/desk"
	"bidwell/ent/migrate"
	"bidwell/ent/store"
)

// The kinds of database.
const (
	storeSQLite   = "sqlite"
	storePostgres = "postgres"
)

// postgresEnv names the server on which databases are made.
const postgresEnv = "BIDWELL_TEST_POSTGRES_URL"

// place is a database of its own, with the folder for what lies beside it.
type place struct {
	kind string
	dir  string
	url  string // empty for SQLite
	drop func() error
}

// newPlace makes an empty database, or finds the one that an earlier run kept.
func (b *bench) newPlace(ctx context.Context, kind string) (*place, error) {
	base := b.scratch
	if b.keep != "" {
		base = b.keep
	}
	p := &place{kind: kind, dir: filepath.Join(base, fmt.Sprintf("%s-%d-%d", kind, b.opportunities, b.library())), drop: func() error { return nil }}
	if err := os.MkdirAll(p.dir, 0o700); err != nil || kind == storeSQLite {
		return p, err
	}
	return p, p.createDatabase(ctx, b.keep != "")
}

func (p *place) createDatabase(ctx context.Context, keep bool) error {
	address := os.Getenv(postgresEnv)
	if address == "" {
		return fmt.Errorf("%s names no PostgreSQL server: run `make bench`, which starts one, or leave PostgreSQL out with -store %s", postgresEnv, storeSQLite)
	}
	u, err := url.Parse(address)
	if err != nil {
		return errors.New(postgresEnv + " cannot be read") // it may hold a password
	}
	admin, err := sql.Open("postgres", address)
	if err != nil {
		return err
	}
	defer admin.Close()
	name := fmt.Sprintf("bidwell_bench_%d", os.Getpid())
	if keep {
		name = "bidwell_bench_kept_" + strings.ReplaceAll(filepath.Base(p.dir), "-", "_")
	}
	u.Path = "/" + name
	p.url = u.String()
	if !keep {
		p.drop = func() error { return dropDatabase(address, name) }
	}
	_, err = admin.ExecContext(ctx, "CREATE DATABASE "+pq.QuoteIdentifier(name))
	if exists := new(pq.Error); keep && errors.As(err, &exists) && exists.Code == "42P04" {
		return nil
	}
	if err != nil {
		return err
	}
	if err := os.Remove(filepath.Join(p.dir, loadedMark)); !errors.Is(err, os.ErrNotExist) {
		return err // what was loaded went away with another server
	}
	return nil
}

func dropDatabase(address, name string) error {
	admin, err := sql.Open("postgres", address)
	if err != nil {
		return err
	}
	defer admin.Close()
	_, err = admin.Exec("DROP DATABASE IF EXISTS " + pq.QuoteIdentifier(name) + " WITH (FORCE)")
	return err
}

func (p *place) open(ctx context.Context) (*store.Store, error) {
	return store.Open(ctx, store.Config{DatabaseURL: p.url, Dir: p.dir, Migrations: migrate.Migrations()})
}

// work runs f on the open database and closes it again: a data directory belongs to one process at a time.
func (p *place) work(ctx context.Context, f func(ctx context.Context, d *desk.Desk) error) error {
	st, err := p.open(ctx)
	if err != nil {
		return err
	}
	return errors.Join(f(desk.AsSystem(ctx), desk.New(st, nil, desk.Options{})), st.Close())
}

// loadedMark is the file that says that everything is loaded.
const loadedMark = "loaded"

func (p *place) loaded() bool {
	_, err := os.Stat(filepath.Join(p.dir, loadedMark))
	return err == nil
}

func (p *place) markLoaded() error {
	return os.WriteFile(filepath.Join(p.dir, loadedMark), nil, 0o600)
}
