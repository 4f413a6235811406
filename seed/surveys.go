package seed

import (
	"context"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	entsurvey "bidwell/ent/survey"
	"bidwell/process"
)

// survey asks a contact how content they are; one without a score is not answered.
type survey struct {
	Deal, Contact, By, Comment string
	Touchpoint                 process.SurveyTouchpoint
	Day, Score, Recommend      int
}

// thinking is how long people take to answer a survey.
const thinking = 3 * time.Hour

// surveys tells of what customers were asked and answered.
func (s *story) surveys() {
	for _, q := range s.book.Surveys {
		s.on(q.Day, q.By, func(ctx context.Context) error { return name(s.survey(ctx, q), "survey "+q.Deal+" "+q.Contact) })
	}
}

// survey sends a survey and answers it the same day, because the secret of its link is told only once: one that was
// interrupted in between stays unanswered.
func (s *story) survey(ctx context.Context, q survey) error {
	opp, contact := s.ids["deal "+q.Deal], s.ids["contact "+q.Contact]
	find := s.read.Survey.Query().Where(entsurvey.OpportunityID(opp), entsurvey.ContactID(contact), entsurvey.TouchpointEQ(q.Touchpoint))
	secret := ""
	err := once(s, "survey", q.Deal+" "+q.Contact+" "+string(q.Touchpoint), find, func() (desk.Written[ent.Survey], error) {
		in := desk.SendSurveyInput{OpportunityID: opp, ContactID: contact, Touchpoint: q.Touchpoint}
		if q.Touchpoint == process.SurveyTouchpointDelivery || q.Touchpoint == process.SurveyTouchpointAcceptance {
			in.ProjectID = s.ref("project", q.Deal)
		}
		sent, err := s.desk.SendSurvey(ctx, in)
		secret = sent.Secret
		return sent.Written, err
	})
	if err != nil || secret == "" || q.Score == 0 {
		return err
	}
	s.now = s.now.Add(thinking)
	return s.desk.AnswerSurvey(s.ctx, secret, desk.SurveyAnswer{Score: q.Score, Recommend: &q.Recommend, Comment: q.Comment})
}
