package graph

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
	"bidwell/process/vocabulary"
)

// values are guarded fields of records, as answered.
type values map[string]map[string]any

// furnish gives the guarded fields that the sample company leaves empty something to hide.
func (w *prying) furnish() {
	for _, set := range []string{
		`line_items SET unit_cost = 4711 WHERE unit_cost IS NULL`,
		`proposals SET price = 815100, discount_percent = 7 WHERE price IS NULL`,
		`commercial_terms SET cost_impact = 61700 WHERE cost_impact IS NULL`,
		`commercial_terms SET offered = 'thirty days' WHERE offered IS NULL OR offered = ''`,
		`change_requests SET cost_impact = 52300 WHERE cost_impact IS NULL`,
		`approvals SET amount = 919100, percent = 9 WHERE amount IS NULL`,
		`contacts SET phone = '13900001111', email = 'reach.me@lantern.example', notes = 'likes tea'`,
		`leads SET phone = '13900002222', email = 'new.lead@lantern.example'`,
		`customers SET notes = 'pays late', contact_every_days = 17`,
		`stakeholders SET concerns = 'fears change' WHERE concerns IS NULL OR concerns = ''`,
		`opportunities SET win_probability = 37, forecast_category = 'COMMIT', outcome_note = 'they said so'`,
	} {
		if _, err := w.desk.Store().DB().Exec("UPDATE " + set); err != nil {
			w.t.Fatalf("%s: %v", set, err)
		}
	}
}

// learnFields reads what there is to hide, and whom records name.
func (w *prying) learnFields() {
	w.truth = w.fieldsAs(w.office, w.all)
	held := map[string]int{}
	for id, fields := range w.truth {
		e, _ := process.EntityOf(id)
		for name, v := range fields {
			if v != nil {
				held[string(e)+"."+name]++
			}
		}
	}
	for _, f := range vocabulary.GuardedFields() {
		if _, record := process.Entities()[process.Entity(f.Type)]; record && held[f.Type+"."+f.Name] == 0 {
			w.t.Errorf("nothing in the sample company has %s.%s: nobody could see it by mistake", f.Type, f.Name)
		}
	}
	w.named = map[string][]string{}
	approvals, err := w.desk.Read(w.ctx).Approval.Query().All(w.ctx)
	w.must(err)
	for _, a := range approvals {
		for _, id := range []*string{a.RequestedByID, a.DecidedByID, (*string)(a.RequiredRole)} {
			if id != nil {
				w.named[a.ID] = append(w.named[a.ID], *id)
			}
		}
	}
}

// fieldsAs reads the guarded fields of records as somebody, by their ids.
func (w *prying) fieldsAs(who *office, ids []string) values {
	found := values{}
	for some := range slices.Chunk(ids, 100) {
		got := who.do(`query($ids: [ID!]!) { nodes(ids: $ids) { id `+w.guardedNodes()+` } }`, map[string]any{"ids": some})
		for _, n := range got["nodes"].([]any) {
			if n == nil {
				continue
			}
			record := n.(map[string]any)
			id := record["id"].(string)
			delete(record, "id")
			found[id] = record
		}
	}
	return found
}

// guardedNodes selects the guarded fields of any record.
func (w *prying) guardedNodes() string {
	var all []string
	for _, name := range w.schema.PossibleTypes["Node"] {
		if fields := w.guardedOf(name.Name); fields != "" {
			all = append(all, "... on "+name.Name+" { "+fields+" }")
		}
	}
	return strings.Join(all, " ")
}

// guardedOf selects the guarded fields of a type; of one that is an object, that it is there.
func (w *prying) guardedOf(typ string) string {
	var all []string
	for _, f := range vocabulary.GuardedFields() {
		if f.Type != typ {
			continue
		}
		field := f.Name
		if def := w.schema.Types[typ].Fields.ForName(field); w.schema.Types[def.Type.Name()].Kind == ast.Object {
			field += " { __typename }"
		}
		all = append(all, field)
	}
	return strings.Join(all, " ")
}

// namesOf selects the fields of a type in which ids of records may stand.
func (w *prying) namesOf(typ string) string {
	var all []string
	for _, f := range w.schema.Types[typ].Fields {
		if name := f.Type.Name(); (name == "ID" || name == "String") && len(f.Arguments) == 0 && vocabulary.Guarded(typ, f.Name) == nil {
			all = append(all, f.Name)
		}
	}
	return strings.Join(all, " ")
}

// fieldOpens is the second calculation: whether somebody sees a field of a record of an opportunity.
func (w *prying) fieldOpens(v *process.Viewer, typ, field, id, opportunity string) bool {
	f := vocabulary.Guarded(typ, field)
	if len(v.GroupsOnly) > 0 && !slices.Contains(v.GroupsOnly, f.Group) {
		return false
	}
	is := func(roles ...process.UserRole) bool { return slices.Contains(roles, v.Role) }
	o := w.of[opportunity]
	owns := is("SALES") && o != nil && o.OwnerID != nil && *o.OwnerID == v.UserID
	switch {
	case is("ADMIN", "AUDITOR"):
		return true
	case typ == "Product":
		return is("PRESALES_MANAGER", "FINANCE", "LEGAL", "SALES", "PRESALES_CONSULTANT", "SOLUTION_ENGINEER", "PRODUCT")
	case typ == "Approval" && (slices.Contains(w.named[id], v.UserID) || slices.Contains(w.named[id], string(v.Role))):
		return true
	case typ == "User":
		return id == v.UserID || !is("PARTNER")
	case f.Group == process.FieldGroupPrice:
		return owns || is("PRESALES_MANAGER", "FINANCE", "LEGAL")
	case f.Group == process.FieldGroupCost:
		return owns || is("PRESALES_MANAGER", "FINANCE") || is("DELIVERY") && (typ == "ChangeRequest" || typ == "Impact")
	case f.Group == process.FieldGroupPersonal:
		return !is("PARTNER", "LEGAL", "FINANCE", "PRODUCT")
	default:
		return !is("PARTNER")
	}
}

// learnAs reads the guarded fields as somebody, and holds them against the second calculation.
func (w *prying) learnAs(who *office, v *process.Viewer, known map[string]bool) {
	ids := slices.DeleteFunc(slices.Clone(w.all), func(id string) bool { return !known[id] })
	w.shown = w.fieldsAs(who, ids)
	for id, fields := range w.shown {
		e, _ := process.EntityOf(id)
		for name, got := range fields {
			want := w.truth[id][name]
			if !w.fieldOpens(v, string(e), name, id, w.behind[id]) {
				want = nil
			}
			if !reflect.DeepEqual(got, want) {
				w.t.Errorf("node shows %s of %s as %v, want %v, to %+v", name, id, got, want, *v)
			}
		}
	}
}

// wantShown holds that a record in an answer has in its guarded fields what node shows of them.
func (w *prying) wantShown(name, id string, record map[string]any, told string) {
	e, err := process.EntityOf(id)
	if err != nil {
		return
	}
	for field, got := range record {
		if w.shown[id] == nil { // oneself, who may not see users
			if vocabulary.Guarded(string(e), field) != nil && got != nil && !w.fieldOpens(w.asking, string(e), field, id, "") {
				w.t.Errorf("%s shows %s of %s as %v, to %s", name, field, id, got, told)
			}
			continue
		}
		if vocabulary.Guarded(string(e), field) != nil && !reflect.DeepEqual(got, w.shown[id][field]) {
			w.t.Errorf("%s shows %s of %s as %v, node as %v, to %s", name, field, id, got, w.shown[id][field], told)
		}
	}
}

// wantFigures holds figures that are made of guarded fields against the second calculation.
func (w *prying) wantFigures(who *office, v *process.Viewer, told string) int {
	opportunity := pick(w, w.column(`SELECT id FROM opportunities ORDER BY id`))
	project := pick(w, w.column(`SELECT id FROM projects ORDER BY id`))
	asked := 0
	for field, of := range map[string]string{"priceSheet": opportunity, "termSummary": opportunity, "changeImpact": project} {
		def := w.schema.Query.Fields.ForName(field)
		asked++
		answer, errs := who.ask(who.ctx, fmt.Sprintf(`query($id: ID!) { %s(%s: $id) { __typename %s } }`, field, def.Arguments[0].Name, w.everything(def.Type.Name(), 2)), map[string]any{"id": of})
		if len(errs) > 0 {
			if code := errs[0].Extensions["code"]; code != "NOT_FOUND" {
				w.t.Errorf("%s: %v, asked by %s", field, errs, told)
			}
			continue
		}
		about := opportunity
		if field == "changeImpact" {
			about = w.behind[project]
		}
		w.wantFigure(v, def.Type.Name(), about, answer[field].(map[string]any), told)
	}
	return asked
}

func (w *prying) wantFigure(v *process.Viewer, typ, opportunity string, figure map[string]any, told string) {
	for name, value := range figure {
		if vocabulary.Guarded(typ, name) != nil && value != nil && !w.fieldOpens(v, typ, name, "", opportunity) {
			w.t.Errorf("%s of %s shows %s as %v to %s", typ, opportunity, name, value, told)
		}
		if typ == "TermImpact" && name == "cost" && value == nil && w.fieldOpens(v, typ, name, "", opportunity) {
			w.t.Errorf("%s of %s does not show %s to %s", typ, opportunity, name, told)
		}
	}
	lines, _ := figure["lines"].([]any)
	for _, line := range lines {
		w.wantFigure(v, "PriceLine", opportunity, line.(map[string]any), told)
	}
}

// harmless are fields by which records with guarded fields are changed without anything of note.
var harmless = map[string]string{
	ent.TypeLineItem: "description", ent.TypeProduct: "series", ent.TypeProposal: "summary", ent.TypeCommercialTerm: "note",
	ent.TypeContact: "title", ent.TypeCustomer: "city", ent.TypeOpportunity: "source", ent.TypeUser: "region", ent.TypeLead: "channel",
}

// askByChanging changes a record and looks at the answer, which shows no more than node, and at the refusal, which tells nothing.
func (w *prying) askByChanging(who *office, v *process.Viewer, told string) int {
	scope := v.Scope
	v.Scope = process.TokenScopeAdmin // or only administrators' users would be asked
	defer func() { v.Scope = scope }()
	for typ, field := range harmless {
		id := pick(w, w.column(`SELECT id FROM `+ent.TableOf(typ)+` ORDER BY id`))
		version := w.column(fmt.Sprintf(`SELECT CAST(version AS text) FROM %s WHERE id = '%s'`, ent.TableOf(typ), id))[0]
		name := strings.ToLower(typ[:1]) + typ[1:]
		query := fmt.Sprintf(`mutation { update%s(input: {id: "%s", version: %s, %s: "%d"}) { %s { id %s %s } } }`,
			typ, id, version, field, w.rand.IntN(1000), name, w.guardedOf(typ), w.edges(typ))
		answer, errs := who.ask(who.ctx, query, nil)
		for _, e := range errs {
			for hidden, value := range w.truth[id] {
				text := fmt.Sprint(value)
				if w.shown[id][hidden] == nil && len(text) > 3 && strings.Contains(e.Message, text) {
					w.t.Errorf("a refusal to change %s tells %s: %s, to %s", id, hidden, e.Message, told)
				}
			}
			if code := e.Extensions["code"]; code == "INTERNAL" || code == "GRAPHQL_VALIDATION_FAILED" {
				w.t.Fatalf("%s: %v", query, e)
			}
		}
		if len(errs) == 0 {
			w.changed++
		}
		w.wantKnown("update"+typ, answer, w.known, told)
	}
	return len(harmless)
}

// askStream asks the subscription for an opportunity, and takes the first that it tells.
func (w *prying) askStream(v *process.Viewer, known map[string]bool, told string) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	who := *w.office
	who.ctx = desk.WithViewer(ctx, v)
	id := pick(w, w.column(`SELECT id FROM opportunities ORDER BY id`))
	answer, errs := who.ask(who.ctx, fmt.Sprintf(`subscription { opportunityChanged(id: "%s") { opportunity { id %s %s } } }`, id, w.guardedOf("Opportunity"), w.edges("Opportunity")), nil)
	if told := len(errs) == 0; told != known[id] {
		w.t.Errorf("a stream tells of %s: %v, node shows it: %v %v", id, told, known[id], errs)
	}
	w.wantKnown("opportunityChanged", answer, known, told)
}

func (w *prying) column(query string) (values []string) {
	rows, err := w.desk.Store().DB().Query(query)
	w.must(err)
	defer rows.Close()
	for rows.Next() {
		var v string
		w.must(rows.Scan(&v))
		values = append(values, v)
	}
	w.must(rows.Err())
	return values
}
