package search

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

func TestFactorsMoveWhatReadsTheSame(t *testing.T) {
	l := newLibrary(t)
	docs := []*Doc{note("plain", "港口专网"), note("expired", "港口专网"), note("verified", "港口专网"), note("both", "港口专网"), note("proven", "港口专网")}
	docs[1].Factors = []Factor{{"expired", 0.8}}
	docs[2].Factors = []Factor{{"verified", 1.05}}
	docs[3].Factors = []Factor{{"verified", 1.05}, {"expired", 0.8}}
	docs[4].Factors = []Factor{{"verified", 1.05}, {"reuse", 1.1}}
	for _, d := range docs {
		d.Title = ""
	}
	apply(t, l, 1, docs...)
	result := find(t, l, Query{Text: "港口", Limit: 9})
	if got := strings.Join(ids(result), " "); got != "proven verified plain both expired" {
		t.Errorf("the order is %s", got)
	}
	plain := result.Hits[2].Score
	for i, want := range []float64{1.155, 1.05, 1, 0.84, 0.8} {
		if got := result.Hits[i].Score / plain; math.Abs(got-want) > 1e-6 {
			t.Errorf("%s counts %v, want %v", result.Hits[i].ID, got, want)
		}
	}
	similar, err := l.Similar(context.Background(), SimilarQuery{Text: "港口专网", Scopes: []string{"all"}, Limit: 9})
	if err != nil || similar.Hits[0].Score != similar.Hits[4].Score {
		t.Errorf("factors are no likeness: %+v, %v", similar, err)
	}
}

func TestTheProductOfFactorsIsClipped(t *testing.T) {
	l := newLibrary(t)
	plain, high, low := note("a", "港口"), note("b", "港口"), note("c", "港口")
	high.Factors = []Factor{{"x", 2}, {"y", 1.5}}
	low.Factors = []Factor{{"x", 0.5}, {"y", 0.5}}
	plain.Title, high.Title, low.Title = "", "", ""
	apply(t, l, 1, plain, high, low)
	hits := find(t, l, Query{Text: "港口", Limit: 3}).Hits
	if hits[0].Score != 2*hits[1].Score || hits[2].Score != hits[1].Score/2 {
		t.Errorf("%+v", hits)
	}
	e, err := l.Explain(context.Background(), Query{Text: "港口", Scopes: []string{"all"}}, "b")
	if err != nil || !slices.Equal(e.Factors, high.Factors) || e.Score != 2*e.TextScore {
		t.Errorf("%+v, %v", e, err)
	}
}

func TestNewerDocumentsGainByRecency(t *testing.T) {
	l := newLibrary(t)
	var docs []*Doc
	for i, date := range []string{"", "1999-06-01", "2022-06-01", "2025-06-01", "2040-01-01"} {
		d := note(fmt.Sprint(i), "港口")
		if d.Title = ""; date != "" {
			d.Date = day(date)
		}
		docs = append(docs, d)
	}
	apply(t, l, 1, docs...)
	scores := func(q Query) map[string]float64 {
		q.Text, q.Limit = "港口", 9
		all := map[string]float64{}
		for _, hit := range find(t, l, q).Hits {
			all[hit.ID] = hit.Score
		}
		return all
	}
	plain, recent := scores(Query{}), scores(Query{Now: day("2025-06-01").AddDate(0, 0, 1).Add(-1)})
	for id, want := range map[string]float64{"0": 1, "1": 1 + 0.1*math.Exp2(-26.0/3), "2": 1.05, "3": 1.1, "4": 1.1} {
		if got := recent[id] / plain["0"]; plain[id] != plain["0"] || math.Abs(got-want) > 1e-4 {
			t.Errorf("%s counts %v, want %v", id, got, want)
		}
	}
}

// TestPagesStayThoughTimePasses: recency is that of the first page.
func TestPagesStayThoughTimePasses(t *testing.T) {
	l := bids(t)
	q := Query{Text: "港口", Limit: 1, Now: day("2025-02-03"), Scopes: []string{"all"}}
	whole := find(t, l, Query{Text: q.Text, Limit: 9, Now: q.Now})
	var paged []Hit
	for {
		page := find(t, l, q)
		paged = append(paged, page.Hits...)
		if !page.HasMore {
			break
		}
		q.After, q.Now = page.Hits[0].Cursor, q.Now.AddDate(1, 0, 0)
		if e, err := l.Explain(context.Background(), q, page.Hits[0].ID); err != nil || e.Score != page.Hits[0].Score {
			t.Errorf("%+v, %v, want the score %v", e, err, page.Hits[0].Score)
		}
	}
	if fmt.Sprintf("%+v", paged) != fmt.Sprintf("%+v", whole.Hits) {
		t.Errorf("pages %+v\nwhole %+v", paged, whole.Hits)
	}
	for _, q := range []Query{{After: paged[0].Cursor}, {After: find(t, l, Query{Limit: 1}).Hits[0].Cursor, Now: q.Now}} {
		q.Scopes = []string{"all"}
		if _, err := l.Search(context.Background(), q); !errors.Is(err, ErrCursor) {
			t.Errorf("%+v: %v", q, err)
		}
	}
}

func TestFactorsHaveANameAndBounds(t *testing.T) {
	l := newLibrary(t)
	for _, f := range []Factor{{"", 1}, {"x", 0.49}, {"x", 2.01}, {"x", float32(math.NaN())}, {FactorRecency, 1}, {Name: "x"}} {
		d := note("a", "x")
		d.Factors = []Factor{{"fine", 1.1}, f}
		if err := l.Apply(context.Background(), []Change{{Doc: d}}, 1); !errors.Is(err, ErrInvalid) {
			t.Errorf("%+v: %v", f, err)
		}
	}
}

// TestDocumentsWithoutFactorsAreWrittenAsBefore, because their digest is of
// what is written.
func TestDocumentsWithoutFactorsAreWrittenAsBefore(t *testing.T) {
	if text, err := json.Marshal(note("a", "x")); err != nil || strings.Contains(string(text), "Factor") {
		t.Errorf("%s, %v", text, err)
	}
}

// TestAFactorLiftsWhatIsNotLookedAt: while the rare word alone is counted, the
// document that its factor lifts above all others has nothing yet.
func TestAFactorLiftsWhatIsNotLookedAt(t *testing.T) {
	l := newLibrary(t)
	var docs []*Doc
	for i := range 400 {
		body := "filler filler filler"
		switch {
		case i < 80:
			body = "rare rare rare rare"
		case i < 240:
			body = "common filler filler"
		}
		docs = append(docs, &Doc{ID: fmt.Sprint(i), Title: "filler", Body: body, Scopes: []string{"all"}})
	}
	docs[200].Title, docs[200].Body, docs[200].Factors = "common", "common common common", []Factor{{"reuse", MaxFactor}}
	apply(t, l, 1, docs...)
	if got := ids(find(t, l, Query{Text: "rare common", Limit: 1})); got[0] != "200" {
		t.Errorf("the first is %s", got)
	}
}
