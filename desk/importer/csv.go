package importer

import (
	"errors"
	"io"
	"strconv"
)

// csvSource reads RFC 4180 text. Quotes inside an unquoted field are kept as they are.
type csvSource struct {
	name    string
	size    int64
	scan    csvScanner
	columns []string
}

func newCSV(name string, in io.ReadSeeker, size int64, o Options) (*csvSource, error) {
	comma, err := delimiterOf(o.Delimiter)
	if err != nil {
		return nil, fileError(name, 0, CodeFormat, err, "value", o.Delimiter)
	}
	text, err := newTextReader(in, o.Encoding)
	if err != nil {
		return nil, fileError(name, 0, CodeUnreadable, err)
	}
	s := &csvSource{name: name, size: size, scan: csvScanner{in: text, comma: comma}}
	if err := s.header(); err != nil {
		return nil, err
	}
	return s, nil
}

func delimiterOf(declared string) (byte, error) {
	switch {
	case declared == "":
		return ',', nil
	case declared == "tab":
		return '\t', nil
	case len(declared) == 1 && declared[0] < 0x80 && declared != "\"" && declared != "\n" && declared != "\r":
		return declared[0], nil
	}
	return 0, errors.New("a delimiter is one ASCII character or the word tab")
}

func (s *csvSource) header() error {
	fields, p, err := s.record()
	switch {
	case err == io.EOF:
		return fileError(s.name, 1, CodeHeader, nil, "what", "0 columns")
	case err != nil:
		return err
	case p != nil:
		return fileError(s.name, s.scan.start, p.code, nil, p.args...)
	}
	s.columns, err = checkHeader(s.name, s.scan.start, fields)
	return err
}

// Next implements Source.
func (s *csvSource) Next() (Row, error) {
	fields, p, err := s.record()
	if err != nil {
		return Row{}, err
	}
	if p == nil && len(fields) != len(s.columns) {
		p = newProblem(CodeColumnCount, "", "got", strconv.Itoa(len(fields)), "want", strconv.Itoa(len(s.columns)), "end", s.scan.endLine())
	}
	if p != nil {
		return Row{}, p.at(s.name, s.scan.start, s.columnName(p))
	}
	row := Row{Line: s.scan.start, Cells: make(map[string]Cell, len(fields))}
	for i, f := range fields {
		row.Cells[s.columns[i]] = Cell{Text: f}
	}
	return row, nil
}

// record gives the next row that is not blank. The problem makes it a bad row, the error ends the file.
func (s *csvSource) record() ([]string, *problem, error) {
	for {
		fields, p, err := s.scan.record()
		if s.scan.in.err != nil {
			return nil, nil, fileError(s.name, s.scan.start, CodeUnreadable, s.scan.in.err)
		}
		if err == io.ErrUnexpectedEOF {
			return nil, nil, fileError(s.name, s.scan.start, CodeTruncated, nil)
		}
		if err != nil || p != nil || len(fields) != 1 || fields[0] != "" {
			return fields, p, err
		}
	}
}

// columnName names the column in which scanning met a problem that belongs to one column.
func (s *csvSource) columnName(p *problem) string {
	if p.code != CodeCellTooLarge && p.code != CodeQuote {
		return ""
	}
	if at := s.scan.problemField; at < len(s.columns) {
		return s.columns[at]
	}
	return ""
}

// Columns implements Source.
func (s *csvSource) Columns() []string { return s.columns }

// Close implements Source.
func (s *csvSource) Close() error { return nil }

// Progress implements Source.
func (s *csvSource) Progress() (doneBytes, totalBytes int64) { return s.scan.in.read, s.size }
