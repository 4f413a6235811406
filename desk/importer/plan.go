package importer

import (
	"time"
)

// plan is a checked mapping: everything that can be worked out before the first row.
type plan struct {
	options      Options
	zone         *time.Location
	layouts      []layout
	dropControls bool
	headings     map[string]string
	rewrite      map[string]map[string]string
	records      []*recordPlan
	needs        []string // columns the file must have
	lastCounts   bool     // some record keeps the last of its repeats
}

type recordPlan struct {
	*RecordMapping
	system string
	key    expression
	fields []*fieldPlan
}

type fieldPlan struct {
	Field
	name     string
	target   Target
	from     expression
	currency expression // of an amount
	lookup   Lookup     // of a reference
	fallback *Cell      // for rows without a value
}

// Repeats of an external id, as declared.
const (
	duplicatesError = "error"
	duplicatesFirst = "first"
	duplicatesLast  = "last"
)

// What to do with a value that a translation does not know.
const (
	unknownError = "error"
	unknownKeep  = "keep"
	unknownSkip  = "skip"
)

// Ways by which a reference finds its record.
const (
	lookupExternalID = "externalId"
	lookupName       = "name"
	lookupCode       = "code"
)
