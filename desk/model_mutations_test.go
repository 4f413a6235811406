package desk_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	gqlast "github.com/vektah/gqlparser/v2/ast"
	gqlparser "github.com/vektah/gqlparser/v2/parser"
)

// The model drives whatever the API offers: each field of Mutation has a use case of its name, and some operation of the
// model calls it. That each operation also succeeds is wantEverythingTried's to say.
func TestTheModelDrivesEveryMutation(t *testing.T) {
	driven := drivenByTheModel(t)
	files, err := filepath.Glob("../graph/schema/*.graphql")
	if err != nil || len(files) == 0 {
		t.Fatalf("no schema found: %v", err)
	}
	n := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := gqlparser.ParseSchema(&gqlast.Source{Name: file, Input: string(text)})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range append(doc.Definitions, doc.Extensions...) {
			if d.Name != "Mutation" {
				continue
			}
			for _, f := range d.Fields {
				n++
				if !driven[strings.ToUpper(f.Name[:1])+f.Name[1:]] {
					t.Errorf("no operation of the model calls %s (%s)", f.Name, filepath.Base(file))
				}
			}
		}
	}
	if n < 150 {
		t.Errorf("the schema has %d mutations, more were expected: are they found?", n)
	}
}

// drivenByTheModel are the methods of the desk that the model's operations call, be it through a table. What sets a history
// up is no operation.
func drivenByTheModel(t *testing.T) map[string]bool {
	files, err := filepath.Glob("model_*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	driven := map[string]bool{}
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				if on, ok := s.X.(*ast.Ident); ok && on.Name == "m" {
					driven[s.Sel.Name] = true
				}
			}
			return true
		})
	}
	return driven
}
