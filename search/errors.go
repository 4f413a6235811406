package search

import "errors"

// The errors a caller can tell apart with errors.Is.
var (
	// ErrCursor: After is not a cursor of this library.
	ErrCursor = errors.New("search: bad cursor")
	// ErrRebuilding: the index is damaged or being built for the first time;
	// try again when Status says READY.
	ErrRebuilding = errors.New("search: index is rebuilding")
	// ErrLocked: another process uses the directory.
	ErrLocked = errors.New("search: index directory is in use by another process")
	// ErrNotFound: no such document for these scopes.
	ErrNotFound = errors.New("search: document not found")
	// ErrClosed: the library is closed.
	ErrClosed = errors.New("search: library is closed")
	// ErrInvalid: a document or query breaks a stated limit.
	ErrInvalid = errors.New("search: invalid input")
	// ErrBusy: a rebuild is already running.
	ErrBusy = errors.New("search: a rebuild is already running")
)
