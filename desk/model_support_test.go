package desk_test

import (
	"context"
	"slices"
	"strings"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// errand is a support request as the model knows it.
type errand struct {
	fact
	status              string
	requester, assignee string
	answered            bool // by somebody else than the requester
	escalated           int
	pauses              int
	waiting             bool // the last pause goes on
}

var errandSteps = []string{
	"NEW ASSIGNED CANCELLED", "ASSIGNED IN_PROGRESS WAITING_FOR_REQUESTER CANCELLED", "IN_PROGRESS WAITING_FOR_REQUESTER DONE CANCELLED",
	"WAITING_FOR_REQUESTER IN_PROGRESS CANCELLED", "DONE IN_PROGRESS",
}

func (e *errand) over() bool { return e.status == "DONE" || e.status == "CANCELLED" }

// hears notes that somebody did something about a request: the first time it is answered.
func (e *errand) hears(who *person) { e.answered = e.answered || who.id != e.requester }

func (m *model) errand(fit func(*errand) bool) *errand {
	return choose(m, "support request", m.errands, fit)
}

// raci draws who has which part; two who answer for the work are refused.
func (m *model) raci() []process.Raci {
	parts := []process.Raci{{Part: "ACCOUNTABLE", UserID: anybody(m, "accountable").id}, {Part: "CONSULTED", Department: "LEGAL"}}
	if m.errs("raci") {
		parts[1].Part = "ACCOUNTABLE"
		m.refuse("VALIDATION_FAILED", true)
	}
	return parts
}

func (m *model) createErrand() {
	if len(m.errands) > 4 {
		return
	}
	who := m.writer("Everyday")
	e := &errand{status: "NEW", requester: who.id}
	in := desk.CreateSupportRequestInput{OpportunityID: new(m.dealID()), Type: "DEMO", Title: m.words("title"), Raci: m.raci()}
	if m.chance("assigned", 50) {
		e.status, e.assignee = "ASSIGNED", anybody(m, "assignee").id
		in.AssigneeID = &e.assignee
	}
	if m.errs("day") {
		in.NeededBy = new(m.at().AddDate(0, 0, -1))
		m.refuse("VALIDATION_FAILED", true)
	}
	if r := tried[ent.SupportRequest](m)(m.CreateSupportRequest(who.ctx, in)); r != nil {
		e.fact = made(r.ID)
		m.errands = append(m.errands, e)
	}
}

// errandStep is a step of a support request: from which states it is taken, to which, and by whom.
type errandStep struct {
	from, to string
	whose    string // requester, assignee
	answers  bool   // the request, when somebody else than the requester takes it
	does     func(m *model, e *errand, ctx context.Context, in desk.RecordInput) outcome
	then     func(e *errand)
}

var errandTable = map[string]errandStep{
	"start a support request": {"ASSIGNED", "IN_PROGRESS", "assignee", true, func(m *model, _ *errand, ctx context.Context, in desk.RecordInput) outcome {
		return of(m.StartSupportRequest(ctx, in))
	}, nil},
	"wait for the requester": {"ASSIGNED IN_PROGRESS", "WAITING_FOR_REQUESTER", "assignee", true, func(m *model, _ *errand, ctx context.Context, in desk.RecordInput) outcome {
		return of(m.WaitForRequester(ctx, in))
	}, func(e *errand) { e.pauses, e.waiting = e.pauses+1, true }},
	"resume a support request": {"WAITING_FOR_REQUESTER", "IN_PROGRESS", "assignee requester", false, func(m *model, _ *errand, ctx context.Context, in desk.RecordInput) outcome {
		return of(m.ResumeSupportRequest(ctx, in))
	}, func(e *errand) { e.waiting = false }},
	"complete a support request": {"IN_PROGRESS", "DONE", "assignee", true, func(m *model, _ *errand, ctx context.Context, in desk.RecordInput) outcome {
		return of(m.CompleteSupportRequest(ctx, desk.CompleteSupportRequestInput{ID: in.ID, Version: in.Version, Result: m.text("result")}))
	}, nil},
	"cancel a support request": {"NEW ASSIGNED IN_PROGRESS WAITING_FOR_REQUESTER", "CANCELLED", "requester", false, func(m *model, _ *errand, ctx context.Context, in desk.RecordInput) outcome {
		return of(m.CancelSupportRequest(ctx, desk.ReasonInput{ID: in.ID, Version: in.Version, Reason: m.text("reason")}))
	}, func(e *errand) { e.waiting = false }},
	"reopen a support request": {"DONE", "IN_PROGRESS", "requester", false, func(m *model, _ *errand, ctx context.Context, in desk.RecordInput) outcome {
		return of(m.ReopenSupportRequest(ctx, desk.ReasonInput{ID: in.ID, Version: in.Version, Reason: m.text("reason")}))
	}, func(e *errand) { e.pauses++ }},
	"share out a support request": {"NEW ASSIGNED IN_PROGRESS WAITING_FOR_REQUESTER DONE CANCELLED", "", "requester assignee", false, func(m *model, _ *errand, ctx context.Context, in desk.RecordInput) outcome {
		return of(m.SetSupportRaci(ctx, desk.SetSupportRaciInput{ID: in.ID, Version: in.Version, Raci: m.raci()}))
	}, nil},
	"escalate a support request": {"NEW ASSIGNED IN_PROGRESS WAITING_FOR_REQUESTER", "", "requester assignee", false, func(m *model, e *errand, ctx context.Context, in desk.RecordInput) outcome {
		m.refuse("ILLEGAL_TRANSITION", e.escalated >= 4) // as far as it goes
		return of(m.EscalateSupportRequest(ctx, in))
	}, func(e *errand) { e.escalated++ }},
}

// supportSteps are the operations on support requests.
func supportSteps() map[string]func(*model) {
	steps := map[string]func(*model){"ask for support": (*model).createErrand, "assign a support request": (*model).assignErrand}
	for name, step := range errandTable {
		steps[name] = func(m *model) { m.stepErrand(step) }
	}
	return steps
}

// party tells whether a step of a request is somebody's: presales managers and administrators take all of them.
func (e *errand) party(p *person, whose string) bool {
	return p.may("Everyday") && (p.manages() || strings.Contains(whose, "requester") && p.id == e.requester || strings.Contains(whose, "assignee") && p.id == e.assignee)
}

func (m *model) stepErrand(step errandStep) {
	fits := func(e *errand) bool { return slices.Contains(strings.Fields(step.from), e.status) }
	e := m.errand(func(e *errand) bool { return fits(e) && e.escalated < 4 })
	if e == nil {
		return
	}
	who, in := m.actor(func(p *person) bool { return e.party(p, step.whose) }), m.aim(&e.fact)
	m.refuse("ILLEGAL_TRANSITION", !fits(e) || step.to != "" && illegal(errandSteps, e.status, step.to))
	if !m.went(step.does(m, e, who.ctx, in)) {
		return
	}
	if step.to != "" {
		e.status = step.to
	}
	if step.answers {
		e.hears(who)
	}
	if step.then != nil {
		step.then(e)
	}
	e.version++
}

// assignErrand gives a request to somebody. Whoever has it passes it on; what nobody has anybody takes.
func (m *model) assignErrand() {
	e := m.errand(func(e *errand) bool { return !e.over() })
	if e == nil {
		return
	}
	to := anybody(m, "assignee")
	who := m.actor(func(p *person) bool {
		return e.party(p, "assignee") || p.may("Everyday") && e.assignee == "" && p.id == to.id
	})
	in := m.aim(&e.fact)
	m.refuse("ILLEGAL_TRANSITION", e.over())
	if tried[ent.SupportRequest](m)(m.AssignSupportRequest(who.ctx, desk.AssignSupportRequestInput{ID: in.ID, Version: in.Version, AssigneeID: to.id})) == nil {
		return
	}
	if e.assignee = to.id; e.status == "NEW" {
		e.status = "ASSIGNED"
	}
	e.version++
}

// compareErrands holds the support requests against the model.
func (m *model) compareErrands() {
	for _, e := range m.errands {
		r, err := m.Read(m.system).SupportRequest.Get(m.system, e.id)
		m.check(err)
		waiting := len(r.Pauses) > 0 && r.Pauses[len(r.Pauses)-1].Until == nil
		m.same(e.id, "version status requester assignee answered escalated pauses waiting done",
			[]any{e.version, e.status, e.requester, e.assignee, e.answered, e.escalated, e.pauses, e.waiting, e.status == "DONE"},
			[]any{r.Version, string(r.Status), value(r.RequesterID), value(r.AssigneeID), r.FirstResponseAt != nil, r.Escalation, len(r.Pauses), waiting, r.DoneAt != nil})
	}
}
