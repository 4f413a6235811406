package process

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestWilsonInterval(t *testing.T) {
	cases := []struct{ won, of, low, high float64 }{
		{1, 1, .21, 1}, {3, 4, .30, .95}, {8, 10, .49, .94}, {8, 20, .22, .61}, {30, 60, .38, .62}, {0, 5, 0, .43},
	}
	for _, c := range cases {
		got := Wilson(c.won, c.of)
		if math.Abs(got.Low-c.low) > .005 || math.Abs(got.High-c.high) > .005 {
			t.Errorf("%v of %v: %+v, want %v to %v", c.won, c.of, got, c.low, c.high)
		}
	}
}

func TestWilsonIntervalHoldsTheRatioAndNarrows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 100_000).Draw(t, "n")
		k := rapid.IntRange(0, n).Draw(t, "k")
		p, few, many := float64(k)/float64(n), Wilson(float64(k), float64(n)), Wilson(float64(10*k), float64(10*n))
		const bit = 1e-12
		if few.Low < 0 || few.High > 1 || few.Low > p+bit || few.High < p-bit {
			t.Fatalf("%d of %d: %+v", k, n, few)
		}
		if many.High-many.Low >= few.High-few.Low {
			t.Fatalf("%d of %d: more records, wider: %+v, %+v", k, n, few, many)
		}
	})
}

func TestMedianAndPercentile(t *testing.T) {
	cases := []struct {
		sorted      []int
		median, p85 float64
	}{
		{[]int{7}, 7, 7},
		{[]int{13, 54}, 54, 54},
		{[]int{1, 2, 3}, 2, 3},
		{[]int{1, 2, 3, 4}, 3, 4},
		{[]int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19}, 10, 16},
	}
	for _, c := range cases {
		if m, p := *median(c.sorted), *percentile(c.sorted, 85); m != c.median || p != c.p85 {
			t.Errorf("%v: median %v, p85 %v", c.sorted, m, p)
		}
	}
}

func TestPercentileIsTheLeastThatSoManyDoNotExceed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.IntRange(0, 30), 1, 40).Draw(t, "days")
		slices.Sort(values)
		p := int(*percentile(values, 85))
		atMost := func(limit int) (n int) {
			for _, v := range values {
				if v <= limit {
					n++
				}
			}
			return n
		}
		if !slices.Contains(values, p) || atMost(p)*100 < 85*len(values) || atMost(p-1)*100 >= 85*len(values) {
			t.Fatalf("%v: p85 %d", values, p)
		}
	})
}
