package desk_test

import (
	"strings"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// accepted is a signed contract that delivery took over, and the promise in it.
func (b *bargain) accepted() (*ent.Contract, *ent.Commitment) {
	b.Helper()
	h, promise := b.complete()
	h = b.submit(h)
	agreed(b, ent.Handover{})(b.AcceptHandover(b.delivery(), desk.AcceptHandoverInput{ID: h.ID, Version: h.Version}))
	c, err := b.Read(b.system).Contract.Get(b.system, *h.ContractID)
	b.want(err, "")
	return c, b.promise(promise.ID)
}

func (b *bargain) project(c *ent.Contract) *ent.Project {
	b.Helper()
	return agreed(b, ent.Project{})(b.CreateProject(b.delivery(), desk.CreateProjectInput{ContractID: c.ID, StartsOn: b.day(4, 1), EndsOn: b.day(6, 30)}))
}

// running is a project under way, and the promise it has to keep.
func (b *bargain) running() (*ent.Project, *ent.Commitment) {
	b.Helper()
	c, promise := b.accepted()
	p := b.project(c)
	return agreed(b, ent.Project{})(b.StartProject(b.delivery(), desk.RecordInput{ID: p.ID, Version: p.Version})), promise
}

func (b *bargain) projectNow(id string) *ent.Project {
	b.Helper()
	p, err := b.Read(b.system).Project.Get(b.system, id)
	b.want(err, "")
	return p
}

func TestAProjectCarriesOutASignedContract(t *testing.T) {
	bargains(t, func(b *bargain) {
		b.wroteDown()
		draft := b.contract()
		in := desk.CreateProjectInput{ContractID: draft.ID}
		w, err := b.CreateProject(b.delivery(), in)
		if process.CodeOf(err) != process.CodeGateBlocked || w.Record != nil {
			b.Errorf("of a draft: %+v, %v", w, err)
		}
		b.approve(process.ApprovalTypeLegal, draft.ID, process.UserRoleLegal)
		c := b.sign(draft)
		b.set(`UPDATE contracts SET starts_on = '2026-04-01', ends_on = '2026-06-30' WHERE id = $1`, c.ID)
		p := agreed(b, ent.Project{})(b.CreateProject(b.delivery(), in))
		if p.Name != c.Title || p.Status != process.ProjectStatusPlanned || p.OpportunityID != b.deal.ID || p.StartsOn == nil || p.EndsOn == nil || p.ClosedAt != nil {
			b.Errorf("made %+v", p)
		}
		for name, c := range map[string]struct {
			change  func(in *desk.CreateProjectInput)
			refusal string
		}{
			"no such contract":           {func(in *desk.CreateProjectInput) { in.ContractID = "ctr_" + strings.Repeat("0", 26) }, "NOT_FOUND"},
			"an opportunity":             {func(in *desk.CreateProjectInput) { in.ContractID = b.deal.ID }, "VALIDATION_FAILED id"},
			"it ends too early":          {func(in *desk.CreateProjectInput) { in.StartsOn, in.EndsOn = b.day(4, 2), b.day(4, 1) }, "VALIDATION_FAILED endsOn"},
			"it ends before it is meant": {func(in *desk.CreateProjectInput) { in.EndsOn = b.day(3, 31) }, "VALIDATION_FAILED endsOn"},
			"an empty name":              {func(in *desk.CreateProjectInput) { in.Name = pointer("") }, "VALIDATION_FAILED name"},
			"a name of 1 MB":             {func(in *desk.CreateProjectInput) { in.Name = pointer(strings.Repeat("x", 1<<20)) }, "VALIDATION_FAILED name"},
			"U+0000":                     {func(in *desk.CreateProjectInput) { in.Name = pointer("a\x00") }, "VALIDATION_FAILED name"},
			"a manager who is not there": {func(in *desk.CreateProjectInput) { in.ManagerID = pointer("usr_" + strings.Repeat("0", 26)) }, "NOT_FOUND"},
			"a team as manager":          {func(in *desk.CreateProjectInput) { in.ManagerID = pointer("tea_" + strings.Repeat("0", 26)) }, "VALIDATION_FAILED managerID"},
		} {
			bad := in
			c.change(&bad)
			_, err := b.CreateProject(b.delivery(), bad)
			b.Run(name, func(t *testing.T) { b.want(err, c.refusal) })
		}
		_, err = b.CreateProject(b.by(process.UserRoleLegal), in)
		b.want(err, "FORBIDDEN")
		_, err = b.ArchiveRecord(b.system, desk.RecordInput{ID: c.ID, Version: c.Version})
		b.want(err, "")
		_, err = b.CreateProject(b.delivery(), in)
		b.want(err, "CONFLICT")
	})
}

func TestAProjectStartsOnceItsOwnHandoverWasAccepted(t *testing.T) {
	bargains(t, func(b *bargain) {
		h, _ := b.complete()
		c, err := b.Read(b.system).Contract.Get(b.system, *h.ContractID)
		b.want(err, "")
		p := b.project(c)
		start := desk.RecordInput{ID: p.ID, Version: p.Version}
		w, err := b.StartProject(b.delivery(), start)
		wantBlocked(b, w, err, process.BlockerCodeHandoverNotAccepted)
		h = b.submit(h)
		agreed(b, ent.Handover{})(b.AcceptHandover(b.delivery(), desk.AcceptHandoverInput{ID: h.ID, Version: h.Version}))
		second := agreed(b, ent.Contract{})(b.CreateContract(b.sales(), desk.CreateContractInput{OpportunityID: b.deal.ID, Title: "补充合同", Amount: 0}))
		b.set(`UPDATE contracts SET status = 'SIGNED' WHERE id = $1`, second.ID)
		other := b.project(second)
		w, err = b.StartProject(b.delivery(), desk.RecordInput{ID: other.ID, Version: other.Version})
		wantBlocked(b, w, err, process.BlockerCodeHandoverNotAccepted)
		_, err = b.StartProject(b.by(process.UserRoleFinance), start)
		b.want(err, "FORBIDDEN")
		_, err = b.StartProject(b.delivery(), desk.RecordInput{ID: p.ID, Version: p.Version + 1})
		b.want(err, "CONFLICT")
		p = agreed(b, ent.Project{})(b.StartProject(b.delivery(), start))
		if p.Status != process.ProjectStatusRunning || p.ClosedAt != nil {
			b.Errorf("started %+v", p)
		}
		_, err = b.StartProject(b.delivery(), desk.RecordInput{ID: p.ID, Version: p.Version})
		b.want(err, "ILLEGAL_TRANSITION")
	})
}

func TestAProjectIsChangedUntilItIsOver(t *testing.T) {
	bargains(t, func(b *bargain) {
		p, _ := b.running()
		manager := b.people[process.UserRoleDelivery].ID
		p = agreed(b, ent.Project{})(b.UpdateProject(b.delivery(), desk.UpdateProjectInput{ID: p.ID, Version: p.Version, Name: pointer("一期"), ManagerID: &manager, EndsOn: b.day(7, 31)}))
		if p.Name != "一期" || *p.ManagerID != manager || !p.EndsOn.Equal(*b.day(7, 31)) || !p.StartsOn.Equal(*b.day(4, 1)) {
			b.Errorf("changed %+v", p)
		}
		for refusal, in := range map[string]desk.UpdateProjectInput{
			"VALIDATION_FAILED endsOn": {StartsOn: b.day(8, 1)},
			"VALIDATION_FAILED name":   {Name: pointer("")},
			"NOT_FOUND":                {ManagerID: pointer("usr_" + strings.Repeat("0", 26))},
		} {
			in.ID, in.Version = p.ID, p.Version
			_, err := b.UpdateProject(b.delivery(), in)
			b.want(err, refusal)
		}
		_, err := b.UpdateProject(b.delivery(), desk.UpdateProjectInput{ID: p.ID, Version: p.Version - 1, Name: pointer("x")})
		b.want(err, "CONFLICT")
		_, err = b.UpdateProject(b.sales(), desk.UpdateProjectInput{ID: p.ID, Version: p.Version, Name: pointer("x")})
		b.want(err, "FORBIDDEN")
		p = agreed(b, ent.Project{})(b.CancelProject(b.delivery(), desk.RecordInput{ID: p.ID, Version: p.Version}))
		if p.Status != process.ProjectStatusCancelled || p.ClosedAt == nil {
			b.Errorf("cancelled %+v", p)
		}
		_, err = b.UpdateProject(b.delivery(), desk.UpdateProjectInput{ID: p.ID, Version: p.Version, Name: pointer("x")})
		b.want(err, "ILLEGAL_TRANSITION")
	})
}

// Invariant 11: a project is closed when it was accepted, nothing is open and it was looked back on by those who had to.
func TestAProjectIsClosedWhenItWasAcceptedAndLookedBackOn(t *testing.T) {
	bargains(t, func(b *bargain) {
		p, promise := b.running()
		b.set(`UPDATE opportunities SET amount = 500000000 WHERE id = $1`, b.deal.ID)
		shut := func() (desk.Written[ent.Project], error) {
			return b.CloseProject(b.delivery(), desk.RecordInput{ID: p.ID, Version: p.Version})
		}
		w, err := shut()
		wantBlocked(b, w, err, process.BlockerCodeAcceptanceNotPassed, process.BlockerCodeRetrospectiveMissing)
		a := b.passed(b.acceptance(p, process.AcceptanceKindFinal), promise)
		f := agreed(b, ent.Finding{})(b.RaiseIssue(b.delivery(), desk.RaiseIssueInput{AcceptanceID: a.ID, Severity: process.SeverityMajor, Text: "日志缺失"}))
		r := agreed(b, ent.Retrospective{})(b.CreateRetrospective(b.delivery(), ent.CreateRetrospectiveInput{Title: "复盘", ProjectID: &p.ID}))
		r = agreed(b, ent.Retrospective{})(b.HoldRetrospective(b.delivery(), desk.HoldRetrospectiveInput{ID: r.ID, Version: r.Version, Departments: r.DepartmentsRequired[1:]}))
		w, err = shut()
		wantBlocked(b, w, err, process.BlockerCodeIssueOpen, process.BlockerCodeDepartmentAbsent)
		if w.Blockers[0].RecordID != f.ID || w.Blockers[1].Subject != string(r.DepartmentsRequired[0]) {
			b.Errorf("blocked by %+v", w.Blockers)
		}
		b.set(`UPDATE findings SET status = 'VERIFIED' WHERE id = $1`, f.ID)
		b.set(`UPDATE retrospectives SET departments_present = departments_required WHERE id = $1`, r.ID)
		p = agreed(b, ent.Project{})(shut())
		if p.Status != process.ProjectStatusClosed || !p.ClosedAt.Equal(b.now()) {
			b.Errorf("closed %+v", p)
		}
		for name, step := range map[string]func(desk.RecordInput) error{
			"start":  func(in desk.RecordInput) error { return second(b.StartProject(b.delivery(), in)) },
			"close":  func(in desk.RecordInput) error { return second(b.CloseProject(b.delivery(), in)) },
			"cancel": func(in desk.RecordInput) error { return second(b.CancelProject(b.delivery(), in)) },
		} {
			b.Run(name, func(*testing.T) { b.want(step(desk.RecordInput{ID: p.ID, Version: p.Version}), "ILLEGAL_TRANSITION") })
		}
	})
}

func TestAPlannedProjectIsNotClosedAndAnArchivedOneNotTouched(t *testing.T) {
	bargains(t, func(b *bargain) {
		c, _ := b.accepted()
		p := b.project(c)
		in := desk.RecordInput{ID: p.ID, Version: p.Version}
		b.want(second(b.CloseProject(b.delivery(), in)), "ILLEGAL_TRANSITION")
		_, err := b.ArchiveRecord(b.system, in)
		b.want(err, "")
		in.Version++
		for _, err := range []error{
			second(b.StartProject(b.delivery(), in)), second(b.CancelProject(b.delivery(), in)),
			second(b.UpdateProject(b.delivery(), desk.UpdateProjectInput{ID: in.ID, Version: in.Version, Name: pointer("x")})),
			second(b.CreateChangeRequest(b.delivery(), desk.CreateChangeRequestInput{ProjectID: p.ID, Title: "x"})),
			second(b.PlanAcceptance(b.delivery(), desk.PlanAcceptanceInput{ProjectID: p.ID, Kind: process.AcceptanceKindFinal})),
		} {
			b.want(err, "CONFLICT")
		}
		b.pass(time.Minute)
	})
}
