package desk

import (
	"context"
	"time"

	"bidwell/ent/survey"
	"bidwell/process"
)

// SatisfactionFilter narrows the surveys that are counted; nil counts all.
type SatisfactionFilter struct {
	OpportunityID *string
	Touchpoint    *process.SurveyTouchpoint
	// From and Until bound when they were answered, or sent while they are not.
	From, Until *time.Time
}

// Satisfaction computes CSAT and NPS (K7) of the surveys the viewer may see, in one statement. Errors: UNAUTHENTICATED.
func (d *Desk) Satisfaction(ctx context.Context, filter *SatisfactionFilter) (*process.Satisfaction, error) {
	q := d.reader.Survey.Query().Where(survey.ArchivedAtIsNil())
	if filter != nil {
		if filter.OpportunityID != nil {
			q.Where(survey.OpportunityID(*filter.OpportunityID))
		}
		if filter.Touchpoint != nil {
			q.Where(survey.TouchpointEQ(*filter.Touchpoint))
		}
	}
	found, err := q.Select(survey.FieldID, survey.FieldContactID, survey.FieldTouchpoint, survey.FieldCreatedAt, survey.FieldAnsweredAt, survey.FieldScore, survey.FieldRecommend).All(ctx)
	if err != nil {
		return nil, err
	}
	var facts []process.SurveyFacts
	for _, s := range found {
		at := s.CreatedAt
		if s.AnsweredAt != nil {
			at = *s.AnsweredAt
		}
		if filter != nil && (filter.From != nil && at.Before(*filter.From) || filter.Until != nil && !at.Before(*filter.Until)) {
			continue
		}
		facts = append(facts, process.SurveyFacts{
			Respondent: value(s.ContactID), Touchpoint: s.Touchpoint, AnsweredAt: s.AnsweredAt, Score: s.Score, Recommend: s.Recommend,
		})
	}
	sum := process.SatisfactionOf(facts)
	return &sum, nil
}
