package app

import (
	"context"
	"time"

	"bidwell/desk"
)

// sweep does every minute what time alone brings about, until ctx ends. A failure is logged; the next minute tries
// again.
func (o *office) sweep(ctx context.Context) {
	ticker := time.NewTicker(desk.SweepEvery)
	defer ticker.Stop()
	for {
		if err := o.Sweep(ctx); err != nil && ctx.Err() == nil {
			o.log.Error("a sweep failed and will be tried again", "error", err)
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}
