package desk_test

import (
	"slices"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// accepting is an acceptance as the model knows it.
type accepting struct {
	fact
	project     *venture
	final       bool
	status      string
	requestedBy string
	requests    int
	criteria    []*criterion
}

// criterion is one thing that is to be shown at an acceptance.
type criterion struct {
	fact
	result string
}

var acceptingSteps = []string{"PLANNED REQUESTED", "REQUESTED PASSED PASSED_WITH_ITEMS FAILED", "FAILED REQUESTED"}

func (a *accepting) passed() bool { return a.status == "PASSED" || a.status == "PASSED_WITH_ITEMS" }

func (m *model) acceptance(fit func(*accepting) bool) *accepting {
	return choose(m, "acceptance", m.acceptances, fit)
}

func (m *model) planAcceptance() {
	v := m.project((*venture).running)
	if v == nil || len(m.acceptances) > 3 {
		return
	}
	who := m.writer("Project")
	kind := draw(m, "kind", "PRELIMINARY", "FINAL", "FINAL")
	if m.straight {
		kind = "FINAL"
	}
	m.refuse("ILLEGAL_TRANSITION", !v.running())
	r := tried[ent.Acceptance](m)(m.PlanAcceptance(who.ctx, desk.PlanAcceptanceInput{ProjectID: m.named(&v.fact), Kind: process.AcceptanceKind(kind)}))
	if r == nil {
		return
	}
	a := &accepting{fact: made(r.ID), project: v, final: kind == "FINAL", status: "PLANNED"}
	m.acceptances = append(m.acceptances, a)
	want := 0
	for _, n := range m.needs {
		if n.of == v.contract.of && n.status == "CONFIRMED" && n.must {
			want++
		}
	}
	for _, c := range m.promises {
		if c.of == v.contract.of && (c.status == "CONTRACTED" || c.status == "HANDED_OVER") {
			want++
		}
	}
	rows, err := m.Read(m.system).Acceptance.QueryCriteria(r).All(m.system)
	m.check(err)
	if len(rows) != want {
		m.rt.Fatalf("acceptance %s has %d criteria drawn up, want %d", a.id, len(rows), want)
	}
	for _, row := range rows {
		a.criteria = append(a.criteria, &criterion{made(row.ID), "OPEN"})
	}
}

// judgeAcceptance adds a criterion where there is none, and else judges one.
func (m *model) judgeAcceptance() {
	a := m.acceptance(func(a *accepting) bool {
		return !a.passed() && (len(a.criteria) == 0 || slices.ContainsFunc(a.criteria, func(c *criterion) bool { return c.result != "PASSED" }))
	})
	if a == nil {
		return
	}
	who := m.writer("Project")
	m.refuse("ILLEGAL_TRANSITION", a.passed())
	if len(a.criteria) == 0 {
		in := desk.AddAcceptanceCriterionInput{AcceptanceID: m.named(&a.fact), Text: "cold within an hour"}
		if r := tried[ent.AcceptanceCriterion](m)(m.AddAcceptanceCriterion(who.ctx, in)); r != nil {
			a.criteria = append(a.criteria, &criterion{made(r.ID), "OPEN"})
		}
		return
	}
	c := choose(m, "criterion", a.criteria, func(c *criterion) bool { return c.result != "PASSED" })
	if c == nil {
		return
	}
	in, result := m.aim(&c.fact), "PASSED"
	if m.whim("fail", 25) {
		result = "FAILED"
	}
	evidence := new("protocol")
	if m.errs("evidence") && c.version == 1 {
		evidence = nil
		m.refuse("VALIDATION_FAILED", result == "PASSED")
	}
	r := tried[ent.AcceptanceCriterion](m)(m.RecordCriterionResult(who.ctx, desk.RecordCriterionResultInput{
		ID: in.ID, Version: in.Version, Result: process.CriterionResult(result), Evidence: evidence,
	}))
	if r != nil {
		c.result = result
		c.version++
	}
}

func (m *model) requestAcceptance() {
	a := m.acceptance(func(a *accepting) bool {
		return len(a.criteria) > 0 && a.project.running() && (a.status == "PLANNED" || a.status == "FAILED")
	})
	if a == nil {
		return
	}
	who, in := m.writer("Project"), m.aim(&a.fact)
	m.refuse("ILLEGAL_TRANSITION", !a.project.running() || illegal(acceptingSteps, a.status, "REQUESTED"))
	m.refuse("VALIDATION_FAILED", len(a.criteria) == 0)
	if tried[ent.Acceptance](m)(m.RequestAcceptance(who.ctx, in)) != nil {
		a.status, a.requestedBy = "REQUESTED", who.id
		a.requests++
		a.version++
	}
}

func (m *model) decideAcceptance() {
	a := m.acceptance(func(a *accepting) bool { return a.project.running() && a.status == "REQUESTED" })
	if a == nil {
		return
	}
	to := draw(m, "answer", "PASSED", "PASSED", "PASSED_WITH_ITEMS", "FAILED")
	if m.straight {
		to = "PASSED"
	}
	who := m.actor(func(p *person) bool { return p.may("Project") && p.id != a.requestedBy })
	in := m.aim(&a.fact)
	m.refuse("ILLEGAL_TRANSITION", !a.project.running() || illegal(acceptingSteps, a.status, to))
	deciding := desk.DecideAcceptanceInput{ID: in.ID, Version: in.Version, Result: process.AcceptanceStatus(to), Summary: new("signed by the customer")}
	if m.errs("summary") {
		deciding.Summary = nil
		m.refuse("VALIDATION_FAILED", to == "FAILED")
	}
	m.only = a.project
	switch of := a.project.contract.of; {
	case a.final && to == "PASSED":
		m.block("ACCEPTANCE_ITEM_FAILED", slices.ContainsFunc(a.criteria, func(c *criterion) bool { return c.result != "PASSED" }))
		m.obstacles(of, "ISSUE_OPEN", "COMMITMENT_OPEN", "CHANGE_OPEN")
	case a.final && to == "PASSED_WITH_ITEMS":
		m.obstacles(of, "COMMITMENT_OPEN", "CHANGE_OPEN")
	}
	m.only = nil
	if tried[ent.Acceptance](m)(m.DecideAcceptance(who.ctx, deciding)) != nil {
		a.status = to
		a.version++
	}
}

func (m *model) raiseIssue() {
	a := m.acceptance(func(*accepting) bool { return true })
	if a == nil {
		return
	}
	who := m.writer("Everyday")
	f := &flaw{acceptance: a, serious: m.chance("serious", 60), status: "OPEN"}
	in := desk.RaiseIssueInput{AcceptanceID: m.named(&a.fact), Severity: f.severity(), Text: "the door does not close", OwnerID: m.owner(f)}
	if r := tried[ent.Finding](m)(m.RaiseIssue(who.ctx, in)); r != nil {
		f.fact = made(r.ID)
		m.findings = append(m.findings, f)
	}
}

// compareDelivery holds projects, changes and acceptances against the model.
func (m *model) compareDelivery() {
	for _, v := range m.projects {
		r, err := m.Read(m.system).Project.Get(m.system, v.id)
		m.check(err)
		m.same(v.id, "version status contract", []any{v.version, v.status, v.contract.id}, []any{r.Version, string(r.Status), value(r.ContractID)})
	}
	for _, c := range m.changes {
		r, err := m.Read(m.system).ChangeRequest.Get(m.system, c.id)
		m.check(err)
		m.same(c.id, "version status number", []any{c.version, c.status, c.number}, []any{r.Version, string(r.Status), r.Number})
	}
	for _, a := range m.acceptances {
		r, err := m.Read(m.system).Acceptance.Get(m.system, a.id)
		m.check(err)
		m.same(a.id, "version status requests", []any{a.version, a.status, a.requests}, []any{r.Version, string(r.Status), r.Requests})
		criteria, err := r.QueryCriteria().All(m.system)
		m.check(err)
		m.same(a.id, "criteria", []any{len(a.criteria)}, []any{len(criteria)})
		for _, row := range criteria {
			at := slices.IndexFunc(a.criteria, func(c *criterion) bool { return c.id == row.ID })
			if at < 0 {
				m.rt.Fatalf("nobody made criterion %s of acceptance %s", row.ID, a.id)
			}
			c := a.criteria[at]
			m.same(c.id, "version result", []any{c.version, c.result}, []any{row.Version, string(row.Result)})
		}
	}
}
