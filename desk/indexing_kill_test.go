package desk_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/lesson"
	"bidwell/ent/migrate"
	"bidwell/ent/store"
)

// killedDir names the data directory to the child process that is to be killed.
const killedDir = "BIDWELL_TEST_KILLED_DIR"

func TestKilledProcessLosesNoAcknowledgedWrite(t *testing.T) {
	if dir := os.Getenv(killedDir); dir != "" {
		writeUntilKilled(t, dir)
		return
	}
	dir, acknowledged := t.TempDir(), []string{}
	for round := range 3 {
		acknowledged = append(acknowledged, killAfter(t, dir, 20+15*round)...)
	}
	s := openedAt(t, dir)
	kept, err := s.Read(s.ctx).Lesson.Query().Where(lesson.IDIn(acknowledged...)).Count(s.ctx)
	s.must(err)
	if kept != len(acknowledged) {
		t.Errorf("%d of %d acknowledged lessons are kept", kept, len(acknowledged))
	}
	if p := s.wantWhole(); p.Documents < len(acknowledged) {
		t.Errorf("%d documents of %d acknowledged lessons", p.Documents, len(acknowledged))
	}
}

// killAfter kills a writing process after it acknowledged n lessons and answers with their ids.
func killAfter(t *testing.T, dir string, n int) (ids []string) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestKilledProcessLosesNoAcknowledgedWrite$")
	child.Env = append(os.Environ(), killedDir+"="+dir)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(out); len(ids) < n && lines.Scan(); {
		ids = append(ids, lines.Text())
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // it was killed
	if len(ids) < n {
		t.Fatalf("the writing process ended after %d lessons: %q", len(ids), ids)
	}
	return ids
}

func openedAt(t *testing.T, dir string) *shelf {
	t.Helper()
	st, err := store.Open(t.Context(), store.Config{Dir: dir, Migrations: migrate.Migrations()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	return newShelf(t, st, filepath.Join(dir, "index"))
}

func writeUntilKilled(t *testing.T, dir string) {
	s := openedAt(t, dir)
	s.must(s.store.Migrate(s.ctx))
	defer s.following()()
	for i := 0; ; i++ {
		done, err := s.CreateLesson(s.ctx, ent.CreateLessonInput{Title: fmt.Sprint("第", i)})
		s.must(err)
		fmt.Println(done.Record.ID)
		if i%7 == 0 {
			_, err := s.Search(s.ctx, desk.SearchRequest{WaitFor: &done.Change})
			s.must(err)
		}
	}
}
