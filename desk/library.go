package desk

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"bidwell/ent/page"
	"bidwell/process"
	"bidwell/search"
)

// SearchFacetInput is a facet to count hits by.
type SearchFacetInput struct {
	Name process.SearchFacetName
	Size *int
}

// SearchRequest is a search of the case library.
type SearchRequest struct {
	Query   string
	Filter  *process.SearchFilter
	Facets  []*SearchFacetInput
	First   *int
	After   *string
	Grouped bool
	Sort    process.SearchSort
	WaitFor *int64
}

// SimilarRequest asks for documents like a record or a text.
type SimilarRequest struct {
	ID, Text *string
	Filter   *process.SearchFilter
	First    *int
}

const (
	// searchTime bounds one search, waitTime how long one waits for a change to be indexed.
	searchTime = 2 * time.Second
	waitTime   = 5 * time.Second
	// defaultSimilar is the number of similar documents when none is told.
	defaultSimilar = 10
	// maxQuery and maxSimilarText bound the texts to look for, in characters.
	maxQuery       = 2000
	maxSimilarText = 100_000
)

// Found is what a search answers.
type Found struct {
	*search.Result
	// Key names the search when one of its hits is opened; nil for later pages and searches without words.
	Key *string
}

// Search searches the case library: what a viewer's role may not read is not found, counted or named. Errors:
// UNAUTHENTICATED; VALIDATION_FAILED for a bad cursor, size or too long a text; INDEX_REBUILDING; UNAVAILABLE when WaitFor
// or the search itself takes too long.
func (d *Desk) Search(ctx context.Context, in SearchRequest) (*Found, error) {
	v, err := d.reading(ctx)
	if err != nil {
		return nil, err
	}
	q, err := d.queryFor(ctx, v, in)
	if err != nil {
		return nil, err
	}
	if err := d.await(ctx, in.WaitFor); err != nil {
		return nil, err
	}
	bounded, cancel := context.WithTimeout(ctx, searchTime)
	defer cancel()
	found, err := d.library.Search(bounded, q)
	if err != nil {
		return nil, d.refuse(ctx, err)
	}
	shownHits(ctx, found)
	return &Found{found, d.searched.remember(d, q, found.Total)}, nil
}

// shownHits notes that the passages of hits are about to be shown.
func shownHits(ctx context.Context, found *search.Result) {
	for _, h := range found.Hits {
		showing(ctx, h.ID)
	}
}

// Similar finds documents like a record or a text, most alike first, one a proposal; the record itself and what belongs
// to it are left out. Errors: those of Search; NOT_FOUND for a record that is missing, hidden or not in the library;
// VALIDATION_FAILED for one of a kind that never is.
func (d *Desk) Similar(ctx context.Context, in SimilarRequest) (*search.Result, error) {
	v, err := d.reading(ctx)
	if err != nil {
		return nil, err
	}
	q, err := d.similarFor(ctx, v, in)
	if err != nil {
		return nil, err
	}
	bounded, cancel := context.WithTimeout(ctx, searchTime)
	defer cancel()
	found, err := d.library.Similar(bounded, q)
	if errors.Is(err, search.ErrNotFound) {
		return nil, process.NotFound(q.ID)
	}
	if err == nil {
		shownHits(ctx, found)
	}
	return found, d.refuse(ctx, err)
}

// reading is the viewer, when there is a library that can answer.
func (d *Desk) reading(ctx context.Context) (*process.Viewer, error) {
	v, err := signedIn(ctx)
	switch {
	case err != nil:
		return nil, err
	case d.library == nil:
		return nil, process.NewError(process.CodeUnavailable, process.MsgUnavailable)
	case d.library.Seq() == 0 && d.library.Status().State == search.StateRebuilding: // for the first time
		return nil, process.NewError(process.CodeIndexRebuilding, process.MsgIndexRebuilding)
	}
	return v, nil
}

// await returns when the index has a change.
func (d *Desk) await(ctx context.Context, number *int64) error {
	if number == nil || d.library.Seq() >= *number {
		return nil
	}
	_ = d.store.Notify(ctx, changesChannel) // a hint: without it polling finds the change
	bounded, cancel := context.WithTimeout(ctx, waitTime)
	defer cancel()
	err := d.library.Wait(bounded, *number)
	if errors.Is(err, context.DeadlineExceeded) {
		return process.NewError(process.CodeUnavailable, process.MsgWaitTimedOut)
	}
	return d.refuse(ctx, err)
}

// refuse turns what the library answers into the error a client can act on.
func (d *Desk) refuse(ctx context.Context, err error) error {
	var refused *process.Error
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, search.ErrCursor):
		refused = process.Invalid("after", process.MsgCursorBad)
	case errors.Is(err, search.ErrRebuilding):
		_ = d.store.Notify(ctx, changesChannel) // whoever follows the log finds the damage and rebuilds
		refused = process.NewError(process.CodeIndexRebuilding, process.MsgIndexRebuilding)
	case errors.Is(err, search.ErrInvalid):
		refused = process.Invalid("query", process.MsgValueBad)
	case errors.Is(err, search.ErrClosed), errors.Is(err, context.DeadlineExceeded):
		refused = process.NewError(process.CodeUnavailable, process.MsgUnavailable)
	default:
		return err
	}
	refused.Cause = err
	return refused
}

// sizeOf checks a number of hits and fills in the default.
func sizeOf(first *int, usual, most int) (int, error) {
	if first == nil {
		return usual, nil
	}
	if *first < 0 || *first > most {
		return 0, process.Invalid("first", process.MsgPageSize, "max", strconv.Itoa(most))
	}
	return *first, nil
}

// checkLookedFor checks a text to look for.
func checkLookedFor(field, text string, most int) error {
	if len(text) > most && utf8.RuneCountInString(text) > most {
		return process.Invalid(field, process.MsgTooLong, "max", strconv.Itoa(most))
	}
	return process.CheckText(field, text)
}

func facetsFor(in []*SearchFacetInput) ([]search.Facet, error) {
	const usual = 10
	known := process.SearchFacetName("").Values()
	if len(in) > len(known) {
		return nil, process.Invalid("facets", process.MsgTooLongField)
	}
	facets := make([]search.Facet, len(in))
	for i, f := range in {
		facets[i] = search.Facet{Name: search.FacetName(strings.ToLower(string(f.Name))), Size: usual}
		if f.Size != nil {
			facets[i].Size = *f.Size
		}
		if facets[i].Size < 0 || facets[i].Size > page.MaxSize {
			return nil, process.Invalid("facets", process.MsgPageSize, "max", strconv.Itoa(page.MaxSize))
		}
	}
	return facets, nil
}
