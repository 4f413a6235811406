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
	values, err := r.view.terms(string(facet.Name), "")
	if err != nil {
		return err
	}
	with := newDocSet(r.base.size)
	for _, value := range values {
		docs, err := r.view.list(ctx, string(facet.Name), value)
		if err != nil {
			return err
		}
		n := 0
		for _, doc := range docs {
			if matched.has(doc) {
				with.add(doc)
				n++
			}
		}
		if n > 0 {
			result.Terms = append(result.Terms, FacetTerm{value, n})
		}
	}
	result.Missing = matched.count() - with.count()
	slices.SortFunc(result.Terms, func(x, y FacetTerm) int {
		return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Term, y.Term))
	})
	for _, term := range result.Terms[min(facet.Size, len(result.Terms)):] {
		result.Other += term.Count
	}
	result.Terms = result.Terms[:min(facet.Size, len(result.Terms))]
	return nil
}
