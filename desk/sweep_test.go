package desk_test

import (
	"context"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// swept moves the clock and sweeps twice: the second time must tell nothing new.
func (c *crew) swept(at string) {
	c.Helper()
	c.shanghai(at)
	for range 2 {
		c.want(c.Sweep(c.Context()), "")
	}
}

func TestWhatIsDueIsRememberedOnceBeforeAndOnceAfter(t *testing.T) {
	crews(t, func(c *crew) {
		c.shanghai("2026-02-13 10:00")
		due := time.Date(2026, 2, 24, 2, 0, 0, 0, time.UTC) // 10:00, the first day after Spring Festival
		task := did(c, ent.CreateTaskInput{Title: "标书", DueAt: &due}, c.CreateTask)
		c.write(func(ctx context.Context, tx *ent.Tx, _ func(process.Entity) string) error {
			return tx.Task.UpdateOneID(task.ID).SetOwnerID(*c.id("bo")).Exec(ctx)
		})
		c.wantTold("bo", "ASSIGNED 标书")
		c.swept("2026-02-14 09:59") // a working day and a minute before
		c.wantTold("bo", "ASSIGNED 标书")
		c.swept("2026-02-14 10:00")
		c.wantTold("bo", "ASSIGNED 标书", "DUE 标书")
		c.swept("2026-02-24 10:00")
		c.wantTold("bo", "ASSIGNED 标书", "DUE 标书")
		c.swept("2026-02-24 10:01")
		c.wantTold("bo", "ASSIGNED 标书", "DUE 标书", "OVERDUE 标书")
		c.swept("2026-03-20 10:00")
		c.wantTold("bo", "ASSIGNED 标书", "DUE 标书", "OVERDUE 标书")
		// Another date is another reminder; a task that is done reminds nobody.
		next := time.Date(2026, 3, 23, 2, 0, 0, 0, time.UTC)
		moved := does(c, c.by("bo"), ent.UpdateTaskInput{ID: task.ID, Version: 2, DueAt: &next}, c.UpdateTask)
		c.swept("2026-03-23 09:00")
		c.wantTold("bo", "ASSIGNED 标书", "DUE 标书", "OVERDUE 标书", "DUE 标书")
		does(c, c.by("bo"), desk.ChangeTaskStatusInput{ID: task.ID, Version: moved.Version, Status: process.TaskStatusDone}, c.ChangeTaskStatus)
		c.swept("2026-03-23 11:00")
		c.wantTold("bo", "ASSIGNED 标书", "DUE 标书", "OVERDUE 标书", "DUE 标书")
	})
}

func TestACommitmentIsOverdueWhenItsDayIsOver(t *testing.T) {
	crews(t, func(c *crew) {
		c.shanghai("2026-03-02 10:00")
		o := c.opportunity("商机", "mei")
		c.write(func(ctx context.Context, tx *ent.Tx, id func(process.Entity) string) error {
			return tx.Commitment.Create().SetID(id(ent.TypeCommitment)).SetOpportunityID(o.ID).SetText("两年质保").SetOwnerID(*c.id("eve")).
				SetDueOn(time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC)).Exec(ctx)
		})
		c.swept("2026-03-04 08:00")
		c.wantTold("eve", "ASSIGNED 两年质保")
		c.swept("2026-03-04 10:00") // a working day on is the fifth
		c.wantTold("eve", "ASSIGNED 两年质保", "DUE 两年质保")
		c.swept("2026-03-05 23:59")
		c.wantTold("eve", "ASSIGNED 两年质保", "DUE 两年质保")
		c.swept("2026-03-06 00:01")
		c.wantTold("eve", "ASSIGNED 两年质保", "DUE 两年质保", "OVERDUE 两年质保")
	})
}

func TestWhatWasLongOverdueWakesNobody(t *testing.T) {
	crews(t, func(c *crew) {
		old := c.now().AddDate(-1, 0, 0)
		does(c, c.by("bo"), ent.CreateTaskInput{Title: "去年", OwnerID: c.id("bo"), DueAt: &old}, c.CreateTask)
		c.want(c.Sweep(c.Context()), "")
		c.wantTold("bo")
	})
}

func TestRisksAreWarnedOfEarly(t *testing.T) {
	crews(t, func(c *crew) {
		c.shanghai("2026-03-02 10:00")
		o := does(c, c.by("mei"), ent.CreateOpportunityInput{Name: "商机", OwnerID: c.id("mei")}, c.CreateOpportunity)
		warnOn := time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)
		day := does(c, c.by("bo"), ent.CreateRiskInput{Title: "到货", OpportunityID: o.ID, OwnerID: c.id("bo"), WarnOn: &warnOn, Response: pointer("备货")}, c.CreateRisk)
		severe := does(c, c.by("mei"), ent.CreateRiskInput{Title: "压价", OpportunityID: o.ID, Probability: pointer(5), Impact: pointer(3)}, c.CreateRisk)
		does(c, c.by("mei"), ent.CreateRiskInput{Title: "小事", OpportunityID: o.ID, Probability: pointer(2), Impact: pointer(5)}, c.CreateRisk)
		c.swept("2026-03-02 10:05")
		c.wantTold("mei", "WARNING 压价") // nobody owns the risk, so the opportunity's owner hears of it
		c.wantTold("bo")
		c.swept("2026-03-04 00:01")
		c.wantTold("bo", "WARNING 到货")
		c.wantTold("mei", "WARNING 压价")
		// Closed and answered risks are not warned of, nor is one that belongs to a lost opportunity.
		does(c, c.by("bo"), desk.ChangeRiskStatusInput{ID: day.ID, Version: 1, Status: process.RiskStatusClosed}, c.ChangeRiskStatus)
		does(c, c.by("bo"), ent.UpdateRiskInput{ID: severe.ID, Version: 1, OwnerID: c.id("dan"), Response: pointer("底价")}, c.UpdateRisk)
		c.swept("2026-03-04 10:00")
		c.wantTold("dan", "ASSIGNED 压价")
		c.wantTold("bo", "WARNING 到货")
	})
}

func TestCustomersNobodySpokeToAreRemembered(t *testing.T) {
	crews(t, func(c *crew) {
		c.shanghai("2026-03-02 10:00")
		customer := func(name string) *ent.Customer {
			return does(c, c.by("mei"), ent.CreateCustomerInput{Name: name, OwnerID: c.id("mei"), ContactEveryDays: pointer(10)}, c.CreateCustomer)
		}
		silent, spoken, through := customer("沉默"), customer("常联系"), customer("经商机")
		does(c, c.by("mei"), ent.CreateCustomerInput{Name: "随缘", OwnerID: c.id("mei")}, c.CreateCustomer)
		o := does(c, c.by("mei"), ent.CreateOpportunityInput{Name: "商机", CustomerID: &through.ID}, c.CreateOpportunity)
		talk := func(at string, kind process.ActivityKind, customer, opportunity *string) {
			c.shanghai(at)
			does(c, c.by("mei"), ent.CreateActivityInput{Kind: kind, Subject: "x", OccurredAt: c.now(), CustomerID: customer, OpportunityID: opportunity}, c.CreateActivity)
		}
		talk("2026-03-10 10:00", process.ActivityKindCall, &spoken.ID, nil)
		talk("2026-03-10 11:00", process.ActivityKindVisit, nil, &o.ID)
		talk("2026-03-11 10:00", process.ActivityKindNotice, &silent.ID, nil) // a notice is no contact
		c.swept("2026-03-12 10:00")
		c.wantTold("mei")
		c.swept("2026-03-13 00:01")
		c.wantTold("mei", "CADENCE 沉默")
		c.swept("2026-03-21 00:01")
		if got := c.told("mei"); len(got) != 3 {
			c.Errorf("mei was told %q", got)
		}
		talk("2026-03-21 10:00", process.ActivityKindCall, &silent.ID, nil)
		c.swept("2026-03-31 10:00")
		if got := c.told("mei"); len(got) != 3 {
			c.Errorf("mei was told %q", got)
		}
		c.swept("2026-04-01 10:00") // lapsed anew
		if got := c.told("mei"); len(got) != 4 || got[3] != "CADENCE 沉默" {
			c.Errorf("mei was told %q", got)
		}
	})
}
