package app

import (
	"context"
	"net/http"
	"strings"
	"time"

	"entgo.io/ent/dialect"

	"bidwell/ent/store"
)

// readiness is what /readyz tells anybody. Status is ready, degraded while only the case library does not answer,
// unavailable without the database, or stopping; the last two come with 503.
type readiness struct {
	Status        string     `json:"status"`
	Store         string     `json:"store"`
	SchemaVersion int64      `json:"schemaVersion"`
	Index         indexState `json:"index"`
}

// indexState is how the case library is; Lag counts changes that it does not have yet.
type indexState struct {
	State     string `json:"state"`
	Documents uint64 `json:"documents"`
	Seq       int64  `json:"seq"`
	Lag       int64  `json:"lag"`
}

const readyPatience = 2 * time.Second

func (s *site) readyz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), readyPatience)
	defer cancel()
	found, status := s.readiness(ctx), http.StatusOK
	if found.Status == "unavailable" || found.Status == "stopping" {
		status = http.StatusServiceUnavailable
	}
	writeJSON(w, status, found)
}

func (s *site) readiness(ctx context.Context) readiness {
	index := s.office.Library().Status()
	found := readiness{Status: "ready", Store: storeName(s.office.Store()), Index: indexState{
		State: strings.ToLower(string(index.State)), Documents: index.Docs, Seq: index.Seq,
	}}
	version, err := s.office.Store().SchemaVersion(ctx)
	if err == nil {
		found.SchemaVersion = version
		found.Index.Lag, err = s.office.Lag(ctx)
	}
	switch {
	case s.stopping.Load():
		found.Status = "stopping"
	case err != nil:
		s.office.log.WarnContext(ctx, "the database does not answer", "error", err)
		found.Status = "unavailable"
	case !index.Answers:
		found.Status = "degraded"
	}
	return found
}

// storeName is the database as people call it.
func storeName(st *store.Store) string {
	if st.Dialect() == dialect.SQLite {
		return "sqlite"
	}
	return st.Dialect()
}
