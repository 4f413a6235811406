package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"time"

	"bidwell/desk"
	"bidwell/ent/migrate"
	"bidwell/ent/store"
	"bidwell/graph"
	"bidwell/search"
)

// house is the product in this process: database, case library, desk, and the schema in front of them.
type house struct {
	store   *store.Store
	library *search.Library
	desk    *desk.Desk
	graph   http.Handler
	scratch string // folder of the index
}

// place says where a database is: a folder for SQLite, a URL for PostgreSQL.
type place struct{ dir, url string }

// openHouse opens a database, brings its schema up to date, and opens an index in a folder of its own. The clock is the
// machine's when now is nil.
func openHouse(ctx context.Context, where place, now func() time.Time) (h *house, err error) {
	h = &house{}
	defer func() {
		if err != nil {
			err = errors.Join(err, h.Close())
		}
	}()
	if h.store, err = openStore(ctx, where); err != nil {
		return h, err
	}
	if h.scratch, err = os.MkdirTemp("", "bidwell-verify-*"); err != nil {
		return h, err
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	if h.library, err = search.Open(filepath.Join(h.scratch, "index"), search.Options{Logger: log}); err != nil {
		return h, err
	}
	h.desk = desk.New(h.store, h.library, desk.Options{Now: now, Log: log})
	h.graph = graph.NewHandler(h.desk, graph.Options{Log: log})
	return h, nil
}

func openStore(ctx context.Context, where place) (*store.Store, error) {
	st, err := store.Open(ctx, store.Config{Dir: where.dir, DatabaseURL: where.url, Migrations: migrate.Migrations()})
	if err != nil {
		return nil, err
	}
	if err := st.Migrate(ctx); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return st, nil
}

// Close closes what is open and removes the index.
func (h *house) Close() error {
	var errs []error
	if h.library != nil {
		errs = append(errs, h.library.Close())
	}
	if h.store != nil {
		errs = append(errs, h.store.Close())
	}
	if h.scratch != "" {
		errs = append(errs, os.RemoveAll(h.scratch))
	}
	return errors.Join(errs...)
}

// follow feeds the index in the background, as the server does, until the function it gives is called.
func (h *house) follow(ctx context.Context) (stop func() error) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- h.desk.Follow(ctx) }()
	return func() error {
		cancel()
		return <-ended
	}
}

// ask sends a query to the product's own handler as the system viewer; an answer with errors is an error.
func ask[T any](ctx context.Context, h *house, query string, variables map[string]any) (data T, err error) {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return data, err
	}
	request := httptest.NewRequestWithContext(desk.AsSystem(ctx), http.MethodPost, "/graphql", bytes.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	recorder := httptest.NewRecorder()
	h.graph.ServeHTTP(recorder, request)
	var answer struct {
		Data   *T
		Errors []struct {
			Message string
			Path    []any
		}
	}
	if err := json.Unmarshal(recorder.Body.Bytes(), &answer); err != nil {
		return data, fmt.Errorf("answer with status %d: %w", recorder.Code, err)
	}
	if len(answer.Errors) > 0 {
		return data, fmt.Errorf("%s at %v, of %d errors", answer.Errors[0].Message, answer.Errors[0].Path, len(answer.Errors))
	}
	if answer.Data == nil {
		return data, fmt.Errorf("status %d without data", recorder.Code)
	}
	return *answer.Data, nil
}

// tableCounts are the rows of the tables, and the records that the change log says were made.
type tableCounts map[string]int

// countedTables are those an import writes to.
func countedTables() []string {
	return []string{
		"customers", "users", "teams", "products", "opportunities", "line_items", "stage_entries", "proposals",
		"proposal_versions", "proposal_sections", "lessons", "content_items", "external_refs",
	}
}

func (h *house) counts(ctx context.Context) (tableCounts, error) {
	counts := tableCounts{}
	for _, table := range countedTables() {
		n, err := h.number(ctx, "SELECT COUNT(*) FROM "+table)
		if err != nil {
			return nil, err
		}
		counts[table] = n
	}
	made, err := h.number(ctx, "SELECT COUNT(*) FROM change_log WHERE operation = 'CREATE'")
	counts["change_log: made"] = made
	return counts, err
}

// analyse lets PostgreSQL learn how much there is now, as autovacuum does by itself within a minute on a server that is
// not a throw-away one. Without it a join over what was just imported takes seconds.
func (h *house) analyse(ctx context.Context) error {
	if h.store.Dialect() != storePostgres {
		return nil
	}
	_, err := h.store.DB().ExecContext(ctx, "ANALYZE")
	return err
}

// number runs a query for one number.
func (h *house) number(ctx context.Context, query string) (n int, err error) {
	if err := h.store.ReadDB().QueryRowContext(ctx, query).Scan(&n); err != nil {
		return 0, fmt.Errorf("%s: %w", query, err)
	}
	return n, nil
}
