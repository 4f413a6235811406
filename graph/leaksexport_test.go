package graph

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// exportsATurn is how many lists are exported as each viewer.
const exportsATurn = 4

// askExports exports lists as somebody: what they show node shows too, with guarded fields as node has them, and each is what
// paging by hand shows, row by row. It tells how many questions that were.
func (w *prying) askExports(who *office, known map[string]bool, told string) int {
	server := NewHandler(w.desk, Options{})
	defer server.Close()
	for range exportsATurn {
		list := pick(w, w.schema.Query.Fields)
		if !strings.HasSuffix(list.Type.Name(), "Connection") {
			continue
		}
		node := strings.TrimSuffix(list.Type.Name(), "Connection")
		row := "id " + w.guardedOf(node) + " " + w.edgesToOne(node)
		_, cells, whole, err := exported(who.ctx, w.t, server, fmt.Sprintf("{ %s { edges { node { %s } } } }", list.Name, row), nil)
		if err != nil {
			w.t.Errorf("the export of %s: %v, asked by %s", list.Name, err, told)
			continue
		}
		var byHand []string
		for after := ""; ; {
			query := fmt.Sprintf("query($after: Cursor) { %s(first: 100, after: $after) { edges { node { %s } } pageInfo { hasNextPage endCursor } } }", list.Name, row)
			got := who.do(query, map[string]any{"after": after})
			for _, edge := range at(w.t, got, list.Name, "edges").([]any) {
				w.wantKnown("the export of "+list.Name, edge, known, told)
				text, _ := json.Marshal(edge.(map[string]any)["node"])
				byHand = append(byHand, string(text))
			}
			if at(w.t, got, list.Name, "pageInfo", "hasNextPage") != true {
				break
			}
			after = at(w.t, got, list.Name, "pageInfo", "endCursor").(string)
		}
		for i, text := range whole {
			var plain map[string]any
			w.must(json.Unmarshal([]byte(text), &plain))
			w.wantKnown("the export of "+list.Name, plain, known, told)
			if id := plain["id"].(string); cells[i][0] != id {
				w.t.Errorf("the export of %s has %s in the row of %s", list.Name, cells[i][0], id)
			}
			sorted, _ := json.Marshal(plain)
			whole[i] = string(sorted)
		}
		if !slices.Equal(whole, byHand) {
			w.t.Errorf("the export of %s has %d rows and paging %d, or they differ, for %s", list.Name, len(whole), len(byHand), told)
		}
	}
	return exportsATurn
}

// edgesToOne selects the ids and guarded fields of the records that a type's records lead to, one at the end of each edge.
func (w *prying) edgesToOne(typ string) string {
	var all []string
	for _, f := range w.schema.Types[typ].Fields {
		to := w.schema.Types[f.Type.Name()]
		if f.Type.Elem == nil && len(f.Arguments) == 0 && slices.Contains(to.Interfaces, "Node") {
			all = append(all, f.Name+" { id "+w.guardedOf(to.Name)+" }")
		}
	}
	return strings.Join(all, " ")
}
