package search

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// copiesOf tells clusters by their members.
func copiesOf(t testing.TB, l *Library, q DuplicateQuery) string {
	t.Helper()
	if q.Scopes == nil {
		q.Scopes = []string{"all"}
	}
	if q.Limit == 0 {
		q.Limit = MaxClusters
	}
	found, err := l.Duplicates(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, c := range found {
		var names []string
		for _, m := range c.Members {
			names = append(names, m.ID)
		}
		all = append(all, strings.Join(names, " "))
	}
	return strings.Join(all, "; ")
}

const (
	powerZH = "机房供电采用双回路市电引入,两路电源来自不同的变电站,任一路中断时由自动转换开关在十五毫秒内切换到另一路。" +
		"不间断电源按两倍容量配置,满载时后备时间不少于三十分钟,柴油发电机在一分钟之内带起全部负载。"
	coolingZH = "制冷系统采用列间空调与封闭冷通道,冷冻水一次侧按N+1冗余配置,蓄冷罐可在停电后维持十五分钟的连续供冷," +
		"送风温度控制在二十二摄氏度左右,全年综合能效比不高于一点三,运行数据接入动环监控平台统一展示。"
	powerEN = "The data hall is fed by two independent utility lines from different substations; when one of them fails an automatic " +
		"transfer switch moves the load to the other within fifteen milliseconds. The uninterruptible power supply has twice the " +
		"capacity that is needed and bridges thirty minutes at full load, after which diesel generators take over everything."
	coolingEN = "Cooling is by in-row units along contained cold aisles, with chilled water supplied by one more machine than is " +
		"needed and a storage tank that keeps the air flowing for a quarter of an hour after a power cut, at an annual average " +
		"efficiency no worse than one point three, all of it measured and shown on the monitoring platform of the operator."
	legal = "Prices are valid for ninety days and exclude value added tax. Delivery follows the accepted schedule."
)

func TestCopiesAreFound(t *testing.T) {
	other := strings.NewReplacer("双回路", "雙迴路", "配置", "配置", "负载", "負載").Replace(powerZH)
	for _, test := range []struct {
		name, a, b string
		alike      float64
		want       bool
	}{
		{"the same in Chinese", powerZH, powerZH, 0, true},
		{"the same in English", powerEN, powerEN, 0, true},
		{"the same when only the same will do", powerEN, powerEN, 1, true},
		{"another text", powerZH, coolingZH, 0, false},
		{"another text in English", powerEN, coolingEN, 0, false},
		{"the other language", powerZH, powerEN, 0, false},
		{"two characters changed", powerZH, strings.NewReplacer("十五毫秒", "十六毫秒", "三十分钟", "四十分钟").Replace(powerZH), 0, true},
		{"a word changed", powerEN, strings.Replace(powerEN, "fifteen milliseconds", "twenty milliseconds", 1), 0, true},
		{"a word changed when only the same will do", powerEN, strings.Replace(powerEN, "fifteen", "twenty", 1), 1, false},
		{"in capitals, with other signs and breaks", powerEN, strings.ToUpper(strings.ReplaceAll(powerEN, ". ", " …\n\n## ")), 1, true},
		{"in traditional characters and full width", powerZH, strings.ReplaceAll(other, ",", "，"), 0, true},
		{"paragraphs in another order", powerZH + "\n\n" + coolingZH, coolingZH + "\n\n" + powerZH, 0, true},
		{"paragraphs in another order, in English", powerEN + "\n\n" + coolingEN, coolingEN + "\n\n" + powerEN, 0, true},
		{"twice the same", powerEN, powerEN + "\n\n" + powerEN, 0, true},
		{"boilerplate in common", powerEN + " " + legal, coolingEN + " " + legal, 0, false},
		{"half of it", powerZH + coolingZH, powerZH, 0, false},
		{"half of it, when half will do", powerZH + coolingZH, powerZH + strings.Split(coolingZH, ",全年")[0], .5, true},
		{"short texts", "详见附件一所列的清单", "详见附件一所列的清单", 0, false},
		{"a short text that repeats itself", strings.Repeat("详见附件。", 30), strings.Repeat("详见附件。", 30), 0, false},
		{"texts without a word", strings.Repeat("—— ", 100), strings.Repeat("—— ", 100), 0, false},
		{"invalid bytes", powerZH + "\xff\x00", powerZH + "\xfe", 0, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := newLibrary(t)
			apply(t, l, 1, note("a", test.a), note("b", test.b), note("c", "something else altogether, in ten words or perhaps in eleven"))
			want := ""
			if test.want {
				want = "a b"
			}
			if got := copiesOf(t, l, DuplicateQuery{Alike: test.alike}); got != want {
				t.Errorf("%q, want %q; they are alike by %.2f", got, want, Alike(test.a, test.b))
			}
		})
	}
}

func TestAlikeIsTheShareOfCommonShingles(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want float64
	}{
		{"", "", 1},
		{"", "word", 0},
		{"two words", "Two  Words!", 1},
		{"two words", "words two", 0},
		{"a b c d e", "a b c d f", 2.0 / 4},
		{"甲乙丙丁", "甲乙丙戊", 1.0 / 3},
		{"采用 SM4 算法", "采用SM4算法", 1},
		{"a b c a b c a b c", "a b c a b c", 1},
	} {
		if got := Alike(test.a, test.b); math.Abs(got-test.want) > 1e-9 || got != Alike(test.b, test.a) {
			t.Errorf("%q and %q are alike by %v, want %v", test.a, test.b, got, test.want)
		}
	}
}

func TestDuplicatesFollowTheIndexAndWhatMayBeSeen(t *testing.T) {
	l := newLibrary(t)
	in := func(id, kind, body string, scopes ...string) *Doc {
		return &Doc{ID: id, Kind: kind, Root: "root-" + id, Title: "Title " + id, Body: body, Scopes: scopes}
	}
	apply(t, l, 1,
		in("a", "SECTION", powerZH, "all"), in("b", "CASE", powerZH, "all"), in("c", "LESSON", powerZH, "all"), in("d", "SECTION", powerZH, "none"),
		in("e", "SECTION", coolingEN, "all"), in("f", "SECTION", coolingEN, "all"), in("g", "SECTION", powerEN, "all"))
	both := Filter{Kinds: []string{"SECTION", "CASE"}}
	check := func(when, want string, q DuplicateQuery) {
		t.Helper()
		if got := copiesOf(t, l, q); got != want {
			t.Errorf("%s: %q, want %q", when, got, want)
		}
	}
	check("all kinds, the largest first", "a b c; e f", DuplicateQuery{})
	check("no more than wanted", "a b c", DuplicateQuery{Limit: 1})
	check("by kind", "e f; a b", DuplicateQuery{Filter: both, Limit: 2})
	check("another scope", "", DuplicateQuery{Scopes: []string{"none"}})
	check("both scopes", "a b c d", DuplicateQuery{Scopes: []string{"all", "none"}, Limit: 1})
	found, err := l.Duplicates(context.Background(), DuplicateQuery{Scopes: []string{"all"}, Limit: 1})
	if err != nil || found[0].Size != 3 || found[0].Members[1] != (Copy{"b", "CASE", "root-b", "Title b"}) || found[0].Alike(0, 2) != 1 {
		t.Errorf("%+v, %v", found, err)
	}
	if err := l.Apply(context.Background(), []Change{{DeleteID: "c"}, {Doc: in("g", "SECTION", coolingEN, "all")}}, 2); err != nil {
		t.Fatal(err)
	}
	check("one deleted, one rewritten", "e f g; a b", DuplicateQuery{})
	if err := l.Rebuild(context.Background(), func(add func([]Change) error) (int64, error) {
		return 3, add([]Change{{Doc: in("x", "CASE", powerEN, "all")}, {Doc: in("y", "CASE", powerEN, "all")}})
	}, nil); err != nil {
		t.Fatal(err)
	}
	check("rebuilt", "x y", DuplicateQuery{})

	for what, q := range map[string]DuplicateQuery{
		"too many": {Limit: MaxClusters + 1}, "less than none": {Limit: -1}, "not alike": {Alike: .49, Limit: 1},
		"more than alike": {Alike: 1.01, Limit: 1}, "no number": {Alike: math.NaN(), Limit: 1},
	} {
		q.Scopes = []string{"all"}
		if _, err := l.Duplicates(context.Background(), q); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", what, err)
		}
	}
	for what, q := range map[string]DuplicateQuery{"no scopes": {Limit: 9}, "none wanted": {Scopes: []string{"all"}}} {
		if got, err := l.Duplicates(context.Background(), q); got != nil || err != nil {
			t.Errorf("%s: %v, %v", what, got, err)
		}
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := l.Duplicates(ended, DuplicateQuery{Scopes: []string{"all"}, Limit: 9}); !errors.Is(err, context.Canceled) {
		t.Errorf("an ended context: %v", err)
	}
	l.comparing <- struct{}{} // somebody else compares
	ended, cancel = context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	if _, err := l.Duplicates(ended, DuplicateQuery{Scopes: []string{"all"}, Limit: 9}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("waiting: %v", err)
	}
	<-l.comparing
}

func TestManyCopiesAreToldInPart(t *testing.T) {
	l := newLibrary(t)
	var docs []*Doc
	for i := range MaxCopies + 50 {
		docs = append(docs, note(fmt.Sprintf("%04d", i), powerEN+strings.Repeat(" again", i%2)))
	}
	load(t, l, docs)
	found, err := l.Duplicates(context.Background(), DuplicateQuery{Scopes: []string{"all"}, Limit: 1})
	if err != nil || found[0].Size != MaxCopies+50 || len(found[0].Members) != MaxCopies || found[0].Members[MaxCopies-1].ID != "0199" {
		t.Errorf("%d members of %d, %v", len(found[0].Members), found[0].Size, err)
	}
}

// inventedTexts are texts of few words, some of them edited copies of earlier ones.
func inventedTexts(r *rapid.T) []string {
	random := rand.New(rand.NewPCG(rapid.Uint64().Draw(r, "seed"), 1))
	words := make([]string, 400)
	for i := range words {
		words[i] = fmt.Sprintf("w%d ", i)
		if i%2 == 0 {
			words[i] = string(rune(0x4e00 + i))
		}
	}
	var texts [][]string
	for range rapid.IntRange(2, 24).Draw(r, "texts") {
		var text []string
		if len(texts) > 0 && random.IntN(3) > 0 {
			text = slices.Clone(texts[random.IntN(len(texts))])
		} else {
			for range 25 + random.IntN(250) {
				text = append(text, words[random.IntN(len(words))])
			}
		}
		for range random.IntN(1 + len(text)/6) {
			text[random.IntN(len(text))] = words[random.IntN(len(words))]
		}
		texts = append(texts, text)
	}
	joined := make([]string, len(texts))
	for i, text := range texts {
		joined[i] = strings.Join(text, "")
	}
	return joined
}

// tolerance is how far from the threshold the estimate is relied upon: more than five standard errors.
const tolerance = .2

// TestDuplicatesAreThoseThatAreAlike compares with all pairs, one by one.
func TestDuplicatesAreThoseThatAreAlike(t *testing.T) {
	l, seq := newLibrary(t), int64(0)
	rapid.Check(t, func(r *rapid.T) {
		texts := inventedTexts(r)
		var changes []Change
		for i := range 24 {
			if i < len(texts) {
				changes = append(changes, Change{Doc: note(fmt.Sprintf("%02d", i), texts[i])})
			} else {
				changes = append(changes, Change{DeleteID: fmt.Sprintf("%02d", i)})
			}
		}
		seq++
		if err := l.Apply(context.Background(), changes, seq); err != nil {
			r.Fatal(err)
		}
		alike := rapid.SampledFrom([]float64{.5, .6, .7, .8}).Draw(r, "alike")
		q := DuplicateQuery{Scopes: []string{"all"}, Alike: alike, Limit: MaxClusters}
		found, err := l.Duplicates(context.Background(), q)
		if err != nil {
			r.Fatal(err)
		}
		in := map[int]int{}
		for n, c := range found {
			if n > 0 && c.Size > found[n-1].Size || c.Size < 2 || c.Size != len(c.Members) {
				r.Fatalf("cluster %d has %d members after one of %d", n, c.Size, found[max(n-1, 0)].Size)
			}
			var members []int
			for i, m := range c.Members {
				var at int
				_, _ = fmt.Sscanf(m.ID, "%d", &at)
				if in[at] > 0 || i > 0 && m.ID <= c.Members[i-1].ID {
					r.Fatalf("%s is told twice or out of order", m.ID)
				}
				in[at] = n + 1
				members = append(members, at)
				if off := math.Abs(c.Alike(0, i) - Alike(texts[members[0]], texts[at])); off > tolerance+.03 {
					r.Fatalf("the likeness of %d and %d is off by %.2f", members[0], at, off)
				}
			}
			wantConnected(r, texts, members, alike-tolerance)
		}
		for i := range texts {
			for j := range i {
				if Alike(texts[i], texts[j]) >= alike+tolerance && (in[i] == 0 || in[i] != in[j]) {
					r.Fatalf("%d and %d are alike by %.2f and not found at %.2f", i, j, Alike(texts[i], texts[j]), alike)
				}
			}
		}
		if again, err := l.Duplicates(context.Background(), q); err != nil || fmt.Sprint(ofClusters(again)) != fmt.Sprint(ofClusters(found)) {
			r.Fatalf("another answer: %v, %v", again, err)
		}
	})
}

func ofClusters(all []Cluster) (members [][]Copy) {
	for _, c := range all {
		members = append(members, c.Members)
	}
	return members
}

// wantConnected holds that pairs alike enough lead from each member to each other.
func wantConnected(r *rapid.T, texts []string, members []int, least float64) {
	reached, left := members[:1:1], slices.Clone(members[1:])
	for at := 0; at < len(reached); at++ {
		left = slices.DeleteFunc(left, func(m int) bool {
			near := Alike(texts[reached[at]], texts[m]) >= least
			if near {
				reached = append(reached, m)
			}
			return near
		})
	}
	if len(left) > 0 {
		r.Fatalf("%v are in a cluster with %v, to none of which they are alike by %.2f", left, reached, least)
	}
}

func TestSignaturesEstimateLikeness(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	var sum, squares float64
	const n = 400
	for range n {
		var a, b []uint64
		for range 60 + random.IntN(400) {
			x := random.Uint64()
			switch random.IntN(6) {
			case 0:
				a = append(a, x)
			case 1:
				b = append(b, x)
			default:
				a, b = append(a, x), append(b, x)
			}
		}
		slices.Sort(a)
		slices.Sort(b)
		x, y := sign(a), sign(b)
		off := x.alike(&y) - jaccard(a, b)
		sum, squares = sum+off, squares+off*off
	}
	bias, spread := sum/n, math.Sqrt(squares/n)
	t.Logf("bias %.4f, standard error %.4f", bias, spread)
	if math.Abs(bias) > .008 || spread > .05 {
		t.Errorf("bias %.4f, standard error %.4f", bias, spread)
	}
}

func TestBandsMissAlmostNothing(t *testing.T) {
	for alike, want := range map[float64]int{.5: 2, .8: 4, 1: 128} {
		if got := rowsOfBand(alike); got != want {
			t.Errorf("%v: %d rows, want %d", alike, got, want)
		}
	}
}

// BenchmarkDuplicates is over 20,000 documents, of which one in five is an edited copy.
func BenchmarkDuplicates(b *testing.B) {
	const n = 20000
	l, w := newLibrary(b), newWriter()
	var docs []*Doc
	for i := range n {
		doc := w.doc(i)
		if i%5 == 4 {
			doc.Body = docs[w.random.IntN(i)].Body + w.words(30, i%10 < 6)
		}
		docs = append(docs, doc)
	}
	load(b, l, docs)
	time.Sleep(2 * time.Second) // merges
	ask := func(alike float64) []Cluster {
		found, err := l.Duplicates(context.Background(), DuplicateQuery{Scopes: []string{"all"}, Alike: alike, Limit: 20})
		if err != nil {
			b.Fatal(err)
		}
		return found
	}
	began := time.Now()
	found := ask(0)
	took, size := time.Since(began), 0
	for _, s := range l.gen.copies.segments {
		size += cap(s.all)*2*signatureSlots + 4*cap(s.of)
	}
	b.Logf("the first took %v, %d clusters, the largest of %d; signatures take %d KiB", took, len(found), found[0].Size, size>>10)
	for _, alike := range []float64{.5, .8, .95} {
		b.Run(fmt.Sprint(alike), func(b *testing.B) {
			for b.Loop() {
				ask(alike)
			}
		})
	}
}

// TestCopiesOfRealLessons compares with all pairs of the lessons that people wrote.
func TestCopiesOfRealLessons(t *testing.T) {
	l, shingles := newLibrary(t), map[string][]uint64{}
	var docs []*Doc
	var s shingler
	for _, r := range readLines[record](t, filepath.Join(sharedData(t), "nasa_llis", "lessons.jsonl")) {
		docs = append(docs, &Doc{ID: r.ID, Title: r.Title, Body: r.Text})
		if set := s.shingle(r.Text); len(set) >= minShingles {
			shingles[r.ID] = slices.Clone(set)
		}
	}
	load(t, l, docs)
	began := time.Now()
	found, err := l.Duplicates(context.Background(), DuplicateQuery{Scopes: []string{"all"}, Limit: MaxClusters})
	if err != nil {
		t.Fatal(err)
	}
	took, in := time.Since(began), map[string]int{}
	for n, c := range found {
		for _, m := range c.Members {
			in[m.ID] = n + 1
		}
	}
	pairs, together, near := 0, 0, 0
	ids := slices.Sorted(maps.Keys(shingles))
	for i, a := range ids {
		for _, b := range ids[:i] {
			x, y := shingles[a], shingles[b]
			if 10*min(len(x), len(y)) < 6*max(len(x), len(y)) {
				continue
			}
			alike, same := jaccard(x, y), in[a] > 0 && in[a] == in[b]
			if alike >= DefaultAlike {
				pairs++
				if same {
					together++
				}
			}
			if alike >= DefaultAlike+tolerance/2 && !same {
				t.Errorf("%s and %s are alike by %.2f and apart", a, b, alike)
			}
			if same && alike < DefaultAlike-tolerance {
				near++
			}
		}
	}
	t.Logf("%d lessons, %d clusters in %v; of %d pairs alike by %.1f %d are together; %d together are less alike than %.1f", len(ids), len(found), took, pairs, DefaultAlike, together, near, DefaultAlike-tolerance)
	if len(found) == 0 || float64(together) < .95*float64(pairs) {
		t.Errorf("of %d pairs %d are together", pairs, together)
	}
}
