package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"entgo.io/ent/dialect"
)

// The two ways in which a schema does not fit this program.
var (
	ErrSchemaOld = errors.New("database schema is too old")
	ErrSchemaNew = errors.New("database schema is too new")
)

// schemaState compares what the database has with what the program brings.
type schemaState struct {
	have, want int64          // newest version of each
	pending    map[int64]bool // in the program only
	unknown    map[int64]bool // in the database only
}

// SchemaVersion is the newest migration the database has, 0 before the first.
func (s *Store) SchemaVersion(ctx context.Context) (int64, error) {
	applied, err := s.applied(ctx)
	if err != nil {
		return 0, fmt.Errorf("store: schema version: %w", err)
	}
	return newest(applied), nil
}

// CheckSchema changes nothing and returns nil when the schema is exactly the program's; else ErrSchemaOld or
// ErrSchemaNew with both versions and what to do.
func (s *Store) CheckSchema(ctx context.Context) error {
	state, err := s.schemaState(ctx)
	if err != nil {
		return fmt.Errorf("store: check schema: %w", err)
	}
	if err := state.tooNew(); err != nil {
		return err
	}
	if len(state.pending) > 0 {
		return fmt.Errorf("%w: it is at version %d, this program needs %d: run `bidwell migrate up`", ErrSchemaOld, state.have, state.want)
	}
	return nil
}

func (st schemaState) tooNew() error {
	if len(st.unknown) == 0 {
		return nil
	}
	return fmt.Errorf("%w: it is at version %d, this program knows up to %d: run the newer bidwell that migrated it, or restore the backup taken before",
		ErrSchemaNew, st.have, st.want)
}

func (s *Store) schemaState(ctx context.Context) (schemaState, error) {
	p, err := s.provider(s.DB())
	if err != nil {
		return schemaState{}, err
	}
	unknown, err := s.applied(ctx)
	if err != nil {
		return schemaState{}, err
	}
	state := schemaState{have: newest(unknown), unknown: unknown, pending: make(map[int64]bool)}
	for _, source := range p.ListSources() {
		state.want = max(state.want, source.Version)
		if !unknown[source.Version] {
			state.pending[source.Version] = true
		}
		delete(unknown, source.Version)
	}
	return state, nil
}

// applied lists the migrations the database has, without creating their table in one that has none.
func (s *Store) applied(ctx context.Context) (map[int64]bool, error) {
	known := `SELECT count(*) > 0 FROM sqlite_master WHERE type = 'table' AND name = 'goose_db_version'`
	if s.dialect == dialect.Postgres {
		known = `SELECT to_regclass('goose_db_version') IS NOT NULL`
	}
	versions := make(map[int64]bool)
	var exists bool
	if err := s.DB().QueryRowContext(ctx, known).Scan(&exists); err != nil || !exists {
		return versions, err
	}
	rows, err := s.DB().QueryContext(ctx, `SELECT version_id FROM goose_db_version WHERE version_id > 0`)
	if err != nil {
		return nil, err
	}
	return versions, errors.Join(collect(rows, versions), rows.Close())
}

func collect(rows *sql.Rows, versions map[int64]bool) error {
	for rows.Next() {
		var v int64
		if err := rows.Scan(&v); err != nil {
			return err
		}
		versions[v] = true
	}
	return rows.Err()
}
