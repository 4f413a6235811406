package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"time"
)

// index fills the case library's index of a place, so that a server that is measured has nothing to catch up with.
func (b *bench) index(ctx context.Context, p *place, result *storeResult) error {
	b.say("%s: indexing", p.kind)
	began := time.Now()
	if said, err := b.command(ctx, p, "reindex").CombinedOutput(); err != nil {
		return fmt.Errorf("reindex: %w: %.500s", err, said)
	}
	result.reindex = time.Since(began)
	return nil
}

// starts is how often a start is measured.
const starts = 5

// serving measures start and memory of the program on a place that is full, and its start on an empty one.
func (b *bench) serving(ctx context.Context, p *place, s *samples, result *storeResult) error {
	first := operations()[0].requests(s, false, s.token)[0]
	for range starts {
		took, err := b.startToAnswer(ctx, p, first, http.StatusOK)
		if err != nil {
			return fmt.Errorf("start: %w", err)
		}
		result.fullStarts = append(result.fullStarts, took)
	}
	if p.kind == storeSQLite { // PostgreSQL is migrated by a command of its own
		if err := b.emptyStarts(ctx, result); err != nil {
			return fmt.Errorf("start on an empty directory: %w", err)
		}
	}
	return b.footprint(ctx, p, s, result)
}

// emptyStarts measures from nothing to the first answer: to somebody unknown it is a refusal, which is an answer.
func (b *bench) emptyStarts(ctx context.Context, result *storeResult) error {
	ask := request("POST", "/graphql", map[string]any{"query": "{ viewer { scope } }"}, "")
	for i := range starts {
		p := &place{kind: storeSQLite, dir: filepath.Join(b.scratch, fmt.Sprintf("empty-%d", i))}
		took, err := b.startToAnswer(ctx, p, ask, http.StatusUnauthorized)
		if err != nil {
			return err
		}
		result.emptyStarts = append(result.emptyStarts, took)
	}
	return nil
}

// startToAnswer is the time from the start of the process to the end of its first answer.
func (b *bench) startToAnswer(ctx context.Context, p *place, ask []byte, want int) (took time.Duration, err error) {
	srv, err := b.serve(ctx, p)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, srv.stop()) }()
	c, err := connect(srv.address)
	if err != nil {
		return 0, err
	}
	defer c.close()
	status, body, err := c.send(ask)
	if err == nil && status != want && (want != http.StatusUnauthorized || status != http.StatusOK) {
		err = fmt.Errorf("the server answered %d: %.300s", status, body)
	}
	return time.Since(srv.began), err
}

// footprint measures the memory of the program after its start and after work with everything, searches too.
func (b *bench) footprint(ctx context.Context, p *place, s *samples, result *storeResult) (err error) {
	srv, err := b.serve(ctx, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, srv.stop()) }()
	if result.memoryAtStart, err = memoryOf(srv.pid()); err != nil {
		return err
	}
	var requests [][]byte
	for _, op := range operations() {
		if !op.writes {
			requests = append(requests, op.requests(s, false, s.token)...)
		}
	}
	for _, load := range [][][]byte{requests, searches(s.token)} {
		if _, err := drive(ctx, srv.address, load, b.clients, b.window); err != nil {
			return err
		}
	}
	result.memoryAtWork, err = memoryOf(srv.pid())
	return err
}

// searches are requests to the case library through GraphQL.
func searches(token string) (all [][]byte) {
	const query = `query Search($q: String!) { search(query: $q, first: 20, facets: [{name: KIND}, {name: INDUSTRY}]) {
		total hits { id title highlights { text } } facets { values { value count } } } }`
	texts := firstPassages(200)
	for i := range 200 {
		text := texts.piece(uint64(i), 2+i%8)
		all = append(all, request("POST", "/graphql", map[string]any{"query": query, "variables": map[string]any{"q": text}}, token))
	}
	return all
}
