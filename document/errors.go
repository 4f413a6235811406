package document

import (
	"context"
	"errors"
	"fmt"
)

// Reason tells why a file was refused. Messages for people are made from it elsewhere.
type Reason string

// The reasons.
const (
	ReasonLegacyFormat Reason = "LEGACY_FORMAT" // a format of before 2007; Detail is its extension
	ReasonEncrypted    Reason = "ENCRYPTED"     // a password is needed
	ReasonBroken       Reason = "BROKEN"        // damaged, or not what it says it is
	ReasonTooLarge     Reason = "TOO_LARGE"     // passes the bound named by Bound
	ReasonUnsupported  Reason = "UNSUPPORTED"   // a format that is not read; Detail says which, if known
	ReasonTimeout      Reason = "TIMEOUT"       // took longer than is allowed
	ReasonNoText       Reason = "NO_TEXT"       // sound, but without text: a scan, an empty file
)

// Bound names a limit of Limits.
type Bound string

// The bounds.
const (
	BoundBytes    Bound = "BYTES"
	BoundExpanded Bound = "EXPANDED"
	BoundRatio    Bound = "RATIO"
	BoundMembers  Bound = "MEMBERS"
	BoundDepth    Bound = "DEPTH"
	BoundText     Bound = "TEXT"
	BoundSections Bound = "SECTIONS"
	BoundCells    Bound = "CELLS"
	BoundPages    Bound = "PAGES"
	BoundMemory   Bound = "MEMORY"
)

// Error says why a file was refused.
type Error struct {
	Reason Reason
	Kind   Kind   // what the file was read as; empty if that was not known yet
	Detail string // what was wrong, for programs and logs; a part of the file or a format, never its text
	Bound  Bound  // of ReasonTooLarge
	Limit  int64  // what the bound allows
	Got    int64  // what there was; 0 when it was not counted to the end
	Cause  error
}

// Error renders the error in English, for logs.
func (e *Error) Error() string {
	s := "document: " + string(e.Reason)
	if e.Kind != "" {
		s += " (" + string(e.Kind) + ")"
	}
	if e.Bound != "" {
		s += fmt.Sprintf(": %s above %d", e.Bound, e.Limit)
	}
	if e.Detail != "" {
		s += ": " + e.Detail
	}
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s
}

// Unwrap gives errors.Is and errors.As the cause.
func (e *Error) Unwrap() error { return e.Cause }

// ReasonOf returns the reason in err's chain; empty for nil and for errors that are none of ours.
func ReasonOf(err error) Reason {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Reason
	}
	return ""
}

func broken(detail string, cause error) *Error {
	return &Error{Reason: ReasonBroken, Detail: detail, Cause: cause}
}

func tooLarge(b Bound, limit, got int64) *Error {
	return &Error{Reason: ReasonTooLarge, Bound: b, Limit: limit, Got: got}
}

// refused makes an *Error of whatever stopped the reading of a file of kind k. A context that was cancelled is not the
// file's fault and is passed on as it is; one whose time was up is a timeout.
func refused(k Kind, err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	e, ours := errors.AsType[*Error](err)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		e = &Error{Reason: ReasonTimeout, Cause: err}
	case !ours:
		e = broken("", err)
	}
	if e.Kind == "" {
		e.Kind = k
	}
	return e
}
