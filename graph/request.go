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

// unread is a request that could not be understood, and the HTTP status that says so.
type unread struct {
	status int
	err    *process.Error
}

// readRequest understands GraphQL over HTTP, and nothing that a web page may send to a foreign site unasked: forms and
// plain text are refused.
func readRequest(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, *unread) {
	switch r.Method {
	case http.MethodGet:
		return readQuery(r.URL.RawQuery)
	case http.MethodPost:
		return readBody(w, r)
	default:
		return nil, &unread{http.StatusMethodNotAllowed, badRequest(r.Method)}
	}
}

func readQuery(raw string) (*graphql.RawParams, *unread) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, &unread{http.StatusBadRequest, badRequest("URL")}
	}
	params := &graphql.RawParams{Query: values.Get("query"), OperationName: values.Get("operationName")}
	if params.Query == "" {
		return nil, &unread{http.StatusBadRequest, badRequest("query")}
	}
	for name, into := range map[string]*map[string]any{"variables": &params.Variables, "extensions": &params.Extensions} {
		if text := values.Get(name); text != "" && decode(strings.NewReader(text), into) != nil {
			return nil, &unread{http.StatusBadRequest, badRequest(name)}
		}
	}
	return params, nil
}

func readBody(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, *unread) {
	kind, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset := parameters["charset"]
	if err != nil || kind != "application/json" || charset != "" && !strings.EqualFold(charset, "utf-8") {
		return nil, &unread{http.StatusUnsupportedMediaType, badRequest("Content-Type")}
	}
	params := &graphql.RawParams{}
	err = decode(http.MaxBytesReader(w, r.Body, maxBody), params)
	if tooLong := new(http.MaxBytesError); errors.As(err, &tooLong) {
		return nil, &unread{http.StatusRequestEntityTooLarge, badRequest("> 1 MiB")}
	}
	if err != nil {
		return nil, &unread{http.StatusBadRequest, badRequest("JSON")}
	}
	if params.Query == "" {
		return nil, &unread{http.StatusBadRequest, badRequest("query")}
	}
	return params, nil
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
