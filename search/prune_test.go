package search

import (
	"context"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// exhaustive ranks as Search does, but scores every document for every term.
func exhaustive(t rapid.TB, l *Library, q Query) *Result {
	a := l.language.analyzer()
	defer l.language.done(a)
	p := parse(q.Text).plan(a, nil)
	var result *Result
	err := l.ask(context.Background(), func(v *view) error {
		r := &run{view: v, limit: q.Limit, group: q.Group, order: q.ordering(), facets: q.Facets}
		if err := r.load(context.Background()); err != nil {
			return err
		}
		allowed, err := v.allowed(context.Background(), r.base, q.Scopes, q.Filter)
		if err != nil {
			return err
		}
		tally := v.tally(r.base)
		defer v.done(tally)
		if r.base.size > 0 {
			tally.watch = &watch{} // who looks at one document wants all scores
		}
		if err := r.match(context.Background(), p, tally, allowed); err != nil {
			return err
		}
		result, err = r.answer(context.Background(), allowed, tally)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// TestPruningChangesNothing: the answer to a query is that of scoring every
// document, to the last bit: hits, order, scores, total and facets.
func TestPruningChangesNothing(t *testing.T) {
	pruned, boosted := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		l, err := Open(mustTempDir(t), Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		// Few words of very different frequency, so that much is left out.
		words := strings.Fields("alpha beta gamma delta 中标 验收 数据库 等级保护 x1 omega")
		text := rapid.Custom(func(t *rapid.T) string {
			var all []string
			for range rapid.IntRange(0, 12).Draw(t, "words") {
				n := rapid.IntRange(0, len(words)-1).Draw(t, "word")
				all = append(all, words[n*rapid.IntRange(0, 3).Draw(t, "often")/3])
			}
			return strings.Join(all, " ")
		})
		factors := rapid.Just([]Factor(nil))
		if rapid.Bool().Draw(t, "with factors") {
			factors = someFactors
		}
		if rapid.Bool().Draw(t, "few of them") { // so that one may overtake the others
			factors = rapid.Custom(func(t *rapid.T) []Factor {
				if rapid.IntRange(0, 9).Draw(t, "one of ten") > 0 {
					return nil
				}
				return []Factor{{"reuse", MaxFactor}}
			})
		}
		for batch := range rapid.IntRange(1, 3).Draw(t, "batches") {
			var changes []Change
			for range rapid.IntRange(1, 60).Draw(t, "changes") {
				id := fmt.Sprint("d", rapid.IntRange(0, 90).Draw(t, "id"))
				if rapid.IntRange(0, 5).Draw(t, "kind of change") == 0 {
					changes = append(changes, Change{DeleteID: id})
					continue
				}
				changes = append(changes, Change{Doc: &Doc{
					ID: id, Root: fmt.Sprint("r", rapid.IntRange(0, 20).Draw(t, "root")), Title: text.Draw(t, "title"), Body: text.Draw(t, "body"),
					Kind: rapid.SampledFrom([]string{"CASE", "LESSON", ""}).Draw(t, "kind"), Tags: rapid.SliceOfN(rapid.SampledFrom(words), 0, 3).Draw(t, "tags"),
					Factors: factors.Draw(t, "factors"), Date: someDate.Draw(t, "date"),
					Scopes: rapid.SampledFrom([][]string{{"all"}, {"team"}, {"all", "team"}}).Draw(t, "scopes"),
				}})
			}
			if err := l.Apply(context.Background(), changes, int64(batch+1)); err != nil {
				t.Fatal(err)
			}
		}
		for range 20 {
			q := Query{
				Text: text.Draw(t, "query"), Limit: rapid.IntRange(0, 5).Draw(t, "limit"), Group: rapid.Bool().Draw(t, "group"),
				Scopes: []string{rapid.SampledFrom([]string{"all", "team"}).Draw(t, "scope")}, Facets: []Facet{{FacetNameKind, 2}, {FacetNameTag, 3}},
			}
			if rapid.IntRange(0, 2).Draw(t, "recency") == 0 {
				q.Now = day("2025-06-01")
			}
			if rapid.Bool().Draw(t, "narrow") {
				q.Filter.Kinds = []string{"CASE"}
			}
			if rapid.Bool().Draw(t, "field") {
				q.Text += " -kind:LESSON"
			}
			got, err := l.Search(context.Background(), q)
			if err != nil {
				t.Fatal(err)
			}
			if want := exhaustive(t, l, q); !reflect.DeepEqual(got, want) {
				t.Fatalf("%+v\ngives %+v\nwant  %+v", q, got, want)
			}
			n := prunes(t, l, q)
			pruned += n
			if !q.Now.IsZero() {
				boosted += n
			}
		}
	})
	if pruned == 0 || boosted == 0 {
		t.Errorf("%d queries left anything out, %d of them with recency", pruned, boosted)
	}
}

var (
	someFactors = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Factor {
		return Factor{rapid.SampledFrom([]string{"verified", "expired", "reuse"}).Draw(t, "name"), rapid.Float32Range(MinFactor, MaxFactor).Draw(t, "value")}
	}), 0, 3)
	someDate = rapid.SampledFrom([]time.Time{{}, day("1911-10-10"), day("2020-02-29"), day("2025-05-31"), day("2031-01-01")})
)

// prunes tells whether a query is answered without all scores.
func prunes(t *rapid.T, l *Library, q Query) (n int) {
	a := l.language.analyzer()
	defer l.language.done(a)
	p := parse(q.Text).plan(a, nil)
	err := l.ask(context.Background(), func(v *view) error {
		r := &run{view: v, limit: q.Limit, group: q.Group, order: q.ordering()}
		if err := r.load(context.Background()); err != nil {
			return err
		}
		allowed, err := v.allowed(context.Background(), r.base, q.Scopes, q.Filter)
		if err != nil {
			return err
		}
		tally := v.tally(r.base)
		defer v.done(tally)
		if err := r.match(context.Background(), p, tally, allowed); err == nil && tally.best != nil {
			n = 1
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestPostingsAreReadAsTheIndexReadsThem, from a file and from memory, with
// deleted documents, all and some of them.
func TestPostingsAreReadAsTheIndexReadsThem(t *testing.T) {
	l := newLibrary(t)
	fillInvented(t, l, 1500)
	var changes []Change
	for i := range 300 {
		changes = append(changes, Change{DeleteID: fmt.Sprintf("doc_%08d", i*3)})
	}
	w := newWriter()
	for i := range 50 {
		changes = append(changes, Change{Doc: w.doc(i * 7)})
	}
	if err := l.Apply(context.Background(), changes, 2); err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	err := l.ask(ctx, func(v *view) error {
		mapped, terms := 0, 0
		b, err := v.load(ctx)
		if err != nil {
			return err
		}
		some := newDocSet(b.size)
		for doc := 0; doc < b.size; doc += 5 {
			some.add(uint32(doc))
		}
		some.keep(b.live)
		few := some.members()
		for _, prefix := range []string{"b", string(rune(0x4e00)), "=", "2"} {
			all, err := v.terms(fieldText, prefix)
			if err != nil {
				return err
			}
			for _, term := range all[:min(len(all), 200)] {
				p, err := v.open(fieldText, term)
				if err != nil {
					return err
				}
				terms++
				for _, part := range p.parts {
					if part.numbers != nil {
						mapped++
					}
				}
				want := slowly(t, v, term)
				got := pairs(t, func(use func([]uint32, []uint64)) error { return p.each(ctx, use) })
				if !slices.Equal(got, want) || p.count != len(want) {
					t.Fatalf("%s: %v, count %d, want %v", term, got, p.count, want)
				}
				want = slices.DeleteFunc(want, func(x [2]uint64) bool { return !some.has(uint32(x[0])) })
				got = pairs(t, func(use func([]uint32, []uint64)) error { return p.among(ctx, some, use) })
				if !slices.Equal(got, want) {
					t.Fatalf("%s among some: %v, want %v", term, got, want)
				}
				got = nil
				if err := p.of(ctx, few, func(at int, number uint64) { got = append(got, [2]uint64{uint64(few[at]), number}) }); err != nil {
					return err
				}
				if !slices.Equal(got, want) {
					t.Fatalf("%s of a few: %v, want %v", term, got, want)
				}
			}
		}
		if mapped < terms/2 {
			t.Errorf("of %d terms %d lists are read from files", terms, mapped)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func pairs(t *testing.T, read func(use func([]uint32, []uint64)) error) (all [][2]uint64) {
	t.Helper()
	err := read(func(docs []uint32, numbers []uint64) {
		for i, doc := range docs {
			all = append(all, [2]uint64{uint64(doc), numbers[i]})
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// slowly reads a term by the index's own reader.
func slowly(t *testing.T, v *view, term string) (all [][2]uint64) {
	t.Helper()
	list, err := v.reader.TermFieldReader(context.Background(), []byte(term), fieldText, true, false, false)
	if err != nil {
		t.Fatal(err)
	}
	defer list.Close()
	for {
		next, err := list.Next(nil)
		if err != nil {
			t.Fatal(err)
		}
		if next == nil {
			return all
		}
		all = append(all, [2]uint64{next.ID.Value(), next.Freq})
	}
}

func mustTempDir(t *rapid.T) string {
	dir, err := os.MkdirTemp("", "bidwell")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}
