package desk_test

import (
	"slices"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/citation"
	"bidwell/ent/reuseedge"
	"bidwell/process"
)

// source is a use of a library item in a section as the model knows it. How alike the texts are the model does not say.
type source struct {
	fact
	item   *item
	taker  string // who took it, or copied it with the version
	mode   string
	waived bool
}

// took tells whether somebody used a library item in any version of a proposal.
func (p *proposed) took(who string, c *item) bool {
	return slices.ContainsFunc(p.versions, func(v *edition) bool {
		return slices.ContainsFunc(v.sections, func(s *passage) bool {
			return slices.ContainsFunc(s.sources, func(u *source) bool { return u.item == c && u.taker == who })
		})
	})
}

// stale tells whether a proposal goes on saying what has expired in the library and nobody waived.
func (p *proposed) stale() bool {
	return slices.ContainsFunc(p.latest().sections, func(s *passage) bool {
		return slices.ContainsFunc(s.sources, func(u *source) bool { return u.mode != "REFERENCED" && u.item.state == "EXPIRED" && !u.waived })
	})
}

// compared takes the versions of the uses of a section from the database: comparing its text anew may change them.
func (m *model) compared(s *passage) {
	for _, u := range s.sources {
		r, err := m.Read(m.system).ReuseEdge.Get(m.system, u.id)
		m.check(err)
		u.version = r.Version
	}
}

// copySources gives a copy of a section the sources of the original. What was waived there is to be waived again.
func (m *model) copySources(from, to *passage) {
	if len(from.sources) == 0 {
		return
	}
	rows, err := m.Read(m.system).ReuseEdge.Query().Where(reuseedge.SectionID(to.id)).Order(reuseedge.ByID()).All(m.system)
	m.check(err)
	if len(rows) != len(from.sources) {
		m.rt.Fatalf("the copy %s has %d sources, want %d", to.id, len(rows), len(from.sources))
	}
	for i, r := range rows {
		u := *from.sources[i]
		u.fact, u.waived, u.taker = made(r.ID), false, r.CreatedBy
		to.sources = append(to.sources, &u)
	}
}

// insertSource takes a text of the library into a section, or makes one of it.
func (m *model) insertSource() {
	p, c := m.offer((*proposed).open), choose(m, "item", m.items, func(c *item) bool { return c.state != "RETIRED" })
	if p == nil || c == nil {
		return
	}
	v := p.latest()
	who := m.writer("Proposal")
	in := desk.InsertFromLibraryInput{SourceID: m.named(&c.fact), Mode: process.ReuseMode(draw(m, "mode", "VERBATIM", "ADAPTED", "REFERENCED"))}
	m.refuse("ILLEGAL_TRANSITION", v.frozen || !p.open())
	m.refuse("VALIDATION_FAILED", c.state == "RETIRED")
	if in.Mode == "ADAPTED" || m.errs("text") {
		in.Body = new("三台机组")
		m.refuse("VALIDATION_FAILED", in.Mode != "ADAPTED")
	}
	var s *passage
	if len(v.sections) > 0 && m.chance("below", 50) {
		s = draw(m, "section", v.sections...)
		aim := m.aim(&s.fact)
		in.SectionID, in.Version = &aim.ID, &aim.Version
	} else {
		in.ProposalVersionID, in.Position = new(m.named(&v.fact)), new(len(v.sections)+1)
	}
	if m.errs("target") { // in both, or in none
		in.ProposalVersionID = map[bool]*string{true: &v.id}[in.ProposalVersionID == nil]
		m.refuse("VALIDATION_FAILED", true)
	}
	r := tried[ent.ReuseEdge](m)(m.InsertFromLibrary(who.ctx, in))
	if r == nil {
		return
	}
	switch {
	case s == nil:
		s = &passage{fact: made(r.SectionID), status: "DRAFTING"}
		if in.Mode == "REFERENCED" {
			s.status = "PLANNED"
		}
		v.sections = append(v.sections, s)
		p.authors, p.toucher = append(p.authors, who.id), who.id
	case in.Mode != "REFERENCED":
		s.rewritten()
		m.compared(s)
		p.authors, p.toucher = append(p.authors, who.id), who.id
	}
	s.sources = append(s.sources, &source{fact: made(r.ID), item: c, taker: who.id, mode: string(in.Mode)})
}

// waiveSource lets an expired source stand: a lead of the field decides that, and nobody who took the text
// into the proposal or into a later version of it.
func (m *model) waiveSource() {
	var all []*source
	of := map[*source]*proposed{}
	for _, p := range m.offers {
		for _, s := range p.latest().sections {
			for _, u := range s.sources {
				all, of[u] = append(all, u), p
			}
		}
	}
	u := choose(m, "source", all, func(*source) bool { return true })
	if u == nil {
		return
	}
	who := m.actor(func(p *person) bool {
		return !p.reads && p.is("ADMIN", "PRESALES_MANAGER", "PRODUCT") && !of[u].took(p.id, u.item)
	})
	if who == nil {
		return
	}
	in := m.aim(&u.fact)
	if tried[ent.ReuseEdge](m)(m.WaiveSource(who.ctx, desk.WaiveSourceInput{ID: in.ID, Version: in.Version, Reason: m.text("reason")})) != nil {
		u.waived = true
		u.version++
	}
}

// compareSections holds the sections of a version, and what they were made of, against the model.
func (m *model) compareSections(v *edition) {
	for _, s := range v.sections {
		r, err := m.Read(m.system).ProposalSection.Get(m.system, s.id)
		m.check(err)
		m.same(s.id, "version status reviewer", []any{s.version, s.status, s.reviewer}, []any{r.Version, string(r.Status), value(r.ReviewerID)})
		for _, u := range s.sources {
			r, err := m.Read(m.system).ReuseEdge.Get(m.system, u.id)
			m.check(err)
			m.same(u.id, "version mode source waived", []any{u.version, u.mode, u.item.id, u.waived}, []any{r.Version, string(r.Mode), r.SourceID, r.WaivedReason != ""})
		}
	}
}

// cited is a certificate that a proposal cites as the model knows it.
type cited struct {
	fact
	of   *proposed
	cert *simple
}

func (m *model) cite() {
	p := m.offer((*proposed).open)
	cert := m.simple(plainOf("Certificate"), func(c *simple) bool {
		return !c.archived && (p == nil || m.citation(p, c) == nil || m.citation(p, c).archived)
	})
	if p == nil || cert == nil {
		return
	}
	known := m.citation(p, cert)
	who := m.writer("Proposal")
	m.refuse("ILLEGAL_TRANSITION", !p.open())
	m.refuse("NOT_FOUND", cert.archived)
	m.refuse("CONFLICT", known != nil && !known.archived)
	in := desk.CiteInput{ProposalID: m.named(&p.fact), CertificateID: cert.id}
	r := tried[ent.Citation](m)(m.Cite(who.ctx, in))
	switch {
	case r == nil:
	case known != nil: // cited once before
		known.archived = false
		known.version++
	default:
		m.citations = append(m.citations, &cited{fact: made(r.ID), of: p, cert: cert})
	}
}

func (m *model) citation(p *proposed, cert *simple) *cited {
	for _, c := range m.citations {
		if c.of == p && c.cert == cert {
			return c
		}
	}
	return nil
}

func (m *model) removeCitation() {
	c := choose(m, "citation", m.citations, func(c *cited) bool { return !c.archived && c.of.open() })
	if c == nil {
		return
	}
	who, in := m.writer("Proposal"), m.aim(&c.fact)
	m.refuse("ILLEGAL_TRANSITION", !c.of.open())
	if tried[ent.Citation](m)(m.RemoveCitation(who.ctx, in)) != nil {
		c.archived = true
		c.version++
	}
}

// compareCitations holds the citations against the model.
func (m *model) compareCitations() {
	for _, c := range m.citations {
		r, err := m.Read(m.system).Citation.Query().Where(citation.ID(c.id)).Only(m.system)
		m.check(err)
		m.same(c.id, "version archived proposal certificate", []any{c.version, c.archived, c.of.id, c.cert.id}, []any{r.Version, r.ArchivedAt != nil, r.ProposalID, r.CertificateID})
	}
}
