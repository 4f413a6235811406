package search

// valueNames are other names of values, folded, by field.
type valueNames map[FacetName]map[string][]string

func (n valueNames) of(field FacetName, name string) []string { return n[field][Fold(name)] }

// SetValueNames tells what people call the values of the facets in a query's
// text: outcome:中标 is then outcome:WON. By field it maps a name to the values
// it stands for; names are compared as Fold does. It replaces what was set
// before, at once and beside running searches.
func (l *Library) SetValueNames(names map[FacetName]map[string][]string) {
	folded := make(valueNames, len(names))
	for field, values := range names {
		folded[field] = make(map[string][]string, len(values))
		for name, meant := range values {
			name = Fold(name)
			folded[field][name] = append(folded[field][name], meant...)
		}
	}
	l.names.Store(&folded)
}

func (l *Library) valueNames() valueNames {
	if names := l.names.Load(); names != nil {
		return *names
	}
	return nil
}
