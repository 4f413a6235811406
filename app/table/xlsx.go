package table

import (
	"archive/zip"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"bidwell/graph"
	"bidwell/process"
)

const (
	// maxRows is how many rows a sheet has beside its heading, maxUnits how many UTF-16 units a cell.
	maxRows  = excelize.TotalRows - 1
	maxUnits = excelize.TotalCellChars
	// cutMark ends a text that has no room in a cell.
	cutMark = "… [cut 已截断]"
	// exactDigits are those of a number that a spreadsheet keeps.
	exactDigits = 15
)

// sheet writes a workbook of one sheet. Its rows are kept in a temporary file until it is ended: only then is there anything
// of the file.
type sheet struct {
	to      io.Writer
	book    *excelize.File
	rows    *excelize.StreamWriter
	columns []graph.Column
	zone    *time.Location
	styles  map[graph.CellKind]int
	cells   []any
	written int
	most    int
}

func newXLSX(to io.Writer, o Options) (s *sheet, err error) {
	s = &sheet{to: to, book: excelize.NewFile(), columns: o.Columns, zone: o.Zone, styles: map[graph.CellKind]int{}, cells: make([]any, len(o.Columns)), most: maxRows}
	defer func() {
		if err != nil {
			s.Discard()
		}
	}()
	s.book.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip.NewWriter(s.to) }) // excelize's own gathers the file in memory
	if err := s.book.SetSheetName("Sheet1", o.Name); err != nil {
		return s, err
	}
	if s.rows, err = s.book.NewStreamWriter(o.Name); err != nil {
		return s, err
	}
	return s, errors.Join(s.style(), s.head())
}

func (s *sheet) style() error {
	for kind, format := range map[graph.CellKind]string{
		graph.CellMoney: "#,##0.00", graph.CellDate: "yyyy-mm-dd", graph.CellTime: "yyyy-mm-dd hh:mm:ss",
	} {
		id, err := s.book.NewStyle(&excelize.Style{CustomNumFmt: &format})
		if err != nil {
			return err
		}
		s.styles[kind] = id
	}
	return nil
}

// head writes the headings, which stay in sight.
func (s *sheet) head() error {
	bold, err := s.book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	if len(s.columns) > 0 {
		if err := s.rows.SetColWidth(1, len(s.columns), 16); err != nil {
			return err
		}
	}
	if err := s.rows.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	for i, c := range s.columns {
		s.cells[i] = excelize.Cell{StyleID: bold, Value: c.Heading}
	}
	return s.rows.SetRow("A1", s.cells)
}

// Write adds a row.
func (s *sheet) Write(row Row) error {
	if s.written++; s.written > s.most {
		return process.Invalid("format", process.MsgExportLong, "max", strconv.Itoa(s.most))
	}
	for i, text := range row.Cells {
		s.cells[i] = s.cell(s.columns[i].Kind, text)
	}
	return s.rows.SetRow("A"+strconv.Itoa(s.written+1), s.cells)
}

// cell is a value that a spreadsheet keeps as it is: a number, a day or a moment where it keeps them exactly, and text
// otherwise.
func (s *sheet) cell(kind graph.CellKind, text string) any {
	if text == "" {
		return nil
	}
	switch kind {
	case graph.CellNumber, graph.CellMoney:
		if n, err := strconv.ParseFloat(text, 64); err == nil && digits(text) <= exactDigits {
			return excelize.Cell{StyleID: s.styles[kind], Value: n}
		}
	case graph.CellBool:
		if b, err := strconv.ParseBool(text); err == nil {
			return b
		}
	case graph.CellDate, graph.CellTime:
		if t, ok := s.moment(kind, text); ok {
			return excelize.Cell{StyleID: s.styles[kind], Value: t}
		}
	}
	return fitting(safe(kind, text))
}

// moment is a day, or a time in the zone. What was before March 1900 spreadsheets count each in its own way: it stays text.
func (s *sheet) moment(kind graph.CellKind, text string) (time.Time, bool) {
	if kind == graph.CellDate {
		t, err := time.Parse(time.DateOnly, text)
		return t, err == nil && !t.Before(firstDay)
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return t, false
	}
	local := t.In(s.zone)
	return local, !local.Before(firstDay.AddDate(0, 0, 1)) && local.Year() <= 9999
}

var firstDay = time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC)

// digits counts those of a number from its first that is not zero.
func digits(text string) int {
	mantissa, _, _ := strings.Cut(strings.ToLower(text), "e")
	return len(strings.TrimLeft(strings.NewReplacer("-", "", "+", "", ".", "").Replace(mantissa), "0"))
}

// fitting cuts a text to what a cell holds, and says so at its end.
func fitting(text string) string {
	if len(text) <= maxUnits { // as many bytes are never more units
		return text
	}
	room, units := maxUnits-unitsOf(cutMark), 0
	cut := -1
	for i, r := range text {
		if cut < 0 && units+utf16.RuneLen(r) > room {
			cut = i
		}
		if units += utf16.RuneLen(r); units > maxUnits {
			return text[:cut] + cutMark
		}
	}
	return text
}

func unitsOf(text string) (n int) {
	for _, r := range text {
		n += utf16.RuneLen(r)
	}
	return n
}

// Close writes the file.
func (s *sheet) Close() error {
	if err := s.rows.Flush(); err != nil {
		return err
	}
	return s.book.Write(s.to)
}

// Discard removes the temporary file.
func (s *sheet) Discard() { _ = s.book.Close() }
