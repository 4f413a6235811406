package graph

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The map of the process names only queries, mutations and tests that exist, and leaves out no item and no business mutation.
func TestTheProcessMapNamesWhatThereIs(t *testing.T) {
	schema, _ := schemaNow(t)
	text, err := os.ReadFile("../docs/process-map.md")
	if err != nil {
		t.Fatal(err)
	}
	called := map[string]bool{}
	quoted := regexp.MustCompile("`([\\w./]+)`")
	for _, row := range regexp.MustCompile(`(?m)^\| (.+) \| (.+) \| (.+) \|$`).FindAllStringSubmatch(string(text), -1) {
		for _, m := range quoted.FindAllStringSubmatch(row[2], -1) {
			called[m[1]] = true
			if schema.Query.Fields.ForName(m[1]) == nil && schema.Mutation.Fields.ForName(m[1]) == nil {
				t.Errorf("%s: there is no query and no mutation %s", row[1], m[1])
			}
		}
		for _, m := range quoted.FindAllStringSubmatch(row[3], -1) {
			room, name := filepath.Split(strings.ReplaceAll(m[1], ".", "/"))
			if !testsOf(t, room)[name] {
				t.Errorf("%s: there is no test %s", row[1], m[1])
			}
		}
	}
	for _, item := range strings.Fields("P1 P2 P3 P4 P5 A1 A2 A3 A4 B1 B2 B3 C1 C2 D1 D2 D3 D4") {
		if !strings.Contains(string(text), "| "+item+" ") {
			t.Errorf("item %s is missing", item)
		}
	}
	plain := regexp.MustCompile(`^(create|update|archive|restore)[A-Z]`)
	for _, m := range schema.Mutation.Fields {
		if !plain.MatchString(m.Name) && !called[m.Name] && !strings.HasPrefix(m.Name, "__") {
			t.Errorf("the map does not say which item %s serves", m.Name)
		}
	}
}

// testsOf are the test functions of a room of the house.
func testsOf(t *testing.T, room string) map[string]bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", room, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, path := range files {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil {
				names[f.Name.Name] = true
			}
		}
	}
	return names
}
