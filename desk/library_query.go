package desk

import (
	"context"
	"strings"

	"bidwell/ent/page"
	"bidwell/process"
	"bidwell/search"
)

// orders are the orders of hits as the library calls them; the best match first unless told.
var orders = map[process.SearchSort]search.Sort{
	process.SearchSortDate: search.SortDate, process.SearchSortAmount: search.SortAmount, process.SearchSortOutcome: search.SortOutcome,
}

// outcomesFirst are the outcomes in the order of SearchSortOutcome: won, then lost.
var outcomesFirst = [][]string{endings[true], endings[false]}

// queryFor is a request in the library's terms, within what the viewer may read.
func (d *Desk) queryFor(ctx context.Context, v *process.Viewer, in SearchRequest) (search.Query, error) {
	q := search.Query{Sort: orders[in.Sort], Outcomes: outcomesFirst, Now: d.now(), Text: in.Query, Group: in.Grouped, Highlight: true, After: value(in.After)}
	if err := checkLookedFor("query", in.Query, maxQuery); err != nil {
		return q, err
	}
	if q.Text != "" && strings.TrimSpace(q.Text) == "" {
		q.Text = ""
	}
	var err error
	if q.Limit, err = sizeOf(in.First, page.DefaultSize, page.MaxSize); err != nil {
		return q, err
	}
	if q.Facets, err = facetsFor(in.Facets); err != nil {
		return q, err
	}
	q.Filter, q.Scopes, err = d.narrowed(ctx, v, in.Filter)
	return q, err
}

// similarFor is a request in the library's terms, within what the viewer may read.
func (d *Desk) similarFor(ctx context.Context, v *process.Viewer, in SimilarRequest) (search.SimilarQuery, error) {
	q := search.SimilarQuery{ID: value(in.ID), Text: strings.TrimSpace(value(in.Text)), Highlight: true, Group: true}
	if (q.ID == "") == (q.Text == "") {
		return q, process.Invalid("id", process.MsgRequestBad, "what", "id / text")
	}
	if err := checkLookedFor("text", q.Text, maxSimilarText); err != nil {
		return q, err
	}
	if q.ID != "" {
		if err := checkInLibrary(v, q.ID); err != nil {
			return q, err
		}
	}
	var err error
	if q.Limit, err = sizeOf(in.First, defaultSimilar, page.MaxSize); err != nil {
		return q, err
	}
	q.Filter, q.Scopes, err = d.narrowed(ctx, v, in.Filter)
	return q, err
}

// checkInLibrary refuses ids of kinds that are not in the library, and of kinds the viewer may not read as if missing.
func checkInLibrary(v *process.Viewer, id string) error {
	e, err := process.EntityOf(id)
	if err != nil {
		return err
	}
	for _, s := range sources {
		if s.entity == e && process.May(v, process.ActionRead, e) {
			return nil
		}
		if s.entity == e {
			return process.NotFound(id)
		}
	}
	return process.Invalid("id", process.MsgWrongKind, "id", id, "kind", "SearchKind")
}

// narrowed is a filter that leaves out the kinds the viewer may not read, and the viewer's scopes. When no kind is left
// there are no scopes either, and the library finds nothing.
func (d *Desk) narrowed(ctx context.Context, v *process.Viewer, in *process.SearchFilter) (search.Filter, []string, error) {
	if in == nil {
		in = &process.SearchFilter{}
	}
	if err := checkLengths(in); err != nil {
		return search.Filter{}, nil, err
	}
	kinds, all := readableKinds(v, in.Kinds)
	f := search.Filter{
		Industries: in.Industries, Regions: in.Regions, Organizations: in.Organizations, Outcomes: in.Outcomes,
		Languages: in.Languages, Tags: in.Tags, Years: in.Years,
	}
	if in.From != nil {
		f.From = *in.From
	}
	if in.To != nil {
		f.To = in.To.AddDate(0, 0, 1) // the library leaves its end out, people mean the whole day
	}
	if !all {
		if f.Kinds = kinds; len(kinds) == 0 {
			return f, nil, nil
		}
	}
	scopes, err := d.scopesOf(ctx, v)
	return f, scopes, err
}

// readableKinds are the kinds asked for, any when none is named, without those the viewer may not read. All tells that
// this leaves out nothing.
func readableKinds(v *process.Viewer, asked []process.SearchKind) (kinds []string, all bool) {
	wanted := map[process.SearchKind]bool{}
	for _, k := range asked {
		wanted[k] = true
	}
	for _, s := range sources {
		if (len(asked) == 0 || wanted[s.kind]) && process.May(v, process.ActionRead, s.entity) {
			kinds = append(kinds, string(s.kind))
		}
	}
	return kinds, len(kinds) == len(sources)
}

// checkLengths bounds the lists of a filter.
func checkLengths(in *process.SearchFilter) error {
	for _, n := range []int{
		len(in.Kinds), len(in.Industries), len(in.Regions), len(in.Organizations), len(in.Outcomes),
		len(in.Languages), len(in.Tags), len(in.Years),
	} {
		if n > page.MaxSize {
			return process.Invalid("filter", process.MsgTooLongField)
		}
	}
	return nil
}
