package graph

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"

	"bidwell/graph/generated"
)

var update = flag.Bool("update", false, "write testdata/schema.graphql anew")

const golden = "testdata/schema.graphql"

func schemaNow(t *testing.T) (*ast.Schema, string) {
	t.Helper()
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	var b bytes.Buffer
	formatter.NewFormatter(&b, formatter.WithIndent("  ")).FormatSchema(schema)
	return schema, b.String()
}

// The schema is what the golden file says; and what the golden file of the last release promised is still there.
func TestSchemaIsTheGoldenOne(t *testing.T) {
	now, text := schemaNow(t)
	if *update {
		if err := os.WriteFile(golden, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	file, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	then, err := gqlparser.LoadSchema(&ast.Source{Name: golden, Input: string(file)})
	if err != nil {
		t.Fatal(err)
	}
	for _, broken := range breaks(then, now) {
		t.Errorf("clients break: %s", broken)
	}
	if string(file) != text {
		t.Error("the schema has changed; if clients still work, run go test ./graph -run Golden -update and commit the file")
	}
}

// breaks lists what a client that worked with one schema would miss in another.
func breaks(then, now *ast.Schema) (list []string) {
	for name, was := range then.Types {
		is := now.Types[name]
		if is == nil || is.Kind != was.Kind {
			list = append(list, name+" is gone")
			continue
		}
		for _, f := range was.Fields {
			list = append(list, breaksField(name+"."+f.Name, was.Kind, f, is.Fields.ForName(f.Name))...)
		}
		for _, v := range was.EnumValues {
			if is.EnumValues.ForName(v.Name) == nil {
				list = append(list, name+"."+v.Name+" is gone")
			}
		}
		for _, f := range is.Fields {
			if is.Kind == ast.InputObject && was.Fields.ForName(f.Name) == nil && f.Type.NonNull && f.DefaultValue == nil {
				list = append(list, name+"."+f.Name+" is new and required")
			}
		}
	}
	return list
}

func breaksField(name string, kind ast.DefinitionKind, was, is *ast.FieldDefinition) (list []string) {
	if is == nil {
		return []string{name + " is gone"}
	}
	if was.Type.String() != is.Type.String() && (kind == ast.InputObject || was.Type.String()+"!" != is.Type.String()) {
		list = append(list, name+" was "+was.Type.String()+", is "+is.Type.String())
	}
	for _, a := range was.Arguments {
		if b := is.Arguments.ForName(a.Name); b == nil || b.Type.String() != a.Type.String() {
			list = append(list, name+"("+a.Name+") has changed")
		}
	}
	for _, b := range is.Arguments {
		if was.Arguments.ForName(b.Name) == nil && b.Type.NonNull && b.DefaultValue == nil {
			list = append(list, name+"("+b.Name+") is new and required")
		}
	}
	return list
}

// The check for breaking changes sees them.
func TestBreakingChangesAreSeen(t *testing.T) {
	const was = `type Query { a(x: Int): String b: B! } type B { c: Int } enum E { V W } input I { f: Int }`
	cases := map[string]struct {
		is     string
		breaks int
	}{
		"nothing":                 {was, 0},
		"a field more":            {`type Query { a(x: Int): String b: B! d: Int } type B { c: Int } enum E { V W } input I { f: Int }`, 0},
		"an answer made certain":  {`type Query { a(x: Int): String! b: B! } type B { c: Int } enum E { V W } input I { f: Int }`, 0},
		"a field less":            {`type Query { a(x: Int): String } type B { c: Int } enum E { V W } input I { f: Int }`, 1},
		"another type":            {`type Query { a(x: Int): Int b: B! } type B { c: Int } enum E { V W } input I { f: Int }`, 1},
		"an answer made nullable": {`type Query { a(x: Int): String b: B } type B { c: Int } enum E { V W } input I { f: Int }`, 1},
		"an enum value less":      {`type Query { a(x: Int): String b: B! } type B { c: Int } enum E { V } input I { f: Int }`, 1},
		"an argument less":        {`type Query { a: String b: B! } type B { c: Int } enum E { V W } input I { f: Int }`, 1},
		"an argument required":    {`type Query { a(x: Int, y: Int!): String b: B! } type B { c: Int } enum E { V W } input I { f: Int }`, 1},
		"an input field required": {`type Query { a(x: Int): String b: B! } type B { c: Int } enum E { V W } input I { f: Int g: Int! }`, 1},
		"a type less":             {`type Query { a(x: Int): String b: B! } type B { c: Int } enum E { V W }`, 1},
	}
	for name, c := range cases {
		then, now := gqlparser.MustLoadSchema(&ast.Source{Input: was}), gqlparser.MustLoadSchema(&ast.Source{Input: c.is})
		if got := breaks(then, now); len(got) != c.breaks {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// Everything in the schema says what it is.
func TestEverythingIsDescribed(t *testing.T) {
	schema, _ := schemaNow(t)
	missing := 0
	note := func(what, description string) {
		if description == "" {
			if missing++; missing <= 20 {
				t.Errorf("%s has no description", what)
			}
		}
	}
	for name, def := range schema.Types {
		if def.BuiltIn {
			continue
		}
		note(name, def.Description)
		for _, v := range def.EnumValues {
			note(name+"."+v.Name, v.Description)
		}
		for _, f := range def.Fields {
			if len(f.Name) > 1 && f.Name[:2] == "__" {
				continue
			}
			note(name+"."+f.Name, f.Description)
			for _, a := range f.Arguments {
				note(name+"."+f.Name+"("+a.Name+")", a.Description)
			}
		}
	}
	if missing > 20 {
		t.Errorf("and %d more", missing-20)
	}
}
