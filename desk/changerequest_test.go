package desk_test

import (
	"math"
	"strings"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

func (b *bargain) change(p *ent.Project, title string) *ent.ChangeRequest {
	b.Helper()
	return agreed(b, ent.ChangeRequest{})(b.CreateChangeRequest(b.delivery(), desk.CreateChangeRequestInput{ProjectID: p.ID, Title: title}))
}

func (b *bargain) submitted(c *ent.ChangeRequest) *ent.ChangeRequest {
	b.Helper()
	return agreed(b, ent.ChangeRequest{})(b.SubmitChangeRequest(b.delivery(), desk.RecordInput{ID: c.ID, Version: c.Version}))
}

func (b *bargain) assessed(c *ent.ChangeRequest, cost int64, days int) *ent.ChangeRequest {
	b.Helper()
	return agreed(b, ent.ChangeRequest{})(b.AssessChangeRequest(b.by(process.UserRolePresalesManager), desk.AssessChangeRequestInput{
		ID: c.ID, Version: c.Version, CostImpact: cost, DaysImpact: days, Advice: pointer("the proposal promised it differently"),
	}))
}

func (b *bargain) approved(c *ent.ChangeRequest) *ent.ChangeRequest {
	b.Helper()
	return agreed(b, ent.ChangeRequest{})(b.DecideChangeRequest(b.by(process.UserRolePresalesManager), desk.DecideChangeRequestInput{ID: c.ID, Version: c.Version, Approve: true}))
}

func TestAChangeIsAssessedDecidedAndCarriedOut(t *testing.T) {
	bargains(t, func(b *bargain) {
		p, promise := b.running()
		c := agreed(b, ent.ChangeRequest{})(b.CreateChangeRequest(b.delivery(), desk.CreateChangeRequestInput{ProjectID: p.ID, Title: "改用国密算法", CommitmentID: &promise.ID, RequestedBy: pointer("Mo Qiu")}))
		if c.Number != 1 || c.Status != process.ChangeRequestStatusDraft || c.CostImpact != nil || *c.CommitmentID != promise.ID {
			b.Errorf("asked %+v", c)
		}
		c = b.assessed(b.submitted(c), 120_00, 10)
		if *c.CostImpact != 120_00 || *c.DaysImpact != 10 || *c.AssessedByID != b.people[process.UserRolePresalesManager].ID {
			b.Errorf("assessed %+v", c)
		}
		c = b.approved(c)
		if c.DecidedAt == nil || *c.DecidedByID != b.people[process.UserRolePresalesManager].ID {
			b.Errorf("approved %+v", c)
		}
		c = agreed(b, ent.ChangeRequest{})(b.ImplementChangeRequest(b.delivery(), desk.RecordInput{ID: c.ID, Version: c.Version}))
		if c.ImplementedAt == nil || !b.projectNow(p.ID).EndsOn.Equal(*b.day(7, 10)) {
			b.Errorf("carried out %+v; the project ends %v", c, b.projectNow(p.ID).EndsOn)
		}
		if next := b.change(p, "第二项"); next.Number != 2 {
			b.Errorf("the second has the number %d", next.Number)
		}
	})
}

// Each step is tried in each state: only those of the domain model are taken.
func TestAChangeTakesOnlyTheStepsOfItsStateMachine(t *testing.T) {
	bargains(t, func(b *bargain) {
		p, _ := b.running()
		manager := b.by(process.UserRolePresalesManager)
		steps := map[string]func(c *ent.ChangeRequest) error{
			"submit": func(c *ent.ChangeRequest) error {
				return second(b.SubmitChangeRequest(manager, desk.RecordInput{ID: c.ID, Version: c.Version}))
			},
			"assess": func(c *ent.ChangeRequest) error {
				return second(b.AssessChangeRequest(manager, desk.AssessChangeRequestInput{ID: c.ID, Version: c.Version}))
			},
			"approve": func(c *ent.ChangeRequest) error {
				return second(b.DecideChangeRequest(manager, desk.DecideChangeRequestInput{ID: c.ID, Version: c.Version, Approve: true}))
			},
			"reject": func(c *ent.ChangeRequest) error {
				return second(b.DecideChangeRequest(manager, desk.DecideChangeRequestInput{ID: c.ID, Version: c.Version, Reason: pointer("too late")}))
			},
			"implement": func(c *ent.ChangeRequest) error {
				return second(b.ImplementChangeRequest(manager, desk.RecordInput{ID: c.ID, Version: c.Version}))
			},
		}
		allowed := map[process.ChangeRequestStatus][]string{"DRAFT": {"submit"}, "SUBMITTED": {"assess"}, "ASSESSED": {"approve", "reject"}, "APPROVED": {"implement"}}
		for _, from := range process.ChangeRequestStatus("").Values() {
			for name, step := range steps {
				c := b.change(p, name)
				b.set(`UPDATE change_requests SET status = $1 WHERE id = $2`, from, c.ID)
				want := "ILLEGAL_TRANSITION"
				for _, may := range allowed[process.ChangeRequestStatus(from)] {
					if may == name {
						want = ""
					}
				}
				if err := step(c); (err == nil) != (want == "") || err != nil && string(process.CodeOf(err)) != want {
					b.Errorf("%s of one that is %s: %v", name, from, err)
				}
			}
		}
	})
}

func TestWhoAskedForAChangeDoesNotDecideIt(t *testing.T) {
	bargains(t, func(b *bargain) {
		p, _ := b.running()
		c := b.assessed(b.submitted(b.change(p, "加一台服务器")), 0, 0)
		in := desk.DecideChangeRequestInput{ID: c.ID, Version: c.Version, Approve: true}
		b.want(second(b.DecideChangeRequest(b.delivery(), in)), "FORBIDDEN")
		b.want(second(b.DecideChangeRequest(b.by(process.UserRoleFinance), in)), "FORBIDDEN")
		for _, reason := range []*string{nil, pointer(""), pointer(" \n")} {
			b.want(second(b.DecideChangeRequest(b.by(process.UserRolePresalesManager), desk.DecideChangeRequestInput{ID: c.ID, Version: c.Version, Reason: reason})), "VALIDATION_FAILED reason")
		}
		in.Version++
		b.want(second(b.DecideChangeRequest(b.by(process.UserRolePresalesManager), in)), "CONFLICT")
		c = agreed(b, ent.ChangeRequest{})(b.DecideChangeRequest(b.by(process.UserRolePresalesManager), desk.DecideChangeRequestInput{ID: c.ID, Version: c.Version, Reason: pointer("不在合同范围内")}))
		if c.Status != process.ChangeRequestStatusRejected || c.Reason != "不在合同范围内" {
			b.Errorf("rejected %+v", c)
		}
	})
}

func TestBadChangesAreRefused(t *testing.T) {
	bargains(t, func(b *bargain) {
		p, _ := b.running()
		elsewhere := agreed(b, ent.Requirement{})(b.CreateRequirement(b.system, ent.CreateRequirementInput{OpportunityID: b.opportunity("CNY").ID, Text: "x"}))
		for name, c := range map[string]struct {
			in      desk.CreateChangeRequestInput
			refusal string
		}{
			"no title":                  {desk.CreateChangeRequestInput{}, "VALIDATION_FAILED title"},
			"a title of 1 MB":           {desk.CreateChangeRequestInput{Title: strings.Repeat("x", 1<<20)}, "VALIDATION_FAILED title"},
			"U+0000":                    {desk.CreateChangeRequestInput{Title: "a\x00"}, "VALIDATION_FAILED title"},
			"a description beyond 1 MB": {desk.CreateChangeRequestInput{Title: "x", Description: pointer(strings.Repeat("x", 1<<20+1))}, "VALIDATION_FAILED description"},
			"a requirement elsewhere":   {desk.CreateChangeRequestInput{Title: "x", RequirementID: &elsewhere.ID}, "VALIDATION_FAILED requirementID"},
			"a project as commitment":   {desk.CreateChangeRequestInput{Title: "x", CommitmentID: &p.ID}, "VALIDATION_FAILED commitmentID"},
			"no such commitment":        {desk.CreateChangeRequestInput{Title: "x", CommitmentID: pointer("cmt_" + strings.Repeat("0", 26))}, "NOT_FOUND commitmentID"},
			"rubbish":                   {desk.CreateChangeRequestInput{Title: "x", CommitmentID: pointer("rubbish")}, "VALIDATION_FAILED commitmentID"},
		} {
			c.in.ProjectID = p.ID
			err := second(b.CreateChangeRequest(b.delivery(), c.in))
			b.Run(name, func(*testing.T) { b.want(err, c.refusal) })
		}
		b.want(second(b.CreateChangeRequest(b.sales(), desk.CreateChangeRequestInput{ProjectID: p.ID, Title: "x"})), "FORBIDDEN")
		c := b.submitted(b.change(p, "x"))
		for field, in := range map[string]desk.AssessChangeRequestInput{
			"daysImpact": {DaysImpact: 3651}, "currency": {Currency: pointer("RMB元")}, "advice": {Advice: pointer("a\x00")},
		} {
			in.ID, in.Version = c.ID, c.Version
			b.want(second(b.AssessChangeRequest(b.delivery(), in)), "VALIDATION_FAILED "+field)
		}
	})
}

func TestAChangeDoesNotEndAProjectBeforeItBegins(t *testing.T) {
	bargains(t, func(b *bargain) {
		p, _ := b.running()
		c := b.approved(b.assessed(b.submitted(b.change(p, "缩短工期")), -50_00, -91))
		b.want(second(b.ImplementChangeRequest(b.delivery(), desk.RecordInput{ID: c.ID, Version: c.Version})), "VALIDATION_FAILED endsOn")
		if !b.projectNow(p.ID).EndsOn.Equal(*p.EndsOn) {
			b.Error("the project was moved")
		}
	})
}

func TestChangesOfAProjectThatIsOverCanOnlyBeTurnedDown(t *testing.T) {
	bargains(t, func(b *bargain) {
		p, _ := b.running()
		draft, open, asked, agreedOn := b.change(p, "1"), b.submitted(b.change(p, "2")), b.assessed(b.submitted(b.change(p, "3")), 1, 1), b.approved(b.assessed(b.submitted(b.change(p, "4")), 1, 1))
		agreed(b, ent.Project{})(b.CancelProject(b.delivery(), desk.RecordInput{ID: p.ID, Version: p.Version}))
		manager := b.by(process.UserRolePresalesManager)
		for name, err := range map[string]error{
			"made":        second(b.CreateChangeRequest(b.delivery(), desk.CreateChangeRequestInput{ProjectID: p.ID, Title: "5"})),
			"submitted":   second(b.SubmitChangeRequest(manager, desk.RecordInput{ID: draft.ID, Version: draft.Version})),
			"assessed":    second(b.AssessChangeRequest(manager, desk.AssessChangeRequestInput{ID: open.ID, Version: open.Version})),
			"approved":    second(b.DecideChangeRequest(manager, desk.DecideChangeRequestInput{ID: asked.ID, Version: asked.Version, Approve: true})),
			"carried out": second(b.ImplementChangeRequest(manager, desk.RecordInput{ID: agreedOn.ID, Version: agreedOn.Version})),
		} {
			b.Run(name, func(*testing.T) { b.want(err, "ILLEGAL_TRANSITION") })
		}
		b.want(second(b.DecideChangeRequest(manager, desk.DecideChangeRequestInput{ID: asked.ID, Version: asked.Version, Reason: pointer("cancelled")})), "")
	})
}

func TestChangesAddUpInOneCurrency(t *testing.T) {
	bargains(t, func(b *bargain) {
		p, _ := b.running()
		b.approved(b.assessed(b.submitted(b.change(p, "1")), 100_00, 5))
		b.approved(b.assessed(b.submitted(b.change(p, "2")), -30_50, -2))
		b.submitted(b.change(p, "pending"))
		b.change(p, "draft")
		sum, err := b.ChangeImpact(b.sales(), p.ID)
		b.want(err, "")
		if *sum != (process.Impact{Cost: 69_50, Currency: "CNY", Days: 3, Pending: 1, OpportunityID: p.OpportunityID}) {
			b.Errorf("%+v", sum)
		}
		c := b.submitted(b.change(p, "dollars"))
		c = agreed(b, ent.ChangeRequest{})(b.AssessChangeRequest(b.delivery(), desk.AssessChangeRequestInput{ID: c.ID, Version: c.Version, CostImpact: 1, Currency: pointer("USD")}))
		b.approved(c)
		_, err = b.ChangeImpact(b.sales(), p.ID)
		b.want(err, "VALIDATION_FAILED currency")
		b.set(`UPDATE change_requests SET currency = 'CNY', cost_impact = $1 WHERE id = $2`, math.MaxInt64, c.ID)
		_, err = b.ChangeImpact(b.sales(), p.ID)
		b.want(err, "VALIDATION_FAILED costImpact")
		for id, refusal := range map[string]string{"": "VALIDATION_FAILED projectID", b.deal.ID: "VALIDATION_FAILED projectID", "prj_" + strings.Repeat("0", 26): "NOT_FOUND"} {
			_, err = b.ChangeImpact(b.sales(), id)
			b.want(err, refusal)
		}
	})
}

// A change is assessed in the currency of the deal unless told otherwise.
func TestAChangeCostsInTheCurrencyOfTheDeal(t *testing.T) {
	bargains(t, func(b *bargain) {
		p, _ := b.running()
		b.set(`UPDATE opportunities SET currency = 'EUR' WHERE id = $1`, b.deal.ID)
		if c := b.assessed(b.submitted(b.change(p, "x")), 1, 0); c.Currency != "EUR" {
			b.Errorf("it costs %s", c.Currency)
		}
	})
}
