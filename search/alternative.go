package search

import (
	"cmp"
	"context"
	"slices"
)

// scoreGroups requires of each group one alternative. The texts of a group
// count as one: found more often where a document has several of them, and as
// rare as all of them together.
func (v *view) scoreGroups(
	ctx context.Context, b *base, t *tally, groups []alternatives, names valueNames, allowed docSet,
) error {
	for i, g := range groups {
		some := newDocSet(b.size)
		for _, c := range g.conditions {
			more, err := v.satisfying(ctx, b, c, names)
			if err != nil {
				return err
			}
			for word := range some {
				some[word] |= more[word]
			}
		}
		all, longest, err := v.matchAny(ctx, b, g.phrases)
		if err != nil {
			return err
		}
		weight := idf(b, len(all)) * float32(longest)
		if len(all) > 0 {
			t.total += weight
		}
		for _, f := range all {
			some.add(f.doc)
			t.add(b, weight, f)
		}
		t.counted(gainGroup, i, weight)
		allowed.keep(some)
	}
	return nil
}

// matchAny finds the documents with any of the phrases, ascending, and the
// length of the longest of them.
func (v *view) matchAny(ctx context.Context, b *base, phrases []phrase) (all []found, longest int, err error) {
	for _, p := range phrases {
		some, err := v.matchPhrase(ctx, b, p)
		if err != nil {
			return nil, 0, err
		}
		all = append(all, some...)
		longest = max(longest, len(p))
	}
	slices.SortStableFunc(all, func(x, y found) int { return cmp.Compare(x.doc, y.doc) })
	kept := all[:0]
	for _, f := range all {
		if n := len(kept); n > 0 && kept[n-1].doc == f.doc {
			kept[n-1].frequency += f.frequency
			kept[n-1].title = kept[n-1].title || f.title
			continue
		}
		kept = append(kept, f)
	}
	return kept, longest, nil
}
