package search

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// benchDocs is the size of the benchmark index; BIDWELL_BENCH_DOCS changes it.
func benchDocs() int {
	if n, err := strconv.Atoi(os.Getenv("BIDWELL_BENCH_DOCS")); err == nil {
		return n
	}
	return 10000
}

// writer invents documents of about 850 bytes, six of ten Chinese, with word
// frequencies as in real text.
type writer struct {
	random  *rand.Rand
	zipf    *rand.Zipf
	han, en []string
}

func newWriter() *writer {
	r := rand.New(rand.NewPCG(1, 2))
	w := &writer{random: r, zipf: rand.NewZipf(r, 1.07, 3, 19999)}
	for range 20000 {
		word := ""
		for range 1 + r.IntN(3) {
			word += string(rune(0x4e00 + r.IntN(3000)))
		}
		w.han = append(w.han, word)
		word = ""
		for range 2 + r.IntN(4) {
			word += string("bcdfglmnprst"[r.IntN(12)]) + string("aeiou"[r.IntN(5)])
		}
		w.en = append(w.en, word)
	}
	return w
}

func (w *writer) words(n int, chinese bool) string {
	var text strings.Builder
	for i := 0; text.Len() < n; i++ {
		if chinese {
			text.WriteString(w.han[w.zipf.Uint64()])
			if i%9 == 8 {
				text.WriteString("，")
			}
			continue
		}
		text.WriteString(w.en[w.zipf.Uint64()] + " ")
	}
	return text.String()
}

func (w *writer) doc(i int) *Doc {
	chinese := i%10 < 6
	return &Doc{
		ID: fmt.Sprintf("doc_%08d", i), Root: fmt.Sprintf("doc_%08d", i-i%4), Kind: []string{"CASE", "SECTION", "LESSON"}[i%3],
		Title: w.words(30, chinese), Body: w.words(820, chinese), Customer: "customer " + strconv.Itoa(i%500),
		Industry: "industry " + strconv.Itoa(i%12), Outcome: []string{"WON", "LOST", "OPEN"}[i%7%3], Year: 2015 + i%10,
		Tags: []string{"tag" + strconv.Itoa(i%97)}, Date: time.Unix(int64(i)*3600, 0), Amount: int64(i),
		Scopes: []string{"all", "team:" + strconv.Itoa(i%20)}, Revision: strconv.Itoa(i),
	}
}

// batches hands n documents to use, a thousand at a time.
func batches(b *testing.B, n int, use func(changes []Change, seq int64) error) {
	w := newWriter()
	var changes []Change
	for i := range n {
		if changes = append(changes, Change{Doc: w.doc(i)}); len(changes) == 1000 || i == n-1 {
			if err := use(changes, int64(i)); err != nil {
				b.Fatal(err)
			}
			changes = nil
		}
	}
}

func fillBench(b *testing.B, n int) *Library {
	l := newLibrary(b)
	batches(b, n, func(changes []Change, seq int64) error { return l.Apply(context.Background(), changes, seq) })
	return l
}

// BenchmarkBuild compares durable batches in order with a rebuild, which
// works on several at once.
func BenchmarkBuild(b *testing.B) {
	n := benchDocs()
	b.Run("apply", func(b *testing.B) {
		for b.Loop() {
			fillBench(b, n)
		}
		b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "docs/s")
	})
	b.Run("rebuild", func(b *testing.B) {
		for b.Loop() {
			err := newLibrary(b).Rebuild(context.Background(), func(add func([]Change) error) (int64, error) {
				batches(b, n, func(changes []Change, _ int64) error { return add(changes) })
				return int64(n), nil
			}, nil)
			if err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "docs/s")
	})
}

func BenchmarkSearch(b *testing.B) {
	l, w := fillBench(b, benchDocs()), newWriter()
	time.Sleep(2 * time.Second) // merges
	reportSizes(b, l)
	short, long := make([]string, 200), make([]string, 200)
	for i := range short {
		short[i], long[i] = w.words(12, i%10 < 6), w.words(90, i%10 < 6)
	}
	facets := []Facet{{FacetNameKind, 10}, {FacetNameTag, 10}}
	for _, bench := range []struct {
		name  string
		texts []string
		query Query
	}{
		{"short", short, Query{Limit: 10}},
		{"long", long, Query{Limit: 10}},
		{"short grouped", short, Query{Limit: 10, Group: true}},
		{"short with two facets", short, Query{Limit: 10, Facets: facets}},
		{"short with highlights", short, Query{Limit: 10, Highlight: true}},
		{"browse", []string{""}, Query{Limit: 10}},
	} {
		b.Run(bench.name, func(b *testing.B) {
			i := 0
			for b.Loop() {
				query := bench.query
				query.Text, query.Scopes = bench.texts[i%len(bench.texts)], []string{"all"}
				find(b, l, query)
				i++
			}
		})
	}
	b.Run("phrase", func(b *testing.B) {
		i := 0
		for b.Loop() {
			find(b, l, Query{Text: `"` + w.han[i%100+20] + w.han[i%7] + `"`, Limit: 10, Scopes: []string{"all"}})
			i++
		}
	})
	b.Run("similar to a document", func(b *testing.B) {
		i := 0
		for b.Loop() {
			_, err := l.Similar(context.Background(), SimilarQuery{ID: fmt.Sprintf("doc_%08d", i%1000), Scopes: []string{"all"}, Limit: 10})
			if err != nil {
				b.Fatal(err)
			}
			i++
		}
	})
}

func reportSizes(b *testing.B, l *Library) {
	find(b, l, Query{Text: "x", Scopes: []string{"all"}, Group: true, Limit: 1})
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	var disk int64
	_ = filepath.Walk(l.gen.dir, func(_ string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() {
			disk += info.Size()
		}
		return nil
	})
	b.Logf("heap in use %d MiB, from the system %d MiB, disk %d MiB", m.HeapInuse>>20, m.Sys>>20, disk>>20)
}

// BenchmarkSuggest reports what the titles of the index add to the memory.
func BenchmarkSuggest(b *testing.B) {
	l, w := fillBench(b, benchDocs()), newWriter()
	time.Sleep(2 * time.Second) // merges
	ask := func(text string) {
		if _, err := l.Suggest(context.Background(), Query{Text: text, Scopes: []string{"all"}, Limit: 10}); err != nil {
			b.Fatal(err)
		}
	}
	began := time.Now()
	ask("zz")
	size := 0
	for _, t := range l.gen.shelf.segments {
		size += len(t.book.text) + 4*cap(t.book.starts) + 4*cap(t.book.firsts) + 2*cap(t.book.sounds) + 4*cap(t.of)
	}
	b.Logf("the first took %v; titles take %d KiB", time.Since(began), size>>10)
	for name, text := range map[string]string{"Chinese": w.han[50], "English": w.en[50][:4], "pinyin": "dengbao", "initials": "db"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				ask(text)
			}
		})
	}
	b.Run("did you mean", func(b *testing.B) {
		for b.Loop() {
			if _, err := l.DidYouMean(context.Background(), Query{Text: "xqzzing 堃燚", Scopes: []string{"all"}}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
