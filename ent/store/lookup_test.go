package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	entsql "entgo.io/ent/dialect/sql"

	"bidwell/ent/store"
	"bidwell/ent/store/storetest"
)

var names fs.FS = fstest.MapFS{
	"sqlite/1_names.sql":   {Data: []byte("-- +goose Up\nCREATE TABLE names (id integer PRIMARY KEY, system text NOT NULL, name text);\nCREATE UNIQUE INDEX names_key ON names (system, name);\n")},
	"postgres/1_names.sql": {Data: []byte("-- +goose Up\nCREATE TABLE names (id bigint PRIMARY KEY, system varchar NOT NULL, name varchar);\nCREATE UNIQUE INDEX names_key ON names (system, name);\n")},
}

func selectNames(st *store.Store, system string) *entsql.Selector {
	return entsql.Dialect(st.Dialect()).Select("id", "name").From(entsql.Table("names")).Where(entsql.EQ("system", system))
}

func TestLookUpFindsEachValue(t *testing.T) {
	odd := []string{"", "NULL", "a,b", `"`, `\`, "{}", "'", "港口", "%"}
	cases := map[string]struct {
		values, want []string
	}{
		"odd values":         {odd, odd},
		"of another system":  {[]string{"theirs"}, nil},
		"some that are none": {[]string{"x", "a,b", "y"}, []string{"a,b"}},
		"none":               {[]string{"x"}, nil},
	}
	storetest.Each(t, names, func(t *testing.T, st *store.Store) {
		for i, name := range append(slices.Clone(odd), "other") {
			if _, err := st.DB().Exec(`INSERT INTO names VALUES ($1, 'ours', $2), ($1 + 100, 'others', $3)`, i, name, name+"theirs"); err != nil {
				t.Fatal(err)
			}
		}
		for name, c := range cases {
			rows, err := st.LookUp(t.Context(), st.DB(), selectNames(st, "ours"), "name", c.values)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			var got []string
			for rows.Next() {
				var id int
				var found string
				if err := rows.Scan(&id, &found); err != nil {
					t.Fatal(err)
				}
				if id >= 100 {
					t.Errorf("%s: the selection's own condition is lost: row %d", name, id)
				}
				got = append(got, found)
			}
			if err := rows.Close(); err != nil {
				t.Fatal(err)
			}
			slices.Sort(got)
			want := slices.Sorted(slices.Values(c.want))
			if !slices.Equal(got, want) {
				t.Errorf("%s: found %q, want %q", name, got, want)
			}
		}
	})
}

// planned asks for the plan of what it is given to run.
type planned struct{ *sql.DB }

func (p planned) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return p.DB.QueryContext(ctx, "EXPLAIN "+query, args...)
}

// A table that is being filled has no statistics. PostgreSQL then takes a list of values for a filter over all rows of
// the system, which made every batch of an import cost more than the one before.
func TestLookUpTakesTheIndexOfATableNobodyAnalyzed(t *testing.T) {
	st := storetest.OpenPostgres(t, names)
	if _, err := st.DB().Exec(`INSERT INTO names SELECT i, 'ours', 'name ' || i FROM generate_series(1, 20000) i`); err != nil {
		t.Fatal(err)
	}
	var values []string
	for i := range 500 {
		values = append(values, fmt.Sprint("name ", i))
	}
	rows, err := st.LookUp(t.Context(), planned{st.DB()}, selectNames(st, "ours"), "name", values)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var plan strings.Builder
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&plan, line)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	if text := plan.String(); !strings.Contains(text, "(name)::text = wanted.value") || strings.Contains(text, "Filter") || strings.Contains(text, "Seq Scan") {
		t.Errorf("the plan is\n%s", text)
	}
}
