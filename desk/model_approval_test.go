package desk_test

import (
	"slices"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// request is a request for approval as the model knows it.
type request struct {
	fact
	kind, subject string
	held          *fact // the record it is about
	of            *prospect
	by            string
	amount        *int64
	status        string
	decidedBy     string
	decidedFor    string
	gate          *gate
	promise       *promise
	answer        *answer
}

func (r *request) over() bool { return r.status == "REJECTED" || r.status == "WITHDRAWN" }

// standing is the request of a kind on a record that is undecided or approved.
func (m *model) standing(subject, kind string) *request {
	for _, r := range m.requests {
		if r.subject == subject && r.kind == kind && !r.over() {
			return r
		}
	}
	return nil
}

func (m *model) approved(subject, kind string) bool {
	r := m.standing(subject, kind)
	return r != nil && r.status == "APPROVED"
}

// drop withdraws what stands on a record that is no longer what it was.
func (m *model) drop(subject string, kinds ...string) {
	for _, kind := range kinds {
		if r := m.standing(subject, kind); r != nil {
			r.status = "WITHDRAWN"
			r.version++
		}
	}
}

// authorised is the authority matrix: up to what a role may approve.
func authorised(role, kind string, amount *int64) bool {
	switch kind + " " + role {
	case "PRICE FINANCE", "LEGAL LEGAL", "COMMITMENT FINANCE", "SEAL PRESALES_MANAGER", "SEAL LEGAL", "TAILORING PRESALES_MANAGER", "DEVIATION PRESALES_MANAGER":
		return true
	case "PRICE PRESALES_MANAGER":
		return amount == nil || *amount <= 5_000_000_00
	case "COMMITMENT PRESALES_MANAGER":
		return amount == nil || *amount <= 500_000_00
	default:
		return false
	}
}

// approvable are the requests somebody might make. Those that make no sense are among them for who takes no care.
func (m *model) approvable() (all []*request) {
	add := func(held *fact, of *prospect, amount *int64, kinds ...string) {
		for _, kind := range kinds {
			all = append(all, &request{kind: kind, subject: held.id, held: held, of: of, amount: amount, status: "REQUESTED"})
		}
	}
	for _, p := range m.offers {
		add(&p.fact, p.of, p.price, "LEGAL", "SEAL", "PRICE", "COMMITMENT")
		for _, a := range p.answers {
			add(&a.fact, p.of, nil, "DEVIATION")
			all[len(all)-1].answer = a
		}
	}
	for _, c := range m.contracts {
		add(&c.fact, c.of, &c.amount, "PRICE", "SEAL", "LEGAL", "TAILORING")
	}
	for _, c := range m.promises {
		add(&c.fact, c.of, nil, "COMMITMENT", "LEGAL", "SEAL")
		all[len(all)-3].promise = c
	}
	return all
}

// sense tells whether a kind of approval is asked for such a record, and whether there is something to approve in it.
func (m *model) sense(r *request) bool {
	switch r.subject[:3] {
	case "prp":
		return r.kind == "LEGAL" || r.kind == "SEAL" || r.kind == "PRICE" && r.amount != nil
	case "ctr":
		return r.kind != "TAILORING"
	case "cmt":
		return r.kind != "SEAL"
	default:
		return r.answer.response == "PARTIAL" || r.answer.response == "DEVIATION_NEGATIVE"
	}
}

func (m *model) requestApproval() {
	r := choose(m, "request", m.approvable(), func(r *request) bool {
		needed := slices.Contains([]string{"prp LEGAL", "prp PRICE", "prp SEAL", "ctr LEGAL", "cmt COMMITMENT", "cpl DEVIATION"}, r.subject[:3]+" "+r.kind)
		return m.sense(r) && m.standing(r.subject, r.kind) == nil && (needed || !m.straight)
	})
	if r == nil {
		return
	}
	who := m.writer("Everyday")
	in := desk.RequestApprovalInput{SubjectID: m.named(r.held), Type: process.ApprovalType(r.kind)}
	m.refuse("VALIDATION_FAILED", !m.sense(r))
	m.refuse("CONFLICT", m.standing(r.subject, r.kind) != nil)
	if r.promise != nil && m.chance("amount", 60) { // a promise says nothing of its cost, so that who asks may
		in.Amount = new(draw[int64](m, "at stake", 1_000_00, 600_000_00))
		r.amount = in.Amount
	}
	if row := tried[ent.Approval](m)(m.RequestApproval(who.ctx, in)); row != nil {
		r.fact, r.by = made(row.ID), who.id
		m.requests = append(m.requests, r)
	}
}

func (m *model) decideApproval() { m.settleApproval(m.undecided(), nil) }

// undecided draws a request that somebody may decide.
func (m *model) undecided() *request {
	return choose(m, "request", m.requests, func(r *request) bool { return r.status == "REQUESTED" })
}

// settleApproval decides a request, for oneself or in the place of somebody who is away.
func (m *model) settleApproval(r *request, l *leave) {
	if r == nil {
		return
	}
	who := m.stander(l, func(p *person) bool {
		return p.may("Everyday") && p.id != r.by && !l.concerns(r.by) &&
			l.lets(p, m.at(), func(role string) bool { return authorised(role, r.kind, r.amount) })
	})
	if who == nil {
		return
	}
	in := m.aim(&r.fact)
	deciding := desk.DecideApprovalInput{ID: in.ID, Version: in.Version, Approve: !m.whim("reject", 25), ForUserID: l.away()}
	if m.chance("comment", 50) || m.careful {
		deciding.Comment = new("as agreed")
	}
	m.refuse("VALIDATION_FAILED", !deciding.Approve && deciding.Comment == nil)
	m.refuse("ILLEGAL_TRANSITION", r.status != "REQUESTED")
	m.refuse("ILLEGAL_TRANSITION", deciding.Approve && r.kind == "COMMITMENT" && r.promise.over())
	if tried[ent.Approval](m)(m.DecideApproval(who.ctx, deciding)) == nil {
		return
	}
	r.status, r.decidedBy, r.decidedFor = "REJECTED", who.id, value(l.away())
	r.version++
	if deciding.Approve {
		r.status = "APPROVED"
		r.follow()
	}
}

// follow is what else happens when an approval is given.
func (r *request) follow() {
	switch r.kind {
	case "DEVIATION":
		r.answer.approved = true
		r.answer.version++
	case "TAILORING":
		if g := r.gate; g.request == r && !g.passed() && (g.status != "DECIDED" || g.deferred()) {
			g.status = "TAILORED_OUT"
			g.version++
		}
	case "COMMITMENT":
		c := r.promise
		if c.status != "PROPOSED" && !c.unauthorised {
			return
		}
		if c.status == "PROPOSED" {
			c.status = "AUTHORISED"
		}
		c.unauthorised = false
		c.version++
	}
}

func (m *model) withdrawApproval() {
	r := choose(m, "request", m.requests, func(r *request) bool { return r.status == "REQUESTED" })
	if r == nil || m.careful && m.chance("keep it", 60) {
		return
	}
	who := m.actor(func(p *person) bool { return p.may("Everyday") && p.id == r.by })
	if who == nil {
		return
	}
	in := m.aim(&r.fact)
	m.refuse("ILLEGAL_TRANSITION", r.status != "REQUESTED")
	if tried[ent.Approval](m)(m.WithdrawApproval(who.ctx, in)) != nil {
		r.status = "WITHDRAWN"
		r.version++
	}
}

// compareApprovals holds the requests against the model.
func (m *model) compareApprovals() {
	for _, r := range m.requests {
		row, err := m.Read(m.system).Approval.Get(m.system, r.id)
		m.check(err)
		m.same(r.id, "version status type subject by amount decided", []any{r.version, r.status, r.kind, r.subject, r.by, value(r.amount), r.decidedBy, r.decidedFor},
			[]any{row.Version, string(row.Status), string(row.Type), row.SubjectID, value(row.RequestedByID), value(row.Amount), value(row.DecidedByID), value(row.DecidedForID)})
	}
}
