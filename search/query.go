package search

import "time"

// Query asks the library. Text is what a person typed: words in any order,
// "phrases", -exclusions. Words rank, more of them rank higher, none is
// required; quoted phrases are required; an empty Text finds every document
// the filter and the scopes allow.
type Query struct {
	Text   string
	Filter Filter
	// Scopes are the caller's visibility keys; without any the answer is empty.
	Scopes []string
	Facets []Facet
	// Limit is the number of hits wanted, at most MaxLimit; 0 counts only.
	Limit int
	// Sort is the order of the hits, by relevance when it is not set.
	Sort Sort
	// Outcomes are the values of Doc.Outcome for SortOutcome in groups, the best
	// first: {{"WON"}, {"LOST"}}. A value counts where it is named first.
	Outcomes [][]string
	// Now makes newer documents rank higher (FactorRecency); the zero time does
	// not. Its day counts, in UTC.
	Now time.Time
	// After continues behind the hit with this Cursor. A cursor is good for the
	// same Sort and Outcomes only, and either with Now or without; its Now then
	// counts, so that no hit moves between pages.
	After string
	// Highlight fills Hit.Highlights.
	Highlight bool
	// Group returns at most one hit per Root, the first one by Sort. Total then counts
	// the distinct roots that match; facets still count documents. Both are
	// exact, with and without Group.
	Group bool
}

// Filter narrows a query: OR inside a list, AND between them; an empty list
// does not narrow. From is included, To is not; a document without a date is
// outside every date range.
type Filter struct {
	Kinds, Industries, Regions, Organizations, Outcomes []string
	Languages, Tags, Customers, Statuses, Roots         []string
	// IDs are documents by name; those the index does not have narrow to nothing.
	IDs      []string
	Years    []int
	From, To time.Time
	// MinAmount and MaxAmount bound the amount in minor units, both included.
	MinAmount, MaxAmount *int64
}

// FacetName names what a facet counts.
type FacetName string

// The facets a query can ask for.
const (
	FacetNameKind         FacetName = "kind"
	FacetNameIndustry     FacetName = "industry"
	FacetNameRegion       FacetName = "region"
	FacetNameOrganization FacetName = "organization"
	FacetNameOutcome      FacetName = "outcome"
	FacetNameYear         FacetName = "year"
	FacetNameLanguage     FacetName = "language"
	FacetNameTag          FacetName = "tag"
	FacetNameStatus       FacetName = "status"
	FacetNameCustomer     FacetName = "customer"
)

// Facet asks for the Size most frequent values of Name among all matches.
type Facet struct {
	Name FacetName
	Size int
}

// FacetResult holds a facet's values, the most frequent first, equal counts by
// value. Other counts the values that did not fit into Size, Missing the
// matches without a value.
type FacetResult struct {
	Name    FacetName
	Terms   []FacetTerm
	Other   int
	Missing int
}

// FacetTerm is one value and the number of matching documents that have it.
type FacetTerm struct {
	Term  string
	Count int
}

// Highlight shows why a hit matched. Text is plain text of Field ("title" or
// "body"); Ranges are byte offsets in Text, ascending and apart. From is the
// byte offset of Text in the field.
type Highlight struct {
	Field  string
	Text   string
	From   int
	Ranges [][2]int
}

// Hit is one answer. Cursor continues a query behind it.
type Hit struct {
	ID, Kind, Root, Title string
	Customer, Language    string
	Score                 float64
	Highlights            []Highlight
	Cursor                string
}

// Result answers a query: Hits in the order of Query.Sort, equal ones in a
// fixed order.
// Total counts all matches, not only those after the cursor.
type Result struct {
	Hits    []Hit
	Total   int
	Facets  []FacetResult
	HasMore bool
}

// SimilarQuery asks for documents like a text or like an indexed document; of
// the latter, itself and everything with the same root is left out. An ID that
// is unknown or outside Scopes gives ErrNotFound. Where a text was taken from an
// indexed document that Scopes let through, that document speaks as a whole.
type SimilarQuery struct {
	Text      string
	ID        string
	Filter    Filter
	Scopes    []string
	Limit     int
	Highlight bool
	Group     bool
}

// MaxLimit bounds Query.Limit.
const MaxLimit = 1000
