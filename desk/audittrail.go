package desk

import (
	"context"
	"encoding/json"
	"iter"
	"maps"
	"slices"
	"time"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	entchange "bidwell/ent/change"
	"bidwell/ent/page"
	"bidwell/ent/sealedread"
	"bidwell/process"
)

// AuditFilter narrows the audit trail; what is nil or empty narrows nothing.
type AuditFilter struct {
	// From is the first moment, Until the first one after.
	From, Until *time.Time
	ActorID     *string
	// RecordID is a changed record, OpportunityID the opportunity behind it; of readings, either is the opportunity or proposal
	// that guards what was read.
	RecordID, OpportunityID *string
	// Types and Operations narrow the log of changes; readings have neither.
	Types      []string
	Operations []process.ChangeOperation
}

// AuditEntry is a row of the change log with all that is known of it.
type AuditEntry struct {
	Number        int64                   `json:"number"`
	At            time.Time               `json:"at"`
	ActorID       *string                 `json:"actorID"`
	CredentialID  *string                 `json:"credentialID"`
	Address       *string                 `json:"address"`
	Type          string                  `json:"type"`
	RecordID      string                  `json:"recordID"`
	RootID        *string                 `json:"rootID"`
	OpportunityID *string                 `json:"opportunityID"`
	Operation     process.ChangeOperation `json:"operation"`
	Fields        []*ChangedField         `json:"fields"`
	Hash          *string                 `json:"hash"`
}

// ChangedField is one field of a change, its values as JSON; nil where there was none. Erased tells that there were values
// that were erased since.
type ChangedField struct {
	Name   string  `json:"name"`
	From   *string `json:"from"`
	To     *string `json:"to"`
	Erased bool    `json:"erased"`
}

// SealedReading is a row of the log of readings: who was shown what of a need-to-know or secret opportunity or of a sealed
// proposal.
type SealedReading struct {
	Number       int64     `json:"number"`
	At           time.Time `json:"at"`
	ActorID      *string   `json:"actorID"`
	CredentialID *string   `json:"credentialID"`
	Address      *string   `json:"address"`
	GuardedID    string    `json:"guardedID"`
	RecordIDs    []string  `json:"recordIDs"`
	Hash         string    `json:"hash"`
}

// AuditTrail is a stretch of the change log, oldest first.
type AuditTrail struct {
	Entries []*AuditEntry
	End     int64
	HasMore bool
	// Last is the last row of the whole log: whoever keeps it proves with it later that nothing before was changed.
	Last *Anchor
}

// ReadingTrail is a stretch of the log of readings, oldest first.
type ReadingTrail struct {
	Readings []*SealedReading
	End      int64
	HasMore  bool
	Last     *Anchor
}

// ChangedFields are the fields of a change by name.
func ChangedFields(fields map[string]process.FieldChange) []*ChangedField {
	list := []*ChangedField{}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		f := fields[name]
		list = append(list, &ChangedField{Name: name, From: asJSON(f.From), To: asJSON(f.To), Erased: f.Erased != ""})
	}
	return list
}

func asJSON(v any) *string {
	if v == nil {
		return nil
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	text := string(raw)
	return &text
}

// auditing is the viewer, when they read the audit trail.
func auditing(ctx context.Context) (*process.Viewer, error) {
	v, err := signedIn(ctx)
	if err == nil && !process.Audits(v) {
		err = process.NewError(process.CodeForbidden, process.MsgForbidden)
	}
	return v, err
}

// auditsAll tells that nothing is hidden from who audits: auditors with a credential that is bound to nothing, and the
// command line. Administrators do not see what they are not let into.
func auditsAll(v *process.Viewer) bool {
	return process.PassesGuards(v) && v.Sees() == process.RowScopeAll && len(v.ReadsOnly) == 0
}

// AuditTrail reads the change log after a number with who did what from where, and the hashes that chain its rows. Errors:
// UNAUTHENTICATED, FORBIDDEN for all but auditors and administrators, VALIDATION_FAILED.
func (d *Desk) AuditTrail(ctx context.Context, after *int64, first *int, where *AuditFilter) (*AuditTrail, error) {
	size, err := sizeOf(first, page.DefaultSize, page.MaxSize)
	if err != nil {
		return nil, err
	}
	entries, more, err := d.auditEntries(ctx, value(after), size, where)
	if err != nil {
		return nil, err
	}
	trail := &AuditTrail{Entries: entries, End: value(after), HasMore: more}
	if n := len(entries); n > 0 {
		trail.End = entries[n-1].Number
	}
	trail.Last, err = d.lastOf(ctx, changesChain)
	return trail, err
}

func (d *Desk) auditEntries(ctx context.Context, after int64, size int, where *AuditFilter) ([]*AuditEntry, bool, error) {
	v, err := auditing(ctx)
	if err != nil {
		return nil, false, err
	}
	q := d.reader.Change.Query().Where(entchange.IDGT(after), inAudit(where)).Order(entchange.ByID()).Limit(size + 1)
	if !auditsAll(v) {
		q.Where(visibleChanges(v))
	}
	rows, err := q.All(ctx)
	if err != nil {
		return nil, false, err
	}
	feed := feedOf(v, rows, after, size)
	if err := d.withoutGuarded(ctx, feed.Changes); err != nil {
		return nil, false, err
	}
	entries := make([]*AuditEntry, len(feed.Changes))
	for i, c := range feed.Changes {
		entries[i] = &AuditEntry{
			Number: c.ID, At: c.At, ActorID: orNil(c.ActorID), CredentialID: orNil(c.CredentialID), Address: orNil(c.Address),
			Type: c.Entity, RecordID: c.EntityID, RootID: orNil(c.RootID), OpportunityID: orNil(c.OpportunityID),
			Operation: c.Operation, Fields: ChangedFields(c.Fields), Hash: orNil(c.Hash),
		}
	}
	return entries, feed.HasMore, nil
}

// orNil is nil for nothing.
func orNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func inAudit(f *AuditFilter) func(*sql.Selector) {
	return func(s *sql.Selector) {
		if f == nil {
			return
		}
		f.narrow(s)
		if f.RecordID != nil {
			s.Where(sql.EQ(s.C(entchange.FieldEntityID), *f.RecordID))
		}
		if f.OpportunityID != nil {
			s.Where(sql.EQ(s.C(entchange.FieldOpportunityID), *f.OpportunityID))
		}
		if len(f.Types) > 0 {
			s.Where(sql.In(s.C(entchange.FieldEntity), listed(f.Types)...))
		}
		if len(f.Operations) > 0 {
			s.Where(sql.In(s.C(entchange.FieldOperation), listed(f.Operations)...))
		}
	}
}

// narrow leaves of either log what the filter does.
func (f *AuditFilter) narrow(s *sql.Selector) {
	if f.From != nil {
		s.Where(sql.GTE(s.C("at"), f.From.UTC()))
	}
	if f.Until != nil {
		s.Where(sql.LT(s.C("at"), f.Until.UTC()))
	}
	if f.ActorID != nil {
		s.Where(sql.EQ(s.C("actor_id"), *f.ActorID))
	}
}

// ReadingTrail reads the log of readings after a number. Errors: those of
// AuditTrail.
func (d *Desk) ReadingTrail(ctx context.Context, after *int64, first *int, where *AuditFilter) (*ReadingTrail, error) {
	size, err := sizeOf(first, page.DefaultSize, page.MaxSize)
	if err != nil {
		return nil, err
	}
	readings, more, err := d.sealedReadings(ctx, value(after), size, where)
	if err != nil {
		return nil, err
	}
	reads := &ReadingTrail{Readings: readings, End: value(after), HasMore: more}
	if n := len(readings); n > 0 {
		reads.End = readings[n-1].Number
	}
	reads.Last, err = d.lastOf(ctx, readsChain)
	return reads, err
}

func (d *Desk) sealedReadings(ctx context.Context, after int64, size int, where *AuditFilter) ([]*SealedReading, bool, error) {
	v, err := auditing(ctx)
	if err != nil {
		return nil, false, err
	}
	rows, err := d.reader.SealedRead.Query().Where(sealedread.IDGT(after), func(s *sql.Selector) {
		if !auditsAll(v) {
			in := sight{v: v, b: sql.Dialect(s.Dialect())}
			s.Where(in.amongSeen(s.C(sealedread.FieldGuardedID), []process.Entity{ent.TypeOpportunity, ent.TypeProposal, ent.TypeContentItem}))
		}
		if where == nil {
			return
		}
		where.narrow(s)
		for _, id := range []*string{where.RecordID, where.OpportunityID} {
			if id != nil {
				s.Where(sql.EQ(s.C(sealedread.FieldGuardedID), *id))
			}
		}
	}).Order(sealedread.ByID()).Limit(size + 1).All(ctx)
	if err != nil {
		return nil, false, err
	}
	readings := make([]*SealedReading, min(size, len(rows)))
	for i := range readings {
		r := rows[i]
		readings[i] = &SealedReading{
			Number: r.ID, At: r.At, ActorID: orNil(r.ActorID), CredentialID: orNil(r.CredentialID), Address: orNil(r.Address),
			GuardedID: r.GuardedID, RecordIDs: r.RecordIds, Hash: r.Hash,
		}
	}
	return readings, len(rows) > size, nil
}

// lastOf is the last row of a log; nil for an empty one.
func (d *Desk) lastOf(ctx context.Context, c chain) (*Anchor, error) {
	rows, err := d.store.ReadDB().QueryContext(ctx, `SELECT id, COALESCE(hash, '') FROM `+c.table+` ORDER BY id DESC LIMIT 1`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	if !rows.Next() {
		return nil, rows.Err()
	}
	var last Anchor
	err = rows.Scan(&last.Number, &last.Hash)
	return &last, err
}

// exportPage is how many rows an export reads at a time.
const exportPage = 1000

// EachAuditEntry gives the whole audit trail that a filter leaves, oldest first, a part at a time. Errors: those of
// AuditTrail.
func (d *Desk) EachAuditEntry(ctx context.Context, where *AuditFilter) iter.Seq2[*AuditEntry, error] {
	return eachRow(func(after int64) ([]*AuditEntry, bool, error) { return d.auditEntries(ctx, after, exportPage, where) },
		func(e *AuditEntry) int64 { return e.Number })
}

// EachSealedReading gives the whole log of readings that a filter leaves, oldest first, a part at a time. Errors: those of
// AuditTrail.
func (d *Desk) EachSealedReading(ctx context.Context, where *AuditFilter) iter.Seq2[*SealedReading, error] {
	return eachRow(func(after int64) ([]*SealedReading, bool, error) {
		return d.sealedReadings(ctx, after, exportPage, where)
	},
		func(r *SealedReading) int64 { return r.Number })
}

func eachRow[T any](read func(after int64) ([]T, bool, error), number func(T) int64) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for after, more := int64(0), true; more; {
			rows, further, err := read(after)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, row := range rows {
				if !yield(row, nil) {
					return
				}
				after = number(row)
			}
			more = further
		}
	}
}
