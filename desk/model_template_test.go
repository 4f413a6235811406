package desk_test

import (
	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/processtemplate"
	"bidwell/process"
)

// draft is a version of a process template as the model knows it. All of them say what the shipped one for tenders says, and
// are meant for framework agreements, of which there are none here, so that nobody follows one who was not moved to it.
type draft struct {
	fact
	code   string
	number int
	status string
}

// proposedChange is a proposed change of a template.
type proposedChange struct {
	fact
	code, status, by string
	carriedOut       *draft
}

var (
	draftSteps          = []string{"DRAFT PUBLISHED", "PUBLISHED RETIRED"}
	proposedChangeSteps = []string{"PROPOSED ACCEPTED REJECTED"}
)

func (m *model) template(fit func(*draft) bool) *draft { return choose(m, "template", m.drafts, fit) }

func (m *model) draftTemplate() {
	if len(m.drafts) > 3 {
		return
	}
	who := m.writer("ProcessTemplate")
	d := &draft{code: "KILN-" + m.since, number: 1, status: "DRAFT"}
	for _, other := range m.drafts {
		d.number = max(d.number, other.number+1)
	}
	m.refuse("VALIDATION_FAILED", who.is("PARTNER")) // who sees no templates names one that is not there
	in := desk.CreateTemplateVersionInput{Code: d.code, Note: m.saying()}
	if d.number == 1 || m.chance("anew", 30) {
		t, err := m.Read(m.system).ProcessTemplate.Query().Where(processtemplate.Code("TENDER_BID")).First(m.system)
		m.check(err)
		in.Name, in.Definition = new("框架"), &t.Definition
		in.Definition.Applies.Types = []process.OpportunityType{"FRAMEWORK"}
		if m.errs("definition") {
			in.Definition.Stages = nil
			m.refuse("VALIDATION_FAILED", true)
		}
	}
	if m.errs("name") {
		in.Name = nil
		m.refuse("VALIDATION_FAILED", d.number == 1)
	}
	if r := tried[ent.ProcessTemplate](m)(m.CreateTemplateVersion(who.ctx, in)); r != nil {
		d.fact = made(r.ID)
		m.drafts = append(m.drafts, d)
	}
}

func (m *model) rewriteTemplate() {
	d := m.template(func(d *draft) bool { return d.status == "DRAFT" })
	if d == nil {
		return
	}
	who, in := m.writer("ProcessTemplate"), m.aim(&d.fact)
	m.refuse("ILLEGAL_TRANSITION", d.status != "DRAFT")
	if tried[ent.ProcessTemplate](m)(m.UpdateTemplateVersion(who.ctx, desk.UpdateTemplateVersionInput{ID: in.ID, Version: in.Version, Note: m.saying()})) != nil {
		d.version++
	}
}

func (m *model) publishTemplate() {
	d := m.template(func(d *draft) bool { return d.status == "DRAFT" })
	if d == nil {
		return
	}
	who, in := m.writer("ProcessTemplate"), m.aim(&d.fact)
	publishing := desk.PublishTemplateVersionInput{ID: in.ID, Version: in.Version}
	open := func(c *proposedChange) bool { return c.code == d.code && c.status == "ACCEPTED" && c.carriedOut == nil }
	c := choose(m, "change", m.proposed, open)
	if c != nil {
		publishing.ChangeIDs = []string{c.id}
		m.refuse("VALIDATION_FAILED", c.code != d.code)
		m.refuse("ILLEGAL_TRANSITION", !open(c))
	}
	m.refuse("ILLEGAL_TRANSITION", illegal(draftSteps, d.status, "PUBLISHED"))
	if tried[ent.ProcessTemplate](m)(m.PublishTemplateVersion(who.ctx, publishing)) == nil {
		return
	}
	d.status = "PUBLISHED"
	d.version++
	if c != nil {
		c.carriedOut = d
		c.version++
	}
}

// retireTemplate takes a version out of use. It is never the last: there are the shipped ones.
func (m *model) retireTemplate() {
	d := m.template(func(d *draft) bool { return d.status == "PUBLISHED" })
	if d == nil || m.careful && m.chance("keep it", 50) {
		return
	}
	who, in := m.writer("ProcessTemplate"), m.aim(&d.fact)
	m.refuse("ILLEGAL_TRANSITION", illegal(draftSteps, d.status, "RETIRED"))
	if tried[ent.ProcessTemplate](m)(m.RetireTemplateVersion(who.ctx, in)) != nil {
		d.status = "RETIRED"
		d.version++
	}
}

func (m *model) proposeChange() {
	l := choose(m, "lesson", m.lessons, func(l *insight) bool { return !l.archived })
	if l == nil || len(m.drafts) == 0 {
		return
	}
	who := m.writer("TemplateChange")
	c := &proposedChange{code: draw(m, "template", m.drafts[0].code, "DIRECT_PROJECT"), status: "PROPOSED", by: who.id}
	in := desk.ProposeTemplateChangeInput{LessonID: m.named(&l.fact), TemplateCode: c.code, Text: m.text("text")}
	if m.errs("template") {
		in.TemplateCode = "UNHEARD_OF"
		m.refuse("VALIDATION_FAILED", true)
	}
	if r := tried[ent.TemplateChange](m)(m.ProposeTemplateChange(who.ctx, in)); r != nil {
		c.fact = made(r.ID)
		m.proposed = append(m.proposed, c)
	}
}

// decideChange rules on a proposed change: those who keep the templates do, and nobody on their own.
func (m *model) decideChange() {
	c := choose(m, "change", m.proposed, func(c *proposedChange) bool { return c.status == "PROPOSED" })
	if c == nil {
		return
	}
	who := m.actor(func(p *person) bool { return p.may("ProcessTemplate") && p.may("TemplateChange") && p.id != c.by })
	in, to := m.aim(&c.fact), draw(m, "decision", "ACCEPTED", "ACCEPTED", "REJECTED")
	m.refuse("ILLEGAL_TRANSITION", illegal(proposedChangeSteps, c.status, to))
	r := tried[ent.TemplateChange](m)(m.DecideTemplateChange(who.ctx, desk.DecideTemplateChangeInput{
		ID: in.ID, Version: in.Version, Status: process.TemplateChangeStatus(to), Reason: m.text("reason"),
	}))
	if r != nil {
		c.status = to
		c.version++
	}
}

// moveToTemplate lets an opportunity follow another process, with all its stages, from here on. An open gate goes on where
// the other process has it too, and is put off where it has not.
func (m *model) moveToTemplate() {
	may := func(o *prospect) bool { return o.underWay() || o.status == "SUSPENDED" }
	o, d := m.deal(may), m.template(func(d *draft) bool { return d.status == "PUBLISHED" })
	if o == nil || d == nil || m.careful && o.template == d {
		return
	}
	who, in := m.actor(func(p *person) bool { return p.may("ProcessTemplate") && p.may("Opportunity") }), m.aim(&o.fact)
	m.refuse("ILLEGAL_TRANSITION", !may(o) || o.template == d || d.status != "PUBLISHED")
	r := tried[ent.Opportunity](m)(m.MoveOpportunityToTemplate(who.ctx, desk.MoveOpportunityToTemplateInput{
		ID: in.ID, Version: in.Version, TemplateID: m.named(&d.fact), Reason: m.text("reason"),
	}))
	if r == nil {
		return
	}
	o.template, o.pinned = d, true
	o.version++
	h := o.flow().gates[o.stage]
	for _, g := range o.gates {
		same := g.hurdle.kind == h.kind && o.visits[g.visit].stage == o.stage // be it one of an earlier stay that never began
		undecided := g.status == "OPEN" || g.status == "NOT_STARTED"
		switch {
		case same:
			g.hurdle = h
			if undecided {
				g.version++
			}
		case undecided:
			only := *o
			only.gates = []*gate{g}
			only.settle("DEFER")
		}
	}
}

// compareTemplates holds templates and their changes against the model, then takes out of use what later histories would
// come across.
func (m *model) compareTemplates() {
	for _, d := range m.drafts {
		r, err := m.Read(m.system).ProcessTemplate.Get(m.system, d.id)
		m.check(err)
		m.same(d.id, "version code number status", []any{d.version, d.code, d.number, d.status}, []any{r.Version, r.Code, r.Number, string(r.Status)})
		if d.status == "PUBLISHED" {
			_, err := m.RetireTemplateVersion(m.system, desk.RecordInput{ID: d.id, Version: d.version})
			m.check(err)
		}
	}
	for _, c := range m.proposed {
		r, err := m.Read(m.system).TemplateChange.Get(m.system, c.id)
		m.check(err)
		in := ""
		if c.carriedOut != nil {
			in = c.carriedOut.id
		}
		m.same(c.id, "version status code carried out", []any{c.version, c.status, c.code, in}, []any{r.Version, string(r.Status), r.TemplateCode, value(r.TemplateID)})
	}
	for _, o := range m.deals {
		if o.template != nil {
			r, err := m.Read(m.system).Opportunity.Get(m.system, o.id)
			m.check(err)
			m.same(o.id, "template", []any{o.template.id}, []any{value(r.TemplateID)})
		}
	}
}
