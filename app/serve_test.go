package app

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"bidwell/ent/store/storetest"
)

func TestServerFromFirstStartToGoodEnd(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	p := serve(t, "--dir", dir)
	secret := p.setUp()
	if status, body, _ := p.post("/graphql", secret, `{"query":"{viewer{user{name}}}"}`); status != 200 || !strings.Contains(body, "Ada Lin") {
		t.Errorf("%d %s", status, body)
	}
	if code := p.stop(); code != exitDone {
		t.Errorf("SIGTERM: exit code %d", code)
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("data directory: %v, err %v", info.Mode(), err)
	}
	again := serve(t, "--dir", dir)
	if status, body, _ := again.post("/graphql", secret, `{"query":"{viewer{user{name}}}"}`); status != 200 || !strings.Contains(body, "Ada Lin") {
		t.Errorf("after a restart the session is gone: %d %s", status, body)
	}
	again.stop()
}

func TestServerOnPostgres(t *testing.T) {
	database, dir := storetest.Postgres(t), t.TempDir()
	t.Setenv("BIDWELL_DATABASE_URL_FILE", file(t, "url", database+"\n"))
	bidwell(t, "serve", "--dir", dir, "--listen", "127.0.0.1:0").want(t, exitFailed, "run `bidwell migrate up`")
	bidwell(t, "migrate", "status").want(t, exitFailed, "postgres, schema version 0")
	bidwell(t, "migrate", "up").want(t, exitDone, "migrated from version 0 to")
	bidwell(t, "migrate", "up").want(t, exitDone, "up to date")
	p := serve(t, "--dir", dir)
	secret := p.setUp()
	// Beside the server, on the same database.
	bidwell(t, "user", "list").want(t, exitDone, "ada@lantern-works.example")
	if status, body, _ := p.post("/graphql", secret, `{"query":"{viewer{user{name}}}"}`); status != 200 || !strings.Contains(body, "Ada Lin") {
		t.Errorf("%d %s", status, body)
	}
	p.stop()
}

func TestSecondProcessOnTheDirectoryEndsWithOneLine(t *testing.T) {
	dir := t.TempDir()
	p := serve(t, "--dir", dir)
	start := time.Now()
	second := program(t.Context(), "serve", "--dir", dir, "--listen", "127.0.0.1:0")
	var errors strings.Builder
	second.Stderr = &errors
	_ = second.Run()
	if took := time.Since(start); took > 3*time.Second {
		t.Errorf("it took %v, more than the promised 3 s", took)
	}
	if code := second.ProcessState.ExitCode(); code != exitFailed {
		t.Errorf("exit code %d", code)
	}
	want := fmt.Sprintf("in use: %s is held by process %d", dir, p.Process.Pid)
	if text := errors.String(); strings.Count(text, "\n") != 1 || !strings.Contains(text, want) || !strings.Contains(text, "--dir") {
		t.Errorf("it said %q, want one line with %q", text, want)
	}
	taken := program(t.Context(), "serve", "--dir", t.TempDir(), "--listen", strings.TrimPrefix(p.base, "http://"))
	out, _ := taken.CombinedOutput()
	if text := string(out); !strings.Contains(text, "address already in use") || !strings.Contains(text, "--listen") {
		t.Errorf("an address that is taken: %s", out)
	}
}

func TestKilledServerKeepsEveryConfirmedWrite(t *testing.T) {
	dir := t.TempDir()
	p := serve(t, "--dir", dir)
	secret := p.setUp()
	names := make(chan string)
	var writers sync.WaitGroup
	for writer := range 4 {
		writers.Go(func() { p.writeCustomers(fmt.Sprint("Customer ", writer), secret, names) })
	}
	go func() { writers.Wait(); close(names) }()
	confirmed := map[string]bool{}
	for name := range names {
		if confirmed[name] = true; len(confirmed) == 60 {
			if err := p.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = p.Wait()
	if len(confirmed) < 60 {
		t.Fatalf("the writers gave up after %d writes", len(confirmed))
	}
	bidwell(t, "check", "--dir", dir).want(t, exitDone, "0 missing, 0 stale, 0 extra")
	again := serve(t, "--dir", dir)
	lost := 0
	for name := range confirmed {
		_, body, _ := again.post("/graphql", secret, fmt.Sprintf(`{"query":"{customers(where:{name:\"%s\"}){totalCount}}"}`, name))
		if !strings.Contains(body, `"totalCount":1`) {
			lost++
		}
	}
	if lost > 0 {
		t.Errorf("%d of %d confirmed writes are gone", lost, len(confirmed))
	}
	again.stop()
}

// writeCustomers makes customers one after the other and names those that were confirmed, until the server is gone.
func (p *running) writeCustomers(prefix, secret string, names chan<- string) {
	for i := 0; ; i++ {
		name := fmt.Sprint(prefix, "-", i)
		body := fmt.Sprintf(`{"query":"mutation{createCustomer(input:{name:\"%s\"}){change}}"}`, name)
		status, answer, err := p.try("/graphql", secret, body)
		if err != nil {
			return
		}
		if status != http.StatusOK || strings.Contains(answer, "errors") {
			p.t.Errorf("%d %s", status, answer)
			return
		}
		names <- name
	}
}

func TestDamagedIndexIsRebuiltWhileTheServerRuns(t *testing.T) {
	dir := t.TempDir()
	p := serve(t, "--dir", dir)
	secret := p.setUp()
	const lesson = `{"query":"mutation{createLesson(input:{title:\"Ask for the floor plan early\",lesson:\"The floor plan came late.\"}){change}}"}`
	if status, body, _ := p.post("/graphql", secret, lesson); status != 200 || strings.Contains(body, "errors") {
		t.Fatalf("%d %s", status, body)
	}
	found := func(p *running) bool {
		_, body, _ := p.post("/graphql", secret, `{"query":"{search(query:\"floor plan\"){total}}"}`)
		return strings.Contains(body, `"total":1`)
	}
	within(t, "the lesson is found", func() bool { return found(p) })
	p.stop()
	damage(t, dir)
	again := serve(t, "--dir", dir)
	within(t, "the lesson is found again", func() bool { return found(again) })
	again.stop()
	bidwell(t, "check", "--dir", dir).want(t, exitDone, "1 documents: 0 missing, 0 stale, 0 extra")
}

// damage overwrites the files of the index.
func damage(t *testing.T, dir string) {
	t.Helper()
	damaged := 0
	err := filepath.Walk(filepath.Join(dir, "index"), func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() || info.Size() == 0 || filepath.Ext(path) == ".lock" {
			return err
		}
		if strings.HasSuffix(path, ".bolt") || strings.HasSuffix(path, ".zap") {
			damaged++
			return os.WriteFile(path, []byte("not an index"), 0o600)
		}
		return nil
	})
	if err != nil || damaged == 0 {
		t.Fatalf("%d files were damaged, err %v", damaged, err)
	}
}
