package app

import (
	"context"
	"errors"
	"net/http"

	"bidwell/graph"
	"bidwell/process"
)

// refusal is the body of a plain HTTP answer that is none.
type refusal struct {
	Code      process.Code `json:"code"`
	Message   string       `json:"message"`
	Field     string       `json:"field,omitempty"`
	RequestID string       `json:"requestId,omitempty"`
}

// statuses are the HTTP statuses of plain endpoints; what is missing here is 500.
var statuses = map[process.Code]int{
	process.CodeUnauthenticated: http.StatusUnauthorized, process.CodeForbidden: http.StatusForbidden,
	process.CodeNotFound: http.StatusNotFound, process.CodeConflict: http.StatusConflict,
	process.CodeValidationFailed: http.StatusUnprocessableEntity, process.CodeRateLimited: http.StatusTooManyRequests,
	process.CodeUnavailable: http.StatusServiceUnavailable,
}

// refuse tells the caller what they may know of an error, and the log the rest.
func (s *site) refuse(w http.ResponseWriter, r *http.Request, err error) {
	s.refuseAs(w, r, statusOf(s.known(r, err)), err)
}

// refuseAs does it with a status that says more than the code of the error.
func (s *site) refuseAs(w http.ResponseWriter, r *http.Request, status int, err error) {
	known := s.known(r, err)
	body := refusal{Code: known.Code, Message: known.Text(graph.LanguageOf(r.Context())), Field: known.Field}
	if known.Code == process.CodeInternal {
		body.RequestID = requestID(r.Context())
	}
	writeJSON(w, status, body)
}

func statusOf(known *process.Error) int {
	if status, ok := statuses[known.Code]; ok {
		return status
	}
	return http.StatusInternalServerError
}

// known turns any error into one of the business.
func (s *site) known(r *http.Request, err error) *process.Error {
	var known *process.Error
	switch {
	case errors.As(err, &known):
		return known
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return process.NewError(process.CodeUnavailable, process.MsgUnavailable)
	default:
		s.office.log.ErrorContext(r.Context(), "request failed", "request", requestID(r.Context()), "path", pathOf(r), "error", err)
		return process.NewError(process.CodeInternal, process.MsgInternal)
	}
}
