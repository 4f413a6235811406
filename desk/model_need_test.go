package desk_test

import (
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// need is a requirement as the model knows it.
type need struct {
	fact
	of              *prospect
	mandatory, must bool
	status          string
}

var needSteps = []string{"DRAFT CONFIRMED WITHDRAWN", "CONFIRMED DRAFT WITHDRAWN", "WITHDRAWN DRAFT"}

func (m *model) createNeed() {
	o := m.anyDeal()
	if o == nil {
		return
	}
	who := m.writer("Requirement")
	n := &need{of: o, mandatory: m.chance("mandatory", 60), must: m.chance("must", 50), status: "DRAFT"}
	priority := process.RequirementPriority("SHOULD")
	if n.must {
		priority = "MUST"
	}
	r := tried[ent.Requirement](m)(m.CreateRequirement(who.ctx, ent.CreateRequirementInput{
		OpportunityID: m.named(&o.fact), Text: "minus 25 degrees", Mandatory: &n.mandatory, Priority: &priority,
	}))
	if r != nil {
		n.fact = made(r.ID)
		m.needs = append(m.needs, n)
	}
}

func (m *model) changeNeed() {
	n := choose(m, "requirement", m.needs, func(*need) bool { return true })
	if n == nil {
		return
	}
	who, in := m.writer("Requirement"), m.aim(&n.fact)
	to := m.next(needSteps, n.status, []string{"DRAFT", "CONFIRMED", "WITHDRAWN"})
	m.refuse("ILLEGAL_TRANSITION", illegal(needSteps, n.status, to))
	if tried[ent.Requirement](m)(m.ChangeRequirementStatus(who.ctx, desk.ChangeRequirementStatusInput{ID: in.ID, Version: in.Version, Status: process.RequirementStatus(to)})) != nil {
		n.status = to
		n.version++
	}
}

// chore is a task of the plan as the model knows it; it has an owner and a day, or neither.
type chore struct {
	fact
	of     *prospect
	owned  bool
	status string
}

var choreSteps = []string{"TODO DOING DONE CANCELLED", "DOING TODO DONE CANCELLED", "DONE DOING", "CANCELLED TODO"}

func (m *model) createChore() {
	o := m.anyDeal()
	if o == nil {
		return
	}
	who := m.writer("Everyday")
	t := &chore{of: o, owned: m.chance("owned", 70), status: "TODO"}
	in := ent.CreateTaskInput{Title: "draw the plan", OpportunityID: new(m.named(&o.fact))}
	if t.owned {
		in.OwnerID, in.DueAt = &who.id, new(m.at())
	}
	if r := tried[ent.Task](m)(m.CreateTask(who.ctx, in)); r != nil {
		t.fact = made(r.ID)
		m.tasks = append(m.tasks, t)
	}
}

func (m *model) changeChore() {
	t := choose(m, "task", m.tasks, func(*chore) bool { return true })
	if t == nil {
		return
	}
	who, in := m.writer("Everyday"), m.aim(&t.fact)
	to := m.next(choreSteps, t.status, []string{"TODO", "DOING", "DONE", "CANCELLED"})
	m.refuse("ILLEGAL_TRANSITION", illegal(choreSteps, t.status, to))
	if tried[ent.Task](m)(m.ChangeTaskStatus(who.ctx, desk.ChangeTaskStatusInput{ID: in.ID, Version: in.Version, Status: process.TaskStatus(to)})) != nil {
		t.status = to
		t.version++
	}
}

// addendum is a clarification of the tender that changes it.
type addendum struct {
	fact
	of   *prospect
	read bool
}

func (m *model) recordAddendum() {
	o := m.anyDeal()
	if o == nil {
		return
	}
	who := m.writer("Clarification")
	in := desk.RecordClarificationInput{OpportunityID: m.named(&o.fact), Kind: "ADDENDUM", Text: "two more rooms"}
	if m.chance("deadline", 40) {
		in.NewDeadline = new(m.at().Add(draw(m, "by", 24*time.Hour, 72*time.Hour)))
	}
	if m.errs("deadline") {
		in.NewDeadline = new(m.at().Add(-time.Hour))
		m.refuse("VALIDATION_FAILED", true)
	}
	r := tried[ent.Clarification](m)(m.RecordClarification(who.ctx, in))
	if r == nil {
		return
	}
	m.addenda = append(m.addenda, &addendum{fact: made(r.ID), of: o})
	if in.NewDeadline != nil {
		o.deadline = in.NewDeadline
		o.version++
	}
}

func (m *model) acknowledgeAddendum() {
	a := choose(m, "addendum", m.addenda, func(a *addendum) bool { return !a.read })
	if a == nil {
		return
	}
	who, in := m.writer("Clarification"), m.aim(&a.fact)
	m.refuse("ILLEGAL_TRANSITION", a.read)
	if tried[ent.Clarification](m)(m.AcknowledgeClarification(who.ctx, in)) != nil {
		a.read = true
		a.version++
	}
}

// compareNeeds holds requirements, tasks and addenda against the model.
func (m *model) compareNeeds() {
	for _, n := range m.needs {
		r, err := m.Read(m.system).Requirement.Get(m.system, n.id)
		m.check(err)
		m.same(n.id, "version status mandatory", []any{n.version, n.status, n.mandatory}, []any{r.Version, string(r.Status), r.Mandatory})
	}
	for _, t := range m.tasks {
		r, err := m.Read(m.system).Task.Get(m.system, t.id)
		m.check(err)
		m.same(t.id, "version status", []any{t.version, t.status}, []any{r.Version, string(r.Status)})
	}
	for _, a := range m.addenda {
		r, err := m.Read(m.system).Clarification.Get(m.system, a.id)
		m.check(err)
		m.same(a.id, "version read", []any{a.version, a.read}, []any{r.Version, r.AcknowledgedAt != nil})
	}
}
