package graph

import (
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"bidwell/ent/page"
)

// maxCost is what one request may cost, in points; see costWalk.
const maxCost = 5000

// dear are the fields that take more work than reading a record, and what they cost beside what is inside them: what is in
// the way of a gate reads all of its opportunity, so that a page of twenty gates passes and one of a hundred does not;
// searches go through the index, figures through tables; a ping calls elsewhere; HTML is set anew each time; to describe itself the schema writes a megabyte.
var dear = map[string]int{
	"Gate.blockers": 200, "Query.__schema": 1000, "Query.__type": 50,
	"Query.search": 50, "Query.similar": 100, "Query.similarCases": 100, "Query.explainHit": 50, "Query.suggest": 5,
	"Query.didYouMean": 10, "Query.understandSearch": 5, "Query.searchReport": 100, "Query.kpi": 100, "Query.changes": 10,
	"Mutation.pingWebhookEndpoint": 500, "Comment.bodyHTML": 10, "ContentItem.bodyHTML": 10, "ProposalSection.bodyHTML": 10,
}

// changing is what a mutation costs beside what it answers.
const changing = 10

// costWalk adds up what a valid operation can cost at most, by the schema: a value nothing, an object 1, a page as often as
// it may have entries, what is in dear its price. A fragment is walked once, however often it is spread.
type costWalk struct {
	variables  map[string]any
	fragments  map[string]int
	introspect bool // whether it asks for the schema
	mostRows   int  // of a page; as many as clients may ask for unless told
}

func (w *costWalk) operation(o *ast.OperationDefinition) int {
	cost := w.selections(o.SelectionSet)
	if o.Operation == ast.Mutation {
		cost += changing * len(o.SelectionSet)
	}
	return min(max(cost, 1), endless)
}

func (w *costWalk) selections(set ast.SelectionSet) (total int) {
	for _, one := range set {
		switch one := one.(type) {
		case *ast.Field:
			total += w.field(one)
		case *ast.InlineFragment:
			total += w.selections(one.SelectionSet)
		case *ast.FragmentSpread:
			total += w.fragment(one)
		}
		total = min(total, endless)
	}
	return total
}

func (w *costWalk) fragment(spread *ast.FragmentSpread) int {
	n, ok := w.fragments[spread.Name]
	if !ok && spread.Definition != nil {
		n = w.selections(spread.Definition.SelectionSet)
		w.fragments[spread.Name] = n
	}
	return n
}

func (w *costWalk) field(f *ast.Field) int {
	own := 0
	if f.ObjectDefinition != nil {
		own = dear[f.ObjectDefinition.Name+"."+f.Name]
	}
	w.introspect = w.introspect || f.Name == "__schema" || f.Name == "__type"
	if len(f.SelectionSet) == 0 {
		return own
	}
	inside := w.selections(f.SelectionSet)
	switch times, listed := w.entries(f); {
	case listed:
		return min(own+1+times*max(inside, 1), endless)
	case slices.Contains(frames, f.Name):
		return min(own+inside, endless)
	default:
		return min(own+1+inside, endless)
	}
}

// frames are the fields between a page and its records; they stand for no record of their own.
var frames = []string{"edges", "pageInfo", "hits", "highlights", "facets"}

// entries is how often what is inside a field can come, when it is a page or a list of ids; what is no page is refused where
// it is read. Lists without a size come with their record.
func (w *costWalk) entries(f *ast.Field) (n int, listed bool) {
	if f.Definition == nil {
		return 0, false
	}
	if f.Definition.Arguments.ForName("first") != nil {
		return w.pageSize(f), true
	}
	if ids := f.Definition.Arguments.ForName("ids"); ids != nil {
		return len(w.list(f, "ids")), true
	}
	return 0, false
}

func (w *costWalk) list(f *ast.Field, argument string) []any {
	a := f.Arguments.ForName(argument)
	if a == nil {
		return nil
	}
	given, err := a.Value.Value(w.variables)
	if list, ok := given.([]any); ok && err == nil {
		return list
	}
	return nil
}

func (w *costWalk) pageSize(f *ast.Field) int {
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
			return min(max(n, 0), max(w.mostRows, page.MaxSize))
		}
	}
	return page.DefaultSize
}
