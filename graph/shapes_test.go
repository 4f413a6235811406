package graph

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"bidwell/ent/store"
)

// shape is a query for a list with everything one level below it, and the most statements it may take: one for the
// page, one for its total, one an edge and one more an edge's total.
type shape struct {
	query string
	most  int
}

// shapes derives one from every list at the root of the schema, so that a new entity is bound by the test too.
func shapes(schema *ast.Schema) map[string]shape {
	all := map[string]shape{}
	for _, list := range schema.Query.Fields {
		entity, isList := strings.CutSuffix(list.Type.Name(), "Connection")
		if !isList {
			continue
		}
		most := 2
		var below []string
		for _, f := range schema.Types[entity].Fields {
			switch target := schema.Types[f.Type.Name()]; {
			case strings.HasSuffix(f.Type.Name(), "Connection"):
				below = append(below, f.Name+"(first: 3) { totalCount edges { node { id } } }")
				most += 2
			case target.Kind == ast.Object && target.Fields.ForName("id") != nil && implements(target, "Node"):
				below = append(below, f.Name+" { id }")
				most++
			}
		}
		query := fmt.Sprintf("{ %s(first: 50) { totalCount edges { node { id version createdAt %s } } pageInfo { hasNextPage endCursor } } }", list.Name, strings.Join(below, " "))
		all[list.Name] = shape{query, most}
	}
	return all
}

func implements(def *ast.Definition, name string) bool {
	for _, i := range def.Interfaces {
		if i == name {
			return true
		}
	}
	return false
}

// No list of the schema takes more statements for more rows, with all its edges and their totals.
func TestStatementsOfEveryList(t *testing.T) {
	schema, _ := schemaNow(t)
	all := shapes(schema)
	if len(all) < 15 {
		t.Fatalf("only %d lists", len(all))
	}
	each(t, func(t *testing.T, o *office) {
		o.fill(4, 6, 2)
		for name, s := range all {
			ctx, counter := store.CountStatements(o.ctx)
			if _, errs := o.ask(ctx, s.query, nil); len(errs) > 0 {
				t.Fatalf("%s: %v", name, errs)
			}
			if counter.N() > s.most {
				t.Errorf("%s took %d statements, at most %d:\n%s", name, counter.N(), s.most, strings.Join(counter.Statements(), "\n"))
			}
		}
	})
}
