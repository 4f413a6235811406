package desk_test

import (
	"slices"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/bidchecklistitem"
	"bidwell/process"
)

// answer is how a proposal answers a requirement.
type answer struct {
	fact
	to       *need
	response string
	approved bool
}

// check is an item of the rejection checklist.
type check struct {
	fact
	fatal bool
	state string
}

func (p *proposed) answerTo(n *need) *answer {
	for _, a := range p.answers {
		if a.to == n {
			return a
		}
	}
	return nil
}

// papers tells whether what goes with a proposal may be worked on.
func (p *proposed) papers() bool { return p.open() || p.status == "APPROVED" || p.status == "SEALED" }

// demands tells whether a requirement has to be answered by the proposals of an opportunity.
func (n *need) demands(o *prospect) bool { return n.of == o && n.mandatory && n.status != "WITHDRAWN" }

// unanswered tells whether a proposal leaves a mandatory requirement without an answer.
func (m *model) unanswered(p *proposed) bool {
	return slices.ContainsFunc(m.needs, func(n *need) bool {
		a := p.answerTo(n)
		return n.demands(p.of) && (a == nil || a.response == "UNANSWERED")
	})
}

func (m *model) answerNeed() {
	p := m.offer((*proposed).open)
	if p == nil {
		return
	}
	n := choose(m, "requirement", m.needs, func(n *need) bool { return n.of == p.of && n.status != "WITHDRAWN" })
	if n == nil {
		return
	}
	who := m.writer("ComplianceItem")
	m.refuse("ILLEGAL_TRANSITION", !p.open())
	m.refuse("VALIDATION_FAILED", n.of != p.of || n.status == "WITHDRAWN")
	response := draw(m, "response", "FULL", "FULL", "PARTIAL", "DEVIATION_POSITIVE", "DEVIATION_NEGATIVE", "NOT_APPLICABLE", "UNANSWERED")
	in := desk.AnswerRequirementInput{ProposalID: m.named(&p.fact), RequirementID: n.id, Response: process.ComplianceResponse(response)}
	silent := response == "FULL" || response == "UNANSWERED" || response == "NOT_APPLICABLE" && !n.mandatory
	if silent || m.errs("deviation") {
		m.refuse("VALIDATION_FAILED", !silent)
	} else {
		in.Deviation = new("three days later")
	}
	a := p.answerTo(n)
	if a != nil {
		in.Version = new(m.read(&a.fact))
	} else if m.errs("version") {
		in.Version = new(1)
		m.refuse("CONFLICT", true)
	}
	r := tried[ent.ComplianceItem](m)(m.AnswerRequirement(who.ctx, in))
	switch {
	case r == nil:
	case a == nil:
		p.answers = append(p.answers, &answer{fact: made(r.ID), to: n, response: response})
	default:
		a.response, a.approved = response, false
		a.version++
		m.drop(a.id, "DEVIATION")
	}
}

func (m *model) prepareChecklist() {
	p := m.offer(func(p *proposed) bool { return p.papers() && len(p.items) == 0 })
	if p == nil || len(p.items) > 0 {
		return
	}
	who := m.writer("BidChecklistItem")
	m.refuse("ILLEGAL_TRANSITION", !p.papers())
	if tried[ent.Proposal](m)(m.PrepareChecklist(who.ctx, desk.PrepareChecklistInput{ProposalID: m.named(&p.fact)})) == nil {
		return
	}
	rows, err := m.Read(m.system).BidChecklistItem.Query().Where(bidchecklistitem.ProposalID(p.id)).Order(bidchecklistitem.ByID()).All(m.system)
	m.check(err)
	for _, r := range rows {
		p.items = append(p.items, &check{fact: made(r.ID), fatal: r.Code != "FORMAT_NOT_FOLLOWED", state: "OPEN"})
	}
	if len(p.items) != 14 {
		m.rt.Fatalf("the checklist of %s has %d items, want 14", p.id, len(p.items))
	}
}

// checkItems checks all items that are open, each a step of its own; one that is not fatal is waived.
func (m *model) checkItems() {
	p := m.offer(func(p *proposed) bool { return p.papers() && len(p.items) > 0 })
	if p == nil {
		return
	}
	who := m.writer("BidChecklistItem")
	so := m.verdict
	for _, c := range p.items {
		if m.careful && c.state != "OPEN" {
			continue
		}
		m.verdict = verdict{refusals: slices.Clone(so.refusals)}
		in, waive := m.aim(&c.fact), !c.fatal || m.errs("waive")
		m.refuse("ILLEGAL_TRANSITION", !p.papers() || c.state != "OPEN" || waive && c.fatal)
		var r *ent.BidChecklistItem
		to := "DONE"
		if waive {
			to, m.ends = "WAIVED", "WAIVED"
			r = tried[ent.BidChecklistItem](m)(m.WaiveItem(who.ctx, desk.WaiveItemInput{ID: in.ID, Version: in.Version, Reason: m.text("reason")}))
		} else {
			m.ends = "DONE"
			r = tried[ent.BidChecklistItem](m)(m.CheckItem(who.ctx, desk.CheckItemInput{ID: in.ID, Version: in.Version, Evidence: m.text("evidence")}))
		}
		if r != nil {
			c.state = to
			c.version++
		}
	}
}

func (m *model) reopenItem() {
	p := m.offer(func(p *proposed) bool { return p.papers() && len(p.items) > 0 })
	if p == nil || len(p.items) == 0 {
		return
	}
	c := choose(m, "item", p.items, func(c *check) bool { return c.state != "OPEN" })
	if c == nil {
		return
	}
	who, in := m.writer("BidChecklistItem"), m.aim(&c.fact)
	m.refuse("ILLEGAL_TRANSITION", !p.papers() || c.state == "OPEN")
	if tried[ent.BidChecklistItem](m)(m.ReopenItem(who.ctx, in)) != nil {
		c.state = "OPEN"
		c.version++
	}
}

// compareMatrix holds answers and checklists against the model.
func (m *model) compareMatrix() {
	for _, p := range m.offers {
		for _, a := range p.answers {
			r, err := m.Read(m.system).ComplianceItem.Get(m.system, a.id)
			m.check(err)
			m.same(a.id, "version response approved", []any{a.version, a.response, a.approved}, []any{r.Version, string(r.Response), r.ApprovalID != nil})
		}
		for _, c := range p.items {
			r, err := m.Read(m.system).BidChecklistItem.Get(m.system, c.id)
			m.check(err)
			m.same(c.id, "version state", []any{c.version, c.state}, []any{r.Version, string(r.State)})
		}
	}
}
