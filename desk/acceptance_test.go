package desk_test

import (
	"strings"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/acceptancecriterion"
	"bidwell/process"
)

func (b *bargain) acceptance(p *ent.Project, kind process.AcceptanceKind) *ent.Acceptance {
	b.Helper()
	return agreed(b, ent.Acceptance{})(b.PlanAcceptance(b.delivery(), desk.PlanAcceptanceInput{ProjectID: p.ID, Kind: kind}))
}

func (b *bargain) criteria(a *ent.Acceptance) []*ent.AcceptanceCriterion {
	b.Helper()
	all, err := b.Read(b.system).AcceptanceCriterion.Query().Where(acceptancecriterion.AcceptanceID(a.ID)).Order(acceptancecriterion.ByID()).All(b.system)
	b.want(err, "")
	return all
}

// requested is an acceptance the customer was asked for.
func (b *bargain) requested(a *ent.Acceptance) *ent.Acceptance {
	b.Helper()
	return agreed(b, ent.Acceptance{})(b.RequestAcceptance(b.delivery(), desk.RecordInput{ID: a.ID, Version: a.Version}))
}

func (b *bargain) shown(a *ent.Acceptance) {
	b.Helper()
	for _, c := range b.criteria(a) {
		agreed(b, ent.AcceptanceCriterion{})(b.RecordCriterionResult(b.delivery(), desk.RecordCriterionResultInput{ID: c.ID, Version: c.Version, Result: process.CriterionResultPassed, Evidence: pointer("测评报告")}))
	}
}

func (b *bargain) kept(promise *ent.Commitment) {
	b.Helper()
	promise = b.promise(promise.ID)
	agreed(b, ent.Commitment{})(b.FulfilCommitment(b.delivery(), desk.FulfilCommitmentInput{ID: promise.ID, Version: promise.Version, Evidence: "attendance sheets"}))
}

// passed is an acceptance the customer signed.
func (b *bargain) passed(a *ent.Acceptance, promise *ent.Commitment) *ent.Acceptance {
	b.Helper()
	b.shown(a)
	b.kept(promise)
	return b.decided(b.requested(a), process.AcceptanceStatusPassed)
}

func (b *bargain) decided(a *ent.Acceptance, to process.AcceptanceStatus) *ent.Acceptance {
	b.Helper()
	return agreed(b, ent.Acceptance{})(b.DecideAcceptance(b.by(process.UserRolePresalesManager), desk.DecideAcceptanceInput{
		ID: a.ID, Version: a.Version, Result: to, SignedBy: pointer("Mo Qiu"), Summary: pointer("as agreed"),
	}))
}

func TestAnAcceptanceIsDrawnUpFromWhatWasDemandedAndPromised(t *testing.T) {
	bargains(t, func(b *bargain) {
		p, promise := b.running()
		a := b.acceptance(p, process.AcceptanceKindFinal)
		var texts []string
		for _, c := range b.criteria(a) {
			texts = append(texts, c.Text)
			if (c.RequirementID == nil) == (c.CommitmentID == nil) || c.Result != process.CriterionResultOpen {
				b.Errorf("criterion %+v", c)
			}
		}
		demands := b.text(`SELECT count(*) FROM requirements WHERE status = 'CONFIRMED' AND priority = 'MUST'`)
		if len(texts) == 0 || demands == "0" && len(texts) != 1 || texts[len(texts)-1] != promise.Text {
			b.Errorf("criteria %v", texts)
		}
		if a.Status != process.AcceptanceStatusPlanned || a.Requests != 0 || a.OpportunityID != b.deal.ID {
			b.Errorf("planned %+v", a)
		}
		added := agreed(b, ent.AcceptanceCriterion{})(b.AddAcceptanceCriterion(b.delivery(), desk.AddAcceptanceCriterionInput{AcceptanceID: a.ID, Text: "培训签到表"}))
		elsewhere := agreed(b, ent.Requirement{})(b.CreateRequirement(b.system, ent.CreateRequirementInput{OpportunityID: b.opportunity("CNY").ID, Text: "x"}))
		for name, c := range map[string]struct {
			in      desk.AddAcceptanceCriterionInput
			refusal string
		}{
			"no text":                 {desk.AddAcceptanceCriterionInput{AcceptanceID: a.ID}, "VALIDATION_FAILED text"},
			"U+0000":                  {desk.AddAcceptanceCriterionInput{AcceptanceID: a.ID, Text: "a\x00"}, "VALIDATION_FAILED text"},
			"text beyond 1 MB":        {desk.AddAcceptanceCriterionInput{AcceptanceID: a.ID, Text: strings.Repeat("x", 1<<20+1)}, "VALIDATION_FAILED text"},
			"a requirement elsewhere": {desk.AddAcceptanceCriterionInput{AcceptanceID: a.ID, Text: "x", RequirementID: &elsewhere.ID}, "VALIDATION_FAILED requirementID"},
			"no such acceptance":      {desk.AddAcceptanceCriterionInput{AcceptanceID: "acc_" + strings.Repeat("0", 26), Text: "x"}, "NOT_FOUND"},
			"a project":               {desk.AddAcceptanceCriterionInput{AcceptanceID: p.ID, Text: "x"}, "VALIDATION_FAILED id"},
		} {
			err := second(b.AddAcceptanceCriterion(b.delivery(), c.in))
			b.Run(name, func(*testing.T) { b.want(err, c.refusal) })
		}
		for _, evidence := range []*string{nil, pointer(""), pointer(" \t")} {
			b.want(second(b.RecordCriterionResult(b.delivery(), desk.RecordCriterionResultInput{ID: added.ID, Version: added.Version, Result: process.CriterionResultPassed, Evidence: evidence})), "VALIDATION_FAILED evidence")
		}
		b.want(second(b.RecordCriterionResult(b.sales(), desk.RecordCriterionResultInput{ID: added.ID, Version: added.Version, Result: process.CriterionResultFailed})), "FORBIDDEN")
		b.want(second(b.RecordCriterionResult(b.delivery(), desk.RecordCriterionResultInput{ID: added.ID, Version: 7, Result: process.CriterionResultFailed})), "CONFLICT")
		b.want(second(b.PlanAcceptance(b.sales(), desk.PlanAcceptanceInput{ProjectID: p.ID, Kind: process.AcceptanceKindFinal})), "FORBIDDEN")
	})
}

// Invariant 9: what was promised is kept or waived before the customer accepts for good.
func TestTheFinalAcceptanceWaitsForWhatIsOpen(t *testing.T) {
	bargains(t, func(b *bargain) {
		p, promise := b.running()
		a := b.acceptance(p, process.AcceptanceKindFinal)
		b.acceptance(p, process.AcceptanceKindFinal) // another to come is not in the way
		f := agreed(b, ent.Finding{})(b.RaiseIssue(b.delivery(), desk.RaiseIssueInput{AcceptanceID: a.ID, Severity: process.SeverityMajor, Text: "标签缺失"}))
		b.submitted(b.change(p, "pending"))
		for range len(b.criteria(a)) - 1 {
			b.set(`DELETE FROM acceptance_criteria WHERE id = $1`, b.criteria(a)[0].ID)
		}
		a = b.requested(a)
		pass := func(to process.AcceptanceStatus) (desk.Written[ent.Acceptance], error) {
			return b.DecideAcceptance(b.by(process.UserRolePresalesManager), desk.DecideAcceptanceInput{ID: a.ID, Version: a.Version, Result: to})
		}
		w, err := pass(process.AcceptanceStatusPassed)
		wantBlocked(b, w, err, process.BlockerCodeAcceptanceItemFailed, process.BlockerCodeIssueOpen, process.BlockerCodeCommitmentOpen, process.BlockerCodeChangeOpen)
		w, err = pass(process.AcceptanceStatusPassedWithItems)
		wantBlocked(b, w, err, process.BlockerCodeCommitmentOpen, process.BlockerCodeChangeOpen)
		b.kept(promise)
		b.set(`UPDATE change_requests SET status = 'REJECTED'`)
		b.shown(a)
		b.set(`UPDATE findings SET status = 'VERIFIED' WHERE id = $1`, f.ID)
		a = agreed(b, ent.Acceptance{})(pass(process.AcceptanceStatusPassed))
		if a.SignedAt == nil || !a.SignedAt.Equal(b.now()) || *a.DecidedByID != b.people[process.UserRolePresalesManager].ID {
			b.Errorf("passed %+v", a)
		}
		b.want(second(b.AddAcceptanceCriterion(b.delivery(), desk.AddAcceptanceCriterionInput{AcceptanceID: a.ID, Text: "x"})), "ILLEGAL_TRANSITION")
		c := b.criteria(a)[0]
		b.want(second(b.RecordCriterionResult(b.delivery(), desk.RecordCriterionResultInput{ID: c.ID, Version: c.Version, Result: process.CriterionResultFailed})), "ILLEGAL_TRANSITION")
	})
}

func TestAFailedAcceptanceIsAskedForAgain(t *testing.T) {
	bargains(t, func(b *bargain) {
		p, _ := b.running()
		a := b.requested(b.acceptance(p, process.AcceptanceKindPreliminary))
		first := *a.FirstRequestedAt
		b.pass(time.Hour)
		a = b.decided(a, process.AcceptanceStatusFailed)
		if a.SignedAt != nil || a.Summary != "as agreed" {
			b.Errorf("failed %+v", a)
		}
		b.want(second(b.DecideAcceptance(b.by(process.UserRolePresalesManager), desk.DecideAcceptanceInput{ID: a.ID, Version: a.Version, Result: process.AcceptanceStatusRequested})), "ILLEGAL_TRANSITION")
		a = b.requested(a)
		if a.Requests != 2 || !a.FirstRequestedAt.Equal(first) || !a.RequestedAt.Equal(b.now()) {
			b.Errorf("asked again %+v", a)
		}
		if a = b.decided(a, process.AcceptanceStatusPassedWithItems); a.SignedBy != "Mo Qiu" {
			b.Errorf("passed %+v", a)
		}
	})
}

// Every result is tried in every state: only those of the domain model are recorded.
func TestAnAcceptanceTakesOnlyTheStepsOfItsStateMachine(t *testing.T) {
	bargains(t, func(b *bargain) {
		p, _ := b.running()
		allowed := map[string]bool{"REQUESTED PASSED": true, "REQUESTED PASSED_WITH_ITEMS": true, "REQUESTED FAILED": true, "PLANNED ask": true, "FAILED ask": true}
		for _, from := range process.AcceptanceStatus("").Values() {
			for _, to := range append(process.AcceptanceStatus("").Values(), "ask") {
				a := b.acceptance(p, process.AcceptanceKindPreliminary)
				b.set(`UPDATE acceptances SET status = $1 WHERE id = $2`, from, a.ID)
				var err error
				if to == "ask" {
					_, err = b.RequestAcceptance(b.delivery(), desk.RecordInput{ID: a.ID, Version: a.Version})
				} else {
					_, err = b.DecideAcceptance(b.delivery(), desk.DecideAcceptanceInput{ID: a.ID, Version: a.Version, Result: process.AcceptanceStatus(to), Summary: pointer("x")})
				}
				if may := allowed[from+" "+to]; may != (err == nil) || err != nil && process.CodeOf(err) != process.CodeIllegalTransition {
					b.Errorf("%s to %s: %v", from, to, err)
				}
			}
		}
	})
}

func TestWhoAsksForAcceptanceDoesNotRecordTheAnswer(t *testing.T) {
	bargains(t, func(b *bargain) {
		p, _ := b.running()
		a := b.requested(b.acceptance(p, process.AcceptanceKindPreliminary))
		in := desk.DecideAcceptanceInput{ID: a.ID, Version: a.Version, Result: process.AcceptanceStatusPassed}
		b.want(second(b.DecideAcceptance(b.delivery(), in)), "FORBIDDEN")
		b.want(second(b.DecideAcceptance(b.sales(), in)), "FORBIDDEN")
		manager := b.by(process.UserRolePresalesManager)
		for refusal, bad := range map[string]desk.DecideAcceptanceInput{
			"CONFLICT":                   {Version: a.Version + 1, Result: process.AcceptanceStatusPassed},
			"VALIDATION_FAILED signedAt": {Version: a.Version, Result: process.AcceptanceStatusPassed, SignedAt: pointer(b.now().Add(time.Second))},
			"VALIDATION_FAILED signedBy": {Version: a.Version, Result: process.AcceptanceStatusPassed, SignedBy: pointer(strings.Repeat("灯", 201))},
			"VALIDATION_FAILED summary":  {Version: a.Version, Result: process.AcceptanceStatusFailed, Summary: pointer(" ")},
		} {
			bad.ID = a.ID
			b.want(second(b.DecideAcceptance(manager, bad)), refusal)
		}
		agreed(b, ent.Project{})(b.CancelProject(b.delivery(), desk.RecordInput{ID: p.ID, Version: b.projectNow(p.ID).Version}))
		b.want(second(b.DecideAcceptance(manager, in)), "ILLEGAL_TRANSITION")
	})
}

func TestNobodyIsAskedToAcceptNothing(t *testing.T) {
	bargains(t, func(b *bargain) {
		p, _ := b.running()
		a := b.acceptance(p, process.AcceptanceKindPreliminary)
		b.set(`DELETE FROM acceptance_criteria WHERE acceptance_id = $1`, a.ID)
		b.want(second(b.RequestAcceptance(b.delivery(), desk.RecordInput{ID: a.ID, Version: a.Version})), "VALIDATION_FAILED criteria")
		for refusal, in := range map[string]desk.RaiseIssueInput{
			"VALIDATION_FAILED text": {AcceptanceID: a.ID, Severity: process.SeverityMajor},
			"VALIDATION_FAILED id":   {AcceptanceID: p.ID, Severity: process.SeverityMajor, Text: "x"},
			"NOT_FOUND":              {AcceptanceID: a.ID, Severity: process.SeverityMajor, Text: "x", OwnerID: pointer("usr_" + strings.Repeat("0", 26))},
		} {
			b.want(second(b.RaiseIssue(b.delivery(), in)), refusal)
		}
		_, err := b.ArchiveRecord(b.system, desk.RecordInput{ID: a.ID, Version: a.Version})
		b.want(err, "")
		b.want(second(b.RequestAcceptance(b.delivery(), desk.RecordInput{ID: a.ID, Version: a.Version + 1})), "CONFLICT")
		b.want(second(b.RaiseIssue(b.delivery(), desk.RaiseIssueInput{AcceptanceID: a.ID, Severity: process.SeverityMajor, Text: "x"})), "CONFLICT")
	})
}
