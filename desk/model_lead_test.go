package desk_test

import (
	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// lead is a lead as the model knows it.
type lead struct {
	fact
	status, owner, pool string
	answered            bool
	into                *prospect
	merged              bool
}

var leadSteps = []string{"NEW CONTACTED", "CONTACTED QUALIFYING", "QUALIFYING CONVERTED DISQUALIFIED", "DISQUALIFIED QUALIFYING"}

func (m *model) lead(fit func(*lead) bool) *lead {
	return choose(m, "lead", m.leads, func(l *lead) bool { return !l.archived && fit(l) })
}

func (m *model) createLead() {
	if len(m.leads) > 5 {
		return
	}
	who := m.writer("Lead")
	l := &lead{status: "NEW", pool: "north"}
	in := desk.CreateLeadInput{LeadFields: desk.LeadFields{Company: new("霜桥物流 " + m.since)}, Pool: &l.pool}
	if m.chance("owned", 40) {
		l.owner, l.pool = anybody(m, "owner").id, ""
		in.OwnerID, in.Pool = &l.owner, nil
	}
	if r := tried[ent.Lead](m)(m.CreateLead(who.ctx, in)); r != nil {
		l.fact = made(r.ID)
		m.leads = append(m.leads, l)
	}
}

func (m *model) changeLead() {
	l := m.lead(func(l *lead) bool { return l.status != "CONVERTED" })
	if l == nil {
		return
	}
	who, in := m.writer("Lead"), m.aim(&l.fact)
	to := m.next(leadSteps, l.status, []string{"NEW", "CONTACTED", "QUALIFYING", "CONVERTED", "DISQUALIFIED"})
	if to == "CONVERTED" && m.careful {
		to = "DISQUALIFIED"
	}
	m.refuse("ILLEGAL_TRANSITION", illegal(leadSteps, l.status, to) || to == "CONVERTED") // which is a step of its own
	reason := "not for us"
	if m.errs("reason") {
		reason = ""
		m.refuse("VALIDATION_FAILED", to == "DISQUALIFIED" || l.status == "DISQUALIFIED")
	}
	if tried[ent.Lead](m)(m.ChangeLeadStatus(who.ctx, desk.ChangeLeadStatusInput{ID: in.ID, Version: in.Version, Status: process.LeadStatus(to), Reason: &reason})) != nil {
		l.status, l.answered = to, true
		l.version++
	}
}

func (m *model) convertLead() {
	l := m.lead(func(l *lead) bool { return l.status == "QUALIFYING" })
	if l == nil {
		return
	}
	o := m.deal(func(o *prospect) bool { return o.status == "OPEN" })
	if len(m.deals) < 4 && m.chance("new", 50) {
		o = nil
	}
	who := m.actor(func(p *person) bool { return p.may("Lead") && (o != nil || p.may("Opportunity")) })
	in := m.aim(&l.fact)
	m.refuse("ILLEGAL_TRANSITION", illegal(leadSteps, l.status, "CONVERTED") || o != nil && o.status != "OPEN")
	converting := desk.ConvertLeadInput{ID: in.ID, Version: in.Version, Amount: new(int64(1_000_00))}
	if o != nil {
		converting.OpportunityID = new(m.named(&o.fact))
	} else {
		converting.CustomerID = &m.customer
	}
	r := tried[ent.Lead](m)(m.ConvertLead(who.ctx, converting))
	if r == nil {
		return
	}
	if o == nil {
		o = &prospect{
			fact: made(value(r.OpportunityID)), kind: "DIRECT", stage: "INTAKE", status: "OPEN", amount: 1_000_00, owner: l.owner,
			visits: []visit{{"INTAKE", "FORWARD", ""}}, pinned: true,
		}
		m.deals = append(m.deals, o)
	}
	l.status, l.into = "CONVERTED", o
	l.version++
}

func (m *model) mergeLeads() {
	stays := m.lead(func(*lead) bool { return true })
	goes := m.lead(func(l *lead) bool { return l.status != "CONVERTED" && l != stays })
	if stays == nil || goes == nil {
		return
	}
	who, in := m.writer("Lead"), m.aim(&stays.fact)
	duplicate := in
	if goes != stays {
		duplicate = m.aim(&goes.fact)
	}
	m.refuse("VALIDATION_FAILED", goes == stays)
	m.refuse("ILLEGAL_TRANSITION", goes.status == "CONVERTED" || goes.merged)
	r := tried[ent.Lead](m)(m.MergeLeads(who.ctx, desk.MergeLeadsInput{ID: in.ID, Version: in.Version, DuplicateID: duplicate.ID, DuplicateVersion: duplicate.Version}))
	if r == nil {
		return
	}
	goes.archived, goes.merged = true, true
	goes.version++
	stays.version++
	if stays.owner == "" && goes.owner != "" {
		stays.owner, stays.pool = goes.owner, ""
	}
	stays.answered = stays.answered || goes.answered
}

func (m *model) assignLead() {
	l := m.lead(func(*lead) bool { return true })
	if l == nil {
		return
	}
	who, in, to := m.writer("Lead"), m.aim(&l.fact), anybody(m, "owner")
	if tried[ent.Lead](m)(m.AssignLead(who.ctx, desk.AssignLeadInput{ID: in.ID, Version: in.Version, OwnerID: to.id})) != nil {
		l.owner, l.pool = to.id, ""
		l.version++
	}
}

func (m *model) claimLead() {
	l := m.lead(func(l *lead) bool { return l.owner == "" })
	if l == nil {
		return
	}
	who := m.writer("Lead")
	m.refuse("CONFLICT", l.owner != "")
	if tried[ent.Lead](m)(m.ClaimLead(who.ctx, desk.ClaimLeadInput{ID: m.named(&l.fact)})) != nil {
		l.owner, l.pool = who.id, ""
		l.version++
	}
}

func (m *model) releaseLead() {
	l := m.lead(func(*lead) bool { return true })
	if l == nil {
		return
	}
	who, in, pool := m.writer("Lead"), m.aim(&l.fact), m.text("pool")
	if tried[ent.Lead](m)(m.ReleaseLead(who.ctx, desk.ReleaseLeadInput{ID: in.ID, Version: in.Version, Pool: pool})) != nil {
		l.owner, l.pool = "", pool
		l.version++
	}
}

// archiveLead puts a lead away, or brings it back.
func (m *model) archiveLead() {
	l := choose(m, "lead", m.leads, func(l *lead) bool { return l.status == "NEW" })
	if l == nil {
		return
	}
	who, to := m.writer("Lead"), !l.archived
	was := l.archived
	l.archived = false // which is in the way of all steps but this
	in := m.aim(&l.fact)
	l.archived = was
	m.refuse("ILLEGAL_TRANSITION", l.status != "NEW") // later it is somebody's history
	do := m.RestoreRecord
	if to {
		do = m.ArchiveRecord
	}
	done, err := do(who.ctx, in)
	if m.judge(done.Change, nil, err); err == nil {
		l.archived = to
		l.version++
	}
}

// compareLeads holds the leads against the model.
func (m *model) compareLeads() {
	for _, l := range m.leads {
		r, err := m.Read(m.system).Lead.Get(m.system, l.id)
		m.check(err)
		into := ""
		if l.into != nil {
			into = l.into.id
		}
		m.same(l.id, "version status owner pool answered archived merged into", []any{l.version, l.status, l.owner, l.pool, l.answered, l.archived, l.merged, into},
			[]any{r.Version, string(r.Status), value(r.OwnerID), r.Pool, r.FirstResponseAt != nil, r.ArchivedAt != nil, r.MergedIntoID != nil, value(r.OpportunityID)})
	}
}
