package main

import (
	"context"
	"fmt"
)

// externalRef is a record's id in the files.
type externalRef struct{ System, ID string }

// connection is a page of a list.
type connection[T any] struct {
	PageInfo struct {
		HasNextPage bool
		EndCursor   *string
	}
	Edges []struct{ Node T }
}

// eachNode reads a whole list, page by page.
func eachNode[T any](ctx context.Context, h *house, list, fields string, where map[string]any, visit func(T)) error {
	input := map[string]string{"customers": "Customer", "opportunities": "Opportunity", "lessons": "Lesson"}[list] + "WhereInput"
	query := fmt.Sprintf(`query ($after: Cursor, $where: %s) {
		list: %s(first: 100, after: $after, where: $where) { pageInfo { hasNextPage endCursor } edges { node { %s } } }
	}`, input, list, fields)
	for variables := map[string]any{"where": where}; ; {
		answer, err := ask[struct{ List connection[T] }](ctx, h, query, variables)
		if err != nil {
			return err
		}
		for _, e := range answer.List.Edges {
			visit(e.Node)
		}
		if !answer.List.PageInfo.HasNextPage {
			return nil
		}
		variables["after"] = answer.List.PageInfo.EndCursor
	}
}
