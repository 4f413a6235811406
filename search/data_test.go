package search

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// sharedData finds the folder with real records that is not part of the
// project; without it the test says so and is skipped.
func sharedData(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("BIDWELL_SHARED_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "data")
	}
	if _, err := os.Stat(filepath.Join(dir, "search")); err != nil {
		t.Skipf("SKIPPED: real records not found in %s; set BIDWELL_SHARED_DATA", dir)
	}
	return dir
}

type record struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text"`
	Lang  string `json:"lang"`
}

func readLines[T any](t testing.TB, path string) []T {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var all []T
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var one T
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		all = append(all, one)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func readColumns(t testing.TB, path string) [][]string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for line := range strings.Lines(string(data)) {
		if fields := strings.Split(strings.TrimRight(line, "\n"), "\t"); len(fields) > 1 {
			rows = append(rows, fields)
			continue
		}
		rows = append(rows, strings.Fields(line))
	}
	return rows
}

func newLibrary(t testing.TB) *Library {
	t.Helper()
	return openLibrary(t, t.TempDir())
}

func openLibrary(t testing.TB, dir string) *Library {
	t.Helper()
	l, err := Open(dir, Options{Now: func() time.Time { return time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

// load applies documents in batches, visible to scope "all".
func load(t testing.TB, l *Library, docs []*Doc) {
	t.Helper()
	for from := 0; from < len(docs); from += 1000 {
		var changes []Change
		for _, doc := range docs[from:min(from+1000, len(docs))] {
			if doc.Scopes == nil {
				doc.Scopes = []string{"all"}
			}
			changes = append(changes, Change{Doc: doc})
		}
		if err := l.Apply(context.Background(), changes, int64(from+len(changes))); err != nil {
			t.Fatal(err)
		}
	}
}

func ids(r *Result) []string {
	all := make([]string, len(r.Hits))
	for i, hit := range r.Hits {
		all[i] = hit.ID
	}
	return all
}

func find(t testing.TB, l *Library, q Query) *Result {
	t.Helper()
	if q.Scopes == nil {
		q.Scopes = []string{"all"}
	}
	result, err := l.Search(context.Background(), q)
	if err != nil {
		t.Fatalf("search %q: %v", q.Text, err)
	}
	return result
}
