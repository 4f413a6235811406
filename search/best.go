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

// groups keeps the best match of every root: a hash table with open
// addressing, as the number of matches is known and roots are hashes already.
type groups struct {
	roots []uint64
	best  []ranked
	count int
}

func newGroups(matches int) *groups {
	size := 16
	for size < 2*matches {
		size *= 2
	}
	return &groups{roots: make([]uint64, size), best: make([]ranked, size)}
}

// offer takes a root as its column has it, which is never 0.
func (g *groups) offer(root uint64, r ranked) {
	mask := uint64(len(g.roots) - 1)
	for i := root & mask; ; i = (i + 1) & mask {
		switch g.roots[i] {
		case 0:
			g.roots[i], g.best[i] = root, r
			g.count++
			return
		case root:
			if r.before(g.best[i].position) {
				g.best[i] = r
			}
			return
		}
	}
}

func (g *groups) each(visit func(ranked)) {
	for i, root := range g.roots {
		if root != 0 {
			visit(g.best[i])
		}
	}
}
