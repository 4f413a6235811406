package sdl

import (
	"strings"

	"entgo.io/ent/entc/gen"
	"github.com/vektah/gqlparser/v2/ast"
)

// operators are the suffixes entgql gives to filters, longest first, with what they mean.
var operators = []struct{ suffix, text string }{
	{"ContainsFold", "contains, whatever the case"},
	{"EqualFold", "equals, whatever the case"},
	{"HasPrefix", "begins with"},
	{"HasSuffix", "ends with"},
	{"Contains", "contains"},
	{"NotNil", "is set"},
	{"IsNil", "is not set"},
	{"NotIn", "is none of"},
	{"GTE", "is at least"},
	{"LTE", "is at most"},
	{"NEQ", "is not"},
	{"In", "is one of"},
	{"GT", "is greater than"},
	{"LT", "is less than"},
}

// kept are the filters the schema offers for each kind of field: what a user filters by, no more, for every one costs
// schema, generated code and an index somewhere.
var kept = map[string]map[string]bool{
	"String":  {"": true, "NEQ": true, "In": true, "ContainsFold": true, "HasPrefix": true, "IsNil": true, "NotNil": true},
	"ID":      {"": true, "In": true, "NotIn": true, "IsNil": true, "NotNil": true},
	"Boolean": {"": true},
	"ordered": {"": true, "GT": true, "GTE": true, "LT": true, "LTE": true, "IsNil": true, "NotNil": true},
	"enum":    {"": true, "In": true, "NotIn": true, "IsNil": true, "NotNil": true},
}

// Keeps tells whether the filter that compares a field of an entity by an operator of ent is offered.
func Keeps(f *gen.Field, operator string) bool {
	if !f.Type.Comparable() {
		return false
	}
	typ := "enum"
	switch {
	case f.IsString():
		typ = "String"
	case f.IsBool():
		typ = "Boolean"
	case f.Type.Numeric(), f.IsTime():
		typ = "Int"
	}
	if operator == "EQ" {
		operator = ""
	}
	return kept[kind(gen.Funcs["camel"].(func(string) string)(f.Name), typ)][operator]
}

func shapeWhere(def *ast.Definition) {
	def.Description = "Filter of a list of " + strings.TrimSuffix(def.Name, "WhereInput") + ": all given conditions hold."
	var fields ast.FieldList
	for _, f := range def.Fields {
		switch f.Name {
		case "not":
			f.Description = "The condition does not hold."
		case "and":
			f.Description = "All of the conditions hold."
		case "or":
			f.Description = "At least one of the conditions holds."
		default:
			if filtersEdge(f.Name) {
				continue
			}
			field, operator, text := split(f.Name)
			if !kept[kind(field, f.Type.Name())][operator] {
				continue
			}
			f.Description = strings.TrimSpace("Whether " + words(field) + " " + text + ".")
			if operator == "" {
				f.Description = "Whether " + words(field) + " equals this."
			}
		}
		fields = append(fields, f)
	}
	def.Fields = fields
}

func split(name string) (field, operator, text string) {
	for _, o := range operators {
		if strings.HasSuffix(name, o.suffix) && len(name) > len(o.suffix) {
			return strings.TrimSuffix(name, o.suffix), o.suffix, o.text
		}
	}
	return name, "", ""
}

func kind(field, typ string) string {
	switch {
	case field == "id" || strings.HasSuffix(field, "ID") || field == "sha256":
		return "ID"
	case typ == "String" || typ == "Boolean":
		return typ
	case typ == "Int" || typ == "Time" || typ == "Date" || typ == "Money" || typ == "Int64":
		return "ordered"
	default:
		return "enum"
	}
}

// filtersEdge tells hasCustomer and hasCustomerWith: they would look past what the viewer may see.
func filtersEdge(name string) bool {
	rest, ok := strings.CutPrefix(name, "has")
	return ok && rest != "" && rest[0] >= 'A' && rest[0] <= 'Z'
}
