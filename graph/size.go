package graph

import "github.com/vektah/gqlparser/v2/ast"

// size is what a selection becomes once its fragments are put in place.
type size struct{ depth, fields, aliases, directives int }

// endless is the size of a fragment that contains itself, and the ceiling of all counting.
const endless = 1 << 30

// sizeOf measures the largest of a document's operations in one pass over its text, however often fragments are spread.
func sizeOf(doc *ast.QueryDocument) size {
	return newSizeWalk(doc).document(doc)
}

// sizeWalk remembers the size of each fragment; steps counts the selections looked at.
type sizeWalk struct {
	texts map[string]*ast.FragmentDefinition
	known map[string]size
	steps int
}

func newSizeWalk(doc *ast.QueryDocument) *sizeWalk {
	w := &sizeWalk{texts: map[string]*ast.FragmentDefinition{}, known: map[string]size{}}
	for _, f := range doc.Fragments {
		w.texts[f.Name] = f
	}
	return w
}

// document counts fragments that no operation spreads too: the validator looks at them all the same.
func (w *sizeWalk) document(doc *ast.QueryDocument) (largest size) {
	for _, f := range doc.Fragments {
		largest = largest.or(w.fragment(f.Name))
	}
	for _, o := range doc.Operations {
		s := w.selections(o.SelectionSet)
		s.directives += len(o.Directives)
		for _, v := range o.VariableDefinitions {
			s.directives += len(v.Directives)
			s.depth = max(s.depth, depthOfValue(v.DefaultValue))
		}
		largest = largest.or(s)
	}
	return largest
}

func (w *sizeWalk) selections(set ast.SelectionSet) (total size) {
	for _, one := range set {
		total = total.and(w.selection(one))
	}
	return total
}

func (w *sizeWalk) selection(one ast.Selection) (s size) {
	w.steps++
	switch one := one.(type) {
	case *ast.Field:
		s = w.selections(one.SelectionSet)
		s.depth = max(s.depth, depthOfArguments(one.Arguments)) + 1
		s.fields++
		s.directives += len(one.Directives)
		if one.Alias != one.Name {
			s.aliases++
		}
	case *ast.InlineFragment:
		s = w.selections(one.SelectionSet)
		s.directives += len(one.Directives)
	case *ast.FragmentSpread:
		s = w.fragment(one.Name)
		s.directives += len(one.Directives)
	}
	return s
}

// depthOfArguments is how deep what is written out for arguments goes, lists and objects counted: a where-input becomes SQL.
func depthOfArguments(all ast.ArgumentList) (deepest int) {
	for _, a := range all {
		deepest = max(deepest, depthOfValue(a.Value))
	}
	return deepest
}

func depthOfValue(v *ast.Value) (deepest int) {
	if v == nil || v.Kind != ast.ListValue && v.Kind != ast.ObjectValue {
		return 0
	}
	for _, inner := range v.Children {
		deepest = max(deepest, depthOfValue(inner.Value))
	}
	return deepest + 1
}

func (w *sizeWalk) fragment(name string) size {
	if s, ok := w.known[name]; ok {
		return s
	}
	f := w.texts[name]
	if f == nil {
		return size{}
	}
	w.known[name] = size{fields: endless} // until it is measured: met again meanwhile, it contains itself
	s := w.selections(f.SelectionSet)
	s.directives += len(f.Directives)
	w.known[name] = s
	return s
}

// and adds a selection beside another.
func (s size) and(t size) size {
	return size{
		depth: max(s.depth, t.depth), fields: min(s.fields+t.fields, endless),
		aliases: min(s.aliases+t.aliases, endless), directives: min(s.directives+t.directives, endless),
	}
}

// or takes the larger of two selections that are not executed together, measure by measure.
func (s size) or(t size) size {
	return size{max(s.depth, t.depth), max(s.fields, t.fields), max(s.aliases, t.aliases), max(s.directives, t.directives)}
}
