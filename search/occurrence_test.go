package search

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestOccurrenceSaysWhatWasHeard(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s standing
		var want []uint64
		at := 0
		hear := func(name string, base, weight, most int) {
			at = base
			for range rapid.IntRange(0, most).Draw(t, name) {
				at += rapid.OneOf(rapid.IntRange(1, 40), rapid.IntRange(1, 1<<20)).Draw(t, "distance")
				s.place(at)
				s.weight += weight
				want = append(want, uint64(at))
			}
		}
		hear("in the body", 0, bodyWeight, 6)
		hear("in the title", titlePlace, titleWeight, 3)
		s.title = len(want) > 0 && want[len(want)-1] > titlePlace
		if rapid.Bool().Draw(t, "in the title without a place") {
			s.title, s.weight = true, s.weight+titleWeight
		}
		s.weight += rapid.IntRange(0, 40).Draw(t, "elsewhere")
		if s.weight == 0 {
			t.Skip("nothing was heard")
		}
		n := s.number()
		if n < 4 || n >= 1<<maxOccurrence {
			t.Fatalf("%d is no number for the index", n)
		}
		got := n.found(7)
		if got != (found{7, float32(s.weight), s.title, len(want) > 0}) {
			t.Fatalf("%+v says %+v", s, got)
		}
		places, whole := n.places(nil)
		if !whole {
			if n&kindMask != manyKind {
				t.Fatalf("%+v has lost its places", s)
			}
			places = apartPlaces(&s)
		}
		if !slices.Equal(places, want) {
			t.Fatalf("places %v, want %v", places, want)
		}
	})
}

func apartPlaces(s *standing) []uint64 {
	location := s.apart().Locations[0]
	places := []uint64{uint64(location.Position)}
	for _, distance := range location.ArrayPositions {
		places = append(places, places[len(places)-1]+distance)
	}
	return places
}

func TestPlacesOfOrdinaryTextFitTheNumber(t *testing.T) {
	for name, test := range map[string]struct {
		places []int
		title  bool
		want   occurrence
	}{
		"once":                 {[]int{300}, false, onceKind},
		"twice":                {[]int{17, 300}, false, packedKind},
		"five times":           {[]int{3, 60, 130, 200, 310}, false, packedKind},
		"in title and body":    {[]int{250, titlePlace + 3}, true, packedKind},
		"in the title":         {[]int{titlePlace + 3}, true, packedKind},
		"twenty times":         {[]int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20}, false, manyKind},
		"far apart in a book":  {[]int{900000, 1900000, 2900000, 3900000}, false, manyKind},
		"once far into a book": {[]int{9000000}, false, onceKind},
	} {
		s := standing{title: test.title}
		for _, at := range test.places {
			s.place(at)
			s.weight += bodyWeight
			if at > titlePlace {
				s.weight += titleWeight - bodyWeight
			}
		}
		if got := s.number() & kindMask; got != test.want {
			t.Errorf("%s: kind %d, want %d", name, got, test.want)
		}
	}
}

// TestPhrasesOfFrequentWords: words that occur too often for one number keep
// their places apart, also when segments were merged.
func TestPhrasesOfFrequentWords(t *testing.T) {
	var docs []*Doc
	for i := range 40 {
		body := strings.Repeat("港口 专网 harbour network。", 40)
		if i == 7 {
			body += "专网 harbour 港口"
		}
		docs = append(docs, note(fmt.Sprint("d", i), body))
	}
	l := newLibrary(t)
	for i, doc := range docs {
		apply(t, l, int64(i), doc)
	}
	check := func(when string) {
		t.Helper()
		for text, want := range map[string]int{`"专网 harbour"`: 40, `"专网 harbour 港口"`: 1, `"network harbour"`: 0} {
			if total := find(t, l, Query{Text: text}).Total; total != want {
				t.Errorf("%s, %s: %d documents, want %d", when, text, total, want)
			}
		}
	}
	check("in many segments")
	if err := l.Rebuild(context.Background(), everything(docs...), nil); err != nil {
		t.Fatal(err)
	}
	check("in one segment")
}
