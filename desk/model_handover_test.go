package desk_test

import (
	"slices"
	"strings"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// handing is a handover as the model knows it. What the desk writes into its parts by itself the model takes as it is, and
// says only that a part somebody filled in is not empty.
type handing struct {
	fact
	contract         *agreement
	status           string
	preparer, editor string
	filled           map[string]bool
}

var (
	handingSteps = []string{"DRAFT SUBMITTED", "SUBMITTED RETURNED ACCEPTED", "RETURNED DRAFT"}
	handingParts = strings.Fields("REQUIREMENTS PROPOSAL COMMITMENTS COMMUNICATION SUCCESS_FACTORS RISKS")
)

func (h *handing) open() bool { return h.status == "DRAFT" || h.status == "RETURNED" }

// take keeps which parts say something.
func (h *handing) take(parts []process.HandoverPart) {
	h.filled = map[string]bool{}
	for _, part := range parts {
		h.filled[string(part.Part)] = strings.TrimSpace(part.Text) != ""
	}
}

func (m *model) handover(status ...string) *handing {
	return choose(m, "handover", m.handovers, func(h *handing) bool { return slices.Contains(status, h.status) })
}

// takeIn puts the contracted commitments that are in no package into one.
func (m *model) takeIn(h *handing) {
	for _, c := range m.promises {
		if c.of == h.contract.of && c.status == "CONTRACTED" && c.in == nil {
			c.in = h
			c.version++
		}
	}
}

func (m *model) prepareHandover() {
	underWay := func(a *agreement) bool {
		return slices.ContainsFunc(m.handovers, func(h *handing) bool { return h.contract == a && h.status != "ACCEPTED" })
	}
	a := choose(m, "contract", m.contracts, func(a *agreement) bool { return a.status == "SIGNED" && !underWay(a) })
	if a == nil {
		return
	}
	who := m.writer("Handover")
	m.refuse("ILLEGAL_TRANSITION", a.status == "TERMINATED")
	m.refuse("VALIDATION_FAILED", underWay(a))
	r := tried[ent.Handover](m)(m.PrepareHandover(who.ctx, desk.PrepareHandoverInput{ContractID: m.named(&a.fact)}))
	if r == nil {
		return
	}
	h := &handing{fact: made(r.ID), contract: a, status: "DRAFT", preparer: who.id, editor: who.id}
	h.take(r.Parts)
	m.handovers = append(m.handovers, h)
	m.takeIn(h)
}

// fillHandover writes what is missing by hand, each part a step of its own.
func (m *model) fillHandover() {
	h := m.handover("DRAFT", "RETURNED")
	if h == nil {
		return
	}
	who := m.writer("Handover")
	so := m.verdict
	for _, part := range handingParts {
		if h.filled[part] && !m.errs("part") {
			continue
		}
		m.verdict = verdict{refusals: slices.Clone(so.refusals)}
		in := m.aim(&h.fact)
		m.refuse("ILLEGAL_TRANSITION", !h.open())
		text := "see the file"
		if m.whim("empty", 20) {
			text = " "
		}
		r := tried[ent.Handover](m)(m.UpdateHandoverPart(who.ctx, desk.UpdateHandoverPartInput{
			ID: in.ID, Version: in.Version, Part: process.HandoverPartKind(part), Text: text,
		}))
		if r != nil {
			h.status, h.editor = "DRAFT", who.id
			h.filled[part] = text != " "
			h.version++
		}
	}
}

func (m *model) refreshHandover() {
	h := m.handover("DRAFT", "RETURNED")
	if h == nil {
		return
	}
	who, in := m.writer("Handover"), m.aim(&h.fact)
	m.refuse("ILLEGAL_TRANSITION", !h.open())
	if r := tried[ent.Handover](m)(m.RefreshHandover(who.ctx, desk.RefreshHandoverInput(in))); r != nil {
		h.take(r.Parts)
		h.status, h.editor = "DRAFT", who.id
		h.version++
		m.takeIn(h)
	}
}

// mayPass says what is in the way of passing a package on: invariants 8, 9 and 10.
func (m *model) mayPass(h *handing) {
	m.block("CONTRACT_NOT_SIGNED", h.contract.status != "SIGNED" && h.contract.status != "CLOSED")
	for _, part := range handingParts {
		m.block("HANDOVER_PART_EMPTY", h.status != "ACCEPTED" && !h.filled[part])
	}
	m.obstacles(h.contract.of, "COMMITMENT_NOT_HANDED_OVER", "COMMITMENT_UNAUTHORISED")
}

func (m *model) submitHandover() {
	h := m.handover("DRAFT")
	if h == nil {
		return
	}
	who, in := m.writer("Handover"), m.aim(&h.fact)
	m.refuse("ILLEGAL_TRANSITION", illegal(handingSteps, h.status, "SUBMITTED"))
	m.mayPass(h)
	if tried[ent.Handover](m)(m.SubmitHandover(who.ctx, desk.SubmitHandoverInput(in))) != nil {
		h.status, h.editor = "SUBMITTED", who.id
		h.version++
	}
}

func (m *model) returnHandover() {
	h := m.handover("SUBMITTED")
	if h == nil || m.careful && m.chance("take it", 60) {
		return
	}
	who, in := m.actor(func(p *person) bool { return !p.reads && p.is("DELIVERY") }), m.aim(&h.fact)
	m.refuse("ILLEGAL_TRANSITION", illegal(handingSteps, h.status, "RETURNED"))
	if tried[ent.Handover](m)(m.ReturnHandover(who.ctx, desk.ReturnHandoverInput{ID: in.ID, Version: in.Version, Reason: m.text("reason")})) != nil {
		h.status, h.editor = "RETURNED", who.id
		h.version++
	}
}

func (m *model) acceptHandover() {
	h := m.handover("SUBMITTED")
	if h == nil {
		return
	}
	who := m.actor(func(p *person) bool { return !p.reads && p.is("DELIVERY") && p.id != h.preparer && p.id != h.editor })
	if who == nil {
		return
	}
	in := m.aim(&h.fact)
	m.refuse("ILLEGAL_TRANSITION", illegal(handingSteps, h.status, "ACCEPTED"))
	m.mayPass(h)
	if tried[ent.Handover](m)(m.AcceptHandover(who.ctx, desk.AcceptHandoverInput(in))) == nil {
		return
	}
	h.status, h.editor = "ACCEPTED", who.id
	h.version++
	for _, c := range m.promises {
		if c.in == h && c.status == "CONTRACTED" {
			c.status = "HANDED_OVER"
			c.version++
		}
	}
}

// compareHandovers holds the handovers against the model.
func (m *model) compareHandovers() {
	for _, h := range m.handovers {
		r, err := m.Read(m.system).Handover.Get(m.system, h.id)
		m.check(err)
		known := &handing{}
		known.take(r.Parts)
		m.same(h.id, "version status preparer", []any{h.version, h.status, h.preparer}, []any{r.Version, string(r.Status), value(r.PreparedByID)})
		for _, part := range handingParts {
			m.same(h.id, part, []any{h.filled[part]}, []any{known.filled[part]})
		}
	}
}
