package process

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestSimilarityOfKnownTexts(t *testing.T) {
	for name, c := range map[string]struct {
		a, b string
		want float64
	}{
		"equal":                      {"双回路供电", "双回路供电", 1},
		"both empty":                 {"", "", 1},
		"one empty":                  {"供电", "", 0},
		"only marks":                 {"---", "…", 1},
		"other marks":                {"double, feed", "double feed!", 1},
		"nothing in common":          {"alpha beta gamma", "one two three", 0},
		"another order":              {"a b", "b a", 0},
		"one of four pairs stays":    {"a b c", "b c d", 1. / 3},
		"one character of five":      {"双回路供电", "双回路供水", 3. / 5},
		"half of it":                 {"a b c d e", "a b c", 2. / 4},
		"said twice":                 {"a b a b", "a b", 1. / 3},
		"one word":                   {"标", "标", 1},
		"one word in a longer text":  {"标", "标书", 0},
		"words and characters mixed": {"UPS 备电", "UPS备电", 1},
	} {
		if got := Similarity(c.a, c.b); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestSimilarityIsAMeasure(t *testing.T) {
	text := rapid.StringOf(rapid.SampledFrom([]rune("ab \n,。标书投")))
	rapid.Check(t, func(rt *rapid.T) {
		a, b := text.Draw(rt, "a"), text.Draw(rt, "b")
		s := Similarity(a, b)
		if s < 0 || s > 1 || math.IsNaN(s) {
			rt.Fatalf("%q, %q: %v", a, b, s)
		}
		if back := Similarity(b, a); back != s {
			rt.Fatalf("%q, %q: %v one way, %v the other", a, b, s, back)
		}
		if same := Similarity(a, a); same != 1 {
			rt.Fatalf("%q and itself: %v", a, same)
		}
		// More of another text makes it no more alike.
		if more := Similarity(a, a+" "+strings.Repeat("zz yy ", 3)); more > Similarity(a, a+" zz yy") {
			rt.Fatalf("%q: longer and more alike", a)
		}
	})
}

func FuzzSimilarity(f *testing.F) {
	f.Add("双回路 UPS", "双回路供电")
	f.Add("\xff\xfea", "")
	f.Fuzz(func(t *testing.T, a, b string) {
		if s := Similarity(a, b); s < 0 || s > 1 || s != Similarity(b, a) || Similarity(a, a) != 1 {
			t.Fatalf("%q, %q: %v", a, b, s)
		}
	})
}
