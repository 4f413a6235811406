package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"bidwell/desk/importer"
)

// newHouse is the product on a fresh SQLite database, with an index that follows it.
func newHouse(t *testing.T) *house {
	t.Helper()
	d, err := openDatabases(t.Context(), storeSQLite, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	where, err := d.fresh(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	h, err := openHouse(t.Context(), where, nil)
	if err != nil {
		t.Fatal(err)
	}
	stop := h.follow(context.Background())
	t.Cleanup(func() {
		for _, end := range []func() error{stop, h.Close, d.Close} {
			if err := end(); err != nil {
				t.Error(err)
			}
		}
		if _, err := os.Stat(d.scratch); !os.IsNotExist(err) {
			t.Errorf("%s is left behind", d.scratch)
		}
	})
	return h
}

func TestAnEditIsCountedOnceTheIndexHasIt(t *testing.T) {
	h := newHouse(t)
	done, err := makeLesson(t.Context(), h)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := countQuoted(t.Context(), h, addedTerm, &done.Done.Change); err != nil || n != 1 {
		t.Fatalf("%d documents, %v", n, err)
	}
	s := &sheet{}
	if err := checkParity(t.Context(), h, s); err != nil || !s.lines[0].ok {
		t.Errorf("%+v, %v", s.lines, err)
	}
}

func TestAnswersWithErrorsAreErrors(t *testing.T) {
	h := newHouse(t)
	for _, query := range []string{"{ nonsense }", "{", `{ lessons(first: 1000) { totalCount } }`} {
		if got, err := ask[map[string]any](t.Context(), h, query, nil); err == nil {
			t.Errorf("%s: %v", query, got)
		}
	}
	if _, err := importedLesson(t.Context(), h, removedTerm, 0); err == nil {
		t.Error("a lesson was found in an empty library")
	}
}

func TestListsAreReadToTheEnd(t *testing.T) {
	h := newHouse(t)
	for range 103 {
		if _, err := makeLesson(t.Context(), h); err != nil {
			t.Fatal(err)
		}
	}
	seen := names{}
	err := eachNode(t.Context(), h, "lessons", "id", nil, func(l lesson) { seen.add(l.ID) })
	if err != nil || len(seen) != 103 {
		t.Fatalf("%d lessons, %v", len(seen), err)
	}
	counts, err := h.counts(t.Context())
	if err != nil || counts["lessons"] != 103 || counts["change_log: made"] != 103 {
		t.Errorf("%v, %v", counts, err)
	}
}

func TestRecordsAreImportedInBatchesOfRows(t *testing.T) {
	h := newHouse(t)
	var rows strings.Builder
	for i := range batchRows {
		fmt.Fprintf(&rows, "Lantern %d,L,10\n", i)
	}
	data := write(t, "a.csv", "product,series,sales_price\n"+rows.String()+"Lantern 7,L,10\n")
	var batches int
	did, err := importFile(t.Context(), h.desk, data, source{"crm_maven/products", "a.csv"}, func() { batches++ })
	if err != nil || did.rows != batchRows+1 || did.Created != batchRows || len(did.refused) != 1 || batches != 2 {
		t.Fatalf("%d rows, %d made, refused %v, %d batches, %v", did.rows, did.Created, did.refused, batches, err)
	}
	if _, err := importFile(t.Context(), h.desk, data, source{"crm_maven/products", "b.csv"}, func() {}); err == nil {
		t.Error("a file that is not there was imported")
	}
}

func TestEveryMappingOfTheSetsIsShipped(t *testing.T) {
	for _, s := range sets() {
		for _, f := range s.sources {
			if _, err := importer.Shipped(f.mapping); err != nil {
				t.Error(err)
			}
		}
	}
	for _, point := range killPoints() {
		if !slices.ContainsFunc(lastSources(), func(f source) bool { return f.file == point.file }) {
			t.Errorf("%s is never imported by the child", point.file)
		}
	}
}

func TestAHitLeadsToTheIDInTheFiles(t *testing.T) {
	for text, want := range map[string]string{
		`{"rootID": "les_1", "node": {"externalRefs": [{"system": "s", "id": "L-1"}]}}`:                                 "L-1",
		`{"rootID": "pro_1", "node": {"proposal": {"externalRefs": [{"system": "s", "id": "P-1"}]}}}`:                   "P-1",
		`{"rootID": "les_2", "node": {"externalRefs": null}}`:                                                           "",
		`{"rootID": "les_3", "node": null}`:                                                                             "",
		`{"rootID": "les_4", "node": {"externalRefs": [{"system": "s", "id": "L-4"}, {"system": "t", "id": "other"}]}}`: "L-4",
	} {
		var x hit
		if err := json.Unmarshal([]byte(text), &x); err != nil || x.ref().ID != want {
			t.Errorf("%s: %q, %v", text, x.ref().ID, err)
		}
	}
}

func TestRelationsGoBothWaysWithoutRepeatedTexts(t *testing.T) {
	f := write(t, "a.jsonl", `{"doc":"A","related":"B","kind":"cites"}
{"doc":"B","related":"A","kind":"cites"}
{"doc":"A","related":"C","kind":"same_lesson_text"}
{"doc":"D","related":"A","kind":"requires"}
`)
	got, err := readRelations(f, "a.jsonl")
	if err != nil || len(got) != 3 || len(got["A"]) != 2 || !got["A"]["B"] || !got["A"]["D"] || !got["D"]["A"] {
		t.Fatalf("%v, %v", got, err)
	}
}

func TestPiecesOfTextAndLists(t *testing.T) {
	for _, c := range []struct {
		text string
		n    int
		want string
	}{{"项目评审会", 2, "项目"}, {"abc", 3, "abc"}, {"abc", 9, "abc"}, {"abc", 0, ""}, {"", 4, ""}} {
		if got := beginning(c.text, c.n); got != c.want {
			t.Errorf("%d of %q: %q", c.n, c.text, got)
		}
	}
	if got := without([]string{"a", "b", "c"}, []string{"b"}); strings.Join(got, "") != "ac" {
		t.Error(got)
	}
	if name, n, err := namedCount(json.RawMessage(`["云帆科技", 4]`)); err != nil || name != "云帆科技" || n != 4 {
		t.Error(name, n, err)
	}
	if _, _, err := namedCount(json.RawMessage(`[4, "云帆科技"]`)); err == nil {
		t.Error("a pair in the wrong order was read")
	}
}
