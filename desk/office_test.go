package desk_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/migrate"
	"bidwell/ent/proposalsection"
	"bidwell/ent/proposalversion"
	"bidwell/ent/store"
	"bidwell/ent/store/storetest"
	"bidwell/process"
)

// office is a desk whose clock moves on with each look, and people who work at it.
type office struct {
	*testing.T
	*desk.Desk
	system context.Context

	mu    sync.Mutex
	clock time.Time
}

// colleague is somebody who asks.
type colleague struct {
	id  string
	ctx context.Context
}

func offices(t *testing.T, test func(o *office)) {
	t.Helper()
	storetest.Each(t, migrate.Migrations(), func(t *testing.T, st *store.Store) { test(newOffice(t, st)) })
}

func newOffice(t *testing.T, st *store.Store) *office {
	o := &office{T: t, clock: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), system: desk.AsSystem(t.Context())}
	o.Desk = desk.New(st, nil, desk.Options{Now: o.now})
	return o
}

func (o *office) now() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.clock = o.clock.Add(time.Millisecond)
	return o.clock
}

func (o *office) must(err error) {
	o.Helper()
	if err != nil {
		o.Fatal(err)
	}
}

// done gives the record of a write that must succeed.
func done[T any](o *office) func(desk.Written[T], error) *T {
	return func(w desk.Written[T], err error) *T {
		o.Helper()
		o.must(err)
		return w.Record
	}
}

// refused checks code and field of a refusal; an empty one wants success.
func (o *office) refused(what string, err error, want string) {
	o.Helper()
	got := ""
	if err != nil {
		got = string(process.CodeOf(err))
		if e := new(process.Error); errors.As(err, &e) && e.Field != "" {
			got += " " + e.Field
		}
	}
	if got != want {
		o.Errorf("%s: refused with %q (%v), want %q", what, got, err, want)
	}
}

// person hires somebody in a role.
func (o *office) person(name string, role process.UserRole) colleague {
	o.Helper()
	email := name + "@lantern-works.example"
	u := done[ent.User](o)(o.CreateUser(o.system, ent.CreateUserInput{Name: name, Email: &email, Role: &role}))
	return colleague{u.ID, desk.WithViewer(o.Context(), &process.Viewer{UserID: u.ID, Role: role, Scope: process.TokenScopeWrite, Rows: process.RowScopeAll})}
}

func (o *office) deal(name string) *ent.Opportunity {
	o.Helper()
	return done[ent.Opportunity](o)(o.CreateOpportunity(o.system, ent.CreateOpportunityInput{Name: name}))
}

// offer starts a proposal for a deal, or for none.
func (o *office) offer(title string, deal *ent.Opportunity) *ent.Proposal {
	o.Helper()
	in := ent.CreateProposalInput{Title: title}
	if deal != nil {
		in.OpportunityID = &deal.ID
	}
	return done[ent.Proposal](o)(o.CreateProposal(o.system, in))
}

// latest is the newest version of a proposal.
func (o *office) latest(p *ent.Proposal) *ent.ProposalVersion {
	o.Helper()
	v, err := o.Read(o.system).ProposalVersion.Query().Where(proposalversion.ProposalID(p.ID)).Order(ent.Desc(proposalversion.FieldNumber)).First(o.system)
	o.must(err)
	return v
}

// chapter writes a section into the newest version of a proposal.
func (o *office) chapter(by context.Context, p *ent.Proposal, position int, title, body string) *ent.ProposalSection {
	o.Helper()
	return done[ent.ProposalSection](o)(o.CreateProposalSection(by, ent.CreateProposalSectionInput{
		ProposalVersionID: o.latest(p).ID, Position: position, Title: title, Body: optional(body),
	}))
}

// again reads a section as it is now.
func (o *office) again(s *ent.ProposalSection) *ent.ProposalSection {
	o.Helper()
	now, err := o.Read(o.system).ProposalSection.Get(o.system, s.ID)
	o.must(err)
	return now
}

// chapters are the sections of a version, in order.
func (o *office) chapters(v *ent.ProposalVersion) []*ent.ProposalSection {
	o.Helper()
	all, err := o.Read(o.system).ProposalSection.Query().Where(proposalsection.ProposalVersionID(v.ID)).
		Order(ent.Asc(proposalsection.FieldPosition)).All(o.system)
	o.must(err)
	return all
}

// revise starts the next version of a proposal.
func (o *office) revise(by context.Context, p *ent.Proposal) *ent.ProposalVersion {
	o.Helper()
	return done[ent.ProposalVersion](o)(o.CreateProposalVersion(by, desk.CreateProposalVersionInput{ProposalID: p.ID}))
}

// to moves a proposal through statuses without asking whether it may.
func (o *office) to(p *ent.Proposal, status process.ProposalStatus) {
	o.Helper()
	_, err := o.Transact(o.system, func(ctx context.Context, tx *ent.Tx, _ func(process.Entity) string) error {
		return tx.Proposal.UpdateOneID(p.ID).SetStatus(status).Exec(ctx)
	})
	o.must(err)
}
