package search

import (
	"context"
	"fmt"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
)

// compactTick is how often a merge, which reads all there is, gives back what it
// has read.
const compactTick = 100 * time.Millisecond

// compact merges what a rebuild wrote into one segment: a term then has one
// posting list instead of one in every segment, which takes a quarter off the
// files and off the cost of a query.
func (g *generation) compact(ctx context.Context, r *resident) (err error) {
	defer rescue(&err)
	inner, ok := g.inner.(*scorch.Scorch)
	if !ok {
		return fmt.Errorf("unexpected index %T", g.inner)
	}
	plan := mergeplan.SingleSegmentMergePlanOptions
	plan.SegmentsPerMergeTask = 1 << 16 // all of them at once
	// A merge that fails is tried again for ever and ForceMerge never returns,
	// unless the context holds a channel that gets the first outcome.
	outcome := make(chan error, 1)
	//nolint:staticcheck // the index looks for this string
	asked := context.WithValue(ctx, "mergeDone", outcome)
	returned := make(chan error, 1)
	go func() { returned <- inner.ForceMerge(asked, &plan) }()
	tick := time.NewTicker(compactTick)
	defer tick.Stop()
	for {
		select {
		case err := <-outcome:
			return err
		case err := <-returned: // before it began, or at the end, or the index is closed
			return err
		case <-tick.C:
			if err := r.boundNewest(g); err != nil {
				return err
			}
		}
	}
}
