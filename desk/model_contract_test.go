package desk_test

import (
	"slices"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// agreement is a contract as the model knows it.
type agreement struct {
	fact
	of     *prospect
	status string
	amount int64
	plan   []int64
	paid   []bool
}

var agreementSteps = []string{"DRAFT SIGNED TERMINATED", "SIGNED CLOSED TERMINATED"}

func (a *agreement) owed() bool { return slices.Contains(a.paid, false) }

func (m *model) contract(status ...string) *agreement {
	return choose(m, "contract", m.contracts, func(a *agreement) bool { return slices.Contains(status, a.status) })
}

func (m *model) createContract() {
	o := m.anyDeal()
	if o == nil || len(m.contracts) > 2 {
		return
	}
	who := m.writer("Contract")
	a := &agreement{of: o, status: "DRAFT", amount: draw[int64](m, "amount", 900_00, 6_000_000_00)}
	m.refuse("ILLEGAL_TRANSITION", !o.underWay())
	m.obstacles(o, "AWARD_MISSING")
	r := tried[ent.Contract](m)(m.CreateContract(who.ctx, desk.CreateContractInput{OpportunityID: m.named(&o.fact), Title: m.text("title"), Amount: a.amount}))
	if r != nil {
		a.fact = made(r.ID)
		m.contracts = append(m.contracts, a)
	}
}

func (m *model) planPayments() {
	a := m.contract("DRAFT")
	if a == nil {
		return
	}
	who, in := m.writer("Contract"), m.aim(&a.fact)
	plan := []int64{a.amount / 2, a.amount - a.amount/2}
	if m.whim("short", 15) {
		plan = plan[:1]
	}
	var parts []process.Instalment
	for _, part := range plan {
		parts = append(parts, process.Instalment{Label: m.text("label"), Amount: part})
	}
	m.refuse("ILLEGAL_TRANSITION", a.status != "DRAFT")
	if tried[ent.Contract](m)(m.SetPaymentPlan(who.ctx, desk.SetPaymentPlanInput{ID: in.ID, Version: in.Version, Instalments: parts})) != nil {
		a.plan, a.paid = plan, make([]bool, len(plan))
		a.version++
		m.drop(a.id, "PRICE", "LEGAL", "SEAL")
	}
}

func (m *model) signContract() {
	a := m.contract("DRAFT")
	if a == nil {
		return
	}
	who, in := m.writer("Contract"), m.aim(&a.fact)
	sum := int64(0)
	for _, part := range a.plan {
		sum += part
	}
	m.refuse("ILLEGAL_TRANSITION", illegal(agreementSteps, a.status, "SIGNED"))
	m.obstacles(a.of, "AWARD_MISSING", "COMMITMENT_UNAUTHORISED", "TERM_UNDECIDED")
	m.block("PAYMENT_PLAN_MISMATCH", sum != a.amount)
	m.block("APPROVAL_MISSING", !m.approved(a.id, "LEGAL"))
	if tried[ent.Contract](m)(m.SignContract(who.ctx, desk.SignContractInput{ID: in.ID, Version: in.Version})) != nil {
		a.status = "SIGNED"
		a.version++
	}
}

func (m *model) recordPayment() {
	a := m.contract("SIGNED")
	if a == nil || m.careful && !a.owed() {
		return
	}
	who, in := m.writer("Contract"), m.aim(&a.fact)
	part := draw(m, "part", -1, 0, 1, 2)
	if m.careful {
		part = slices.Index(a.paid, false)
	}
	m.refuse("ILLEGAL_TRANSITION", a.status != "SIGNED")
	m.refuse("VALIDATION_FAILED", part < 0 || part >= len(a.plan) || a.paid[part])
	if tried[ent.Contract](m)(m.RecordPayment(who.ctx, desk.RecordPaymentInput{ID: in.ID, Version: in.Version, Index: part})) != nil {
		a.paid[part] = true
		a.version++
	}
}

// endContract closes a contract that was carried out, or ends it before.
func (m *model) endContract() {
	a := m.contract("SIGNED")
	if a == nil || m.careful && m.chance("keep it", 60) && !m.straight || m.straight && a.owed() {
		return
	}
	who, in := m.writer("Contract"), m.aim(&a.fact)
	if a.owed() && (m.careful || m.chance("terminate", 30)) {
		m.ends = "TERMINATED"
		m.refuse("ILLEGAL_TRANSITION", illegal(agreementSteps, a.status, "TERMINATED"))
		if tried[ent.Contract](m)(m.TerminateContract(who.ctx, desk.TerminateContractInput{ID: in.ID, Version: in.Version, Reason: m.text("reason")})) != nil {
			a.status = "TERMINATED"
			a.version++
		}
		return
	}
	m.ends = "CLOSED"
	m.refuse("ILLEGAL_TRANSITION", illegal(agreementSteps, a.status, "CLOSED") || a.owed())
	if tried[ent.Contract](m)(m.CloseContract(who.ctx, desk.CloseContractInput(in))) != nil {
		a.status = "CLOSED"
		a.version++
	}
}

// compareContracts holds the contracts against the model.
func (m *model) compareContracts() {
	for _, a := range m.contracts {
		r, err := m.Read(m.system).Contract.Get(m.system, a.id)
		m.check(err)
		var plan []int64
		var paid []bool
		for _, part := range r.PaymentPlan {
			plan, paid = append(plan, part.Amount), append(paid, part.PaidOn != nil)
		}
		m.same(a.id, "version status amount plan paid", []any{a.version, a.status, a.amount, a.plan, a.paid}, []any{r.Version, string(r.Status), r.Amount, plan, paid})
	}
}
