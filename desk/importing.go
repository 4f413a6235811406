package desk

import (
	"context"
	"errors"
	"strings"

	"bidwell/desk/importer"
	"bidwell/ent"
	"bidwell/process"
)

// ImportResult counts what an import did to the records it was given.
type ImportResult struct {
	Created, Updated, Unchanged, Skipped int
	Errors                               []ImportError
}

// Add sums two results.
func (r *ImportResult) Add(more ImportResult) {
	r.Created, r.Updated = r.Created+more.Created, r.Updated+more.Updated
	r.Unchanged, r.Skipped = r.Unchanged+more.Unchanged, r.Skipped+more.Skipped
	r.Errors = append(r.Errors, more.Errors...)
}

// ImportError is a row that was refused.
type ImportError struct {
	Line               int
	Entity, ExternalID string
	Err                error
}

// Import writes a batch of records read from another system, in one transaction. A record is known by its external id:
// a new one is made, a known one changed where it differs, and one equal to the last import left alone, so that the
// same file again changes nothing. If a row is refused, the rows are written one by one: the good ones go in, each
// refused row is in Errors. Any other failure is returned, with what was written before it.
func (d *Desk) Import(ctx context.Context, records []importer.Record) (ImportResult, error) {
	result, err := d.importTogether(ctx, records)
	if err == nil || !refused(err) {
		return result, err
	}
	result = ImportResult{}
	for _, row := range rowsOfFile(records) {
		part, err := d.importTogether(ctx, row)
		switch {
		case err == nil:
			result.Add(part)
		case refused(err):
			result.Errors = append(result.Errors, describe(row, err))
		default:
			return result, err
		}
	}
	return result, nil
}

// refused tells a refusal of the data from a failure of the system.
func refused(err error) bool {
	var known *process.Error
	return errors.As(err, &known) && known.Code != process.CodeInternal && known.Code != process.CodeUnavailable && known.Code != process.CodeUnauthenticated
}

func rowsOfFile(records []importer.Record) (rows [][]importer.Record) {
	for i := 0; i < len(records); {
		end := i + 1
		for end < len(records) && records[end].Line == records[i].Line {
			end++
		}
		rows = append(rows, records[i:end])
		i = end
	}
	return rows
}

func describe(row []importer.Record, err error) ImportError {
	e := ImportError{Line: row[0].Line, Entity: row[0].Entity, ExternalID: row[0].ExternalID, Err: err}
	var at *recordError
	if errors.As(err, &at) {
		e.Entity, e.ExternalID = at.record.Entity, at.record.ExternalID
	}
	return e
}

// recordError says which record of a row was refused.
type recordError struct {
	record importer.Record
	err    error
}

// Error names the record.
func (e *recordError) Error() string {
	return e.record.Entity + " " + e.record.ExternalID + ": " + e.err.Error()
}

// Unwrap gives the refusal.
func (e *recordError) Unwrap() error { return e.err }

// importing is one transaction of an import.
type importing struct {
	*writing
	result ImportResult
	refs   refIndex
	names  map[nameKey]string
	prices map[string]int64
	// made after the records they belong to
	entries  []*ent.StageEntryCreate
	sections []*ent.ProposalSectionCreate
}

func (d *Desk) importTogether(ctx context.Context, records []importer.Record) (ImportResult, error) {
	var im *importing
	_, err := d.transact(ctx, func(ctx context.Context, w *writing) error {
		w.quiet = true
		im = &importing{writing: w, names: map[nameKey]string{}, prices: map[string]int64{}}
		if err := im.lookUp(ctx, records); err != nil {
			return err
		}
		for _, r := range records {
			if err := im.take(ctx, r); err != nil {
				return &recordError{record: r, err: explain(err)}
			}
		}
		return im.flush(ctx)
	})
	if err != nil {
		return ImportResult{}, err
	}
	return im.result, nil
}

// take writes one record, or finds that there is nothing to write.
func (im *importing) take(ctx context.Context, r importer.Record) error {
	e := entityOf(r.Entity)
	key, sum := refKey{r.System, e, r.ExternalID}, rowDigest(r)
	known := im.refs[key]
	switch {
	case known == nil:
		return im.make(ctx, e, key, sum, r)
	case r.OnlyIfMissing || known.digest == sum:
		im.result.Unchanged++
		return nil
	default:
		if !known.made { // else made by name earlier in this batch, and counted then
			im.result.Updated++
		}
		im.refs.changed(key, sum)
		return im.amend(ctx, e, known.id, r)
	}
}

func (im *importing) make(ctx context.Context, e process.Entity, key refKey, digest string, r importer.Record) error {
	if e == ent.TypeStageEntry {
		return im.addStage(ctx, key, digest, r)
	}
	id := im.newID(e)
	m, save, err := im.tx.Client().Creating(string(e), id)
	if err != nil {
		return err
	}
	if err := im.fill(ctx, m, e, r); err != nil {
		return err
	}
	if err := setIfField(m, "external_refs", []process.ExternalRef{{System: r.System, ID: r.ExternalID}}); err != nil {
		return err
	}
	if err := im.beforeCreate(ctx, m, e, r); err != nil {
		return err
	}
	if err := save(ctx); err != nil {
		return err
	}
	im.result.Created++
	im.refs.made(key, id, digest)
	return im.afterCreate(ctx, e, id, r)
}

// amend changes a known record to what the file says now; what the file does not say stays.
func (im *importing) amend(ctx context.Context, e process.Entity, id string, r importer.Record) error {
	if e == ent.TypeStageEntry {
		return nil // history is only ever added to
	}
	m, save, err := im.tx.Client().Updating(string(e), id)
	if err != nil {
		return err
	}
	if err := im.fill(ctx, m, e, r); err != nil {
		return err
	}
	if e == ent.TypeOpportunity {
		if err := im.amendHistory(ctx, m, id, r); err != nil {
			return err
		}
	}
	if err := save(ctx); err != nil {
		return err
	}
	if e == ent.TypeProposal {
		return im.amendSections(ctx, id, r)
	}
	return nil
}

// fill sets the fields of the record on a mutation.
func (im *importing) fill(ctx context.Context, m ent.Mutation, e process.Entity, r importer.Record) error {
	for name, value := range r.Fields {
		column := snake(name)
		switch v := value.(type) {
		case importer.Ref:
			id, err := im.resolve(ctx, v, r)
			if err != nil {
				return named(name, err)
			}
			column, value = column+"_id", id
		case importer.Money:
			value = v.Minor
			if err := im.setCurrency(m, v.Currency); err != nil {
				return err
			}
		}
		if err := m.SetField(column, ent.Typed(string(e), column, value)); err != nil {
			return err
		}
	}
	return nil
}

// setCurrency keeps the amounts of a record in one currency.
func (im *importing) setCurrency(m ent.Mutation, currency string) error {
	if currency == "" {
		return nil
	}
	if set, ok := m.Field("currency"); ok && set != currency {
		return process.Invalid("currency", process.MsgCurrencyMixed, "currency", set.(string))
	}
	return m.SetField("currency", currency)
}

// setIfField sets a field that not every entity has.
func setIfField(m ent.Mutation, name string, value any) error {
	if err := m.SetField(name, value); err != nil && !strings.Contains(err.Error(), "unknown") {
		return err
	}
	return nil
}

func named(field string, err error) error {
	var known *process.Error
	if errors.As(err, &known) && known.Field == "" {
		known.Field = field
	}
	return err
}

// flush writes what was gathered: parts of the records, then the index of external ids.
func (im *importing) flush(ctx context.Context) error {
	if err := inBatches(im.entries, func(part []*ent.StageEntryCreate) error { return im.tx.StageEntry.CreateBulk(part...).Exec(ctx) }); err != nil {
		return err
	}
	if err := inBatches(im.sections, func(part []*ent.ProposalSectionCreate) error {
		return im.tx.ProposalSection.CreateBulk(part...).Exec(ctx)
	}); err != nil {
		return err
	}
	return im.saveRefs(ctx)
}

// inBatches keeps statements below the number of parameters a database takes.
func inBatches[T any](all []T, save func([]T) error) error {
	const size = 500
	for start := 0; start < len(all); start += size {
		if err := save(all[start:min(start+size, len(all))]); err != nil {
			return err
		}
	}
	return nil
}

// errPreviewed ends the transaction of a preview, so that nothing of it is written.
var errPreviewed = errors.New("previewed")

// PreviewImport tells what Import would do with a batch, without writing: how many records are new, changed and known.
// References are not followed.
func (d *Desk) PreviewImport(ctx context.Context, records []importer.Record) (result ImportResult, err error) {
	_, err = d.transact(ctx, func(ctx context.Context, w *writing) error {
		im := &importing{writing: w}
		if err := im.lookUp(ctx, records); err != nil {
			return err
		}
		for _, r := range records {
			known := im.refs[refKey{r.System, entityOf(r.Entity), r.ExternalID}]
			switch {
			case known == nil:
				result.Created++
			case r.OnlyIfMissing || known.digest == rowDigest(r):
				result.Unchanged++
			default:
				result.Updated++
			}
		}
		return errPreviewed
	})
	if errors.Is(err, errPreviewed) {
		err = nil
	}
	return result, err
}
