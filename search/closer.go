package search

import (
	"context"
	"slices"
)

// The first few documents of a query are looked at more closely, by what would
// cost too much to ask of every document: which single characters of a longer
// Chinese query they have (characters.go), and whether words of the query stand
// near each other in them (nearness.go). What they gain by that is never
// negative, so that no document that is not among the first few comes before
// one that is; which these are does not depend on the page that is asked for.

// closely is how many documents are looked at more closely.
const closely = 24

// closer is what the first documents gained.
type closer struct {
	among docSet
	docs  []uint32  // the members of among
	gains []float32 // by document: what it gained so far
}

// gained is what a document gained by a closer look.
func (c *closer) gained(doc uint32) float32 {
	if c == nil || !c.among.has(doc) {
		return 0
	}
	at, _ := slices.BinarySearch(c.docs, doc)
	return c.gains[at]
}

// closer tells whether a query asks for a closer look.
func (p *plan) closer() bool { return len(p.characters) >= fewestCharacters || len(p.near) > 0 }

// lookCloser adds what the first of the matches gain by a closer look.
func (r *run) lookCloser(ctx context.Context, p plan, t *tally, terms []weighted, matched docSet) error {
	if !p.closer() {
		return nil
	}
	first := newBest(closely, nil)
	t.scored(matched).each(func(doc uint32) {
		if !matched.has(doc) {
			return
		}
		if score := t.score(doc); !first.worse(0, score) {
			first.offer(ranked{position{score: score, key: r.keys[doc]}, doc})
		}
	})
	c := &closer{among: newDocSet(r.base.size)}
	for _, match := range first.heap {
		c.docs = append(c.docs, match.doc)
		c.among.add(match.doc)
	}
	slices.Sort(c.docs)
	c.gains = make([]float32, len(c.docs))
	if err := r.view.likeCharacters(ctx, r.base, t, c, p.characters); err != nil {
		return err
	}
	if err := r.view.standNear(ctx, t, c, p.near, terms); err != nil {
		return err
	}
	t.closer = c
	return nil
}

// gain adds to what the document at a place gained, and tells the watch.
func (t *tally) gain(c *closer, at int, kind gainKind, number int, share float64) {
	before := c.gains[at]
	c.gains[at] += float32(share)
	if t.watch != nil && t.watch.doc == c.docs[at] && c.gains[at] != before {
		more := float64(c.gains[at]) - float64(before)
		t.watch.gains = append(t.watch.gains, gain{kind: kind, number: number, share: more})
	}
}
