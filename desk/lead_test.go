package desk_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// playing is the context of somebody in a role, without the cost of a password.
func (d *door) playing(name string, role process.UserRole) (context.Context, *ent.User) {
	d.Helper()
	u := d.filed(d.CreateUser(d.system, ent.CreateUserInput{Name: name, Role: &role}))
	return desk.WithViewer(d.Context(), &process.Viewer{UserID: u.ID, Role: role, Scope: process.TokenScopeWrite, Rows: process.RowScopeAll}), u
}

// filed is the user of a write that must succeed.
func (d *door) filed(done desk.Written[ent.User], err error) *ent.User {
	d.Helper()
	d.want(err, "")
	return done.Record
}

func (d *door) lead(ctx context.Context, company string, more ...func(*desk.CreateLeadInput)) *ent.Lead {
	d.Helper()
	in := desk.CreateLeadInput{LeadFields: desk.LeadFields{Company: &company}}
	for _, m := range more {
		m(&in)
	}
	done, err := d.CreateLead(ctx, in)
	if err != nil {
		d.Fatal(err)
	}
	return done.Record
}

// moved moves a lead on to a status that must be allowed.
func (d *door) moved(ctx context.Context, l *ent.Lead, to process.LeadStatus) *ent.Lead {
	d.Helper()
	done, err := d.ChangeLeadStatus(ctx, desk.ChangeLeadStatusInput{ID: l.ID, Version: l.Version, Status: to})
	if err != nil {
		d.Fatal(err)
	}
	return done.Record
}

func (d *door) qualifying(ctx context.Context, l *ent.Lead) *ent.Lead {
	d.Helper()
	return d.moved(ctx, d.moved(ctx, l, process.LeadStatusContacted), process.LeadStatusQualifying)
}

// A direct project allows 240 working minutes; people work from nine to six, but for an hour at noon.
func TestTheResponseClockOfALeadRunsInWorkingTime(t *testing.T) {
	doors(t, func(d *door) {
		if err := d.InstallCalendar(d.system); err != nil {
			t.Fatal(err)
		}
		ctx, _ := d.playing("seller", process.UserRoleSales)
		for name, c := range map[string]struct{ received, want string }{
			"in the morning":         {"2026-02-04T09:10:00+08:00", "2026-02-04T14:10:00+08:00"},
			"at night":               {"2026-02-04T23:00:00+08:00", "2026-02-05T14:00:00+08:00"},
			"before the weekend":     {"2026-02-06T17:00:00+08:00", "2026-02-09T12:00:00+08:00"},
			"in the spring festival": {"2026-02-18T10:00:00+08:00", "2026-02-24T14:00:00+08:00"},
			"on a made-up Saturday":  {"2026-02-28T09:00:00+08:00", "2026-02-28T14:00:00+08:00"},
		} {
			at := func(s string) time.Time {
				v, err := time.Parse(time.RFC3339, s)
				if err != nil {
					t.Fatal(err)
				}
				return v
			}
			l := d.lead(ctx, name, func(in *desk.CreateLeadInput) { in.ReceivedAt = pointer(at(c.received)) })
			if !l.RespondBy.Equal(at(c.want)) {
				t.Errorf("%s: answer by %s, want %s", name, l.RespondBy.In(d.Zone()), c.want)
			}
		}
	})
}

func TestALeadIsAnsweredQualifiedAndBecomesAnOpportunity(t *testing.T) {
	doors(t, func(d *door) {
		ctx, seller := d.playing("seller", process.UserRoleSales)
		l := d.lead(ctx, "青禾县人民医院", func(in *desk.CreateLeadInput) {
			in.OwnerID, in.ContactName, in.Phone, in.Text = &seller.ID, pointer("林远"), pointer("+86 138-0013-8000"), pointer("想换掉老旧的 HIS")
			in.CreditCode = pointer("91350100m000100y43")
		})
		if l.Phone != "13800138000" || l.CreditCode != "91350100M000100Y43" || l.RespondBy == nil || l.FirstResponseAt != nil {
			t.Fatalf("kept as %+v", l)
		}
		l = d.qualifying(ctx, l)
		if l.FirstResponseAt == nil {
			t.Error("the first contact does not stop the response clock")
		}
		done, err := d.ConvertLead(ctx, desk.ConvertLeadInput{ID: l.ID, Version: l.Version, Amount: pointer(int64(500_000_00))})
		d.want(err, "")
		o, err := d.Read(ctx).Opportunity.Get(ctx, *done.Record.OpportunityID)
		d.want(err, "")
		c, err := o.QueryCustomer().Only(ctx)
		d.want(err, "")
		people, err := c.QueryContacts().All(ctx)
		d.want(err, "")
		entries, err := o.QueryStageEntries().All(ctx)
		d.want(err, "")
		if c.Name != "青禾县人民医院" || *c.CreditCode != l.CreditCode || len(people) != 1 || len(entries) != 1 || *o.OwnerID != seller.ID || o.Description == "" {
			t.Errorf("became %+v of %+v with %v", o, c, people)
		}
		_, err = d.ConvertLead(ctx, desk.ConvertLeadInput{ID: l.ID, Version: done.Record.Version})
		d.want(err, "ILLEGAL_TRANSITION")
	})
}

func TestSeveralLeadsBecomePartOfOneOpportunity(t *testing.T) {
	doors(t, func(d *door) {
		ctx, _ := d.playing("seller", process.UserRoleSales)
		first, second := d.qualifying(ctx, d.lead(ctx, "Lantern Works")), d.qualifying(ctx, d.lead(ctx, "Lantern Works Ltd"))
		done, err := d.ConvertLead(ctx, desk.ConvertLeadInput{ID: first.ID, Version: first.Version})
		d.want(err, "")
		_, err = d.ConvertLead(ctx, desk.ConvertLeadInput{ID: second.ID, Version: second.Version, OpportunityID: done.Record.OpportunityID})
		d.want(err, "")
		o, err := d.Read(ctx).Opportunity.Get(ctx, *done.Record.OpportunityID)
		d.want(err, "")
		if n, err := o.QueryLeads().Count(ctx); err != nil || n != 2 {
			t.Errorf("%d leads (%v)", n, err)
		}
		third := d.qualifying(ctx, d.lead(ctx, "Lantern Works"))
		_, err = d.ConvertLead(ctx, desk.ConvertLeadInput{ID: third.ID, Version: third.Version, OpportunityID: pointer("opp_00000000000000000000000000")})
		d.want(err, "NOT_FOUND")
		_, err = d.ArchiveRecord(d.system, desk.RecordInput{ID: o.ID, Version: o.Version})
		d.want(err, "")
		_, err = d.ConvertLead(ctx, desk.ConvertLeadInput{ID: third.ID, Version: third.Version, OpportunityID: &o.ID})
		d.want(err, "CONFLICT")
	})
}

func TestDuplicatesAreFoundByNameCodeAndNumberAndMergedWithTheirHistory(t *testing.T) {
	doors(t, func(d *door) {
		ctx, _ := d.playing("seller", process.UserRoleSales)
		old := d.lead(ctx, "沧垣港务集团有限公司", func(in *desk.CreateLeadInput) {
			in.Phone, in.ReceivedAt = pointer("010-6655 4433"), pointer(d.now().Add(-48*time.Hour))
		})
		again := d.lead(ctx, "沧垣港务（集团）", func(in *desk.CreateLeadInput) { in.Email = pointer("ops@example.com") })
		d.lead(ctx, "沧垣水务集团有限公司")
		_, err := d.CreateCustomer(ctx, ent.CreateCustomerInput{Name: "沧垣港务"})
		d.want(err, "")
		found, err := d.Duplicates(ctx, pointer("沧垣港务集团"), nil, pointer("01066554433"), &again.ID)
		d.want(err, "")
		if len(found) != 2 || found[0].Record.(*ent.Lead).ID != old.ID || len(found[0].Fields) != 2 {
			t.Fatalf("found %d: %+v", len(found), found)
		}
		_, err = d.Duplicates(ctx, pointer(" ()"), nil, nil, nil)
		d.want(err, "VALIDATION_FAILED company")

		done, err := d.MergeLeads(ctx, desk.MergeLeadsInput{ID: again.ID, Version: again.Version, DuplicateID: old.ID, DuplicateVersion: old.Version})
		d.want(err, "")
		if got := done.Record; got.Phone != "01066554433" || got.Email != "ops@example.com" || !got.ReceivedAt.Equal(old.ReceivedAt) {
			t.Errorf("merged into %+v", got)
		}
		merged, err := d.Read(ctx).Lead.Get(ctx, old.ID)
		d.want(err, "")
		if merged.ArchivedAt == nil || *merged.MergedIntoID != again.ID {
			t.Errorf("the duplicate is %+v", merged)
		}
		feed, err := d.Changes(ctx, nil, nil, &old.ID)
		d.want(err, "")
		if len(feed.Changes) != 2 {
			t.Errorf("the duplicate keeps %d changes", len(feed.Changes))
		}
		_, err = d.MergeLeads(ctx, desk.MergeLeadsInput{ID: again.ID, Version: done.Record.Version, DuplicateID: again.ID, DuplicateVersion: done.Record.Version})
		d.want(err, "VALIDATION_FAILED duplicateID")
		_, err = d.MergeLeads(ctx, desk.MergeLeadsInput{ID: again.ID, Version: done.Record.Version, DuplicateID: old.ID, DuplicateVersion: merged.Version})
		d.want(err, "CONFLICT") // it is archived
	})
}

// Of 64 who take a lead out of the pool at once, one gets it, and the log has one row of it.
func TestOneOfManyClaimsALead(t *testing.T) {
	doors(t, func(d *door) {
		ctx, _ := d.playing("seller", process.UserRoleSales)
		l := d.lead(ctx, "Lantern Works", func(in *desk.CreateLeadInput) { in.Pool = pointer("华东") })
		var won atomic.Int32
		var all sync.WaitGroup
		for range 64 {
			all.Go(func() {
				switch _, err := d.ClaimLead(ctx, desk.ClaimLeadInput{ID: l.ID}); {
				case err == nil:
					won.Add(1)
				case process.CodeOf(err) != process.CodeConflict:
					t.Errorf("refused with %v", err)
				}
			})
		}
		all.Wait()
		feed, err := d.Changes(ctx, nil, nil, &l.ID)
		d.want(err, "")
		if won.Load() != 1 || len(feed.Changes) != 2 {
			t.Errorf("%d got it, the log has %d rows", won.Load(), len(feed.Changes))
		}
		now, err := d.Read(ctx).Lead.Get(ctx, l.ID)
		d.want(err, "")
		_, err = d.ReleaseLead(ctx, desk.ReleaseLeadInput{ID: l.ID, Version: now.Version})
		d.want(err, "VALIDATION_FAILED pool")
		_, err = d.ReleaseLead(ctx, desk.ReleaseLeadInput{ID: l.ID, Version: now.Version, Pool: "华东"})
		d.want(err, "")
	})
}

func TestBadLeadsAreRefused(t *testing.T) {
	doors(t, func(d *door) {
		ctx, _ := d.playing("seller", process.UserRoleSales)
		engineer, _ := d.playing("engineer", process.UserRoleSolutionEngineer)
		for name, c := range map[string]struct {
			by      context.Context
			change  func(*desk.CreateLeadInput)
			refusal string
		}{
			"no name":               {ctx, func(in *desk.CreateLeadInput) { in.Company = pointer("  ") }, "VALIDATION_FAILED company"},
			"a bad credit code":     {ctx, func(in *desk.CreateLeadInput) { in.CreditCode = pointer("123") }, "VALIDATION_FAILED creditCode"},
			"U+0000":                {ctx, func(in *desk.CreateLeadInput) { in.Text = pointer("a\x00") }, "VALIDATION_FAILED text"},
			"an owner of no kind":   {ctx, func(in *desk.CreateLeadInput) { in.OwnerID = pointer("nobody") }, "VALIDATION_FAILED ownerID"},
			"an owner who is none":  {ctx, func(in *desk.CreateLeadInput) { in.OwnerID = pointer("usr_00000000000000000000000000") }, "NOT_FOUND"},
			"a role without rights": {engineer, func(*desk.CreateLeadInput) {}, "FORBIDDEN"},
		} {
			t.Run(name, func(*testing.T) {
				in := desk.CreateLeadInput{LeadFields: desk.LeadFields{Company: pointer("Lantern Works")}}
				c.change(&in)
				_, err := d.CreateLead(c.by, in)
				d.want(err, c.refusal)
			})
		}
		l := d.lead(ctx, "Lantern Works")
		_, err := d.UpdateLead(ctx, desk.UpdateLeadInput{ID: l.ID, Version: 7})
		d.want(err, "CONFLICT")
		_, err = d.ChangeLeadStatus(ctx, desk.ChangeLeadStatusInput{ID: l.ID, Version: l.Version, Status: process.LeadStatusConverted})
		d.want(err, "ILLEGAL_TRANSITION")
		l = d.qualifying(ctx, l)
		_, err = d.ChangeLeadStatus(ctx, desk.ChangeLeadStatusInput{ID: l.ID, Version: l.Version, Status: process.LeadStatusDisqualified})
		d.want(err, "VALIDATION_FAILED reason")
	})
}
