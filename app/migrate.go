package app

import (
	"context"
	"errors"
	"fmt"

	"bidwell/ent/store"
)

type migrateCommand struct {
	Up     migrateUp     `cmd:"" help:"Bring the schema up to date; SQLite is backed up first."`
	Status migrateStatus `cmd:"" help:"Tell the schema's version; the exit code is 1 when it does not fit this program."`
}

type (
	migrateUp     struct{}
	migrateStatus struct{}
)

// Run migrates.
func (migrateUp) Run(sh *shell) error {
	return sh.withStore(func(ctx context.Context, st *store.Store) error {
		before, err := st.SchemaVersion(ctx)
		if err != nil {
			return err
		}
		if err := st.Migrate(ctx); err != nil {
			return err
		}
		after, err := st.SchemaVersion(ctx)
		if err != nil {
			return err
		}
		if before == after {
			fmt.Fprintf(sh.stdout, "the schema is up to date at version %d\n", after)
			return nil
		}
		fmt.Fprintf(sh.stdout, "migrated from version %d to %d\n", before, after)
		return nil
	})
}

// Run tells the version.
func (migrateStatus) Run(sh *shell) error {
	return sh.withStore(func(ctx context.Context, st *store.Store) error {
		version, err := st.SchemaVersion(ctx)
		if err != nil {
			return err
		}
		fmt.Fprintf(sh.stdout, "%s, schema version %d\n", storeName(st), version)
		return st.CheckSchema(ctx)
	})
}

// withStore runs f on the database as it is, migrated or not.
func (sh *shell) withStore(f func(ctx context.Context, st *store.Store) error) error {
	st, err := sh.openStore(sh.ctx)
	if err != nil {
		return err
	}
	return errors.Join(f(sh.ctx, st), st.Close())
}
