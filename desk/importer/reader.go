package importer

import (
	"errors"
	"io"
	"path/filepath"
	"strings"
)

// Reader gives the records of a file, row by row.
type Reader struct {
	mapping *Mapping
	file    string
	source  Source
	claims  claims
	stats   Stats
}

// RowResult is what one row gave: records, or errors, or neither when the row repeats one that counts.
type RowResult struct {
	Line    int
	Records []Record
	Errors  []*RowError
}

// Stats count what a Reader has given so far.
type Stats struct {
	Rows    int // rows read, good and bad
	BadRows int
	Errors  int
	Records int
	Skipped int // repeated records of which the mapping keeps another
}

// Open opens a file for reading through a mapping. A missing column is one *FileError with code COLUMN_MISSING before
// any row. Where the mapping keeps the last of repeated ids, the file is read twice.
func Open(path string, m *Mapping) (*Reader, error) {
	return open(filepath.Base(path), m, func() (Source, error) { return OpenSource(path, m.plan.options) })
}

// Read is Open for an input that is not a file of its own; name stands in messages and tells the format.
func Read(name string, in Input, size int64, m *Mapping) (*Reader, error) {
	return open(name, m, func() (Source, error) {
		if _, err := in.Seek(0, io.SeekStart); err != nil {
			return nil, fileError(name, 0, CodeUnreadable, err)
		}
		return NewSource(name, in, size, m.plan.options)
	})
}

func open(file string, m *Mapping, source func() (Source, error)) (*Reader, error) {
	if m == nil || m.plan == nil {
		return nil, fileError(file, 0, CodeMapping, nil, "what", "it was not loaded by LoadMapping")
	}
	r := &Reader{mapping: m, file: file, claims: claims{}}
	if m.plan.lastCounts {
		if err := r.findLast(source); err != nil {
			return nil, err
		}
	}
	if err := r.begin(source); err != nil {
		return nil, err
	}
	return r, nil
}

func (r *Reader) begin(source func() (Source, error)) error {
	s, err := source()
	if err != nil {
		return err
	}
	var missing []string
	for _, column := range r.mapping.plan.needs {
		if !hasColumn(s, column) {
			missing = append(missing, column)
		}
	}
	if len(missing) > 0 {
		_ = s.Close()
		return fileError(r.file, 0, CodeColumnMissing, nil, "columns", strings.Join(missing, ", "))
	}
	r.source = s
	return nil
}

// findLast reads the file once to learn the last good row of every repeated id.
func (r *Reader) findLast(source func() (Source, error)) error {
	if err := r.begin(source); err != nil {
		return err
	}
	seen := claims{}
	for {
		row, err := r.source.Next()
		var bad *RowError
		switch {
		case errors.As(err, &bad):
		case err != nil:
			return r.source.Close() // the second reading meets the same end and reports it
		default:
			records, _ := r.mapping.plan.apply(r.file, row)
			if _, _, errs := seen.admit(r.mapping.plan, r.file, records); len(errs) == 0 {
				r.claims.reclaim(r.mapping.plan, records)
			}
		}
	}
}

// Next gives the next row; io.EOF after the last, a *FileError when the rest of the file cannot be read. What came
// before stays good.
func (r *Reader) Next() (RowResult, error) {
	row, err := r.source.Next()
	var bad *RowError
	if errors.As(err, &bad) {
		return r.count(RowResult{Line: bad.Line, Errors: []*RowError{bad}}, 0), nil
	}
	if err != nil {
		return RowResult{}, err
	}
	result, skipped := RowResult{Line: row.Line}, 0
	result.Records, result.Errors = r.mapping.plan.apply(r.file, row)
	if len(result.Errors) == 0 {
		result.Records, skipped, result.Errors = r.claims.admit(r.mapping.plan, r.file, result.Records)
	}
	return r.count(result, skipped), nil
}

func (r *Reader) count(result RowResult, skipped int) RowResult {
	r.stats.Rows++
	r.stats.Records += len(result.Records)
	r.stats.Skipped += skipped
	r.stats.Errors += len(result.Errors)
	if len(result.Errors) > 0 {
		r.stats.BadRows++
	}
	return result
}

// Stats counts what Next has given so far.
func (r *Reader) Stats() Stats { return r.stats }

// Progress tells how far the file has been read, in bytes.
func (r *Reader) Progress() (doneBytes, totalBytes int64) { return r.source.Progress() }

// Close ends reading.
func (r *Reader) Close() error { return r.source.Close() }
