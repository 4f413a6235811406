package desk_test

import (
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/proposalversion"
	"bidwell/ent/stakeholder"
	"bidwell/process"
)

// What comes after: surveys and new business; and money of other countries.

// poll is a survey as the model knows it.
type poll struct {
	fact
	secret   string
	until    time.Time
	answered bool
}

func (m *model) sendSurvey() {
	o := m.deal(func(*prospect) bool { return true })
	if o == nil || len(m.polls) > 3 {
		return
	}
	who := m.writer("Survey")
	s := &poll{until: m.at().Add(draw(m, "for", time.Hour, 90*24*time.Hour))}
	in := desk.SendSurveyInput{OpportunityID: m.named(&o.fact), ContactID: m.contact, Touchpoint: "DELIVERY", ExpiresAt: &s.until}
	if v := m.project((*venture).running); v != nil && m.chance("project", 50) {
		in.ProjectID = &v.id
		m.refuse("VALIDATION_FAILED", v.contract.of != o)
	}
	if m.errs("expiry") {
		in.ExpiresAt = new(m.at().Add(-time.Hour))
		m.refuse("VALIDATION_FAILED", true)
	}
	sent, err := m.SendSurvey(who.ctx, in)
	if r := tried[ent.Survey](m)(sent.Written, err); r != nil {
		s.fact, s.secret = made(r.ID), sent.Secret
		m.polls = append(m.polls, s)
	}
}

// answerSurvey is the customer's: whoever has the link answers, once and in time.
func (m *model) answerSurvey() {
	s := choose(m, "survey", m.polls, func(s *poll) bool { return !s.archived && !s.answered && m.at().Before(s.until) })
	if s == nil {
		return
	}
	secret, answer := s.secret, desk.SurveyAnswer{Score: 4, Recommend: new(9)}
	m.refuse("NOT_FOUND", s.archived)
	m.refuse("CONFLICT", s.answered || !m.at().Add(time.Millisecond).Before(s.until))
	if m.errs("secret") {
		secret = "never sent"
		m.refuse("NOT_FOUND", true)
	}
	if m.errs("score") {
		answer.Score = 6
		m.refuse("VALIDATION_FAILED", true)
	}
	err := m.AnswerSurvey(m.Context(), secret, answer)
	if m.went(outcome{change: m.lastChange(), err: err}) {
		s.answered = true
		s.version++
	}
}

// lastChange is the number of the last change.
func (m *model) lastChange() (last int64) {
	m.check(m.Store().DB().QueryRow(`SELECT COALESCE(max(id), 0) FROM change_log`).Scan(&last))
	return last
}

// takeBackSurvey ends the link of a survey that nobody answered.
func (m *model) takeBackSurvey() {
	s := choose(m, "survey", m.polls, func(s *poll) bool { return !s.archived && !s.answered })
	if s == nil || m.careful && m.chance("keep it", 60) {
		return
	}
	who, in := m.writer("Survey"), m.aim(&s.fact)
	m.refuse("ILLEGAL_TRANSITION", s.answered)
	done, err := m.ArchiveRecord(who.ctx, in)
	if m.went(outcome{change: done.Change, err: err}) {
		s.archived = true
		s.version++
	}
}

// raiseRenewal begins new business with a customer who was delivered to.
func (m *model) raiseRenewal() {
	delivered := func(o *prospect) bool { return o.status == "WON" && !before(o.stage, "ACCEPTANCE") }
	from := m.deal(delivered)
	if from == nil || len(m.deals) > 3 {
		return
	}
	who := m.writer("Opportunity")
	m.refuse("ILLEGAL_TRANSITION", !delivered(from))
	in := desk.RaiseRenewalInput{
		OriginID: m.named(&from.fact), Name: m.words("name"), Amount: new(int64(1_000_00)),
		Origin: process.OpportunityOrigin(draw(m, "origin", "UPGRADE", "EXTENSION", "NEW_LINE")),
	}
	if m.chance("idea", 50) {
		in.Idea = new("a second line")
	}
	r := tried[ent.Opportunity](m)(m.RaiseRenewal(who.ctx, in))
	if r == nil {
		return
	}
	o := &prospect{fact: made(r.ID), kind: "DIRECT", stage: "INTAKE", status: "OPEN", amount: 1_000_00, visits: []visit{{"INTAKE", "FORWARD", ""}}, pinned: true}
	m.deals = append(m.deals, o)
	decides, err := m.Read(m.system).Stakeholder.Query().Where(stakeholder.OpportunityID(o.id)).Exist(m.system)
	m.check(err)
	m.taken["part "+o.id] = decides
	if in.Idea == nil {
		return
	}
	p, err := r.QueryProposals().Only(m.system)
	m.check(err)
	v, err := m.Read(m.system).ProposalVersion.Query().Where(proposalversion.ProposalID(p.ID)).Only(m.system)
	m.check(err)
	m.offers = append(m.offers, &proposed{fact: made(p.ID), of: o, status: "DRAFT", madeBy: who.id, editor: who.id, versions: []*edition{{fact: made(v.ID)}}})
}

// abroad is an opportunity in another currency as the model knows it; each history has a currency of its own.
type abroad struct {
	fact
	currency string
	rate     float64 // 0 while none is known
}

// quotation is what a currency is worth from a day on.
type quotation struct {
	fact
	day   time.Time
	worth float64
}

// currency is that of this history: from DAA to ZZZ, and so never CNY, the reporting currency, which has no rates.
func (m *model) currency() string {
	n := m.begun
	return string([]byte{'D' + byte(n/676%23), 'A' + byte(n/26%26), 'A' + byte(n%26)})
}

// rateOn is what the currency of this history is worth on a day.
func (m *model) rateOn(day time.Time) (worth float64) {
	var last time.Time
	for _, r := range m.rates {
		if !r.day.After(day) && !r.day.Before(last) {
			last, worth = r.day, r.worth
		}
	}
	return worth
}

// days ago are far enough from one another that it does not matter what time it is.
func (m *model) ago(days int) time.Time {
	y, mon, d := m.at().Date()
	return time.Date(y, mon, d, 0, 0, 0, 0, time.UTC).AddDate(0, 0, -days)
}

func (m *model) createRate() {
	who := m.writer("ExchangeRate")
	r := &quotation{day: m.ago(draw(m, "ago", 40, 30, 20, 10)), worth: draw(m, "worth", 7.1, 0.05, 1.0)}
	in := ent.CreateExchangeRateInput{Currency: m.currency(), Day: r.day, Rate: r.worth}
	m.refuse("VALIDATION_FAILED", m.taken["rate "+r.day.String()])
	if m.errs("currency") {
		in.Currency = "CNY" // which is worth itself
		m.refuse("VALIDATION_FAILED", true)
	}
	if row := tried[ent.ExchangeRate](m)(m.CreateExchangeRate(who.ctx, in)); row != nil {
		r.fact = made(row.ID)
		m.taken["rate "+r.day.String()] = true
		m.rates = append(m.rates, r)
	}
}

func (m *model) updateRate() {
	r := choose(m, "rate", m.rates, func(*quotation) bool { return true })
	if r == nil {
		return
	}
	who, in, worth := m.writer("ExchangeRate"), m.aim(&r.fact), draw(m, "worth", 7.2, 0.06)
	if m.errs("worth") {
		worth = 0
		m.refuse("VALIDATION_FAILED", true)
	}
	if tried[ent.ExchangeRate](m)(m.UpdateExchangeRate(who.ctx, ent.UpdateExchangeRateInput{ID: in.ID, Version: in.Version, Rate: &worth})) != nil {
		r.worth = worth
		r.version++
	}
}

func (m *model) createAbroad() {
	if len(m.abroad) > 1 {
		return
	}
	who := m.writer("Opportunity")
	o := &abroad{currency: m.currency(), rate: m.rateOn(m.ago(0))}
	in := ent.CreateOpportunityInput{Name: m.words("name"), CustomerID: &m.customer, Currency: &o.currency, Amount: new(int64(1_000_00))}
	if r := tried[ent.Opportunity](m)(m.CreateOpportunity(who.ctx, in)); r != nil {
		o.fact = made(r.ID)
		m.abroad = append(m.abroad, o)
	}
}

// fixRate takes the rate of a day for an opportunity; in our own currency there is none to take.
func (m *model) fixRate() {
	o := choose(m, "opportunity abroad", m.abroad, func(*abroad) bool { return true })
	if o == nil {
		return
	}
	who := m.actor(func(p *person) bool { return p.may("Opportunity") || p.may("ExchangeRate") })
	in, day := m.aim(&o.fact), m.ago(0)
	fixing := desk.RecordExchangeRateInput{ID: in.ID, Version: in.Version}
	if m.chance("day", 50) {
		day = m.ago(draw(m, "ago", 5, 15, 25, 35, 45))
		fixing.Day = &day
	}
	if m.errs("day") {
		day = m.ago(-3)
		fixing.Day = &day
		m.refuse("VALIDATION_FAILED", true)
	}
	worth := m.rateOn(day)
	m.refuse("VALIDATION_FAILED", worth == 0)
	if tried[ent.Opportunity](m)(m.RecordExchangeRate(who.ctx, fixing)) != nil {
		o.rate = worth
		o.version++
	}
}

// compareAfter holds surveys and rates against the model.
func (m *model) compareAfter() {
	for _, s := range m.polls {
		r, err := m.Read(m.system).Survey.Get(m.system, s.id)
		m.check(err)
		m.same(s.id, "version answered archived", []any{s.version, s.answered, s.archived}, []any{r.Version, r.AnsweredAt != nil, r.ArchivedAt != nil})
	}
	for _, r := range m.rates {
		row, err := m.Read(m.system).ExchangeRate.Get(m.system, r.id)
		m.check(err)
		m.same(r.id, "version rate", []any{r.version, r.worth}, []any{row.Version, row.Rate})
	}
	for _, o := range m.abroad {
		r, err := m.Read(m.system).Opportunity.Get(m.system, o.id)
		m.check(err)
		m.same(o.id, "version currency rate", []any{o.version, o.currency, o.rate}, []any{r.Version, r.Currency, value(r.ExchangeRate)})
	}
}
