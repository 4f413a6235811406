package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestTheFirstFewAreLookedAtMoreClosely: of documents that are alike but for
// what only a closer look tells, the better one comes first.
func TestTheFirstFewAreLookedAtMoreClosely(t *testing.T) {
	for name, test := range map[string]struct{ query, better, worse string }{
		"single characters":    {"经营者所欠的债务由谁偿还", "经营者的债务，欠款应当归还。", "经营者的债务，逾期须即处理。"},
		"in the other script":  {"經營者所欠的債務由誰償還", "经营者的债务，欠款应当归还。", "经营者的债务，逾期须即处理。"},
		"a repeated character": {"经营者所欠的债务由谁偿还", "经营者的债务，欠款欠条欠据。", "经营者的债务，欠款单条据据。"},
		"words side by side":   {"heat transfer", "the heat transfer of a wing in a stream of cold air", "the heat of a wing in a stream of cold air transfer"},
		"words within reach":   {"transfer heat", "heat of the transfer wing in a stream and cold air", "heat wing in a stream and cold air of the transfer"},
		"inflected as typed":   {"heated transfers", "the heated transfers wing in a stream of cold airs over long smooth plates", "the heated wing in a stream of cold airs over long smooth plates transfers"},
	} {
		l := newLibrary(t)
		// The worse one is named so that it comes first among equals.
		worse, better := "p", "q"
		if hash(worse) > hash(better) {
			worse, better = better, worse
		}
		apply(t, l, 1, note(worse, test.worse), note(better, test.better), note("r", "别的 other"))
		var others []*Doc
		for i := range 40 {
			others = append(others, note(fmt.Sprint("x", i), "无关的内容 unrelated"))
		}
		apply(t, l, 2, others...)
		if got := ids(find(t, l, Query{Text: test.query, Limit: 5})); !slices.Equal(got, []string{better, worse}) {
			t.Errorf("%s: %v, want %s first", name, got, better)
		}
	}
}

// TestWhatIsTooShortIsNotLookedAtMoreClosely because that costs more than it
// tells.
func TestWhatIsTooShortIsNotLookedAtMoreClosely(t *testing.T) {
	a := newLanguage().analyzer()
	for query, want := range map[string]bool{
		"":            false,
		"债务":          false,
		"债务 偿还":       false,
		"债务由谁偿还":      false, // two of them are function characters
		"欠债欠债欠债":      false, // two characters
		"经营债务偿还":      true,
		"经营债务偿还 5G":   false, // the name tells more
		"heat":        false,
		"heat heat":   false,
		"heat 债务":     false,
		"heat flow":   true,
		"the heat":    false, // a stop word does not rank
		"heat* flow*": false, // a prefix has no place of its own
		`"heat flow"`: false, // a phrase is near by itself
		"-heat flow":  false,
	} {
		if p := parse(query).plan(a, nil); p.closer() != want {
			t.Errorf("%q: %v, want %v", query, !want, want)
		}
	}
}

// TestPagesGoOnWhereACloserLookEnds: the pages of a query together are its
// one long page, although only the first documents were looked at more closely.
func TestManyCharactersAreNotAllLookedFor(t *testing.T) {
	var query strings.Builder
	for i := range 500 {
		query.WriteRune(rune(0x4e8b + i))
	}
	p := parse(query.String()).plan(newLanguage().analyzer(), nil)
	if len(p.characters) != mostCharacters {
		t.Errorf("%d characters", len(p.characters))
	}
}

func TestPagesGoOnWhereACloserLookEnds(t *testing.T) {
	words := strings.Fields("heat transfer flow wing 经营者 债务偿还 欠款归还 heats")
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.Custom(func(r *rapid.T) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 9).Draw(r, "words"), " ")
		})
		l, err := Open(mustTempDir(r), Options{})
		if err != nil {
			r.Fatal(err)
		}
		defer l.Close()
		docs := make([]*Doc, closely+20)
		for i := range docs {
			docs[i] = &Doc{ID: fmt.Sprint(i), Root: fmt.Sprint(i % 40), Body: text.Draw(r, "body"), Scopes: []string{"all"}, Factors: someFactors.Draw(r, "factors")}
		}
		apply(t, l, 1, docs...)
		q := Query{Text: text.Draw(r, "query"), Limit: 100, Scopes: []string{"all"}, Group: rapid.Bool().Draw(r, "group")}
		whole := find(t, l, q)
		if !slices.IsSortedFunc(whole.Hits, func(x, y Hit) int { return cmp.Compare(y.Score, x.Score) }) {
			r.Fatalf("%q: %+v", q.Text, whole.Hits)
		}
		q.Limit = rapid.IntRange(1, 20).Draw(r, "limit")
		var paged []string
		for {
			page := find(t, l, q)
			paged = append(paged, ids(page)...)
			if page.Total != whole.Total {
				r.Fatalf("%q: %d in all, then %d", q.Text, whole.Total, page.Total)
			}
			if !page.HasMore {
				break
			}
			q.After = page.Hits[len(page.Hits)-1].Cursor
		}
		if !slices.Equal(paged, ids(whole)) {
			r.Fatalf("%q: pages have %v\nwant %v", q.Text, paged, ids(whole))
		}
	})
}

func TestExplainTellsWhatACloserLookFound(t *testing.T) {
	l := newLibrary(t)
	apply(t, l, 1, &Doc{
		ID: "a", Title: "經營者", Body: "債務，欠款應當歸還。A transfer of Heat, and heat transfer.", Scopes: []string{"all"},
	}, note("b", "other"))
	var others []*Doc
	for i := range 40 {
		others = append(others, note(fmt.Sprint("x", i), "无关的内容 unrelated"))
	}
	apply(t, l, 2, others...)
	for text, wants := range map[string][]string{
		"heat transfer": {"heat transfer→heat transfer body EXACT"},
		"transfer flow": nil,
		"经营者所欠的债务由谁偿还":  {"欠→欠 body EXACT", "还→還 body VARIANT", "经→經 title VARIANT"},
	} {
		e, err := l.Explain(context.Background(), Query{Text: text, Scopes: []string{"all"}}, "a")
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range wants {
			if !strings.Contains(told(e), want) {
				t.Errorf("%s is explained by %s\nwant %s", text, told(e), want)
			}
		}
		if wants == nil && len(e.Parts) != 1 {
			t.Errorf("%s is explained by %s", text, told(e))
		}
	}
}

func TestNearnessCountsPairsOfPlaces(t *testing.T) {
	for name, test := range map[string]struct {
		left, right []uint64
		want        float64
	}{
		"nothing":             {nil, nil, 0},
		"one alone":           {[]uint64{3}, nil, 0},
		"next to it":          {[]uint64{3}, []uint64{4}, 1},
		"before it":           {[]uint64{4}, []uint64{3}, 1},
		"at the same place":   {[]uint64{3}, []uint64{3}, 0},
		"just within":         {[]uint64{1}, []uint64{1 + nearPlaces}, 1. / nearPlaces},
		"just beyond":         {[]uint64{1}, []uint64{2 + nearPlaces}, 0},
		"two of them":         {[]uint64{10}, []uint64{9, 12}, 1.5},
		"each with each":      {[]uint64{10, 20}, []uint64{11, 21}, 2},
		"title and body":      {[]uint64{1}, []uint64{titlePlace + 1}, 0},
		"among many, bounded": {farApart(10000), nextTo(farApart(10000)), maxNear},
	} {
		if got := nearness(test.left, test.right); got != test.want {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

// farApart are n places beyond the reach of each other, nextTo those behind them.
func farApart(n int) []uint64 {
	all := make([]uint64, n)
	for i := range all {
		all[i] = uint64(1 + 3*nearPlaces*i)
	}
	return all
}

func nextTo(all []uint64) []uint64 {
	for i := range all {
		all[i]++
	}
	return all
}
