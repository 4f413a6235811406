package inorder

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

// part is an object that refers to others in every way there is.
type part struct {
	name string
	one  *part
	many []*part
	err  error
}

// schema stands for the generated execution context.
type schema struct{ begun int }

var partTypes = []string{"Part"}

func (s *schema) begin(_ context.Context, field graphql.CollectedField) (*graphql.FieldContext, error) {
	s.begun++
	if field.Name == "refusing" {
		return nil, errors.New("bad arguments")
	}
	return &graphql.FieldContext{Object: "Part", Field: field}, nil
}

// write is what graph/gen generates for: type Part { name: String! some: Part must: Part! list: [Part!] loose: [Part]
// sure: [Part!]! method: Part mustMethod: Part! refusing: Part null: String mustNull: String! panics: String! }.
func (s *schema) write(w *Writer, sel ast.SelectionSet, p *part) bool {
	fields, valid := w.Fields(sel, partTypes), true
	for i := range fields {
		field := &fields[i]
		w.Begin(i, field)
		call := func(ctx context.Context) (*part, error) {
			if got := graphql.GetFieldContext(ctx).Field.Alias; got != field.Alias {
				return nil, errors.New("the method is called in the context of " + got)
			}
			if p.err != nil && p.err.Error() == "panic" {
				panic("in a method")
			}
			return p.one, p.err
		}
		switch field.Name {
		case "name":
			w.String(p.name)
		case "some":
			valid = Object(w, s, field, p.one, "", (*schema).write) && valid
		case "must":
			valid = Object(w, s, field, p.one, "Part!", (*schema).write) && valid
		case "list":
			valid = List(w, s, field, p.many, "Part!", false, (*schema).write) && valid
		case "loose":
			valid = List(w, s, field, p.many, "", false, (*schema).write) && valid
		case "sure":
			valid = List(w, s, field, p.many, "Part!", true, (*schema).write) && valid
		case "method", "refusing":
			valid = Method(w, s, field, (*schema).begin, call, "", (*schema).write) && valid
		case "mustMethod":
			valid = Method(w, s, field, (*schema).begin, call, "Part!", (*schema).write) && valid
		case "null":
			valid = w.Marshaled(graphql.Null, false) && valid
		case "mustNull":
			valid = w.Marshaled(graphql.Null, true) && valid
		case "panics":
			panic("in a field")
		}
	}
	w.End(len(fields))
	return valid
}

// answer writes an object and says which errors were added, by path.
func answer(t *testing.T, query string, p *part) (json, errs string) {
	t.Helper()
	return new(schema).answer(t, query, p)
}

func (s *schema) answer(t *testing.T, query string, p *part) (json, errs string) {
	t.Helper()
	doc, err := parser.ParseQuery(&ast.Source{Input: query})
	if err != nil {
		t.Fatal(err)
	}
	recovered := func(_ context.Context, cause any) error { return errors.New("panic " + cause.(string)) }
	ctx := graphql.WithResponseContext(t.Context(), graphql.DefaultErrorPresenter, recovered)
	oc := &graphql.OperationContext{
		Doc: doc, RecoverFunc: recovered,
		ResolverMiddleware: func(ctx context.Context, next graphql.Resolver) (any, error) { return next(ctx) },
	}
	ctx = graphql.WithOperationContext(ctx, oc)
	ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{Field: graphql.CollectedField{Field: &ast.Field{Alias: "root"}}})
	var out bytes.Buffer
	Write(ctx, oc, s, doc.Operations[0].SelectionSet, p, (*schema).write).MarshalGQL(&out)
	var paths []string
	for _, e := range graphql.GetErrors(ctx) {
		paths = append(paths, e.Path.String()+": "+e.Message)
	}
	return out.String(), strings.Join(paths, "; ")
}

const (
	nullRefused    = "cannot return null for non-null field must (Part!): the model struct field was nil and the field has no resolver"
	elementRefused = "cannot return null for non-null element of field list (Part!): the list element was nil"
	methodRefused  = "cannot return null for non-null field Part.mustMethod (Part!): the model struct field was nil and the field has no resolver"
)

func TestObjectsAreWrittenInTheOrderAsked(t *testing.T) {
	leaf := &part{name: `say "hi"`}
	tree := &part{name: "a", one: leaf, many: []*part{leaf, {name: "c", many: []*part{}}}}
	for name, c := range map[string]struct{ query, want string }{
		"aliases":           {`{ b: name a: name }`, `{"b":"a","a":"a"}`},
		"objects":           {`{ some { name } must { name } }`, `{"some":{"name":"say \"hi\""},"must":{"name":"say \"hi\""}}`},
		"missing object":    {`{ some { some { name } name } }`, `{"some":{"some":null,"name":"say \"hi\""}}`},
		"lists":             {`{ list { name } sure { list { name } sure { name } } }`, `{"list":[{"name":"say \"hi\""},{"name":"c"}],"sure":[{"list":null,"sure":[]},{"list":[],"sure":[]}]}`},
		"methods":           {`{ x: method { name } mustMethod { name method { name } } }`, `{"x":{"name":"say \"hi\""},"mustMethod":{"name":"say \"hi\"","method":null}}`},
		"fragments":         {`{ ...F some { ...F } } fragment F on Part { name null }`, `{"name":"a","null":null,"some":{"name":"say \"hi\"","null":null}}`},
		"nothing left over": {`{ some @skip(if: true) { name } must { name @include(if: false) } }`, `{"must":{}}`},
	} {
		t.Run(name, func(t *testing.T) {
			if got, errs := answer(t, c.query, tree); got != c.want || errs != "" {
				t.Errorf("got %s, errors %s, want %s", got, errs, c.want)
			}
		})
	}
}

func TestNullGoesUpToWhatMayBeNull(t *testing.T) {
	broken := &part{name: "broken", err: errors.New("out of reach")}
	panicking := &part{name: "panicking", err: errors.New("panic")}
	for name, c := range map[string]struct {
		query      string
		from       *part
		want, errs string
	}{
		"required object":  {`{ name some { name must { name } } }`, &part{name: "a", one: &part{}}, `{"name":"a","some":null}`, "root.some.must: " + nullRefused},
		"to the top":       {`{ name must { must { name } } }`, &part{one: &part{}}, `null`, "root.must.must: " + nullRefused},
		"required element": {`{ name list { name } }`, &part{name: "a", many: []*part{{}, nil}}, `{"name":"a","list":null}`, "root.list[1]: " + elementRefused},
		"loose element":    {`{ loose { must { name } name } }`, &part{many: []*part{{one: &part{name: "x"}}, {}, nil}}, `{"loose":[{"must":{"name":"x"},"name":""},null,null]}`, "root.loose[1].must: " + nullRefused},
		"required list":    {`{ some { sure { must { name } } } }`, &part{one: &part{many: []*part{{}}}}, `{"some":null}`, "root.some.sure[0].must: " + nullRefused},
		"method":           {`{ loose { m: method { name } name } }`, &part{many: []*part{broken, {}}}, `{"loose":[{"m":null,"name":"broken"},{"m":null,"name":""}]}`, "root.loose[0].m: out of reach"},
		"required method":  {`{ loose { m: mustMethod { name } name } }`, &part{many: []*part{broken, {}}}, `{"loose":[null,null]}`, "root.loose[0].m: out of reach; root.loose[1].m: " + methodRefused},
		"arguments":        {`{ refusing { name } name }`, &part{name: "a"}, `{"refusing":null,"name":"a"}`, ""},
		"panic in method":  {`{ loose { method { name } name } }`, &part{many: []*part{panicking}}, `{"loose":[{"method":null,"name":"panicking"}]}`, "root.loose[0].method: panic in a method"},
		"panic in element": {`{ loose { some { panics } } name }`, &part{name: "a", many: []*part{{one: &part{}}, {}}}, `{"loose":[null,{"some":null}],"name":"a"}`, "root.loose[0]: panic in a field"},
		"what gqlgen did":  {`{ some { mustNull name } name }`, &part{name: "a", one: &part{}}, `{"some":null,"name":"a"}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got, errs := answer(t, c.query, c.from); got != c.want || errs != c.errs {
				t.Errorf("got %s, errors %q\nwant %s, errors %q", got, errs, c.want, c.errs)
			}
		})
	}
}

// The arguments of a method are read once for all elements of a list, and each call has its own context.
func TestArgumentsAreReadOnce(t *testing.T) {
	s := new(schema)
	got, errs := s.answer(t, `{ list { m: method { name } n: method { name } } }`, &part{many: []*part{{one: &part{name: "a"}}, {one: &part{name: "b"}}, {err: errors.New("out of reach")}}})
	if want := `{"list":[{"m":{"name":"a"},"n":{"name":"a"}},{"m":{"name":"b"},"n":{"name":"b"}},{"m":null,"n":null}]}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if want := "root.list[2].m: out of reach; root.list[2].n: out of reach"; errs != want || s.begun != 2 {
		t.Errorf("errors %q after reading arguments %d times, want %q after 2", errs, s.begun, want)
	}
}
