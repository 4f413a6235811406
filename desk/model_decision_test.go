package desk_test

import (
	"slices"
	"strings"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

func (m *model) decideGate() { m.ruleGate(nil) }

// ruleGate decides a gate, for oneself or in the place of somebody who is away.
func (m *model) ruleGate(l *leave) {
	o, g := m.atGate(func(_ *prospect, g *gate) bool { return g.status == "OPEN" })
	if o == nil {
		return
	}
	who := m.actor(func(p *person) bool { return !p.reads && l.lets(p, m.at(), g.hurdle.decidedBy) })
	if who == nil {
		return
	}
	in := m.aim(&g.fact)
	decision := draw(m, "decision", "ADVANCE", "ADVANCE", "ADVANCE", "DEFER", "END")
	if m.straight {
		decision = "ADVANCE"
	}
	ruling := desk.DecideGateInput{ID: in.ID, Version: in.Version, Decision: process.GateDecision(decision), Reason: new("the board"), ForUserID: l.away()}
	if m.errs("reason") {
		ruling.Reason = nil
		m.refuse("VALIDATION_FAILED", decision != "ADVANCE")
	}
	if decision == "DEFER" {
		ruling.DeferUntil = new(m.at().Add(draw(m, "defer", time.Hour, 100*time.Hour)))
	}
	if m.errs("day") {
		ruling.DeferUntil = draw(m, "until", nil, new(m.at().Add(-time.Hour)))
		m.refuse("VALIDATION_FAILED", (decision == "DEFER") == (ruling.DeferUntil == nil) || ruling.DeferUntil != nil)
	}
	outcome := ""
	if decision == "END" && m.chance("outcome", 50) || m.errs("outcome") {
		outcome = draw(m, "outcome", "NO_BID", "NO_DECISION", "CANCELLED_BY_CUSTOMER", "QUALIFIED_OUT", "WON")
		ruling.Outcome = enum[process.OpportunityStatus](outcome)
		m.refuse("VALIDATION_FAILED", decision != "END")
	}
	switch decision {
	case "ADVANCE":
		m.refuse("ILLEGAL_TRANSITION", g.passed())
		m.mayAdvance(o, g)
	case "END":
		m.refuse("ILLEGAL_TRANSITION", o.status != "OPEN" || g.status != "OPEN" || committed(o.stage))
		m.refuse("ILLEGAL_TRANSITION", outcome != "" && !slices.Contains(endings(o.stage), outcome))
	default:
		m.refuse("ILLEGAL_TRANSITION", g.status != "OPEN")
	}
	if tried[ent.Gate](m)(m.DecideGate(who.ctx, ruling)) == nil {
		return
	}
	g.status, g.decision, g.until = "DECIDED", decision, value(ruling.DeferUntil)
	g.version++
	switch next := o.flow().after(o.stage); {
	case decision == "ADVANCE" && next != "":
		o.enter(next, "FORWARD", g.id)
	case decision == "END":
		if outcome == "" {
			outcome = endings(o.stage)[0]
		}
		o.status = outcome
		o.version++
	}
}

// endings are how an opportunity may end by its gate in a stage, the usual one first.
func endings(stage string) []string {
	switch {
	case before("NEGOTIATION", stage):
		return []string{""}
	case stage == "NEGOTIATION":
		return []string{"NO_DECISION", "CANCELLED_BY_CUSTOMER"}
	case before(stage, "REQUIREMENTS"):
		return []string{"QUALIFIED_OUT", "NO_BID", "NO_DECISION", "CANCELLED_BY_CUSTOMER"}
	case before(stage, "PROPOSAL"):
		return []string{"NO_BID", "NO_DECISION", "CANCELLED_BY_CUSTOMER", "QUALIFIED_OUT"}
	default:
		return []string{"NO_BID", "NO_DECISION", "CANCELLED_BY_CUSTOMER"}
	}
}

// mayAdvance says what is in the way of an opportunity at a gate.
func (m *model) mayAdvance(o *prospect, g *gate) {
	m.block("GATE_DEFERRED", g.deferred())
	m.block("GATE_NOT_OPEN", !g.deferred() && g.status != "OPEN")
	for _, code := range strings.Fields(g.hurdle.criteria) {
		m.block("CRITERION_OPEN", !g.met[code])
	}
	m.obstacles(o, strings.Fields(g.hurdle.rules)...)
	for _, e := range g.shown {
		m.block("LESSON_UNANSWERED", e.response == "")
	}
}

func (m *model) tailorGate() {
	o, g := m.atGate(func(_ *prospect, g *gate) bool {
		return g.hurdle.tailoring != "NEVER" && !g.passed() && (g.request == nil || g.request.over())
	})
	if o == nil {
		return
	}
	who, in := m.actor(func(p *person) bool { return p.may("Gate") || g.hurdle.decides(p) }), m.aim(&g.fact)
	m.refuse("ILLEGAL_TRANSITION", g.hurdle.tailoring == "NEVER" || g.status == "TAILORED_OUT" || g.status == "DECIDED" && !g.deferred())
	m.refuse("CONFLICT", g.hurdle.tailoring == "APPROVAL" && m.standing(g.id, "TAILORING") != nil)
	r := tried[ent.Gate](m)(m.TailorGate(who.ctx, desk.TailorGateInput{ID: in.ID, Version: in.Version, How: m.text("how"), Reason: m.text("reason")}))
	if r == nil {
		return
	}
	g.version++
	if g.hurdle.tailoring == "FREE" {
		g.status = "TAILORED_OUT"
		return
	}
	g.request = &request{fact: made(value(r.ApprovalID)), kind: "TAILORING", subject: g.id, held: &g.fact, of: o, by: who.id, status: "REQUESTED", gate: g}
	m.requests = append(m.requests, g.request)
}

// scorecard is a qualification as the model knows it: all its lines are judged alike.
type scorecard struct {
	fact
	of       *prospect
	score    int // -1 while nothing is judged
	decision string
}

// qualified is the scorecard that counts, the latest; nil when there is none.
func (m *model) qualified(o *prospect) (latest *scorecard) {
	for _, q := range m.scorecards {
		if q.of == o {
			latest = q
		}
	}
	return latest
}

func (m *model) startScorecard() {
	undecided := func(o *prospect) bool { q := m.qualified(o); return q != nil && q.decision == "" }
	o := m.deal(func(o *prospect) bool { return o.status == "OPEN" && !undecided(o) })
	if o == nil {
		return
	}
	who := m.writer("Qualification")
	m.refuse("ILLEGAL_TRANSITION", o.status != "OPEN" || undecided(o))
	r := tried[ent.Qualification](m)(m.CreateQualification(who.ctx, desk.CreateQualificationInput{OpportunityID: m.named(&o.fact)}))
	if r != nil {
		o.pin()
		m.scorecards = append(m.scorecards, &scorecard{fact: made(r.ID), of: o, score: -1})
	}
}

var scorecardLines = strings.Fields("budget decision need technical schedule resources eligible position value")

func (m *model) scoreScorecard() {
	q := choose(m, "scorecard", m.scorecards, func(q *scorecard) bool { return q.decision == "" })
	if q == nil {
		return
	}
	who, in := m.writer("Qualification"), m.aim(&q.fact)
	score := draw(m, "score", 0, 1, 2, 3, 4, 5)
	if m.straight {
		score = 4
	}
	given := score
	if m.errs("score") {
		given = 6
		m.refuse("VALIDATION_FAILED", true)
	}
	var items []*desk.ScoreInput
	for _, code := range scorecardLines {
		items = append(items, &desk.ScoreInput{Code: code, Score: &given})
	}
	m.refuse("ILLEGAL_TRANSITION", q.decision != "")
	if tried[ent.Qualification](m)(m.ScoreQualification(who.ctx, desk.ScoreQualificationInput{ID: in.ID, Version: in.Version, Items: items})) != nil {
		q.score = score
		q.version++
	}
}

func (m *model) decideScorecard() {
	q := choose(m, "scorecard", m.scorecards, func(q *scorecard) bool { return q.decision == "" && q.of.status == "OPEN" })
	if q == nil {
		return
	}
	who, in := m.actor(hurdlePursuit.decides), m.aim(&q.fact)
	decision := draw(m, "decision", "BID", "BID", "NO_BID")
	if m.straight {
		decision = "BID"
	}
	override := draw(m, "override", "", "a key customer")
	m.refuse("ILLEGAL_TRANSITION", q.decision != "" || q.of.status != "OPEN")
	m.refuse("VALIDATION_FAILED", decision == "BID" && q.score < 0)
	// two of five make 40 of a hundred and decline; four make 80 and pursue
	against := decision == "BID" && q.score >= 0 && q.score <= 2 || decision == "NO_BID" && q.score >= 4
	m.refuse("VALIDATION_FAILED", against && override == "")
	r := tried[ent.Qualification](m)(m.DecideQualification(who.ctx, desk.DecideQualificationInput{
		ID: in.ID, Version: in.Version, Decision: process.BidDecision(decision), Reason: m.text("reason"), OverrideReason: &override,
	}))
	if r != nil {
		q.of.pin()
		q.decision = decision
		q.version++
	}
}
