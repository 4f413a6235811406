package desk_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/page"
	"bidwell/ent/store"
	"bidwell/process"
)

// busy makes an opportunity on which everything waits for somebody.
func (c *crew) busy() {
	c.Helper()
	c.shanghai("2026-03-02 10:00")
	o := did(c, ent.CreateOpportunityInput{Name: "栖桐大学等保", OwnerID: c.id("mei"), PresalesLeadID: c.id("bo")}, c.CreateOpportunity)
	day := func(d int) *time.Time { return pointer(time.Date(2026, 3, d, 8, 0, 0, 0, time.UTC)) }
	did(c, ent.CreateTaskInput{Title: "任务", OwnerID: c.id("bo"), DueAt: day(5), OpportunityID: &o.ID}, c.CreateTask)
	did(c, ent.CreateTaskInput{Title: "无期", OwnerID: c.id("bo")}, c.CreateTask)
	did(c, ent.CreateTaskInput{Title: "逾期", OwnerID: c.id("bo"), DueAt: day(1)}, c.CreateTask)
	p := did(c, ent.CreateProposalInput{Title: "方案", OpportunityID: &o.ID}, c.CreateProposal)
	did(c, ent.CreateAuthorityRuleInput{Type: process.ApprovalTypePrice, Role: process.UserRolePresalesConsultant}, c.CreateAuthorityRule)
	c.support("mei", desk.CreateSupportRequestInput{Title: "支持", AssigneeID: c.id("bo")})
	c.support("mei", desk.CreateSupportRequestInput{Title: "待分派"})
	waiting := c.support("bo", desk.CreateSupportRequestInput{Title: "待补充", AssigneeID: c.id("dan")})
	does(c, c.by("dan"), step(waiting), c.WaitForRequester)
	c.write(func(ctx context.Context, tx *ent.Tx, id func(process.Entity) string) error {
		template, err := tx.ProcessTemplate.Create().SetID(id(ent.TypeProcessTemplate)).SetCode("T").SetNumber(1).SetName("招标").SetDefinition(process.TemplateDefinition{
			Gates: []process.GateDef{{Kind: process.GateKindPursuit, Deciders: []process.UserRole{process.UserRolePresalesConsultant}}},
		}).Save(ctx)
		if err != nil {
			return err
		}
		gate := tx.Gate.Create().SetID(id(ent.TypeGate)).SetOpportunityID(o.ID).SetKind(process.GateKindPursuit).SetStage(process.OpportunityStageIntake).
			SetStatus(process.GateStatusOpen).SetScheduledFor(*day(9)).SaveX(ctx)
		lesson := tx.Lesson.Create().SetID(id(ent.TypeLesson)).SetTitle("经验").SaveX(ctx)
		version := tx.ProposalVersion.Query().OnlyX(ctx)
		section := func(title string, s process.SectionStatus, position int) *ent.ProposalSectionCreate {
			return tx.ProposalSection.Create().SetID(id(ent.TypeProposalSection)).SetProposalID(p.ID).SetProposalVersionID(version.ID).SetPosition(position).SetTitle(title).SetStatus(s)
		}
		for _, save := range []func() error{
			func() error { return tx.Opportunity.UpdateOneID(o.ID).SetTemplateID(template.ID).Exec(ctx) },
			func() error {
				return tx.LessonExposure.Create().SetID(id(ent.TypeLessonExposure)).SetGateID(gate.ID).SetLessonID(lesson.ID).SetOpportunityID(o.ID).SetRank(1).SetScore(1).Exec(ctx)
			},
			func() error {
				return section("章节", process.SectionStatusDrafting, 0).SetOwnerID(*c.id("bo")).SetDueAt(*day(6)).Exec(ctx)
			},
			func() error {
				return section("审核", process.SectionStatusInReview, 1).SetReviewerID(*c.id("bo")).SetDueAt(*day(7)).Exec(ctx)
			},
			func() error {
				return section("就绪", process.SectionStatusReady, 2).SetOwnerID(*c.id("bo")).SetDueAt(*day(7)).Exec(ctx)
			},
			func() error {
				return tx.Finding.Create().SetID(id(ent.TypeFinding)).SetOpportunityID(o.ID).SetText("问题\n细节").SetOwnerID(*c.id("bo")).SetDueAt(*day(8)).Exec(ctx)
			},
			func() error {
				return tx.Approval.Create().SetID(id(ent.TypeApproval)).SetType(process.ApprovalTypePrice).SetSubjectID(o.ID).SetOpportunityID(o.ID).SetReason("审批").SetRequestedByID(*c.id("mei")).Exec(ctx)
			},
			func() error {
				return tx.Approval.Create().SetID(id(ent.TypeApproval)).SetType(process.ApprovalTypePrice).SetSubjectID(o.ID).SetOpportunityID(o.ID).SetReason("自己的").SetRequestedByID(*c.id("bo")).Exec(ctx)
			},
			func() error {
				return tx.Commitment.Create().SetID(id(ent.TypeCommitment)).SetOpportunityID(o.ID).SetText("承诺").SetOwnerID(*c.id("bo")).SetDueOn(time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)).Exec(ctx)
			},
			func() error {
				return tx.Clarification.Create().SetID(id(ent.TypeClarification)).SetOpportunityID(o.ID).SetIssuedAt(*day(2)).SetNumber("补遗").SetText("延期").SetNewDeadline(*day(20)).Exec(ctx)
			},
		} {
			if err := save(); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestEverythingThatWaitsForSomebodyIsInTheirWork(t *testing.T) {
	crews(t, func(c *crew) {
		c.busy()
		list := func(name string, until *time.Time) (lines []string) {
			c.Helper()
			work, err := c.MyWork(c.by(name), pointer(100), nil, until)
			c.want(err, "")
			for _, item := range work.Items {
				mark := ""
				if item.Overdue {
					mark = " !"
				}
				lines = append(lines, fmt.Sprintf("%s %s%s", item.Part, item.Title, mark))
			}
			return lines
		}
		want := []string{
			"RESPONSIBLE 逾期 !", "RESPONSIBLE 承诺", "RESPONSIBLE 支持", "CONSULTED 待补充", "RESPONSIBLE 任务", "RESPONSIBLE 章节", "CONSULTED 审核", "RESPONSIBLE 问题",
			"ACCOUNTABLE 栖桐大学等保", "CONSULTED 经验", "INFORMED 补遗", "RESPONSIBLE 无期", "ACCOUNTABLE 审批",
		}
		got := list("bo", nil)
		// The gate and the lesson shown at it are due together; what has no date stands last: both in the order of ids.
		for _, pair := range []int{8, 11} {
			slices.Sort(got[pair : pair+2])
			slices.Sort(want[pair : pair+2])
		}
		if !slices.Equal(got, want) {
			c.Errorf("bo's work:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if got := list("bo", pointer(time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC))); len(got) != 3 {
			c.Errorf("until Tuesday: %q", got)
		}
		if got := list("mei", nil); !slices.Contains(got, "INFORMED 补遗") || !slices.Contains(got, "CONSULTED 经验") || len(got) != 2 {
			c.Errorf("mei's work: %q", got)
		}
		if got := list("lin", nil); !slices.Equal(got, []string{"ACCOUNTABLE 待分派"}) {
			c.Errorf("the presales manager's work: %q", got)
		}
		for _, name := range []string{"fin", "pat", "aud"} {
			if got := list(name, nil); len(got) != 0 {
				c.Errorf("%s's work: %q", name, got)
			}
		}
		// When the opportunity comes to nothing, what belongs to it waits for nobody.
		o, err := c.Read(c.system).Opportunity.Query().Only(c.system)
		c.want(err, "")
		did(c, desk.CloseOpportunityInput{ID: o.ID, Version: o.Version, Status: process.OpportunityStatusLost, LossReason: pointer(process.LossReasonPrice)}, c.CloseOpportunity)
		for _, gone := range []string{"RESPONSIBLE 任务", "RESPONSIBLE 问题", "INFORMED 补遗", "ACCOUNTABLE 审批"} {
			if slices.Contains(list("bo", nil), gone) {
				c.Errorf("%s waits although the opportunity is lost", gone)
			}
		}
		// A commitment is late when its day is over, where the organisation is.
		_, err = c.ReopenOpportunity(c.system, desk.ReopenOpportunityInput{ID: o.ID, Version: o.Version + 1, Reason: "x"})
		c.want(err, "")
		c.shanghai("2026-03-02 23:59")
		if slices.Contains(list("bo", nil), "RESPONSIBLE 承诺 !") {
			c.Error("the commitment is late on its day")
		}
		c.shanghai("2026-03-03 00:01")
		if !slices.Contains(list("bo", nil), "RESPONSIBLE 承诺 !") {
			c.Error("the commitment is not late after its day")
		}
	})
}

func TestPagesOfWorkMakeTheWhole(t *testing.T) {
	crews(t, func(c *crew) {
		c.busy()
		for i := range 7 { // several at one time, several without
			due := pointer(time.Date(2026, 3, 5, 8, 0, 0, 0, time.UTC))
			if i%2 == 0 {
				due = nil
			}
			did(c, ent.CreateTaskInput{Title: fmt.Sprint("同时", i), OwnerID: c.id("bo"), DueAt: due}, c.CreateTask)
		}
		whole, err := c.MyWork(c.by("bo"), pointer(100), nil, nil)
		c.want(err, "")
		for _, size := range []int{1, 3, 20} {
			var ids []string
			var after *page.Cursor
			for {
				part, err := c.MyWork(c.by("bo"), &size, after, nil)
				c.want(err, "")
				for _, item := range part.Items {
					ids = append(ids, item.RecordID)
				}
				if !part.HasMore {
					break
				}
				// As it comes back from a client.
				var wire strings.Builder
				part.EndCursor.MarshalGQL(&wire)
				after = new(page.Cursor)
				c.want(after.UnmarshalGQL(strings.Trim(wire.String(), `"`)), "")
			}
			for i, item := range whole.Items {
				if i >= len(ids) || ids[i] != item.RecordID {
					c.Fatalf("in pages of %d the entry %d is another", size, i)
				}
			}
			if len(ids) != len(whole.Items) {
				c.Errorf("pages of %d give %d of %d", size, len(ids), len(whole.Items))
			}
		}
		for name, call := range map[string]struct {
			first   *int
			after   *page.Cursor
			refusal string
		}{
			"a cursor of another list": {nil, &page.Cursor{Order: "NAME", Value: "x", ID: "opp_1"}, "VALIDATION_FAILED after"},
			"too many":                 {pointer(101), nil, "VALIDATION_FAILED first"},
			"less than none":           {pointer(-1), nil, "VALIDATION_FAILED first"},
		} {
			_, err := c.MyWork(c.by("bo"), call.first, call.after, nil)
			if c.want(err, call.refusal); c.Failed() {
				c.Fatal(name)
			}
		}
		_, err = c.MyWork(c.Context(), nil, nil, nil)
		c.want(err, "UNAUTHENTICATED")
	})
}

func TestWorkTakesTheSameStatementsHoweverMuchItIs(t *testing.T) {
	crews(t, func(c *crew) {
		statements := func() int {
			ctx, counter := store.CountStatements(c.by("bo"))
			_, err := c.MyWork(ctx, pointer(100), nil, nil)
			c.want(err, "")
			return counter.N()
		}
		before := statements()
		c.busy()
		if after := statements(); before != after || after > 4 { // authority, templates, absences, the work
			c.Errorf("%d statements without work, %d with", before, after)
		}
	})
}

func TestWorkloadIsSeenByThoseWhoLead(t *testing.T) {
	crews(t, func(c *crew) {
		c.shanghai("2026-03-02 10:00")
		top := did(c, ent.CreateTeamInput{Name: "售前"}, c.CreateTeam)
		sub := did(c, ent.CreateTeamInput{Name: "方案组", ParentID: &top.ID, LeadID: c.id("kim")}, c.CreateTeam)
		other := did(c, ent.CreateTeamInput{Name: "法务"}, c.CreateTeam)
		for name, team := range map[string]string{"bo": sub.ID, "dan": top.ID, "eve": other.ID} {
			did(c, ent.UpdateUserInput{ID: *c.id(name), Version: 1, TeamID: &team, WeeklyHours: pointer(20)}, c.UpdateUser)
		}
		did(c, ent.CreateTaskInput{Title: "本周", OwnerID: c.id("bo"), EstimateMinutes: pointer(90), DueAt: pointer(c.now().Add(time.Hour))}, c.CreateTask)
		did(c, ent.CreateTaskInput{Title: "无期", OwnerID: c.id("bo"), EstimateMinutes: pointer(30)}, c.CreateTask)
		did(c, ent.CreateTaskInput{Title: "下月", OwnerID: c.id("bo"), EstimateMinutes: pointer(1000), DueAt: pointer(c.now().AddDate(0, 1, 0))}, c.CreateTask)
		c.support("mei", desk.CreateSupportRequestInput{AssigneeID: c.id("bo")})
		did(c, ent.CreateTimeEntryInput{UserID: *c.id("bo"), Day: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), Minutes: 75}, c.CreateTimeEntry)
		did(c, ent.CreateTimeEntryInput{UserID: *c.id("bo"), Day: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), Minutes: 500}, c.CreateTimeEntry)
		monday, next := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC)
		names := func(by string, team *string, refusal string) (all []string) {
			c.Helper()
			loads, err := c.Workload(c.by(by), monday, next, team)
			c.want(err, refusal)
			for _, l := range loads {
				all = append(all, l.User.Name)
				if l.User.Name != "bo" {
					continue
				}
				if l.OpenTasks != 2 || l.EstimateMinutes != 120 || l.SupportRequests != 1 || l.LoggedMinutes != 75 || l.CapacityMinutes != 1200 {
					c.Errorf("bo: %+v", l)
				}
			}
			return all
		}
		for _, row := range []struct {
			by      string
			team    *string
			refusal string
			want    []string
		}{
			{"bo", nil, "", []string{"bo"}},
			{"kim", nil, "", []string{"bo", "kim"}},
			{"kim", &sub.ID, "", []string{"bo"}},
			{"kim", &top.ID, "FORBIDDEN", nil},
			{"bo", &sub.ID, "FORBIDDEN", nil},
			{"lin", &top.ID, "", []string{"bo", "dan"}},
			{"lin", &other.ID, "", []string{"eve"}},
			{"lin", nil, "", []string{"ada", "aud", "bo", "dan", "eve", "fin", "kim", "lin", "mei", "pat"}},
			{"lin", pointer("tea_" + strings.Repeat("0", 26)), "NOT_FOUND", nil},
		} {
			if got := names(row.by, row.team, row.refusal); !slices.Equal(got, row.want) {
				c.Errorf("%s sees %q, want %q", row.by, got, row.want)
			}
		}
		festival, err := c.Workload(c.by("bo"), time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 10, 8, 0, 0, 0, 0, time.UTC), nil)
		c.want(err, "")
		if festival[0].CapacityMinutes != 0 {
			c.Errorf("%d minutes on National Day", festival[0].CapacityMinutes)
		}
		_, err = c.Workload(c.by("bo"), next, monday, nil)
		c.want(err, "VALIDATION_FAILED to")
		_, err = c.Workload(c.by("bo"), monday, monday.AddDate(2, 0, 0), nil)
		c.want(err, "VALIDATION_FAILED to")
		_, err = c.Workload(c.Context(), monday, next, nil)
		c.want(err, "UNAUTHENTICATED")
	})
}
