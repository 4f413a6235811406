package graph

import (
	"context"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/page"
	"bidwell/graph/model"
	"bidwell/process"
	"bidwell/search"
)

// search answers the query search: hits from the index, and the records behind them when they are selected.
func (r *Resolver) search(ctx context.Context, in desk.SearchRequest) (*model.SearchResult, error) {
	found, err := r.Desk.Search(ctx, in)
	if err != nil {
		return nil, err
	}
	result, err := r.withNodes(ctx, found.Result)
	if err == nil {
		result.Key = found.Key
	}
	return result, err
}

func (r *Resolver) similar(ctx context.Context, in desk.SimilarRequest) (*model.SearchResult, error) {
	found, err := r.Desk.Similar(ctx, in)
	if err != nil {
		return nil, err
	}
	return r.withNodes(ctx, found)
}

// similarCases answers the query similarCases: cases from the index, and the records found when they are selected.
func (r *Resolver) similarCases(ctx context.Context, in desk.SimilarCasesRequest) (*desk.SimilarCases, error) {
	found, err := r.Desk.SimilarCases(ctx, in)
	if err != nil {
		return nil, err
	}
	for name, cases := range map[string][]*desk.SimilarCase{"won": found.Won, "lost": found.Lost} {
		selection := page.Find(ctx, name, "hit", "node")
		if selection == nil || len(cases) == 0 {
			continue
		}
		ids := make([]string, len(cases))
		for i, c := range cases {
			ids[i] = c.Hit.ID
		}
		nodes, err := r.Desk.Nodes(ctx, ids, selection)
		if err != nil {
			return nil, err
		}
		for i, c := range cases {
			c.Node = nodes[i]
		}
	}
	return found, nil
}

// withNodes loads the selected parts of the records behind the hits, one statement a kind.
func (r *Resolver) withNodes(ctx context.Context, found *search.Result) (*model.SearchResult, error) {
	selection := page.Find(ctx, "hits", "node")
	if selection == nil || len(found.Hits) == 0 {
		return presentResult(found, nil), nil
	}
	ids := make([]string, len(found.Hits))
	for i, h := range found.Hits {
		ids[i] = h.ID
	}
	nodes, err := r.Desk.Nodes(ctx, ids, selection)
	if err != nil {
		return nil, err
	}
	return presentResult(found, nodes), nil
}

// node answers the query node: a missing or hidden record is null, as Relay has it.
func (r *Resolver) node(ctx context.Context, id string) (ent.Noder, error) {
	n, err := r.Desk.Node(ctx, id, page.Find(ctx))
	if process.CodeOf(err) == process.CodeNotFound {
		return nil, nil
	}
	return n, err
}
