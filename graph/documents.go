package graph

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/99designs/gqlgen/graphql/handler/lru"

	"bidwell/process"
)

// documents are operations that clients may name instead of sending: those the server was given, and those that clients
// sent once with their sha256 (automatic persisted queries).
type documents struct {
	trusted    map[string]string
	only       bool
	registered *lru.LRU[string]
}

func newDocuments(trusted map[string]string, only bool) *documents {
	return &documents{trusted, only, lru.New[string](1000)}
}

// resolve puts the text of a named operation in place. Errors: PERSISTED_QUERY_NOT_FOUND, after which stock clients send
// the text too; VALIDATION_FAILED for a text that is another's; FORBIDDEN for what is not trusted where only that is
// answered.
func (d *documents) resolve(ctx context.Context, r *request) *process.Error {
	name := r.name()
	hash := hashOf(r.Query)
	if r.Query != "" && r.Hash != "" && !strings.EqualFold(r.Hash, hash) {
		return badRequest("sha256Hash")
	}
	if text, ok := d.trusted[name]; ok && r.Query == "" {
		r.Query = text
		return nil
	}
	if d.only {
		if _, ok := d.trusted[hash]; r.Query != "" && ok {
			return nil
		}
		return process.NewError(process.CodeForbidden, process.MsgDocumentUntrusted)
	}
	if r.Query != "" {
		return nil
	}
	text, ok := d.registered.Get(ctx, name)
	if !ok {
		return process.NewError(process.CodeDocumentUnknown, process.MsgDocumentUnknown) // some stock clients look at the message
	}
	r.Query = text
	return nil
}

// remember keeps an operation that was sent with its hash and is valid.
func (d *documents) remember(ctx context.Context, r *request) {
	if r.Hash != "" && !d.only && len(r.Query) <= usualQuery {
		d.registered.Add(ctx, strings.ToLower(r.Hash), r.Query)
	}
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// ReadDocuments reads trusted operations: a JSON object of texts by id, as GraphQL Code Generator writes it, or a manifest
// with a list of operations, as Apollo's tools do. Each is known by its sha256 too.
func ReadDocuments(from io.Reader) (map[string]string, error) {
	var file map[string]json.RawMessage
	if err := decode(from, &file); err != nil {
		return nil, fmt.Errorf("trusted documents: no JSON object: %w", err)
	}
	texts := map[string]string{}
	if list, ok := file["operations"]; ok {
		var operations []struct{ ID, Body string }
		if err := json.Unmarshal(list, &operations); err != nil {
			return nil, fmt.Errorf("trusted documents: operations: %w", err)
		}
		for _, o := range operations {
			texts[o.ID] = o.Body
		}
	} else {
		for id, raw := range file {
			var text string
			if err := json.Unmarshal(raw, &text); err != nil {
				return nil, fmt.Errorf("trusted documents: %.80q is no text: %w", id, err)
			}
			texts[id] = text
		}
	}
	all := map[string]string{}
	for id, text := range texts {
		if id == "" || strings.TrimSpace(text) == "" {
			return nil, fmt.Errorf("trusted documents: %.80q has no id or no text", id)
		}
		all[strings.TrimPrefix(strings.ToLower(id), "sha256:")], all[hashOf(text)] = text, text
	}
	return all, nil
}
