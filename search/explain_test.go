package search

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// told writes an explanation without its figures.
func told(e *Explanation) string {
	var all []string
	for _, p := range e.Parts {
		title := ""
		if p.Title > 0 {
			title = "+"
		}
		all = append(all, fmt.Sprintf("%s→%s %s%s %s", p.Typed, p.Found, p.Field, title, p.Form))
	}
	return strings.Join(all, "; ")
}

func TestExplainTellsWhatWasFound(t *testing.T) {
	l := newLibrary(t)
	apply(t, l, 1, &Doc{
		ID: "a", Title: "資料庫 Acceptance", Body: "等级保护三级。The tests of integration ＳＭ４.", Customer: "Northwind",
		Tags: []string{"专网"}, Kind: "CASE", Scopes: []string{"all"},
	}, note("b", "other"))
	synonyms(t, l, meanings...)
	for text, want := range map[string]string{
		"资料库":                         "资料→資料 title+ VARIANT; 料库→料庫 title+ VARIANT",
		"資料":                          "資料→資料 title+ EXACT",
		"ACCEPTANCE tested":           "tested→tests body STEM; ACCEPTANCE→Acceptance title+ EXACT",
		"验收":                          "验收→Acceptance title+ SYNONYM",
		"三级 等保":                       "三级→三级 body EXACT; 等保→等级保护 body SYNONYM",
		"integr*":                     "integr*→integration body PREFIX",
		"sm4":                         "sm4→ＳＭ４ body VARIANT; sm→ＳＭ body VARIANT",
		`"级保护" northwind`:             `northwind→Northwind customer EXACT; "级保护"→级保护 body EXACT`,
		"专网":                          "专网→ tags EXACT",
		`"没有" OR test`:                "test→tests body STEM",
		`title:acceptances kind:case`: "title:acceptances→Acceptance title+ STEM",
		"kind:CASE":                   "",
	} {
		e, err := l.Explain(context.Background(), Query{Text: text, Scopes: []string{"all"}}, "a")
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		got := strings.Split(told(e), "; ")
		expected := strings.Split(want, "; ")
		slices.Sort(got)
		slices.Sort(expected)
		if !slices.Equal(got, expected) {
			t.Errorf("%s is explained by %s\nwant %s", text, told(e), want)
		}
	}
}

func TestExplainShowsNoMoreThanSearch(t *testing.T) {
	l := bids(t)
	ctx := context.Background()
	for name, test := range map[string]struct {
		query Query
		id    string
		want  error
	}{
		"unknown":        {Query{Text: "港口"}, "none", ErrNotFound},
		"hidden":         {Query{Text: "港口"}, "secret", ErrNotFound},
		"without scopes": {Query{Text: "港口", Scopes: []string{}}, "p1", ErrNotFound},
		"no hit":         {Query{Text: "组网"}, "p1", ErrNotFound},
		"filtered":       {Query{Text: "港口", Filter: Filter{Kinds: []string{"LESSON"}}}, "p1", ErrNotFound},
		"only marks":     {Query{Text: "!"}, "p1", ErrNotFound},
		"bad limit":      {Query{Limit: -1}, "p1", ErrInvalid},
	} {
		if test.query.Scopes == nil {
			test.query.Scopes = []string{"all"}
		}
		if _, err := l.Explain(ctx, test.query, test.id); !errors.Is(err, test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if l.NeedsRebuild() {
		t.Error("a question is no damage")
	}
}

// TestSharesAddUpToTheScore of every hit, exactly.
func TestSharesAddUpToTheScore(t *testing.T) {
	word := rapid.SampledFrom([]string{
		"中标", "award", "awards notice", "验收", "acceptance test", "等级保护", "5G", "GB/T 28181", "的", "標", "integration",
		`"验收"`, `"award notice"`, "inte*", "title:中标", "kind:CASE", "-5G", "OR", "港",
	})
	l := newLibrary(t)
	synonyms(t, l, meanings...)
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.Custom(func(r *rapid.T) string {
			return strings.Join(rapid.SliceOfN(word, 1, 8).Draw(r, "words"), rapid.SampledFrom([]string{" ", "，", ""}).Draw(r, "gap"))
		})
		var docs []*Doc
		for i := range 8 {
			docs = append(docs, &Doc{
				ID: fmt.Sprint(i), Title: text.Draw(r, "title"), Body: text.Draw(r, "body"), Customer: text.Draw(r, "customer"),
				Kind: "CASE", Scopes: []string{"all"}, Factors: someFactors.Draw(r, "factors"), Date: someDate.Draw(r, "date"),
			})
		}
		apply(t, l, 1, docs...)
		query := Query{Text: text.Draw(r, "query"), Limit: 50, Scopes: []string{"all"}, Now: someDate.Draw(r, "now")}
		for _, hit := range find(t, l, query).Hits {
			e, err := l.Explain(context.Background(), query, hit.ID)
			if err != nil {
				r.Fatalf("%s, %s: %v", query.Text, hit.ID, err)
			}
			sum := 0.0
			for _, p := range e.Parts {
				sum += p.Share
				if p.Share <= 0 || p.Title < 0 || p.Title > p.Share || p.Typed != query.Text[p.Start:p.End] {
					r.Fatalf("%s: part %+v", query.Text, p)
				}
			}
			if sum+e.Cover != e.TextScore || e.Score != hit.Score || e.Covered < 0 || e.Covered > 1 || e.Cover < 0 {
				r.Fatalf("%s: %v and cover %v (%v) are not %v", query.Text, sum, e.Cover, e.Covered, hit.Score)
			}
			if own := docs[slices.IndexFunc(docs, func(d *Doc) bool { return d.ID == hit.ID })]; e.Score != multiplied(e, own, query.Now) {
				r.Fatalf("%s: %v by %v is not %v", query.Text, e.TextScore, e.Factors, e.Score)
			}
		}
	})
}

// multiplied is the score as the explanation puts it together; 0 when that does
// not say the factors of the document.
func multiplied(e *Explanation, d *Doc, now time.Time) float64 {
	own := e.Factors
	last := float32(1)
	if !now.IsZero() && !d.Date.IsZero() {
		if len(own) == 0 || own[len(own)-1].Name != FactorRecency {
			return 0
		}
		own, last = own[:len(own)-1], own[len(own)-1].Value
	}
	if !slices.Equal(own, d.Factors) {
		return 0
	}
	return float64(float32(e.TextScore) * (product(own) * last))
}
