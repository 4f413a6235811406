package story

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"bidwell/process"
)

// Asker puts GraphQL calls to a server on behalf of somebody who has a secret, and takes the answer in a language.
type Asker interface {
	Ask(ctx context.Context, secret string, language process.Language, query string, variables map[string]any) (Answer, error)
}

// Answer is what a GraphQL server answers.
type Answer struct {
	Data   map[string]any
	Errors []Refusal
}

// Refusal is an error of a GraphQL answer.
type Refusal struct {
	Message    string
	Extensions struct{ Code, Field string }
}

func (r Refusal) String() string {
	if r.Extensions.Field == "" {
		return r.Extensions.Code
	}
	return r.Extensions.Code + " " + r.Extensions.Field
}

// HTTP asks a server at a base address.
type HTTP struct{ Base string }

// Ask sends one call. The error is about the transport: a refusal is an answer.
func (h HTTP) Ask(ctx context.Context, secret string, language process.Language, query string, variables map[string]any) (Answer, error) {
	var answer Answer
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return answer, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, h.Base+"/graphql", bytes.NewReader(body))
	if err != nil {
		return answer, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+secret)
	r.Header.Set("Accept-Language", string(language))
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		return answer, err
	}
	defer w.Body.Close()
	if err := json.NewDecoder(w.Body).Decode(&answer); err != nil {
		return answer, fmt.Errorf("the server answers %s: %w", w.Status, err)
	}
	return answer, nil
}
