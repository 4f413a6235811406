package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// facetReference is facets_public.json.
type facetReference struct {
	Corpus        map[string]int
	Organizations map[string]int    `json:"llis_by_organization"`
	Years         map[string]int    `json:"llis_by_publish_year"`
	Topics        []json.RawMessage `json:"llis_topics_top20"`
	Industries    map[string]int    `json:"cn_cases_by_industry"`
	Provinces     map[string]int    `json:"cn_tenders_by_province"`
	Battery       int               `json:"llis_JPL_and_word_battery"`
}

// checkFacets compares what the search counts by facet and what the lists count by filter.
func checkFacets(ctx context.Context, h *house, data folder, to *sheet) error {
	want, err := reference[facetReference](data, "facets_public.json")
	if err != nil {
		return err
	}
	for _, check := range []func(context.Context, *house, facetReference, *sheet) error{
		checkKinds, checkLessonFacets, checkPlaceFacets, checkFilters, checkBattery,
	} {
		if err := check(ctx, h, want, to); err != nil {
			return err
		}
	}
	return nil
}

// askFacets searches everything of a kind and counts it by facets.
func askFacets(ctx context.Context, h *house, kinds string, names ...string) (facets map[string]map[string]int, err error) {
	var wanted []map[string]any
	for _, n := range names {
		wanted = append(wanted, map[string]any{"name": n, "size": 100})
	}
	answer, err := ask[struct {
		Search struct {
			Facets []struct {
				Name   string
				Values []struct {
					Value string
					Count int
				}
			}
		}
	}](ctx, h, `query ($f: [SearchFacetInput!]) {
		search(query: "", filter: {kinds: [`+kinds+`]}, facets: $f, first: 0, grouped: false) { facets { name values { value count } } }
	}`, map[string]any{"f": wanted})
	facets = map[string]map[string]int{}
	for _, f := range answer.Search.Facets {
		facets[f.Name] = map[string]int{}
		for _, v := range f.Values {
			facets[f.Name][v.Value] = v.Count
		}
	}
	return facets, err
}

// checkKinds counts the documents of the corpus; opportunities come from other files too and are counted by system.
func checkKinds(ctx context.Context, h *house, want facetReference, to *sheet) error {
	facets, err := askFacets(ctx, h, "LESSON, PROPOSAL, CASE", "KIND")
	if err != nil {
		return err
	}
	t := &tally{check: "facet kind"}
	for file, kind := range map[string]string{"nasa_llis/lessons": "LESSON", "peps/proposals": "PROPOSAL", "cn_cases/documents": "CASE"} {
		t.count(kind, want.Corpus[file], facets["KIND"][kind])
	}
	tenders, err := askFigures(ctx, h, "all: kpi(code: AWARD_RATE, filter: {system: $s}) { ...F }", tenderSystem, nil)
	t.count("tenders", want.Corpus["cn_tenders/opportunities"], int(tenders["all"].Overall.all()))
	to.sum(t)
	return err
}

func checkLessonFacets(ctx context.Context, h *house, want facetReference, to *sheet) error {
	facets, err := askFacets(ctx, h, "LESSON", "ORGANIZATION", "YEAR", "TAG")
	if err != nil {
		return err
	}
	to.facet("facet organization of lessons", want.Organizations, facets["ORGANIZATION"])
	to.facet("facet year of lessons", want.Years, facets["YEAR"])
	t := &tally{check: "facet tag of lessons, the 20 most frequent"}
	for _, pair := range want.Topics {
		topic, n, err := namedCount(pair)
		if err != nil {
			return err
		}
		t.count(topic, n, facets["TAG"][topic])
	}
	to.sum(t)
	return nil
}

// checkPlaceFacets counts cases by industry, and tenders by province: nothing else in the library has a region.
func checkPlaceFacets(ctx context.Context, h *house, want facetReference, to *sheet) error {
	cases, err := askFacets(ctx, h, "CASE", "INDUSTRY")
	if err != nil {
		return err
	}
	to.facet("facet industry of cases", want.Industries, cases["INDUSTRY"])
	tenders, err := askFacets(ctx, h, "OPPORTUNITY", "REGION")
	to.facet("facet region of opportunities", want.Provinces, tenders["REGION"])
	return err
}

// facet compares all values of a facet.
func (s *sheet) facet(check string, want, got map[string]int) {
	t := &tally{check: check}
	for _, value := range slices.Sorted(maps.Keys(want)) {
		t.count(value, want[value], got[value])
	}
	for _, value := range slices.Sorted(maps.Keys(got)) {
		if _, known := want[value]; !known {
			t.count(value, 0, got[value])
		}
	}
	s.sum(t)
}

// checkFilters counts in the filtered lists what the facets counted in the index.
func checkFilters(ctx context.Context, h *house, want facetReference, to *sheet) error {
	years := map[string]int{}
	for year, n := range want.Years {
		years[`publishedOnGTE: "`+year+`-01-01", publishedOnLTE: "`+year+`-12-31"`] = n
	}
	for _, f := range []struct {
		check, list string
		want        map[string]int
	}{
		{"list of lessons by organization", "lessons", equalTo("organization", want.Organizations)},
		{"list of lessons by year", "lessons", years},
		{"list of cases by industry", "contentItems", equalTo("industry", want.Industries)},
		{"list of opportunities by region", "opportunities", equalTo("region", want.Provinces)},
	} {
		t := &tally{check: f.check}
		if err := t.filtered(ctx, h, f.list, f.want); err != nil {
			return err
		}
		to.sum(t)
	}
	return nil
}

// equalTo are the conditions that a field has a value.
func equalTo(field string, values map[string]int) map[string]int {
	conditions := map[string]int{}
	for value, n := range values {
		conditions[fmt.Sprintf("%s: %q", field, value)] = n
	}
	return conditions
}

// atOnce is how many conditions one request counts: as many aliases as one may have, and some to spare.
const atOnce = 25

// filtered counts a list under each condition, some to a request.
func (t *tally) filtered(ctx context.Context, h *house, list string, want map[string]int) error {
	for conditions := range slices.Chunk(slices.Sorted(maps.Keys(want)), atOnce) {
		var query strings.Builder
		for i, c := range conditions {
			fmt.Fprintf(&query, "c%d: %s(first: 0, where: {%s}) { totalCount }\n", i, list, c)
		}
		got, err := ask[map[string]struct{ TotalCount int }](ctx, h, "{"+query.String()+"}", nil)
		if err != nil {
			return err
		}
		for i, c := range conditions {
			t.count(c, want[c], got[fmt.Sprintf("c%d", i)].TotalCount)
		}
	}
	return nil
}

// checkBattery joins a quoted English word, which finds at least the documents that have it, and a filter.
func checkBattery(ctx context.Context, h *house, want facetReference, to *sheet) error {
	got, err := ask[struct{ Search struct{ Total int } }](ctx, h,
		`{ search(query: "\"battery\"", filter: {kinds: [LESSON], organizations: ["JPL"]}, first: 0) { total } }`, nil)
	to.atLeast("lessons of an organization with a word", float64(want.Battery), float64(got.Search.Total))
	return err
}
