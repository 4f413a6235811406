package desk_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/migrate"
	"bidwell/ent/store"
	"bidwell/ent/store/storetest"
	"bidwell/process"
	"bidwell/search"
)

// shelf is a desk with a case library, used by its own background work; people read with as.
type shelf struct {
	*testing.T
	*desk.Desk
	ctx   context.Context
	store *store.Store
	dir   string
	files string // where uploaded files lie, if there are any
}

func shelves(t *testing.T, test func(s *shelf)) {
	t.Helper()
	storetest.Each(t, migrate.Migrations(), func(t *testing.T, st *store.Store) { test(newShelf(t, st, t.TempDir())) })
}

func newShelf(t *testing.T, st *store.Store, dir string) *shelf {
	t.Helper()
	library, err := search.Open(dir, search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = library.Close() })
	return &shelf{T: t, Desk: desk.New(st, library, desk.Options{}), ctx: desk.AsSystem(t.Context()), store: st, dir: dir}
}

// reopen is the same shelf after a restart of the process.
func (s *shelf) reopen() *shelf {
	s.Helper()
	s.must(s.Library().Close())
	return newShelf(s.T, s.store, s.dir)
}

func (s *shelf) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// as is the context of somebody in a role.
func (s *shelf) as(role process.UserRole) context.Context {
	return desk.WithViewer(s.Context(), &process.Viewer{UserID: "usr_00000000000000000000000001", Role: role, Scope: process.TokenScopeWrite, Rows: process.RowScopeAll})
}

func (s *shelf) catchUp() {
	s.Helper()
	s.must(s.CatchUp(s.ctx))
}

// wantWhole holds that the index equals the database.
func (s *shelf) wantWhole() desk.Parity {
	s.Helper()
	p, err := s.CheckIndex(s.ctx)
	s.must(err)
	if !p.Whole() {
		s.Fatalf("index and database differ: %+v", p)
	}
	return p
}

// find catches up and searches; it answers with the ids of the hits.
func (s *shelf) find(in desk.SearchRequest) []string {
	s.Helper()
	s.catchUp()
	found, err := s.Search(s.ctx, in)
	s.must(err)
	return hitIDs(found.Result)
}

func hitIDs(found *search.Result) []string {
	ids := []string{}
	for _, h := range found.Hits {
		ids = append(ids, h.ID)
	}
	slices.Sort(ids)
	return ids
}

// wantFound holds what a text finds, in any order.
func (s *shelf) wantFound(text string, ids ...string) {
	s.Helper()
	ids = slices.Sorted(slices.Values(ids))
	if got := s.find(desk.SearchRequest{Query: text}); !slices.Equal(got, ids) {
		s.Errorf("%q finds %v, want %v", text, got, ids)
	}
}

// shelved gives the record of a write that must succeed.
func shelved[T any](s *shelf) func(desk.Written[T], error) *T {
	return func(w desk.Written[T], err error) *T {
		s.Helper()
		s.must(err)
		return w.Record
	}
}

func (s *shelf) lesson(title, text string) *ent.Lesson {
	s.Helper()
	return shelved[ent.Lesson](s)(s.CreateLesson(s.ctx, ent.CreateLessonInput{Title: title, Lesson: &text}))
}

func (s *shelf) customer(name string) *ent.Customer {
	s.Helper()
	return shelved[ent.Customer](s)(s.CreateCustomer(s.ctx, ent.CreateCustomerInput{Name: name, Industry: new("医疗"), Region: new("浙江")}))
}

func (s *shelf) opportunity(name string, customer *ent.Customer) *ent.Opportunity {
	s.Helper()
	in := ent.CreateOpportunityInput{Name: name}
	if customer != nil {
		in.CustomerID = &customer.ID
	}
	return shelved[ent.Opportunity](s)(s.CreateOpportunity(s.ctx, in))
}

// proposal makes a proposal with sections, each titled and worded alike.
func (s *shelf) proposal(title string, of *ent.Opportunity, sections ...string) *ent.Proposal {
	s.Helper()
	in := ent.CreateProposalInput{Title: title}
	if of != nil {
		in.OpportunityID = &of.ID
	}
	p := shelved[ent.Proposal](s)(s.CreateProposal(s.ctx, in))
	for i, text := range sections {
		_, err := s.CreateProposalSection(s.ctx, ent.CreateProposalSectionInput{
			ProposalVersionID: s.latest(p).ID, Position: i, Title: text, Body: new(text + "正文"),
		})
		s.must(err)
	}
	return p
}

// latest is the newest version of a proposal.
func (s *shelf) latest(p *ent.Proposal) *ent.ProposalVersion {
	s.Helper()
	versions, err := s.Read(s.ctx).Proposal.QueryVersions(p).All(s.ctx)
	s.must(err)
	return slices.MaxFunc(versions, func(a, b *ent.ProposalVersion) int { return a.Number - b.Number })
}

// sections are the sections of a proposal's newest version, in order.
func (s *shelf) sections(p *ent.Proposal) []*ent.ProposalSection {
	s.Helper()
	found, err := s.Read(s.ctx).ProposalVersion.QuerySections(s.latest(p)).All(s.ctx)
	s.must(err)
	slices.SortFunc(found, func(a, b *ent.ProposalSection) int { return a.Position - b.Position })
	return found
}

// wantRefused checks the code and field of a refusal.
func (s *shelf) wantRefused(err error, want string) {
	s.Helper()
	got := ""
	if err != nil {
		got = string(process.CodeOf(err))
		if e := new(process.Error); errors.As(err, &e) && e.Field != "" {
			got += " " + e.Field
		}
	}
	if got != want {
		s.Errorf("refused with %q (%v), want %q", got, err, want)
	}
}
