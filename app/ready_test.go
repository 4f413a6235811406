package app

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/search"
)

// ready asks a site whether it is, and holds the form of the answer.
func (f *front) ready() readiness {
	f.Helper()
	w := f.send(scene{path: "/readyz"})
	var fields map[string]any
	var found readiness
	if err := json.Unmarshal(w.Body.Bytes(), &fields); err != nil {
		f.Fatalf("%v: %s", err, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &found); err != nil {
		f.Fatalf("%v: %s", err, w.Body)
	}
	index, _ := fields["index"].(map[string]any)
	for _, name := range []string{"status", "reason", "store", "schemaVersion"} {
		if _, there := fields[name]; !there {
			f.Errorf("no %s in %s", name, w.Body)
		}
	}
	for _, name := range []string{"state", "documents", "seq", "target", "lag"} {
		if _, there := index[name]; !there {
			f.Errorf("no index.%s in %s", name, w.Body)
		}
	}
	if serves := found.Status == "ready" || found.Status == "degraded"; serves != (w.Code == http.StatusOK) || !serves && w.Code != http.StatusServiceUnavailable {
		f.Errorf("%s with status code %d", found.Status, w.Code)
	}
	return found
}

func (f *front) wantReady(what, status string, why reason) readiness {
	f.Helper()
	found := f.ready()
	if found.Status != status || found.Reason != why {
		f.Errorf("%s: %s %q, want %s %q; %+v", what, found.Status, found.Reason, status, why, found)
	}
	return found
}

func (f *front) write(name string) {
	f.Helper()
	if _, err := f.office.CreateCustomer(desk.AsSystem(f.Context()), ent.CreateCustomerInput{Name: name}); err != nil {
		f.Fatal(err)
	}
}

func (f *front) catchUp() {
	f.Helper()
	if err := f.office.CatchUp(f.Context()); err != nil {
		f.Fatal(err)
	}
}

// rebuilding runs look while a rebuild of the index does.
func (f *front) rebuilding(look func()) {
	f.Helper()
	began, goOn, done := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		done <- f.office.Library().Rebuild(f.Context(), func(func([]search.Change) error) (int64, error) {
			close(began)
			<-goOn
			return f.office.LastChange(f.Context())
		}, nil)
	}()
	<-began
	look()
	close(goOn)
	if err := <-done; err != nil {
		f.Fatal(err)
	}
}

func TestReadyWhenTheIndexHasWhatWasThereAtTheStart(t *testing.T) {
	fronts(t, "http://bidwell.example", func(f *front) {
		if err := f.expectAll(f.Context()); err != nil {
			f.Fatal(err)
		}
		begin := f.wantReady("an index that never followed", "starting", reasonCatchesUp)
		if want := map[string]string{"sqlite3": "sqlite", "postgres": "postgres"}[f.office.Store().Dialect()]; begin.Store != want {
			f.Errorf("store %q, want %q", begin.Store, want)
		}
		if begin.SchemaVersion < 20260000000000 || begin.Index.Target == 0 || begin.Index.Lag < begin.Index.Target/2 || begin.Index.Seq != 0 {
			f.Errorf("the answer %+v", begin)
		}
		f.rebuilding(func() { f.wantReady("while the first index is built", "starting", reasonRebuild) })
		f.wantReady("built", "ready", "")
		f.write("Lantern Works")
		if found := f.wantReady("a change of later", "ready", ""); found.Index.Lag == 0 || found.Index.Target != begin.Index.Target {
			f.Errorf("the change does not show: %+v", found)
		}
		f.rebuilding(func() { f.wantReady("while it is built anew", "degraded", reasonRebuild) })
		f.wantReady("built anew", "ready", "")
		f.stopping.Store(true)
		f.wantReady("stopping", "stopping", reasonStopping)
		f.stopping.Store(false)
		if err := f.office.Library().Close(); err != nil {
			f.Fatal(err)
		}
		f.wantReady("without an index", "degraded", reasonClosed)
		if err := f.office.Store().Close(); err != nil {
			f.Fatal(err)
		}
	})
}

func TestReadyAfterCatchingUpChangeByChange(t *testing.T) {
	fronts(t, "http://bidwell.example", func(f *front) {
		f.catchUp()
		f.write("Lantern Works")
		if err := f.expectAll(f.Context()); err != nil {
			f.Fatal(err)
		}
		f.wantReady("one change behind", "starting", reasonCatchesUp)
		f.catchUp()
		f.wantReady("caught up", "ready", "")
	})
}

func TestNotReadyWithTheIndexOfAnotherDatabase(t *testing.T) {
	fronts(t, "http://bidwell.example", func(f *front) {
		if err := f.office.Library().Apply(f.Context(), nil, 1_000_000); err != nil {
			f.Fatal(err)
		}
		if err := f.expectAll(f.Context()); err != nil {
			f.Fatal(err)
		}
		f.wantReady("an index ahead of a restored database", "starting", reasonForeign)
		if err := f.office.Reindex(f.Context(), nil); err != nil {
			f.Fatal(err)
		}
		f.wantReady("built anew", "ready", "")
	})
}

func TestUnavailableWithoutTheDatabase(t *testing.T) {
	fronts(t, "http://bidwell.example", func(f *front) {
		f.catchUp()
		f.wantReady("before", "ready", "")
		ctx, cancel := context.WithCancel(f.Context())
		cancel() // as when the database takes longer than one waits
		if found := f.readiness(ctx); found.Status != "unavailable" || found.Reason != reasonDatabase {
			f.Errorf("without the database %+v", found)
		}
		f.wantReady("after", "ready", "")
	})
}

// readyz is what a running server answers.
func (p *running) readyz() (found readiness, status int) {
	p.t.Helper()
	r, err := http.Get(p.base + "/readyz")
	if err != nil {
		p.t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err == nil {
		err = json.Unmarshal(body, &found)
	}
	if err != nil {
		p.t.Fatalf("%v: %s", err, body)
	}
	return found, r.StatusCode
}

// becomesReady waits for a server to be ready, and sees that it was not before its index was.
func (p *running) becomesReady(documents uint64) {
	p.t.Helper()
	within(p.t, "ready", func() bool {
		found, status := p.readyz()
		if found.Status != "ready" {
			if status != http.StatusServiceUnavailable || found.Reason == "" {
				p.t.Errorf("status code %d for %+v", status, found)
			}
			return false
		}
		if found.Index.Seq < found.Index.Target || found.Index.Documents < documents || status != http.StatusOK {
			p.t.Errorf("ready with %+v, want %d documents", found, documents)
		}
		return true
	})
}

// A server that starts on records which its index does not have is ready only when it has them: on a first start after
// an import, after a restore, after its index was lost.
func TestServerIsReadyWhenItsIndexIs(t *testing.T) {
	dir := t.TempDir()
	const deals = 1500
	var rows strings.Builder
	rows.WriteString("id,name\n")
	for i := range deals {
		fmt.Fprintf(&rows, "O-%d,Harbour %d\n", i, i)
	}
	mapping := file(t, "deals.yaml", "system: ledger\nentity: opportunity\nkey: id\nfields:\n  name: name\n")
	bidwell(t, "import", "--dir", dir, "-m", mapping, file(t, "deals.csv", rows.String())).want(t, exitDone, "created 1500")
	if err := os.RemoveAll(filepath.Join(dir, "index")); err != nil {
		t.Fatal(err)
	}
	first := serve(t, "--dir", dir)
	first.becomesReady(deals)
	first.stop()
	damage(t, dir)
	second := serve(t, "--dir", dir)
	second.becomesReady(deals)
	second.stop()
	third := serve(t, "--dir", dir)
	start := time.Now()
	third.becomesReady(deals)
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("a whole index took %v", took)
	}
	third.stop()
}
