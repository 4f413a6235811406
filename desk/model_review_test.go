package desk_test

import (
	"slices"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// reviewing is a colour-team review as the model knows it.
type reviewing struct {
	fact
	of                      *proposed
	colour, status, verdict string
	reviewers               []string
	turn                    int      // grows with each review that is held
	edition                 *edition // the version it was held on
}

// flaw is a finding of a review, or an issue of an acceptance.
type flaw struct {
	fact
	review     *reviewing
	acceptance *accepting
	serious    bool
	owner      string
	resolver   string
	verifier   string
	status     string
}

// lastHeld is the review of a colour that was held last.
func (m *model) lastHeld(p *proposed, colour string) (last *reviewing) {
	for _, r := range m.reviews {
		if r.of == p && r.colour == colour && r.status == "HELD" && (last == nil || r.turn > last.turn) {
			last = r
		}
	}
	return last
}

// independent tells whether somebody may sit in a review: in RED and GOLD nobody who wrote part of the proposal.
func (p *proposed) independent(colour string, who string) bool {
	return colour != "RED" && colour != "GOLD" || !slices.Contains(p.authors, who)
}

func (m *model) planReview() {
	p := m.offer(func(p *proposed) bool { return p.status != "WITHDRAWN" })
	if p == nil {
		return
	}
	who := m.writer("Review")
	colour := draw(m, "colour", "GOLD", "GOLD", "RED", "RED", "PINK")
	if m.straight { // what is still asked for
		colour = "GOLD"
		if r := m.lastHeld(p, "GOLD"); r != nil && r.verdict != "FAIL" && r.edition == p.latest() {
			colour = "RED"
		}
	}
	reviewers := m.some("reviewer", func(w *person) bool { return p.independent(colour, w.id) })
	if m.errs("reviewers") {
		reviewers = nil
	}
	m.refuse("VALIDATION_FAILED", len(reviewers) == 0)
	m.refuse("VALIDATION_FAILED", slices.ContainsFunc(reviewers, func(id string) bool { return !p.independent(colour, id) }))
	r := tried[ent.Review](m)(m.PlanReview(who.ctx, desk.PlanReviewInput{ProposalID: m.named(&p.fact), Colour: process.ReviewColour(colour), Reviewers: reviewers}))
	if r != nil {
		m.reviews = append(m.reviews, &reviewing{fact: made(r.ID), of: p, colour: colour, status: "PLANNED", reviewers: reviewers})
	}
}

func (m *model) holdReview() {
	r := choose(m, "review", m.reviews, func(r *reviewing) bool {
		return r.status == "PLANNED" && !slices.ContainsFunc(r.reviewers, func(id string) bool { return !r.of.independent(r.colour, id) })
	})
	if r == nil {
		return
	}
	who, in := m.writer("Review"), m.aim(&r.fact)
	verdict := draw(m, "verdict", "PASS", "PASS", "PASS_WITH_ACTIONS", "PASS_WITH_ACTIONS", "FAIL")
	if m.straight {
		verdict = "PASS"
	}
	open := slices.ContainsFunc(m.findings, func(f *flaw) bool { return f.review == r && f.serious && f.status != "VERIFIED" })
	if m.careful && open && verdict == "PASS" {
		verdict = "PASS_WITH_ACTIONS"
	}
	m.refuse("ILLEGAL_TRANSITION", r.status != "PLANNED")
	m.refuse("VALIDATION_FAILED", verdict == "PASS" && open)
	m.refuse("VALIDATION_FAILED", slices.ContainsFunc(r.reviewers, func(id string) bool { return !r.of.independent(r.colour, id) }))
	if tried[ent.Review](m)(m.HoldReview(who.ctx, desk.HoldReviewInput{ID: in.ID, Version: in.Version, Verdict: process.ReviewVerdict(verdict)})) != nil {
		r.status, r.verdict, r.turn, r.edition = "HELD", verdict, m.done, r.of.latest()
		r.version++
	}
}

func (m *model) cancelReview() {
	r := choose(m, "review", m.reviews, func(r *reviewing) bool { return r.status == "PLANNED" })
	if r == nil || m.careful && m.chance("keep it", 30) {
		return
	}
	who, in := m.writer("Review"), m.aim(&r.fact)
	m.refuse("ILLEGAL_TRANSITION", r.status != "PLANNED")
	if tried[ent.Review](m)(m.CancelReview(who.ctx, desk.CancelReviewInput{ID: in.ID, Version: in.Version, Reason: m.text("reason")})) != nil {
		r.status = "CANCELLED"
		r.version++
	}
}

func (m *model) addFinding() {
	r := choose(m, "review", m.reviews, func(r *reviewing) bool { return r.status != "CANCELLED" })
	if r == nil {
		return
	}
	who := m.writer("Everyday")
	f := &flaw{review: r, serious: m.chance("serious", 60), status: "OPEN"}
	m.refuse("ILLEGAL_TRANSITION", r.status == "CANCELLED")
	in := desk.AddFindingInput{ReviewID: m.named(&r.fact), Severity: f.severity(), Text: "the price sheet has no sum", OwnerID: m.owner(f)}
	if row := tried[ent.Finding](m)(m.AddFinding(who.ctx, in)); row != nil {
		f.fact = made(row.ID)
		m.findings = append(m.findings, f)
	}
}

func (f *flaw) severity() process.Severity {
	if f.serious {
		return "MAJOR"
	}
	return "MINOR"
}

// owner draws who is to see to a finding, or nobody.
func (m *model) owner(f *flaw) *string {
	if m.chance("owned", 60) {
		f.owner = anybody(m, "owner").id
	}
	return optional(f.owner)
}

func anybody(m *model, of string) *person { return draw(m, of, m.people...) }

func (m *model) finding(status ...string) *flaw {
	return choose(m, "finding", m.findings, func(f *flaw) bool { return slices.Contains(status, f.status) })
}

var findingSteps = []string{"OPEN RESOLVED", "RESOLVED VERIFIED OPEN", "VERIFIED OPEN"}

func (m *model) resolveFinding() {
	f := m.finding("OPEN")
	if f == nil {
		return
	}
	// its owner, a lead, or anybody where nobody owns it
	who := m.actor(func(p *person) bool {
		lead := p.is("PRESALES_MANAGER", "ADMIN") || f.acceptance != nil && p.is("DELIVERY")
		return p.may("Everyday") && (f.owner == "" || f.owner == p.id || lead)
	})
	if who == nil {
		return
	}
	in := m.aim(&f.fact)
	m.refuse("ILLEGAL_TRANSITION", illegal(findingSteps, f.status, "RESOLVED"))
	if tried[ent.Finding](m)(m.ResolveFinding(who.ctx, desk.ResolveFindingInput{ID: in.ID, Version: in.Version, Resolution: m.text("resolution")})) != nil {
		f.status, f.resolver = "RESOLVED", who.id
		f.version++
	}
}

func (m *model) verifyFinding() {
	f := m.finding("RESOLVED")
	if f == nil {
		return
	}
	who := m.actor(func(p *person) bool { return p.may("Everyday") && p.id != f.owner && p.id != f.resolver })
	in := m.aim(&f.fact)
	m.refuse("ILLEGAL_TRANSITION", illegal(findingSteps, f.status, "VERIFIED"))
	if tried[ent.Finding](m)(m.VerifyFinding(who.ctx, in)) != nil {
		f.status, f.verifier = "VERIFIED", who.id
		f.version++
	}
}

func (m *model) reopenFinding() {
	f := m.finding("RESOLVED", "VERIFIED")
	if f == nil {
		return
	}
	who, in := m.writer("Everyday"), m.aim(&f.fact)
	m.refuse("ILLEGAL_TRANSITION", illegal(findingSteps, f.status, "OPEN"))
	if tried[ent.Finding](m)(m.ReopenFinding(who.ctx, desk.ReopenFindingInput{ID: in.ID, Version: in.Version, Reason: m.text("reason")})) != nil {
		f.status, f.resolver, f.verifier = "OPEN", "", ""
		f.version++
	}
}

// compareReviews holds reviews, findings and issues against the model.
func (m *model) compareReviews() {
	for _, r := range m.reviews {
		row, err := m.Read(m.system).Review.Get(m.system, r.id)
		m.check(err)
		m.same(r.id, "version status verdict", []any{r.version, r.status, r.verdict}, []any{row.Version, string(row.Status), string(value(row.Verdict))})
	}
	for _, f := range m.findings {
		row, err := m.Read(m.system).Finding.Get(m.system, f.id)
		m.check(err)
		m.same(f.id, "version status owner verifier", []any{f.version, f.status, f.owner, f.verifier},
			[]any{row.Version, string(row.Status), value(row.OwnerID), value(row.VerifiedByID)})
	}
}
