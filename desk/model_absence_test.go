package desk_test

import (
	"slices"
	"time"

	"bidwell/desk"
	"bidwell/ent"
)

// leave is a time in which somebody is away, as the model knows it.
type leave struct {
	fact
	who, deputy *person
	from, until time.Time
	passes      bool // authority is asked for
	confirmed   bool
}

// over tells that a leave has ended.
func (l *leave) over(now time.Time) bool { return !now.Before(l.until) }

// leads tells who may say that somebody else is away; nobody of the model has a line manager.
func (p *person) leads() bool { return p.is("PRESALES_MANAGER") || p.is("ADMIN") }

// sends draws who says that somebody is away.
func (m *model) sends(away *person) *person {
	return m.actor(func(p *person) bool { return p.may("Everyday") && (p.id == away.id || p.leads()) })
}

func (m *model) recordLeave() {
	if len(m.leaves) > 3 {
		return
	}
	away, deputy := anybody(m, "away"), anybody(m, "deputy")
	who := m.sends(away)
	if who == nil {
		return
	}
	from := m.at().Add(time.Duration(m.number("begins in days", 3)) * 24 * time.Hour)
	in := desk.RecordAbsenceInput{UserID: &away.id, DeputyID: deputy.id, StartsAt: from, EndsAt: from.Add(72 * time.Hour), Reason: "as agreed", WithAuthority: new(m.chance("authority", 60))}
	m.refuse("NOT_FOUND", away.is("PARTNER") || deputy.is("PARTNER"))
	m.refuse("VALIDATION_FAILED", away.id == deputy.id)
	m.refuse("CONFLICT", m.awayAt(away, nil, in.StartsAt, in.EndsAt))
	if m.errs("reason") {
		in.Reason = " "
		m.refuse("VALIDATION_FAILED", true)
	}
	if m.errs("end") {
		in.EndsAt = in.StartsAt.Add(-time.Minute)
		m.refuse("VALIDATION_FAILED", true)
	}
	if r := tried[ent.Absence](m)(m.RecordAbsence(who.ctx, in)); r != nil {
		l := &leave{fact: made(r.ID), who: away, deputy: deputy, from: r.StartsAt, until: r.EndsAt, passes: *in.WithAuthority}
		m.leaves, m.away = append(m.leaves, l), append(m.away, l)
	}
}

// awayAt tells whether somebody has another leave at a time.
func (m *model) awayAt(who *person, but *leave, from, until time.Time) bool {
	for _, l := range m.away {
		if l != but && l.who.id == who.id && l.from.Before(until) && from.Before(l.until) {
			return true
		}
	}
	return false
}

func (m *model) pickLeave() *leave {
	return choose(m, "leave", m.leaves, func(l *leave) bool { return !l.over(m.at()) })
}

func (m *model) changeLeave() {
	l := m.pickLeave()
	if l == nil {
		return
	}
	who := m.sends(l.who)
	if who == nil {
		return
	}
	until := l.until.Add(time.Hour)
	m.refuse("ILLEGAL_TRANSITION", l.over(m.at()))
	m.refuse("CONFLICT", m.awayAt(l.who, l, l.from, until))
	in := m.aim(&l.fact)
	if tried[ent.Absence](m)(m.UpdateAbsence(who.ctx, desk.UpdateAbsenceInput{ID: in.ID, Version: in.Version, EndsAt: &until})) != nil {
		l.until, l.confirmed = until, false
		l.version++
	}
}

func (m *model) endLeave() {
	l := m.pickLeave()
	if l == nil {
		return
	}
	who := m.sends(l.who)
	if who == nil {
		return
	}
	m.refuse("ILLEGAL_TRANSITION", l.over(m.at()))
	if r := tried[ent.Absence](m)(m.EndAbsence(who.ctx, m.aim(&l.fact))); r != nil {
		l.from, l.until = r.StartsAt, r.EndsAt
		l.version++
	}
}

func (m *model) confirmLeave() {
	l := choose(m, "leave", m.leaves, func(l *leave) bool { return l.passes && !l.confirmed && !l.over(m.at()) })
	if l == nil {
		return
	}
	who := m.actor(func(p *person) bool { return p.chief && p.id != l.who.id && p.id != l.deputy.id })
	if who == nil {
		return
	}
	m.refuse("ILLEGAL_TRANSITION", !l.passes || l.confirmed || l.over(m.at()))
	if tried[ent.Absence](m)(m.ConfirmAbsenceAuthority(who.ctx, m.aim(&l.fact))) != nil {
		l.confirmed = true
		l.version++
	}
}

// compareLeaves holds absences against the model.
func (m *model) compareLeaves() {
	for _, l := range m.leaves {
		r, err := m.Read(m.system).Absence.Get(m.system, l.id)
		m.check(err)
		m.same(l.id, "version who deputy passes confirmed", []any{l.version, l.who.id, l.deputy.id, l.passes, l.confirmed},
			[]any{r.Version, r.UserID, r.DeputyID, r.WithAuthority, r.ConfirmedAt != nil})
	}
}

// covering is a leave in whose place somebody may decide by a right of a role: one there is, or one that is agreed for it. Who
// asked is the deputy now and then, who then decides nothing.
func (m *model) covering(asker string, right func(role string) bool) *leave {
	fit := func(l *leave) bool { return l.passes && l.confirmed && l.lasts(m.at()) && right(l.who.role) }
	if l := choose(m, "leave", m.leaves, fit); l != nil && (fit(l) || m.errs("leave")) {
		return l
	}
	from := m.at()
	goes := slices.DeleteFunc(slices.Clone(m.people), func(p *person) bool {
		return p.reads || !right(p.role) || p.is("PARTNER") || m.awayAt(p, nil, from, from.Add(72*time.Hour))
	})
	stays := slices.DeleteFunc(slices.Clone(m.people), func(p *person) bool { return p.reads || right(p.role) || p.is("PARTNER") })
	if asked := slices.IndexFunc(stays, func(p *person) bool { return p.id == asker }); asked >= 0 && m.errs("four eyes") {
		stays = stays[asked : asked+1]
	}
	if len(goes) == 0 || len(stays) == 0 {
		return nil
	}
	l := &leave{who: draw(m, "away", goes...), deputy: draw(m, "deputy", stays...), from: from, until: from.Add(72 * time.Hour), passes: true, confirmed: true}
	done, err := m.RecordAbsence(m.system, desk.RecordAbsenceInput{UserID: &l.who.id, DeputyID: l.deputy.id, StartsAt: l.from, EndsAt: l.until, Reason: "as agreed", WithAuthority: &l.passes})
	m.check(err)
	done, err = m.ConfirmAbsenceAuthority(m.system, desk.RecordInput{ID: done.Record.ID, Version: done.Record.Version})
	m.check(err)
	l.fact = made(done.Record.ID)
	l.version, m.last = done.Record.Version, done.Change
	m.leaves, m.away = append(m.leaves, l), append(m.away, l)
	return l
}

// stander draws who decides: in the place of somebody their deputy, for a careful step only if they may.
func (m *model) stander(l *leave, may func(*person) bool) *person {
	if l == nil || m.careful {
		return m.actor(may)
	}
	m.refuse("FORBIDDEN", !may(l.deputy))
	return l.deputy
}

// lasts tells that somebody is away now.
func (l *leave) lasts(now time.Time) bool { return !now.Before(l.from) && now.Before(l.until) }

// lets tells whether somebody decides in the place of who is away, by a right that a role has: their own, or that of who is
// away where it was passed on and confirmed. Without a leave everybody decides for themselves.
func (l *leave) lets(p *person, now time.Time, right func(role string) bool) bool {
	if l == nil {
		return right(p.role)
	}
	return p.id == l.deputy.id && l.lasts(now) && (right(p.role) || l.passes && l.confirmed && right(l.who.role))
}

// concerns tells that somebody is one of the two: neither decides what the other asked for.
func (l *leave) concerns(id string) bool { return l != nil && (id == l.who.id || id == l.deputy.id) }

// away is the id of who is away.
func (l *leave) away() *string {
	if l == nil {
		return nil
	}
	return &l.who.id
}

func (m *model) decideApprovalInStead() {
	r := m.undecided()
	if r == nil {
		return
	}
	if l := m.covering(r.by, func(role string) bool { return authorised(role, r.kind, r.amount) }); l != nil {
		m.settleApproval(r, l)
	}
}

func (m *model) decideGateInStead() {
	_, g := m.atGate(func(_ *prospect, g *gate) bool { return g.status == "OPEN" })
	m.verdict = verdict{} // another may be drawn
	if g == nil {
		return
	}
	if l := m.covering("", g.hurdle.decidedBy); l != nil {
		m.ruleGate(l)
	}
}
