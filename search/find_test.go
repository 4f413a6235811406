package search

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func day(text string) time.Time {
	at, err := time.Parse("2006-01-02", text)
	if err != nil {
		panic(err)
	}
	return at
}

// bids is a small invented library with every kind of attribute.
func bids(t *testing.T) *Library {
	l := newLibrary(t)
	all := []string{"all"}
	apply(t, l, 1,
		&Doc{ID: "p1", Kind: "PROPOSAL", Title: "港口专网方案", Body: "港口 专网 建设 方案", Customer: "青澜港务", Industry: "港口", Region: "浙江", Organization: "华东组", Outcome: "WON", Language: "zh", Status: "SUBMITTED", Year: 2024, Date: day("2024-05-01"), Amount: 500, Tags: []string{"5G", "专网"}, Scopes: all},
		&Doc{ID: "s1", Root: "p1", Kind: "SECTION", Title: "港口专网 组网", Body: "港口 专网 组网 细节", Outcome: "WON", Language: "zh", Scopes: all},
		&Doc{ID: "s2", Root: "p1", Kind: "SECTION", Title: "报价", Body: "港口 报价 专网", Outcome: "WON", Language: "zh", Scopes: all},
		&Doc{ID: "p2", Kind: "PROPOSAL", Title: "Harbour network", Body: "private network for a harbour 港口", Customer: "Northwind Hydro", Industry: "港口", Region: "Oslo", Outcome: "LOST", Language: "en", Year: 2025, Date: day("2025-02-01"), Amount: -20, Tags: []string{"5G"}, Scopes: []string{"team:a", "all"}},
		&Doc{ID: "l1", Kind: "LESSON", Title: "教训", Body: "港口 停工", Customer: "青澜港务", Language: "zh", Year: 2025, Date: day("2025-02-02"), Scopes: []string{"team:a"}},
		&Doc{ID: "secret", Kind: "CASE", Title: "港口 机密", Body: "港口 机密", Tags: []string{"机密"}, Scopes: []string{"team:b"}},
		&Doc{ID: "nobody", Kind: "CASE", Title: "港口", Body: "港口"},
	)
	return l
}

func TestFiltersScopesAndTotals(t *testing.T) {
	l := bids(t)
	number := func(n int64) *int64 { return &n }
	for _, test := range []struct {
		name  string
		query Query
		want  string
	}{
		{"scope all", Query{Text: "港口"}, "p1 p2 s1 s2"},
		{"one of several scopes", Query{Text: "港口", Scopes: []string{"team:a", "x"}}, "l1 p2"},
		{"no scopes", Query{Text: "港口", Scopes: []string{}}, ""},
		{"unknown scope", Query{Text: "港口", Scopes: []string{"team:"}}, ""},
		{"everything visible", Query{}, "p1 p2 s1 s2"},
		{"kind", Query{Filter: Filter{Kinds: []string{"PROPOSAL"}}}, "p1 p2"},
		{"or inside a list", Query{Filter: Filter{Kinds: []string{"PROPOSAL", "SECTION"}}}, "p1 p2 s1 s2"},
		{"and between lists", Query{Filter: Filter{Kinds: []string{"PROPOSAL"}, Outcomes: []string{"WON"}}}, "p1"},
		{"industry and region", Query{Filter: Filter{Industries: []string{"港口"}, Regions: []string{"Oslo"}}}, "p2"},
		{"organization", Query{Filter: Filter{Organizations: []string{"华东组"}}}, "p1"},
		{"language", Query{Filter: Filter{Languages: []string{"en"}}}, "p2"},
		{"status", Query{Filter: Filter{Statuses: []string{"SUBMITTED"}}}, "p1"},
		{"tag", Query{Filter: Filter{Tags: []string{"专网"}}}, "p1"},
		{"year", Query{Filter: Filter{Years: []int{2025, 1999}}}, "p2"},
		{"customer", Query{Filter: Filter{Customers: []string{"青澜港务"}}}, "p1"},
		{"customer is searchable", Query{Text: "northwind"}, "p2"},
		{"tags are searchable", Query{Text: "5G"}, "p1 p2"},
		{"tags are no phrases", Query{Text: `"5G"`}, ""},
		{"root", Query{Filter: Filter{Roots: []string{"p1"}}}, "p1 s1 s2"},
		{"from is included", Query{Filter: Filter{From: day("2025-02-01")}}, "p2"},
		{"to is not", Query{Filter: Filter{To: day("2025-02-01")}}, "p1"},
		{"amount", Query{Filter: Filter{MinAmount: number(-20), MaxAmount: number(0)}}, "p2"},
		{"value nobody has", Query{Filter: Filter{Kinds: []string{"NONE"}}}, ""},
		{"not a prefix", Query{Filter: Filter{Kinds: []string{"PROP"}}}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.query.Limit = 20
			result := find(t, l, test.query)
			got := slices.Sorted(slices.Values(ids(result)))
			if strings.Join(got, " ") != test.want || result.Total != len(got) || result.HasMore {
				t.Errorf("got %v, total %d, more %v; want %s", got, result.Total, result.HasMore, test.want)
			}
		})
	}
}

func TestFacetsCountTheMatchesOnly(t *testing.T) {
	l := bids(t)
	facets := []Facet{{FacetNameKind, 5}, {FacetNameYear, 1}, {FacetNameTag, 5}, {FacetNameRegion, 0}}
	result := find(t, l, Query{Text: "港口", Facets: facets})
	got := fmt.Sprint(result.Facets)
	want := "[{kind [{PROPOSAL 2} {SECTION 2}] 0 0} {year [{2024 1}] 1 2} {tag [{5G 2} {专网 1}] 0 2} {region [] 2 2}]"
	if got != want || len(result.Hits) != 0 || result.Total != 4 {
		t.Errorf("got  %s, %d hits of %d\nwant %s", got, len(result.Hits), result.Total, want)
	}
	grouped := find(t, l, Query{Text: "港口", Facets: facets, Group: true})
	if fmt.Sprint(grouped.Facets) != want {
		t.Errorf("grouping changed the facets: %v", grouped.Facets)
	}
}

func TestGroupingGivesOneHitPerRoot(t *testing.T) {
	l := bids(t)
	result := find(t, l, Query{Text: "组网", Limit: 10, Group: true})
	if got := ids(result); !slices.Equal(got, []string{"s1"}) || result.Total != 1 || result.Hits[0].Root != "p1" {
		t.Errorf("the best passage stands for its root: %+v", result)
	}
	result = find(t, l, Query{Text: "港口", Limit: 10, Group: true})
	if len(result.Hits) != 2 || result.Total != 2 {
		t.Errorf("want two roots, got %v of %d", ids(result), result.Total)
	}
}

func TestPagesCoverEverythingOnce(t *testing.T) {
	l := newLibrary(t)
	var docs []*Doc
	for i := range 57 {
		doc := note(fmt.Sprint(i), strings.Repeat("港口 ", 1+i%4)+"方案")
		doc.Root = fmt.Sprint("root", i%20)
		docs = append(docs, doc)
	}
	apply(t, l, 1, docs...)
	for _, group := range []bool{false, true} {
		for _, text := range []string{"港口 方案", ""} {
			whole := find(t, l, Query{Text: text, Limit: 100, Group: group})
			var paged []string
			for query := (Query{Text: text, Limit: 7, Group: group}); ; {
				page := find(t, l, query)
				paged = append(paged, ids(page)...)
				if page.Total != whole.Total {
					t.Fatalf("total %d on a page, %d in all", page.Total, whole.Total)
				}
				if !page.HasMore {
					break
				}
				query.After = page.Hits[len(page.Hits)-1].Cursor
			}
			if !slices.Equal(paged, ids(whole)) || len(paged) != whole.Total {
				t.Errorf("group %v: pages %v\nwhole %v of %d", group, paged, ids(whole), whole.Total)
			}
		}
	}
}

func TestBadQueriesAreRefused(t *testing.T) {
	l := bids(t)
	for name, test := range map[string]struct {
		query Query
		want  error
	}{
		"cursor":              {Query{After: "nonsense"}, ErrCursor},
		"cursor of others":    {Query{After: "AAAAAAAAAAAAAAAAAA"}, ErrCursor},
		"cursor not a number": {Query{After: ordering{}.cursor(position{score: float32(negativeRoot()), key: 1})}, ErrCursor},
		"limit too large":     {Query{Limit: MaxLimit + 1}, ErrInvalid},
		"negative limit":      {Query{Limit: -1}, ErrInvalid},
		"unknown facet":       {Query{Facets: []Facet{{"text", 3}}}, ErrInvalid},
	} {
		test.query.Scopes = []string{"all"}
		if _, err := l.Search(context.Background(), test.query); !errors.Is(err, test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	apply(t, l, 2, note("fresh", "x"))
	_, err := l.Search(ended, Query{Text: "港口", Scopes: []string{"all"}})
	if err != nil && !errors.Is(err, context.Canceled) || l.NeedsRebuild() {
		t.Errorf("ended context: %v, needs rebuild %v", err, l.NeedsRebuild())
	}
}

func TestHighlights(t *testing.T) {
	l := newLibrary(t)
	filler := strings.Repeat("这一段与问题无关。", 60)
	apply(t, l, 1,
		note("far", filler+"\n青澜港务的验收标准由双方在合同中约定，逾期按日计算。\n"+filler),
		note("en", strings.Repeat("Nothing to see here. ", 40)+"The crane’s load cell was miscalibrated before acceptance. "+strings.Repeat("More text. ", 40)),
		&Doc{ID: "title", Title: "驗收標準 checklist", Body: "没有别的", Scopes: []string{"all"}},
	)
	for _, test := range []struct{ text, id, field, marked string }{
		{"验收标准", "far", "body", "验收标准"},
		{`"验收标准由双方"`, "far", "body", "验收标准由双方"},
		{`逾`, "far", "body", "逾"},
		{"miscalibrated cells", "en", "body", "cell miscalibrated"},
		{`"load cell"`, "en", "body", "load cell"},
		{`"验收标准" checklists`, "title", "title", "驗收標準 checklist"},
	} {
		result := find(t, l, Query{Text: test.text, Limit: 5, Highlight: true})
		i := slices.Index(ids(result), test.id)
		if i < 0 {
			t.Errorf("%s: not found", test.text)
			continue
		}
		var marked []string
		for _, h := range result.Hits[i].Highlights {
			checkHighlight(t, h)
			for _, r := range h.Ranges {
				if h.Field == test.field {
					marked = append(marked, h.Text[r[0]:r[1]])
				}
			}
		}
		if got := strings.Join(marked, " "); got != test.marked {
			t.Errorf("%s: marked %q in %s, want %q", test.text, got, test.field, test.marked)
		}
	}
}

func checkHighlight(t *testing.T, h Highlight) {
	t.Helper()
	if n := len([]rune(h.Text)); n > 2*passageRunes || strings.ContainsAny(h.Text, "\n\r\t") {
		t.Errorf("passage of %d characters: %q", n, h.Text)
	}
	last := 0
	for _, r := range h.Ranges {
		if r[0] < last || r[1] <= r[0] || r[1] > len(h.Text) {
			t.Errorf("ranges %v in %d bytes", h.Ranges, len(h.Text))
		}
		last = r[1]
	}
}

func TestHighlightTellsWhereItWasCut(t *testing.T) {
	l := newLibrary(t)
	body := strings.Repeat("前文。", 200) + "验收标准" + strings.Repeat("。后文", 200)
	apply(t, l, 1, note("a", body))
	h := find(t, l, Query{Text: "验收标准", Limit: 1, Highlight: true}).Hits[0].Highlights[0]
	if body[h.From:h.From+len(h.Text)] != h.Text {
		t.Errorf("the passage does not stand at %d", h.From)
	}
}

func TestSimilarLeavesOutItself(t *testing.T) {
	l := bids(t)
	ctx := context.Background()
	for _, id := range []string{"p1", "s1"} {
		result, err := l.Similar(ctx, SimilarQuery{ID: id, Scopes: []string{"all"}, Limit: 9})
		if err != nil {
			t.Fatal(err)
		}
		if got := ids(result); !slices.Equal(got, []string{"p2"}) || result.Total != 1 {
			t.Errorf("like %s: %v", id, got)
		}
	}
	result, err := l.Similar(ctx, SimilarQuery{
		Text: "港口 停工 机密", Scopes: []string{"team:a"}, Limit: 1, Highlight: true, Filter: Filter{Kinds: []string{"LESSON"}},
	})
	if err != nil || len(result.Hits) != 1 || result.Hits[0].ID != "l1" || len(result.Hits[0].Highlights) == 0 {
		t.Errorf("by text: %+v, %v", result, err)
	}
	for name, query := range map[string]SimilarQuery{
		"unknown": {ID: "none", Scopes: []string{"all"}}, "hidden": {ID: "secret", Scopes: []string{"all"}},
		"without scopes": {ID: "p1"},
	} {
		if _, err := l.Similar(ctx, query); !errors.Is(err, ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, query := range map[string]SimilarQuery{"nothing": {}, "both": {ID: "p1", Text: "x"}} {
		if _, err := l.Similar(ctx, query); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if l.NeedsRebuild() {
		t.Error("a bad question is no damage")
	}
}

func TestRevisionsWalkStopsWithTheCaller(t *testing.T) {
	l := bids(t)
	enough, seen := errors.New("enough"), 0
	err := l.Revisions(context.Background(), func(id, revision string) error {
		if seen++; seen == 2 {
			return enough
		}
		return nil
	})
	if !errors.Is(err, enough) || seen != 2 || l.NeedsRebuild() {
		t.Errorf("%v after %d, needs rebuild %v", err, seen, l.NeedsRebuild())
	}
}

func negativeRoot() float64 {
	zero := 0.0
	return zero / zero
}

// TestTextSpeaksForTheWholeDocument: the beginning of a document that the caller
// sees finds what is like the rest of it too; of one that is hidden it does not.
func TestTextSpeaksForTheWholeDocument(t *testing.T) {
	l := newLibrary(t)
	beginning := "Pump station renewal. The old pumps were noisy and slow."
	apply(t, l, 1,
		&Doc{ID: "case", Title: "Renewal", Body: beginning + " Vibration sensors warn of cavitation.", Scopes: []string{"team"}},
		&Doc{ID: "alike", Title: "Sensors", Body: "Cavitation was found by vibration sensors.", Scopes: []string{"all"}},
		&Doc{ID: "other", Title: "Noisy", Body: "An office was noisy.", Scopes: []string{"all"}},
	)
	ask := func(scopes ...string) []string {
		result, err := l.Similar(context.Background(), SimilarQuery{Text: beginning, Scopes: scopes, Limit: 9})
		if err != nil {
			t.Fatal(err)
		}
		return ids(result)
	}
	if got := ask("all", "team"); !slices.Contains(got, "alike") {
		t.Errorf("who sees the case finds %v", got)
	}
	if got := ask("all"); !slices.Equal(got, []string{"other"}) {
		t.Errorf("who does not see it finds %v", got)
	}
}
