package main

import (
	_ "embed"
	"fmt"
	"go/types"
	"path/filepath"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/config"
	"github.com/99designs/gqlgen/codegen/templates"
	"github.com/vektah/gqlparser/v2/ast"

	"bidwell/process"
	"bidwell/process/vocabulary"
)

//go:embed straight.gotpl
var straightTemplate string

// straightFile holds what straight writes.
const straightFile = "straight.generated.go"

// straight writes the functions that marshal objects without gqlgen's field by field machinery, for all objects but the
// roots and those of introspection; see package inorder.
type straight struct{ data *codegen.Data }

// Name of the plugin.
func (*straight) Name() string { return "straight" }

// GenerateCode keeps what gqlgen knows of the objects.
//
//nolint:unparam // the plugin interface wants an error
func (s *straight) GenerateCode(data *codegen.Data) error {
	s.data = data
	return nil
}

// written are the objects.
func (s *straight) written() (all []*codegen.Object) {
	for _, o := range s.data.Objects {
		if !o.Root && !o.Stream && !strings.HasPrefix(o.Name, "__") {
			all = append(all, o)
		}
	}
	return all
}

// write writes the file; it runs after gqlgen wrote its own.
func (s *straight) write(dir string) error {
	cfg := s.data.Config
	return templates.Render(templates.Options{
		PackageName:     cfg.Exec.Package,
		Filename:        filepath.Join(dir, straightFile),
		Template:        straightTemplate,
		Data:            s.written(),
		GeneratedHeader: true,
		Packages:        cfg.Packages,
		PruneOptions:    cfg.GetPruneOptions(),
		Funcs:           map[string]any{"way": way, "plain": plain, "required": required, "guard": s.guard, "named": named, "shown": shown},
	})
}

// way tells how a field is written: "plain" for a value of the record that is a scalar, "object" and "list" for records
// it holds, "method" for a record that a method answers. Everything else goes through gqlgen.
func way(f *codegen.Field) string {
	switch r := f.TypeReference; {
	case f.IsResolver || f.HasDirectives() || f.HasHaser || f.IsBatch():
		return ""
	case f.IsMethod() && !f.NoErr && !f.VOkFunc && f.MethodHasContext && isRecord(r.Definition, r.GO):
		return "method"
	case !f.IsVariable() || len(f.Args) > 0:
		return ""
	case plain(f) != "":
		return "plain"
	case isRecord(r.Definition, r.GO) || r.Definition.Kind == ast.Object && r.IsStruct():
		return "object"
	case r.IsSlice() && isRecord(r.Definition, r.Elem().GO):
		return "list"
	default:
		return ""
	}
}

// isRecord tells a pointer to a struct of a GraphQL object.
func isRecord(d *ast.Definition, t types.Type) bool {
	p, ok := t.(*types.Pointer)
	if !ok || d.Kind != ast.Object {
		return false
	}
	_, ok = p.Elem().Underlying().(*types.Struct)
	return ok
}

// plain names the method of inorder.Writer for a scalar, if there is one.
func plain(f *codegen.Field) string {
	r := f.TypeReference
	t := r.GO
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	if basic, ok := t.Underlying().(*types.Basic); ok && basic.Kind() == types.String && r.Definition.Kind == ast.Enum && r.IsMarshaler {
		return "Enum"
	}
	switch r.Definition.Name + " " + t.String() {
	case "ID string", "String string":
		return "String"
	case "Boolean bool", "Int int", "Int64 int64", "Money int64", "Time time.Time", "Date time.Time", "Cursor bidwell/ent/page.Cursor":
		return r.Definition.Name
	default:
		return ""
	}
}

// guard is how a field is guarded; nil when it is not. A guarded field that must not be null is none.
func (s *straight) guard(typ string, f *codegen.Field) (*vocabulary.GuardedField, error) {
	g := vocabulary.Guarded(typ, f.Name)
	if g != nil && f.TypeReference.GQL.NonNull {
		return nil, fmt.Errorf("%s.%s is not seen by everybody, so it has to be nullable", typ, f.Name)
	}
	return g, nil
}

// shown is the method of a record that tells an id only when what it names is seen; empty for fields that need none, and for
// what a record belongs to, which is seen by who sees the record.
func shown(o *codegen.Object, f *codegen.Field) string {
	name := "Shown" + f.GoFieldName
	belongs := slices.ContainsFunc(process.BelongingsOf(process.Entity(o.Name)), func(b process.Belonging) bool { return named(b.Column) == f.GoFieldName })
	if belongs || !f.IsVariable() || types.NewMethodSet(o.Reference()).Lookup(nil, name) == nil {
		return ""
	}
	return name
}

// named is the field of a struct for a column.
func named(column string) string { return templates.ToGo(column) }

// required is the GraphQL type of what must not be null, else empty.
func required(r *config.TypeReference) string {
	if r.GQL.NonNull {
		return r.GQL.String()
	}
	return ""
}
