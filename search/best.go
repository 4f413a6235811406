package search

import (
	"container/heap"
	"slices"
)

// ranked is a match with its place in the order.
type ranked struct {
	position
	doc uint32
}

// best keeps the first few matches behind a position.
type best struct {
	heap  worstFirst
	limit int
	after *position
}

func newBest(limit int, after *position) *best { return &best{limit: limit, after: after} }

// worse tells that there is no place for a match of such a rank and score.
func (b *best) worse(rank uint64, score float32) bool {
	if len(b.heap) < b.limit {
		return false
	}
	last := &b.heap[0].position
	return rank < last.rank || rank == last.rank && score < last.score
}

func (b *best) offer(r ranked) {
	switch {
	case b.after != nil && !b.after.before(r.position):
	case len(b.heap) < b.limit:
		heap.Push(&b.heap, r)
	case r.before(b.heap[0].position):
		b.heap[0] = r
		heap.Fix(&b.heap, 0)
	}
}

func (b *best) sorted() []ranked {
	slices.SortFunc(b.heap, func(x, y ranked) int {
		if x.before(y.position) {
			return -1
		}
		return 1
	})
	return b.heap
}

type worstFirst []ranked

func (h worstFirst) Len() int           { return len(h) }
func (h worstFirst) Less(i, j int) bool { return h[j].before(h[i].position) }
func (h worstFirst) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *worstFirst) Push(x any)        { *h = append(*h, x.(ranked)) }
func (h *worstFirst) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}
