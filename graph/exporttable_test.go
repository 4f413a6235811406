package graph

import (
	"encoding/json"
	"reflect"
	"testing"
)

// sampleTree is a row with values of all kinds, a list, and a record two edges away.
var sampleTree = []*branch{
	{key: "name", leaf: true, width: 1},
	{key: "customer", width: 2, inside: []*branch{{key: "name", leaf: true, width: 1}, {key: "parent", width: 1, inside: []*branch{{key: "name", leaf: true, width: 1}}}}},
	{key: "tags", leaf: true, list: true, width: 1},
	{key: "plan", leaf: true, list: true, kind: CellJSON, width: 1},
	{key: "amount", leaf: true, kind: CellMoney, width: 1},
}

func TestRowsBecomeCells(t *testing.T) {
	for row, want := range map[string][]string{
		`{"name":"a","customer":{"name":"b","parent":{"name":"c"}},"tags":["x","y"],"plan":[{"p":1}],"amount":"1.50"}`: {"a", "b", "c", "x; y", `[{"p":1}]`, "1.50"},
		`{"name":null,"customer":null,"tags":null,"plan":null,"amount":null}`:                                          {"", "", "", "", "", ""},
		`{"customer":{"parent":null},"tags":[],"plan":[]}`:                                                             {"", "", "", "", "[]", ""},
		`{"name":"\u0000\n\"","tags":[null,"",true,1.5e3]}`:                                                            {"\x00\n\"", "", "", "; ; true; 1.5e3", "", ""},
	} {
		got, err := cellsOf(sampleTree, json.RawMessage(row), nil)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s became %q, want %q; %v", row, got, want, err)
		}
	}
}

// Whatever a row is, it has as many cells as there are columns, or is an error.
func FuzzRowsBecomeCells(f *testing.F) {
	for _, seed := range []string{`{}`, `null`, `{"customer":[]}`, `{"tags":{"a":1}}`, `{"name":{"a":1},"amount":[]}`, `[1]`, `{"customer":{"parent":"x"}}`, `{"name":"\ud800"}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, row []byte) {
		if !json.Valid(row) {
			return
		}
		cells, err := cellsOf(sampleTree, row, nil)
		if err == nil && len(cells) != widthOf(sampleTree) {
			t.Errorf("%s became %q", row, cells)
		}
	})
}
