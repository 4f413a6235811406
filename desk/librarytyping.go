package desk

import (
	"context"

	"bidwell/process"
	"bidwell/search"
)

// defaultSuggestions is the number of suggestions when none is told.
const defaultSuggestions = 10

// SuggestRequest asks what a text that is being typed may become.
type SuggestRequest struct {
	Text  string
	First *int
}

// Suggest completes what is being typed by titles, customers and tags of documents the viewer may see. Errors: those of
// Search.
func (d *Desk) Suggest(ctx context.Context, in SuggestRequest) ([]search.Suggestion, error) {
	v, err := d.reading(ctx)
	if err != nil {
		return nil, err
	}
	if err := checkLookedFor("text", in.Text, maxQuery); err != nil {
		return nil, err
	}
	q := search.Query{Text: in.Text}
	if q.Limit, err = sizeOf(in.First, defaultSuggestions, search.MaxSuggestions); err != nil {
		return nil, err
	}
	if q.Filter, q.Scopes, err = d.narrowed(ctx, v, nil); err != nil {
		return nil, err
	}
	bounded, cancel := context.WithTimeout(ctx, searchTime)
	defer cancel()
	found, err := d.library.Suggest(bounded, q)
	return found, d.refuse(ctx, err)
}

// DidYouMean is the text of a search with words that no document the viewer may see has replaced by ones that some have;
// nil when there is nothing to replace. Errors: those of Search.
func (d *Desk) DidYouMean(ctx context.Context, query string) (*string, error) {
	v, err := d.reading(ctx)
	if err != nil {
		return nil, err
	}
	if err := checkLookedFor("query", query, maxQuery); err != nil {
		return nil, err
	}
	q := search.Query{Text: query}
	if q.Filter, q.Scopes, err = d.narrowed(ctx, v, nil); err != nil {
		return nil, err
	}
	bounded, cancel := context.WithTimeout(ctx, searchTime)
	defer cancel()
	meant, err := d.library.DidYouMean(bounded, q)
	if err != nil || meant == "" {
		return nil, d.refuse(ctx, err)
	}
	return &meant, nil
}

// UnderstandSearch tells how the text of a search is read. Errors: UNAUTHENTICATED, VALIDATION_FAILED.
func (d *Desk) UnderstandSearch(ctx context.Context, query string) ([]search.Clause, error) {
	if _, err := d.reading(ctx); err != nil {
		return nil, err
	}
	if err := checkLookedFor("query", query, maxQuery); err != nil {
		return nil, err
	}
	return d.library.Understand(query), nil
}

// valueNames are what people call the values of the facets, in both languages: outcome:赢单 and 类型:方案 are understood.
func valueNames() map[search.FacetName]map[string][]string {
	names := map[search.FacetName]map[string][]string{}
	for field, enums := range map[search.FacetName][]string{
		search.FacetNameKind:    {"SearchKind"},
		search.FacetNameOutcome: {"OpportunityStatus", "ProposalStatus"},
		search.FacetNameStatus:  {"OpportunityStage", "ProposalStatus", "VerifyState", "LessonStatus", "RetrospectiveStatus"},
	} {
		of := map[string][]string{}
		for _, e := range process.Enums() {
			for _, name := range enums {
				if e.Name != name {
					continue
				}
				for _, v := range e.Values {
					for _, called := range []string{v.Value, v.Label.EN, v.Label.ZH} {
						of[called] = append(of[called], v.Value)
					}
				}
			}
		}
		names[field] = of
	}
	names[search.FacetNameLanguage] = map[string][]string{
		"中文": {"zh"}, "Chinese": {"zh"}, "英文": {"en"}, "英语": {"en"}, "English": {"en"},
	}
	return names
}
