package search

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestChinesePhrasesAreSubstrings: a quoted run of Han characters finds exactly
// the documents whose folded title or body holds it.
func TestChinesePhrasesAreSubstrings(t *testing.T) {
	text := rapid.StringOfN(rapid.SampledFrom([]rune("数數据據库庫备 ，a1\n")), 0, 24, -1)
	phrase := rapid.StringOfN(rapid.SampledFrom([]rune("数據库備")), 1, 5, -1)
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "bidwell")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		l, err := Open(dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		var changes []Change
		for i := range rapid.IntRange(1, 12).Draw(t, "documents") {
			changes = append(changes, Change{Doc: &Doc{
				ID: fmt.Sprint(i), Title: text.Draw(t, "title"), Body: text.Draw(t, "body"),
				Tags: []string{text.Draw(t, "tag")}, Scopes: []string{"all"},
			}})
		}
		if err := l.Apply(context.Background(), changes, 1); err != nil {
			t.Fatal(err)
		}
		for range 20 {
			p := phrase.Draw(t, "phrase")
			var want []string
			for _, c := range changes {
				if strings.Contains(Fold(c.Doc.Title), Fold(p)) || strings.Contains(Fold(c.Doc.Body), Fold(p)) {
					want = append(want, c.Doc.ID)
				}
			}
			result, err := l.Search(context.Background(), Query{Text: `"` + p + `"`, Limit: 50, Scopes: []string{"all"}})
			if err != nil {
				t.Fatal(err)
			}
			got := slices.Sorted(slices.Values(ids(result)))
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Fatalf("%q finds %v, want %v", p, got, want)
			}
		}
	})
}

// TestIndexFollowsItsFeed drives a library through batches, rebuilds and
// restarts beside a plain map.
func TestIndexFollowsItsFeed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "bidwell")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		m := &feed{t: t, dir: dir, model: map[string]string{}}
		m.open()
		defer func() { _ = m.l.Close() }()
		t.Repeat(map[string]func(*rapid.T){
			"apply": m.apply, "rebuild": m.rebuild, "reopen": func(*rapid.T) { m.reopen() }, "": func(*rapid.T) { m.check() },
		})
	})
}

type feed struct {
	t     *rapid.T
	dir   string
	l     *Library
	model map[string]string
	seq   int64
}

func (f *feed) open() {
	l, err := Open(f.dir, Options{})
	if err != nil {
		f.t.Fatal(err)
	}
	f.l = l
}

func (f *feed) reopen() {
	if err := f.l.Close(); err != nil {
		f.t.Fatal(err)
	}
	f.open()
}

func (f *feed) apply(t *rapid.T) {
	var changes []Change
	for range rapid.IntRange(0, 6).Draw(t, "changes") {
		id := rapid.StringMatching("[a-e]").Draw(t, "id")
		if rapid.Bool().Draw(t, "delete") {
			delete(f.model, id)
			changes = append(changes, Change{DeleteID: id})
			continue
		}
		f.model[id] = fmt.Sprint(f.seq, "-", len(changes))
		changes = append(changes, Change{Doc: &Doc{ID: id, Revision: f.model[id], Scopes: []string{"all"}}})
	}
	f.seq++
	if err := f.l.Apply(context.Background(), changes, f.seq); err != nil {
		t.Fatal(err)
	}
}

func (f *feed) rebuild(t *rapid.T) {
	err := f.l.Rebuild(context.Background(), func(add func([]Change) error) (int64, error) {
		seq := f.seq
		for id, revision := range maps.Clone(f.model) {
			if err := add([]Change{{Doc: &Doc{ID: id, Revision: revision, Scopes: []string{"all"}}}}); err != nil {
				return 0, err
			}
		}
		f.apply(t) // a change while the rebuild runs
		return seq, nil
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
}

func (f *feed) check() {
	got := map[string]string{}
	err := f.l.Revisions(context.Background(), func(id, revision string) error {
		got[id] = revision
		return nil
	})
	if err != nil {
		f.t.Fatal(err)
	}
	if !maps.Equal(got, f.model) || f.l.Seq() != f.seq || f.l.NeedsRebuild() {
		f.t.Fatalf("index %v at %d, model %v at %d", got, f.l.Seq(), f.model, f.seq)
	}
	result, err := f.l.Search(context.Background(), Query{Scopes: []string{"all"}, Limit: 100})
	if err != nil || result.Total != len(f.model) {
		f.t.Fatalf("%d documents found, %d in the model, %v", result.Total, len(f.model), err)
	}
}
