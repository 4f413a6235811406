package desk_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

func TestATaskBelongsToOneOpportunity(t *testing.T) {
	crews(t, func(c *crew) {
		a, b := c.opportunity("甲", "mei"), c.opportunity("乙", "mei")
		plan := did(c, ent.CreateProposalInput{Title: "方案", OpportunityID: &a.ID}, c.CreateProposal)
		archived := did(c, ent.CreateProposalInput{Title: "旧", OpportunityID: &a.ID}, c.CreateProposal)
		_, err := c.ArchiveRecord(c.system, desk.RecordInput{ID: archived.ID, Version: archived.Version})
		c.want(err, "")
		bo := c.by("bo")
		task := does(c, bo, ent.CreateTaskInput{Title: "提纲", ProposalID: &plan.ID}, c.CreateTask)
		if task.OpportunityID == nil || *task.OpportunityID != a.ID {
			c.Errorf("a task of a plan belongs to %v", task.OpportunityID)
		}
		does(c, bo, ent.CreateTaskInput{Title: "提纲", ProposalID: &plan.ID, OpportunityID: &a.ID}, c.CreateTask)
		does(c, bo, ent.CreateTaskInput{Title: "杂务"}, c.CreateTask)
		refuses(c, "VALIDATION_FAILED proposalID", bo, ent.CreateTaskInput{Title: "提纲", ProposalID: &plan.ID, OpportunityID: &b.ID}, c.CreateTask)
		refuses(c, "CONFLICT proposalID", bo, ent.CreateTaskInput{Title: "提纲", ProposalID: &archived.ID}, c.CreateTask)
		refuses(c, "VALIDATION_FAILED opportunityID", bo, ent.CreateTaskInput{Title: "提纲", OpportunityID: &plan.ID}, c.CreateTask)
		refuses(c, "VALIDATION_FAILED opportunityID", bo, ent.UpdateTaskInput{ID: task.ID, Version: 1, OpportunityID: pointer("nonsense")}, c.UpdateTask)
		refuses(c, "VALIDATION_FAILED proposalID", bo, ent.UpdateTaskInput{ID: task.ID, Version: 1, OpportunityID: &b.ID}, c.UpdateTask)
		moved := does(c, bo, ent.UpdateTaskInput{ID: task.ID, Version: 1, OpportunityID: &b.ID, ClearProposal: true}, c.UpdateTask)
		if *moved.OpportunityID != b.ID || moved.ProposalID != nil {
			c.Errorf("moved to %v", moved)
		}
	})
}

func TestTaskAndRiskStatusesOverAllPairs(t *testing.T) {
	crews(t, func(c *crew) {
		bo, o := c.by("bo"), c.opportunity("甲", "mei")
		for _, from := range process.TaskStatus("").Values() {
			for _, to := range process.TaskStatus("").Values() {
				task := did(c, ent.CreateTaskInput{Title: from + to}, c.CreateTask)
				c.write(func(ctx context.Context, tx *ent.Tx, _ func(process.Entity) string) error {
					return tx.Task.UpdateOneID(task.ID).SetStatus(process.TaskStatus(from)).Exec(ctx)
				})
				legal := process.CheckTaskStatus(process.TaskStatus(from), process.TaskStatus(to)) == nil
				done, err := c.ChangeTaskStatus(bo, desk.ChangeTaskStatusInput{ID: task.ID, Version: 2, Status: process.TaskStatus(to)})
				if legal != (err == nil) || !legal && process.CodeOf(err) != process.CodeIllegalTransition {
					c.Errorf("task from %s to %s: %v", from, to, err)
				}
				if err == nil && (done.Record.DoneAt != nil) != (to == "DONE") {
					c.Errorf("task from %s to %s is done at %v", from, to, done.Record.DoneAt)
				}
			}
		}
		for _, from := range process.RiskStatus("").Values() {
			for _, to := range process.RiskStatus("").Values() {
				risk := did(c, ent.CreateRiskInput{Title: from + to, OpportunityID: o.ID}, c.CreateRisk)
				c.write(func(ctx context.Context, tx *ent.Tx, _ func(process.Entity) string) error {
					return tx.Risk.UpdateOneID(risk.ID).SetStatus(process.RiskStatus(from)).Exec(ctx)
				})
				legal := process.CheckRiskStatus(process.RiskStatus(from), process.RiskStatus(to), "备选供应商") == nil
				done, err := c.ChangeRiskStatus(bo, desk.ChangeRiskStatusInput{ID: risk.ID, Version: 2, Status: process.RiskStatus(to), Response: pointer("备选供应商")})
				if legal != (err == nil) || !legal && process.CodeOf(err) != process.CodeIllegalTransition {
					c.Errorf("risk from %s to %s: %v", from, to, err)
				}
				if err == nil && ((done.Record.ClosedAt != nil) != (to == "CLOSED") || done.Record.Response != "备选供应商") {
					c.Errorf("risk from %s to %s: %v", from, to, done.Record)
				}
			}
		}
		risk := did(c, ent.CreateRiskInput{Title: "x", OpportunityID: o.ID}, c.CreateRisk)
		refuses(c, "VALIDATION_FAILED response", bo, desk.ChangeRiskStatusInput{ID: risk.ID, Version: 1, Status: process.RiskStatusClosed}, c.ChangeRiskStatus)
		refuses(c, "CONFLICT", bo, desk.ChangeRiskStatusInput{ID: risk.ID, Version: 7, Status: process.RiskStatusOccurred}, c.ChangeRiskStatus)
		refuses(c, "FORBIDDEN", c.by("fin"), desk.ChangeRiskStatusInput{ID: risk.ID, Version: 1, Status: process.RiskStatusOccurred}, c.ChangeRiskStatus)
	})
}

func TestTimeIsRecordedHonestly(t *testing.T) {
	crews(t, func(c *crew) {
		c.shanghai("2026-03-03 00:30") // in UTC still the second
		today, bo := time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC), c.by("bo")
		entry := func(who string, day time.Time, minutes int) ent.CreateTimeEntryInput {
			return ent.CreateTimeEntryInput{UserID: *c.id(who), Day: day, Minutes: minutes}
		}
		first := does(c, bo, entry("bo", today, 600), c.CreateTimeEntry)
		refuses(c, "FORBIDDEN", bo, entry("dan", today, 60), c.CreateTimeEntry)
		does(c, c.by("lin"), entry("bo", today, 800), c.CreateTimeEntry)
		refuses(c, "VALIDATION_FAILED minutes", bo, entry("bo", today, 41), c.CreateTimeEntry)
		refuses(c, "VALIDATION_FAILED day", bo, entry("bo", today.AddDate(0, 0, 1), 60), c.CreateTimeEntry)
		refuses(c, "VALIDATION_FAILED minutes", bo, entry("bo", today.AddDate(0, 0, -1), 0), c.CreateTimeEntry)
		refuses(c, "VALIDATION_FAILED minutes", bo, entry("bo", today.AddDate(0, 0, -1), -5), c.CreateTimeEntry)
		refuses(c, "VALIDATION_FAILED minutes", bo, entry("bo", today.AddDate(0, 0, -1), 1441), c.CreateTimeEntry)
		refuses(c, "VALIDATION_FAILED userID", bo, ent.CreateTimeEntryInput{UserID: "x", Day: today, Minutes: 1}, c.CreateTimeEntry)
		does(c, bo, entry("bo", today, 40), c.CreateTimeEntry)
		// A change counts what it replaces once.
		does(c, bo, ent.UpdateTimeEntryInput{ID: first.ID, Version: 1, Minutes: pointer(599), Activity: pointer("x")}, c.UpdateTimeEntry)
		refuses(c, "VALIDATION_FAILED minutes", bo, ent.UpdateTimeEntryInput{ID: first.ID, Version: 2, Minutes: pointer(601)}, c.UpdateTimeEntry)
		refuses(c, "FORBIDDEN", c.by("dan"), ent.UpdateTimeEntryInput{ID: first.ID, Version: 2, UserID: c.id("dan")}, c.UpdateTimeEntry)
		refuses(c, "FORBIDDEN", bo, ent.UpdateTimeEntryInput{ID: first.ID, Version: 2, UserID: c.id("dan")}, c.UpdateTimeEntry)
		refuses(c, "CONFLICT", bo, ent.UpdateTimeEntryInput{ID: first.ID, Version: 1, Minutes: pointer(1)}, c.UpdateTimeEntry)
		// The time of a task is time of its opportunity.
		a, b := c.opportunity("甲", "mei"), c.opportunity("乙", "mei")
		task := did(c, ent.CreateTaskInput{Title: "提纲", OpportunityID: &a.ID}, c.CreateTask)
		yesterday := entry("bo", today.AddDate(0, 0, -1), 60)
		yesterday.TaskID = &task.ID
		if e := does(c, bo, yesterday, c.CreateTimeEntry); e.OpportunityID == nil || *e.OpportunityID != a.ID {
			c.Errorf("the time went to %v", e.OpportunityID)
		}
		yesterday.OpportunityID = &b.ID
		refuses(c, "VALIDATION_FAILED taskID", bo, yesterday, c.CreateTimeEntry)
	})
}

func TestOfManyEntriesThatFillADayOnlyWhatFitsGoesIn(t *testing.T) {
	crews(t, func(c *crew) {
		day := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
		won := c.race(func(int) error {
			_, err := c.CreateTimeEntry(c.by("bo"), ent.CreateTimeEntryInput{UserID: *c.id("bo"), Day: day, Minutes: 480})
			return err
		}, process.CodeValidationFailed)
		if sum := c.text(fmt.Sprintf(`SELECT CAST(SUM(minutes) AS bigint) FROM time_entries WHERE user_id = '%s'`, *c.id("bo"))); won != 3 || sum != "1440" {
			c.Errorf("%d entries of eight hours fit into a day, %s minutes", won, sum)
		}
	})
}
