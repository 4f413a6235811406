package store_test

import (
	"testing"

	"bidwell/ent/store"
)

func TestAnalyzeKnowsHowManyRowsThereAre(t *testing.T) {
	each(t, func(t *testing.T, st *store.Store) {
		for i := range 300 {
			if _, err := st.DB().Exec(`INSERT INTO customers VALUES ($1, 'x')`, i); err != nil {
				t.Fatal(err)
			}
		}
		if err := st.Analyze(t.Context()); err != nil {
			t.Fatal(err)
		}
		known := `SELECT stat FROM sqlite_stat1 WHERE tbl = 'customers'`
		if st.Dialect() == "postgres" {
			known = `SELECT reltuples::bigint FROM pg_class WHERE relname = 'customers'`
		}
		if n := number(t, st, known); n != 300 {
			t.Errorf("the planner knows of %d rows", n)
		}
	})
}
