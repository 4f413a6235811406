package graph

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// QueryOfList is a query of everything that the records of a list say of themselves: their own fields, without the records
// they lead to. An error names the lists there are.
func QueryOfList(list string) (string, error) {
	schema, known := wholeSchema(), []string{}
	for _, f := range schema.Query.Fields {
		connection := schema.Types[f.Type.Name()]
		if !isConnection(connection) {
			continue
		}
		if f.Name == list {
			return fmt.Sprintf("{ %s { edges { node { %s } } } }", list, strings.Join(ownFields(schema, rowOf(schema, connection)), " ")), nil
		}
		known = append(known, f.Name)
	}
	slices.Sort(known)
	return "", fmt.Errorf("there is no list %q; the lists are %s", list, strings.Join(known, ", "))
}

// ownFields are the names of an object's values that can be had without arguments and cost nothing: what is dear is made from
// others that are there.
func ownFields(schema *ast.Schema, def *ast.Definition) (names []string) {
	for _, f := range def.Fields {
		asked := slices.ContainsFunc(f.Arguments, func(a *ast.ArgumentDefinition) bool { return a.Type.NonNull && a.DefaultValue == nil })
		if schema.Types[f.Type.Name()].IsLeafType() && !asked && !strings.HasPrefix(f.Name, "__") && f.Directives.ForName("deprecated") == nil &&
			dear[def.Name+"."+f.Name] == 0 {
			names = append(names, f.Name)
		}
	}
	return names
}
