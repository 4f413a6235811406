package desk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bidwell/desk"
	"bidwell/desk/importer"
	"bidwell/ent/migrate"
	"bidwell/ent/store"
	"bidwell/ent/store/storetest"
	"bidwell/process"
	"bidwell/seed"
)

// ledgerRow draws a row of a ledger with few ids, so that rows repeat, change and name each other, also wrongly.
func ledgerRow(r *rapid.T, line int) importer.Record {
	id := func(kind string) string { return fmt.Sprint(kind, rapid.IntRange(1, 4).Draw(r, kind)) }
	word := func() string {
		return rapid.SampledFrom([]string{"North", "South", "港口", "", strings.Repeat("长", 301)}).Draw(r, "word")
	}
	var c importer.Ref
	if rapid.Bool().Draw(r, "named") {
		c = importer.Ref{Entity: "customer", By: "name", Value: rapid.SampledFrom([]string{"North", "South", "East"}).Draw(r, "name"), Create: rapid.Bool().Draw(r, "create")}
	} else {
		c = theirs("customer", id("C"))
	}
	switch rapid.SampledFrom([]string{"customer", "opportunity", "stageEntry", "proposal", "lineItem"}).Draw(r, "kind") {
	case "customer":
		fields := map[string]any{"name": word()}
		if rapid.Bool().Draw(r, "coded") {
			fields["code"] = id("K")
		}
		return row(line, "customer", id("C"), fields)
	case "opportunity":
		o := row(line, "opportunity", id("O"), map[string]any{"name": word(), "customer": c})
		at := day(time.January, 1)
		for range rapid.IntRange(0, 3).Draw(r, "stages") {
			at = at.AddDate(0, 0, rapid.IntRange(0, 20).Draw(r, "days"))
			o.Stages = append(o.Stages, importer.StageMark{Stage: ledgerStage(r), At: at})
		}
		return o
	case "stageEntry":
		return moved(line, id("S"), id("O"), ledgerStage(r), day(time.January, rapid.IntRange(1, 60).Draw(r, "day")))
	case "proposal":
		p := volume(line, id("P"), word(), make([]string, rapid.IntRange(0, 2).Draw(r, "sections"))...)
		p.Fields["opportunity"] = theirs("opportunity", id("O"))
		return p
	default:
		return row(line, "lineItem", id("L"), map[string]any{"opportunity": theirs("opportunity", id("O")), "product": theirs("product", id("G")), "quantity": int64(rapid.IntRange(-1, 3).Draw(r, "quantity"))})
	}
}

func ledgerStage(r *rapid.T) string {
	return rapid.SampledFrom([]string{"INTAKE", "QUALIFICATION", "BID", "CONTRACT", "NOWHERE"}).Draw(r, "stage")
}

// However many rows go in at once, they end as if each had been imported alone: the same records, versions, histories
// and refusals. Only a stage that is entered and left in one batch is written once instead of twice.
func TestABatchEndsLikeItsRowsOneByOne(t *testing.T) {
	for name, open := range map[string]func() *store.Store{
		"sqlite":   func() *store.Store { return storetest.OpenSQLite(t, migrate.Migrations()) },
		"postgres": func() *store.Store { return storetest.OpenPostgres(t, migrate.Migrations()) },
	} {
		t.Run(name, func(t *testing.T) {
			together, alone := newTwin(t, open()), newTwin(t, open())
			rapid.Check(t, func(r *rapid.T) {
				together.empty(t)
				alone.empty(t)
				line := 1
				for range rapid.IntRange(1, 3).Draw(r, "batches") {
					var rows []importer.Record
					for range rapid.IntRange(1, 25).Draw(r, "rows") {
						line++
						rows = append(rows, ledgerRow(r, line))
					}
					at := together.imports(r, rows)
					var by []string
					for _, one := range rows {
						by = append(by, alone.imports(r, []importer.Record{one})...)
					}
					if !slices.Equal(at, by) {
						r.Fatalf("together\n%s\nalone\n%s", strings.Join(at, "\n"), strings.Join(by, "\n"))
					}
				}
				if x, y := together.state(t), alone.state(t); x != y {
					r.Fatalf("together\n%s\nalone\n%s", x, y)
				}
			})
		})
	}
}

// twin is a database that a property test fills again and again.
type twin struct {
	*desk.Desk
	st *store.Store
}

func newTwin(t *testing.T, st *store.Store) *twin {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	return &twin{desk.New(st, nil, desk.Options{Now: func() time.Time { return at }}), st}
}

func (l *twin) imports(r *rapid.T, rows []importer.Record) (refused []string) {
	result, err := l.Import(desk.AsSystem(r.Context()), rows)
	if err != nil {
		r.Fatal(err)
	}
	for _, e := range result.Errors {
		refused = append(refused, fmt.Sprint(e.Line, " ", e.Entity, " ", e.ExternalID, " ", process.CodeOf(e.Err), " ", fieldOf(e.Err)))
	}
	return refused
}

// empty takes everything out but two products.
func (l *twin) empty(t *testing.T) {
	t.Helper()
	for _, table := range []string{"proposal_sections", "proposal_versions", "proposals", "line_items", "stage_entries", "opportunities", "products", "customers", "external_refs", "change_log"} {
		if _, err := l.st.DB().Exec("DELETE FROM " + table); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 2 {
		product := row(i, "product", fmt.Sprint("G", i+1), map[string]any{"name": "Gate", "listPrice": importer.Money{Minor: int64(550 * (i + 1)), Currency: []string{"CNY", "USD"}[i]}})
		if result, err := l.Import(desk.AsSystem(t.Context()), []importer.Record{product}); err != nil || len(result.Errors) > 0 {
			t.Fatal(result, err)
		}
	}
}

// state is every record by its external id, with what lies around it.
func (l *twin) state(t *testing.T) string {
	t.Helper()
	const of = `(SELECT x.external_id FROM external_refs x WHERE x.entity_id = `
	const first = ` ORDER BY x.external_id LIMIT 1)`
	var b strings.Builder
	for _, query := range []string{
		`SELECT external_id, entity, digest FROM external_refs ORDER BY 2, 1`,
		`SELECT ` + of + `c.id` + first + `, name, code, version FROM customers c ORDER BY 1, 2`,
		`SELECT ` + of + `o.id` + first + `, name, stage, status, version, ` + of + `o.customer_id` + first + ` FROM opportunities o ORDER BY 1`,
		`SELECT ` + of + `s.opportunity_id` + first + `, position, stage, direction, entered_at, left_at FROM stage_entries s ORDER BY 1, 2`,
		`SELECT ` + of + `i.id` + first + `, ` + of + `i.product_id` + first + `, quantity, unit_price, currency, version FROM line_items i ORDER BY 1`,
		`SELECT ` + of + `p.id` + first + `, title, version, (SELECT count(*) FROM proposal_versions v WHERE v.proposal_id = p.id), (SELECT count(*) FROM proposal_sections s WHERE s.proposal_id = p.id) FROM proposals p ORDER BY 1`,
		`SELECT entity, operation, count(*) FROM change_log WHERE entity <> 'StageEntry' GROUP BY 1, 2 ORDER BY 1, 2`,
	} {
		l.print(t, &b, query)
	}
	return b.String()
}

func (l *twin) print(t *testing.T, b *strings.Builder, query string) {
	t.Helper()
	rows, err := l.st.DB().Query(query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(b, values...)
	}
	b.WriteString("--\n")
}

// A batch of 500 records takes the statements of its kinds, not of its records.
func TestImportTakesFewStatements(t *testing.T) {
	var batches [][]importer.Record
	for r := range seed.Records(500) {
		if len(batches) == 0 || len(batches[len(batches)-1]) == 500 {
			batches = append(batches, nil)
		}
		batches[len(batches)-1] = append(batches[len(batches)-1], r)
	}
	again := func() (rows []importer.Record) {
		for _, r := range batches[1] {
			if r.Entity == "opportunity" {
				r.Fields["name"] = "Renamed " + r.ExternalID
				rows = append(rows, r)
			}
		}
		return rows
	}
	doors(t, func(d *door) {
		count := func(rows []importer.Record) int {
			ctx, counter := store.CountStatements(d.system)
			if result, err := d.Import(ctx, rows); err != nil || len(result.Errors) > 0 {
				d.Fatal(result.Errors, err)
			}
			return counter.N()
		}
		d.imports(batches[0])
		// On SQLite a statement holds up to 64 rows.
		if n, most := count(batches[1]), map[string]int{"sqlite3": 160, "postgres": 28}[d.Store().Dialect()]; n > most {
			d.Errorf("%d statements for %d new records, want at most %d", n, len(batches[1]), most)
		}
		rows := again()
		if n, most := count(rows), 2*len(rows)+28; n > most {
			d.Errorf("%d statements for %d changed records, want at most %d", n, len(rows), most)
		}
		if n := count(rows); n > 5 {
			d.Errorf("%d statements for %d known records", n, len(rows))
		}
	})
}
