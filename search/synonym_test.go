package search

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

var meanings = [][]string{
	{"中标", "award", "contract award", "得標"},
	{"验收", "acceptance", "acceptance test"},
	{"等保", "等级保护", "classified protection"},
	{"移动通信", "5G专网", "GB/T 28181"},
}

func synonyms(t testing.TB, l *Library, groups ...[]string) {
	t.Helper()
	if err := l.SetSynonyms(groups); err != nil {
		t.Fatal(err)
	}
}

func TestSynonymsFindTheOtherWord(t *testing.T) {
	l := newLibrary(t)
	for i, body := range []string{
		"收到中标通知", "the awards were announced", "a contract award notice", "我方得标", "award of a contract",
		"验收标准", "acceptance criteria", "等保三级", "信息安全等级保护测评", "平等的保障", "classified protection of networks",
		"protection of what is classified", "5G专网覆盖", "移动通信网络", "video by gb/t 28181", "标准",
	} {
		apply(t, l, int64(i+1), &Doc{ID: fmt.Sprintf("%02d", i), Body: body, Scopes: []string{"all"}})
	}
	synonyms(t, l, meanings...)
	for _, test := range []struct{ name, text, want string }{
		{"Chinese finds English, in all its forms", "中标", "00 01 02 03 04"},
		{"English finds Chinese", "awarded", "00 01 02 03 04"},
		{"a synonym of two words is a phrase", "移动通信", "12 13 14"},
		{"a code is recognized", "gb/t 28181", "12 13 14"},
		{"mixed text is recognized", "5G专网", "12 13 14"},
		{"a longer Chinese word", "等级保护", "07 08 10"},
		{"inside a run of Han characters", "中标通知书", "00 01 02 03 04"},
		{"in the other script", "驗收", "05 06"},
		{"not in quotes", `"中标"`, "00"},
		{"not behind a minus", "标准 -验收", "15"},
		{"not beside OR", "中标 OR 标准", "00 05 15"},
		{"not in a title clause", "title:中标", ""},
		{"two words", "等保 验收", "05 06 07 08 10"},
		{"beside a phrase", `中标 "award of"`, "04"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := asked(t, l, test.text); got != test.want {
				t.Errorf("%s finds %s, want %s", test.text, got, test.want)
			}
		})
	}
	if first := ids(find(t, l, Query{Text: "中标", Limit: 1})); first[0] != "00" {
		t.Errorf("the word itself is not first: %v", first)
	}
	synonyms(t, l)
	if got := asked(t, l, "中标"); got != "00" {
		t.Errorf("without synonyms: %s", got)
	}
}

func TestSynonymsAreMarked(t *testing.T) {
	l := newLibrary(t)
	apply(t, l, 1, &Doc{ID: "a", Title: "Contract award", Body: strings.Repeat("无关。", 300) + "通过等级保护测评。", Scopes: []string{"all"}})
	synonyms(t, l, meanings...)
	for text, want := range map[string]string{"中标": "Contract award", "等保": "等级保护", "中标 等保": "Contract award 等级保护", "award": "Contract award"} {
		if got := strings.Join(markedTexts(find(t, l, Query{Text: text, Limit: 1, Highlight: true})), " "); got != want {
			t.Errorf("%s marks %q, want %q", text, got, want)
		}
	}
}

func TestUnderstandTellsTheSynonyms(t *testing.T) {
	l := newLibrary(t)
	synonyms(t, l, meanings...)
	clauses := l.Understand(`项目中标 "验收" 等级保护`)
	var got []string
	for _, c := range clauses {
		got = append(got, fmt.Sprint(c.Text, c.Synonyms))
	}
	if want := "项目中标[award contract award 得標] 验收[] 等级保护[等保 classified protection]"; strings.Join(got, " ") != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func TestSynonymsHaveBounds(t *testing.T) {
	l := newLibrary(t)
	synonyms(t, l, meanings...)
	for name, groups := range map[string][][]string{
		"groups": make([][]string, maxSynonymGroups+1), "forms": {make([]string, maxSynonymForms+1)},
		"bytes": {{strings.Repeat("x", maxSynonymBytes+1), "y"}}, "words": {{strings.Repeat("x ", maxSynonymUnits+1), "y"}},
	} {
		if err := l.SetSynonyms(groups); !errors.Is(err, ErrInvalid) {
			t.Errorf("too many %s: %v", name, err)
		}
	}
	if got := l.Understand("中标")[0].Synonyms; len(got) != 3 {
		t.Errorf("a refused list changed the synonyms: %v", got)
	}
	synonyms(t, l, []string{"标", "award"}, []string{"the", "中标"}, []string{"", "—", "验收"}, []string{"Award", "award", "AWARDS"})
	if l.synonyms.Load().groups != nil {
		t.Errorf("useless groups are kept: %v", l.synonyms.Load().groups)
	}
	var many [][]string
	for i := range 40 {
		many = append(many, []string{"中标", fmt.Sprint("word", i)})
	}
	synonyms(t, l, many...)
	if got := l.Understand("中标")[0].Synonyms; len(got) != maxExpansions {
		t.Errorf("%d synonyms of one query", len(got))
	}
}

func TestSynonymsChangeBesideSearches(t *testing.T) {
	l := newLibrary(t)
	apply(t, l, 1, note("a", "award"), note("b", "中标"))
	var group sync.WaitGroup
	for range 2 {
		group.Go(func() {
			for range 200 {
				if total := find(t, l, Query{Text: "中标", Limit: 5, Highlight: true}).Total; total != 1 && total != 2 {
					t.Errorf("total %d", total)
				}
			}
		})
	}
	group.Go(func() {
		for i := range 200 {
			synonyms(t, l, meanings[:i%2]...)
			l.SetValueNames(map[FacetName]map[string][]string{FacetNameKind: {fmt.Sprint(i): {"x"}}})
		}
	})
	group.Wait()
}

// TestSynonymsLoseNothing: whatever the groups, each hit without them is one
// with them, at no lower score.
func TestSynonymsLoseNothing(t *testing.T) {
	words := []string{"中标", "得标", "award", "awards", "notice", "验收", "收标", "acceptance test", "等保", "等级保护", "平等", "5G", "GB/T 28181", "的"}
	word := rapid.SampledFrom(words)
	l := newLibrary(t)
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.Custom(func(r *rapid.T) string {
			var b strings.Builder
			for range rapid.IntRange(1, 8).Draw(r, "words") {
				b.WriteString(word.Draw(r, "word") + rapid.SampledFrom([]string{"", " ", "，"}).Draw(r, "gap"))
			}
			return b.String()
		})
		var docs []*Doc
		for i := range 12 {
			docs = append(docs, &Doc{ID: fmt.Sprint(i), Title: text.Draw(r, "title"), Body: text.Draw(r, "body"), Scopes: []string{"all"}})
		}
		apply(t, l, 1, docs...)
		groups := rapid.SliceOfN(rapid.SliceOfN(word, 2, 4), 0, 4).Draw(r, "groups")
		for range 5 {
			query := Query{Text: text.Draw(r, "query"), Limit: 50}
			synonyms(t, l)
			plain := find(t, l, query)
			synonyms(t, l, groups...)
			wide := find(t, l, query)
			for _, hit := range plain.Hits {
				i := slices.IndexFunc(wide.Hits, func(h Hit) bool { return h.ID == hit.ID })
				if i < 0 || wide.Hits[i].Score < hit.Score {
					r.Fatalf("%s with %v loses %s: %v, %v", query.Text, groups, hit.ID, plain.Hits, wide.Hits)
				}
			}
		}
	})
}

// TestTypedWordsComeFirst: of two documents alike but for the word, the one
// with the word that was typed comes first.
func TestTypedWordsComeFirst(t *testing.T) {
	l := newLibrary(t)
	group := []string{"中标", "award", "等级保护", "classified protection", "得标"}
	synonyms(t, l, group)
	rapid.Check(t, func(r *rapid.T) {
		typed := rapid.SampledFrom(group).Draw(r, "typed")
		other := rapid.SampledFrom(group).Filter(func(s string) bool { return s != typed }).Draw(r, "other")
		repeated := rapid.IntRange(1, 300).Draw(r, "times")
		filler := strings.Repeat("其他文字 text, ", rapid.IntRange(0, 500).Draw(r, "filler"))
		in := rapid.SampledFrom([]string{"title", "body"}).Draw(r, "in")
		var docs []*Doc
		for i := range rapid.IntRange(2, 30).Draw(r, "documents") {
			doc := &Doc{ID: fmt.Sprint(i), Scopes: []string{"all"}}
			said := typed
			if i > 0 && (i == 1 || rapid.Bool().Draw(r, "says other")) {
				said = other
			}
			if in == "title" {
				doc.Title, doc.Body = said, filler
			} else {
				doc.Body = strings.Repeat(said+"，", repeated) + filler
			}
			docs = append(docs, doc)
		}
		var gone []Change
		for i := range 30 {
			gone = append(gone, Change{DeleteID: fmt.Sprint(i)})
		}
		if err := l.Apply(t.Context(), gone, 1); err != nil {
			t.Fatal(err)
		}
		apply(t, l, 1, docs...)
		seen := false
		for _, hit := range find(t, l, Query{Text: typed, Limit: 50}).Hits {
			i := slices.IndexFunc(docs, func(d *Doc) bool { return d.ID == hit.ID })
			if exact := strings.Contains(docs[i].Title+docs[i].Body, typed); !exact {
				seen = true
			} else if seen {
				r.Fatalf("%s: a document with %s comes before one with it", typed, other)
			}
		}
		if !seen {
			r.Fatalf("%s: %s was not found", typed, other)
		}
	})
}
