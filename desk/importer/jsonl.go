package importer

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
)

// What is read ahead to learn the columns of a file that has no header.
const (
	peekRows  = 200
	peekBytes = 4 << 20
)

// jsonSource reads one JSON object per line. Values inside objects are columns named by their path ("meta.topics").
type jsonSource struct {
	name  string
	size  int64
	in    *textReader
	line  []byte
	ahead []jsonRow
	paths *paths
}

type jsonRow struct {
	row   Row
	bytes int
	err   error
}

func newJSONLines(name string, in io.ReadSeeker, size int64, o Options) (*jsonSource, error) {
	text, err := newTextReader(in, o.Encoding)
	if err != nil {
		return nil, fileError(name, 0, CodeUnreadable, err)
	}
	s := &jsonSource{name: name, size: size, in: text, paths: newPaths()}
	for total := 0; len(s.ahead) < peekRows && total < peekBytes; {
		next := s.read()
		s.ahead, total = append(s.ahead, next), total+next.bytes
		var bad *RowError
		if next.err != nil && !errors.As(next.err, &bad) {
			break
		}
	}
	return s, nil
}

// Next implements Source.
func (s *jsonSource) Next() (Row, error) {
	if len(s.ahead) == 0 {
		next := s.read()
		return next.row, next.err
	}
	next := s.ahead[0]
	s.ahead = s.ahead[1:]
	return next.row, next.err
}

// Columns implements Source.
func (s *jsonSource) Columns() []string { return s.paths.names() }

// Close implements Source.
func (s *jsonSource) Close() error { return nil }

// Progress implements Source.
func (s *jsonSource) Progress() (doneBytes, totalBytes int64) { return s.in.read, s.size }

func (s *jsonSource) knows(column string) bool { return s.paths.know(column) }

// read gives the next line that is not blank as a row.
func (s *jsonSource) read() jsonRow {
	for {
		start := s.in.line
		terminated, p := s.readLine()
		if s.in.err != nil {
			return jsonRow{err: fileError(s.name, start, CodeUnreadable, s.in.err)}
		}
		if line := bytes.TrimSpace(s.line); len(line) > 0 || p != nil {
			row, err := s.parse(line, start, terminated, p)
			return jsonRow{row, len(line), err}
		}
		if !terminated {
			return jsonRow{err: io.EOF}
		}
	}
}

// readLine reads one line into s.line, which keeps nothing of a line beyond the limit. It reports whether a line end
// followed.
func (s *jsonSource) readLine() (terminated bool, p *problem) {
	s.line = s.line[:0]
	if cap(s.line) > 1<<20 {
		s.line = nil
	}
	for {
		b, ok := s.in.next()
		if !ok || b == '\n' {
			if fault := s.in.takeFault(); fault != nil {
				p = fault
			}
			return ok, p
		}
		if len(s.line) < MaxRowBytes {
			s.line = append(s.line, b)
		} else if p == nil {
			p = newProblem(CodeRowTooLarge, "", "limit", strconv.Itoa(MaxRowBytes>>20))
		}
	}
}

func (s *jsonSource) parse(line []byte, start int, terminated bool, p *problem) (Row, error) {
	if p != nil && p.code == CodeRowTooLarge {
		return Row{}, p.at(s.name, start, "")
	}
	var object map[string]any
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	err := d.Decode(&object)
	if err == nil {
		if _, err = d.Token(); err == io.EOF {
			err = nil
		} else {
			err = errors.New("more than one value")
		}
	}
	if err == nil && object == nil {
		err = errors.New("null")
	}
	if errors.Is(err, io.ErrUnexpectedEOF) && !terminated {
		return Row{}, fileError(s.name, start, CodeTruncated, nil)
	}
	if p != nil {
		return Row{}, p.at(s.name, start, "")
	}
	if err == nil && loneSurrogate(line) {
		err = errors.New("half of a surrogate pair")
	}
	if err != nil {
		return Row{}, newProblem(CodeJSON, "", "what", whatJSON(err)).at(s.name, start, "")
	}
	return s.row(object, start)
}

// whatJSON words an error without the names of Go types.
func whatJSON(err error) string {
	var other *json.UnmarshalTypeError
	if errors.As(err, &other) {
		return other.Value
	}
	return shortened(strings.TrimPrefix(err.Error(), "json: "), 120)
}

func (s *jsonSource) row(object map[string]any, start int) (Row, error) {
	f := flattener{cells: map[string]Cell{}, paths: s.paths}
	f.object("", object, 0, false)
	if f.problem != nil {
		return Row{}, f.problem.at(s.name, start, f.column)
	}
	return Row{Line: start, Cells: f.cells}, nil
}

// loneSurrogate finds an escape that stands for no character, which encoding/json would replace in silence.
func loneSurrogate(line []byte) bool {
	for i := 0; i < len(line); i++ {
		if line[i] != '\\' {
			continue
		}
		i++
		switch unit := escapedUnit(line, i); {
		case unit < 0xd800 || unit > 0xdfff:
		case unit >= 0xdc00:
			return true
		default:
			if low := escapedUnit(line, i+6); line[min(i+5, len(line)-1)] != '\\' || low < 0xdc00 || low > 0xdfff {
				return true
			}
			i += 10
		}
	}
	return false
}

// escapedUnit is the code unit of the escape whose "u" is at position at; 0 when there is none.
func escapedUnit(line []byte, at int) int {
	if at+5 > len(line) || line[at] != 'u' {
		return 0
	}
	unit, err := strconv.ParseUint(string(line[at+1:at+5]), 16, 16)
	if err != nil {
		return 0
	}
	return int(unit)
}
