package desk_test

import (
	"slices"
	"strings"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/proposalsection"
	"bidwell/ent/proposalversion"
	"bidwell/process"
)

// proposed is a proposal as the model knows it.
type proposed struct {
	fact
	of             *prospect
	status         string
	price          *int64
	madeBy, editor string // who made it, who changed its own fields last
	signed, late   bool
	authors        []string // who wrote any of its sections
	toucher        string   // who wrote on any of its sections last
	versions       []*edition
	answers        []*answer
	items          []*check
}

// edition is a version of a proposal.
type edition struct {
	fact
	frozen   bool
	sections []*passage
}

// passage is a section of a version.
type passage struct {
	fact
	status, reviewer string
	sources          []*source
}

var passageSteps = []string{"PLANNED DRAFTING", "DRAFTING PLANNED IN_REVIEW", "IN_REVIEW DRAFTING READY", "READY IN_REVIEW DRAFTING"}

// rewritten is what another text does to a section: what was ready has to be read again.
func (s *passage) rewritten() {
	if s.status == "READY" || s.status == "PLANNED" {
		s.status = "DRAFTING"
	}
	s.version++
}

var offerSteps = []string{
	"DRAFT IN_REVIEW WITHDRAWN", "IN_REVIEW CHANGES_REQUESTED APPROVED WITHDRAWN", "CHANGES_REQUESTED DRAFT WITHDRAWN",
	"APPROVED DRAFT SEALED WITHDRAWN", "SEALED DRAFT SUBMITTED WITHDRAWN",
	"SUBMITTED UNDER_CLARIFICATION AWARDED NOT_AWARDED REJECTED_BID VOIDED WITHDRAWN", "UNDER_CLARIFICATION SUBMITTED",
}

// out tells whether it has reached the customer.
func (p *proposed) out() bool {
	return slices.Contains([]string{"SUBMITTED", "UNDER_CLARIFICATION", "AWARDED", "NOT_AWARDED", "REJECTED_BID", "VOIDED"}, p.status)
}

// open tells whether what the customer reads may be written on.
func (p *proposed) open() bool {
	return p.status == "DRAFT" || p.status == "IN_REVIEW" || p.status == "CHANGES_REQUESTED"
}

func (p *proposed) latest() *edition { return p.versions[len(p.versions)-1] }

// offersOf are the proposals of an opportunity that count: those that were not withdrawn.
func (m *model) offersOf(o *prospect) (all []*proposed) {
	for _, p := range m.offers {
		if p.of == o && !p.archived && p.status != "WITHDRAWN" {
			all = append(all, p)
		}
	}
	return all
}

// awarded tells whether a proposal of an opportunity won.
func (m *model) awarded(o *prospect) bool {
	return slices.ContainsFunc(m.offersOf(o), func(p *proposed) bool { return p.status == "AWARDED" })
}

func (m *model) offer(fit func(*proposed) bool) *proposed {
	return choose(m, "proposal", m.offers, fit)
}

func offerIn(statuses ...string) func(*proposed) bool {
	return func(p *proposed) bool { return slices.Contains(statuses, p.status) }
}

func (m *model) createOffer() {
	o := m.anyDeal()
	if o == nil || len(m.offers) > 2 {
		return
	}
	p := &proposed{of: o, status: "DRAFT"}
	if m.chance("price", 60) {
		p.price = new(draw[int64](m, "amount", 1_000_00, 6_000_000_00))
	}
	who := m.actor(func(w *person) bool { return w.may("Proposal") && (p.price == nil || w.prices(o)) })
	p.madeBy, p.editor = who.id, who.id
	r := tried[ent.Proposal](m)(m.CreateProposal(who.ctx, ent.CreateProposalInput{Title: "冷库方案", OpportunityID: &o.id, Price: p.price}))
	if r == nil {
		return
	}
	p.fact = made(r.ID)
	v, err := m.Read(m.system).ProposalVersion.Query().Where(proposalversion.ProposalID(r.ID)).Only(m.system)
	m.check(err)
	p.versions = []*edition{{fact: made(v.ID)}}
	m.offers = append(m.offers, p)
}

// stepOffer takes a step along the state machine; it answers false when it was not taken.
func (m *model) stepOffer(p *proposed, who *person, to string, do func(in desk.RecordInput) (desk.Written[ent.Proposal], error)) bool {
	in := m.aim(&p.fact)
	m.refuse("ILLEGAL_TRANSITION", illegal(offerSteps, p.status, to))
	if tried[ent.Proposal](m)(do(in)) == nil {
		return false
	}
	p.status, p.editor = to, who.id
	p.version++
	return true
}

func (m *model) requestReview() {
	if p := m.offer(offerIn("DRAFT")); p != nil {
		who := m.writer("Proposal")
		m.stepOffer(p, who, "IN_REVIEW", func(in desk.RecordInput) (desk.Written[ent.Proposal], error) { return m.RequestReview(who.ctx, in) })
	}
}

func (m *model) requestChanges() {
	if p := m.offer(offerIn("IN_REVIEW")); p != nil {
		who := m.writer("Proposal")
		m.stepOffer(p, who, "CHANGES_REQUESTED", func(in desk.RecordInput) (desk.Written[ent.Proposal], error) { return m.RequestChanges(who.ctx, in) })
	}
}

func (m *model) approveOffer() {
	p := m.offer(offerIn("IN_REVIEW"))
	if p == nil {
		return
	}
	// whoever made it, changed it last or touched its text last does not approve it
	who := m.actor(func(w *person) bool {
		return w.may("Proposal") && !slices.Contains([]string{p.madeBy, p.editor, p.toucher}, w.id)
	})
	if who != nil {
		m.block("SOURCE_EXPIRED", p.stale())
		m.stepOffer(p, who, "APPROVED", func(in desk.RecordInput) (desk.Written[ent.Proposal], error) { return m.ApproveProposal(who.ctx, in) })
	}
}

func (m *model) reviseOffer() {
	p := m.offer(offerIn("CHANGES_REQUESTED", "APPROVED", "SEALED"))
	if p == nil {
		return
	}
	was, who := p.status, m.writer("Proposal")
	taken := m.stepOffer(p, who, "DRAFT", func(in desk.RecordInput) (desk.Written[ent.Proposal], error) {
		return m.ReviseProposal(who.ctx, desk.ReviseProposalInput{ID: in.ID, Version: in.Version})
	})
	if taken && was != "CHANGES_REQUESTED" {
		m.takeBack(p)
		m.beginVersion(p)
	}
}

func (m *model) newVersion() {
	p := m.offer(func(p *proposed) bool { return p.open() || p.status == "APPROVED" })
	if p == nil {
		return
	}
	who := m.writer("Proposal")
	m.refuse("ILLEGAL_TRANSITION", !p.open() && p.status != "APPROVED")
	if tried[ent.ProposalVersion](m)(m.CreateProposalVersion(who.ctx, desk.CreateProposalVersionInput{ProposalID: m.named(&p.fact)})) == nil {
		return
	}
	if p.status == "APPROVED" {
		p.status, p.editor = "DRAFT", who.id
		p.version++
		m.takeBack(p)
	}
	m.beginVersion(p)
}

// takeBack lets fall what was given for the text as it was.
func (m *model) takeBack(p *proposed) {
	p.signed = false
	m.drop(p.id, "SEAL", "LEGAL")
}

// beginVersion freezes the latest version and begins the next with copies of its sections.
func (m *model) beginVersion(p *proposed) {
	last := p.latest()
	last.frozen = true
	last.version++
	v, err := m.Read(m.system).ProposalVersion.Query().Where(proposalversion.ProposalID(p.id)).Order(ent.Desc(proposalversion.FieldNumber)).First(m.system)
	m.check(err)
	if v.Number != len(p.versions)+1 {
		m.rt.Fatalf("version %d of proposal %s follows version %d", v.Number, p.id, len(p.versions))
	}
	next := &edition{fact: made(v.ID)}
	copies, err := v.QuerySections().Order(ent.Asc(proposalsection.FieldID)).All(m.system)
	m.check(err)
	if len(copies) != len(last.sections) {
		m.rt.Fatalf("version %d of proposal %s has %d sections, want %d", v.Number, p.id, len(copies), len(last.sections))
	}
	for i, c := range copies {
		was := last.sections[i]
		s := &passage{fact: made(c.ID), status: was.status, reviewer: was.reviewer}
		m.copySources(was, s)
		next.sections = append(next.sections, s)
	}
	p.versions = append(p.versions, next)
}

func (m *model) withdrawOffer() {
	p := m.offer(offerIn("DRAFT", "IN_REVIEW", "CHANGES_REQUESTED", "APPROVED", "SEALED", "SUBMITTED"))
	if p == nil || m.careful && m.chance("keep it", 70) {
		return
	}
	who := m.writer("Proposal")
	m.refuse("ILLEGAL_TRANSITION", p.out() && p.of.deadline != nil && !m.at().Before(*p.of.deadline))
	m.stepOffer(p, who, "WITHDRAWN", func(in desk.RecordInput) (desk.Written[ent.Proposal], error) { return m.WithdrawProposal(who.ctx, in) })
}

func (m *model) priceOffer() {
	p := m.offer((*proposed).open)
	if p == nil {
		return
	}
	who, in := m.actor(func(w *person) bool { return w.may("Proposal") && w.prices(p.of) }), m.aim(&p.fact)
	price := draw[int64](m, "amount", 1_000_00, 2_000_00, 6_000_000_00)
	another := p.price == nil || *p.price != price
	m.refuse("ILLEGAL_TRANSITION", another && !p.open())
	if tried[ent.Proposal](m)(m.UpdateProposal(who.ctx, ent.UpdateProposalInput{ID: in.ID, Version: in.Version, Price: &price})) == nil {
		return
	}
	p.price, p.editor = &price, who.id
	p.version++
	if another {
		m.drop(p.id, "PRICE")
	}
}

func (m *model) writeSection() {
	p := m.offer((*proposed).open)
	if p == nil {
		return
	}
	v := draw(m, "version", p.versions[0], p.latest(), p.latest())
	if m.careful {
		v = p.latest()
	}
	who := m.writer("Proposal")
	m.refuse("ILLEGAL_TRANSITION", v.frozen || !p.open())
	s := &passage{status: "DRAFTING"}
	if m.chance("reviewed", 40) {
		s.reviewer = anybody(m, "reviewer").id
	}
	r := tried[ent.ProposalSection](m)(m.CreateProposalSection(who.ctx, ent.CreateProposalSectionInput{
		ProposalVersionID: m.named(&v.fact), Position: len(v.sections) + 1, Title: "制冷", Body: new("两台机组"), ReviewerID: optional(s.reviewer),
	}))
	if r != nil {
		s.fact = made(r.ID)
		v.sections = append(v.sections, s)
		p.authors, p.toucher = append(p.authors, who.id), who.id
	}
}

func (m *model) rewriteSection() {
	p := m.offer(func(p *proposed) bool { return p.open() && len(p.latest().sections) > 0 })
	if p == nil || len(p.latest().sections) == 0 {
		return
	}
	s := p.latest().sections[0]
	who, in := m.writer("Proposal"), m.aim(&s.fact)
	m.refuse("ILLEGAL_TRANSITION", p.latest().frozen || !p.open())
	r := tried[ent.ProposalSection](m)(m.UpdateProposalSection(who.ctx, ent.UpdateProposalSectionInput{
		ID: in.ID, Version: in.Version, Body: new("三台机组 " + who.id + string(rune('a'+s.version%26))),
	}))
	if r != nil {
		s.rewritten()
		m.compared(s)
		p.authors, p.toucher = append(p.authors, who.id), who.id
	}
}

// moveSection takes a section a step on, or back.
func (m *model) moveSection() {
	p := m.offer(func(p *proposed) bool { return p.open() && len(p.latest().sections) > 0 })
	if p == nil || len(p.latest().sections) == 0 {
		return
	}
	s := draw(m, "section", p.latest().sections...)
	to := m.next(passageSteps, s.status, []string{"PLANNED", "DRAFTING", "IN_REVIEW", "READY"})
	// where a reviewer is named, they alone set it ready
	who := m.actor(func(w *person) bool {
		return w.may("Proposal") && (to != "READY" || s.reviewer == "" || s.reviewer == w.id)
	})
	if who == nil {
		return
	}
	in := m.aim(&s.fact)
	m.refuse("ILLEGAL_TRANSITION", p.latest().frozen || !p.open() || illegal(passageSteps, s.status, to))
	if tried[ent.ProposalSection](m)(m.ChangeSectionStatus(who.ctx, desk.ChangeSectionStatusInput{ID: in.ID, Version: in.Version, Status: process.SectionStatus(to)})) != nil {
		s.status = to
		s.version++
	}
}

// changeOffer moves a proposal by the name of its status, under the rules of the step that leads there. What needs more
// words than a status has to say them.
func (m *model) changeOffer() {
	p := m.offer(offerIn("DRAFT", "IN_REVIEW", "CHANGES_REQUESTED", "APPROVED", "SEALED", "SUBMITTED", "UNDER_CLARIFICATION"))
	if p == nil {
		return
	}
	to := m.next(offerSteps, p.status, strings.Fields("DRAFT IN_REVIEW CHANGES_REQUESTED APPROVED SEALED SUBMITTED UNDER_CLARIFICATION AWARDED REJECTED_BID WITHDRAWN"))
	if m.careful && (to == "REJECTED_BID" || to == "VOIDED" || to == "SUBMITTED" && p.status == "SEALED" || to == "WITHDRAWN") {
		return
	}
	was := p.status
	who := m.actor(func(w *person) bool {
		return w.may("Proposal") && (to != "APPROVED" || !slices.Contains([]string{p.madeBy, p.editor, p.toucher}, w.id))
	})
	if who == nil {
		return
	}
	switch to {
	case "APPROVED":
		m.block("SOURCE_EXPIRED", p.stale())
	case "SEALED":
		m.block("APPROVAL_MISSING", !m.approved(p.id, "SEAL"))
	case "SUBMITTED":
		m.refuse("VALIDATION_FAILED", was == "SEALED") // without a receipt
	case "REJECTED_BID", "VOIDED":
		m.refuse("VALIDATION_FAILED", true) // without what it failed of
	case "WITHDRAWN":
		m.refuse("ILLEGAL_TRANSITION", p.out() && p.of.deadline != nil && !m.at().Before(*p.of.deadline))
	}
	taken := m.stepOffer(p, who, to, func(in desk.RecordInput) (desk.Written[ent.Proposal], error) {
		return m.ChangeProposalStatus(who.ctx, desk.ChangeProposalStatusInput{ID: in.ID, Version: in.Version, Status: process.ProposalStatus(to)})
	})
	if taken && to == "DRAFT" && was != "CHANGES_REQUESTED" {
		m.takeBack(p)
		m.beginVersion(p)
	}
}

// compareOffers holds the proposals and their versions against the model.
func (m *model) compareOffers() {
	for _, p := range m.offers {
		r, err := m.Read(m.system).Proposal.Get(m.system, p.id)
		m.check(err)
		m.same(p.id, "version status price signed late editor", []any{p.version, p.status, value(p.price), p.signed, p.late, p.editor},
			[]any{r.Version, string(r.Status), value(r.Price), r.SignedAt != nil, r.Late, r.UpdatedBy})
		versions, err := r.QueryVersions().Order(proposalversion.ByNumber()).All(m.system)
		m.check(err)
		m.same(p.id, "versions", []any{len(p.versions)}, []any{len(versions)})
		for i, v := range versions {
			sections, err := v.QuerySections().Count(m.system)
			m.check(err)
			known := p.versions[i]
			m.compareSections(known)
			m.same(v.ID, "id version frozen hash sections", []any{known.id, known.version, known.frozen, known.frozen, len(known.sections)},
				[]any{v.ID, v.Version, v.FrozenAt != nil, v.ContentHash != "", sections})
		}
	}
}
