package graph

import (
	"slices"
	"strings"
	"unicode/utf8"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/graph/model"
	"bidwell/process"
	"bidwell/search"
)

// presentFeed shows a stretch of the change log.
func presentFeed(feed *desk.Feed, err error) (*model.ChangeFeed, error) {
	if err != nil {
		return nil, err
	}
	out := &model.ChangeFeed{Changes: []*model.ChangeLogEntry{}, End: feed.End, HasMore: feed.HasMore}
	for _, c := range feed.Changes {
		entry := &model.ChangeLogEntry{Number: c.ID, At: c.At, Type: c.Entity, RecordID: c.EntityID, Operation: c.Operation, Fields: desk.ChangedFields(c.Fields)}
		if c.ActorID != "" {
			entry.ActorID = &c.ActorID
		}
		out.Changes = append(out.Changes, entry)
	}
	return out, nil
}

// presentLabels shows the enumerations in a language.
func presentLabels(names []string, lang process.Language) []*model.EnumLabels {
	var out []*model.EnumLabels
	for _, e := range process.Enums() {
		if len(names) > 0 && !slices.Contains(names, e.Name) {
			continue
		}
		labels := &model.EnumLabels{Name: e.Name, Label: e.Label.In(lang)}
		for _, v := range e.Values {
			labels.Values = append(labels.Values, &model.EnumLabel{Value: v.Value, Label: v.Label.In(lang)})
		}
		out = append(out, labels)
	}
	return out
}

// presentResult shows what a search found; nodes are the records behind the hits, when they were asked for.
func presentResult(found *search.Result, nodes []ent.Noder) *model.SearchResult {
	out := &model.SearchResult{Total: found.Total, Hits: []*model.SearchHit{}, Facets: []*model.SearchFacet{}, HasNextPage: found.HasMore}
	for i, h := range found.Hits {
		hit := presentHit(h)
		if nodes != nil {
			hit.Node = nodes[i]
		}
		out.Hits, out.EndCursor = append(out.Hits, hit), &hit.Cursor
	}
	for _, f := range found.Facets {
		out.Facets = append(out.Facets, presentFacet(f))
	}
	return out
}

func presentHit(h search.Hit) *model.SearchHit {
	hit := &model.SearchHit{
		ID: h.ID, Kind: process.SearchKind(h.Kind), RootID: h.Root, Title: h.Title, Score: h.Score, Cursor: h.Cursor,
		Highlights: []*model.SearchHighlight{},
	}
	for _, piece := range h.Highlights {
		hit.Highlights = append(hit.Highlights, presentHighlight(piece))
	}
	return hit
}

func presentHighlight(h search.Highlight) *model.SearchHighlight {
	out := &model.SearchHighlight{Field: h.Field, Text: h.Text, Ranges: []*model.TextRange{}}
	for _, r := range h.Ranges {
		out.Ranges = append(out.Ranges, &model.TextRange{Start: utf8.RuneCountInString(h.Text[:r[0]]), End: utf8.RuneCountInString(h.Text[:r[1]])})
	}
	return out
}

func presentFacet(f search.FacetResult) *model.SearchFacet {
	out := &model.SearchFacet{Name: process.SearchFacetName(strings.ToUpper(string(f.Name))), Values: []*model.FacetValue{}, Other: f.Other}
	for _, v := range f.Terms {
		out.Values = append(out.Values, &model.FacetValue{Value: v.Term, Count: v.Count})
	}
	return out
}

func presentSuggestions(found []search.Suggestion, err error) ([]*model.SearchSuggestion, error) {
	out := []*model.SearchSuggestion{}
	for _, s := range found {
		one := &model.SearchSuggestion{Kind: process.SuggestionKind(s.Kind), Text: s.Text, Count: s.Count}
		if s.ID != "" {
			one.ID = &s.ID
		}
		out = append(out, one)
	}
	return out, err
}

// presentClauses shows how the text of a search was read.
func presentClauses(text string, clauses []search.Clause, err error) ([]*model.SearchClause, error) {
	out := []*model.SearchClause{}
	for _, c := range clauses {
		one := &model.SearchClause{
			Kind: process.ClauseKind(c.Kind), Text: c.Text, Excluded: c.Excluded, Alternative: c.Alternative,
			Range:  &model.TextRange{Start: utf8.RuneCountInString(text[:c.Start]), End: utf8.RuneCountInString(text[:c.End])},
			Values: append([]string{}, c.Values...), Synonyms: append([]string{}, c.Synonyms...), Ranges: []*model.SearchClauseRange{},
		}
		if c.Field != "" {
			one.Field = new(string(c.Field))
		}
		for _, r := range c.Ranges {
			one.Ranges = append(one.Ranges, &model.SearchClauseRange{From: orNull(r.From), To: orNull(r.To)})
		}
		out = append(out, one)
	}
	return out, err
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// orUnset is what a pointer points to; without one it is not set.
func orUnset[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}
