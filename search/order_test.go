package search

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var wonFirst = [][]string{{"WON", "AWARDED"}, {"LOST", "WON"}}

// sortedPlainly is what a query has to give, from the documents themselves and
// the scores that Search gives them all.
func sortedPlainly(t *rapid.T, l *Library, docs map[string]*Doc, q Query) []string {
	scores := map[string]float64{}
	q.Limit, q.Group, q.After = MaxLimit, false, ""
	by := q.Sort
	q.Sort = SortRelevance
	result, err := l.Search(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	for _, hit := range result.Hits {
		scores[hit.ID] = hit.Score
	}
	all := ids(result)
	group := func(d *Doc) int {
		switch d.Outcome {
		case "WON", "AWARDED":
			return 0
		case "LOST":
			return 1
		}
		return 2
	}
	slices.SortFunc(all, func(a, b string) int {
		x, y, first := docs[a], docs[b], 0
		switch by {
		case SortDate:
			first = y.Date.Compare(x.Date) // the zero time is the oldest here
		case SortAmount:
			first = cmp.Or(cmp.Compare(btoi(x.Amount == 0), btoi(y.Amount == 0)), cmp.Compare(y.Amount, x.Amount))
		case SortOutcome:
			first = cmp.Compare(group(x), group(y))
		}
		return cmp.Or(first, cmp.Compare(scores[b], scores[a]), cmp.Compare(hash(a), hash(b)))
	})
	return all
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// onePerRoot leaves the first of each root.
func onePerRoot(all []string, docs map[string]*Doc) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(all), func(id string) bool {
		root := docs[id].root()
		defer func() { seen[root] = true }()
		return seen[root]
	})
}

// TestPagesAreTheSortedList: all pages of a query together are the documents
// that match, sorted plainly: by every sort, grouped and not, filtered and not.
func TestPagesAreTheSortedList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l, err := Open(mustTempDir(t), Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		words := strings.Fields("alpha beta gamma 中标 验收 数据库")
		text := rapid.Custom(func(t *rapid.T) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 5).Draw(t, "words"), " ")
		})
		docs := map[string]*Doc{}
		for batch := range rapid.IntRange(1, 3).Draw(t, "batches") {
			var changes []Change
			for range rapid.IntRange(1, 40).Draw(t, "changes") {
				d := &Doc{
					ID: fmt.Sprint("d", rapid.IntRange(0, 60).Draw(t, "id")), Root: fmt.Sprint("r", rapid.IntRange(0, 12).Draw(t, "root")),
					Body: text.Draw(t, "body"), Kind: rapid.SampledFrom([]string{"CASE", "LESSON"}).Draw(t, "kind"),
					Outcome: rapid.SampledFrom([]string{"WON", "LOST", "AWARDED", "OPEN", ""}).Draw(t, "outcome"),
					Amount:  rapid.SampledFrom([]int64{0, 0, 5, 7, 1 << 50, -3}).Draw(t, "amount"), Scopes: []string{"all"},
					Factors: someFactors.Draw(t, "factors"),
				}
				if days := rapid.IntRange(-1, 4).Draw(t, "days"); days >= 0 {
					d.Date = day("2024-02-27").AddDate(0, 0, days)
				}
				if rapid.IntRange(0, 6).Draw(t, "kind of change") == 0 {
					delete(docs, d.ID)
					changes = append(changes, Change{DeleteID: d.ID})
					continue
				}
				docs[d.ID] = d
				changes = append(changes, Change{Doc: d})
			}
			if err := l.Apply(context.Background(), changes, int64(batch+1)); err != nil {
				t.Fatal(err)
			}
		}
		for range 12 {
			q := Query{
				Text: text.Draw(t, "query"), Limit: rapid.IntRange(1, 9).Draw(t, "limit"), Group: rapid.Bool().Draw(t, "group"),
				Sort: Sort(rapid.IntRange(0, 3).Draw(t, "sort")), Outcomes: wonFirst, Scopes: []string{"all"},
			}
			if rapid.Bool().Draw(t, "filter") {
				q.Filter.Kinds = []string{"CASE"}
			}
			if rapid.IntRange(0, 2).Draw(t, "recency") == 0 {
				q.Now = day("2024-03-01")
			}
			if rapid.IntRange(0, 3).Draw(t, "clause") == 0 {
				q.Text += ` "中标"`
			}
			want := sortedPlainly(t, l, docs, q)
			if q.Group {
				want = onePerRoot(want, docs)
			}
			if got := allPages(t, l, q, len(want)); !slices.Equal(got, want) {
				t.Fatalf("%+v\ngives %v\nwant  %v", q, got, want)
			}
		}
	})
}

// allPages reads a query to its end.
func allPages(t *rapid.T, l *Library, q Query, total int) (all []string) {
	for {
		page, err := l.Search(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, ids(page)...)
		if page.Total != total || page.HasMore != (len(all) < total) || page.HasMore && len(page.Hits) != q.Limit {
			t.Fatalf("%+v: %d hits, total %d of %d, more %v", q, len(page.Hits), page.Total, total, page.HasMore)
		}
		if !page.HasMore {
			return all
		}
		q.After = page.Hits[len(page.Hits)-1].Cursor
		if !q.Now.IsZero() {
			q.Now = q.Now.AddDate(0, 1, 0) // a reader who takes his time
		}
	}
}

func TestACursorIsGoodForItsSortOnly(t *testing.T) {
	l := bids(t)
	queries := map[string]Query{
		"relevance":   {},
		"date":        {Sort: SortDate},
		"amount":      {Sort: SortAmount},
		"outcome":     {Sort: SortOutcome, Outcomes: wonFirst},
		"lost first":  {Sort: SortOutcome, Outcomes: [][]string{{"LOST"}, {"WON"}}},
		"one group":   {Sort: SortOutcome, Outcomes: [][]string{{"WON", "AWARDED", "LOST"}}},
		"other group": {Sort: SortOutcome, Outcomes: [][]string{{"WON", "AWARDED"}, {"LOST"}}},
	}
	for made, q := range queries {
		q.Limit = 1
		cursor := find(t, l, q).Hits[0].Cursor
		for name, q := range queries {
			q.Limit, q.After, q.Scopes = 1, cursor, []string{"all"}
			if _, err := l.Search(context.Background(), q); name == made && err != nil || name != made && !errors.Is(err, ErrCursor) {
				t.Errorf("cursor by %s for %s: %v", made, name, err)
			}
		}
	}
	for _, q := range []Query{{Sort: SortOutcome + 1}, {Sort: -1}, {Sort: SortOutcome}} {
		if _, err := l.Search(context.Background(), q); !errors.Is(err, ErrInvalid) {
			t.Errorf("%+v: %v", q, err)
		}
	}
}

func TestSortsPutWhatHasNoneLast(t *testing.T) {
	l := newLibrary(t)
	all := []string{"all"}
	apply(t, l, 1,
		&Doc{ID: "old", Date: day("1969-12-31"), Amount: -7, Scopes: all},
		&Doc{ID: "new", Date: day("2025-01-01").Add(time.Second), Outcome: "LOST", Scopes: all},
		&Doc{ID: "big", Date: day("2025-01-01"), Amount: 9, Outcome: "WON", Scopes: all},
		&Doc{ID: "none", Outcome: "OPEN", Scopes: all},
	)
	for want, q := range map[string]Query{
		"new big old none": {Sort: SortDate},
		"big old":          {Sort: SortAmount, Limit: 2},
		"big new":          {Sort: SortOutcome, Outcomes: wonFirst, Limit: 2},
	} {
		q.Limit = cmp.Or(q.Limit, 4)
		if got := strings.Join(ids(find(t, l, q)), " "); got != want {
			t.Errorf("%v gives %s, want %s", q.Sort, got, want)
		}
	}
}
