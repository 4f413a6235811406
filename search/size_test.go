package search

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	index "github.com/blevesearch/bleve_index_api"
)

// TestSizeOfTheIndex holds what the index takes on disk: of 3,000 documents of
// about 850 bytes it was 4,136 bytes a document when this was written, 510 of them for single characters, and it is
// less of more documents.
func TestSizeOfTheIndex(t *testing.T) {
	const docs, most = 3000, 4300
	l := newLibrary(t)
	fillInvented(t, l, docs)
	state, err := snapshot(l.gen.inner)
	if err != nil {
		t.Fatal(err)
	}
	defer state.Close()
	if n := len(state.Segments()); n != 1 {
		t.Errorf("%d segments after a rebuild, want 1", n)
	}
	size := int64(0)
	for _, segment := range state.Segments() {
		size += int64(len(segment.Segment().(interface{ Data() []byte }).Data()))
	}
	if size/docs > most {
		t.Errorf("%d bytes a document, want at most %d", size/docs, most)
	}
	t.Logf("%d bytes a document", size/docs)
}

// fillInvented builds the index of n invented documents, the same ones each time.
func fillInvented(t *testing.T, l *Library, n int) {
	t.Helper()
	w := newWriter()
	err := l.Rebuild(context.Background(), func(add func([]Change) error) (int64, error) {
		for from := 0; from < n; from += 500 {
			var changes []Change
			for i := from; i < min(from+500, n); i++ {
				changes = append(changes, Change{Doc: w.doc(i)})
			}
			if err := add(changes); err != nil {
				return 0, err
			}
		}
		return 1, nil
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
}

// TestDocumentsHaveTheSameFields: only segments of equal fields are merged by
// copying.
func TestDocumentsHaveTheSameFields(t *testing.T) {
	names := func(d *Doc) (all []string) {
		doc, err := d.indexed(newLanguage().analyzer())
		if err != nil {
			t.Fatal(err)
		}
		doc.VisitFields(func(f index.Field) { all = append(all, f.Name()) })
		slices.Sort(all)
		return all
	}
	full := newWriter().doc(1)
	full.Body += strings.Repeat(" often", 100)
	full.Region, full.Organization, full.Language, full.Status = "r", "o", "en", "s"
	if bare, want := names(&Doc{ID: "bare"}), names(full); !slices.Equal(bare, want) {
		t.Errorf("a document without anything has %v, one with everything %v", bare, want)
	}
}

// TestViewKeepsLittle: what a view keeps does not grow with the questions.
func TestViewKeepsLittle(t *testing.T) {
	l := newLibrary(t)
	var docs []*Doc
	for i := range 2 * maxKeptValues {
		docs = append(docs, note(fmt.Sprint(i), string(rune(0x4e00+i))+"港"))
	}
	apply(t, l, 1, docs...)
	for i, doc := range docs {
		find(t, l, Query{Text: string(rune(0x4e00 + i)), Filter: Filter{Roots: []string{doc.ID}}, Limit: 1})
	}
	v := l.gen.current
	if len(v.values) > maxKeptValues {
		t.Errorf("%d lists of terms are kept", len(v.values))
	}
	for key := range v.lists {
		if strings.HasPrefix(key, fieldRoot+"\x00") {
			t.Errorf("the documents of a root are kept: %q", key)
		}
	}
}
