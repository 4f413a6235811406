package desk_test

import (
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// asked is a question that came up as the model knows it, at a presentation or elsewhere.
type asked struct {
	fact
	answer, answeredBy string
	followUp           bool
}

func (m *model) recordQuestion() {
	o := m.deal(func(*prospect) bool { return true })
	if o == nil || len(m.questions) > 3 {
		return
	}
	who := m.writer("Everyday")
	q := &asked{followUp: m.chance("follow up", 50)}
	in := desk.RecordQuestionInput{OpportunityID: m.named(&o.fact), Question: m.words("question"), FollowUp: &q.followUp}
	if h := m.handover("DRAFT", "SUBMITTED", "RETURNED", "ACCEPTED"); h != nil && m.chance("in a handover", 50) {
		in.HandoverID = &h.id
		m.refuse("VALIDATION_FAILED", h.contract.of != o)
	}
	if m.chance("answered", 40) {
		q.answer, q.answeredBy = "it does", who.id
		in.Answer = &q.answer
	}
	if r := tried[ent.Question](m)(m.RecordQuestion(who.ctx, in)); r != nil {
		q.fact = made(r.ID)
		m.questions = append(m.questions, q)
	}
}

func (m *model) answerQuestion() {
	q := choose(m, "question", m.questions, func(*asked) bool { return true })
	if q == nil {
		return
	}
	who, in, answer := m.writer("Everyday"), m.aim(&q.fact), m.text("answer")
	if tried[ent.Question](m)(m.AnswerQuestion(who.ctx, desk.AnswerQuestionInput{ID: in.ID, Version: in.Version, Answer: answer})) != nil {
		q.answer, q.answeredBy = answer, who.id
		q.version++
	}
}

func (m *model) flagQuestion() {
	q := choose(m, "question", m.questions, func(*asked) bool { return true })
	if q == nil {
		return
	}
	who, in, follow := m.writer("Everyday"), m.aim(&q.fact), m.chance("follow up", 50)
	if tried[ent.Question](m)(m.FlagQuestion(who.ctx, desk.FlagQuestionInput{ID: in.ID, Version: in.Version, FollowUp: follow})) != nil {
		q.followUp = follow
		q.version++
	}
}

// inquiry is a question to the bidder, or to us, as the model knows it.
type inquiry struct {
	fact
	issued time.Time
	answer string
}

func (m *model) recordInquiry() {
	o := m.anyDeal()
	if o == nil || len(m.inquiries) > 3 {
		return
	}
	who := m.writer("Clarification")
	i := &inquiry{issued: m.at().Add(-time.Hour).Truncate(time.Second)}
	kind := draw(m, "kind", "QUERY", "CLARIFICATION")
	in := desk.RecordClarificationInput{OpportunityID: m.named(&o.fact), Kind: process.ClarificationKind(kind), Text: m.words("text"), IssuedAt: &i.issued}
	if m.errs("time") {
		in.IssuedAt = new(m.at().Add(time.Hour))
		m.refuse("VALIDATION_FAILED", true)
	}
	if m.errs("deadline") { // which only an addendum moves
		in.NewDeadline = new(m.at().Add(time.Hour))
		m.refuse("VALIDATION_FAILED", true)
	}
	if r := tried[ent.Clarification](m)(m.RecordClarification(who.ctx, in)); r != nil {
		i.fact = made(r.ID)
		m.inquiries = append(m.inquiries, i)
	}
}

// answerInquiry answers a question of a tender. An addendum asks nothing.
func (m *model) answerInquiry() {
	i := choose(m, "inquiry", m.inquiries, func(*inquiry) bool { return true })
	a := choose(m, "addendum", m.addenda, func(*addendum) bool { return true })
	var f *fact
	switch {
	case a != nil && (i == nil || !m.careful && m.chance("an addendum", 30)):
		if m.careful {
			return
		}
		i, f = nil, &a.fact
	case i != nil:
		f = &i.fact
	default:
		return
	}
	who, in, answer := m.writer("Clarification"), m.aim(f), m.text("answer")
	m.refuse("ILLEGAL_TRANSITION", i == nil)
	answering := desk.AnswerClarificationInput{ID: in.ID, Version: in.Version, Answer: answer}
	if m.errs("time") {
		answering.At = new(m.at().Add(draw(m, "at", -9*time.Hour, time.Hour)))
		m.refuse("VALIDATION_FAILED", i == nil || answering.At.Before(i.issued) || answering.At.After(m.at()))
	}
	if tried[ent.Clarification](m)(m.AnswerClarification(who.ctx, answering)) != nil {
		i.answer = answer
		i.version++
	}
}

// compareQuestions holds questions and inquiries against the model.
func (m *model) compareQuestions() {
	for _, q := range m.questions {
		r, err := m.Read(m.system).Question.Get(m.system, q.id)
		m.check(err)
		m.same(q.id, "version answer by follow-up", []any{q.version, q.answer, q.answeredBy, q.followUp}, []any{r.Version, r.Answer, value(r.AnsweredByID), r.FollowUp})
	}
	for _, i := range m.inquiries {
		r, err := m.Read(m.system).Clarification.Get(m.system, i.id)
		m.check(err)
		m.same(i.id, "version answer", []any{i.version, i.answer}, []any{r.Version, r.Answer})
	}
}
