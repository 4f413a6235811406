package graph

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/vektah/gqlparser/v2/ast"

	"bidwell/ent"
	"bidwell/graph/generated"
	"bidwell/process"
)

// Every mutation of the schema is sent what nobody should send, a field at a time: each refusal says why in the caller's
// language, none is a fault of ours, and what is refused leaves nothing behind.
func TestBadInputIsRefusedByEveryMutation(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		w := &world{office: o, schema: generated.NewExecutableSchema(generated.Config{}).Schema()}
		w.populate()
		w.office = o.as(&process.Viewer{UserID: idOf(ent.TypeUser, perKind-1), Role: process.UserRoleAdmin, Scope: process.TokenScopeAdmin})
		s := &sweep{world: w, every: 1, codes: map[string]int{}}
		if o.desk.Store().Dialect() == "postgres" {
			s.every = 7 // a sample: what differs is the database, not the schema
		}
		start := time.Now()
		for _, mutation := range w.schema.Mutation.Fields {
			s.mutation(mutation)
		}
		t.Logf("%d requests to %d mutations in %s, %d of them succeeded, refused as %v", s.sent, len(w.schema.Mutation.Fields), time.Since(start).Round(time.Millisecond), s.succeeded, s.codes)
		if s.sent*s.every < 5000 || s.succeeded == 0 || s.succeeded*2 > s.sent {
			t.Errorf("%d requests, %d succeeded: the sweep is not what it was", s.sent, s.succeeded)
		}
	})
}

type sweep struct {
	*world
	every           int
	sent, succeeded int
	count           int
	codes           map[string]int
}

// bad is a value no field of a type should take; certain ones have to be refused by all.
type bad struct {
	name    string
	value   any
	certain bool
}

const megabyte = 1 << 20

func (s *sweep) mutation(m *ast.FieldDefinition) {
	for _, argument := range m.Arguments {
		input := s.schema.Types[argument.Type.Name()]
		if input.Kind != ast.InputObject {
			for _, b := range s.badsOf(m, argument.Name, argument.Type) {
				s.send(m, map[string]any{argument.Name: b.value}, argument.Name, b)
			}
			continue
		}
		for _, field := range input.Fields {
			for _, b := range s.badsOf(m, field.Name, field.Type) {
				in := s.input(m, input)
				in[field.Name] = b.value
				s.send(m, map[string]any{argument.Name: in}, field.Name, b)
			}
			s.nested(m, argument.Name, input, field)
		}
	}
}

// nested sweeps the fields of an input inside an input.
func (s *sweep) nested(m *ast.FieldDefinition, argument string, input *ast.Definition, field *ast.FieldDefinition) {
	inner := s.schema.Types[field.Type.Name()]
	if inner.Kind != ast.InputObject {
		return
	}
	for _, f := range inner.Fields {
		for _, b := range s.badsOf(m, f.Name, f.Type) {
			part := s.input(m, inner)
			part[f.Name] = b.value
			in := s.input(m, input)
			in[field.Name] = part
			if field.Type.Elem != nil {
				in[field.Name] = []any{part}
			}
			s.send(m, map[string]any{argument: in}, field.Name+"."+f.Name, b)
		}
	}
}

// input is an input with the fields it has to have, and every other time with all it may have.
func (s *sweep) input(m *ast.FieldDefinition, input *ast.Definition) map[string]any {
	in, full := map[string]any{}, s.count%2 == 0
	for _, f := range input.Fields {
		takesAway := strings.HasPrefix(f.Name, "clear") || strings.HasPrefix(f.Name, "append")
		if f.Type.NonNull && f.DefaultValue == nil || full && !takesAway {
			in[f.Name] = s.good(m, f.Name, f.Type)
		}
	}
	if id, ok := in["id"].(string); ok && in["version"] != nil {
		in["version"] = s.version(id)
	}
	return in
}

func (s *sweep) version(id string) int64 {
	e, err := process.EntityOf(id)
	if err != nil {
		return 1
	}
	var version int64
	if err := s.desk.Store().DB().QueryRow(`SELECT version FROM `+ent.TableOf(string(e))+` WHERE id = $1`, id).Scan(&version); err != nil {
		return 1
	}
	return version
}

// good is a sensible value of a type.
func (s *sweep) good(m *ast.FieldDefinition, name string, of *ast.Type) any {
	s.turn++
	if of.Elem != nil {
		return []any{s.good(m, name, of.Elem)}
	}
	switch def := s.schema.Types[of.NamedType]; {
	case def.Kind == ast.InputObject:
		return s.input(m, def)
	case def.Kind == ast.Enum:
		return def.EnumValues[s.turn%len(def.EnumValues)].Name
	case def.Name == "ID":
		return idOf(s.kindOf(m, name), s.turn%perKind)
	case def.Name == "String":
		return "灯 lantern"
	case def.Name == "Money":
		return "12.50"
	case def.Name == "Boolean":
		return s.turn%2 == 0
	case def.Name == "Time":
		return "2026-03-01T09:00:00+08:00"
	case def.Name == "Date":
		return "2026-03-01"
	default:
		return int64(1)
	}
}

func (s *sweep) badsOf(m *ast.FieldDefinition, name string, of *ast.Type) []bad {
	if of.Elem != nil {
		one := s.good(m, name, of.Elem)
		return []bad{{"an empty list", []any{}, false}, {"10,000 elements", slices.Repeat([]any{one}, 10_000), false}, {"nothing in a list", []any{nil}, false}}
	}
	whole := []bad{{"zero", int64(0), false}, {"negative", int64(-1), false}, {"huge", int64(1<<31 - 1), name == "version"}, {"beyond 64 bits", "9223372036854775808", true}, {"a fraction", 1.5, true}}
	switch def := s.schema.Types[of.NamedType]; def.Name {
	case "String":
		return []bad{{"empty", "", false}, {"U+0000", "a\x00b", true}, {"1 MB", strings.Repeat("x", megabyte), false}, {"1 MB of Chinese", strings.Repeat("灯", megabyte), false}, {"a number", int64(1), true}}
	case "ID":
		kind := s.kindOf(m, name)
		other := process.Entity(ent.TypeStageEntry)
		return []bad{
			{"empty", "", true},
			{"U+0000", idOf(kind, 0)[:20] + "\x00", true},
			{"1 MB", strings.Repeat("x", megabyte), true},
			{"no such record", idOf(kind, 404), true},
			{"another type", idOf(other, 0), false},
			{"SQL", "' OR 1=1 --", true},
		}
	case "Int", "Int64":
		return whole
	case "Float":
		return []bad{{"negative", -1.0, false}, {"huge", 1e308, false}, {"not a number", "NaN", true}, {"without end", "Infinity", true}, {"words", "much", true}}
	case "Money":
		return []bad{{"negative", "-1.00", false}, {"the most", "92233720368547758.06", false}, {"beyond 63 bits", "99999999999999999999", true}, {"three decimals", "1.234", true}, {"words", "一百", true}}
	case "Time":
		return []bad{{"year 0", "0000-12-31T23:59:59Z", true}, {"year 1", "0001-01-01T00:00:00+14:00", false}, {"year 9999", "9999-12-31T23:59:59Z", false}, {"year 10000", "10000-01-01T00:00:00Z", true}, {"words", "tomorrow", true}}
	case "Date":
		return []bad{{"year 0", "0000-12-31", true}, {"year 1", "0001-01-01", false}, {"year 9999", "9999-12-31", false}, {"year 10000", "10000-01-01", true}, {"no such day", "2026-02-30", true}}
	case "Boolean":
		return []bad{{"words", "maybe", true}, {"true", true, false}}
	default:
		if def.Kind == ast.Enum {
			return []bad{{"unknown", "NO_SUCH_VALUE", true}, {"empty", "", true}}
		}
		return nil
	}
}

func (s *sweep) send(m *ast.FieldDefinition, variables map[string]any, field string, b bad) {
	if s.count++; s.count%s.every != 0 {
		return
	}
	s.sent++
	lang := []process.Language{process.LanguageZH, process.LanguageEN}[s.sent%2]
	before := s.lastChange()
	started := time.Now()
	data, errs := s.ask(WithLanguage(s.ctx, lang), queryOf(s.schema, m), variables)
	if took := time.Since(started); took > time.Second {
		s.t.Errorf("%s with %s of %s took %s", m.Name, field, b.name, took)
	}
	stepped, _ := data[m.Name].(map[string]any)
	blocked := stepped != nil && stepped["blockers"] != nil && len(stepped["blockers"].([]any)) > 0
	if len(errs) == 0 && !blocked {
		s.succeeded++
		if b.certain {
			s.t.Errorf("%s takes %s of %s: %v", m.Name, field, b.name, data)
		}
		return
	}
	if now := s.lastChange(); now != before {
		s.t.Errorf("%s with %s of %s is refused and leaves %d changes", m.Name, field, b.name, now-before)
	}
	for _, err := range errs {
		code, _ := err.Extensions["code"].(string)
		s.codes[code]++
		if code == "" || code == "INTERNAL" || code == "UNAVAILABLE" {
			s.t.Errorf("%s with %s of %s answers %q: %.300s", m.Name, field, b.name, code, err.Message)
		}
		if chinese := strings.IndexFunc(err.Message, func(r rune) bool { return unicode.Is(unicode.Han, r) && r != '灯' }) >= 0; chinese != (lang == process.LanguageZH) || len(err.Message) > 1000 {
			s.t.Errorf("%s with %s of %s answers in %s: %.300s", m.Name, field, b.name, lang, err.Message)
		}
	}
}

func (s *sweep) lastChange() (n int64) {
	s.t.Helper()
	if err := s.desk.Store().DB().QueryRow(`SELECT coalesce(max(id), 0) FROM change_log`).Scan(&n); err != nil {
		s.t.Fatal(err)
	}
	return n
}

// queryOf is the request that runs a mutation and asks for what its payload always has.
func queryOf(schema *ast.Schema, m *ast.FieldDefinition) string {
	var declared, given []string
	for _, a := range m.Arguments {
		declared, given = append(declared, "$"+a.Name+": "+a.Type.String()), append(given, a.Name+": $"+a.Name)
	}
	payload := schema.Types[m.Type.Name()]
	selected := ""
	if payload.IsCompositeType() {
		fields := []string{"__typename"}
		if payload.Fields.ForName("blockers") != nil {
			fields = append(fields, "blockers { code }")
		}
		selected = " { " + strings.Join(fields, " ") + " }"
	}
	return "mutation(" + strings.Join(declared, ", ") + ") { " + m.Name + "(" + strings.Join(given, ", ") + ")" + selected + " }"
}
