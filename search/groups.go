package search

// groups keeps the best match of every root: a hash table with open
// addressing, as the number of matches is known and roots are hashes already.
// It holds nothing but document numbers, because a query may match everything.
type groups struct {
	roots []uint64 // the root of every document as its column has it, never 0
	best  []uint32 // document number plus one, 0 for none
	count int
}

func newGroups(roots []uint64, matches int) *groups {
	size := 16
	for size < 2*matches {
		size *= 2
	}
	return &groups{roots: roots, best: make([]uint32, size)}
}

// offer keeps doc unless its root has a match that doc does not beat.
func (g *groups) offer(doc uint32, beats func(other uint32) bool) {
	root, mask := g.roots[doc], uint64(len(g.best)-1)
	for i := root & mask; ; i = (i + 1) & mask {
		if g.best[i] == 0 {
			g.best[i] = doc + 1
			g.count++
			return
		}
		if other := g.best[i] - 1; g.roots[other] == root {
			if beats(other) {
				g.best[i] = doc + 1
			}
			return
		}
	}
}

func (g *groups) each(visit func(doc uint32)) {
	for _, doc := range g.best {
		if doc != 0 {
			visit(doc - 1)
		}
	}
}
