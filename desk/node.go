package desk

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"bidwell/ent"
	"bidwell/process"
)

// Node reads one record of any kind with what a GraphQL selection names; all its columns without one. A hidden record is NOT_FOUND
// like a missing one; an id of no kind is VALIDATION_FAILED.
func (d *Desk) Node(ctx context.Context, id string, selection *graphql.CollectedField) (ent.Noder, error) {
	nodes, err := d.Nodes(ctx, []string{id}, selection)
	if err != nil {
		return nil, err
	}
	if nodes[0] == nil {
		return nil, process.NotFound(id)
	}
	return nodes[0], nil
}

// maxNodes is the most ids one call of nodes takes: a page.
const maxNodes = 100

// Nodes reads records by their ids, in that order, with one statement a kind; missing and hidden ones are nil.
func (d *Desk) Nodes(ctx context.Context, ids []string, selection *graphql.CollectedField) ([]ent.Noder, error) {
	if len(ids) > maxNodes {
		return nil, process.Invalid("ids", process.MsgPageSize, "max", "100")
	}
	byEntity := map[process.Entity][]string{}
	for _, id := range ids {
		e, err := process.EntityOf(id)
		if err != nil {
			return nil, err
		}
		byEntity[e] = append(byEntity[e], id)
	}
	nodes := make([]ent.Noder, len(ids))
	for e, of := range byEntity {
		found, err := d.reader.NodesOf(ctx, string(e), of, selection)
		if err != nil {
			return nil, err
		}
		for i, id := range ids {
			if n := found[id]; n != nil {
				nodes[i] = n
			}
		}
	}
	return nodes, nil
}
