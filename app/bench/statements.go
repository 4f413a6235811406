package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"bidwell/desk"
	"bidwell/ent/store"
	"bidwell/graph"
)

// counted are the SQL statements of one request.
type counted struct {
	statements int
	counts     bool // whether one of them is a COUNT
}

// countStatements asks Bidwell each operation once, in this process.
func countStatements(ctx context.Context, d *desk.Desk, s *samples) (map[string]counted, error) {
	handler := asViewer(s.user, graph.NewHandler(d, graph.Options{}))
	found := map[string]counted{}
	for _, op := range operations() {
		counting, counter := store.CountStatements(ctx)
		status, body := askOnce(counting, handler, op.requests(s, false, "")[0])
		if status != http.StatusOK || !strings.HasPrefix(body, `{"data":{`) {
			return nil, fmt.Errorf("%s: Bidwell answered %d: %.300s", op.name, status, body)
		}
		all := strings.Join(counter.Statements(), "\n")
		found[op.name] = counted{statements: counter.N(), counts: strings.Contains(all, "COUNT(")}
	}
	return found, nil
}

// askOnce gives a request, as it goes over the wire, to a handler.
func askOnce(ctx context.Context, h http.Handler, wire []byte) (status int, body string) {
	head, content, _ := strings.Cut(string(wire), "\r\n\r\n")
	first, _, _ := strings.Cut(head, "\r\n")
	words := strings.Fields(first)
	r := httptest.NewRequestWithContext(ctx, words[0], words[1], strings.NewReader(content))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

func databaseVersion(ctx context.Context, st *store.Store) (version string, err error) {
	query, name := "SHOW server_version", "PostgreSQL "
	if st.Path() != "" {
		query, name = "SELECT sqlite_version()", "SQLite "
	}
	err = st.ReadDB().QueryRowContext(ctx, query).Scan(&version)
	return name + version, err
}
