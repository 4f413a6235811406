package migrate_test

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"testing"
	"testing/fstest"
	"time"

	"entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/schema"
	"entgo.io/ent/schema/field"

	"bidwell/desk"
	"bidwell/ent/migrate"
	"bidwell/ent/store"
	"bidwell/ent/store/storetest"
	"bidwell/process"
	"bidwell/seed"
)

// upgrade is a migration of the dangerous kinds: SQLite rebuilds a table that others refer to with ON DELETE CASCADE,
// PostgreSQL makes an optional column required.
var upgrade = map[string]string{
	"sqlite": `-- +goose Up
CREATE TABLE opportunities_new AS SELECT * FROM opportunities;
DROP TABLE opportunities;
CREATE TABLE opportunities (%s);
INSERT INTO opportunities SELECT * FROM opportunities_new;
DROP TABLE opportunities_new;
`,
	"postgres": `-- +goose Up
UPDATE opportunities SET source = '' WHERE source IS NULL;
ALTER TABLE opportunities ALTER COLUMN source SET NOT NULL;
`,
}

// Every row of every table survives an upgrade.
func TestUpgradeKeepsEveryRow(t *testing.T) {
	storetest.Each(t, migrate.Migrations(), func(t *testing.T, st *store.Store) {
		fill(t, st)
		before := counts(t, st)
		for table, n := range before {
			if n == 0 {
				t.Errorf("%s has no row: the test would not see it lost", table)
			}
		}
		upgraded, folder := reopen(t, st)
		if err := upgraded.CheckSchema(t.Context()); err == nil {
			t.Error("an old schema passes for new")
		}
		if err := upgraded.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := upgraded.CheckSchema(t.Context()); err != nil {
			t.Error(err)
		}
		if after := counts(t, upgraded); !maps.Equal(before, after) {
			t.Errorf("%s: %v rows became %v", folder, before, after)
		}
	})
}

// fill writes the demo company, a session and a token, and a row into each table that is still empty, so that every
// table has rows.
func fill(t *testing.T, st *store.Store) {
	t.Helper()
	ctx := desk.AsSystem(t.Context())
	d := desk.New(st, nil, desk.Options{})
	if err := seed.Demo(ctx, d); err != nil {
		t.Fatal(err)
	}
	u := d.Read(ctx).User.Query().FirstX(ctx)
	if _, err := d.SignIn(ctx, desk.SignInInput{Email: *u.Email, Password: seed.DemoPassword}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.CreateAPIToken(ctx, desk.CreateAPITokenInput{Name: "feed", Scope: process.TokenScopeRead, UserID: &u.ID}); err != nil {
		t.Fatal(err)
	}
	_, err := st.DB().Exec(`INSERT INTO external_refs (system, entity, external_id, entity_id) VALUES ('ledger', 'User', '1', '` + u.ID + `')`)
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range inOrder(migrate.Tables) {
		fillTable(t, st, table)
	}
}

// inOrder puts tables behind those they refer to.
func inOrder(tables []*schema.Table) []*schema.Table {
	var ordered []*schema.Table
	seen := map[*schema.Table]bool{}
	var visit func(table *schema.Table)
	visit = func(table *schema.Table) {
		if seen[table] {
			return
		}
		seen[table] = true
		for _, key := range table.ForeignKeys {
			visit(key.RefTable)
		}
		ordered = append(ordered, table)
	}
	for _, table := range tables {
		visit(table)
	}
	return ordered
}

// fillTable writes one row into an empty table: what must not be null, and every reference to another table.
func fillTable(t *testing.T, st *store.Store, table *schema.Table) {
	t.Helper()
	var n int
	if err := st.ReadDB().QueryRow(`SELECT count(*) FROM ` + table.Name).Scan(&n); err != nil || n > 0 {
		return
	}
	insert := sql.Dialect(st.Dialect()).Insert(table.Name)
	refers := map[string]*schema.Table{}
	for _, key := range table.ForeignKeys {
		refers[key.Columns[0].Name] = key.RefTable
	}
	for _, column := range table.Columns {
		switch to := refers[column.Name]; {
		case to == table: // nothing is below itself
		case to != nil:
			var id string
			if err := st.ReadDB().QueryRow(`SELECT id FROM ` + to.Name + ` LIMIT 1`).Scan(&id); err != nil {
				t.Fatalf("%s refers to %s: %v", table.Name, to.Name, err)
			}
			insert.Set(column.Name, id)
		case !column.Nullable && column.Default == nil && !column.Increment:
			insert.Set(column.Name, someValue(table, column))
		}
	}
	query, args := insert.Query()
	if _, err := st.DB().Exec(query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// someValue is a value that a column takes.
func someValue(table *schema.Table, column *schema.Column) any {
	switch {
	case len(column.Enums) > 0:
		return column.Enums[0]
	case column.Type == field.TypeTime:
		return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	case column.Type == field.TypeBytes:
		return []byte(table.Name)
	case column.Type == field.TypeString:
		return "some " + column.Name
	default:
		return 1
	}
}

func counts(t *testing.T, st *store.Store) map[string]int {
	t.Helper()
	rows := map[string]int{}
	for _, table := range migrate.Tables {
		var n int
		if err := st.ReadDB().QueryRow(`SELECT count(*) FROM ` + table.Name).Scan(&n); err != nil {
			t.Fatal(err)
		}
		rows[table.Name] = n
	}
	return rows
}

// reopen opens the same database with one more migration.
func reopen(t *testing.T, st *store.Store) (*store.Store, string) {
	t.Helper()
	config, folder := st.Config(), "postgres"
	text := upgrade[folder]
	if st.Path() != "" {
		folder = "sqlite"
		var columns string
		query := `SELECT substr(sql, instr(sql, '(') + 1, length(sql) - instr(sql, '(') - 1) FROM sqlite_master WHERE name = 'opportunities'`
		if err := st.ReadDB().QueryRow(query).Scan(&columns); err != nil {
			t.Fatal(err)
		}
		text = fmt.Sprintf(upgrade[folder], columns)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{folder + "/99990101000000_upgrade.sql": {Data: []byte(text)}}
	err := fs.WalkDir(migrate.Migrations(), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(migrate.Migrations(), path)
		files[path] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	config.Migrations = files
	upgraded, err := store.Open(context.Background(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { upgraded.Close() })
	return upgraded, folder
}
