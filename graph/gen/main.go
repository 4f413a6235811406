// A type that goes by two names, as those of package vocabulary do in process, is written by its own name; else the one of
// the two that gqlgen happens to meet first is written, now this, now that.
//
//go:debug gotypesalias=0

// Command gen generates graph/generated, graph/model and the frames of the resolvers from graph/schema. It is gqlgen
// with three turns of its own: objects write themselves into one buffer (package inorder), which costs a quarter of the
// CPU of gqlgen's marshalling; what gqlgen wrote and nothing calls any more is left out; and resolvers of lists and of
// create and update mutations come with their one line.
package main

import (
	"errors"
	"fmt"
	"go/format"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/99designs/gqlgen/api"
	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/config"
)

func main() {
	cfg, err := config.LoadConfig("gqlgen.yml")
	if err != nil {
		log.Fatal(err)
	}
	const dir = "graph/generated"
	// gqlgen checks what it wrote, which does not go together with what replaces it.
	if err := os.Remove(filepath.Join(dir, straightFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		log.Fatal(err)
	}
	objects := &straight{}
	if err := api.Generate(cfg, api.AddPlugin(oneLiners{}), api.AddPlugin(objects)); err != nil {
		log.Fatal(err)
	}
	if err := errors.Join(objects.write(dir), rewrite(dir, len(objects.written())), slicesInOrder(dir)); err != nil {
		log.Fatal(err)
	}
}

// slicesInOrder lets the lists that gqlgen still marshals be marshalled by package inorder.
func slicesInOrder(dir string) error {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return err
	}
	changed := 0
	for _, file := range files {
		code, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		text := strings.ReplaceAll(string(code), "graphql.MarshalSliceConcurrently(", "inorder.Slice(")
		if text == string(code) {
			continue
		}
		changed++
		text = strings.Replace(text, "import (", "import (\n\t\"bidwell/graph/inorder\"", 1)
		formatted, err := format.Source([]byte(text))
		if err != nil {
			return err
		}
		if err := os.WriteFile(file, formatted, 0o644); err != nil {
			return err
		}
	}
	if changed == 0 {
		return fmt.Errorf("no list in %s is marshalled the way this generator knows; look at gqlgen's template", dir)
	}
	return nil
}

// oneLiners writes the bodies of resolvers that follow from the schema.
type oneLiners struct{}

// Name of the plugin.
func (oneLiners) Name() string { return "oneliners" }

// Implement keeps a body that is there and writes one where the pattern is known.
func (oneLiners) Implement(body string, f *codegen.Field) string {
	entity := strings.TrimSuffix(f.TypeReference.Definition.Name, "Connection")
	payload := strings.TrimSuffix(f.TypeReference.Definition.Name, "Payload")
	step := strings.TrimSuffix(payload, "Step")
	switch {
	case body != "":
		return body
	case f.Object.Name == "Query" && entity != f.TypeReference.Definition.Name:
		return fmt.Sprintf("return r.Desk.Read(ctx).%s.Query().Paginate(ctx, after, first, before, last, orderBy, where, archived)", entity)
	case f.Object.Name == "Mutation" && step != payload:
		return fmt.Sprintf("done, err := r.Desk.%s(ctx, input)\nreturn &model.%sPayload{%s: done.Record, Blockers: done.Blockers, Change: done.Change}, err", f.GoFieldName, payload, step)
	case f.Object.Name == "Mutation" && payload != f.TypeReference.Definition.Name:
		return fmt.Sprintf("done, err := r.Desk.%s(ctx, input)\nreturn &model.%sPayload{%s: done.Record, Change: done.Change}, err", f.GoFieldName, payload, payload)
	default:
		return fmt.Sprintf("panic(%q)", "write "+f.GoFieldName)
	}
}
