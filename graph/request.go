package graph

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"bidwell/process"
)

// maxBody is the longest request that is read.
const maxBody = 1 << 20

// request is what a client asks for: an operation's text, or the name of one that the server knows.
type request struct {
	graphql.RawParams
	// DocumentID names a trusted operation.
	DocumentID string `json:"documentId"`
	// Hash is the sha256 of the text in the persistedQuery of Extensions, in hexadecimal.
	Hash string `json:"-"`
}

// name is what the operation is known by, when it is not sent.
func (r *request) name() string {
	if r.DocumentID != "" {
		return strings.TrimPrefix(strings.ToLower(r.DocumentID), "sha256:")
	}
	return strings.ToLower(r.Hash)
}

// complete tells whether there is something to execute, and reads what the extensions say.
func (r *request) complete() bool {
	if persisted, ok := r.Extensions["persistedQuery"].(map[string]any); ok {
		r.Hash, _ = persisted["sha256Hash"].(string)
	}
	return r.Query != "" || r.name() != ""
}

// unread is a request that could not be understood, and the HTTP status that says so.
type unread struct {
	status int
	err    *process.Error
}

// readRequest understands GraphQL over HTTP, and nothing that a web page may send to a foreign site unasked: forms and
// plain text are refused.
func readRequest(w http.ResponseWriter, r *http.Request) (*request, *unread) {
	switch r.Method {
	case http.MethodGet:
		return readQuery(r.URL.RawQuery)
	case http.MethodPost:
		asked := &request{}
		return asked, readBody(w, r, asked, asked)
	default:
		return nil, &unread{http.StatusMethodNotAllowed, badRequest(r.Method)}
	}
}

func readQuery(raw string) (*request, *unread) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, &unread{http.StatusBadRequest, badRequest("URL")}
	}
	asked := &request{DocumentID: values.Get("documentId")}
	asked.Query, asked.OperationName = values.Get("query"), values.Get("operationName")
	for name, into := range map[string]*map[string]any{"variables": &asked.Variables, "extensions": &asked.Extensions} {
		if text := values.Get(name); text != "" && decode(strings.NewReader(text), into) != nil {
			return nil, &unread{http.StatusBadRequest, badRequest(name)}
		}
	}
	if !asked.complete() {
		return nil, &unread{http.StatusBadRequest, badRequest("query")}
	}
	return asked, nil
}

// readBody reads a request from a body of JSON, and what else into has beside it.
func readBody(w http.ResponseWriter, r *http.Request, into any, asked *request) *unread {
	kind, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset := parameters["charset"]
	if err != nil || kind != "application/json" || charset != "" && !strings.EqualFold(charset, "utf-8") {
		return &unread{http.StatusUnsupportedMediaType, badRequest("Content-Type")}
	}
	err = decode(http.MaxBytesReader(w, r.Body, maxBody), into)
	if tooLong := new(http.MaxBytesError); errors.As(err, &tooLong) {
		return &unread{http.StatusRequestEntityTooLarge, badRequest("> 1 MiB")}
	}
	if err != nil {
		return &unread{http.StatusBadRequest, badRequest("JSON")}
	}
	if !asked.complete() {
		return &unread{http.StatusBadRequest, badRequest("query")}
	}
	return nil
}

// decode reads one JSON object and nothing after it; numbers keep their digits.
func decode(from io.Reader, into any) error {
	d := json.NewDecoder(from)
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.Join(errors.New("something follows the request"), err)
	}
	return nil
}
