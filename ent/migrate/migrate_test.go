package migrate_test

import (
	"bytes"
	"context"
	"testing"

	"entgo.io/ent/dialect/sql/schema"

	"bidwell/ent/migrate"
	"bidwell/ent/store"
	"bidwell/ent/store/storetest"
)

// The folders of migrations make exactly what ent/schema says, on both databases.
func TestFoldersEqualSchema(t *testing.T) {
	storetest.Each(t, migrate.Migrations(), func(t *testing.T, st *store.Store) {
		var missing bytes.Buffer
		err := migrate.NewSchema(st.Writer()).WriteTo(context.Background(), &missing, schema.WithDropColumn(true), schema.WithDropIndex(true))
		if err != nil {
			t.Fatal(err)
		}
		if missing.Len() > 0 {
			t.Errorf("run go run ./ent/migrate/diff <name>; the folder lacks:\n%s", missing.String())
		}
	})
}
