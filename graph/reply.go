package graph

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"
)

// The two media types of GraphQL over HTTP. With the newer one the status tells what became of the request; with plain
// JSON a request that was understood as one is always answered with 200.
const (
	mediaJSON    = "application/json"
	mediaGraphQL = "application/graphql-response+json"
)

// reply writes one response.
type reply struct {
	to     http.ResponseWriter
	header http.Header
	modern bool
}

func newReply(w http.ResponseWriter, r *http.Request) *reply {
	a := &reply{to: w, header: w.Header(), modern: prefersModern(r.Header.Get("Accept"))}
	a.header.Set("Cache-Control", "no-store")
	kind := mediaJSON
	if a.modern {
		kind = mediaGraphQL
	}
	a.header.Set("Content-Type", kind+"; charset=utf-8")
	return a
}

// prefersModern tells which of the two types the client names first.
func prefersModern(accept string) bool {
	for part := range strings.SplitSeq(accept, ",") {
		switch kind, _, _ := mime.ParseMediaType(strings.TrimSpace(part)); kind {
		case mediaGraphQL:
			return true
		case mediaJSON:
			return false
		}
	}
	return false
}

// refuse answers a well-formed request that is not executed.
func (a *reply) refuse(status int, response *graphql.Response) {
	if !a.modern {
		status = http.StatusOK
	}
	a.send(status, response)
}

// refuseFor answers an operation that is not executed; who has spent too much is told so by the status in either type.
func (a *reply) refuseFor(op *operation, status int) {
	if op.balance.wait > 0 {
		a.send(http.StatusTooManyRequests, op.refusal)
		return
	}
	a.refuse(status, op.refusal)
}

// send writes the response. The data is JSON already, and encoding/json would check and copy it once more.
func (a *reply) send(status int, response *graphql.Response) {
	var body bytes.Buffer
	body.Grow(len(response.Data) + 512)
	writeResponse(&body, response)
	a.header.Set("Content-Length", strconv.Itoa(body.Len()))
	a.to.WriteHeader(status)
	_, _ = a.to.Write(body.Bytes()) // a client that is gone needs no answer
}

func writeResponse(body *bytes.Buffer, response *graphql.Response) {
	start := body.Len()
	body.WriteByte('{')
	if len(response.Errors) > 0 {
		writeMember(body, start, "errors", response.Errors)
	}
	if response.Data != nil {
		separate(body, start)
		body.WriteString(`"data":`)
		body.Write(response.Data)
	}
	if len(response.Extensions) > 0 {
		writeMember(body, start, "extensions", response.Extensions)
	}
	body.WriteByte('}')
}

func writeMember(body *bytes.Buffer, start int, name string, value any) {
	encoded, err := json.Marshal(value)
	if err != nil {
		panic(err) // errors and extensions are made of plain values
	}
	separate(body, start)
	body.WriteString(`"` + name + `":`)
	body.Write(encoded)
}

// separate writes a comma before every member of an object but the first.
func separate(body *bytes.Buffer, start int) {
	if body.Len() > start+1 {
		body.WriteByte(',')
	}
}
