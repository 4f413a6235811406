package search

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

func note(id, body string) *Doc {
	return &Doc{ID: id, Kind: "LESSON", Title: "Note " + id, Body: body, Scopes: []string{"all"}, Revision: "r" + id}
}

func apply(t testing.TB, l *Library, seq int64, docs ...*Doc) {
	t.Helper()
	var changes []Change
	for _, doc := range docs {
		changes = append(changes, Change{Doc: doc})
	}
	if err := l.Apply(context.Background(), changes, seq); err != nil {
		t.Fatal(err)
	}
}

func TestApplyReplacesAndDeletes(t *testing.T) {
	l := newLibrary(t)
	apply(t, l, 1, note("a", "granite"), note("b", "basalt"), note("a", "marble"))
	if got := ids(find(t, l, Query{Text: "marble granite", Limit: 9})); !slices.Equal(got, []string{"a"}) {
		t.Errorf("the last change does not win: %v", got)
	}
	if total := find(t, l, Query{Text: "granite"}).Total; total != 0 {
		t.Errorf("the replaced text is still found, %d times", total)
	}
	err := l.Apply(context.Background(), []Change{{DeleteID: "a"}, {Doc: note("c", "marble")}, {DeleteID: "c"}}, 2)
	if err != nil {
		t.Fatal(err)
	}
	if got := ids(find(t, l, Query{Limit: 9})); !slices.Equal(got, []string{"b"}) || l.Seq() != 2 {
		t.Errorf("after deleting: %v, seq %d", got, l.Seq())
	}
}

func TestApplyRefusesBadDocuments(t *testing.T) {
	l := newLibrary(t)
	for name, doc := range map[string]*Doc{
		"no id": {Title: "x"}, "long id": {ID: strings.Repeat("x", 513)}, "invalid id": {ID: "\xff"},
	} {
		err := l.Apply(context.Background(), []Change{{Doc: note("good", "x")}, {Doc: doc}}, 1)
		if !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if s := l.Status(); s.Docs != 0 || s.Seq != 0 || s.State != StateReady {
		t.Errorf("something was applied: %+v", s)
	}
}

func TestHostileTextIsIndexed(t *testing.T) {
	l := newLibrary(t)
	long := strings.Repeat("超长文本 word ", 60000)
	apply(t, l, 1, note("zero", "a\x00b\xff 零字节"), note("long", long), note("one", strings.Repeat("x", 1<<20)),
		&Doc{ID: "amount", Amount: 1<<63 - 1, Date: time.Unix(1<<62, 0), Scopes: []string{"all"}})
	for text, want := range map[string]string{"零字节": "zero", `"超长文本 word"`: "long"} {
		result := find(t, l, Query{Text: text, Limit: 1, Highlight: true})
		if len(result.Hits) != 1 || result.Hits[0].ID != want || len(result.Hits[0].Highlights) == 0 {
			t.Errorf("%s: %+v", text, result)
		}
	}
}

func TestWaitReturnsWithTheOffset(t *testing.T) {
	l := newLibrary(t)
	done := make(chan error, 1)
	go func() { done <- l.Wait(context.Background(), 2) }()
	apply(t, l, 1, note("a", "x"))
	select {
	case err := <-done:
		t.Fatalf("returned at offset 1: %v", err)
	default:
	}
	apply(t, l, 2)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := l.Wait(ctx, 3); !errors.Is(err, context.Canceled) {
		t.Errorf("ended context: %v", err)
	}
	go func() { done <- l.Wait(context.Background(), 3) }()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-done; !errors.Is(err, ErrClosed) {
		t.Errorf("closed: %v", err)
	}
	if _, err := l.Search(context.Background(), Query{Scopes: []string{"all"}}); !errors.Is(err, ErrClosed) {
		t.Errorf("search after close: %v", err)
	}
}

func TestSecondOpenIsLocked(t *testing.T) {
	dir := t.TempDir()
	openLibrary(t, dir)
	if _, err := Open(dir, Options{}); !errors.Is(err, ErrLocked) {
		t.Errorf("second open: %v", err)
	}
}

func TestReopenKeepsEverything(t *testing.T) {
	dir := t.TempDir()
	l := openLibrary(t, dir)
	apply(t, l, 7, note("a", "验收标准"))
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	l = openLibrary(t, dir)
	if got := find(t, l, Query{Text: `"验收"`}); got.Total != 1 || l.Seq() != 7 || l.NeedsRebuild() {
		t.Errorf("after reopening: %+v, seq %d", got, l.Seq())
	}
}

const childDir = "BIDWELL_TEST_INDEX"

// TestMain lets the test binary be the process that is killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		writeForEver(dir)
	}
	os.Exit(m.Run())
}

// writeForEver prints every offset that Apply has acknowledged. Batch n holds
// the documents n-0 … n-9 and rewrites "latest".
func writeForEver(dir string) {
	l, err := Open(dir, Options{})
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	for seq := l.Seq() + 1; ; seq++ {
		changes := []Change{{Doc: &Doc{ID: "latest", Revision: strconv.FormatInt(seq, 10), Scopes: []string{"all"}}}}
		for i := range 10 {
			changes = append(changes, Change{Doc: note(fmt.Sprintf("%d-%d", seq, i), "durable text")})
		}
		if err := l.Apply(context.Background(), changes, seq); err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		fmt.Println(seq)
	}
}

func TestKilledProcessLosesNothing(t *testing.T) {
	dir := t.TempDir()
	for round := range 5 {
		acknowledged := killAfter(t, dir, 3+4*round)
		l := openLibrary(t, dir)
		seq := l.Seq()
		if l.NeedsRebuild() || seq < acknowledged {
			t.Fatalf("round %d: offset %d after %d was acknowledged; status %+v", round, seq, acknowledged, l.Status())
		}
		if docs := l.Status().Docs; docs != uint64(seq*10+1) {
			t.Errorf("round %d: %d documents at offset %d", round, docs, seq)
		}
		err := l.Revisions(context.Background(), func(id, revision string) error {
			if id == "latest" && revision != strconv.FormatInt(seq, 10) {
				return fmt.Errorf("latest is of batch %s at offset %d", revision, seq)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// killAfter runs a writer, kills it in the midst of its work once it has
// acknowledged n batches, and returns the last offset it has printed.
func killAfter(t *testing.T, dir string, n int) int64 {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=XXX")
	child.Env = append(os.Environ(), childDir+"="+dir)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var seq int64
	for range n {
		if _, err := fmt.Fscanln(out, &seq); err != nil {
			t.Fatalf("the writer failed: %v", err)
		}
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for more := int64(0); ; seq = more {
		if _, err := fmt.Fscanln(out, &more); err != nil {
			break
		}
	}
	_ = child.Wait() // ends by the signal
	return seq
}

func TestSearchesAndWritesAtTheSameTime(t *testing.T) {
	l := newLibrary(t)
	apply(t, l, 1, note("base", "验收 base"))
	var group sync.WaitGroup
	for range 3 {
		group.Go(func() {
			for range 40 {
				result := find(t, l, Query{
					Text: `验收 "base"`, Limit: 5, Highlight: true, Group: true,
					Facets: []Facet{{FacetNameKind, 5}},
				})
				if result.Total != 1 {
					t.Errorf("total %d", result.Total)
				}
			}
		})
	}
	group.Go(func() {
		for seq := range int64(20) {
			apply(t, l, seq+2, note(fmt.Sprint(seq), "other 文本"))
		}
	})
	group.Go(func() {
		err := l.Rebuild(context.Background(), func(add func([]Change) error) (int64, error) {
			return 1, add([]Change{{Doc: note("base", "验收 base")}})
		}, nil)
		if err != nil {
			t.Error(err)
		}
	})
	group.Wait()
	if s := l.Status(); s.Seq != 21 || s.Docs != 21 || s.State != StateReady {
		t.Errorf("status %+v", s)
	}
	left, err := filepath.Glob(filepath.Join(l.dir.path, prefixGeneration+"*"))
	if err != nil || len(left) != 1 {
		t.Errorf("generations left: %v, %v", left, err)
	}
}
