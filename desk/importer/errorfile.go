package importer

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ErrorFile writes row errors as a table that spreadsheet programs open as it is: CSV in UTF-8 with a byte order
// mark and CRLF. No cell can act as a formula there.
type ErrorFile struct {
	out   *csv.Writer
	count int
}

// NewErrorFile begins a table on w with its byte order mark and header. The caller closes w after Close.
func NewErrorFile(w io.Writer) (*ErrorFile, error) {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return nil, err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	return &ErrorFile{out: out}, out.Write([]string{"file", "line", "column", "code", "message (en)", "message (zh)", "value"})
}

// Write adds one row.
func (f *ErrorFile) Write(e *RowError) error {
	f.count++
	row := []string{e.File, strconv.Itoa(e.Line), e.Column, string(e.Code), e.Message.EN, e.Message.ZH, e.Value}
	for i := range row {
		row[i] = harmless(row[i])
	}
	return f.out.Write(row)
}

// Count is the number of rows written.
func (f *ErrorFile) Count() int { return f.count }

// Close writes out what is still buffered.
func (f *ErrorFile) Close() error {
	f.out.Flush()
	return f.out.Error()
}

// harmless keeps a cell from being a formula: a value that begins like one gets an apostrophe in front. The
// full-width signs count too: East Asian spreadsheet programs read them like the others.
func harmless(s string) string {
	s = strings.Map(func(r rune) rune {
		if isControl(r) {
			return -1
		}
		return r
	}, s)
	if r, n := utf8.DecodeRuneInString(s); n > 0 && strings.ContainsRune("=+-@\t\r\n＝＋－＠", r) {
		return "'" + s
	}
	return s
}
