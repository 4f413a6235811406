package desk_test

import (
	"bidwell/desk"
	"bidwell/ent"
)

// venture is a project as the model knows it.
type venture struct {
	fact
	contract *agreement
	status   string
}

var ventureSteps = []string{"PLANNED RUNNING CANCELLED", "RUNNING CLOSED CANCELLED"}

func (v *venture) running() bool { return v.status == "PLANNED" || v.status == "RUNNING" }

func (m *model) project(fit func(*venture) bool) *venture {
	return choose(m, "project", m.projects, fit)
}

func (m *model) createProject() {
	a := m.contract("SIGNED")
	if a == nil || len(m.projects) > 2 {
		return
	}
	who := m.writer("Project")
	m.block("CONTRACT_NOT_SIGNED", a.status != "SIGNED")
	if r := tried[ent.Project](m)(m.CreateProject(who.ctx, desk.CreateProjectInput{ContractID: m.named(&a.fact)})); r != nil {
		m.projects = append(m.projects, &venture{fact: made(r.ID), contract: a, status: "PLANNED"})
	}
}

func (m *model) moveProject() {
	v := m.project((*venture).running)
	if v == nil {
		return
	}
	to := m.next(ventureSteps, v.status, []string{"RUNNING", "CLOSED", "CANCELLED"})
	if m.careful && to == "CANCELLED" && (m.straight || m.chance("go on", 80)) {
		to = map[string]string{"PLANNED": "RUNNING", "RUNNING": "CLOSED"}[v.status]
	}
	m.ends = to
	who, in := m.writer("Project"), m.aim(&v.fact)
	m.refuse("ILLEGAL_TRANSITION", illegal(ventureSteps, v.status, to))
	do := m.CancelProject
	m.only = v
	switch to {
	case "RUNNING":
		do = m.StartProject
		m.obstacles(v.contract.of, "HANDOVER_NOT_ACCEPTED")
	case "CLOSED":
		do = m.CloseProject
		m.obstacles(v.contract.of, "ACCEPTANCE_NOT_PASSED", "ISSUE_OPEN", "RETROSPECTIVE_MISSING", "DEPARTMENT_ABSENT")
	}
	m.only = nil
	if tried[ent.Project](m)(do(who.ctx, in)) != nil {
		v.status = to
		v.version++
	}
}

// wish is a change request as the model knows it.
type wish struct {
	fact
	project *venture
	askedBy string
	status  string
	number  int
}

var wishSteps = []string{"DRAFT SUBMITTED", "SUBMITTED ASSESSED", "ASSESSED APPROVED REJECTED", "APPROVED IMPLEMENTED"}

func (m *model) createChange() {
	v := m.project((*venture).running)
	if v == nil {
		return
	}
	who := m.writer("Project")
	m.refuse("ILLEGAL_TRANSITION", !v.running())
	r := tried[ent.ChangeRequest](m)(m.CreateChangeRequest(who.ctx, desk.CreateChangeRequestInput{ProjectID: m.named(&v.fact), Title: "a third room"}))
	if r != nil {
		c := &wish{fact: made(r.ID), project: v, askedBy: who.id, status: "DRAFT", number: 1}
		for _, other := range m.changes {
			if other.project == v {
				c.number++
			}
		}
		m.changes = append(m.changes, c)
	}
}

func (m *model) moveChange() {
	c := choose(m, "change", m.changes, func(c *wish) bool {
		return c.status != "REJECTED" && c.status != "IMPLEMENTED" && c.project.running()
	})
	if c == nil {
		return
	}
	to := m.next(wishSteps, c.status, []string{"SUBMITTED", "ASSESSED", "APPROVED", "REJECTED", "IMPLEMENTED"})
	if m.straight && to == "REJECTED" && m.chance("agree", 75) {
		to = "APPROVED"
	}
	m.ends = to
	decided := to == "APPROVED" || to == "REJECTED"
	who := m.actor(func(p *person) bool { return p.may("Project") && (!decided || p.id != c.askedBy) })
	in := m.aim(&c.fact)
	m.refuse("ILLEGAL_TRANSITION", illegal(wishSteps, c.status, to) || to != "REJECTED" && !c.project.running())
	var w desk.Written[ent.ChangeRequest]
	var err error
	switch to {
	case "SUBMITTED":
		w, err = m.SubmitChangeRequest(who.ctx, in)
	case "ASSESSED":
		w, err = m.AssessChangeRequest(who.ctx, desk.AssessChangeRequestInput{ID: in.ID, Version: in.Version, CostImpact: 200_00, DaysImpact: 3})
	case "IMPLEMENTED":
		w, err = m.ImplementChangeRequest(who.ctx, in)
	default:
		deciding := desk.DecideChangeRequestInput{ID: in.ID, Version: in.Version, Approve: to == "APPROVED"}
		if m.errs("reason") {
			m.refuse("VALIDATION_FAILED", to == "REJECTED")
		} else {
			deciding.Reason = new("worth it")
		}
		w, err = m.DecideChangeRequest(who.ctx, deciding)
	}
	if tried[ent.ChangeRequest](m)(w, err) != nil {
		c.status = to
		c.version++
	}
}
