package importer

import "time"

// Record is one record as the file has it, checked and typed, ready to be written.
type Record struct {
	Entity     string
	System     string
	ExternalID string
	// OnlyIfMissing: an existing record with this external id must stay as it is.
	OnlyIfMissing bool
	// Fields holds values by target field: string, int64, time.Time, bool, []string, Ref or Money, as Kind says. A
	// field without a value is absent.
	Fields   map[string]any
	Stages   []StageMark
	Outcome  *Outcome
	Sections []Section
	Line     int
}

// Ref points to another record.
type Ref struct {
	Entity string
	By     string // externalId, name or code
	System string // of the external id
	Value  string
	Create bool // make a record with this name (and external id) when there is none
}

// Money is an amount in hundredths of the currency.
type Money struct {
	Minor    int64
	Currency string
}

// StageMark says that an opportunity entered a stage.
type StageMark struct {
	Stage    string
	At       time.Time // UTC; zero: not known
	DateOnly bool      // the source gave a day; At is its beginning in the mapping's time zone
}

// Outcome says how an opportunity stands or ended.
type Outcome struct {
	Status    string
	DecidedAt time.Time // UTC; zero: not known, or open
	DateOnly  bool
	Reason    string
}

// Section is an ordered piece of a document.
type Section struct {
	Title string // never empty
	Depth int    // of the heading, from 1
	Body  string
}
