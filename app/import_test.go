package app

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bidwell/ent/store/storetest"
)

const dealMapping = `system: ledger
entity: opportunity
key: id
fields:
  name: name
  amount: {column: amount, currency: CNY}
  customer: {column: customer, lookup: {entity: customer, create: true}}
`

// deals are n rows of opportunities, of which every 700th is refused.
func deals(n int) string {
	var rows strings.Builder
	rows.WriteString("id,name,amount,customer\n")
	for i := range n {
		name := fmt.Sprint("Harbour ", i)
		if i%700 == 699 {
			name = strings.Repeat("x", 1001)
		}
		fmt.Fprintf(&rows, "O-%d,%s,%d,Firm %d\n", i, name, i, i%40)
	}
	return rows.String()
}

// What an import killed in the middle left is completed by the same import again, to what one import alone makes.
func TestKilledImportIsFinishedByTheNext(t *testing.T) {
	const rows = 7000
	errorFile := filepath.Join(t.TempDir(), "errors.csv")
	arguments := []string{"import", "-m", file(t, "deals.yaml", dealMapping), "--errors", errorFile, file(t, "deals.csv", deals(rows))}
	for name, place := range map[string]func() (driver, source string, flags []string){
		"sqlite": func() (string, string, []string) {
			dir := t.TempDir()
			bidwell(t, "migrate", "up", "--dir", dir).want(t, exitDone, "")
			return "sqlite", filepath.Join(dir, "bidwell.db"), []string{"--dir", dir}
		},
		"postgres": func() (string, string, []string) {
			database := storetest.Postgres(t)
			flags := []string{"--dir", t.TempDir(), "--database-url", database}
			bidwell(t, append([]string{"migrate", "up"}, flags...)...).want(t, exitDone, "")
			return "postgres", database, flags
		},
	} {
		t.Run(name, func(t *testing.T) {
			var states []string
			for _, killed := range []bool{true, false} {
				driver, source, flags := place()
				db, err := sql.Open(driver, source)
				if err != nil {
					t.Fatal(err)
				}
				defer db.Close()
				command := append(append([]string{}, arguments...), flags...)
				if killed {
					killInTheMiddle(t, db, command, rows)
				}
				bidwell(t, command...).want(t, exitFailed, "10 errors")
				refused, err := os.ReadFile(errorFile)
				if err != nil {
					t.Fatal(err)
				}
				states = append(states, imported(t, db)+string(refused))
				bidwell(t, command...).want(t, exitFailed, fmt.Sprintf("created 0, updated 0, unchanged %d", rows-10))
			}
			if states[0] != states[1] {
				t.Errorf("killed and repeated\n%.2000s\nat once\n%.2000s", states[0], states[1])
			}
		})
	}
}

// killInTheMiddle starts an import and kills it when some of its rows are there, but not all.
func killInTheMiddle(t *testing.T, db *sql.DB, command []string, rows int) {
	t.Helper()
	p := program(t.Context(), command...)
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	there := 0
	within(t, "the first rows are there", func() bool {
		if err := db.QueryRow(`SELECT count(*) FROM opportunities`).Scan(&there); err != nil {
			t.Fatal(err)
		}
		return there > 0
	})
	if err := p.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = p.Wait()
	if err := db.QueryRow(`SELECT count(*) FROM opportunities`).Scan(&there); err != nil || there == 0 || there >= rows-10 {
		t.Fatalf("%d rows are there after the kill, err %v", there, err)
	}
}

// imported sums up what an import made.
func imported(t *testing.T, db *sql.DB) string {
	t.Helper()
	var b strings.Builder
	for _, query := range []string{
		`SELECT count(*), count(DISTINCT name), sum(amount), sum(version) FROM opportunities`,
		`SELECT count(*), count(DISTINCT name), 0, sum(version) FROM customers`,
		`SELECT count(*), count(DISTINCT opportunity_id), 0, sum(version) FROM stage_entries`,
		`SELECT count(*), count(DISTINCT entity_id), 0, count(DISTINCT digest) FROM external_refs`,
		`SELECT count(*), count(DISTINCT entity_id), 0, 0 FROM change_log`,
		`SELECT count(*), count(DISTINCT o.id), 0, 0 FROM opportunities o JOIN external_refs x ON x.entity_id = o.id JOIN customers c ON c.id = o.customer_id WHERE x.external_id = 'O-' || substr(o.name, 9) AND c.name = 'Firm ' || (o.amount / 100) % 40`,
	} {
		var n [4]int64
		if err := db.QueryRow(query).Scan(&n[0], &n[1], &n[2], &n[3]); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		fmt.Fprintln(&b, n)
	}
	return b.String()
}
