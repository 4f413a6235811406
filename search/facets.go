package search

import (
	"cmp"
	"context"
	"slices"
)

func (n FacetName) known() bool {
	switch n {
	case FacetNameKind, FacetNameIndustry, FacetNameRegion, FacetNameOrganization, FacetNameOutcome,
		FacetNameYear, FacetNameLanguage, FacetNameTag, FacetNameStatus, FacetNameCustomer:
		return true
	}
	return false
}

func emptyFacets(asked []Facet) []FacetResult {
	results := make([]FacetResult, len(asked))
	for i, facet := range asked {
		results[i].Name = facet.Name
	}
	return results
}

// count counts the values of the facets among the matches.
func (r *run) count(ctx context.Context, matched docSet) ([]FacetResult, error) {
	results := emptyFacets(r.facets)
	for i, facet := range r.facets {
		if err := r.countOne(ctx, facet, matched, &results[i]); err != nil {
			return nil, err
		}
	}
	return results, nil
}

func (r *run) countOne(ctx context.Context, facet Facet, matched docSet, result *FacetResult) error {
	c, err := r.view.column(ctx, facet.Name)
	if err != nil {
		return err
	}
	counts, missing := make([]int, len(c.values)), 0
	matched.each(func(doc uint32) {
		from, to := c.starts[doc], c.starts[doc+1]
		if from == to {
			missing++
		}
		for _, value := range c.of[from:to] {
			counts[value]++
		}
	})
	result.Missing = missing
	for i, n := range counts {
		if n > 0 {
			result.Terms = append(result.Terms, FacetTerm{c.values[i], n})
		}
	}
	slices.SortFunc(result.Terms, func(x, y FacetTerm) int {
		return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Term, y.Term))
	})
	for _, term := range result.Terms[min(facet.Size, len(result.Terms)):] {
		result.Other += term.Count
	}
	result.Terms = result.Terms[:min(facet.Size, len(result.Terms))]
	return nil
}

// column holds the values of a facet by document: of document d those that the
// numbers of[starts[d]:starts[d+1]] say.
type column struct {
	values []string
	starts []uint32
	of     []uint32
}

// column reads the column of a facet; kept as long as the view.
func (v *view) column(ctx context.Context, name FacetName) (*column, error) {
	v.mu.Lock()
	c := v.columns[name]
	v.mu.Unlock()
	if c != nil {
		return c, nil
	}
	values, err := v.terms(string(name), "")
	if err != nil {
		return nil, err
	}
	c = &column{values: values, starts: make([]uint32, v.size()+1)}
	lists := make([]postings, len(values))
	for i, value := range values {
		if lists[i], err = v.open(string(name), value); err != nil {
			return nil, err
		}
		err = lists[i].each(ctx, func(docs []uint32, _ []uint64) {
			for _, doc := range docs {
				c.starts[doc+1]++
			}
		})
		if err != nil {
			return nil, err
		}
	}
	for doc := range v.size() {
		c.starts[doc+1] += c.starts[doc]
	}
	c.of = make([]uint32, c.starts[v.size()])
	next := slices.Clone(c.starts)
	for i := range lists {
		err = lists[i].each(ctx, func(docs []uint32, _ []uint64) {
			for _, doc := range docs {
				c.of[next[doc]] = uint32(i)
				next[doc]++
			}
		})
		if err != nil {
			return nil, err
		}
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.columns[name] = c
	return c, nil
}
