// Package table writes tables as files: CSV, XLSX and JSON Lines. A cell is never a formula, whatever a record says, and no
// character of a text breaks the file.
package table

import (
	"encoding/json"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"bidwell/graph"
	"bidwell/process"
)

// Row is a row of a list: as it is, and as cells by the columns.
type Row struct {
	Whole json.RawMessage
	Cells []string
}

// Writer writes a table row by row. What was written is a file once Close says so.
type Writer interface {
	// Write adds a row. Errors: VALIDATION_FAILED for what the format has no room for.
	Write(Row) error
	// Close ends the file.
	Close() error
	// Discard gives up what the writer holds, whether the file was ended or not.
	Discard()
}

// Kinds are the media types of the formats.
var Kinds = map[graph.ExportFormat]string{
	graph.ExportCSV:  "text/csv; charset=utf-8",
	graph.ExportXLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	graph.ExportJSON: "application/x-ndjson; charset=utf-8",
}

// Options say how a table is written.
type Options struct {
	Format  graph.ExportFormat
	Columns []graph.Column
	// Name is that of the sheet.
	Name string
	// BOM puts a mark before text by which spreadsheets know UTF-8.
	BOM bool
	// Zone is where times are told in sheets, which know no zones.
	Zone *time.Location
}

// New begins a table.
func New(to io.Writer, o Options) (Writer, error) {
	switch o.Format {
	case graph.ExportCSV:
		return newCSV(to, o)
	case graph.ExportXLSX:
		return newXLSX(to, o)
	default:
		return &lines{to}, nil
	}
}

// lines writes an object a line.
type lines struct{ to io.Writer }

// Write adds a line. The object has no line breaks: JSON writes those in texts as \n.
func (l *lines) Write(row Row) error {
	_, err := l.to.Write(append(row.Whole[:len(row.Whole):len(row.Whole)], '\n'))
	return err
}

// Close has nothing to end.
func (l *lines) Close() error { return nil }

// Discard holds nothing.
func (l *lines) Discard() {}

// safe is a cell of a kind as a spreadsheet may read it: what is to be a number is one, and everything else is text that is no
// formula.
func safe(kind graph.CellKind, text string) string {
	switch kind {
	case graph.CellNumber, graph.CellMoney, graph.CellBool, graph.CellDate, graph.CellTime:
		if strings.Trim(text, "0123456789.-+eE:TZtrufals") == "" && text != "-" && text != "+" {
			return text
		}
	}
	return process.Cell(strings.ToValidUTF8(strings.Map(printable, text), string(utf8.RuneError)))
}

// printable keeps what every reader of the format takes: XML knows no control characters but three, nor two that are none.
func printable(r rune) rune {
	switch {
	case r == '\t' || r == '\n' || r == '\r':
		return r
	case r < ' ' || r == 0xFFFE || r == 0xFFFF:
		return utf8.RuneError
	default:
		return r
	}
}
