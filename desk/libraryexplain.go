package desk

import (
	"context"
	"errors"
	"strings"

	"bidwell/process"
	"bidwell/search"
)

// SearchExplanation says why a search finds a document: the shares of the parts and Cover add up to Score.
type SearchExplanation struct {
	Score, Cover, Covered float64
	Parts                 []*SearchExplanationPart
}

// SearchExplanationPart is a part of a search that a document has, and what it adds to the score.
type SearchExplanationPart struct {
	process.MatchPart
	// Share is in points of the score, Title how much of that is for standing in the title.
	Share, Title float64
}

// Words says it line by line.
func (e *SearchExplanation) Words(lang process.Language) []string {
	parts := make([]process.MatchPart, len(e.Parts))
	for i, p := range e.Parts {
		parts[i] = p.MatchPart
	}
	return process.MatchWords(lang, parts, portion(e.Cover, e.Score), e.Covered)
}

// ExplainHit says why a search finds the document id. Errors: those of Search; NOT_FOUND when it does not find it.
func (d *Desk) ExplainHit(ctx context.Context, in SearchRequest, id string) (*SearchExplanation, error) {
	v, err := d.reading(ctx)
	if err != nil {
		return nil, err
	}
	q, err := queryFor(v, in)
	if err != nil {
		return nil, err
	}
	if err := checkInLibrary(v, id); err != nil {
		return nil, err
	}
	bounded, cancel := context.WithTimeout(ctx, searchTime)
	defer cancel()
	found, err := d.library.Explain(bounded, q, id)
	if errors.Is(err, search.ErrNotFound) {
		return nil, process.NotFound(id)
	}
	if err != nil {
		return nil, d.refuse(ctx, err)
	}
	e := &SearchExplanation{Score: found.Score, Cover: found.Cover, Covered: found.Covered}
	for _, p := range found.Parts {
		e.Parts = append(e.Parts, &SearchExplanationPart{
			MatchPart: process.MatchPart{
				Typed: p.Typed, Found: p.Found, Share: portion(p.Share, found.Score),
				Field: process.SearchField(strings.ToUpper(p.Field)), Form: process.MatchForm(p.Form),
			},
			Share: p.Share, Title: p.Title,
		})
	}
	return e, nil
}

func portion(share, whole float64) float64 {
	if whole == 0 {
		return 0
	}
	return share / whole
}
