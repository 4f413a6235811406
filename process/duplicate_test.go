package process

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestTheCopyToGoBy(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC) }
	won := func(wins, decided, used int) Outcome {
		o := Outcome{Opportunities: used, Decided: decided, Wins: wins}
		if decided > 0 {
			i := Wilson(float64(wins), float64(decided))
			o.Interval = &i
		}
		return o
	}
	for name, c := range map[string]struct {
		copies []TextCopy
		want   int
	}{
		"none":                          {nil, -1},
		"one":                           {[]TextCopy{{ID: "a"}}, 0},
		"a verified item before all":    {[]TextCopy{{ID: "a", Outcome: won(9, 9, 9), Changed: day(9)}, {ID: "b", Library: true, State: VerifyStateVerified}}, 1},
		"an expired one is not":         {[]TextCopy{{ID: "a", Outcome: won(1, 2, 2)}, {ID: "b", Library: true, State: VerifyStateExpired}}, 0},
		"the proven one":                {[]TextCopy{{ID: "a", Library: true, Outcome: won(1, 1, 1)}, {ID: "b", Outcome: won(30, 40, 40)}}, 1},
		"proven by losing is more":      {[]TextCopy{{ID: "a", Outcome: won(0, 0, 9)}, {ID: "b", Outcome: won(0, 3, 3)}}, 1},
		"the more used":                 {[]TextCopy{{ID: "a", Library: true, Outcome: won(0, 0, 1)}, {ID: "b", Outcome: won(0, 0, 2)}}, 1},
		"the library's before sections": {[]TextCopy{{ID: "a", Changed: day(9)}, {ID: "b", Library: true}}, 1},
		"the newest":                    {[]TextCopy{{ID: "a", Changed: day(1)}, {ID: "b", Changed: day(2)}}, 1},
		"the first by id":               {[]TextCopy{{ID: "b", Changed: day(1)}, {ID: "a", Changed: day(1)}}, 1},
	} {
		if got := CanonicalCopy(c.copies); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

// The order in which copies are told does not change the choice.
func TestTheCopyToGoByIsTheSameInAnyOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var copies []TextCopy
		for i := range rapid.IntRange(1, 6).Draw(r, "copies") {
			copies = append(copies, TextCopy{
				ID: string(rune('a' + i)), Library: rapid.Bool().Draw(r, "library"),
				State:   rapid.SampledFrom([]VerifyState{"", VerifyStateVerified, VerifyStateDue}).Draw(r, "state"),
				Outcome: Outcome{Opportunities: rapid.IntRange(0, 2).Draw(r, "uses")},
				Changed: time.Unix(rapid.Int64Range(0, 2).Draw(r, "changed"), 0),
			})
		}
		shuffled := rapid.Permutation(copies).Draw(r, "shuffled")
		if a, b := copies[CanonicalCopy(copies)].ID, shuffled[CanonicalCopy(shuffled)].ID; a != b {
			r.Fatalf("%s, and in another order %s", a, b)
		}
	})
}
