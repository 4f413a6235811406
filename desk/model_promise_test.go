package desk_test

import (
	"slices"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// promise is a commitment as the model knows it.
type promise struct {
	fact
	of           *prospect
	status       string
	unauthorised bool
	contract     *agreement
	in           *handing
}

var promiseSteps = []string{
	"PROPOSED AUTHORISED MADE WITHDRAWN", "AUTHORISED MADE WITHDRAWN", "MADE CONTRACTED", "CONTRACTED HANDED_OVER", "HANDED_OVER FULFILLED WAIVED BREACHED",
}

func (c *promise) over() bool {
	return slices.Contains([]string{"FULFILLED", "WAIVED", "BREACHED", "WITHDRAWN"}, c.status)
}

// released tells whether the customer may let us off it: after the handover, or where nobody had the authority to make it.
func (c *promise) released() bool {
	return c.status == "HANDED_OVER" || c.unauthorised && (c.status == "MADE" || c.status == "CONTRACTED")
}

func (m *model) promise(fit func(*promise) bool) *promise {
	return choose(m, "commitment", m.promises, fit)
}

func (m *model) proposePromise() {
	o := m.anyDeal()
	if o == nil {
		return
	}
	who := m.writer("Commitment")
	m.refuse("ILLEGAL_TRANSITION", !o.underWay())
	r := tried[ent.Commitment](m)(m.ProposeCommitment(who.ctx, desk.ProposeCommitmentInput{OpportunityID: m.named(&o.fact), Text: m.text("text"), Kind: "SERVICE"}))
	if r != nil {
		m.promises = append(m.promises, &promise{fact: made(r.ID), of: o, status: "PROPOSED"})
	}
}

func (m *model) recordPromise() {
	o := m.anyDeal()
	if o == nil {
		return
	}
	who := m.writer("Commitment")
	r := tried[ent.Commitment](m)(m.RecordCommitment(who.ctx, desk.RecordCommitmentInput{
		OpportunityID: m.named(&o.fact), Text: m.text("text"), Kind: "SCHEDULE", MadeToID: m.contact, SourceNote: new(m.text("source")),
	}))
	if r != nil {
		m.promises = append(m.promises, &promise{fact: made(r.ID), of: o, status: "MADE", unauthorised: true})
	}
}

func (m *model) makePromise() {
	c := m.promise(func(c *promise) bool { return c.status == "PROPOSED" || c.status == "AUTHORISED" })
	if c == nil {
		return
	}
	who, in := m.writer("Commitment"), m.aim(&c.fact)
	m.refuse("ILLEGAL_TRANSITION", illegal(promiseSteps, c.status, "MADE"))
	r := tried[ent.Commitment](m)(m.MakeCommitment(who.ctx, desk.MakeCommitmentInput{
		ID: in.ID, Version: in.Version, MadeToID: m.contact, SourceNote: new(m.text("source")),
	}))
	if r != nil {
		c.unauthorised = c.status != "AUTHORISED"
		c.status = "MADE"
		c.version++
	}
}

func (m *model) contractPromise() {
	inForce := func(a *agreement) bool { return a.status == "DRAFT" || a.status == "SIGNED" }
	c := m.promise(func(c *promise) bool { return c.status == "MADE" })
	if c == nil {
		return
	}
	a := choose(m, "contract", m.contracts, func(a *agreement) bool { return a.of == c.of && inForce(a) })
	if a == nil {
		return
	}
	who, in := m.writer("Contract"), m.aim(&c.fact)
	m.refuse("ILLEGAL_TRANSITION", illegal(promiseSteps, c.status, "CONTRACTED") || !inForce(a))
	m.refuse("VALIDATION_FAILED", a.of != c.of)
	r := tried[ent.Commitment](m)(m.ContractCommitment(who.ctx, desk.ContractCommitmentInput{ID: in.ID, Version: in.Version, ContractID: m.named(&a.fact), Clause: m.text("clause")}))
	if r != nil {
		c.status, c.contract = "CONTRACTED", a
		c.version++
	}
}

func (m *model) endPromise() {
	c := m.promise(func(c *promise) bool { return c.status == "HANDED_OVER" || c.released() || c.status == "PROPOSED" })
	if c == nil || m.careful && m.chance("keep it", 30) && !m.straight {
		return
	}
	to := draw(m, "end", "FULFILLED", "WAIVED", "BREACHED", "WITHDRAWN")
	switch {
	case m.careful && c.status == "PROPOSED":
		to = "WITHDRAWN"
	case m.careful && c.status != "HANDED_OVER":
		to = "WAIVED"
	case m.straight:
		to = "FULFILLED"
	}
	m.ends = to
	who, in := m.writer("Commitment"), m.aim(&c.fact)
	m.refuse("ILLEGAL_TRANSITION", illegal(promiseSteps, c.status, to) && (to != "WAIVED" || !c.released()))
	why := m.text("why")
	var w desk.Written[ent.Commitment]
	var err error
	switch to {
	case "FULFILLED":
		w, err = m.FulfilCommitment(who.ctx, desk.FulfilCommitmentInput{ID: in.ID, Version: in.Version, Evidence: why})
	case "WAIVED":
		w, err = m.WaiveCommitment(who.ctx, desk.WaiveCommitmentInput{ID: in.ID, Version: in.Version, Evidence: why})
	case "BREACHED":
		w, err = m.BreachCommitment(who.ctx, desk.BreachCommitmentInput{ID: in.ID, Version: in.Version, Reason: why})
	default:
		w, err = m.WithdrawCommitment(who.ctx, desk.WithdrawCommitmentInput{ID: in.ID, Version: in.Version, Reason: why})
	}
	if tried[ent.Commitment](m)(w, err) != nil {
		c.status = to
		c.version++
	}
}

// clause is a commercial term as the model knows it.
type clause struct {
	fact
	of       *prospect
	decision string
	agreed   bool
}

var clauseSteps = []string{"OPEN ACCEPTED COUNTERED REJECTED", "COUNTERED OPEN ACCEPTED REJECTED", "ACCEPTED OPEN", "REJECTED OPEN"}

// negotiable tells whether terms of an opportunity are talked about: it is under way and no contract was signed.
func (m *model) negotiable(o *prospect) bool {
	return o.underWay() && !slices.ContainsFunc(m.contracts, func(a *agreement) bool {
		return a.of == o && (a.status == "SIGNED" || a.status == "CLOSED")
	})
}

func (m *model) createTerm() {
	o := m.deal(m.negotiable)
	if o == nil {
		return
	}
	who := m.writer("CommercialTerm")
	m.refuse("ILLEGAL_TRANSITION", !m.negotiable(o))
	r := tried[ent.CommercialTerm](m)(m.CreateCommercialTerm(who.ctx, ent.CreateCommercialTermInput{OpportunityID: m.named(&o.fact), Title: m.text("title")}))
	if r != nil {
		m.terms = append(m.terms, &clause{fact: made(r.ID), of: o, decision: "OPEN"})
	}
}

func (m *model) decideTerm() {
	t := choose(m, "term", m.terms, func(t *clause) bool { return m.negotiable(t.of) })
	if t == nil {
		return
	}
	who, in := m.writer("CommercialTerm"), m.aim(&t.fact)
	to := m.next(clauseSteps, t.decision, []string{"OPEN", "ACCEPTED", "COUNTERED", "REJECTED"})
	if m.straight && t.decision == "OPEN" {
		to = "ACCEPTED"
	}
	deciding := desk.DecideTermInput{ID: in.ID, Version: in.Version, Decision: process.TermDecision(to)}
	if m.careful || m.chance("agreed", 60) {
		deciding.Agreed, deciding.Note = new("in two parts"), new("the customer asked")
	}
	m.refuse("ILLEGAL_TRANSITION", !m.negotiable(t.of) || illegal(clauseSteps, t.decision, to))
	m.refuse("VALIDATION_FAILED", to == "ACCEPTED" && !t.agreed && deciding.Agreed == nil)
	m.refuse("VALIDATION_FAILED", to == "OPEN" && t.decision != "COUNTERED" && deciding.Note == nil)
	if tried[ent.CommercialTerm](m)(m.DecideTerm(who.ctx, deciding)) != nil {
		t.decision, t.agreed = to, t.agreed || deciding.Agreed != nil
		t.version++
	}
}

// comparePromises holds commitments and terms against the model.
func (m *model) comparePromises() {
	for _, c := range m.promises {
		r, err := m.Read(m.system).Commitment.Get(m.system, c.id)
		m.check(err)
		contract, in := "", ""
		if c.contract != nil {
			contract = c.contract.id
		}
		if c.in != nil {
			in = c.in.id
		}
		m.same(c.id, "version status unauthorised contract handover", []any{c.version, c.status, c.unauthorised, contract, in},
			[]any{r.Version, string(r.Status), r.Unauthorised, value(r.ContractID), value(r.HandoverID)})
	}
	for _, t := range m.terms {
		r, err := m.Read(m.system).CommercialTerm.Get(m.system, t.id)
		m.check(err)
		m.same(t.id, "version decision", []any{t.version, t.decision}, []any{r.Version, string(r.Decision)})
	}
}
