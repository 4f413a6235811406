package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"math"

	"entgo.io/ent/dialect"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// Migrate brings the schema to the newest version of Config.Migrations; on a database that has it already it does
// nothing. Run it before anything else writes. ErrSchemaNew: the database is ahead of this program.
//
// On SQLite a database with tables is first copied to bidwell.db.before-<version>, migrations run with foreign keys off
// (a rebuilt table would otherwise take its children along), and one that leaves an orphan behind is undone from the
// copy. On PostgreSQL an advisory lock lets one replica migrate while the others wait, up to 5 minutes.
func (s *Store) Migrate(ctx context.Context) error {
	state, err := s.schemaState(ctx)
	if err == nil {
		err = state.tooNew()
	}
	if err == nil && len(state.pending) > 0 {
		err = s.migrate(ctx, state)
	}
	if err != nil {
		return fmt.Errorf("store: migrate: %w", err)
	}
	return nil
}

func (s *Store) migrate(ctx context.Context, state schemaState) error {
	db, err := s.migrationDB()
	if err != nil {
		return err
	}
	defer db.Close()
	if s.dialect == dialect.SQLite {
		return s.migrateSQLite(ctx, db, state)
	}
	return s.apply(ctx, db)
}

// migrationDB is a handle of its own: migrations need other pragmas, and their DDL must meet no kept statement.
func (s *Store) migrationDB() (*sql.DB, error) {
	var c connector
	var err error
	if s.dialect == dialect.SQLite {
		c, err = sqliteConnector(s.Path(), "FULL", sqliteUseMigrate)
	} else {
		c, err = postgresConnector(s.cfg.DatabaseURL)
	}
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(c), nil
}

func (s *Store) apply(ctx context.Context, db *sql.DB) error {
	p, err := s.provider(db)
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

// provider reads the dialect's migrations, silently.
func (s *Store) provider(db *sql.DB) (*goose.Provider, error) {
	if s.cfg.Migrations == nil {
		return nil, errors.New("no migrations were configured")
	}
	folder, name := "sqlite", goose.DialectSQLite3
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger())}
	if s.dialect == dialect.Postgres {
		folder, name = "postgres", goose.DialectPostgres
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300))
		if err != nil {
			return nil, err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	files, err := fs.Sub(s.cfg.Migrations, folder)
	if err != nil {
		return nil, err
	}
	p, err := goose.NewProvider(name, db, files, options...)
	if errors.Is(err, goose.ErrNoMigrations) {
		return nil, fmt.Errorf("no migrations in folder %s", folder)
	}
	return p, err
}

func (s *Store) migrateSQLite(ctx context.Context, db *sql.DB, state schemaState) error {
	backup, err := s.backUp(ctx, db, state.want)
	if err != nil {
		return fmt.Errorf("back up before version %d: %w", state.want, err)
	}
	if err := s.apply(ctx, db); err != nil {
		return err
	}
	err = orphans(ctx, db)
	if err == nil || backup == "" {
		return err
	}
	if restoreErr := restore(context.WithoutCancel(ctx), db, backup); restoreErr != nil {
		return errors.Join(err, fmt.Errorf("undo from %s: %w", backup, restoreErr))
	}
	return fmt.Errorf("%w; undone, the database is at version %d again", err, state.have)
}

// orphans fails when a row points to a parent that does not exist.
func orphans(ctx context.Context, db *sql.DB) error {
	var table, parent string
	var n int64
	err := db.QueryRowContext(ctx, `SELECT "table", "parent", count(*) FROM pragma_foreign_key_check GROUP BY 1, 2 LIMIT 1`).
		Scan(&table, &parent, &n)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("check foreign keys: %w", err)
	}
	return fmt.Errorf("the migrations leave %d rows in %s whose %s does not exist", n, table, parent)
}

// newest is the highest of versions, 0 for none.
func newest(versions map[int64]bool) int64 {
	high := int64(math.MinInt64)
	for v := range versions {
		high = max(high, v)
	}
	return max(high, 0)
}
