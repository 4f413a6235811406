package graph

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"bidwell/process"
)

// otherCall is a question that is no list, with everything in its answer.
type otherCall struct {
	field  *ast.FieldDefinition
	answer string
}

// sayable are the arguments that questions take: by name, or by field and name; kinds of record for ids, else a literal.
// A new question with an argument that is not here fails the test.
var sayable = map[string]string{
	"opportunityID": "Opportunity", "proposalID": "Proposal", "projectID": "Project", "userID": "User", "recordID": "*",
	"lineage.id": "ProposalSection ContentItem", "reuseOutcomes.ids": "ProposalSection ContentItem", "trace.id": "Requirement ProposalSection Commitment",
	"textDiff.from": "ProposalSection ContentItem", "textDiff.to": "ProposalSection ContentItem", "supportSlas.ids": "SupportRequest",
	"versionDiff.fromID": "ProposalVersion", "versionDiff.toID": "ProposalVersion", "explainHit.id": "*", "personalData.id": "Contact Lead User", "node.id": "*", "nodes.ids": "*",
	"query": "title", "text": "title", "similar.text": "title", "similarCases.text": "title", "duplicates.company": "title",
	"recordByExternalRef.system": `"erp"`, "recordByExternalRef.type": `"Customer"`, "recordByExternalRef.externalID": `"1"`, "recordByExternalRef.id": `"1"`,
	"workload.from": `"2026-01-01"`, "workload.to": `"2026-03-01"`, "kpi.code": "enum", "kpi.groupBy": "enum",
}

// given are the arguments that are given though they need not be.
var given = []string{"similar.text", "similarCases.text", "duplicates.company", "kpi.groupBy"}

// prepare finds the questions that are no lists.
func (w *prying) prepare() {
	w.ids = map[string]bool{}
	for _, id := range w.all {
		w.ids[id] = true
	}
	for _, f := range w.schema.Query.Fields {
		if strings.HasSuffix(f.Type.Name(), "Connection") || strings.HasPrefix(f.Name, "__") {
			continue
		}
		for _, a := range f.Arguments {
			if _, ok := w.sayable(f, a); !ok && a.Type.NonNull && a.DefaultValue == nil {
				w.t.Errorf("what is %s of %s? Say so in sayable", a.Name, f.Name)
			}
		}
		w.calls = append(w.calls, otherCall{f, w.everything(f.Type.Name(), 3)})
	}
}

func (w *prying) sayable(f *ast.FieldDefinition, a *ast.ArgumentDefinition) (string, bool) {
	if kinds, ok := sayable[f.Name+"."+a.Name]; ok {
		return kinds, true
	}
	kinds, ok := sayable[a.Name]
	return kinds, ok
}

// everything selects all there is in an answer; of a record its id and its guarded fields.
func (w *prying) everything(typ string, depth int) string {
	def := w.schema.Types[typ]
	switch {
	case def.Kind == ast.Interface:
		return "id " + w.guardedNodes()
	case def.Kind != ast.Object:
		return ""
	case slices.Contains(def.Interfaces, "Node"):
		return "id " + w.guardedOf(typ)
	}
	all := []string{"__typename"}
	for _, f := range def.Fields {
		to := w.schema.Types[f.Type.Name()]
		composed := to.Kind == ast.Object || to.Kind == ast.Interface || to.Kind == ast.Union
		switch {
		case slices.ContainsFunc(f.Arguments, func(a *ast.ArgumentDefinition) bool { return a.Type.NonNull && a.DefaultValue == nil }):
		case !composed:
			all = append(all, f.Name)
		case depth > 0:
			all = append(all, f.Name+" { "+w.everything(to.Name, depth-1)+" }")
		}
	}
	return strings.Join(all, " ")
}

// askCalls asks all questions that are no lists, each with arguments drawn.
func (w *prying) askCalls(who *office, told string) int {
	for _, c := range w.calls {
		var args []string
		for _, a := range c.field.Arguments {
			kinds, ok := w.sayable(c.field, a)
			if ok && (a.Type.NonNull || slices.Contains(given, c.field.Name+"."+a.Name)) {
				args = append(args, a.Name+": "+w.drawn(kinds, a.Type))
			}
		}
		query := c.field.Name
		if len(args) > 0 {
			query += "(" + strings.Join(args, ", ") + ")"
		}
		if c.answer != "" {
			query += " { " + c.answer + " }"
		}
		answer, errs := who.ask(who.ctx, "{ "+query+" }", nil)
		for _, e := range errs {
			switch e.Extensions["code"] {
			case "FORBIDDEN", "NOT_FOUND", "VALIDATION_FAILED":
			default:
				w.t.Fatalf("%s: %v, asked by %s", query, e, told)
			}
		}
		w.wantKnown(c.field.Name, answer, w.known, told)
		w.wantNamesKnown(query, "", answer, told)
	}
	return len(w.calls)
}

// drawn is a value for an argument.
func (w *prying) drawn(kinds string, typ *ast.Type) string {
	switch {
	case kinds == "title":
		title := []rune(w.titles[pick(w, w.column(`SELECT id FROM opportunities ORDER BY id`))])
		return fmt.Sprintf("%q", string(title[:min(6, len(title))]))
	case kinds == "enum":
		return pick(w, w.schema.Types[typ.Name()].EnumValues).Name
	case strings.HasPrefix(kinds, `"`):
		return kinds
	}
	among := slices.DeleteFunc(slices.Clone(w.all), func(id string) bool {
		e, _ := process.EntityOf(id)
		return kinds != "*" && !slices.Contains(strings.Fields(kinds), string(e)) || e == "Notification"
	})
	id := fmt.Sprintf("%q", pick(w, among))
	if typ.Elem != nil {
		return "[" + id + "]"
	}
	return id
}

// wantNamesKnown holds that no text in an answer is the id of a record that node does not show.
func (w *prying) wantNamesKnown(name, key string, answer any, told string) {
	switch a := answer.(type) {
	case map[string]any:
		id, _ := a["id"].(string)
		of, _ := process.EntityOf(id)
		for k, v := range a {
			w.wantNamesKnown(name, strings.TrimPrefix(string(of)+"."+k, "."), v, told)
		}
	case []any:
		for _, v := range a {
			w.wantNamesKnown(name, key, v, told)
		}
	case string:
		// Who did something is told as an id that leads nowhere for who sees no users; what else is told, sure gives a reason for.
		if w.ids[a] && !w.known[a] && !strings.HasPrefix(a, process.IDOf("User", "")) && sure[key] == "" && !w.place(key, a) {
			w.t.Errorf("%s names %s as %s to %s", name, a, key, told)
		}
	}
}

// place tells that an id is that of what a record belongs to, of a kind that the credential does not read: a record that is
// read says where it belongs. That one reaches what it belongs to, node has shown.
func (w *prying) place(key, id string) bool {
	of, field, _ := strings.Cut(key, ".")
	e, err := process.EntityOf(id)
	return err == nil && len(w.asking.ReadsOnly) > 0 && !process.May(w.asking, process.ActionRead, e) &&
		slices.ContainsFunc(process.BelongingsOf(process.Entity(of)), func(b process.Belonging) bool {
			return strings.EqualFold(strings.ReplaceAll(b.Column, "_", ""), field)
		})
}
