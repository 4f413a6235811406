package importer

import (
	"io"
	"strconv"
)

const maxFields = 16384 // as many columns as a spreadsheet can have

// csvScanner splits text into records. Of a cell or row beyond the limits it keeps nothing, but reads to its end, so
// that the next row can be found.
type csvScanner struct {
	in    *textReader
	comma byte

	start        int // line on which the record begins
	row          []byte
	ends         []int
	problem      *problem
	problemField int
}

type fieldEnd int

const (
	fieldEndComma fieldEnd = iota
	fieldEndLine
	fieldEndFile
)

// record reads one record; io.EOF when there is none, io.ErrUnexpectedEOF when the file ends inside quotes.
func (c *csvScanner) record() ([]string, *problem, error) {
	c.row, c.ends, c.problem = c.row[:0], c.ends[:0], nil
	if _, ok := c.in.peek(); !ok {
		return nil, nil, io.EOF
	}
	c.start = c.in.line
	for end := fieldEndComma; end == fieldEndComma; {
		var err error
		if end, err = c.field(); err != nil {
			return nil, nil, err
		}
		if len(c.ends) <= maxFields {
			c.ends = append(c.ends, len(c.row))
		}
	}
	if p := c.in.takeFault(); p != nil {
		c.problem = p
	}
	return c.fields(), c.problem, nil
}

func (c *csvScanner) fields() []string {
	all, from := string(c.row), 0
	fields := make([]string, len(c.ends))
	for i, to := range c.ends {
		fields[i], from = all[from:to], to
	}
	if cap(c.row) > 1<<20 {
		c.row = nil
	}
	return fields
}

func (c *csvScanner) field() (fieldEnd, error) {
	if b, ok := c.in.peek(); ok && b == '"' {
		c.in.next()
		return c.quoted()
	}
	return c.plain(true), nil
}

// plain reads to the delimiter or line end; without keep the text is passed over.
func (c *csvScanner) plain(keep bool) fieldEnd {
	for {
		b, ok := c.in.next()
		switch {
		case !ok:
			return fieldEndFile
		case b == c.comma:
			return fieldEndComma
		case b == '\n':
			return fieldEndLine
		case keep:
			c.keep(b)
		}
	}
}

func (c *csvScanner) quoted() (fieldEnd, error) {
	for {
		b, ok := c.in.next()
		if !ok {
			return 0, io.ErrUnexpectedEOF
		}
		if b != '"' {
			c.keep(b)
			continue
		}
		switch b, ok := c.in.peek(); {
		case ok && b == '"':
			c.in.next()
			c.keep('"')
		case !ok || b == c.comma || b == '\n':
			return c.plain(false), nil
		default:
			end := c.plain(false)
			c.refuse(newProblem(CodeQuote, "", "end", c.endLine()))
			return end, nil
		}
	}
}

func (c *csvScanner) keep(b byte) {
	if c.problem != nil {
		return
	}
	from := 0
	if len(c.ends) > 0 {
		from = c.ends[len(c.ends)-1]
	}
	switch {
	case len(c.row) >= MaxRowBytes:
		c.refuse(newProblem(CodeRowTooLarge, "", "limit", strconv.Itoa(MaxRowBytes>>20)))
	case len(c.row)-from >= MaxCellBytes:
		c.refuse(newProblem(CodeCellTooLarge, "", "limit", strconv.Itoa(MaxCellBytes>>20)))
	default:
		c.row = append(c.row, b)
	}
}

func (c *csvScanner) refuse(p *problem) {
	if c.problem == nil {
		c.problem, c.problemField = p, len(c.ends)
	}
}

// endLine is the line on which the record just read ended.
func (c *csvScanner) endLine() string { return strconv.Itoa(max(c.start, c.in.line-1)) }
