package app

import (
	"context"
	"net/http"
	"strings"
	"time"

	"entgo.io/ent/dialect"

	"bidwell/ent/store"
	"bidwell/search"
)

// readiness is what /readyz tells anybody. Status is
//
//   - starting, with 503, until the case library has every change that was there when the server started;
//   - ready afterwards, however many changes of later it does not have yet;
//   - degraded when the case library is damaged, is built anew, or does not answer: everything else goes on, so 200;
//   - unavailable without the database, or stopping: 503.
//
// Reason is a code that stays what it is, empty when ready.
type readiness struct {
	Status        string     `json:"status"`
	Reason        reason     `json:"reason"`
	Store         string     `json:"store"`
	SchemaVersion int64      `json:"schemaVersion"`
	Index         indexState `json:"index"`
}

// indexState is how the case library is. Lag counts changes that it does not have yet; it is ready when Seq, the last
// change it has, has come to Target.
type indexState struct {
	State     string `json:"state"`
	Documents uint64 `json:"documents"`
	Seq       int64  `json:"seq"`
	Target    int64  `json:"target"`
	Lag       int64  `json:"lag"`
}

// reason is why a server is not ready.
type reason string

const (
	reasonStopping  reason = "STOPPING"
	reasonDatabase  reason = "DATABASE_UNAVAILABLE"
	reasonClosed    reason = "INDEX_CLOSED"
	reasonDamaged   reason = "INDEX_DAMAGED"    // a rebuild will follow
	reasonRebuild   reason = "INDEX_REBUILDING" // searches go on where there is an index to search
	reasonForeign   reason = "INDEX_AHEAD"      // of the database, which was restored: a rebuild will follow
	reasonCatchesUp reason = "INDEX_CATCHING_UP"
)

const readyPatience = 2 * time.Second

func (s *site) readyz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), readyPatience)
	defer cancel()
	found, status := s.readiness(ctx), http.StatusOK
	if found.Status != "ready" && found.Status != "degraded" {
		status = http.StatusServiceUnavailable
	}
	writeJSON(w, status, found)
}

// expectAll makes the case library have every change of now before the site is ready.
func (s *site) expectAll(ctx context.Context) (err error) {
	s.target, err = s.office.LastChange(ctx)
	return err
}

func (s *site) readiness(ctx context.Context) readiness {
	index := s.office.Library().Status() // before the log, which it can only follow
	found := readiness{Store: storeName(s.office.Store()), Index: indexState{
		State: strings.ToLower(string(index.State)), Documents: index.Docs, Seq: index.Seq, Target: s.target,
	}}
	last, err := s.readLog(ctx, &found)
	if err != nil {
		s.office.log.WarnContext(ctx, "the database does not answer", "error", err)
	}
	switch found.Reason = s.whyNot(index, last); {
	case s.stopping.Load():
		found.Status, found.Reason = "stopping", reasonStopping
	case err != nil:
		found.Status, found.Reason = "unavailable", reasonDatabase
	case found.Reason == "":
		s.caughtUp.Store(true)
		found.Status = "ready"
	case s.caughtUp.Load():
		found.Status = "degraded"
	default:
		found.Status = "starting"
	}
	return found
}

// readLog asks the database how far it is.
func (s *site) readLog(ctx context.Context, found *readiness) (last int64, err error) {
	if found.SchemaVersion, err = s.office.Store().SchemaVersion(ctx); err != nil {
		return 0, err
	}
	if found.Index.Lag, err = s.office.Lag(ctx); err != nil {
		return 0, err
	}
	return s.office.LastChange(ctx)
}

// whyNot tells why the case library cannot be relied on.
func (s *site) whyNot(index search.Status, last int64) reason {
	switch {
	case index.State == search.StateClosed:
		return reasonClosed
	case index.State == search.StateRebuilding:
		return reasonRebuild
	case index.State == search.StateDamaged:
		return reasonDamaged
	case index.Seq > last:
		return reasonForeign
	case index.Seq < s.target:
		return reasonCatchesUp
	}
	return ""
}

// storeName is the database as people call it.
func storeName(st *store.Store) string {
	if st.Dialect() == dialect.SQLite {
		return "sqlite"
	}
	return st.Dialect()
}
