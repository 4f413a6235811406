package vocabulary

import (
	"errors"
	"fmt"
)

// Code says what kind of refusal an Error is; clients branch on it, never on the message.
type Code string

// The codes a client can meet.
const (
	CodeUnauthenticated   Code = "UNAUTHENTICATED"
	CodeForbidden         Code = "FORBIDDEN"
	CodeNotFound          Code = "NOT_FOUND"
	CodeConflict          Code = "CONFLICT"
	CodeValidationFailed  Code = "VALIDATION_FAILED"
	CodeIllegalTransition Code = "ILLEGAL_TRANSITION"
	CodeGateBlocked       Code = "GATE_BLOCKED"
	CodeRateLimited       Code = "RATE_LIMITED"
	CodeQueryTooComplex   Code = "QUERY_TOO_COMPLEX"
	CodeDocumentUnknown   Code = "PERSISTED_QUERY_NOT_FOUND" // as the stock clients know it
	CodeIndexRebuilding   Code = "INDEX_REBUILDING"
	CodeUnavailable       Code = "UNAVAILABLE"
	CodeInternal          Code = "INTERNAL"
)

// Error is the one error type of the business: a code for programs, a message key for people in either language, the
// field it is about when there is one, and the cause for the log.
type Error struct {
	Code    Code
	Field   string
	Message Message
	Args    map[string]string
	// Blockers say what is in the way of a GATE_BLOCKED step.
	Blockers []Blocker
	Cause    error
}

// Error renders the English message; clients get the message of their language from Text.
func (e *Error) Error() string {
	s := string(e.Code) + ": " + e.Text(LanguageEN)
	if e.Field != "" {
		s += " (" + e.Field + ")"
	}
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s
}

// Unwrap gives errors.Is and errors.As the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Text renders the message in lang with its arguments filled in.
func (e *Error) Text(lang Language) string {
	return e.Message.In(lang, e.Args)
}

// maxArgument is how much of a value a message repeats, in characters: some come from outside.
const maxArgument = 300

// NewError makes an Error; args are name, value pairs for the message, which shows their beginning when they are long.
func NewError(code Code, message Message, args ...string) *Error {
	e := &Error{Code: code, Message: message}
	for i := 0; i+1 < len(args); i += 2 {
		if e.Args == nil {
			e.Args = map[string]string{}
		}
		e.Args[args[i]] = beginning(args[i+1])
	}
	return e
}

func beginning(s string) string {
	n := 0
	for at := range s {
		if n++; n > maxArgument {
			return s[:at] + "…"
		}
	}
	return s
}

// Invalid is the VALIDATION_FAILED error about one field.
func Invalid(field string, message Message, args ...string) *Error {
	e := NewError(CodeValidationFailed, message, args...)
	e.Field = field
	return e
}

// NotFound is what a missing and a hidden record both answer with.
func NotFound(id string) *Error { return NewError(CodeNotFound, MsgNotFound, "id", id) }

// CodeOf returns the code of err: that of the Error inside it, else INTERNAL.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return CodeInternal
}

// Wrap adds what a function was doing to its error, once, by `defer process.Wrap(&err, "desk.Import(%s)", name)`.
func Wrap(err *error, format string, args ...any) {
	if *err != nil {
		*err = fmt.Errorf(format+": %w", append(args, *err)...)
	}
}
