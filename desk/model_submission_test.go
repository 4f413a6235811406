package desk_test

import (
	"slices"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

func (m *model) signOffer() {
	p := m.offer(func(p *proposed) bool { return (p.status == "APPROVED" || p.status == "SEALED") && !p.signed })
	if p == nil {
		return
	}
	who, in := m.writer("Proposal"), m.aim(&p.fact)
	m.refuse("ILLEGAL_TRANSITION", p.signed || p.status != "APPROVED" && p.status != "SEALED")
	if tried[ent.Proposal](m)(m.SignProposal(who.ctx, in)) != nil {
		p.signed, p.editor = true, who.id
		p.version++
	}
}

func (m *model) sealOffer() {
	if p := m.offer(offerIn("APPROVED")); p != nil {
		who := m.writer("Proposal")
		m.block("APPROVAL_MISSING", !m.approved(p.id, "SEAL"))
		m.stepOffer(p, who, "SEALED", func(in desk.RecordInput) (desk.Written[ent.Proposal], error) { return m.SealProposal(who.ctx, in) })
	}
}

func (m *model) submitOffer() {
	p := m.offer(offerIn("SEALED"))
	if p == nil {
		return
	}
	who := m.writer("Proposal")
	m.refuse("ILLEGAL_TRANSITION", p.status == "UNDER_CLARIFICATION") // that ends by a step of its own
	m.maySubmit(p)
	in := desk.SubmitProposalInput{Receipt: m.text("receipt")}
	taken := m.stepOffer(p, who, "SUBMITTED", func(aim desk.RecordInput) (desk.Written[ent.Proposal], error) {
		in.ID, in.Version = aim.ID, aim.Version
		return m.SubmitProposal(who.ctx, in)
	})
	if taken {
		p.late = p.of.deadline != nil && m.at().After(*p.of.deadline)
		if v := p.latest(); !v.frozen {
			v.frozen = true
			v.version++
		}
	}
}

// maySubmit says what is in the way of submitting a proposal: invariants 4, 5 and 8.
func (m *model) maySubmit(p *proposed) {
	m.block("REQUIREMENT_UNANSWERED", m.unanswered(p))
	m.block("DEVIATION_UNAPPROVED", slices.ContainsFunc(m.needs, func(n *need) bool {
		a := p.answerTo(n)
		return n.demands(p.of) && a != nil && (a.response == "DEVIATION_NEGATIVE" || a.response == "PARTIAL") && !a.approved
	}))
	m.block("CHECKLIST_OPEN", p.of.kind == "TENDER" && len(p.items) == 0 ||
		slices.ContainsFunc(p.items, func(c *check) bool { return c.fatal && c.state == "OPEN" }))
	m.block("SIGNATURE_MISSING", !p.signed)
	for _, colour := range p.of.flow().reviews {
		r := m.lastHeld(p, colour)
		// GOLD is the sign-off of a text and does not count for the next
		m.block("REVIEW_MISSING", r == nil || r.verdict == "FAIL" || colour == "GOLD" && r.edition != p.latest())
	}
	m.block("FINDING_OPEN", slices.ContainsFunc(m.findings, func(f *flaw) bool {
		return f.review != nil && f.review.of == p && f.serious && f.status != "VERIFIED"
	}))
	m.block("APPROVAL_MISSING", p.price != nil && !m.approved(p.id, "PRICE") || !m.approved(p.id, "LEGAL"))
	m.obstacles(p.of, "ADDENDUM_UNREAD", "COMMITMENT_UNAUTHORISED")
}

func (m *model) openClarification() {
	if p := m.offer(offerIn("SUBMITTED")); p != nil {
		who := m.writer("Proposal")
		m.stepOffer(p, who, "UNDER_CLARIFICATION", func(in desk.RecordInput) (desk.Written[ent.Proposal], error) { return m.OpenClarification(who.ctx, in) })
	}
}

func (m *model) closeClarification() {
	if p := m.offer(offerIn("UNDER_CLARIFICATION")); p != nil {
		who := m.writer("Proposal")
		m.refuse("ILLEGAL_TRANSITION", p.status != "UNDER_CLARIFICATION")
		m.stepOffer(p, who, "SUBMITTED", func(in desk.RecordInput) (desk.Written[ent.Proposal], error) {
			return m.CloseClarification(who.ctx, in)
		})
	}
}

func (m *model) recordResult() {
	p := m.offer(offerIn("SUBMITTED"))
	if p == nil {
		return
	}
	who := m.writer("Proposal")
	to := draw(m, "result", "AWARDED", "AWARDED", "NOT_AWARDED", "REJECTED_BID", "VOIDED")
	failure := map[string]string{"REJECTED_BID": "BID_REJECTED", "VOIDED": "TOO_FEW_BIDDERS"}[to]
	if m.errs("failure") {
		to = draw(m, "wrong result", "DRAFT", "AWARDED", "VOIDED")
		failure = "BID_REJECTED"
		m.refuse("VALIDATION_FAILED", true)
	}
	taken := m.stepOffer(p, who, to, func(in desk.RecordInput) (desk.Written[ent.Proposal], error) {
		return m.RecordBidResult(who.ctx, desk.RecordBidResultInput{ID: in.ID, Version: in.Version, Status: process.ProposalStatus(to), Failure: enum[process.BidFailure](failure)})
	})
	if taken && to == "VOIDED" { // the whole procedure came to nothing, which is said of the opportunity too
		p.of.version++
	}
}
