package sdl

import (
	"entgo.io/ent/entc/gen"
	"github.com/vektah/gqlparser/v2/ast"
)

// addMutations gives each entity with inputs its create and update mutation and their payload.
func addMutations(g *gen.Graph, s *ast.Schema) {
	mutation := &ast.Definition{Name: "Mutation", Kind: ast.Object, Description: "Everything that can be changed."}
	for _, n := range g.Nodes {
		if s.Types["Create"+n.Name+"Input"] == nil {
			continue
		}
		field := gen.Funcs["camel"].(func(string) string)(gen.Funcs["snake"].(func(string) string)(n.Name))
		s.AddTypes(payload(n.Name, field))
		mutation.Fields = append(mutation.Fields,
			mutationField("create"+n.Name, "Create"+n.Name+"Input", n.Name, "Makes a new "+words(field)+"."),
			mutationField("update"+n.Name, "Update"+n.Name+"Input", n.Name, "Changes a "+words(field)+"."))
	}
	s.AddTypes(mutation)
}

func payload(name, field string) *ast.Definition {
	return &ast.Definition{
		Name: name + "Payload", Kind: ast.Object, Description: "What a change of a " + words(field) + " answers with.",
		Fields: ast.FieldList{
			{Name: field, Type: ast.NonNullNamedType(name, nil), Description: "The record after the change."},
			{Name: "change", Type: ast.NonNullNamedType("Int64", nil), Description: "Number of the change; give it to search as waitFor to find what was just written."},
		},
	}
}

func mutationField(name, input, entity, description string) *ast.FieldDefinition {
	return &ast.FieldDefinition{
		Name: name, Type: ast.NonNullNamedType(entity+"Payload", nil), Description: description,
		Arguments: ast.ArgumentDefinitionList{{Name: "input", Type: ast.NonNullNamedType(input, nil), Description: "The record's fields."}},
	}
}
