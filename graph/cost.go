package graph

import (
	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"bidwell/ent/page"
)

// dear are the fields that read all of an opportunity for each record they are asked of, and how many records that counts
// for: a page of twenty gates with what is in their way passes, one of a hundred does not.
var dear = map[string]int{"Gate.blockers": 2000}

// rowsWalk counts the records that a valid operation can name at most: each list multiplies what is inside it.
type rowsWalk struct {
	variables map[string]any
	fragments map[string]int
}

func (w *rowsWalk) rows(set ast.SelectionSet) (total int) {
	for _, one := range set {
		switch one := one.(type) {
		case *ast.Field:
			total += w.field(one)
		case *ast.InlineFragment:
			total += w.rows(one.SelectionSet)
		case *ast.FragmentSpread:
			total += w.fragment(one)
		}
		total = min(total, endless)
	}
	return total
}

func (w *rowsWalk) fragment(spread *ast.FragmentSpread) int {
	n, ok := w.fragments[spread.Name]
	if !ok && spread.Definition != nil {
		n = w.rows(spread.Definition.SelectionSet)
		w.fragments[spread.Name] = n
	}
	return n
}

func (w *rowsWalk) field(f *ast.Field) int {
	if len(f.SelectionSet) == 0 {
		return 0
	}
	inside := w.rows(f.SelectionSet)
	if f.ObjectDefinition != nil {
		inside += dear[f.ObjectDefinition.Name+"."+f.Name]
	}
	if f.Definition == nil || f.Definition.Arguments.ForName("first") == nil {
		return inside
	}
	return min(w.pageSize(f)*(1+inside), endless)
}

// pageSize is how many entries a list is asked for; what is no page is refused where it is read.
func (w *rowsWalk) pageSize(f *ast.Field) int {
	for _, name := range []string{"first", "last"} {
		a := f.Arguments.ForName(name)
		if a == nil {
			continue
		}
		given, err := a.Value.Value(w.variables)
		if err != nil || given == nil {
			continue
		}
		if n, err := graphql.UnmarshalInt(given); err == nil {
			return min(max(n, 0), page.MaxSize)
		}
	}
	return page.DefaultSize
}
