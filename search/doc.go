// Package search is the case library's index: it finds the passage to reuse,
// in Chinese and English, in a directory of its own.
//
// A Library answers from memory-mapped files; it never loses a batch that
// Apply acknowledged, never returns a document without one of the caller's
// scopes, and never panics: a damaged index is put aside, searches then answer
// ErrRebuilding until Rebuild has filled a fresh one. The index holds nothing
// that cannot be rebuilt from the database.
//
// A query's text is what people type: words, which rank; "phrases", which are
// required; -exclusions; OR or 或 between alternatives; word* for words that
// begin so; and field:value in English and Chinese (类型:方案 年份:2023..2025
// amount:>100万 title:"采购订单"). Values of one field are alternatives, bounds
// hold together, fields narrow each other. Whatever cannot be read so is words:
// no text is an error. Understand tells how a text is read, Explain where a
// score comes from, Suggest and DidYouMean help to type it.
package search

import "time"

// Doc is one searchable thing. Title and Body are ranked and searched by
// phrase; Customer and Tags are ranked; the other strings match exactly.
type Doc struct {
	// ID is unique, not empty and at most 512 bytes.
	ID string
	// Kind says what the document is: a proposal, a section, a lesson … The
	// index only compares it.
	Kind string
	// Root is the ID of the document this one is a passage of, the proposal of
	// a section; empty means itself.
	Root string
	// Title and Body are plain text or Markdown. Of a body longer than 8 MiB
	// the beginning is kept.
	Title, Body string
	// Customer is the customer's name: searchable, and an exact filter.
	Customer string
	// Tags are searchable, a filter and a facet.
	Tags []string

	Industry, Region, Organization, Outcome, Language, Status string

	// Year is a facet; 0 means none.
	Year int
	// Date is for ranges; the zero time means none.
	Date time.Time
	// Amount is in minor units of the document's currency.
	Amount int64
	// Factors multiply the score of the document in Search: each is named and
	// within MinFactor and MaxFactor, as is their product, to which it is
	// clipped. Explain tells them; FactorRecency is not among them.
	Factors []Factor `json:",omitempty"` // so that the digest of a document without any stays as it was
	// Scopes are the visibility keys: a query sees the document when it has at
	// least one of them. Without any, nobody sees it.
	Scopes []string
	// Revision is a digest of the content, for proving index = database.
	Revision string
}

// Change puts Doc into the index, replacing the one of the same ID, or takes
// the document DeleteID out.
type Change struct {
	Doc      *Doc
	DeleteID string
}

func (c Change) id() string {
	if c.Doc != nil {
		return c.Doc.ID
	}
	return c.DeleteID
}

func (d *Doc) root() string {
	if d.Root == "" {
		return d.ID
	}
	return d.Root
}
