package desk

import (
	"context"
	"errors"
	"strings"

	"bidwell/process"
	"bidwell/search"
)

// SearchExplanation says why a search finds a document: the shares of the parts and Cover add up to the score of its text,
// which the factors multiply to Score.
type SearchExplanation struct {
	Score, Cover, Covered float64
	Parts                 []*SearchExplanationPart
	Factors               []*SearchFactor
}

// SearchFactor is something about a document, not about the search, that makes it rank higher or lower.
type SearchFactor struct {
	Name  process.RankFactor
	Value float64
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
	text := e.Cover
	for _, p := range e.Parts {
		text += p.Share
	}
	lines := process.MatchWords(lang, parts, portion(e.Cover, text), e.Covered)
	if len(parts) == 0 { // then there is no score to multiply
		return lines
	}
	for _, f := range e.Factors {
		lines = append(lines, process.FactorWords(lang, f.Name, f.Value))
	}
	return lines
}

// ExplainHit says why a search finds the document id. Errors: those of Search; NOT_FOUND when it does not find it.
func (d *Desk) ExplainHit(ctx context.Context, in SearchRequest, id string) (*SearchExplanation, error) {
	v, err := d.reading(ctx)
	if err != nil {
		return nil, err
	}
	q, err := d.queryFor(ctx, v, in)
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
				Typed: p.Typed, Found: p.Found, Share: portion(p.Share, found.TextScore),
				Field: process.SearchField(strings.ToUpper(p.Field)), Form: process.MatchForm(p.Form),
			},
			Share: p.Share, Title: p.Title,
		})
	}
	for _, f := range found.Factors {
		e.Factors = append(e.Factors, &SearchFactor{Name: process.RankFactor(strings.ToUpper(f.Name)), Value: float64(f.Value)})
	}
	return e, nil
}

func portion(share, whole float64) float64 {
	if whole == 0 {
		return 0
	}
	return share / whole
}
