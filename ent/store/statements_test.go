package store

import (
	"database/sql/driver"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestKeepable(t *testing.T) {
	tests := map[string]bool{
		"SELECT 1":                             true,
		"\n\tselect name FROM customers":       true,
		"SELECT*FROM customers":                true,
		"INSERT INTO customers VALUES (?)":     true,
		"UPDATE customers SET name = ?":        true,
		"DELETE FROM customers":                true,
		"WITH x AS (SELECT 1) SELECT * FROM x": true,
		"":                                     false,
		"SELECT":                               false,
		"SELECTED":                             false,
		"SELECT 1; SELECT 2":                   false,
		"SELECT ';'":                           false,
		"-- SELECT\nDROP TABLE x":              false,
		"CREATE TABLE x (id int)":              false,
		"ALTER TABLE x ADD y int":              false,
		"PRAGMA foreign_keys":                  false,
		"BEGIN":                                false,
		"SET search_path = x":                  false,
		"VACUUM INTO ?":                        false,
		"SELECTION OF x":                       false,
		"SELECT " + strings.Repeat("1+", 1<<13) + "1": false,
	}
	for query, want := range tests {
		if got := keepable(query); got != want {
			t.Errorf("keepable(%.40q) is %v", query, got)
		}
	}
}

func FuzzKeepable(f *testing.F) {
	for _, seed := range []string{"SELECT 1", "DROP TABLE x", "select\x00", ";", "WITH\n", "ſELECT 1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		if !keepable(query) {
			return
		}
		if strings.Contains(query, ";") || len(query) > keptLength {
			t.Fatalf("a script or a bulk insert would be kept: %q", query)
		}
		verb := strings.ToUpper(strings.TrimLeft(query, " \t\r\n"))
		if !slices.ContainsFunc([]string{"SELECT", "INSERT", "UPDATE", "DELETE", "WITH"}, func(v string) bool { return strings.HasPrefix(verb, v) }) {
			t.Fatalf("%q would be kept", query)
		}
	})
}

// fakeStmt only counts how often it is closed: what is tested is who closes it and when.
type fakeStmt struct {
	fullStmt
	closed int
}

func (f *fakeStmt) Close() error { f.closed++; return nil }

var _ driver.Stmt = (*fakeStmt)(nil)

// TestStatementsAreClosedOnceAndNeverWhileRead plays connections that run, read and drop statements in any order.
func TestStatementsAreClosedOnceAndNeverWhileRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cache := newStatementCache()
		var made []*statement
		t.Repeat(map[string]func(*rapid.T){
			"run": func(t *rapid.T) {
				query := fmt.Sprintf("SELECT %d", rapid.IntRange(0, keptStatements+50).Draw(t, "query"))
				if st := cache.get(query); st != nil {
					st.busy = true
					return
				}
				st := &statement{query: query, prepared: &fakeStmt{}, busy: rapid.Bool().Draw(t, "busy")}
				made = append(made, st)
				if old := cache.put(st); old != nil {
					old.discard()
				}
			},
			"close rows": func(t *rapid.T) {
				for _, st := range made {
					if st.busy {
						st.release()
						return
					}
				}
			},
			"drop": func(t *rapid.T) {
				if all := cache.all(); len(all) > 0 {
					st := rapid.SampledFrom(all).Draw(t, "statement")
					cache.remove(st)
					st.discard()
				}
			},
			"": func(t *rapid.T) { checkStatements(t, cache, made) },
		})
	})
}

func checkStatements(t *rapid.T, cache *statementCache, made []*statement) {
	kept := cache.all()
	if len(kept) > keptStatements || len(kept) != len(cache.byQuery) {
		t.Fatalf("%d statements kept, %d known by their text", len(kept), len(cache.byQuery))
	}
	in := make(map[*statement]bool)
	for _, st := range kept {
		in[st] = true
	}
	for _, st := range made {
		want := 1
		if in[st] || st.busy {
			want = 0
		}
		if got := st.prepared.(*fakeStmt).closed; got != want {
			t.Fatalf("%s closed %d times, want %d (kept %v, read %v)", st.query, got, want, in[st], st.busy)
		}
	}
}

func TestTheStatementUsedLongestAgoLeaves(t *testing.T) {
	cache := newStatementCache()
	for i := range keptStatements {
		cache.put(&statement{query: fmt.Sprint(i), prepared: &fakeStmt{}})
	}
	cache.get("0")
	if old := cache.put(&statement{query: "one more", prepared: &fakeStmt{}}); old == nil || old.query != "1" {
		t.Fatalf("%+v left, want statement 1", old)
	}
}
