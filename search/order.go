package search

import (
	"context"
	"fmt"
	"hash/fnv"
)

// Sort is the order of the hits.
type Sort int

// The orders a query can ask for. What is equal by one of them comes by
// relevance, then in a fixed order.
const (
	SortRelevance Sort = iota // the highest score first
	SortDate                  // the newest first, what has no date last
	SortAmount                // the largest amount first, whatever the currency, what has none last
	SortOutcome               // by Query.Outcomes, what is in none of them last
)

// check refuses what no query can be sorted by.
func (s Sort) check(outcomes [][]string) error {
	if s < SortRelevance || s > SortOutcome || s == SortOutcome && len(outcomes) == 0 {
		return fmt.Errorf("%w: sort %d by %d groups of outcomes", ErrInvalid, s, len(outcomes))
	}
	return nil
}

// ordering is what a cursor is good for.
type ordering struct {
	sort   Sort
	groups uint32 // digest of the groups of outcomes it was sorted by
	day    uint32 // of recency, 0 for none
}

func (q *Query) ordering() ordering {
	o := ordering{sort: q.Sort, day: dayNumber(q.Now)}
	if o.sort == SortOutcome {
		o.groups = digest(q.Outcomes)
	}
	return o
}

func digest(groups [][]string) uint32 {
	h := fnv.New32a()
	for _, group := range groups {
		_, _ = fmt.Fprintf(h, "%q\n", group) // never fails
	}
	return h.Sum32()
}

// rank is a document's place in the order that was asked for, the first one
// the greatest; nil when all are equal.
type rank func(doc uint32) uint64

// of is the rank of a document.
func (r rank) of(doc uint32) uint64 {
	if r == nil {
		return 0
	}
	return r(doc)
}

// rank reads what a query is sorted by.
func (v *view) rank(ctx context.Context, sort Sort, outcomes [][]string) (rank, error) {
	switch sort {
	case SortDate:
		return v.byNumber(ctx, fieldDate)
	case SortAmount:
		return v.byNumber(ctx, fieldAmount)
	case SortOutcome:
		return v.byOutcome(ctx, outcomes)
	}
	return nil, nil
}

func (v *view) byNumber(ctx context.Context, name string) (rank, error) {
	column, err := v.number(ctx, name)
	return func(doc uint32) uint64 { return column[doc] }, err
}

func (v *view) byOutcome(ctx context.Context, groups [][]string) (rank, error) {
	c, err := v.column(ctx, FacetNameOutcome)
	if err != nil {
		return nil, err
	}
	places := map[string]uint64{}
	for i, group := range groups {
		for _, value := range group {
			if _, ok := places[value]; !ok {
				places[value] = uint64(len(groups) - i)
			}
		}
	}
	ranks := make([]uint64, len(c.values))
	for i, value := range c.values {
		ranks[i] = places[value]
	}
	return func(doc uint32) uint64 {
		if from := c.starts[doc]; from < c.starts[doc+1] { // a document has one outcome
			return ranks[c.of[from]]
		}
		return 0
	}, nil
}
