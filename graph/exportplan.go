package graph

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"bidwell/process"
)

// What a row of an export lies in, as the pages name it, whatever the query that is exported names it.
const (
	exportList   = "list"
	exportRow    = "node"
	exportCursor = "pageInfo"
)

// exportExample shows refused clients what an export looks like.
const exportExample = "{ opportunities { edges { node { name } } } }"

// exportPlan is what is exported: one list at the root of a query, its columns, and how far it goes.
type exportPlan struct {
	schema  *ast.Schema
	oc      *graphql.OperationContext // of the query as it was sent
	root    *ast.Field
	row     ast.SelectionSet // what is selected of a row
	columns []Column
	tree    []*branch
	most    int    // rows; as many as there are unless first says so
	after   string // the cursor to go on from
}

// planExport finds out what of a valid query is exported. Errors: VALIDATION_FAILED for everything that is not one list with
// edges and nodes, or has lists of its own in its rows.
func planExport(schema *ast.Schema, oc *graphql.OperationContext) (*exportPlan, *process.Error) {
	if kind := oc.Operation.Operation; kind != ast.Query {
		return nil, process.Invalid("query", process.MsgExportOperation, "kind", string(kind))
	}
	roots := besideTypename(graphql.CollectFields(oc, oc.Operation.SelectionSet, []string{schema.Query.Name}))
	if len(roots) != 1 {
		return nil, process.Invalid("query", process.MsgExportLists, "example", exportExample, "count", strconv.Itoa(len(roots)))
	}
	root := roots[0]
	connection := schema.Types[root.Definition.Type.Name()]
	if !isConnection(connection) {
		return nil, process.Invalid("query", process.MsgExportNoList, "example", exportExample, "field", root.Name)
	}
	p := &exportPlan{schema: schema, oc: oc, root: root.Field, most: math.MaxInt}
	for _, edges := range graphql.CollectFields(oc, root.Selections, satisfied(schema, connection)) {
		edge := schema.Types[edges.Definition.Type.Name()]
		if edges.Name != "edges" { // totalCount and pageInfo are no part of a table
			continue
		}
		for _, node := range graphql.CollectFields(oc, edges.Selections, satisfied(schema, edge)) {
			if node.Name == "node" {
				p.row = append(p.row, node.Selections...)
			}
		}
	}
	t := tabulator{schema: schema, oc: oc}
	p.tree = t.branches(rowOf(schema, connection), p.row, "")
	if p.columns = t.columns; t.err == nil && len(p.columns) == 0 {
		t.err = process.Invalid("query", process.MsgExportNoColumns)
	}
	if t.err != nil {
		return nil, t.err
	}
	return p, p.bounds()
}

// isConnection tells the lists that are read page by page.
func isConnection(def *ast.Definition) bool {
	return strings.HasSuffix(def.Name, "Connection") && def.Fields.ForName("edges") != nil && def.Fields.ForName(exportCursor) != nil
}

// rowOf is the type of a connection's nodes.
func rowOf(schema *ast.Schema, connection *ast.Definition) *ast.Definition {
	edge := schema.Types[connection.Fields.ForName("edges").Type.Name()]
	return schema.Types[edge.Fields.ForName("node").Type.Name()]
}

// besideTypename leaves out what stock clients add to every selection.
func besideTypename(fields []graphql.CollectedField) []graphql.CollectedField {
	return slices.DeleteFunc(slices.Clone(fields), func(f graphql.CollectedField) bool { return f.Name == "__typename" && f.Alias == f.Name })
}

// satisfied are the names of types whose fragments can apply to a value of a type.
func satisfied(schema *ast.Schema, def *ast.Definition) []string {
	names := []string{def.Name}
	for _, one := range append(schema.GetPossibleTypes(def), schema.GetImplements(def)...) {
		names = append(names, one.Name)
	}
	return names
}

// bounds reads how far the list goes, from what its query says.
func (p *exportPlan) bounds() *process.Error {
	given := p.root.ArgumentMap(p.oc.Variables)
	for _, name := range []string{"last", "before"} {
		if v := given[name]; v != nil && v != "" {
			return process.Invalid(name, process.MsgExportForward)
		}
	}
	p.after, _ = given["after"].(string)
	if given["first"] == nil {
		return nil
	}
	first, err := graphql.UnmarshalInt(given["first"])
	if err != nil || first < 0 {
		return process.Invalid("first", process.MsgExportFirst)
	}
	p.most = first
	return nil
}

// page is the query of one page: the list as it was asked for, from a place on, with what tells whether more follows.
func (p *exportPlan) page(first int, after string) *ast.OperationDefinition {
	info := p.field(p.rootType(), exportCursor, ast.SelectionSet{})
	for _, name := range []string{"hasNextPage", "endCursor"} {
		info.SelectionSet = append(info.SelectionSet, p.field(p.typeOf(info), name, nil))
	}
	edges := p.field(p.rootType(), "edges", nil)
	edges.SelectionSet = ast.SelectionSet{p.field(p.typeOf(edges), exportRow, p.row)}
	root := *p.root
	root.Alias, root.Directives = exportList, nil
	root.SelectionSet = ast.SelectionSet{edges, info}
	root.Arguments = slices.DeleteFunc(slices.Clone(root.Arguments), func(a *ast.Argument) bool {
		return slices.Contains([]string{"first", "after", "last", "before"}, a.Name)
	})
	root.Arguments = append(root.Arguments, p.argument("first", ast.IntValue, strconv.Itoa(first)))
	if after != "" {
		root.Arguments = append(root.Arguments, p.argument("after", ast.StringValue, after))
	}
	operation := *p.oc.Operation
	operation.SelectionSet = ast.SelectionSet{&root}
	return &operation
}

func (p *exportPlan) rootType() *ast.Definition { return p.typeOf(p.root) }

// typeOf is the type of what a field answers.
func (p *exportPlan) typeOf(f *ast.Field) *ast.Definition {
	return p.schema.Types[f.Definition.Type.Name()]
}

func (p *exportPlan) field(of *ast.Definition, name string, selected ast.SelectionSet) *ast.Field {
	return &ast.Field{
		Alias: name, Name: name, SelectionSet: selected, Position: p.root.Position,
		Definition: of.Fields.ForName(name), ObjectDefinition: of,
	}
}

func (p *exportPlan) argument(name string, kind ast.ValueKind, raw string) *ast.Argument {
	return &ast.Argument{Name: name, Value: &ast.Value{Kind: kind, Raw: raw, Position: p.root.Position}, Position: p.root.Position}
}
