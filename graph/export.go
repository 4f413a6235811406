package graph

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"bidwell/desk"
	"bidwell/process"
)

// Export is a list of the schema as a table, read page by page as the viewer sees it: each page is a request of GraphQL like
// any other, so that what is shown, hidden, refused and noted is the same.
type Export struct {
	// List is the field that is exported, and what its file is named after unless told.
	List    string
	Format  ExportFormat
	File    string
	BOM     bool // whether a table as text begins with a mark by which spreadsheets know UTF-8
	Columns []Column

	server *Server
	op     *operation
	plan   *exportPlan
	ctx    context.Context //nolint:containedctx // that of the request, which ends with its credential
	next   *exportPage     // read already
	left   int             // rows that first leaves
	end    func()
}

// ExportFormat is the format of a file.
type ExportFormat string

// The formats.
const (
	ExportCSV  ExportFormat = "csv"
	ExportXLSX ExportFormat = "xlsx"
	ExportJSON ExportFormat = "jsonl" // an object a line
)

// ExportFormats are all formats.
var ExportFormats = []string{string(ExportCSV), string(ExportXLSX), string(ExportJSON)}

// ExportRequest is what is to be exported: a query, and as what.
type ExportRequest struct {
	request

	Format ExportFormat `json:"format"`
	File   string       `json:"file"`
	BOM    *bool        `json:"bom"`
}

// ExportQuery asks for an export by a query and its variables, in a format.
func ExportQuery(query string, variables map[string]any, format ExportFormat) *ExportRequest {
	r := &ExportRequest{Format: format}
	r.Query, r.Variables = query, variables
	return r
}

func (r *ExportRequest) check() *process.Error {
	if !slices.Contains(ExportFormats, string(r.Format)) {
		return process.Invalid("format", process.MsgExportFormat, "format", string(r.Format), "formats", strings.Join(ExportFormats, ", "))
	}
	return nil
}

// ServeExport reads a request for an export and its first page, and hands on the export. What is refused until then is
// answered as GraphQL answers, with a status that tells of it in either media type: who saves a file looks at that.
func (s *Server) ServeExport(w http.ResponseWriter, r *http.Request, write func(*Export)) {
	ctx := graphql.StartOperationTrace(r.Context())
	out := newReply(w, r)
	if desk.ViewerOf(ctx) == nil {
		out.send(http.StatusUnauthorized, s.refusal(ctx, process.NewError(process.CodeUnauthenticated, process.MsgSignInRequired)))
		return
	}
	asked := &ExportRequest{}
	if bad := readBody(w, r, asked, &asked.request); bad != nil {
		out.send(bad.status, s.refusal(ctx, bad.err))
		return
	}
	export, refused := s.open(ctx, asked)
	if refused != nil {
		refused.balance.tell(out.header)
		out.send(refused.status, refused.response)
		return
	}
	defer export.Close()
	write(export)
}

// Refuse answers an export that cannot be written, before anything of it was.
func (e *Export) Refuse(w http.ResponseWriter, r *http.Request, err error) {
	refused := e.server.refused(e.ctx, err)
	if e.ctx.Err() != nil {
		refused = e.broken(e.ctx)
	}
	w.Header().Del("Content-Disposition")
	newReply(w, r).send(refused.status, refused.response)
}

// Open begins an export for the viewer of a context. Whoever opens it closes it. Errors are those of the query, of the first
// page, and VALIDATION_FAILED for what can be no table.
func (s *Server) Open(ctx context.Context, asked *ExportRequest) (*Export, error) {
	export, refused := s.open(graphql.StartOperationTrace(ctx), asked)
	if refused != nil {
		return nil, &exportError{refused}
	}
	return export, nil
}

// Close ends the export, so that another can begin.
func (e *Export) Close() { e.end() }

// Rows are the rows as JSON objects, in order. An error is the last of them: what came before it is not the whole table.
func (e *Export) Rows() iter.Seq2[json.RawMessage, error] {
	return func(yield func(json.RawMessage, error) bool) {
		for page := e.next; page != nil; {
			for _, row := range page.rows {
				if !yield(row, nil) {
					return
				}
			}
			if e.left -= len(page.rows); !page.more || e.left <= 0 {
				return
			}
			var refused *exportRefusal
			if page, refused = e.read(page); refused != nil {
				yield(nil, &exportError{refused})
				return
			}
		}
	}
}

// Cells are the cells of a row, as text, by the columns. What is null is empty.
func (e *Export) Cells(row json.RawMessage, to []string) ([]string, error) {
	return cellsOf(e.plan.tree, row, to[:0])
}

// exportRefusal is why an export does not begin or go on, as it is answered.
type exportRefusal struct {
	status   int
	response *graphql.Response
	balance  balance
}

// exportError is a refusal as an error of the program.
type exportError struct{ refusal *exportRefusal }

// Error is what the caller is told.
func (e *exportError) Error() string {
	texts := make([]string, len(e.refusal.response.Errors))
	for i, one := range e.refusal.response.Errors {
		texts[i] = one.Message
	}
	return strings.Join(texts, "; ")
}

// refused is how an error is answered.
func (s *Server) refused(ctx context.Context, err error) *exportRefusal {
	var known *exportError
	var ours *process.Error
	switch {
	case errors.As(err, &known):
		return known.refusal
	case errors.As(err, &ours):
		return refusing(s.refusal(ctx, ours))
	default:
		return refusing(&graphql.Response{Errors: gqlerror.List{present(s.options.Log)(ctx, err)}})
	}
}

// refusing gives a refusal the status that its first error has.
func refusing(response *graphql.Response) *exportRefusal {
	status := http.StatusBadRequest
	if len(response.Errors) > 0 {
		code, _ := response.Errors[0].Extensions["code"].(string)
		if known, ok := exportStatuses[process.Code(code)]; ok {
			status = known
		}
	}
	return &exportRefusal{status: status, response: response}
}

var exportStatuses = map[process.Code]int{
	process.CodeUnauthenticated: http.StatusUnauthorized, process.CodeForbidden: http.StatusForbidden,
	process.CodeRateLimited: http.StatusTooManyRequests, process.CodeUnavailable: http.StatusServiceUnavailable,
	process.CodeInternal: http.StatusInternalServerError,
}
