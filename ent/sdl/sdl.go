// Package sdl shapes the GraphQL schema that entgql derives from the entities, before it is written: fewer filters,
// nullable edges, the arguments and input fields every entity has, and a description on everything.
package sdl

import (
	"strings"

	"entgo.io/ent/entc/gen"
	"entgo.io/ent/schema"
	"github.com/vektah/gqlparser/v2/ast"

	"bidwell/process/vocabulary"
)

// Shape is the entgql schema hook.
func Shape(g *gen.Graph, s *ast.Schema) error {
	addEnums(s)
	edges := edgesOf(g)
	for name, def := range s.Types {
		switch {
		case def.Kind == ast.Scalar && name != "Cursor":
			delete(s.Types, name) // declared once, by hand, in graph/schema/scalars.graphql
		case def.Kind == ast.Enum:
			describeEnum(def)
		case strings.HasSuffix(def.Name, "WhereInput"):
			shapeWhere(def)
		case def.Kind == ast.InputObject:
			shapeInput(def)
		case def.Kind == ast.Object:
			shapeObject(def, edges[def.Name])
		}
	}
	addMutations(g, s)
	for _, n := range g.Nodes {
		if def := s.Types[n.Name]; def != nil {
			var comment schema.CommentAnnotation
			if a, ok := n.Annotations[comment.Name()].(map[string]any); ok {
				def.Description, _ = a["Text"].(string)
			}
		}
	}
	return nil
}

// GuardedBy tells how a field of an entity is guarded, by its column.
func GuardedBy(entity, column string) *vocabulary.GuardedField {
	return vocabulary.Guarded(entity, gen.Funcs["camel"].(func(string) string)(column))
}

// edgesOf lists the single edges of each type: somebody may be allowed to see the record but not its neighbour, so
// they are all nullable.
func edgesOf(g *gen.Graph) map[string]map[string]bool {
	single := map[string]map[string]bool{}
	for _, n := range g.Nodes {
		single[n.Name] = map[string]bool{}
		for _, e := range n.Edges {
			if e.Unique {
				single[n.Name][gen.Funcs["camel"].(func(string) string)(e.Name)] = true
			}
		}
	}
	return single
}

func shapeObject(def *ast.Definition, single map[string]bool) {
	name := strings.TrimSuffix(strings.TrimSuffix(def.Name, "Connection"), "Edge")
	switch {
	case strings.HasSuffix(def.Name, "Connection"):
		def.Description = "A page of a list of " + name + "."
	case strings.HasSuffix(def.Name, "Edge"):
		def.Description = "One entry of a list of " + name + "."
	case def.Name == "Query":
		def.Description = "Everything that can be read."
	}
	for _, f := range def.Fields {
		if single[f.Name] || vocabulary.Guarded(def.Name, f.Name) != nil {
			f.Type.NonNull = false
		}
		if strings.HasSuffix(f.Type.Name(), "Connection") {
			f.Arguments = append(f.Arguments, archived())
			if f.Description == "" {
				f.Description = "A page of the " + words(f.Name) + " of this record."
			}
		}
		if text, ok := connectionFields[f.Name]; ok && name != def.Name {
			f.Description = text
			f.Type.NonNull = f.Name != "cursor" || f.Type.NonNull
			if f.Type.Elem != nil {
				f.Type.Elem.NonNull = true
			}
		}
		describeArguments(f.Arguments)
	}
}

func archived() *ast.ArgumentDefinition {
	return &ast.ArgumentDefinition{Name: "archived", Type: ast.NamedType("Boolean", nil)}
}

var connectionFields = map[string]string{
	"edges": "The entries of the page.", "node": "The record.", "cursor": "The entry's place in the list.",
	"pageInfo": "What lies around the page.", "totalCount": "How many records the whole list has; counted only when asked for.",
}

var arguments = map[string]string{
	"after": "Entries after this cursor.", "before": "Entries before this cursor.",
	"first": "How many from the start; 20 unless told, at most 100.", "last": "How many from the end; at most 100.",
	"orderBy": "Order of the list; by id, which is by time of creation, unless told.", "where": "Only entries that match.",
	"archived": "Archived records too.",
}

func describeArguments(args ast.ArgumentDefinitionList) {
	for _, a := range args {
		if text, ok := arguments[a.Name]; ok {
			a.Description = text
		}
	}
}

func shapeInput(def *ast.Definition) {
	name := strings.TrimSuffix(def.Name, "Input")
	switch {
	case strings.HasSuffix(def.Name, "Order"):
		def.Description = "Order of a list of " + strings.TrimSuffix(def.Name, "Order") + "."
		for _, f := range def.Fields {
			f.Description = map[string]string{"direction": "Direction of the order.", "field": "What to order by."}[f.Name]
		}
		return
	case strings.HasPrefix(name, "Create"):
		def.Description = "A new " + strings.TrimPrefix(name, "Create") + "."
	case strings.HasPrefix(name, "Update"):
		def.Description = "Changes to a " + strings.TrimPrefix(name, "Update") + "; what is left out stays as it is."
		def.Fields = append(ast.FieldList{
			{Name: "id", Type: ast.NonNullNamedType("ID", nil), Description: "The record to change."},
			{Name: "version", Type: ast.NonNullNamedType("Int", nil), Description: "The version it was read at; if it has moved on, the answer is CONFLICT."},
		}, def.Fields...)
	}
	for _, f := range def.Fields {
		if f.Type.NamedType == "AppliesTo" {
			f.Type.NamedType = "AppliesToInput"
		}
		describeInputField(f)
	}
}

func describeInputField(f *ast.FieldDefinition) {
	switch {
	case f.Description != "":
	case strings.HasPrefix(f.Name, "clear"):
		f.Description = "Empties " + lower(strings.TrimPrefix(f.Name, "clear")) + "."
	case strings.HasPrefix(f.Name, "append"):
		f.Description = "Added to " + lower(strings.TrimPrefix(f.Name, "append")) + "."
	case strings.HasSuffix(f.Name, "ID"):
		f.Description = "Id of the " + words(strings.TrimSuffix(f.Name, "ID")) + "."
	}
}

func describeEnum(def *ast.Definition) {
	for _, e := range vocabulary.Enums() {
		if e.Name != def.Name {
			continue
		}
		def.Description = e.Label.EN + " (" + e.Label.ZH + ")."
		for i, v := range e.Values {
			def.EnumValues[i].Description = v.Label.EN + " " + v.Label.ZH
		}
	}
	if strings.HasSuffix(def.Name, "OrderField") {
		def.Description = "What a list of " + strings.TrimSuffix(def.Name, "OrderField") + " can be ordered by."
		for _, v := range def.EnumValues {
			v.Description = "By " + strings.ToLower(strings.ReplaceAll(v.Name, "_", " ")) + "."
		}
	}
}

// words turns lineItems into "line items".
func words(camel string) string {
	var b strings.Builder
	for _, r := range camel {
		if r >= 'A' && r <= 'Z' {
			b.WriteByte(' ')
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return strings.TrimSpace(b.String())
}

func lower(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// addEnums declares the enumerations of the process that no entity has a field of.
func addEnums(s *ast.Schema) {
	for _, e := range vocabulary.Enums() {
		if s.Types[e.Name] != nil {
			continue
		}
		def := &ast.Definition{Name: e.Name, Kind: ast.Enum}
		def.Directives = ast.DirectiveList{{Name: "goModel", Arguments: ast.ArgumentList{
			{Name: "model", Value: &ast.Value{Raw: "bidwell/process/vocabulary." + e.Name, Kind: ast.StringValue}},
		}}}
		for _, v := range e.Values {
			def.EnumValues = append(def.EnumValues, &ast.EnumValueDefinition{Name: v.Value})
		}
		s.AddTypes(def)
	}
}
