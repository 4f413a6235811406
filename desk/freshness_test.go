package desk_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/reuseedge"
	"bidwell/process"
)

// verified has somebody verify an item.
func (o *office) verified(by colleague, c *ent.ContentItem) *ent.ContentItem {
	o.Helper()
	return done[ent.ContentItem](o)(o.ChangeVerifyState(by.ctx, desk.ChangeVerifyStateInput{ID: c.ID, Version: o.known(c).Version, State: process.VerifyStateVerified}))
}

// known reads an item as it is now.
func (o *office) known(c *ent.ContentItem) *ent.ContentItem {
	o.Helper()
	now, err := o.Read(o.system).ContentItem.Get(o.system, c.ID)
	o.must(err)
	return now
}

// days lets days go by, and has the server look around.
func (o *office) days(n int) {
	o.Helper()
	o.mu.Lock()
	o.clock = o.clock.AddDate(0, 0, n)
	o.mu.Unlock()
	o.must(o.Sweep(o.Context()))
}

func TestVerifiedItemsComeDueAndExpire(t *testing.T) {
	offices(t, func(o *office) {
		keeper := o.person("keeper", process.UserRoleProduct)
		c := done[ent.ContentItem](o)(o.CreateContentItem(keeper.ctx, ent.CreateContentItemInput{
			Title: "供电范本", Kind: new(process.ContentKindSection), Body: new("双回路供电"), OwnerID: &keeper.id, ReviewEveryDays: new(90),
		}))
		c = o.verified(keeper, c)
		if c.VerifiedByID == nil || *c.VerifiedByID != keeper.id || c.ReviewOn == nil || !c.ReviewOn.Equal(time.Date(2026, 5, 31, 0, 0, 0, 0, time.UTC)) {
			t.Fatalf("verified on the second of March for 90 days: %+v", c)
		}
		told := func() string {
			all, err := o.Read(o.system).Notification.Query().Order(ent.Asc("id")).All(o.system)
			o.must(err)
			var kinds []string
			for _, n := range all {
				if n.SubjectID == c.ID {
					kinds = append(kinds, string(n.Kind)+" "+n.UserID)
				}
			}
			return strings.Join(kinds, ", ")
		}
		work := func() int {
			page, err := o.MyWork(keeper.ctx, nil, nil, nil)
			o.must(err)
			return len(page.Items)
		}
		for _, step := range []struct {
			days, waits int
			want        process.VerifyState
			told        string
		}{
			{89, 0, process.VerifyStateVerified, ""},
			{1, 1, process.VerifyStateDue, "DUE " + keeper.id},
			{29, 1, process.VerifyStateDue, "DUE " + keeper.id},
			{1, 1, process.VerifyStateExpired, "DUE " + keeper.id + ", OVERDUE " + keeper.id},
			{400, 1, process.VerifyStateExpired, "DUE " + keeper.id + ", OVERDUE " + keeper.id},
		} {
			o.days(step.days)
			if now := o.known(c); now.VerifyState != step.want || told() != step.told || work() != step.waits {
				t.Errorf("%s with %d waiting, told %q; want %s with %d, told %q", now.VerifyState, work(), told(), step.want, step.waits, step.told)
			}
		}
		c = o.verified(keeper, c)
		if c.ReviewOn.Before(o.now()) || work() != 0 {
			t.Errorf("verified anew it is due %s, %d waiting", c.ReviewOn, work())
		}
		edit := func(in ent.UpdateContentItemInput) *ent.ContentItem {
			in.ID, in.Version = c.ID, o.known(c).Version
			return done[ent.ContentItem](o)(o.UpdateContentItem(keeper.ctx, in))
		}
		if now := edit(ent.UpdateContentItemInput{ReviewEveryDays: new(30)}); now.VerifyState != process.VerifyStateVerified || !now.ReviewOn.Equal(c.ReviewOn.AddDate(0, 0, -60)) {
			t.Errorf("a shorter interval: %+v", now)
		}
		if now := edit(ent.UpdateContentItemInput{Tags: []string{"电力"}, Body: new("双回路供电")}); now.VerifyState != process.VerifyStateVerified {
			t.Errorf("the same text with a tag is %s", now.VerifyState)
		}
		if now := edit(ent.UpdateContentItemInput{Body: new("三回路供电")}); now.VerifyState != process.VerifyStateUnverified || now.VerifiedAt != nil || now.ReviewOn != nil {
			t.Errorf("another text: %+v", now)
		}
	})
}

func TestExpiredTextKeepsAProposalFromBeingApproved(t *testing.T) {
	offices(t, func(o *office) {
		writer, manager := o.person("writer", process.UserRolePresalesConsultant), o.person("manager", process.UserRolePresalesManager)
		item := o.item("供电范本", "采用双回路供电")
		item = o.verified(manager, item)
		p := done[ent.Proposal](o)(o.CreateProposal(writer.ctx, ent.CreateProposalInput{Title: "方案"}))
		s := o.chapter(writer.ctx, p, 0, "供电", "")
		edge := done[ent.ReuseEdge](o)(o.InsertFromLibrary(writer.ctx, desk.InsertFromLibraryInput{SectionID: &s.ID, Version: &s.Version, SourceID: item.ID, Mode: process.ReuseModeAdapted}))
		done[ent.Proposal](o)(o.RequestReview(writer.ctx, desk.RecordInput{ID: p.ID, Version: 1}))
		o.days(1000)
		approve := func() desk.Written[ent.Proposal] {
			now, err := o.Read(o.system).Proposal.Get(o.system, p.ID)
			o.must(err)
			w, err := o.ApproveProposal(manager.ctx, desk.RecordInput{ID: p.ID, Version: now.Version})
			o.must(err)
			return w
		}
		blocked := approve()
		if len(blocked.Blockers) != 1 || *blocked.Blockers[0] != (process.Blocker{Code: process.BlockerCodeSourceExpired, RecordID: edge.ID, Subject: "供电范本"}) || blocked.Record != nil {
			t.Fatalf("approved with expired text: %+v", blocked)
		}
		waive := func(by colleague, reason string) error {
			_, err := o.WaiveSource(by.ctx, desk.WaiveSourceInput{ID: edge.ID, Version: 1, Reason: reason})
			return err
		}
		o.refused("by who took it", waive(writer, "仍然有效"), "FORBIDDEN")
		o.refused("without a reason", waive(manager, "  "), "VALIDATION_FAILED reason")
		o.refused("with a reason", waive(manager, "仍然有效"), "")
		o.refused("once more at the same version", waive(manager, "仍然有效"), "CONFLICT")
		if done := approve(); done.Record == nil || done.Record.Status != process.ProposalStatusApproved {
			t.Errorf("not approved with a waiver: %+v", done)
		}
	})
}

func TestWhoTookAnExpiredTextDoesNotWaiveItInALaterVersion(t *testing.T) {
	offices(t, func(o *office) {
		lead, other := o.person("lead", process.UserRolePresalesManager), o.person("other", process.UserRolePresalesManager)
		third := o.person("third", process.UserRolePresalesManager)
		item := o.verified(other, o.item("供电范本", "采用双回路供电"))
		p := done[ent.Proposal](o)(o.CreateProposal(lead.ctx, ent.CreateProposalInput{Title: "方案"}))
		s := o.chapter(lead.ctx, p, 0, "供电", "")
		done[ent.ReuseEdge](o)(o.InsertFromLibrary(lead.ctx, desk.InsertFromLibraryInput{SectionID: &s.ID, Version: &s.Version, SourceID: item.ID, Mode: process.ReuseModeVerbatim}))
		done[ent.ProposalVersion](o)(o.CreateProposalVersion(other.ctx, desk.CreateProposalVersionInput{ProposalID: p.ID}))
		o.days(1000)
		copied, err := o.Read(o.system).ReuseEdge.Query().Where(reuseedge.SourceID(item.ID)).Order(ent.Desc(reuseedge.FieldID)).First(o.system)
		o.must(err)
		waive := func(ctx context.Context) error {
			_, err := o.WaiveSource(ctx, desk.WaiveSourceInput{ID: copied.ID, Version: copied.Version, Reason: "仍然有效"})
			return err
		}
		o.refused("by who took it", waive(lead.ctx), "FORBIDDEN")
		o.refused("by who began the version", waive(other.ctx), "FORBIDDEN")
		reads := desk.WithViewer(t.Context(), &process.Viewer{UserID: third.id, Role: process.UserRolePresalesManager, Scope: process.TokenScopeRead})
		o.refused("with a credential that only reads", waive(reads), "FORBIDDEN")
		o.refused("by a third", waive(third.ctx), "")
	})
}
