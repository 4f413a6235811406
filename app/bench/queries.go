package main

import (
	"context"
	"time"

	"bidwell/search"
)

// queryKind is a kind of query that is measured.
type queryKind struct {
	name  string
	words int // 0 asks for documents like a whole one
	shape func(q *search.Query)
}

func queryKinds() []queryKind {
	facets := []search.Facet{{Name: search.FacetNameKind, Size: 10}, {Name: search.FacetNameIndustry, Size: 10}, {Name: search.FacetNameYear, Size: 10}, {Name: search.FacetNameTag, Size: 10}}
	return []queryKind{
		{"short: 2 words", 2, func(*search.Query) {}},
		{"long: 15 words", 15, func(*search.Query) {}},
		{"phrase: 2 words in quotes", 2, func(q *search.Query) { q.Text = `"` + q.Text + `"` }},
		{"short, 2 facets", 2, func(q *search.Query) { q.Facets = facets[:2] }},
		{"short, 4 facets", 2, func(q *search.Query) { q.Facets = facets }},
		{"short, highlights", 2, func(q *search.Query) { q.Highlight = true }},
		{"long, 4 facets, highlights, grouped", 15, func(q *search.Query) { q.Facets, q.Highlight, q.Group = facets, true, true }},
		{"similar: a whole document", 0, nil},
	}
}

// query makes one up.
func (k queryKind) query(texts passages, number uint64) func(context.Context, *search.Library) (*search.Result, error) {
	const limit = 10
	scopes := []string{"all"}
	if k.words == 0 {
		q := search.SimilarQuery{Text: texts.whole(number), Scopes: scopes, Limit: limit}
		return func(ctx context.Context, l *search.Library) (*search.Result, error) { return l.Similar(ctx, q) }
	}
	q := search.Query{Text: texts.piece(number, k.words), Scopes: scopes, Limit: limit}
	k.shape(&q)
	return func(ctx context.Context, l *search.Library) (*search.Result, error) { return l.Search(ctx, q) }
}

// ask sends different queries one after the other for the time given.
func (k queryKind) ask(ctx context.Context, library *search.Library, texts passages, window time.Duration) (r queryResult, err error) {
	var latencies []time.Duration
	r = queryResult{Name: k.name}
	// The first ones read the files and are not counted.
	const warm = 20
	var before time.Duration
	began := time.Now()
	for i := 0; i < warm+10 || time.Since(began) < window; i++ {
		if i == warm {
			began, before = time.Now(), ownCPU()
		}
		send := k.query(texts, uint64(i))
		sent := time.Now()
		found, err := send(ctx, library)
		if err != nil {
			return r, err
		}
		if i >= warm {
			latencies = append(latencies, time.Since(sent))
			r.Hits += found.Total
		}
	}
	r.N = len(latencies)
	r.CPU = (ownCPU() - before) / time.Duration(r.N)
	r.P50, r.P99 = percentiles(latencies)
	return r, nil
}
