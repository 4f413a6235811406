package desk

import (
	"context"
	"errors"
	"slices"

	"bidwell/desk/importer"
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
// same file again changes nothing. If a row is refused, those before and after it are written without it: the good
// rows go in, each refused row is in Errors. Any other failure is returned, with what was written before it.
func (d *Desk) Import(ctx context.Context, records []importer.Record) (ImportResult, error) {
	return d.importRows(ctx, rowsOfFile(records))
}

// importRows writes rows in one transaction. When that is refused, the parts go one by one, in their order.
func (d *Desk) importRows(ctx context.Context, rows [][]incoming) (ImportResult, error) {
	result, err := d.importTogether(ctx, rows)
	switch {
	case err == nil || !refused(err):
		return result, err
	case len(rows) == 1:
		return ImportResult{Errors: []ImportError{describe(rows[0], err)}}, nil
	}
	result = ImportResult{}
	for _, part := range around(rows, err) {
		done, err := d.importRows(ctx, part)
		result.Add(done)
		if err != nil {
			return result, err
		}
	}
	return result, nil
}

// around cuts rows at the one that an error names. What the database refuses names none, because rows are written many
// at a time: then the halves will tell.
func around(rows [][]incoming, err error) (parts [][][]incoming) {
	var at *recordError
	if !errors.As(err, &at) {
		half := len(rows) / 2
		return [][][]incoming{rows[:half], rows[half:]}
	}
	for _, part := range [][][]incoming{rows[:at.row], rows[at.row : at.row+1], rows[at.row+1:]} {
		if len(part) > 0 {
			parts = append(parts, part)
		}
	}
	return parts
}

// refused tells a refusal of the data from a failure of the system.
func refused(err error) bool {
	var known *process.Error
	return errors.As(err, &known) && known.Code != process.CodeInternal && known.Code != process.CodeUnavailable && known.Code != process.CodeUnauthenticated
}

// incoming is a record on its way in.
type incoming struct {
	importer.Record
	key    refKey
	digest string
}

func newIncoming(r importer.Record) incoming {
	return incoming{Record: r, key: refKey{r.System, entityOf(r.Entity), r.ExternalID}, digest: rowDigest(r)}
}

// rowsOfFile are the records of each row of the file.
func rowsOfFile(read []importer.Record) (rows [][]incoming) {
	records := make([]incoming, len(read))
	for i, r := range read {
		records[i] = newIncoming(r)
	}
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

func describe(row []incoming, err error) ImportError {
	e := ImportError{Line: row[0].Line, Entity: row[0].Entity, ExternalID: row[0].ExternalID, Err: err}
	var at *recordError
	if errors.As(err, &at) {
		e.Entity, e.ExternalID = at.record.Entity, at.record.ExternalID
	}
	return e
}

// recordError says which record of which row was refused.
type recordError struct {
	row    int
	record incoming
	err    error
}

// Error names the record.
func (e *recordError) Error() string {
	return e.record.Entity + " " + e.record.ExternalID + ": " + e.err.Error()
}

// Unwrap gives the refusal.
func (e *recordError) Unwrap() error { return e.err }

func (d *Desk) importTogether(ctx context.Context, rows [][]incoming) (ImportResult, error) {
	var im *importing
	_, err := d.transact(ctx, func(ctx context.Context, w *writing) error {
		w.quiet = true
		im = newImporting(w)
		if err := im.readAhead(ctx, slices.Concat(rows...)); err != nil {
			return err
		}
		for i, row := range rows {
			for _, r := range row {
				err := im.take(ctx, r)
				if err == nil && len(rows) == 1 { // written at once, so that a refusal names the record
					err = im.flush(ctx)
				}
				if err != nil {
					return &recordError{row: i, record: r, err: explain(err)}
				}
			}
		}
		return im.finish(ctx)
	})
	if err != nil {
		return ImportResult{}, err
	}
	return im.result, nil
}

// errPreviewed ends the transaction of a preview, so that nothing of it is written.
var errPreviewed = errors.New("previewed")

// PreviewImport tells what Import would do with a batch, without writing: how many records are new, changed and known.
// References are not followed.
func (d *Desk) PreviewImport(ctx context.Context, records []importer.Record) (result ImportResult, err error) {
	_, err = d.transact(ctx, func(ctx context.Context, w *writing) error {
		im, rows := newImporting(w), slices.Concat(rowsOfFile(records)...)
		if err := im.readRefs(ctx, rows); err != nil {
			return err
		}
		for _, r := range rows {
			known := im.refs[r.key]
			switch {
			case known == nil:
				result.Created++
			case known.changedBy(r):
				result.Updated++
			default:
				result.Unchanged++
			}
		}
		return errPreviewed
	})
	if errors.Is(err, errPreviewed) {
		err = nil
	}
	return result, err
}
