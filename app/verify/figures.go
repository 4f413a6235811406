package main

import (
	"context"
	"maps"
	"slices"
	"strings"
)

// kpiRow is a key figure for one group, or for all.
type kpiRow struct {
	Key                    *string
	Value, Median          *float64
	Numerator, Denominator float64
	N                      int
	Excluded               []struct {
		Reason string
		Count  int
	}
}

// kpi is an answer to the query kpi.
type kpi struct {
	Overall kpiRow
	Groups  []kpiRow
}

// kpiFields is the fragment of what is asked of each figure.
const kpiFields = `
fragment F on Kpi { overall { ...R } groups { ...R } }
fragment R on KpiRow { key value median numerator denominator n excluded { reason count } }`

// askFigures asks for several figures in one request, over one system's records ($s) and, where they name it, divided by
// a group ($g), which is nil for none.
func askFigures(ctx context.Context, h *house, figures string, system string, group any) (map[string]kpi, error) {
	declared, variables := "$s: String!", map[string]any{"s": system}
	if strings.Contains(figures, "$g") {
		declared, variables["g"] = declared+", $g: KpiGroup", group
	}
	return ask[map[string]kpi](ctx, h, "query ("+declared+") {"+figures+"}"+kpiFields, variables)
}

// by gives the rows by key; the one without a key is under "".
func (k kpi) by() map[string]kpiRow {
	rows := map[string]kpiRow{}
	for _, r := range k.Groups {
		key := ""
		if r.Key != nil {
			key = *r.Key
		}
		rows[key] = r
	}
	return rows
}

// all is how many records were asked about.
func (r kpiRow) all() float64 {
	n := float64(r.N)
	for _, e := range r.Excluded {
		n += float64(e.Count)
	}
	return n
}

func (r kpiRow) left(reason string) float64 {
	for _, e := range r.Excluded {
		if e.Reason == reason {
			return float64(e.Count)
		}
	}
	return 0
}

// some is a number that there is.
func some(n float64) *float64 { return &n }

// figureSet is the numbers of groups by name: of the groups, then of the figures.
type figureSet map[string]map[string]*float64

// compareFigures compares all numbers of the reference, and holds that there is no other group with records in it.
func (t *tally) compareFigures(want, got figureSet, tolerance func(figure string) float64) {
	for _, group := range slices.Sorted(maps.Keys(want)) {
		for _, figure := range slices.Sorted(maps.Keys(want[group])) {
			mine, there := got[group][figure]
			if !there {
				t.compare(false, "%s %s: no such group", group, figure)
				continue
			}
			t.number(group+" "+figure, want[group][figure], mine, tolerance(figure))
		}
	}
	for _, group := range slices.Sorted(maps.Keys(got)) {
		if _, known := want[group]; !known {
			t.compare(false, "%s: a group that the reference does not have", group)
		}
	}
}
