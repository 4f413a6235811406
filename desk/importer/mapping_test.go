package importer

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestShippedMappingsLoad(t *testing.T) {
	names := ShippedNames()
	if len(names) != 13 {
		t.Error("shipped mappings:", names)
	}
	for _, name := range names {
		m, err := Shipped(name)
		if err != nil {
			t.Error(err)
			continue
		}
		if m.Name != name || m.System == "" {
			t.Errorf("%s: name %q, system %q", name, m.Name, m.System)
		}
	}
	if _, err := Shipped("nobody/nothing"); err == nil || !strings.Contains(err.Error(), "crm_maven/accounts") {
		t.Error("an unknown name must list the known ones:", err)
	}
	if m, err := FindMapping("mappings/peps/proposals.yaml"); err != nil || m.Entity != "proposal" {
		t.Error("a mapping by its path:", err)
	}
	if m, err := FindMapping("peps/proposals"); err != nil || m.Entity != "proposal" {
		t.Error("a mapping by its name:", err)
	}
}

func TestAMappingThatCannotWorkIsRefusedWithTheLine(t *testing.T) {
	const head = "system: s\nentity: opportunity\nkey: id\nfields:\n  name: name\n" // 5 lines
	cases := []struct {
		name, yaml string
		line       int
		says       string
	}{
		{"unknown key", "system: s\nentiti: customer\n", 2, "entiti"},
		{"unknown key in a field", head + "  owner: {colum: x}\n", 6, "colum"},
		{"unknown key in a lookup", head + "  owner: {column: x, lookup: {via: name}}\n", 6, "via"},
		{"same key twice", "system: s\nsystem: t\n", 2, "system"},
		{"wrong type", "system: s\nfields: 3\n", 2, "mapping"},
		{"not YAML", "entity: [", 1, ""},
		{"nothing", "", 0, ""},
		{"two documents", head + "---\nsystem: t\n", 0, "2 documents"},
		{"alias", "system: &a s\nencoding: *a\n", 1, "aliases"},
		{"unknown entity", "system: s\nentity: deal\nkey: id\n", 2, "deal"},
		{"unknown target field", head + "  colour: x\n", 6, "colour"},
		{"no entity", "system: s\n", 0, "neither"},
		{"fields without entity", "system: s\nrecords:\n  - {entity: team, key: a, fields: {name: a}}\nkey: id\n", 0, "entity is missing"},
		{"no key", "system: s\nentity: team\nfields: {name: a}\n", 0, "key is missing"},
		{"no system", "entity: team\nkey: a\nfields: {name: a}\n", 0, "system is missing"},
		{"required target not mapped", "system: s\nentity: opportunity\nkey: id\nfields:\n  winner: w\n", 4, "name"},
		{"no source", head + "  owner: {required: true}\n", 6, "exactly one"},
		{"two sources", head + "  owner: {column: a, const: b}\n", 6, "exactly one"},
		{"type that is not the target's", head + "  expectedCloseOn: {column: a, type: text}\n", 6, "date"},
		{"amount without currency", head + "  amount: value\n", 6, "currency"},
		{"currency that is none", head + "  amount: {const: 5, currency: yuan}\n", 6, "currency"},
		{"scale of a text", head + "  winner: {column: a, scale: 100}\n", 6, "scale"},
		{"constant of the wrong kind", head + "  expectedCloseOn: {const: soon}\n", 6, "soon"},
		{"default of the wrong kind", head + "  amount: {column: a, currency: CNY, default: none}\n", 6, "none"},
		{"translation to no value", head + "  type:\n    column: a\n    translate:\n      x: BAZAAR\n", 9, "BAZAAR"},
		{"onUnknown", head + "  type: {column: a, onUnknown: maybe}\n", 6, "maybe"},
		{"html", head + "  winner: {column: a, html: escape}\n", 6, "escape"},
		{"template without column", head + "  winner: {template: fixed}\n", 6, "const"},
		{"template with an open brace", head + "  winner: {template: \"{a\"}\n", 6, "{"},
		{"lookup of no reference", head + "  winner: {column: a, lookup: {by: name}}\n", 6, "not a reference"},
		{"lookup of another entity", head + "  owner: {column: a, lookup: {entity: team}}\n", 6, "user"},
		{"lookup by what it has not", head + "  owner: {column: a, lookup: {by: code}}\n", 6, "code"},
		{"lookup by what there is not", head + "  owner: {column: a, lookup: {by: colour}}\n", 6, "colour"},
		{"unknown stage", head + "stages:\n  - {stage: LUNCH, at: a}\n", 7, "LUNCH"},
		{"stage without time", head + "stages:\n  - {stage: BID}\n", 7, "undated"},
		{"stages of a customer", "system: s\nentity: customer\nkey: id\nfields: {name: a}\nstages: [{stage: BID, at: a}]\n", 2, "only an opportunity"},
		{"outcome to no status", head + "outcome:\n  column: a\n  translate:\n    x: DRAW\n", 9, "DRAW"},
		{"outcome without column", head + "outcome: {at: a}\n", 6, "column"},
		{"sections of an opportunity", head + "sections: {column: a, format: rst}\n", 6, "proposal"},
		{"format of sections", "system: s\nentity: proposal\nkey: id\nfields: {title: a}\nsections: {column: a, format: word}\n", 5, "word"},
		{"format of headings", head + "headings: {text: html}\n", 6, "html"},
		{"duplicates", head + "duplicates: many\n", 6, "many"},
		{"time zone", head + "timezone: Mars/Olympus\n", 6, "Mars"},
		{"time zone of this machine", head + "timezone: Local\n", 6, "Local"},
		{"date format", head + "dateFormats: [yyyy-MM-dd, \"2006-01-02\"]\n", 6, "2006"},
		{"date format without day", head + "dateFormats: [yyyy-MM]\n", 6, "lacks"},
		{"encoding", head + "encoding: ebcdic\n", 6, "ebcdic"},
		{"encoding without a name", head + "encoding: \"-\"\n", 6, "unknown encoding"},
		{"a tag the parser trips over", "fields: \n  0: {}\nstages:\n  ! 0000000\n0000008: 0", 0, ""},
		{"delimiter", head + "delimiter: \"::\"\n", 6, "delimiter"},
		{"format", head + "format: pdf\n", 6, "pdf"},
		{"controls", head + "controls: keep\n", 6, "keep"},
		{"default no entity has", head + "defaults:\n  colour: red\n", 7, "colour"},
		{"default of a shape it cannot have", head + "defaults:\n  winner: {a: b}\n", 7, "plain value"},
		{"in the second record", "system: s\nrecords:\n  - {entity: team, key: a, fields: {name: a}}\n  - entity: team\n    key: a\n    fields:\n      nam: a\n", 7, "nam"},
		{"too deep", "system: " + strings.Repeat("[", 40) + strings.Repeat("]", 40), 0, "nesting"},
		{"too deep in dashes", "records: \n" + strings.Repeat("- ", 50000), 0, "nesting"},
		{"too large", "# " + strings.Repeat("x", maxMappingBytes), 0, "KiB"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := LoadMapping("m.yaml", strings.NewReader(c.yaml))
			if err == nil {
				t.Fatal("accepted")
			}
			found := false
			for _, e := range allFileErrors(err) {
				found = found || e.Code == CodeMapping && e.Line == c.line && strings.Contains(e.Error(), c.says)
			}
			if !found {
				t.Errorf("no error on line %d that says %q:\n%v", c.line, c.says, err)
			}
		})
	}
}

func TestEveryFaultOfAMappingIsToldAtOnce(t *testing.T) {
	_, err := LoadMapping("m", strings.NewReader("system: s\nentity: team\nkey: a\ntimezone: X/Y\nfields: {name: a, colour: b}\nduplicates: no\n"))
	if n := len(allFileErrors(err)); n != 3 {
		t.Errorf("%d errors: %v", n, err)
	}
}

func allFileErrors(err error) []*FileError {
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		var all []*FileError
		for _, e := range many.Unwrap() {
			all = append(all, allFileErrors(e)...)
		}
		return all
	}
	var one *FileError
	if errors.As(err, &one) {
		return []*FileError{one}
	}
	return nil
}

func FuzzLoadMapping(f *testing.F) {
	f.Add("system: s\nentity: team\nkey: a\nfields: {name: {templates: [\"{a} {b}\", \"{b}\"]}}\n")
	f.Add(orderMapping)
	f.Add(itemMapping)
	for _, name := range ShippedNames() {
		data, err := shipped.ReadFile("mappings/" + name + ".yaml")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, err := LoadMapping("m", strings.NewReader(text))
		if err != nil {
			if len(allFileErrors(err)) == 0 {
				t.Fatalf("%T %v is not a *FileError", err, err)
			}
			for _, e := range allFileErrors(err) {
				if e.Line < 0 || e.Line > strings.Count(text, "\n")+strings.Count(text, "\r")+1 {
					t.Fatalf("line %d of %q: %v", e.Line, text, e)
				}
			}
			return
		}
		if len(m.plan.records) == 0 {
			t.Fatal("a mapping without records was accepted")
		}
		row := Row{Line: 1, Cells: map[string]Cell{}}
		for _, column := range m.plan.needs {
			row.Cells[column] = Cell{Text: "2024-01-02"}
		}
		records, errs := m.plan.apply("f", row)
		if (len(records) == 0) == (len(errs) == 0) && fmt.Sprint(m.plan.records[0].When) == "<nil>" {
			t.Fatalf("%d records and %d errors", len(records), len(errs))
		}
	})
}
