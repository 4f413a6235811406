package desk

import (
	"context"
	"time"

	"bidwell/process"
	"bidwell/search"
)

// SearchFilter narrows what the case library finds: values within one list are alternatives, lists add up.
type SearchFilter struct {
	Kinds         []process.SearchKind
	Industries    []string
	Regions       []string
	Organizations []string
	Outcomes      []string
	Languages     []string
	Tags          []string
	Years         []int
	From, To      *time.Time
}

// SearchFacetInput is a facet to count hits by.
type SearchFacetInput struct {
	Name process.SearchFacetName
	Size *int
}

// SearchRequest is a search of the case library.
type SearchRequest struct {
	Query   string
	Filter  *SearchFilter
	Facets  []*SearchFacetInput
	First   *int
	After   *string
	Grouped bool
	WaitFor *int64
}

// Search searches the case library.
func (d *Desk) Search(ctx context.Context, in SearchRequest) (*search.Result, error) {
	return nil, process.NewError(process.CodeUnavailable, process.MsgUnavailable)
}

// SimilarRequest asks for documents like a record or a text.
type SimilarRequest struct {
	ID, Text *string
	Filter   *SearchFilter
	First    *int
}

// Similar finds documents like a record or a text, most alike first.
func (d *Desk) Similar(ctx context.Context, in SimilarRequest) (*search.Result, error) {
	return nil, process.NewError(process.CodeUnavailable, process.MsgUnavailable)
}
