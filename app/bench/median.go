package main

import (
	"cmp"
	"slices"
	"time"
)

// rate is requests a second.
func (o outcome) rate() float64 {
	if o.elapsed <= 0 {
		return 0
	}
	return float64(o.requests) / o.elapsed.Seconds()
}

// median takes the middle of each figure by itself.
func median(all []load) load {
	return load{
		outcome: outcome{
			requests: middle(all, func(l load) int { return l.requests }),
			elapsed:  middle(all, func(l load) time.Duration { return l.elapsed }),
			p50:      middle(all, func(l load) time.Duration { return l.p50 }),
			p99:      middle(all, func(l load) time.Duration { return l.p99 }),
		},
		server:   middle(all, func(l load) time.Duration { return l.server }),
		database: middle(all, func(l load) time.Duration { return l.database }),
	}
}

// middle is the median of a figure; of an even number the lower one.
func middle[T any, V cmp.Ordered](all []T, figure func(T) V) V {
	values := make([]V, len(all))
	for i, x := range all {
		values[i] = figure(x)
	}
	slices.Sort(values)
	return values[(len(values)-1)/2]
}
