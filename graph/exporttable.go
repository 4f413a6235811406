package graph

import (
	"encoding/json"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"bidwell/process"
)

// CellKind is how the text of a cell is to be read.
type CellKind int

// The kinds of cells.
const (
	CellText   CellKind = iota // as it is; lists are joined by "; "
	CellNumber                 // digits, with a point and an exponent where it has them
	CellMoney                  // digits with two decimals
	CellBool                   // true or false
	CellDate                   // 2026-11-23
	CellTime                   // RFC 3339, in UTC
	CellJSON                   // a list of objects
)

// Column is a column of an exported table. Its heading is the way of aliases to the value, like customer.name.
type Column struct {
	Heading string
	Kind    CellKind
}

// between stands between the values of a list in one cell.
const between = "; "

// branch is what a field of an object becomes: a cell, or the cells of what it leads to.
type branch struct {
	key    string
	kind   CellKind
	leaf   bool
	list   bool
	inside []*branch
	width  int // in cells
}

// tabulator finds the columns of what is selected of a type; err is the first reason why there can be no table.
type tabulator struct {
	schema  *ast.Schema
	oc      *graphql.OperationContext
	columns []Column
	err     *process.Error
}

func (t *tabulator) branches(def *ast.Definition, selected ast.SelectionSet, path string) (all []*branch) {
	for _, f := range besideTypename(graphql.CollectFields(t.oc, selected, satisfied(t.schema, def))) {
		to := t.schema.Types[f.Definition.Type.Name()]
		b := &branch{key: f.Alias, width: 1, list: f.Definition.Type.Elem != nil}
		switch b.kind = kindOf(to); {
		case to.IsLeafType():
			b.leaf = true
			if b.list {
				b.kind = CellText
			}
			t.columns = append(t.columns, Column{path + f.Alias, b.kind})
		case isConnection(to):
			t.refuse(to, path+f.Alias)
		case b.list:
			b.leaf = true
			t.columns = append(t.columns, Column{path + f.Alias, b.kind})
			inner := tabulator{schema: t.schema, oc: t.oc} // for lists in it
			inner.branches(to, f.Selections, path+f.Alias+".")
			if t.err == nil {
				t.err = inner.err
			}
		default:
			b.inside = t.branches(to, f.Selections, path+f.Alias+".")
			b.width = widthOf(b.inside)
		}
		all = append(all, b)
	}
	return all
}

// refuse says how else a list inside a row is exported: by its own list at the root, where there is one.
func (t *tabulator) refuse(connection *ast.Definition, path string) {
	if t.err != nil {
		return
	}
	for _, f := range t.schema.Query.Fields {
		if f.Type.Name() == connection.Name {
			t.err = process.Invalid("query", process.MsgExportNested, "field", path, "list", f.Name)
			return
		}
	}
	t.err = process.Invalid("query", process.MsgExportNestedOnly, "field", path)
}

// kindOf is how values of a type are read.
func kindOf(def *ast.Definition) CellKind {
	switch def.Name {
	case "Int", "Int64", "Float":
		return CellNumber
	case "Money":
		return CellMoney
	case "Boolean":
		return CellBool
	case "Date":
		return CellDate
	case "Time":
		return CellTime
	}
	if def.IsLeafType() {
		return CellText
	}
	return CellJSON
}

func widthOf(all []*branch) (cells int) {
	for _, b := range all {
		cells += b.width
	}
	return cells
}

// cellsOf appends the cells of an object. What is null, and all that would be inside it, is empty.
func cellsOf(all []*branch, object json.RawMessage, to []string) ([]string, error) {
	values := map[string]json.RawMessage{}
	if len(object) > 0 {
		if err := json.Unmarshal(object, &values); err != nil {
			return to, err
		}
	}
	var err error
	for _, b := range all {
		raw := values[b.key]
		if b.leaf {
			cell := ""
			if cell, err = b.cell(raw); err != nil {
				return to, err
			}
			to = append(to, cell)
		} else if to, err = cellsOf(b.inside, raw, to); err != nil {
			return to, err
		}
	}
	return to, nil
}

func (b *branch) cell(raw json.RawMessage) (string, error) {
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return "", nil
	case b.kind == CellJSON:
		return string(raw), nil
	case !b.list:
		return scalarText(raw)
	}
	var list []json.RawMessage
	if err := json.Unmarshal(raw, &list); err != nil {
		return "", err
	}
	texts := make([]string, len(list))
	for i, one := range list {
		var err error
		if texts[i], err = (&branch{kind: b.kind}).cell(one); err != nil {
			return "", err
		}
	}
	return strings.Join(texts, between), nil
}

// scalarText is a string without its quotes, and everything else as it is written.
func scalarText(raw json.RawMessage) (text string, err error) {
	if raw[0] != '"' {
		return string(raw), nil
	}
	return text, json.Unmarshal(raw, &text)
}
