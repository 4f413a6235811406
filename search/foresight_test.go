package search

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"
)

// TestForesightChangesNothing: queries whose lists are long are answered as if
// every document were scored, when their peaks are not known yet and when they
// are.
func TestForesightChangesNothing(t *testing.T) {
	l := newLibrary(t)
	const docs = 4000
	fillInvented(t, l, docs)
	w := newWriter()
	var changes []Change
	for i := range docs / 10 { // some change, some get factors, some go
		doc := w.doc(i * 10)
		doc.Factors = []Factor{{"reuse", 1 + float32(i%7)/8}}
		if changes = append(changes, Change{Doc: doc}); i%5 == 0 {
			changes = append(changes, Change{DeleteID: fmt.Sprintf("doc_%08d", i*10+1)})
		}
	}
	if err := l.Apply(context.Background(), changes, 2); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, 4))
	asked, foreseen := 0, 0
	for range 60 {
		var words []string
		for range 1 + random.IntN(4) {
			if n := random.IntN(60); random.IntN(2) == 0 {
				words = append(words, w.en[n])
			} else {
				words = append(words, w.han[n])
			}
		}
		q := Query{
			Text: strings.Join(words, " "), Limit: random.IntN(6), Group: random.IntN(3) == 0,
			Scopes: []string{[]string{"all", "team:3"}[random.IntN(2)]}, Facets: []Facet{{FacetNameKind, 2}},
		}
		if random.IntN(2) == 0 {
			q.Now = time.Unix(docs*3600, 0)
		}
		want := exhaustive(t, l, q)
		for range 3 { // for the first time, to read the peaks, and with them
			asked++
			if got := find(t, l, q); !reflect.DeepEqual(got, want) {
				t.Fatalf("%+v\ngives %+v\nwant  %+v", q, got, want)
			}
		}
		foreseen += foresees(t, l, q)
	}
	t.Logf("%d of %d answers foreseen", 3*foreseen, asked)
	if foreseen < 10 {
		t.Errorf("%d queries are answered with foresight", foreseen)
	}
}

// foresees tells whether a query is answered with foresight.
func foresees(t *testing.T, l *Library, q Query) (n int) {
	t.Helper()
	ctx := context.Background()
	a := l.language.analyzer()
	defer l.language.done(a)
	p := parse(q.Text).plan(a, nil)
	err := l.ask(ctx, func(v *view) error {
		b, err := v.load(ctx)
		if err != nil {
			return err
		}
		allowed, err := v.allowed(ctx, b, q.Scopes, q.Filter)
		if err != nil {
			return err
		}
		terms, err := v.weigh(b, p.terms, maxQueryTerms)
		if err != nil {
			return err
		}
		tally := v.tally(b)
		defer v.done(tally)
		for _, term := range terms {
			tally.total += term.weight
		}
		if err := v.foresee(ctx, b, tally, terms, contest{among: allowed, places: q.Limit + 1}); err != nil {
			return err
		}
		if tally.best != nil {
			n = 1
		}
		if tally.touched.count() > 0 {
			t.Errorf("%q: looking ahead leaves scores behind", q.Text)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestPeaksHoldForEveryDocument: no document gains more than the level it is on
// says, and the levels lie in each other.
func TestPeaksHoldForEveryDocument(t *testing.T) {
	l := newLibrary(t)
	fillInvented(t, l, 1200)
	ctx := context.Background()
	w := newWriter()
	err := l.ask(ctx, func(v *view) error {
		b, err := v.load(ctx)
		if err != nil {
			return err
		}
		levelled := 0
		for i := range 40 {
			terms, err := v.weigh(b, []queryTerm{{term: w.en[i], count: 1}, {term: w.han[i], count: 1}}, 2)
			if err != nil {
				return err
			}
			for _, term := range terms {
				p, err := readPeaks(ctx, b, &term)
				if err != nil {
					return err
				}
				sets := make([]docSet, len(p))
				for i := range sets[1:] {
					sets[i+1] = newDocSet(b.size)
					p[i+1].docs.addTo(sets[i+1])
					if n := sets[i+1].count(); n != p[i+1].count || n > term.documents()/highShares[i] {
						t.Errorf("%s: level %d has %d of %d documents, %d counted", term.term, i+1, n, term.documents(), p[i+1].count)
					}
					levelled += p[i+1].count
				}
				err = term.lists[0].each(ctx, func(docs []uint32, numbers []uint64) {
					for i, doc := range docs {
						at := 0
						for at+1 < len(p) && sets[at+1].has(doc) {
							at++
						}
						if gain := b.gain(term.found(doc, numbers[i]), titleBonus); gain > p[at].most {
							t.Errorf("%s: document %d gains %v on level %d of %v", term.term, doc, gain, at, p[at].most)
						}
						if at < 2 && sets[2].has(doc) {
							t.Errorf("%s: document %d is on the highest level, not on the one below", term.term, doc)
						}
					}
				})
				if err != nil {
					return err
				}
			}
		}
		if levelled == 0 {
			t.Error("no document stands out")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
