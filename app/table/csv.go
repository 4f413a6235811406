package table

import (
	"encoding/csv"
	"io"

	"bidwell/graph"
)

const byteOrderMark = "\uFEFF"

// separated writes text separated by commas.
type separated struct {
	to      *csv.Writer
	columns []graph.Column
	row     []string
}

func newCSV(to io.Writer, o Options) (*separated, error) {
	s := &separated{csv.NewWriter(to), o.Columns, make([]string, len(o.Columns))}
	if o.BOM {
		if _, err := io.WriteString(to, byteOrderMark); err != nil {
			return nil, err
		}
	}
	for i, c := range o.Columns {
		s.row[i] = c.Heading
	}
	return s, s.to.Write(s.row)
}

// Write adds a row.
func (s *separated) Write(row Row) error {
	for i, text := range row.Cells {
		s.row[i] = safe(s.columns[i].Kind, text)
	}
	return s.to.Write(s.row)
}

// Close writes what is left.
func (s *separated) Close() error {
	s.to.Flush()
	return s.to.Error()
}

// Discard holds nothing.
func (s *separated) Discard() {}
