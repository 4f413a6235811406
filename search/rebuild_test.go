package search

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func everything(docs ...*Doc) func(func([]Change) error) (int64, error) {
	return func(add func([]Change) error) (int64, error) {
		for _, doc := range docs {
			if err := add([]Change{{Doc: doc}}); err != nil {
				return 0, err
			}
		}
		return 10, nil
	}
}

func TestRebuildSwapsWithoutAGap(t *testing.T) {
	l := newLibrary(t)
	ctx := context.Background()
	apply(t, l, 5, note("old", "granite"))
	progress := 0
	err := l.Rebuild(ctx, func(add func([]Change) error) (int64, error) {
		if err := add([]Change{{Doc: note("new", "granite")}, {Doc: note("stale", "granite 1")}}); err != nil {
			return 0, err
		}
		if got := ids(find(t, l, Query{Text: "granite", Limit: 9})); !slices.Equal(got, []string{"old"}) {
			t.Errorf("during the rebuild: %v", got)
		}
		if s := l.Status(); s.State != StateRebuilding || !s.Answers {
			t.Errorf("status %+v", s)
		}
		if err := l.Rebuild(ctx, everything(), nil); !errors.Is(err, ErrBusy) {
			t.Errorf("second rebuild: %v", err)
		}
		apply(t, l, 9, note("stale", "granite before the offset"))
		if err := l.Apply(ctx, []Change{{Doc: note("late", "granite")}, {DeleteID: "new"}}, 12); err != nil {
			t.Fatal(err)
		}
		return 10, nil
	}, func(docs int) { progress = docs })
	if err != nil {
		t.Fatal(err)
	}
	got := slices.Sorted(slices.Values(ids(find(t, l, Query{Text: "granite", Limit: 9}))))
	if !slices.Equal(got, []string{"late", "stale"}) || l.Seq() != 12 || progress != 2 {
		t.Errorf("after: %v, seq %d, progress %d", got, l.Seq(), progress)
	}
	if total := find(t, l, Query{Text: `"before the offset"`}).Total; total != 0 {
		t.Error("a change the reading already had was repeated")
	}
}

func TestFailedRebuildKeepsTheOldIndex(t *testing.T) {
	l := newLibrary(t)
	apply(t, l, 5, note("old", "granite"))
	broken := errors.New("database gone")
	err := l.Rebuild(context.Background(), func(add func([]Change) error) (int64, error) {
		return 0, errors.Join(add([]Change{{Doc: note("half", "granite")}}), broken)
	}, nil)
	if !errors.Is(err, broken) {
		t.Fatal(err)
	}
	if got := ids(find(t, l, Query{Limit: 9})); !slices.Equal(got, []string{"old"}) || l.Seq() != 5 {
		t.Errorf("after: %v, seq %d", got, l.Seq())
	}
	if found, _ := filepath.Glob(filepath.Join(l.dir.path, prefixGeneration+"*")); len(found) != 1 {
		t.Errorf("files left: %v", found)
	}
}

func TestCloseStopsARebuild(t *testing.T) {
	l := newLibrary(t)
	begun := make(chan struct{})
	done := make(chan error)
	go func() {
		done <- l.Rebuild(context.Background(), func(add func([]Change) error) (int64, error) {
			close(begun)
			for {
				if err := add([]Change{{Doc: note("x", "y")}}); err != nil {
					return 0, err
				}
			}
		}, nil)
	}()
	<-begun
	closed := make(chan error)
	go func() { closed <- l.Close() }()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("rebuild: %v", err)
	}
	if err := <-closed; err != nil {
		t.Error(err)
	}
}

// damage changes a file of a closed index in a way a disk or a person might.
var damages = map[string]func(t *testing.T, dir, generation string){
	"flipped bytes":  func(t *testing.T, dir, gen string) { flip(t, segment(t, dir, gen)) },
	"cut file":       func(t *testing.T, dir, gen string) { truncate(t, segment(t, dir, gen)) },
	"lost segment":   func(t *testing.T, dir, gen string) { remove(t, segment(t, dir, gen)) },
	"lost root":      func(t *testing.T, dir, gen string) { remove(t, filepath.Join(dir, gen, "store", "root.bolt")) },
	"flipped root":   func(t *testing.T, dir, gen string) { fill0(t, filepath.Join(dir, gen, "store", "root.bolt")) },
	"lost meta":      func(t *testing.T, dir, gen string) { remove(t, filepath.Join(dir, gen, "index_meta.json")) },
	"lost directory": func(t *testing.T, dir, gen string) { remove(t, filepath.Join(dir, gen)) },
	"lost pointer":   func(t *testing.T, dir, _ string) { remove(t, filepath.Join(dir, fileCurrent)) },
}

func segment(t *testing.T, dir, generation string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, generation, "store", "*.zap"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no segments: %v", err)
	}
	return files[len(files)-1]
}

func flip(t *testing.T, path string) {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := len(data) / 3; i < len(data)/3+8; i++ {
		data[i] ^= 0xff
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func fill0(t *testing.T, path string) {
	info, err := os.Stat(path)
	if err == nil {
		err = os.WriteFile(path, make([]byte, info.Size()), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func truncate(t *testing.T, path string) {
	info, err := os.Stat(path)
	if err == nil {
		err = os.Truncate(path, info.Size()/2)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, path string) {
	if err := os.RemoveAll(path); err != nil {
		t.Fatal(err)
	}
}

func TestDamagedIndexIsPutAsideAndRebuilt(t *testing.T) {
	for name, damage := range damages {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			l := openLibrary(t, dir)
			apply(t, l, 3, note("a", "granite"), note("b", "basalt"))
			generation := l.gen.name()
			if err := l.Close(); err != nil {
				t.Fatal(err)
			}
			damage(t, dir, generation)
			for restart := range 2 {
				l = openLibrary(t, dir)
				expectDamaged(t, l)
				if restart == 0 {
					if err := l.Close(); err != nil {
						t.Fatal(err)
					}
				}
			}
			if err := l.Rebuild(context.Background(), everything(note("a", "granite")), nil); err != nil {
				t.Fatal(err)
			}
			if find(t, l, Query{Text: "granite"}).Total != 1 || l.NeedsRebuild() || l.Seq() != 10 {
				t.Errorf("after the rebuild: %+v", l.Status())
			}
			if err := l.Close(); err != nil {
				t.Fatal(err)
			}
			if l = openLibrary(t, dir); l.NeedsRebuild() || l.Seq() != 10 {
				t.Errorf("after reopening: %+v", l.Status())
			}
		})
	}
}

func expectDamaged(t *testing.T, l *Library) {
	t.Helper()
	if s := l.Status(); s.State != StateDamaged || s.Answers || s.Seq != 0 || s.Reason == "" || !l.NeedsRebuild() {
		t.Errorf("status %+v", s)
	}
	_, err := l.Search(context.Background(), Query{Text: "granite", Scopes: []string{"all"}})
	if !errors.Is(err, ErrRebuilding) {
		t.Errorf("search: %v", err)
	}
}

func TestOtherFormatIsRebuilt(t *testing.T) {
	dir := t.TempDir()
	l := openLibrary(t, dir)
	if err := l.gen.index.SetInternal([]byte(keyFormat), []byte("bidwell-0")); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	expectDamaged(t, openLibrary(t, dir))
}

func TestPanicInTheIndexIsNoPanicOfOurs(t *testing.T) {
	dir := t.TempDir()
	l := openLibrary(t, dir)
	apply(t, l, 3, note("a", "granite"))
	err := l.use(func(*view) error {
		var nothing []byte
		_ = nothing[len(l.gen.dir)]
		return nil
	})
	if !errors.Is(err, ErrRebuilding) || !l.NeedsRebuild() {
		t.Fatalf("%v, status %+v", err, l.Status())
	}
	if err := l.Apply(context.Background(), []Change{{Doc: note("b", "x")}}, 4); !errors.Is(err, ErrRebuilding) {
		t.Errorf("apply: %v", err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	expectDamaged(t, openLibrary(t, dir))
	aside, err := filepath.Glob(filepath.Join(dir, "*"+quarantineMark+"*"))
	if err != nil || len(aside) != 1 {
		t.Errorf("put aside: %v, %v", aside, err)
	}
}

func TestLeftoversAreCleaned(t *testing.T) {
	dir := t.TempDir()
	if err := openLibrary(t, dir).Close(); err != nil {
		t.Fatal(err)
	}
	leftover := filepath.Join(dir, prefixGeneration+"20200101T000000.000000000")
	aside := leftover + quarantineMark + "2020010"
	for _, path := range []string{leftover, aside + "1", aside + "2", aside + "3"} {
		if err := os.Mkdir(path, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	l := openLibrary(t, dir)
	want := map[string]bool{l.gen.dir: true, aside + "2": true, aside + "3": true}
	found, err := filepath.Glob(filepath.Join(dir, prefixGeneration+"*"))
	if err != nil || len(found) != len(want) {
		t.Fatalf("left: %v, %v", found, err)
	}
	for _, path := range found {
		if !want[path] {
			t.Errorf("left: %s", path)
		}
	}
}
