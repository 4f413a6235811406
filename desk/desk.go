// Package desk is the deal desk: every use case that changes something, a file a step of the process. A method
// authorises, loads, asks package process, writes, and puts a row in the change log, all in one transaction. It is the
// only place that writes; what a viewer may see is decided here too, in visibility.go.
package desk

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	entsql "entgo.io/ent/dialect/sql"

	"bidwell/document"
	"bidwell/document/filestore"
	"bidwell/ent"
	"bidwell/ent/store"
	"bidwell/process"
	"bidwell/search"
)

// Desk carries out the use cases on one store and one library. It is safe for concurrent use.
type Desk struct {
	store   *store.Store
	writer  *ent.Client
	reader  *ent.Client
	library *search.Library
	options Options
	ids     *idSource
	gate    *gate
	// indexing lets one goroutine at a time carry the change log into the library.
	indexing sync.Mutex
	calendar calendarCache
	// synonymsRead tells that the library has the synonyms of the database.
	synonymsRead atomic.Bool
	searched     searchLog
	// installing, sweeping and mailing are done by one process at a time.
	installing, sweeping, mailing turn
}

// The keys of the locks in PostgreSQL that keep replicas from doing the same work at the same time.
const (
	installLock = 0x62696477_0001 + iota
	sweepLock
	mailLock
)

// utc is the zone days are stored in.
var utc = time.UTC

// Options are what a desk needs beside its store and library.
type Options struct {
	// Now is the clock; time.Now unless set.
	Now func() time.Time
	// Zone is the organisation's time zone: figures count its days. Asia/Shanghai unless set.
	Zone *time.Location
	// Currency is the organisation's reporting currency; CNY unless set.
	Currency string
	// Log receives what happens in the background.
	Log *slog.Logger
	// Files keeps uploaded files, and Documents reads them; without them there are no uploads.
	Files     filestore.Store
	Documents *document.Reader
	// Webhooks sends to webhook endpoints; nothing is sent without it.
	Webhooks WebhookSender
}

// New opens a desk. Library may be nil for work that needs no search.
func New(st *store.Store, library *search.Library, options Options) *Desk {
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Zone == nil {
		options.Zone = time.FixedZone("Asia/Shanghai", 8*60*60)
	}
	if options.Currency == "" {
		options.Currency = "CNY"
	}
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	d := &Desk{
		store: st, library: library, options: options, ids: newIDSource(), gate: newGate(),
		installing: turn{key: installLock}, sweeping: turn{key: sweepLock}, mailing: turn{key: mailLock},
		writer: ent.NewClient(ent.Driver(st.Writer())),
		reader: ent.NewClient(ent.Driver(st.Reader())),
	}
	d.writer.Use(recordChanges)
	d.writer.Intercept(onlyVisible)
	d.reader.Use(recordChanges) // which refuses: on PostgreSQL nothing else would
	d.reader.Intercept(onlyVisible, noteShown)
	if library != nil {
		library.SetValueNames(valueNames())
	}
	return d
}

// Read gives the client that reads as the viewer of the context: it never returns a row the viewer may not see.
func (d *Desk) Read(context.Context) *ent.Client { return d.reader }

// Library is the search index; nil when the desk was opened without one.
func (d *Desk) Library() *search.Library { return d.library }

// Store is the database behind the desk.
func (d *Desk) Store() *store.Store { return d.store }

// Zone is the organisation's time zone.
func (d *Desk) Zone() *time.Location { return d.options.Zone }

// now is the instant of a write, to the microsecond that both databases keep.
func (d *Desk) now() time.Time { return d.options.Now().UTC().Truncate(time.Microsecond) }

// table is where the records of an entity live.
func table(e process.Entity) *entsql.SelectTable { return entsql.Table(ent.TableOf(string(e))) }
