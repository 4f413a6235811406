package desk_test

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	entgate "bidwell/ent/gate"
	"bidwell/ent/lessonexposure"
	"bidwell/process"
)

// gate is a passage of an opportunity through a gate as the model knows it.
type gate struct {
	fact
	hurdle           hurdle
	visit            int // the visit it belongs to
	attempt          int
	status, decision string
	planned          bool
	until            time.Time // when it was put off to, if a day was named
	met              map[string]bool
	request          *request // to leave it out
	shown            []*exposure
}

// exposure is a lesson shown at a gate.
type exposure struct {
	fact
	lesson   *insight
	response string
}

func (g *gate) deferred() bool { return g.status == "DECIDED" && g.decision == "DEFER" }
func (g *gate) passed() bool {
	return g.status == "TAILORED_OUT" || g.status == "DECIDED" && g.decision == "ADVANCE"
}

// requested is the id of the request to leave the gate out.
func (g *gate) requested() string {
	if g.request == nil {
		return ""
	}
	return g.request.id
}

// exit is the gate of the current visit, nil while there is none.
func (o *prospect) exit() *gate {
	for _, g := range o.gates {
		if g.visit == len(o.visits)-1 && g.hurdle.kind == o.flow().gates[o.stage].kind {
			return g
		}
	}
	return nil
}

// settle decides the gates that are undecided, because something else did.
func (o *prospect) settle(decision string) {
	for _, g := range o.gates {
		switch {
		case g.status == "NOT_STARTED" && g.planned:
			g.planned = false
			g.version++
		case g.status == "OPEN":
			g.status, g.decision, g.until = "DECIDED", decision, time.Time{}
			g.version++
		}
	}
}

// approach draws an opportunity for a step at its gate, and somebody who takes it.
func (m *model) approach(fit func(*prospect, hurdle, *gate) bool) (o *prospect, h hurdle, who *person) {
	o = m.deal(func(o *prospect) bool {
		h, gated := o.flow().gates[o.stage]
		return gated && o.underWay() && fit(o, h, o.exit())
	})
	if o == nil {
		return nil, h, nil
	}
	h, gated := o.flow().gates[o.stage]
	m.refuse("ILLEGAL_TRANSITION", !gated || !o.underWay())
	who = m.actor(func(p *person) bool { return p.may("Gate") || gated && h.decides(p) })
	return o, h, who
}

func (m *model) newGate(o *prospect, h hurdle, id, status string) *gate {
	g := &gate{fact: made(id), hurdle: h, visit: len(o.visits) - 1, attempt: 1, status: status, met: map[string]bool{}}
	for _, other := range o.gates {
		if other.hurdle.kind == h.kind {
			g.attempt++
		}
	}
	o.gates = append(o.gates, g)
	return g
}

func (m *model) scheduleGate() {
	o, h, who := m.approach(func(_ *prospect, _ hurdle, g *gate) bool { return g == nil || !g.passed() })
	if o == nil {
		return
	}
	in, g := m.aim(&o.fact), o.exit()
	when := m.at().Add(48 * time.Hour)
	if m.errs("time") {
		when = m.at().Add(-time.Hour)
		m.refuse("VALIDATION_FAILED", true)
	}
	m.refuse("ILLEGAL_TRANSITION", g != nil && g.passed())
	r := tried[ent.Gate](m)(m.ScheduleGate(who.ctx, desk.ScheduleGateInput{OpportunityID: in.ID, Version: in.Version, ScheduledFor: when}))
	if r == nil {
		return
	}
	o.pin()
	if g == nil {
		g = m.newGate(o, h, r.ID, "NOT_STARTED")
	} else {
		g.version++
	}
	g.planned = true
}

func (m *model) openGate() {
	o, h, who := m.approach(func(_ *prospect, _ hurdle, g *gate) bool {
		return g == nil || g.status == "NOT_STARTED" || g.deferred()
	})
	if o == nil {
		return
	}
	in, g := m.aim(&o.fact), o.exit()
	reason := draw(m, "reason", "", "news from the customer")
	m.refuse("ILLEGAL_TRANSITION", g != nil && g.status != "NOT_STARTED" && !g.deferred())
	m.block("GATE_DEFERRED", g != nil && g.deferred() && (g.until.IsZero() || m.at().Add(time.Millisecond).Before(g.until)) && reason == "")
	r := tried[ent.Gate](m)(m.OpenGate(who.ctx, desk.OpenGateInput{OpportunityID: in.ID, Version: in.Version, Reason: &reason}))
	if r == nil {
		return
	}
	o.pin()
	if g == nil {
		g = m.newGate(o, h, r.ID, "OPEN")
	} else {
		g.status, g.decision, g.until = "OPEN", "", time.Time{}
		g.version++
	}
	m.show(o, g)
}

// show says which lessons a gate shows from now on: those in force that were not answered for good here, practice first
// and then the newest, as many as the gate has room for.
func (m *model) show(o *prospect, g *gate) {
	var fresh []*insight
	for _, l := range m.lessons {
		if l.archived || l.status != "VALIDATED" && l.status != "ADOPTED" {
			continue
		}
		known := slices.ContainsFunc(o.gates, func(other *gate) bool {
			return slices.ContainsFunc(other.shown, func(e *exposure) bool {
				return e.lesson == l && (other == g || e.response != "" && e.response != "DEFERRED")
			})
		})
		if !known {
			fresh = append(fresh, l)
		}
	}
	slices.SortFunc(fresh, func(a, b *insight) int {
		return cmp.Or(strings.Compare(a.status, b.status), strings.Compare(b.id, a.id))
	})
	room := max(0, min(len(fresh), g.hurdle.lessons-len(g.shown)))
	for _, l := range fresh[:room] {
		e, err := m.Read(m.system).LessonExposure.Query().Where(lessonexposure.GateID(g.id), lessonexposure.LessonID(l.id)).Only(m.system)
		if err != nil {
			m.rt.Fatalf("lesson %s is not shown at gate %s: %v", l.id, g.id, err)
		}
		g.shown = append(g.shown, &exposure{fact: made(e.ID), lesson: l})
	}
}

// atGate draws a gate for a step on the gate itself.
func (m *model) atGate(fit func(*prospect, *gate) bool) (o *prospect, g *gate) {
	var all []*gate
	of := map[*gate]*prospect{}
	for _, o := range m.deals {
		for _, g := range o.gates {
			all, of[g] = append(all, g), o
		}
	}
	g = choose(m, "gate", all, func(g *gate) bool {
		o := of[g]
		return o.underWay() && o.exit() == g && fit(o, g)
	})
	if g == nil {
		return nil, nil
	}
	o = of[g]
	m.refuse("ILLEGAL_TRANSITION", !o.underWay() || o.exit() != g)
	m.refuse("FORBIDDEN", o.exit() != g) // to those who decide this gate and not the one of the stage there is now
	return o, g
}

func (m *model) checkCriterion() {
	_, g := m.atGate(func(_ *prospect, g *gate) bool { return g.status == "OPEN" })
	if g == nil {
		return
	}
	who, in := m.actor(func(p *person) bool { return p.may("Gate") || g.hurdle.decides(p) }), m.aim(&g.fact)
	code := draw(m, "criterion", strings.Fields(g.hurdle.criteria)...)
	state := draw(m, "state", "MET", "MET", "MET", "NOT_MET")
	if m.straight {
		state = "MET"
		for _, open := range strings.Fields(g.hurdle.criteria) {
			if !g.met[open] {
				code = open
			}
		}
	}
	evidence := draw(m, "evidence", "minutes", "minutes", "")
	if m.careful && state == "MET" {
		evidence = "minutes"
	}
	m.refuse("VALIDATION_FAILED", state == "MET" && evidence == "")
	if m.errs("code") {
		code = "unheard_of"
		m.refuse("VALIDATION_FAILED", true)
	}
	m.block("GATE_NOT_OPEN", g.status != "OPEN")
	r := tried[ent.Gate](m)(m.CheckGateCriterion(who.ctx, desk.CheckGateCriterionInput{
		ID: in.ID, Version: in.Version, Code: code, State: process.CriterionState(state), Evidence: &evidence,
	}))
	if r != nil {
		g.version++
		g.met[code] = state == "MET"
	}
}

func (m *model) answerLesson() {
	var all []*exposure
	of := map[*exposure]*gate{}
	for _, o := range m.deals {
		for _, g := range o.gates {
			for _, e := range g.shown {
				all, of[e] = append(all, e), g
			}
		}
	}
	open := func(g *gate) bool { return g.status == "OPEN" || g.status == "NOT_STARTED" || g.deferred() }
	e := choose(m, "exposure", all, func(e *exposure) bool { return open(of[e]) })
	if e == nil {
		return
	}
	g := of[e]
	who, in := m.actor(func(p *person) bool { return p.may("LessonExposure") || g.hurdle.decides(p) }), m.aim(&e.fact)
	m.refuse("ILLEGAL_TRANSITION", !open(g))
	response := draw(m, "response", "APPLIED", "NOT_APPLICABLE", "REJECTED", "DEFERRED")
	r := tried[ent.LessonExposure](m)(m.AnswerLesson(who.ctx, desk.AnswerLessonInput{
		ID: in.ID, Version: in.Version, Response: process.ExposureResponse(response), Reason: m.text("why"),
	}))
	if r != nil {
		e.response = response
		e.version++
	}
}

func (m *model) compareGates(o *prospect) {
	for _, g := range o.gates {
		r, err := m.Read(m.system).Gate.Query().Where(entgate.ID(g.id)).Only(m.system)
		m.check(err)
		met := map[string]bool{}
		for _, c := range r.Checklist {
			if c.State == process.CriterionStateMet {
				met[c.Code] = true
			}
		}
		for code, is := range g.met {
			if is != met[code] {
				m.rt.Fatalf("criterion %s of gate %s is met: %v, want %v", code, g.id, met[code], is)
			}
		}
		m.same(g.id, "version kind attempt status decision planned request",
			[]any{g.version, g.hurdle.kind, g.attempt, g.status, g.decision, g.planned, g.requested()},
			[]any{r.Version, string(r.Kind), r.Attempt, string(r.Status), string(value(r.Decision)), r.ScheduledFor != nil, value(r.ApprovalID)})
		n, err := m.Read(m.system).LessonExposure.Query().Where(lessonexposure.GateID(g.id)).Count(m.system)
		m.check(err)
		m.same(g.id, "lessons shown", []any{len(g.shown)}, []any{n})
	}
	n, err := m.Read(m.system).Gate.Query().Where(entgate.OpportunityID(o.id)).Count(m.system)
	m.check(err)
	m.same(o.id, "gates", []any{len(o.gates)}, []any{n})
}
