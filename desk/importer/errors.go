package importer

import (
	"fmt"
	"strconv"
	"strings"

	"bidwell/process"
)

// RowError says what is wrong with one row; the other rows are not affected.
type RowError struct {
	File    string
	Line    int    // physical line or sheet row, from 1
	Column  string // column of the file, or the field of the mapping when no single column is to blame; may be empty
	Code    Code
	Message process.Text
	Value   string // the offending value, shortened
}

// Error renders the error in English.
func (e *RowError) Error() string {
	return place(e.File, e.Line, e.Column) + string(e.Code) + ": " + e.Message.EN
}

// FileError says why a file or a mapping cannot be read, or cannot be read further.
type FileError struct {
	File    string
	Line    int // 0 when the whole file is meant
	Code    Code
	Message process.Text
	Cause   error
}

// Error renders the error in English with its cause.
func (e *FileError) Error() string {
	s := place(e.File, e.Line, "") + string(e.Code) + ": " + e.Message.EN
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s
}

// Unwrap gives errors.Is and errors.As the cause.
func (e *FileError) Unwrap() error { return e.Cause }

func place(file string, line int, column string) string {
	parts := []string{}
	if file != "" {
		parts = append(parts, file)
	}
	if line > 0 {
		parts = append(parts, strconv.Itoa(line))
	}
	if column != "" {
		parts = append(parts, column)
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, ":") + ": "
}

// shortened keeps a value readable in a message or a table cell.
func shortened(s string, runes int) string {
	for i := range s {
		if runes--; runes < 0 {
			return s[:i] + "…"
		}
	}
	return s
}

// problem is an error that does not know yet where it is; args are name, value pairs of the message.
type problem struct {
	code  Code
	value string
	args  []string
}

func newProblem(code Code, value string, args ...string) *problem {
	return &problem{code: code, value: value, args: append(args, "value", shortened(value, 60))}
}

func (p *problem) at(file string, line int, column string) *RowError {
	return &RowError{File: file, Line: line, Column: column, Code: p.code, Message: message(p.code, p.args...), Value: shortened(p.value, 120)}
}

// guard turns a crash of a parsing library over a damaged file into an error of that file.
func guard(name string, code Code, err *error) {
	if r := recover(); r != nil {
		*err = fileError(name, 0, code, nil, "what", fmt.Sprint(r))
	}
}

func fileError(file string, line int, code Code, cause error, args ...string) *FileError {
	return &FileError{File: file, Line: line, Code: code, Message: message(code, args...), Cause: cause}
}
