package graph

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2/ast"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/migrate"
	"bidwell/ent/store"
	"bidwell/ent/store/storetest"
	"bidwell/graph/generated"
	"bidwell/process"
	"bidwell/search"
	"bidwell/seed"
)

// prying is the sample company with walls, classifications, rules and credentials drawn at random.
type prying struct {
	*office
	schema  *ast.Schema
	rand    *rand.Rand
	all     []string          // ids of all records
	behind  map[string]string // the opportunity behind each, as the change log knows it
	about   map[string]string // what each notification is about
	titles  map[string]string // of opportunities
	volumes volumes
	inside  map[string][]string // who owns, leads or is a member of each opportunity
	of      map[string]*ent.Opportunity
	users   []*ent.User
	reveals []path
	calls   []otherCall
	truth   values              // guarded fields as they are
	shown   values              // as node shows them to who asks
	named   map[string][]string // whom approvals name
	asking  *process.Viewer
	known   map[string]bool // what node shows to who asks
	ids     map[string]bool // of all records
	turn    int             // of the roles, which take turns
	changed int             // how many records were changed
}

// path is a way to ask: a query, and the ids and texts in its answer.
type path struct{ name, query string }

// TestNothingRevealsWhatNodeDoesNot asks the same of every way there is: what any of them shows somebody, node shows them too,
// and node shows what a second, plain calculation says. BIDWELL_LEAK_CASES is the number of questions, BIDWELL_LEAK_SEED
// repeats a run.
func TestNothingRevealsWhatNodeDoesNot(t *testing.T) {
	onSQLite, onPostgres := 600, 200
	if n, err := strconv.Atoi(os.Getenv("BIDWELL_LEAK_CASES")); err == nil {
		onSQLite, onPostgres = n, n/10
	}
	drawn := rand.Uint64()
	if n, err := strconv.ParseUint(os.Getenv("BIDWELL_LEAK_SEED"), 10, 64); err == nil {
		drawn = n
	}
	storetest.Each(t, migrate.Migrations(), func(t *testing.T, st *store.Store) {
		t.Logf("BIDWELL_LEAK_SEED=%d", drawn)
		w := pry(t, st, rand.New(rand.NewPCG(drawn, 0)))
		asked, cases := 0, onSQLite
		if st.Dialect() == "postgres" {
			cases = onPostgres
		}
		w.askVolumes()
		for asked < cases && !t.Failed() {
			asked += w.askAs(w.somebody())
		}
		t.Logf("%d questions to %d records in %d turns, %d changes", asked, len(w.all), w.turn, w.changed)
		if roles := len(process.UserRole("").Values()); cases >= 5000 && (w.turn < roles || w.changed == 0) {
			t.Errorf("only %d of %d roles asked, and %d records were changed", w.turn, roles, w.changed)
		}
	})
}

func pry(t *testing.T, st *store.Store, r *rand.Rand) *prying {
	t.Helper()
	library, err := search.Open(t.TempDir(), search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = library.Close() })
	d := desk.New(st, library, desk.Options{})
	exec := executor.New(generated.NewExecutableSchema(generated.Config{Resolvers: &Resolver{Desk: d}}))
	exec.SetErrorPresenter(present(slog.New(slog.NewTextHandler(t.Output(), nil))))
	w := &prying{
		office: &office{t: t, desk: d, exec: exec, ctx: desk.AsSystem(context.Background())},
		schema: generated.NewExecutableSchema(generated.Config{}).Schema(), rand: r,
	}
	if err := seed.Demo(w.ctx, d); err != nil {
		t.Fatal(err)
	}
	w.furnish()
	w.price()
	w.protect()
	w.wire()
	if err := d.CatchUp(w.ctx); err != nil {
		t.Fatal(err)
	}
	w.learn()
	w.learnFields()
	w.learnVolumes()
	w.ways()
	w.prepare()
	return w
}

func (w *prying) chance(percent int) bool { return w.rand.IntN(100) < percent }

func pick[T any](w *prying, from []T) T { return from[w.rand.IntN(len(from))] }

func (w *prying) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// protect draws who sees what.
func (w *prying) protect() {
	opportunities, err := w.desk.Read(w.ctx).Opportunity.Query().All(w.ctx)
	w.must(err)
	w.users, err = w.desk.Read(w.ctx).User.Query().All(w.ctx)
	w.must(err)
	classes := []process.Classification{process.ClassificationInternal, process.ClassificationInternal, process.ClassificationConfidential, process.ClassificationSecret}
	for _, o := range opportunities {
		if w.chance(15) {
			done, err := w.desk.UpdateOpportunity(w.ctx, ent.UpdateOpportunityInput{ID: o.ID, Version: o.Version, ClearOwner: true})
			w.must(err)
			o = done.Record
		}
		in := desk.ProtectOpportunityInput{RecordInput: desk.RecordInput{ID: o.ID, Version: o.Version}, NeedToKnow: new(w.chance(40)), Classification: new(pick(w, classes))}
		_, err := w.desk.ProtectOpportunity(w.ctx, in)
		w.must(err)
		for range w.rand.IntN(3) {
			_, err := w.desk.AddOpportunityMember(w.ctx, desk.AddOpportunityMemberInput{OpportunityID: o.ID, UserID: pick(w, w.users).ID})
			if process.CodeOf(err) != process.CodeConflict {
				w.must(err)
			}
		}
	}
	items, err := w.desk.Read(w.ctx).ContentItem.Query().All(w.ctx)
	w.must(err)
	for _, c := range items {
		_, err := w.desk.UpdateContentItem(w.ctx, ent.UpdateContentItemInput{ID: c.ID, Version: c.Version, Classification: new(pick(w, classes)), OwnerID: new(pick(w, w.users).ID)}) // who is told
		w.must(err)
	}
}

// learn reads plainly what the oracle needs.
func (w *prying) learn() {
	db := w.desk.Store().DB()
	for _, e := range slices.Sorted(maps.Keys(process.Entities())) {
		if e != ent.TypeSession {
			w.all = append(w.all, w.column(`SELECT id FROM `+ent.TableOf(string(e)))...)
		}
	}
	w.behind = map[string]string{}
	rows, err := db.Query(`SELECT entity_id, opportunity_id FROM change_log WHERE opportunity_id IS NOT NULL AND opportunity_id <> '' ORDER BY id`)
	w.must(err)
	defer rows.Close()
	for rows.Next() {
		var id, opportunity string
		w.must(rows.Scan(&id, &opportunity))
		w.behind[id] = opportunity
	}
	w.must(rows.Err())
	w.about = map[string]string{}
	news, err := w.desk.Read(w.ctx).Notification.Query().All(w.ctx)
	w.must(err)
	for _, n := range news {
		w.about[n.ID] = n.SubjectID
	}
	opportunities, err := w.desk.Read(w.ctx).Opportunity.Query().All(w.ctx)
	w.must(err)
	w.titles, w.inside, w.of = map[string]string{}, map[string][]string{}, map[string]*ent.Opportunity{}
	for _, o := range opportunities {
		w.titles[o.ID], w.of[o.ID] = o.Name, o
		for _, id := range []*string{o.OwnerID, o.PresalesLeadID} {
			if id != nil {
				w.inside[o.ID] = append(w.inside[o.ID], *id)
			}
		}
	}
	members, err := w.desk.Read(w.ctx).OpportunityMember.Query().All(w.ctx)
	w.must(err)
	for _, m := range members {
		w.inside[m.OpportunityID] = append(w.inside[m.OpportunityID], m.UserID)
	}
}

// ways are the ways to ask, one for each list of the schema with everything that its records lead to.
func (w *prying) ways() {
	for _, f := range w.schema.Query.Fields {
		connection := w.schema.Types[f.Type.Name()]
		if !strings.HasSuffix(f.Type.Name(), "Connection") || connection == nil {
			continue
		}
		node := strings.TrimSuffix(f.Type.Name(), "Connection")
		w.reveals = append(w.reveals,
			path{f.Name, fmt.Sprintf(`{ %s(first: 100) { totalCount edges { node { id %s } } } }`, f.Name, w.guardedOf(node)+" "+w.namesOf(node))},
			path{f.Name + " and further", fmt.Sprintf(`{ %s(first: 30) { edges { node { id %s } } } }`, f.Name, w.edges(node))})
	}
}

// edges selects the ids of everything that a type leads to.
func (w *prying) edges(typ string) string {
	var all []string
	for _, f := range w.schema.Types[typ].Fields {
		to := w.schema.Types[f.Type.Name()]
		switch {
		case slices.ContainsFunc(f.Arguments, func(a *ast.ArgumentDefinition) bool { return a.Type.NonNull && a.DefaultValue == nil }):
		case strings.HasSuffix(to.Name, "Connection"):
			node := strings.TrimSuffix(to.Name, "Connection")
			all = append(all, f.Name+" { totalCount edges { node { id "+w.guardedOf(node)+" "+w.namesOf(node)+" } } }")
		case to.Kind == ast.Object && slices.Contains(to.Interfaces, "Node"):
			all = append(all, f.Name+" { id "+w.guardedOf(to.Name)+" "+w.namesOf(to.Name)+" }")
		}
	}
	return strings.Join(all, " ")
}

// somebody draws who asks.
func (w *prying) somebody() *process.Viewer {
	u, roles := pick(w, w.users), process.UserRole("").Values()
	w.turn++
	v := &process.Viewer{
		UserID: u.ID, Role: process.UserRole(roles[w.turn%len(roles)]), Scope: process.TokenScopeWrite,
		Clearance: pick(w, []process.Classification{"", process.ClassificationInternal, process.ClassificationSecret}),
	}
	if w.chance(30) {
		v.GroupsOnly = []process.FieldGroup{pick(w, process.AllFieldGroups())}
	}
	if w.chance(15) {
		kinds := slices.Sorted(maps.Keys(process.Entities()))
		v.ReadsOnly = []process.Entity{pick(w, kinds), pick(w, kinds), pick(w, kinds)}
	}
	if v.Role == process.UserRoleAdmin || v.Role == process.UserRoleAuditor {
		return v
	}
	switch w.rand.IntN(4) {
	case 0:
		v.Rows = pick(w, []process.RowScope{process.RowScopeOwn, process.RowScopeTeam, process.RowScopeTeamTree})
		v.Teams = w.column(fmt.Sprintf(`SELECT id FROM teams ORDER BY id LIMIT %d`, w.rand.IntN(3)))
		v.TeamsBelow = v.Teams
	case 1:
		v.Customers = []string{pick(w, w.column(`SELECT id FROM customers ORDER BY id`))}
		v.Opportunities = []string{pick(w, slices.Sorted(maps.Keys(w.of)))}
	}
	return v
}

// opens is the second calculation: whether somebody sees an opportunity.
func (w *prying) opens(v *process.Viewer, id string) bool {
	if v.Role == process.UserRoleAuditor {
		return true
	}
	o := w.of[id]
	mine := slices.Contains(w.inside[id], v.UserID)
	switch {
	case o.NeedToKnow && !mine, o.Classification == process.ClassificationSecret && v.Clearance != process.ClassificationSecret,
		o.Classification == process.ClassificationConfidential && v.Clearance == process.ClassificationInternal:
		return false
	case len(v.Customers)+len(v.Opportunities) > 0 || v.Role == process.UserRolePartner && v.Rows == "":
		return o.CustomerID != nil && slices.Contains(v.Customers, *o.CustomerID) || slices.Contains(v.Opportunities, id)
	case v.Rows == "":
		return true
	case v.Rows == process.RowScopeOwn || len(v.Teams) == 0:
		return mine
	default:
		return mine || slices.ContainsFunc(w.users, func(u *ent.User) bool {
			works := o.OwnerID != nil && *o.OwnerID == u.ID || o.PresalesLeadID != nil && *o.PresalesLeadID == u.ID
			return works && u.TeamID != nil && slices.Contains(v.Teams, *u.TeamID)
		})
	}
}

// askAs asks everything as somebody, and tells how many questions that were.
func (w *prying) askAs(v *process.Viewer) int {
	who := w.as(v)
	known := w.nodes(who, w.all)
	told := fmt.Sprintf("%+v", *v)
	for id := range known {
		if o := w.behind[id]; o != "" && !w.opens(v, o) {
			w.t.Errorf("node shows %s of %s, which is closed to %s", id, o, told)
		}
		if about := w.about[id]; about != "" && !known[about] {
			w.t.Errorf("node shows %s about %s, which it does not show to %s", id, about, told)
		}
	}
	for id := range w.of {
		if may := process.May(v, process.ActionRead, ent.TypeOpportunity); known[id] != (may && w.opens(v, id)) {
			w.t.Errorf("node shows %s: %v, to %s", id, known[id], told)
		}
	}
	w.wantVolumes(v, known, told)
	w.learnAs(who, v, known)
	w.known, w.asking = known, v
	for _, p := range w.reveals {
		answer, errs := who.ask(who.ctx, p.query, nil)
		if len(errs) > 0 {
			w.t.Errorf("%s: %v, asked by %s", p.name, errs, told)
		}
		w.wantKnown(p.name, answer, known, told)
		w.wantNamesKnown(p.name, "", answer, told)
	}
	w.askStream(v, known, told)
	return 1 + len(w.reveals) + w.askElsewhere(who, known, told) + w.wantFigures(who, v, told) + w.askExports(who, known, told) + w.askCalls(who, told) + w.askByChanging(who, v, told)
}

// nodes are the records that node shows somebody.
func (w *prying) nodes(who *office, all []string) map[string]bool {
	known := map[string]bool{}
	for ids := range slices.Chunk(all, 100) {
		got := who.do(`query($ids: [ID!]!) { nodes(ids: $ids) { id } }`, map[string]any{"ids": ids})
		for _, n := range got["nodes"].([]any) {
			if n != nil {
				known[n.(map[string]any)["id"].(string)] = true
			}
		}
	}
	return known
}

// wantKnown holds that an answer names nothing that node does not, has in guarded fields what node has, and that what is
// counted is what is listed.
func (w *prying) wantKnown(name string, answer any, known map[string]bool, told string) {
	switch a := answer.(type) {
	case map[string]any:
		if id, ok := a["id"].(string); ok {
			if !known[id] && id != w.asking.UserID { // who may not see users sees oneself
				w.t.Errorf("%s shows %s, node does not, to %s", name, id, told)
			}
			w.wantShown(name, id, a, told)
		}
		if edges, ok := a["edges"].([]any); ok {
			if total, ok := a["totalCount"].(float64); ok && len(edges) < 20 && int(total) != len(edges) {
				w.t.Errorf("%s counts %v and lists %d, for %s", name, total, len(edges), told)
			}
		}
		for key, v := range a {
			w.wantKnown(name+"."+key, v, known, told)
		}
	case []any:
		for _, v := range a {
			w.wantKnown(name, v, known, told)
		}
	}
}
