package desk_test

import (
	"slices"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/stageentry"
	"bidwell/process"
)

// prospect is an opportunity as the model knows it.
type prospect struct {
	fact
	kind, stage, status string
	owner               string
	amount              int64
	award               *int64
	noted               bool
	deadline            *time.Time
	pinned              bool // to its template, as those from other systems are only once they are worked on
	visits              []visit
	gates               []*gate
	template            *draft // that it was moved to
}

// visit is a stay in a stage, and the gate it was entered through.
type visit struct{ stage, direction, gate string }

// flow is the process it follows: that of its type, until somebody moves it to another.
func (o *prospect) flow() flow {
	if o.template != nil {
		return processes["TENDER"]
	}
	return processes[o.kind]
}

func (o *prospect) underWay() bool { return o.status == "OPEN" || o.status == "WON" }

// pin is what following the template does to an opportunity that follows none yet.
func (o *prospect) pin() {
	if !o.pinned {
		o.pinned = true
		o.version++
	}
}

// enter begins a visit.
func (o *prospect) enter(stage, direction, gate string) {
	o.stage = stage
	o.visits = append(o.visits, visit{stage, direction, gate})
	o.version++
}

func (m *model) deal(fit func(*prospect) bool) *prospect {
	return choose(m, "opportunity", m.deals, func(o *prospect) bool { return !o.archived && fit(o) })
}

func (m *model) anyDeal() *prospect { return m.deal((*prospect).underWay) }

func (m *model) createOpportunity() {
	if len(m.deals) > 2 {
		return
	}
	who := m.writer("Opportunity")
	o := &prospect{kind: draw(m, "type", "DIRECT", "TENDER"), stage: "INTAKE", status: "OPEN", amount: draw[int64](m, "amount", 1_000_00, 600_000_00), pinned: true}
	if m.chance("deadline", 50) {
		o.deadline = new(m.at().Add(draw(m, "in", time.Minute, 48*time.Hour)).Truncate(time.Second))
	}
	in := ent.CreateOpportunityInput{
		Name: "分拣线", CustomerID: &m.customer, Type: enum[process.OpportunityType](o.kind), Amount: &o.amount, Industry: &m.since, SubmissionDeadline: o.deadline,
	}
	if r := tried[ent.Opportunity](m)(m.CreateOpportunity(who.ctx, in)); r != nil {
		o.fact, o.visits = made(r.ID), []visit{{"INTAKE", "FORWARD", ""}}
		m.deals = append(m.deals, o)
	}
}

func (m *model) changeStage() {
	o := m.anyDeal()
	if o == nil {
		return
	}
	who, in := m.writer("Opportunity"), m.aim(&o.fact)
	to := o.flow().after(o.stage)
	if to == "" || m.whim("elsewhere", 30) {
		to = draw(m, "stage", allStages...)
	}
	reason := draw(m, "reason", "", "the customer changed its mind")
	g := o.exit()
	back := before(to, o.stage)
	m.refuse("ILLEGAL_TRANSITION", !o.underWay() || to == o.stage || !slices.Contains(o.flow().stages, to) || !back && to != o.flow().after(o.stage))
	m.refuse("VALIDATION_FAILED", back && reason == "")
	_, gated := o.flow().gates[o.stage]
	m.block("GATE_NOT_PASSED", to == o.flow().after(o.stage) && gated && (g == nil || !g.passed()))
	r := tried[ent.Opportunity](m)(m.ChangeOpportunityStage(who.ctx, desk.ChangeOpportunityStageInput{
		ID: in.ID, Version: in.Version, Stage: process.OpportunityStage(to), Reason: &reason,
	}))
	if r == nil {
		return
	}
	o.pin()
	switch {
	case back:
		o.settle("DEFER")
		o.enter(to, "BACK", "")
	case g != nil:
		o.enter(to, "FORWARD", g.id)
	default:
		o.enter(to, "FORWARD", "")
	}
}

var outcomes = []string{"OPEN", "WON", "LOST", "NO_BID", "QUALIFIED_OUT", "CANCELLED_BY_CUSTOMER", "NO_DECISION", "SUSPENDED"}

func (m *model) closeOpportunity() {
	o := m.deal(func(o *prospect) bool { return o.status == "OPEN" || o.status == "SUSPENDED" })
	if o == nil {
		return
	}
	who, in := m.writer("Opportunity"), m.aim(&o.fact)
	closing := desk.CloseOpportunityInput{ID: in.ID, Version: in.Version}
	to := draw(m, "outcome", outcomes...)
	if committed(o.stage) && m.chance("win", 60) {
		to = "WON"
	}
	closing.Status = process.OpportunityStatus(to)
	if m.chance("reason", 60) {
		closing.LossReason = new(process.LossReason("PRICE"))
	}
	if m.chance("note", 60) {
		closing.Note = new("by letter of 2 March")
	}
	if m.chance("award", 40) {
		closing.AwardAmount = new(int64(900_00))
	}
	closing.Failure = enum[process.BidFailure](draw(m, "failure", "", "", "", "PROCEDURE_VOIDED", "BID_REJECTED"))
	m.mayClose(o, to, closing)
	if tried[ent.Opportunity](m)(m.CloseOpportunity(who.ctx, closing)) == nil {
		return
	}
	switch to {
	case "WON":
	case "SUSPENDED":
		o.settle("DEFER")
	default:
		o.settle("END")
	}
	o.status, o.version = to, o.version+1
	if closing.AwardAmount != nil {
		o.award = closing.AwardAmount
	}
	o.noted = o.noted || closing.Note != nil
}

// mayClose says what speaks against an end of an opportunity.
func (m *model) mayClose(o *prospect, to string, in desk.CloseOpportunityInput) {
	m.refuse("VALIDATION_FAILED", to == "OPEN")
	m.refuse("ILLEGAL_TRANSITION", o.status != "OPEN" && o.status != "SUSPENDED" || o.status == to)
	m.refuse("VALIDATION_FAILED", in.Failure != nil && (*in.Failure != "PROCEDURE_VOIDED" || to != "CANCELLED_BY_CUSTOMER"))
	switch to {
	case "WON":
		m.refuse("ILLEGAL_TRANSITION", !committed(o.stage))
		ordered := o.kind != "TENDER" && (o.award != nil || in.AwardAmount != nil) && (o.noted || in.Note != nil)
		m.block("AWARD_MISSING", !ordered && !m.awarded(o))
		return
	case "NO_BID", "QUALIFIED_OUT":
		q := m.qualified(o)
		m.refuse("ILLEGAL_TRANSITION", q == nil || q.decision != "NO_BID")
	case "LOST":
		m.refuse("VALIDATION_FAILED", in.LossReason == nil)
	default:
		m.refuse("VALIDATION_FAILED", in.LossReason == nil && in.Note == nil && in.Failure == nil)
	}
	m.refuse("ILLEGAL_TRANSITION", committed(o.stage))
}

func (m *model) reopenOpportunity() {
	o := m.deal(func(o *prospect) bool { return o.status != "OPEN" })
	if o == nil {
		return
	}
	who, in := m.actor(func(p *person) bool { return !p.reads && p.is("PRESALES_MANAGER", "ADMIN") }), m.aim(&o.fact)
	reopening := desk.ReopenOpportunityInput{ID: in.ID, Version: in.Version, Reason: m.text("reason")}
	to := o.stage
	if m.chance("elsewhere", 30) {
		to = draw(m, "stage", allStages...)
		reopening.Stage = new(process.OpportunityStage(to))
	}
	m.refuse("ILLEGAL_TRANSITION", o.status == "OPEN")
	m.refuse("ILLEGAL_TRANSITION", to != o.stage && (o.status == "SUSPENDED" || before(o.stage, to) || !slices.Contains(o.flow().stages, to)))
	if tried[ent.Opportunity](m)(m.ReopenOpportunity(who.ctx, reopening)) == nil {
		return
	}
	o.pin()
	o.settle("DEFER")
	o.status = "OPEN"
	o.enter(to, "REOPEN", "")
}

func (m *model) letTimePass() {
	m.pass(draw(m, "time", time.Minute, time.Hour, 24*time.Hour, 72*time.Hour))
	m.tried[m.name]++
}

// putAway tries to archive a record that stands in somebody's way, or did: such records end by steps of their own.
func (m *model) putAway() {
	var all []*fact
	for _, o := range m.deals {
		for _, g := range o.gates {
			all = append(all, &g.fact)
		}
	}
	for _, c := range m.promises {
		if c.status != "PROPOSED" {
			all = append(all, &c.fact)
		}
	}
	for _, f := range m.findings {
		all = append(all, &f.fact)
	}
	for _, r := range m.reviews {
		if r.status == "HELD" {
			all = append(all, &r.fact)
		}
	}
	for _, c := range m.changes {
		if c.status != "DRAFT" {
			all = append(all, &c.fact)
		}
	}
	for _, r := range m.requests {
		all = append(all, &r.fact)
	}
	f := choose(m, "record", all, func(*fact) bool { return true })
	if f == nil {
		return
	}
	who, in := anybody(m, "actor"), m.aim(f)
	m.refuse("ILLEGAL_TRANSITION", true)
	m.refuse("FORBIDDEN", !who.may("Everyday"))
	m.refuse("NOT_FOUND", who.is("PARTNER"))
	done, err := m.ArchiveRecord(who.ctx, in)
	m.judge(done.Change, nil, err)
	m.tried[m.name]++
}

// compareDeals holds the opportunities and their history against the model.
func (m *model) compareDeals() {
	for _, o := range m.deals {
		r, err := m.Read(m.system).Opportunity.Get(m.system, o.id)
		m.check(err)
		m.same(o.id, "version stage status pinned archived award", []any{o.version, o.stage, o.status, o.pinned, o.archived, value(o.award)},
			[]any{r.Version, string(r.Stage), string(r.Status), r.TemplateID != nil, r.ArchivedAt != nil, value(r.AwardAmount)})
		entries, err := r.QueryStageEntries().Order(stageentry.ByPosition()).All(m.system)
		m.check(err)
		var got []visit
		for _, e := range entries {
			got = append(got, visit{string(e.Stage), string(e.Direction), value(e.GateID)})
		}
		m.same(o.id, "visits", []any{o.visits}, []any{got})
		m.compareGates(o)
	}
}

// value is what a pointer points to.
func value[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}
