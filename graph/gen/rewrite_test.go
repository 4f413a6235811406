package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// written makes a folder with gqlgen's code and the straight functions.
func written(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, text := range map[string]string{
		straightFile: "package g\n\nfunc (ec *executionContext) _Opportunity() {}\n",
		"ent.generated.go": `package g

import (
	"fmt"
	gql "example.org/graphql"
	_ "embed"
)

func Exec(ec *executionContext) { ec._Query() }

func (ec *executionContext) _Query() { ec._Opportunity(); ec.kept() }

func (ec *executionContext) _Opportunity() { ec._Opportunity_name() }

// region fields

func (ec *executionContext) _Opportunity_name() { fmt.Println() }

func (ec *executionContext) kept() { gql.Null() }
`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestWhatNothingCallsIsLeftOut(t *testing.T) {
	dir := written(t)
	if err := rewrite(dir, 1); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadFile(filepath.Join(dir, "ent.generated.go"))
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{
		"_Opportunity() {": false, "_Opportunity_name": false, `"fmt"`: false,
		"_Query() {": true, "kept() {": true, `gql "example.org/graphql"`: true, `_ "embed"`: true, "func Exec": true,
	} {
		if strings.Contains(string(left), text) != want {
			t.Errorf("%s is left: %v, want %v, in\n%s", text, !want, want, left)
		}
	}
	straight, err := os.ReadFile(filepath.Join(dir, straightFile))
	if err != nil || !strings.Contains(string(straight), "_Opportunity()") {
		t.Errorf("the straight functions are gone: %s (%v)", straight, err)
	}
}

func TestAnotherTemplateOfGqlgenIsNoticed(t *testing.T) {
	if err := rewrite(written(t), 2); err == nil || !strings.Contains(err.Error(), "of 2 objects 1") {
		t.Errorf("got %v", err)
	}
}
