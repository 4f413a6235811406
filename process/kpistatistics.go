package process

import (
	"math"
	"slices"
)

// z95 is the normal quantile of a two-sided 95 % interval.
const z95 = 1.959963984540054

// Wilson is the 95 % score interval of successes out of n > 0.
func Wilson(successes, n float64) KpiInterval {
	p, zz := successes/n, z95*z95
	middle, margin := p+zz/(2*n), z95*math.Sqrt(p*(1-p)/n+zz/(4*n*n))
	scale := 1 + zz/n
	return KpiInterval{Low: max(0, (middle-margin)/scale), High: min(1, (middle+margin)/scale)}
}

// sortedSpans are the days of every record, shortest first.
func sortedSpans(facts []KpiFact) []int {
	var spans []int
	for _, f := range facts {
		spans = append(spans, slices.Repeat([]int{Days(f.Started, f.Decided)}, f.Records)...)
	}
	slices.Sort(spans)
	return spans
}

// median of sorted values is the middle one, of an even number the upper of the middle two: a span that occurred.
func median(sorted []int) *float64 {
	m := float64(sorted[len(sorted)/2])
	return &m
}

// percentile of sorted values is the least that percent of them do not exceed (nearest rank).
func percentile(sorted []int, percent int) *float64 {
	rank := (len(sorted)*percent + 99) / 100
	p := float64(sorted[max(rank, 1)-1])
	return &p
}
