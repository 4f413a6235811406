package desk

import (
	"context"
	"maps"
	"slices"

	"bidwell/ent"
	"bidwell/process"
)

// Trace is the way of a demand of the customer through what we wrote and promised to what was accepted, both ways from
// one record.
type Trace struct {
	// Nodes are in the order of the way, the record asked about among them.
	Nodes []TraceNode
	Links []TraceLink
	// Complete is false when there is more than a trace holds.
	Complete bool
}

// TraceNode is a record in a trace.
type TraceNode struct {
	ID, Type string
	// Label is the beginning of what it says.
	Label string
	// State is where it stands, or how it answers: a value of the enumeration of its type.
	State string
}

// TraceLink leads from a record to one further on the way.
type TraceLink struct{ From, To string }

// stop is a kind of record on the way. Its label and state are expressions over its columns.
type stop struct {
	entity       process.Entity
	label, state string
}

// way is where a trace leads, from what is demanded to what is accepted.
var way = []stop{
	{ent.TypeRequirement, "text", "status"},
	{ent.TypeComplianceItem, "COALESCE(deviation, '')", "response"},
	{ent.TypeProposalSection, "title", "status"},
	{ent.TypeCommitment, "text", "status"},
	{ent.TypeAcceptanceCriterion, "text", "result"},
	{ent.TypeAcceptance, "kind", "status"},
}

// step joins two stops: holder names, in a column, a record of the other; up tells that the other comes before it.
type step struct {
	holder, other process.Entity
	column        string
	up            bool
}

// steps are in the order of the way: what comes before a stop is reached before it.
var steps = []step{
	{ent.TypeComplianceItem, ent.TypeRequirement, "requirement_id", true},
	{ent.TypeComplianceItem, ent.TypeProposalSection, "section_id", false},
	{ent.TypeCommitment, ent.TypeProposalSection, "source_id", true},
	{ent.TypeAcceptanceCriterion, ent.TypeRequirement, "requirement_id", true},
	{ent.TypeAcceptanceCriterion, ent.TypeCommitment, "commitment_id", true},
	{ent.TypeAcceptanceCriterion, ent.TypeAcceptance, "acceptance_id", false},
}

// Trace follows the way from a record both ways: what it answers and rests on, and what answers it and rests on it, in a
// fixed number of statements. Hidden and archived records are left out. A section stands for its likes of the same
// heading in the proposal's other versions. Errors: UNAUTHENTICATED; NOT_FOUND for a record that is missing, hidden or
// archived; VALIDATION_FAILED for one that is not on the way.
func (d *Desk) Trace(ctx context.Context, id string) (*Trace, error) {
	v, err := signedIn(ctx)
	if err != nil {
		return nil, err
	}
	e, err := process.EntityOf(id)
	if err != nil {
		return nil, err
	}
	if stopOf(e) < 0 {
		return nil, process.Invalid("id", process.MsgWrongKind, "id", id, "kind", ent.TypeRequirement)
	}
	t := &tracing{desk: d, viewer: v, found: map[string]*traced{}, links: map[TraceLink]bool{}}
	start, err := t.load(ctx, e, "id", []string{id})
	if err != nil {
		return nil, err
	}
	if len(start) == 0 {
		return nil, process.NotFound(id)
	}
	if start, err = t.withLikes(ctx, e, start); err != nil {
		return nil, err
	}
	if err := t.walk(ctx, e, start, false); err != nil {
		return nil, err
	}
	if err := t.walk(ctx, e, start, true); err != nil {
		return nil, err
	}
	return t.trace(), nil
}

func stopOf(e process.Entity) int {
	return slices.IndexFunc(way, func(s stop) bool { return s.entity == e })
}

// traced is a record that a trace has reached, with what its columns name.
type traced struct {
	TraceNode
	names map[string]string
}

// tracing is a trace in the making.
type tracing struct {
	desk   *Desk
	viewer *process.Viewer
	found  map[string]*traced
	links  map[TraceLink]bool
	cut    bool
}

// walk goes all the steps in one direction, each once.
func (t *tracing) walk(ctx context.Context, from process.Entity, start []*traced, up bool) error {
	reached := map[process.Entity][]*traced{from: start}
	order := slices.Clone(steps)
	if up {
		slices.Reverse(order)
	}
	for _, s := range order {
		near, far := s.other, s.holder
		if s.up == up { // from what holds the column to what it names
			near, far = s.holder, s.other
		}
		if len(reached[near]) == 0 {
			continue
		}
		next, err := t.take(ctx, s, near, far, reached[near])
		if err != nil {
			return err
		}
		reached[far] = merge(reached[far], next)
	}
	return nil
}

// take goes one step from records.
func (t *tracing) take(ctx context.Context, s step, near, far process.Entity, from []*traced) ([]*traced, error) {
	column, ids := "id", []string{}
	for _, r := range from {
		if near == s.holder {
			ids = append(ids, r.names[s.column])
		} else {
			ids = append(ids, r.ID)
		}
	}
	if near != s.holder {
		column = s.column
	}
	next, err := t.load(ctx, far, column, slices.DeleteFunc(distinct(ids), func(id string) bool { return id == "" }))
	if err != nil {
		return nil, err
	}
	t.link(s, from, next)
	return t.withLikes(ctx, far, next)
}

// link notes which records a step joins, in the direction of the way.
func (t *tracing) link(s step, a, b []*traced) {
	here := map[string]bool{}
	for _, r := range slices.Concat(a, b) {
		here[r.ID] = true
	}
	for _, r := range slices.Concat(a, b) {
		named := r.names[s.column]
		if r.Type != string(s.holder) || !here[named] {
			continue
		}
		if s.up {
			t.links[TraceLink{named, r.ID}] = true
		} else {
			t.links[TraceLink{r.ID, named}] = true
		}
	}
}

// trace puts what was found in order.
func (t *tracing) trace() *Trace {
	out := &Trace{Nodes: []TraceNode{}, Links: []TraceLink{}, Complete: !t.cut}
	for _, s := range way {
		for _, id := range slices.Sorted(maps.Keys(t.found)) {
			if r := t.found[id]; r.Type == string(s.entity) {
				out.Nodes = append(out.Nodes, r.TraceNode)
			}
		}
	}
	out.Links = slices.SortedFunc(maps.Keys(t.links), func(a, b TraceLink) int {
		return slices.Compare([]string{a.From, a.To}, []string{b.From, b.To})
	})
	return out
}

func merge(a, b []*traced) []*traced {
	for _, r := range b {
		if !slices.Contains(a, r) {
			a = append(a, r)
		}
	}
	return a
}
