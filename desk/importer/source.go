package importer

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Limits of what one row may hold; beyond them the row is an error and the next one is read.
const (
	MaxCellBytes = 4 << 20
	MaxRowBytes  = 16 << 20
)

// Source reads one table as a stream.
type Source interface {
	// Next gives the next row. The error is a *RowError for a row that cannot be used (call Next again for the
	// following one), io.EOF after the last row, and a *FileError when the rest of the file cannot be read.
	Next() (Row, error)
	// Columns are the names in the header; of JSON Lines the paths seen in the first rows.
	Columns() []string
	Close() error
	// Progress tells how far the file has been read, in bytes.
	Progress() (doneBytes, totalBytes int64)
}

// Row is one row of a table.
type Row struct {
	Line        int // physical line on which the row begins, or sheet row, from 1
	Cells       map[string]Cell
	Spreadsheet bool // numbers are binary floating point and may be the serial numbers of dates
	Date1904    bool // serial numbers of dates count from 1904
}

// Cell is one value: a text, or a list of texts. The zero Cell is an empty one.
type Cell struct {
	Text string
	List []string // not nil for a list
}

// Empty reports whether there is nothing but white space in c.
func (c Cell) Empty() bool {
	return c.List == nil && strings.TrimSpace(c.Text) == "" || c.List != nil && len(c.List) == 0
}

// Input is what a table is read from: *os.File and *bytes.Reader are ones.
type Input interface {
	io.ReadSeeker
	io.ReaderAt
}

// Options say how a file is to be read; the zero value means: find out.
type Options struct {
	Format    string // csv, xlsx or jsonl; empty: by the file name
	Encoding  string // utf-8, gb18030, utf-16, utf-16le or utf-16be; empty: by the content
	Delimiter string // one ASCII character of a CSV file; empty: comma
	Sheet     string // name of the sheet; empty: the first
}

// OpenSource opens a file. Errors are *FileError.
func OpenSource(path string, o Options) (Source, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fileError(path, 0, CodeUnreadable, err)
	}
	info, err := f.Stat()
	if err != nil {
		return nil, fileError(path, 0, CodeUnreadable, err)
	}
	s, err := NewSource(filepath.Base(path), f, info.Size(), o)
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return closingSource{s, f}, nil
}

// NewSource reads a table from in, which has size bytes; name stands in messages and tells the format. Errors are
// *FileError. Closing the source does not close in.
func NewSource(name string, in Input, size int64, o Options) (Source, error) {
	format := o.Format
	if format == "" {
		format = strings.TrimPrefix(strings.ToLower(filepath.Ext(name)), ".")
	}
	switch format {
	case "csv", "tsv", "txt":
		return newCSV(name, in, size, o)
	case "jsonl", "ndjson":
		return newJSONLines(name, in, size, o)
	case "xlsx", "xlsm":
		return newWorkbook(name, in, size, o)
	}
	return nil, fileError(name, 0, CodeFormat, nil, "value", format)
}

type closingSource struct {
	Source
	file io.Closer
}

func (c closingSource) Close() error {
	err := c.Source.Close()
	if err2 := c.file.Close(); err == nil {
		err = err2
	}
	return err
}

// hasColumn asks the source itself where it knows more than its list of columns.
func hasColumn(s Source, column string) bool {
	if c, ok := s.(closingSource); ok {
		s = c.Source
	}
	if k, ok := s.(interface{ knows(string) bool }); ok {
		return k.knows(column)
	}
	return slices.Contains(s.Columns(), column)
}

// checkHeader refuses headers by which a column could not be named.
func checkHeader(file string, line int, header []string) ([]string, error) {
	columns := make([]string, len(header))
	for i, name := range header {
		columns[i] = strings.TrimSpace(name)
		if columns[i] != "" && slices.Contains(columns[:i], columns[i]) {
			return nil, fileError(file, line, CodeHeader, nil, "what", "“"+shortened(columns[i], 60)+"” × 2")
		}
		if c, bad := controlCharacter(columns[i]); bad {
			return nil, fileError(file, line, CodeHeader, nil, "what", c)
		}
	}
	return columns, nil
}

// controlCharacter finds the first character that no text may hold: databases refuse or mangle it.
func controlCharacter(s string) (name string, found bool) {
	for _, r := range s {
		if isControl(r) {
			return "U+" + strings.ToUpper(strconv.FormatInt(int64(0x10000+r), 16))[1:], true
		}
	}
	return "", false
}

func isControl(r rune) bool {
	return r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r >= 0x7f && r < 0xa0
}
