package desk_test

import (
	"context"
	"errors"
	"flag"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bidwell/desk"
	"bidwell/desk/importer"
	"bidwell/document"
	"bidwell/document/filestore"
	"bidwell/ent"
	"bidwell/ent/migrate"
	"bidwell/ent/opportunity"
	"bidwell/ent/store"
	"bidwell/ent/store/storetest"
	"bidwell/process"
)

// The model-based test of the process: people in all roles do at random what the desk offers, and a plain model in memory
// says of each step whether it succeeds, what is in its way, or for which reasons it may be refused. The model restates the
// rules of the process in words of its own, in maps and slices, and asks neither package process nor the database.
//
// What it says: a step succeeds exactly when the model has nothing against it. When several reasons speak against a step,
// the desk may name any of them: the order in which it looks is its own. What is in the way of a gated step is the exact
// set of kinds of blocker, and nobody is told of it who may not take the step. A refused step writes nothing. After each
// history all records are read back and compared, and the invariants are checked on what it wrote; after the last one on
// the whole database. Records without a process of their own, and changes of what a record says, are tables.

// TestProcessDoesWhatTheModelSays runs random histories on each store: BIDWELL_MODEL_SEQUENCES of them on SQLite, and a
// seventh of that on PostgreSQL. The seed is printed; -rapid.seed repeats it.
func TestProcessDoesWhatTheModelSays(t *testing.T) {
	sequences := 300
	if asked := os.Getenv("BIDWELL_MODEL_SEQUENCES"); asked != "" {
		var err error
		if sequences, err = strconv.Atoi(asked); err != nil || sequences < 1 {
			t.Fatalf("BIDWELL_MODEL_SEQUENCES=%q is no number of sequences", asked)
		}
	}
	t.Run("sqlite", func(t *testing.T) { playAll(t, storetest.OpenSQLite(t, migrate.Migrations()), sequences) })
	t.Run("postgres", func(t *testing.T) { playAll(t, storetest.OpenPostgres(t, migrate.Migrations()), max(1, sequences/7)) })
}

// playAll plays so many histories, one after another, in one database.
func playAll(t *testing.T, st *store.Store, sequences int) {
	seed := flagged(t, "rapid.seed", strconv.FormatUint(rand.Uint64N(1<<63-1)+1, 10))
	flagged(t, "rapid.checks", strconv.Itoa(sequences))
	t.Logf("repeat with: go test ./desk -run '%s' -rapid.seed=%s", t.Name(), seed)
	w := newWorld(t, st)
	rapid.Check(t, func(rt *rapid.T) { newModel(w, rt).play() })
	for _, broken := range w.broken("") {
		t.Errorf("invariant broken in the whole database: %s", broken)
	}
	t.Logf("%d steps were done, %d were blocked, %d refused", w.done, w.blocked, w.refused)
	w.wantEverythingTried(sequences)
}

// flagged sets a flag for the time of a test unless the caller of the tests did, and answers with its value.
func flagged(t *testing.T, name, value string) string {
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == name })
	f := flag.Lookup(name)
	if given && f.Value.String() != "0" {
		return f.Value.String()
	}
	before := f.Value.String()
	set := func(v string) {
		if err := f.Value.Set(v); err != nil {
			t.Fatal(err)
		}
	}
	set(value)
	t.Cleanup(func() { set(before) })
	return value
}

// person is somebody at work. Who reads only holds a credential that cannot write, whatever the role; the chief is an
// administrator whose credential lets them administer. Two credentials of one user share what is known of the user.
type person struct {
	id, role     string
	reads, chief bool
	ctx          context.Context
	user         *member
}

// world is what all histories share: the desk, its clock and the people.
type world struct {
	// away are the leaves of all histories: one is away for the others too.
	away []*leave
	*office
	people                 []*person
	last                   int64 // number of the last change
	done, blocked, refused int
	tried                  map[string]int  // operations that succeeded
	begun                  int             // histories
	ruled                  map[string]bool // rows of the authority matrix that histories made
	product                string
}

func newWorld(t *testing.T, st *store.Store) *world {
	w := &world{office: newOffice(t, st), tried: map[string]int{}, ruled: map[string]bool{}}
	files, err := filestore.OpenDir(t.TempDir())
	w.must(err)
	t.Cleanup(func() { _ = files.Close() })
	w.Desk = desk.New(st, nil, desk.Options{Now: w.now, Files: files, Documents: &document.Reader{}, Webhooks: &receiver{}})
	w.must(w.InstallAuthority(w.system))
	w.must(w.InstallTemplates(w.system))
	for _, role := range process.UserRole("").Values() {
		for _, n := range []string{"1", "2"} {
			who := w.person(strings.ToLower(role)+n, process.UserRole(role))
			as := desk.WithViewer(w.Context(), &process.Viewer{UserID: who.id, Role: process.UserRole(role), Scope: process.TokenScopeWrite})
			w.people = append(w.people, &person{id: who.id, role: role, ctx: as, user: &member{fact: made(who.id)}})
		}
	}
	w.people = append(w.people, w.again("PRESALES_MANAGER", process.TokenScopeRead), w.again("ADMIN", process.TokenScopeAdmin))
	w.product = done[ent.Product](w.office)(w.CreateProduct(w.system, ent.CreateProductInput{Name: "制冷机组", ListPrice: new(int64(500_00))})).ID
	return w
}

// again is the first person of a role with another credential.
func (w *world) again(role string, scope process.TokenScope) *person {
	p := *w.people[slices.IndexFunc(w.people, func(p *person) bool { return p.role == role })]
	p.reads, p.chief = scope == process.TokenScopeRead, scope == process.TokenScopeAdmin
	p.ctx = desk.WithViewer(w.Context(), &process.Viewer{UserID: p.id, Role: process.UserRole(p.role), Scope: scope})
	return &p
}

// pass lets time pass.
func (w *world) pass(by time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clock = w.clock.Add(by)
}

// at is the time without letting it pass.
func (w *world) at() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.clock
}

// fact is what the model keeps of every record.
type fact struct {
	id       string
	version  int
	archived bool
}

// made begins the fact of a record that was just made.
func made(id string) fact { return fact{id: id, version: 1} }

// model is one history and what the model knows of it.
type model struct {
	*world
	rt       *rapid.T
	name     string // of the operation under way
	ends     string // where it leads, when it has several ends that are different use cases
	careful  bool   // nobody errs in this step, though something may be in its way
	straight bool   // this step goes the straight way, so that histories get far
	verdict  verdict
	only     *venture // the project that the step under way is about, if it is about one
	since    string   // what all ids made in this history come after, without their prefixes
	customer string
	contact  string
	own      time.Time       // the first of some days that are of this history alone
	taken    map[string]bool // what there is once only
	records
}

// verdict is what the model says of the step under way.
type verdict struct {
	refusals []string
	blockers []string
}

// refuse notes a reason for which the step may be refused.
func (m *model) refuse(code string, when bool) {
	if when && !slices.Contains(m.verdict.refusals, code) {
		m.verdict.refusals = append(m.verdict.refusals, code)
	}
}

// block notes something that is in the way of the step.
func (m *model) block(code string, when bool) {
	if when && !slices.Contains(m.verdict.blockers, code) {
		m.verdict.blockers = append(m.verdict.blockers, code)
	}
}

// tried holds what came of a step against the verdict; it answers nil when nothing was done.
func tried[T any](m *model) func(desk.Written[T], error) *T {
	return func(w desk.Written[T], err error) *T {
		if m.judge(w.Change, w.Blockers, err); err != nil || len(w.Blockers) > 0 {
			return nil
		}
		return w.Record
	}
}

// judge holds an outcome against the verdict.
func (m *model) judge(change int64, blockers []*process.Blocker, err error) {
	if refused := new(process.Error); errors.As(err, &refused) {
		for i := range refused.Blockers {
			blockers = append(blockers, &refused.Blockers[i])
		}
	}
	var in []string
	for _, b := range blockers {
		if !slices.Contains(in, string(b.Code)) {
			in = append(in, string(b.Code))
		}
	}
	m.rt.Logf("%s: %v, in the way %v", m.name, err, in)
	slices.Sort(in)
	slices.Sort(m.verdict.blockers)
	v := m.verdict
	switch {
	case len(in) > 0 && slices.Contains(v.refusals, "FORBIDDEN"):
		m.rt.Fatalf("%s: somebody who may not do it is told that %v is in the way", m.name, in)
	case len(in) > 0:
		if !slices.Equal(in, v.blockers) {
			m.rt.Fatalf("%s: %v is in the way, want %v or refused with one of %v", m.name, in, v.blockers, v.refusals)
		}
		m.blocked++
		m.wantNothingWritten()
	case err != nil:
		if code := string(process.CodeOf(err)); !slices.Contains(v.refusals, code) {
			m.rt.Fatalf("%s: refused with %s (%v), want one of %v, blocked by %v", m.name, code, err, v.refusals, v.blockers)
		}
		m.refused++
		m.wantNothingWritten()
	case len(v.refusals)+len(v.blockers) > 0:
		m.rt.Fatalf("%s: succeeded, want refused with one of %v, blocked by %v", m.name, v.refusals, v.blockers)
	case change <= m.last:
		m.rt.Fatalf("%s: change %d after change %d", m.name, change, m.last)
	default:
		m.last = change
		m.done++
		m.tried[m.name]++
		m.tried[m.name+" "+m.ends]++
	}
}

// wantNothingWritten holds that the change log ends where it did before the step.
func (m *model) wantNothingWritten() {
	var last int64
	m.check(m.Store().DB().QueryRow(`SELECT COALESCE(max(id), 0) FROM change_log`).Scan(&last))
	if last != m.last {
		m.rt.Fatalf("%s: a step that was not taken wrote changes %d to %d", m.name, m.last+1, last)
	}
}

func (m *model) check(err error) {
	if err != nil {
		m.rt.Fatal(err)
	}
}

// play lives one history. It draws what the history is about, because one about everything gets nowhere, and how much of
// the way to there has been gone already: that part is done with care.
func (m *model) play() {
	about := draw(m, "focus", foci...)
	m.setUp(about)
	operations := map[string]func(*model){}
	for _, part := range parts {
		maps.Copy(operations, part)
	}
	way := 0 // how much of the way has been gone
	goOn := func() {
		m.careful, m.straight = true, true
		m.step(about.before[way%len(about.before)], operations)
		m.straight = false
		way++
	}
	for range m.number("before", len(about.before)+1) {
		goOn()
	}
	var names []string
	for _, part := range about.parts {
		names = slices.AppendSeq(names, maps.Keys(parts[part]))
	}
	slices.Sort(names)
	for range 1 + m.number("steps", 50) {
		if len(about.before) > 0 && m.chance("go on", 35) {
			goOn()
			continue
		}
		name := draw(m, "step", names...)
		m.careful = m.chance("careful", 50)
		m.step(name, operations)
	}
	m.compare()
	for _, broken := range m.broken(m.since) {
		m.rt.Fatalf("invariant broken: %s", broken)
	}
}

func (m *model) step(name string, operations map[string]func(*model)) {
	m.name, m.ends, m.verdict = name, "", verdict{}
	operations[name](m)
}

// setUp makes the customer of a history and an opportunity somewhere on its way, as another system told of it.
func (m *model) setUp(about focus) {
	c := done[ent.Customer](m.office)(m.CreateCustomer(m.system, ent.CreateCustomerInput{Name: "霜桥物流"}))
	m.customer, m.since = c.ID, strings.TrimPrefix(c.ID, "cus_")
	m.begun++
	m.own, m.taken = time.Date(1700, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, 8*m.begun), map[string]bool{}
	m.contact = done[ent.Contact](m.office)(m.CreateContact(m.system, ent.CreateContactInput{CustomerID: c.ID, Name: "Wen Lu"})).ID
	kind := draw(m, "type", "DIRECT", "DIRECT", "TENDER")
	ordered := m.chance("ordered", 50)
	if about.ordered && m.chance("has begun", 85) {
		kind, ordered = "DIRECT", true
	}
	stage := draw(m, "stage", processes[kind].stages...)
	_, err := m.Import(m.system, []importer.Record{{
		Entity: "opportunity", System: "model", ExternalID: m.since, Stages: []importer.StageMark{{Stage: stage}},
		Fields: map[string]any{"name": "冷库改造 " + m.since, "type": kind},
	}})
	m.check(err)
	o, err := m.Read(m.system).Opportunity.Query().Where(opportunity.Name("冷库改造 " + m.since)).Only(m.system)
	m.check(err)
	amount := draw[int64](m, "amount", 1_000_00, 600_000_00, 6_000_000_00)
	known := &prospect{kind: kind, stage: stage, status: "OPEN", amount: amount, visits: []visit{{stage: stage, direction: "FORWARD"}}}
	in := ent.UpdateOpportunityInput{ID: o.ID, Version: o.Version, CustomerID: &m.customer, Amount: &amount, Industry: &m.since}
	if ordered {
		in.AwardAmount, in.OutcomeNote = new(int64(900_00)), new("ordered by letter")
		known.award, known.noted = in.AwardAmount, true
	}
	o = done[ent.Opportunity](m.office)(m.UpdateOpportunity(m.system, in))
	known.fact = fact{id: o.ID, version: o.Version}
	m.deals = append(m.deals, known)
	m.check(m.Store().DB().QueryRow(`SELECT max(id) FROM change_log`).Scan(&m.last))
}
