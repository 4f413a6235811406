package desk_test

import (
	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// lookback is a retrospective as the model knows it; it is complete when all departments that had to be there were.
type lookback struct {
	fact
	of       *prospect
	status   string
	complete bool
}

var lookbackSteps = []string{"PLANNED HELD WAIVED", "HELD CLOSED", "WAIVED HELD"}

// lookedBack is the retrospective that counts: the last that was held or waived.
func (m *model) lookedBack(o *prospect) (last *lookback) {
	for _, r := range m.retrospectives {
		if r.of == o && r.status != "PLANNED" {
			last = r
		}
	}
	return last
}

func (m *model) lookback(fit func(*lookback) bool) *lookback {
	return choose(m, "retrospective", m.retrospectives, fit)
}

func (m *model) planLookback() {
	o := m.deal(func(*prospect) bool { return true })
	if o == nil {
		return
	}
	who := m.writer("Retrospective")
	r := tried[ent.Retrospective](m)(m.CreateRetrospective(who.ctx, ent.CreateRetrospectiveInput{Title: "冷库复盘", OpportunityID: new(m.named(&o.fact))}))
	if r != nil {
		m.retrospectives = append(m.retrospectives, &lookback{fact: made(r.ID), of: o, status: "PLANNED"})
	}
}

func (m *model) holdLookback() {
	r := m.lookback(func(r *lookback) bool { return r.status == "PLANNED" || r.status == "WAIVED" })
	if r == nil {
		return
	}
	who, in := m.writer("Retrospective"), m.aim(&r.fact)
	var present []process.Department
	for _, department := range demandedToLookBack {
		if m.straight || m.chance(department, 85) {
			present = append(present, process.Department(department))
		}
	}
	if m.careful && len(present) == 0 {
		present = append(present, "FINANCE")
	}
	m.refuse("ILLEGAL_TRANSITION", illegal(lookbackSteps, r.status, "HELD"))
	m.refuse("VALIDATION_FAILED", len(present) == 0)
	if tried[ent.Retrospective](m)(m.HoldRetrospective(who.ctx, desk.HoldRetrospectiveInput{ID: in.ID, Version: in.Version, Departments: present})) != nil {
		r.status, r.complete = "HELD", len(present) == len(demandedToLookBack)
		r.version++
	}
}

func (m *model) waiveLookback() {
	r := m.lookback(func(r *lookback) bool { return r.status == "PLANNED" })
	if r == nil || m.careful && m.chance("hold it", 50) {
		return
	}
	// by rule where little is at stake, otherwise by a manager
	who := m.actor(func(p *person) bool {
		return p.may("Retrospective") && (r.of.amount < r.of.flow().retrospectiveFrom || p.is("PRESALES_MANAGER", "ADMIN"))
	})
	in := m.aim(&r.fact)
	m.refuse("ILLEGAL_TRANSITION", illegal(lookbackSteps, r.status, "WAIVED"))
	if tried[ent.Retrospective](m)(m.WaiveRetrospective(who.ctx, desk.WaiveRetrospectiveInput{ID: in.ID, Version: in.Version, Reason: m.text("reason")})) != nil {
		r.status = "WAIVED"
		r.version++
	}
}

func (m *model) closeLookback() {
	r := m.lookback(func(r *lookback) bool { return r.status == "HELD" })
	if r == nil {
		return
	}
	who, in := m.writer("Retrospective"), m.aim(&r.fact)
	m.refuse("ILLEGAL_TRANSITION", illegal(lookbackSteps, r.status, "CLOSED"))
	if tried[ent.Retrospective](m)(m.CloseRetrospective(who.ctx, in)) != nil {
		r.status = "CLOSED"
		r.version++
	}
}

// insight is a lesson as the model knows it.
type insight struct {
	fact
	status, keeper  string
	whole, evidence bool
}

var lessonSteps = []string{"DRAFT SUBMITTED", "SUBMITTED VALIDATED REJECTED", "VALIDATED ADOPTED", "ADOPTED RETIRED"}

func (m *model) writeLesson() {
	if len(m.lessons) > 4 {
		return
	}
	who := m.writer("Lesson")
	l := &insight{status: "DRAFT", keeper: who.id, whole: m.chance("whole", 85), evidence: m.chance("evidence", 85)}
	in := ent.CreateLessonInput{Title: "报价漏项", DrivingEvent: new("the sum was wrong"), Lesson: new("add it up twice"), AppliesTo: &process.AppliesTo{Industries: []string{m.since}}}
	if l.whole {
		in.Recommendation = new("a second pair of eyes")
	}
	if l.evidence {
		in.Evidence = new("the minutes")
	}
	if r := tried[ent.Lesson](m)(m.CreateLesson(who.ctx, in)); r != nil {
		l.fact = made(r.ID)
		m.lessons = append(m.lessons, l)
	}
}

func (m *model) moveLesson() {
	l := choose(m, "lesson", m.lessons, func(l *insight) bool {
		return l.status == "DRAFT" && l.whole || l.status == "SUBMITTED" && l.evidence || l.status == "VALIDATED" || l.status == "ADOPTED" && m.chance("retire", 20)
	})
	if l == nil {
		return
	}
	to := m.next(lessonSteps, l.status, []string{"DRAFT", "SUBMITTED", "VALIDATED", "ADOPTED", "RETIRED", "REJECTED"})
	judged := to == "VALIDATED" || to == "REJECTED" || to == "ADOPTED"
	who := m.actor(func(p *person) bool {
		return p.may("Lesson") && (!judged || p.id != l.keeper && p.is("ADMIN", "PRESALES_MANAGER", "PRODUCT", "DELIVERY"))
	})
	in := m.aim(&l.fact)
	m.refuse("ILLEGAL_TRANSITION", illegal(lessonSteps, l.status, to))
	m.refuse("VALIDATION_FAILED", to == "SUBMITTED" && !l.whole || to == "VALIDATED" && !l.evidence)
	if tried[ent.Lesson](m)(m.ChangeLessonStatus(who.ctx, desk.ChangeLessonStatusInput{ID: in.ID, Version: in.Version, Status: process.LessonStatus(to)})) != nil {
		l.status = to
		l.version++
	}
}

// item is a library item as the model knows it.
type item struct {
	fact
	state string
	texts int
}

var itemSteps = []string{
	"UNVERIFIED VERIFIED RETIRED", "VERIFIED DUE UNVERIFIED RETIRED", "DUE VERIFIED EXPIRED UNVERIFIED RETIRED", "EXPIRED VERIFIED UNVERIFIED RETIRED", "RETIRED UNVERIFIED",
}

func (m *model) writeItem() {
	if len(m.items) > 2 {
		return
	}
	who := m.writer("ContentItem")
	if r := tried[ent.ContentItem](m)(m.CreateContentItem(who.ctx, ent.CreateContentItemInput{Title: "冷库案例", Body: new("第一版")})); r != nil {
		m.items = append(m.items, &item{fact: made(r.ID), state: "UNVERIFIED"})
	}
}

func (m *model) verifyItem() {
	c := choose(m, "item", m.items, func(*item) bool { return true })
	if c == nil {
		return
	}
	who, in := m.writer("ContentItem"), m.aim(&c.fact)
	to := m.next(itemSteps, c.state, []string{"UNVERIFIED", "VERIFIED", "DUE", "EXPIRED", "RETIRED"})
	m.refuse("ILLEGAL_TRANSITION", illegal(itemSteps, c.state, to))
	if tried[ent.ContentItem](m)(m.ChangeVerifyState(who.ctx, desk.ChangeVerifyStateInput{ID: in.ID, Version: in.Version, State: process.VerifyState(to)})) != nil {
		c.state = to
		c.version++
	}
}

// rewriteItem gives a library item another text: nobody has verified what it says now. Other changes change nothing of that.
func (m *model) rewriteItem() {
	c := choose(m, "item", m.items, func(*item) bool { return true })
	if c == nil {
		return
	}
	who, in := m.writer("ContentItem"), m.aim(&c.fact)
	change := ent.UpdateContentItemInput{ID: in.ID, Version: in.Version, Region: new("east")}
	another := m.chance("another text", 60)
	if another {
		c.texts++
		change.Body = new("第二版" + string(rune('a'+c.texts%26)))
	}
	if tried[ent.ContentItem](m)(m.UpdateContentItem(who.ctx, change)) != nil {
		if another && c.state != "RETIRED" {
			c.state = "UNVERIFIED"
		}
		c.version++
	}
}

// compareLearning holds retrospectives, lessons and library items against the model.
func (m *model) compareLearning() {
	for _, r := range m.retrospectives {
		row, err := m.Read(m.system).Retrospective.Get(m.system, r.id)
		m.check(err)
		m.same(r.id, "version status", []any{r.version, r.status}, []any{row.Version, string(row.Status)})
	}
	for _, l := range m.lessons {
		row, err := m.Read(m.system).Lesson.Get(m.system, l.id)
		m.check(err)
		m.same(l.id, "version status", []any{l.version, l.status}, []any{row.Version, string(row.Status)})
	}
	for _, c := range m.items {
		row, err := m.Read(m.system).ContentItem.Get(m.system, c.id)
		m.check(err)
		m.same(c.id, "version state", []any{c.version, c.state}, []any{row.Version, string(row.VerifyState)})
	}
}
