package desk

import (
	"context"
	"slices"
	"sync"
	"time"

	"bidwell/ent"
	"bidwell/process"
)

// guarding remembers the opportunities of which every reading is noted, by who sees them. A viewer is who was authenticated a
// moment ago.
type guarding struct {
	mu    sync.Mutex
	seen  map[*process.Viewer]map[string]bool
	until time.Time
	round int // grows with forget: what was read before must not be kept after
}

// guardingKinds are the kinds of record by which it changes who sees what is guarded.
var guardingKinds = []string{ent.TypeOpportunity, ent.TypeOpportunityMember, ent.TypeUser, ent.TypeTeam, ent.TypeAccessRule}

// forget makes it be looked up again when a record changed by which it changes.
func (g *guarding) forget(changes []*change) {
	if !slices.ContainsFunc(changes, func(c *change) bool { return slices.Contains(guardingKinds, c.entity) }) {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.round++
	g.seen = nil
}

// guardedSeen are the opportunities that a viewer sees of which every reading is noted. What another process guards, or lets them
// see, is known within four seconds, what this one does at once, whoever has been signed in or listening for however long.
func (d *Desk) guardedSeen(ctx context.Context, v *process.Viewer) (map[string]bool, error) {
	g, now := &d.gate.guarding, d.now()
	g.mu.Lock()
	if g.seen == nil || !now.Before(g.until) {
		g.seen, g.until = map[*process.Viewer]map[string]bool{}, now.Add(viewerLife)
	}
	seen, known := g.seen[v]
	round := g.round
	g.mu.Unlock()
	if known {
		return seen, nil
	}
	found, err := d.readIDs(ctx, d.seen(v, ent.TypeOpportunity, "id").Where(watchedRows(table(ent.TypeOpportunity).C)))
	if err != nil {
		return nil, err
	}
	seen = make(map[string]bool, len(found))
	for _, id := range found {
		seen[id] = true
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if round == g.round && g.seen != nil {
		g.seen[v] = seen
	}
	return seen, nil
}
