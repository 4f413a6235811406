// Command diff writes the migration from what the folders of migrations make to what ent/schema says, one file for
// SQLite and one for PostgreSQL: go run ./ent/migrate/diff add_something. Read what it wrote before you commit it: an
// optional field made required needs its rows filled first. After editing a file, go run ./ent/migrate/diff -sum writes
// the folders' checksums anew.
package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"

	atlas "ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/sqltool"
	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/schema"
	_ "github.com/lib/pq"
	_ "modernc.org/sqlite"

	"bidwell/ent/migrate"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: make migration name=<name_of_the_change>")
	}
	if err := run(context.Background(), os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

// seal writes the checksum of a folder.
func seal(folder string) error {
	dir, err := sqltool.NewGooseDir("ent/migrate/migrations/" + folder)
	if err != nil {
		return err
	}
	sum, err := dir.Checksum()
	if err != nil {
		return err
	}
	return atlas.WriteSumFile(dir, sum)
}

func run(ctx context.Context, name string) error {
	if name == "-sum" {
		return errors.Join(seal("sqlite"), seal("postgres"))
	}
	lite, err := sql.Open("sqlite", "file:diff?mode=memory&cache=shared&_pragma=foreign_keys(1)")
	if err != nil {
		return err
	}
	defer lite.Close()
	if err := write(ctx, name, dialect.SQLite, "sqlite", lite); err != nil {
		return err
	}
	pg, err := sql.Open("postgres", os.Getenv("BIDWELL_TEST_POSTGRES_URL"))
	if err != nil {
		return err
	}
	defer pg.Close()
	if err := write(ctx, name, dialect.Postgres, "postgres", pg); err != nil {
		return err
	}
	return sameVersion()
}

// sameVersion gives the newest PostgreSQL file the name of the newest SQLite file, so that a schema version means the
// same in both.
func sameVersion() error {
	lite, err := newest("sqlite")
	if err != nil {
		return err
	}
	pg, err := newest("postgres")
	if err != nil || filepath.Base(pg) == filepath.Base(lite) {
		return err
	}
	if err := os.Rename(pg, filepath.Join(filepath.Dir(pg), filepath.Base(lite))); err != nil {
		return err
	}
	return seal("postgres")
}

func newest(folder string) (string, error) {
	files, err := filepath.Glob("ent/migrate/migrations/" + folder + "/*.sql")
	if err != nil || len(files) == 0 {
		return "", fmt.Errorf("%s has no migration: %w", folder, err)
	}
	return files[len(files)-1], nil
}

func write(ctx context.Context, name, of, folder string, db *sql.DB) error {
	dir, err := sqltool.NewGooseDir("ent/migrate/migrations/" + folder)
	if err != nil {
		return err
	}
	m, err := schema.NewMigrate(entsql.OpenDB(of, db), schema.WithDir(dir), schema.WithMigrationMode(schema.ModeReplay),
		schema.WithDialect(of), schema.WithFormatter(sqltool.GooseFormatter), schema.WithDropColumn(true), schema.WithDropIndex(true))
	if err != nil {
		return err
	}
	if err := m.NamedDiff(ctx, name, migrate.Tables...); err != nil {
		return fmt.Errorf("%s: %w", folder, err)
	}
	return nil
}
