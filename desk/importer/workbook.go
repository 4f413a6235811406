package importer

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Limits of workbooks. The whole packed file is held in memory; unpacked sheets go through temporary files.
const (
	maxWorkbookBytes = 256 << 20
	maxUnzippedBytes = 2 << 30
	unzipInMemory    = 16 << 20
)

// workbookSource reads one sheet of an XLSX file. Its first row that is not blank is the header.
type workbookSource struct {
	name    string
	size    int64
	file    *excelize.File
	rows    *excelize.Rows
	columns []string
	line    int
	sheet   sheetFacts
	date04  bool
}

func newWorkbook(name string, in Input, size int64, o Options) (s *workbookSource, err error) {
	defer guard(name, CodeSheet, &err)
	if size > maxWorkbookBytes {
		return nil, fileError(name, 0, CodeSheet, nil, "what", "> "+strconv.Itoa(maxWorkbookBytes>>20)+" MiB")
	}
	facts, err := surveyWorkbook(name, in, size)
	if err != nil {
		return nil, err
	}
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return nil, fileError(name, 0, CodeUnreadable, err)
	}
	f, err := excelize.OpenReader(in, excelize.Options{RawCellValue: true, UnzipSizeLimit: maxUnzippedBytes, UnzipXMLSizeLimit: unzipInMemory})
	if err != nil {
		return nil, fileError(name, 0, CodeUnreadable, err)
	}
	s = &workbookSource{name: name, size: size, file: f}
	if err := s.begin(o.Sheet, facts); err != nil {
		_ = s.Close()
		return nil, err
	}
	return s, nil
}

// begin finds the sheet and reads its header.
func (s *workbookSource) begin(sheet string, facts map[string]sheetFacts) error {
	sheets := s.file.GetSheetList()
	if sheet == "" && len(sheets) > 0 {
		sheet = sheets[0]
	}
	if !slices.Contains(sheets, sheet) {
		return fileError(s.name, 0, CodeSheet, nil, "what", "“"+sheet+"” ∉ "+strings.Join(sheets, ", "))
	}
	s.sheet = facts[sheet]
	if props, err := s.file.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		s.date04 = *props.Date1904
	}
	rows, err := s.file.Rows(sheet)
	if err != nil {
		return fileError(s.name, 0, CodeUnreadable, err)
	}
	s.rows = rows
	header, err := s.cells()
	if err == io.EOF {
		return fileError(s.name, 1, CodeHeader, nil, "what", "0 columns")
	}
	if err != nil {
		return err
	}
	s.columns, err = checkHeader(s.name, s.line, header)
	return err
}

// cells gives the next row that is not blank.
func (s *workbookSource) cells() (_ []string, err error) {
	defer guard(s.name, CodeSheet, &err)
	for s.rows.Next() {
		s.line++
		cells, err := s.rows.Columns()
		if err != nil {
			return nil, fileError(s.name, s.line, CodeUnreadable, err)
		}
		if slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" }) {
			return cells, nil
		}
	}
	if err := s.rows.Error(); err != nil {
		return nil, fileError(s.name, s.line, CodeUnreadable, err)
	}
	if !s.sheet.complete {
		return nil, fileError(s.name, s.line, CodeTruncated, nil)
	}
	return nil, io.EOF
}

// Next implements Source.
func (s *workbookSource) Next() (Row, error) {
	cells, err := s.cells()
	if err != nil {
		return Row{}, err
	}
	row := Row{Line: s.line, Cells: make(map[string]Cell, len(cells)), Spreadsheet: true, Date1904: s.date04}
	total := 0
	for i, text := range cells {
		switch {
		case i >= len(s.columns) && strings.TrimSpace(text) != "":
			return Row{}, newProblem(CodeColumnCount, "", "got", strconv.Itoa(i+1), "want", strconv.Itoa(len(s.columns)), "end", strconv.Itoa(s.line)).at(s.name, s.line, "")
		case i >= len(s.columns):
			continue
		case isCellError(text):
			return Row{}, newProblem(CodeCellError, text).at(s.name, s.line, s.columns[i])
		}
		if total += len(text); total > MaxRowBytes {
			return Row{}, newProblem(CodeRowTooLarge, "", "limit", strconv.Itoa(MaxRowBytes>>20)).at(s.name, s.line, "")
		}
		row.Cells[s.columns[i]] = Cell{Text: text}
	}
	return row, nil
}

func isCellError(text string) bool {
	switch text {
	case "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!":
		return true
	}
	return false
}

// Columns implements Source.
func (s *workbookSource) Columns() []string { return s.columns }

// Close implements Source.
func (s *workbookSource) Close() error {
	if s.rows != nil {
		_ = s.rows.Close()
	}
	return s.file.Close()
}

// Progress implements Source. A workbook is unpacked before its first row is read, so the share of rows stands for
// the share of bytes.
func (s *workbookSource) Progress() (doneBytes, totalBytes int64) {
	if s.sheet.rows == 0 {
		return 0, s.size
	}
	return s.size * int64(min(s.line, s.sheet.lastRow())) / int64(s.sheet.lastRow()), s.size
}
