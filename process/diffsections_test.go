package process

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// told writes what a comparison says, in short: "+new", "-old", "old=new", "old~new" for changed, with ^ when it moved.
func told(all []SectionDiff) string {
	var words []string
	for _, d := range all {
		w := ""
		switch {
		case d.OldID == nil:
			w = "+" + *d.NewID
		case d.NewID == nil:
			w = "-" + *d.OldID
		case d.Changed:
			w = *d.OldID + "~" + *d.NewID
		default:
			w = *d.OldID + "=" + *d.NewID
		}
		if d.Moved {
			w += "^"
		}
		words = append(words, w)
	}
	return strings.Join(words, " ")
}

// passages reads "id:title/body" words.
func passages(text string) (all []Passage) {
	for _, w := range strings.Fields(text) {
		id, rest, _ := strings.Cut(w, ":")
		title, body, _ := strings.Cut(rest, "/")
		all = append(all, Passage{ID: id, Title: title, Body: strings.ReplaceAll(body, "_", " "), Depth: 1})
	}
	return all
}

func TestSectionsAreFoundAgain(t *testing.T) {
	for name, c := range map[string]struct{ older, newer, want string }{
		"nothing at all":      {"", "", ""},
		"all the same":        {"a:A/x b:B/y", "c:A/x d:B/y", "a=c b=d"},
		"another text":        {"a:A/x b:B/y", "c:A/x d:B/z", "a=c b~d"},
		"another heading":     {"a:A/x b:B/y", "c:A/x d:C/y", "a=c b~d"},
		"added":               {"a:A/x", "c:N/new c2:A/x", "+c a=c2"},
		"removed first":       {"a:A/x b:B/y", "d:B/y", "-a b=d"},
		"removed in between":  {"a:A/x b:B/y c:C/z", "d:A/x e:C/z", "a=d -b c=e"},
		"removed last":        {"a:A/x b:B/y", "d:A/x", "a=d -b"},
		"moved to the front":  {"a:A/x b:B/y c:C/z", "f:C/z d:A/x e:B/y", "c=f^ a=d b=e"},
		"moved and changed":   {"a:A/x b:B/y c:C/z", "f:C/q d:A/x e:B/y", "c~f^ a=d b=e"},
		"one heading, twice":  {"a:A/x b:A/y", "c:A/y d:A/x", "b=c^ a=d"},
		"both another, alike": {"a:A/the_old_text_about_power", "b:B/the_old_text_about_water", "a~b"},
		"both another":        {"a:A/one_two_three", "b:B/four_five_six", "-a +b"},
		"empty texts":         {"a:A/ b:B/", "c:C/ d:B/", "-a +c b=d"},
	} {
		if got := told(DiffSections(passages(c.older), passages(c.newer))); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestAnotherDepthIsAChange(t *testing.T) {
	got := DiffSections([]Passage{{ID: "a", Title: "A", Depth: 1}}, []Passage{{ID: "b", Title: "A", Depth: 2}})
	if told(got) != "a~b" || len(got[0].Hunks) != 0 {
		t.Errorf("%s, %v", told(got), got[0].Hunks)
	}
}

// Each section of either version is told of once, the order is the new one's, and the hunks lead from text to text.
func TestComparisonsAreWhole(t *testing.T) {
	draw := func(rt *rapid.T, name string) (all []Passage) {
		n := rapid.IntRange(0, 8).Draw(rt, name)
		for i := range n {
			all = append(all, Passage{
				ID: fmt.Sprint(name, i), Title: rapid.SampledFrom([]string{"A", "B", "C", "D"}).Draw(rt, "title"), Depth: 1,
				Body: rapid.SampledFrom([]string{"", "one two three", "one two four", "x\ny\nz", "x\nz"}).Draw(rt, "body"),
			})
		}
		return all
	}
	rapid.Check(t, func(rt *rapid.T) {
		older, newer := draw(rt, "old"), draw(rt, "new")
		var olds, news []string
		stayed, moved := 0, 0
		for _, d := range DiffSections(older, newer) {
			o, n := Passage{}, Passage{}
			if d.OldID != nil {
				olds = append(olds, *d.OldID)
				o = older[slices.IndexFunc(older, func(p Passage) bool { return p.ID == *d.OldID })]
			}
			if d.NewID != nil {
				news = append(news, *d.NewID)
				n = newer[slices.IndexFunc(newer, func(p Passage) bool { return p.ID == *d.NewID })]
			}
			if ApplyDiff(o.Body, d.Hunks) != n.Body {
				rt.Fatalf("%s: the hunks lead elsewhere", told([]SectionDiff{d}))
			}
			if same := o.Title == n.Title && o.Body == n.Body; d.Changed == same && d.OldID != nil && d.NewID != nil {
				rt.Fatalf("%s is wrong", told([]SectionDiff{d}))
			}
			if d.OldID != nil && d.NewID != nil {
				stayed++
			}
			if d.Moved {
				moved++
			}
		}
		ids := func(all []Passage) (out []string) {
			for _, p := range all {
				out = append(out, p.ID)
			}
			return out
		}
		if !slices.Equal(news, ids(newer)) || !slices.Equal(slices.Sorted(slices.Values(olds)), slices.Sorted(slices.Values(ids(older)))) {
			rt.Fatalf("%v and %v are told of", olds, news)
		}
		if stayed > 0 && moved >= stayed {
			rt.Fatalf("%d of %d moved: one at least stays in place", moved, stayed)
		}
	})
}
