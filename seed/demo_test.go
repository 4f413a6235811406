package seed

import (
	"context"
	"maps"
	"slices"
	"testing"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/google/go-cmp/cmp"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/migrate"
	"bidwell/ent/opportunity"
	"bidwell/ent/proposalsection"
	"bidwell/ent/proposalversion"
	"bidwell/ent/stageentry"
	"bidwell/ent/store"
	"bidwell/ent/store/storetest"
	"bidwell/ent/user"
	"bidwell/process"
)

func eachStore(t *testing.T, test func(t *testing.T, ctx context.Context, d *desk.Desk)) {
	storetest.Each(t, migrate.Migrations(), func(t *testing.T, st *store.Store) {
		test(t, desk.AsSystem(t.Context()), desk.New(st, nil, desk.Options{}))
	})
}

// tables are all the tables a story writes to.
var tables = []string{
	"acceptance_criteria", "acceptances", "activities", "approvals", "attachments", "bid_checklist_items", "calendar_days", "certificates", "change_log",
	"change_requests", "citations", "clarifications", "comments", "commercial_terms", "commitments", "competitors", "compliance_items",
	"contacts", "content_items", "contracts", "customers", "exchange_rates", "findings", "gates", "handovers", "leads", "lesson_exposures",
	"lessons", "line_items", "notifications", "opportunities", "process_templates", "products", "projects", "proposal_sections",
	"proposal_versions", "proposals", "qualifications", "questions", "requirements", "retrospectives", "reuse_edges", "reviews", "risks", "stage_entries",
	"stakeholders", "support_requests", "surveys", "tasks", "teams", "template_changes", "time_entries", "users", "win_themes",
}

func counts(t *testing.T, ctx context.Context, d *desk.Desk) map[string]int {
	t.Helper()
	found := map[string]int{}
	for _, table := range tables {
		query, args := sql.Dialect(d.Store().Dialect()).Select(sql.Count("*")).From(sql.Table(table)).Query()
		rows, err := d.Read(ctx).QueryContext(ctx, query, args...)
		if err != nil {
			t.Fatal(err)
		}
		n, err := sql.ScanInt(rows)
		if err != nil {
			t.Fatalf("%s: %v", table, err)
		}
		rows.Close()
		found[table] = n
	}
	return found
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestDemoTellsTheWholeBookOnce(t *testing.T) {
	b := must(readBook())(t)
	eachStore(t, func(t *testing.T, ctx context.Context, d *desk.Desk) {
		if err := Demo(ctx, d); err != nil {
			t.Fatal(err)
		}
		first := counts(t, ctx, d)
		for table, n := range b.records() {
			if first[table] != n {
				t.Errorf("%d %s, the book has %d", first[table], table, n)
			}
		}
		if err := Demo(ctx, d); err != nil {
			t.Fatalf("second time: %v", err)
		}
		if diff := cmp.Diff(first, counts(t, ctx, d)); diff != "" {
			t.Errorf("the second time changed something (-first +second):\n%s", diff)
		}
		checkStages(t, ctx, d, b)
		checkProposals(t, ctx, d, b)
		checkOutcomes(t, ctx, d, b)
		checkPeople(t, ctx, d)
		checkGates(t, ctx, d, b)
		checkProcess(t, ctx, d, b)
	})
}

func checkStages(t *testing.T, ctx context.Context, d *desk.Desk, b *book) {
	deals := map[string]deal{}
	for _, o := range b.Deals {
		deals[o.Code] = o
	}
	for _, o := range must(d.Read(ctx).Opportunity.Query().All(ctx))(t) {
		entries := must(d.Read(ctx).StageEntry.Query().Where(stageentry.OpportunityID(o.ID)).Order(stageentry.ByPosition()).All(ctx))(t)
		want := []string{"INTAKE"}
		for _, m := range deals[*o.Code].Moves {
			want = append(want, m.To)
		}
		var got []string
		for i, e := range entries {
			got = append(got, string(e.Stage))
			if last := i == len(entries)-1; last != (e.LeftAt == nil) {
				t.Errorf("%s: entry %d of %d left at %v", *o.Code, i, len(entries), e.LeftAt)
			}
			by := *o.OwnerID
			if e.GateID != nil {
				if g := must(d.Read(ctx).Gate.Get(ctx, *e.GateID))(t); g.Status == process.GateStatusDecided {
					by = g.Deciders[0]
				}
			}
			if e.EnteredByID == nil || *e.EnteredByID != by {
				t.Errorf("%s: entry %d was made by %v, want %s", *o.Code, i, e.EnteredByID, by)
			}
			if i > 0 && (!e.EnteredAt.After(entries[i-1].EnteredAt) || !e.EnteredAt.Equal(*entries[i-1].LeftAt)) {
				t.Errorf("%s: entry %d does not follow the one before", *o.Code, i)
			}
		}
		if !slices.Equal(got, want) || string(o.Stage) != want[len(want)-1] {
			t.Errorf("%s: entries %v and stage %s, want %v", *o.Code, got, o.Stage, want)
		}
		if age := time.Since(entries[0].EnteredAt); age < time.Duration(deals[*o.Code].Began-2)*24*time.Hour {
			t.Errorf("%s began %v ago, the book says %d days", *o.Code, age, deals[*o.Code].Began)
		}
	}
}

// checkGates holds that what is under way left its first stages through gates: qualified, with lessons answered.
func checkGates(t *testing.T, ctx context.Context, d *desk.Desk, b *book) {
	lessons := 0
	for _, o := range must(d.Read(ctx).Opportunity.Query().WithGates().WithQualifications().WithExposures().All(ctx))(t) {
		story := b.Deals[slices.IndexFunc(b.Deals, func(d deal) bool { return d.Code == *o.Code })]
		past := process.StageIndex(o.Stage) > process.StageIndex(process.OpportunityStageQualification)
		pursued := slices.ContainsFunc(o.Edges.Gates, func(g *ent.Gate) bool {
			return g.Kind == process.GateKindPursuit && g.Decision != nil && *g.Decision == process.GateDecisionAdvance
		})
		if want := story.underWay() && past; pursued != want || (len(o.Edges.Qualifications) == 1) != want {
			t.Errorf("%s in %s was pursued through a gate: %v, with %d scorecards", *o.Code, o.Stage, pursued, len(o.Edges.Qualifications))
		}
		for _, e := range o.Edges.Exposures {
			lessons++
			if e.Response == nil {
				t.Errorf("%s: a lesson is unanswered", *o.Code)
			}
		}
		if o.TemplateID == nil {
			t.Errorf("%s follows no template", *o.Code)
		}
	}
	if lessons == 0 {
		t.Error("no gate showed a lesson")
	}
}

func checkOutcomes(t *testing.T, ctx context.Context, d *desk.Desk, b *book) {
	for _, o := range must(d.Read(ctx).Opportunity.Query().All(ctx))(t) {
		story := b.Deals[slices.IndexFunc(b.Deals, func(d deal) bool { return d.Code == *o.Code })]
		want := process.OpportunityStatusOpen
		if story.Outcome != nil {
			want = story.Outcome.Status
		}
		if o.Status != want || (o.DecidedAt == nil) != (want == process.OpportunityStatusOpen) {
			t.Errorf("%s: %s, decided %v, want %s", *o.Code, o.Status, o.DecidedAt, want)
		}
		if o.DecidedAt != nil && !o.DecidedAt.Before(time.Now()) {
			t.Errorf("%s is decided in the future", *o.Code)
		}
		if notWon := want != process.OpportunityStatusOpen && want != process.OpportunityStatusWon; notWon != (o.LossReason != nil) {
			t.Errorf("%s: %s with reason %v", *o.Code, o.Status, o.LossReason)
		}
	}
}

func checkProposals(t *testing.T, ctx context.Context, d *desk.Desk, b *book) {
	for _, p := range b.Proposals {
		got := must(d.Read(ctx).Proposal.Query().Where(func(s *sql.Selector) { s.Where(sql.EQ(s.C("title"), p.Title)) }).Only(ctx))(t)
		want := "DRAFT"
		if len(p.Path) > 0 {
			want = p.Path[len(p.Path)-1].To
		}
		if string(got.Status) != want {
			t.Errorf("%s is %s, want %s", p.Title, got.Status, want)
		}
		versions := must(d.Read(ctx).ProposalVersion.Query().Where(proposalversion.ProposalID(got.ID)).Order(proposalversion.ByNumber()).All(ctx))(t)
		if want := 1; p.Revision != nil && len(versions) != 2 || p.Revision == nil && len(versions) != want {
			t.Errorf("%s has %d versions", p.Title, len(versions))
		}
		for i, v := range versions {
			sections := must(d.Read(ctx).ProposalSection.Query().Where(proposalsection.ProposalVersionID(v.ID)).Order(proposalsection.ByPosition()).All(ctx))(t)
			if len(sections) != len(p.Sections) {
				t.Fatalf("%s version %d has %d sections, want %d", p.Title, i+1, len(sections), len(p.Sections))
			}
			for n, s := range sections {
				if s.Title != p.Sections[n].Title || s.Body != bodyIn(p, i, n) {
					t.Errorf("%s version %d section %d is not that of the book", p.Title, i+1, n)
				}
			}
		}
	}
}

// bodyIn is the text of a section in the version of that index.
func bodyIn(p proposal, version, n int) string {
	if version > 0 {
		for _, s := range p.Revision.Sections {
			if s.Title == p.Sections[n].Title {
				return s.Body
			}
		}
	}
	return p.Sections[n].Body
}

func checkPeople(t *testing.T, ctx context.Context, d *desk.Desk) {
	roles := map[string]bool{}
	for _, u := range must(d.Read(ctx).User.Query().All(ctx))(t) {
		roles[string(u.Role)] = true
		if u.PasswordHash == "" {
			t.Errorf("%s cannot sign in", u.Name)
		}
	}
	for _, role := range process.UserRoleAdmin.Values() {
		if !roles[role] {
			t.Errorf("nobody is %s", role)
		}
	}
	for _, team := range must(d.Read(ctx).Team.Query().All(ctx))(t) {
		lead := must(d.Read(ctx).User.Query().Where(user.ID(*team.LeadID)).Only(ctx))(t)
		if lead.TeamID == nil || *lead.TeamID != team.ID {
			t.Errorf("%s is led by %s of another team", team.Name, lead.Name)
		}
	}
}

func TestDemoThatWasInterruptedIsCompleted(t *testing.T) {
	b := must(readBook())(t)
	d := desk.New(storetest.OpenSQLite(t, migrate.Migrations()), nil, desk.Options{})
	ctx := desk.AsSystem(t.Context())
	for _, days := range []int{600, 541, 450, 444, 411, 300, 272, 101, 40, 27, 9, 3} {
		cut, cancel := context.WithCancel(ctx)
		s := newStory(cut, d, b, time.Now())
		s.on(days, "", func(context.Context) error { cancel(); return nil })
		if err := s.play(); err == nil {
			t.Fatalf("the story went on after it was interrupted %d days ago", days)
		}
		if told := must(alreadyTold(ctx, d, b))(t); told {
			t.Fatalf("half a story, cut %d days ago, counts as told", days)
		}
	}
	if err := Demo(ctx, d); err != nil {
		t.Fatal(err)
	}
	whole := desk.New(storetest.OpenSQLite(t, migrate.Migrations()), nil, desk.Options{})
	if err := Demo(ctx, whole); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(counts(t, ctx, whole), counts(t, ctx, d)); diff != "" {
		t.Errorf("in pieces it is not the same as in one (-one +pieces):\n%s", diff)
	}
	checkStages(t, ctx, d, b)
	checkProposals(t, ctx, d, b)
	checkOutcomes(t, ctx, d, b)
}

func TestDemoLeavesChangedRecordsAlone(t *testing.T) {
	d := desk.New(storetest.OpenSQLite(t, migrate.Migrations()), nil, desk.Options{})
	ctx := desk.AsSystem(t.Context())
	if err := Demo(ctx, d); err != nil {
		t.Fatal(err)
	}
	l := must(d.Read(ctx).Lesson.Query().First(ctx))(t)
	must(d.UpdateLesson(ctx, ent.UpdateLessonInput{ID: l.ID, Version: l.Version, Title: new("改过的标题")}))(t)
	o := must(d.Read(ctx).Opportunity.Query().Where(opportunity.Code("DEMO-O07")).Only(ctx))(t)
	must(d.ArchiveRecord(ctx, desk.RecordInput{ID: o.ID, Version: o.Version}))(t)
	before := counts(t, ctx, d)
	if err := Demo(ctx, d); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, counts(t, ctx, d)); diff != "" {
		t.Errorf("it was told again (-before +after):\n%s", diff)
	}
}

func TestPeopleOfTheDemoSignIn(t *testing.T) {
	eachStore(t, func(t *testing.T, ctx context.Context, d *desk.Desk) {
		if err := Demo(ctx, d); err != nil {
			t.Fatal(err)
		}
		if _, err := d.SignIn(t.Context(), desk.SignInInput{Email: "bai.zhi@example.com", Password: DemoPassword}); err != nil {
			t.Error(err)
		}
		if _, err := d.SignIn(t.Context(), desk.SignInInput{Email: "bai.zhi@example.com", Password: DemoPassword + "x"}); err == nil {
			t.Error("a wrong password was taken")
		}
	})
}

func TestDemoIsRefusedToOthersThanAdministrators(t *testing.T) {
	d := desk.New(storetest.OpenSQLite(t, migrate.Migrations()), nil, desk.Options{})
	visitor := desk.WithViewer(t.Context(), &process.Viewer{Role: process.UserRoleSales, Scope: process.TokenScopeWrite})
	for name, ctx := range map[string]context.Context{"nobody": t.Context(), "sales": visitor} {
		if err := Demo(ctx, d); err == nil {
			t.Errorf("%s could seed", name)
		}
	}
	if n := slices.Max(slices.Collect(maps.Values(counts(t, desk.AsSystem(t.Context()), d)))); n != 0 {
		t.Errorf("a refused demo wrote %d rows", n)
	}
}
