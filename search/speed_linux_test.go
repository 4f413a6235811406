package search

import (
	"context"
	"strings"
	"syscall"
	"testing"
	"time"
)

// speedDocs is the size of the index that BenchmarkSpeed asks.
const speedDocs = 100000

// BenchmarkSpeed tells the processor time of a query, which other programs on
// the machine do not change much, in an index as a rebuild leaves it.
func BenchmarkSpeed(b *testing.B) {
	l, texts := newLibrary(b), []string{}
	err := l.Rebuild(context.Background(), func(add func([]Change) error) (int64, error) {
		batches(b, speedDocs, func(changes []Change, _ int64) error {
			texts = append(texts, changes[0].Doc.Body, changes[9].Doc.Body)
			return add(changes)
		})
		return 1, nil
	}, nil)
	if err != nil {
		b.Fatal(err)
	}
	facets := []Facet{{FacetNameKind, 10}, {FacetNameTag, 10}}
	for _, bench := range []struct {
		name  string
		words int
		query Query
	}{
		{"short", 2, Query{}},
		{"long", 15, Query{}},
		{"short with recency", 2, Query{Now: time.Unix(speedDocs*3600, 0)}},
		{"long with recency", 15, Query{Now: time.Unix(speedDocs*3600, 0)}},
		{"short by date", 2, Query{Sort: SortDate}},
		{"long by date", 15, Query{Sort: SortDate}},
		{"short with two facets", 2, Query{Facets: facets}},
		{"short with highlights", 2, Query{Highlight: true}},
		{"short grouped", 2, Query{Group: true}},
		{"long grouped", 15, Query{Group: true}},
	} {
		b.Run(bench.name, func(b *testing.B) {
			total := 0
			measureCPU(b, func(i int) {
				bench.query.Text, bench.query.Limit = beginningOf(texts[i%len(texts)], bench.words), 10
				total += find(b, l, bench.query).Total
			})
			b.ReportMetric(float64(total)/float64(b.N), "matches/op")
		})
	}
	b.Run("similar to a text", func(b *testing.B) {
		measureCPU(b, func(i int) {
			q := SimilarQuery{Text: texts[i%len(texts)], Scopes: []string{"all"}, Limit: 10}
			if _, err := l.Similar(context.Background(), q); err != nil {
				b.Fatal(err)
			}
		})
	})
}

// beginningOf is the first words of a text; of Chinese two characters count as
// one.
func beginningOf(text string, words int) string {
	if fields := strings.Fields(text); len(fields) > words {
		return strings.Join(fields[:words], " ")
	}
	return firstRunes(strings.ReplaceAll(text, "，", ""), 2*words)
}

func measureCPU(b *testing.B, ask func(i int)) {
	for i := range 20 { // the first ones read the files
		ask(i)
	}
	began := usedCPU(b)
	i := 0
	for b.Loop() {
		ask(i)
		i++
	}
	b.ReportMetric(float64((usedCPU(b)-began).Microseconds())/1000/float64(b.N), "cpu-ms/op")
}

func usedCPU(b *testing.B) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
