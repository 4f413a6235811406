package process

import "time"

// SurveyFacts are what counts of one survey.
type SurveyFacts struct {
	// Respondent and Touchpoint tell which surveys ask the same person about the same thing: the latest counts.
	Respondent string
	Touchpoint SurveyTouchpoint
	AnsweredAt *time.Time
	Score      *int
	Recommend  *int
}

// Satisfaction is how content customers are (K7): CSAT, NPS and how many answered.
type Satisfaction struct {
	Sent, Answered int
	// ResponseRate is Answered of Sent; nil when nobody was asked.
	ResponseRate *float64
	// Scored gave a score, Asked said how likely they recommend us, each person once a touchpoint.
	Scored, Asked int
	// Content gave 4 or 5 of 5, Promoters 9 or 10 of 10, Detractors 0 to 6. As everything below, they are nil while fewer
	// than MinRespondents said so: the parts would tell what the figure hides.
	Content, Promoters, Detractors *int
	// CSAT is Content of Scored; NPS is from -100 to 100.
	CSAT, Mean, NPS *float64
}

// MinRespondents is how many have to answer before a figure is shown: fewer would show what one of them said.
const MinRespondents = 5

// SatisfactionOf computes the figures of a set of surveys.
func SatisfactionOf(surveys []SurveyFacts) Satisfaction {
	s := Satisfaction{Sent: len(surveys)}
	var marks tally
	type asked struct {
		respondent string
		touchpoint SurveyTouchpoint
	}
	latest := map[asked]SurveyFacts{}
	for _, f := range surveys {
		if f.AnsweredAt == nil {
			continue
		}
		s.Answered++
		key := asked{f.Respondent, f.Touchpoint}
		if known, ok := latest[key]; !ok || f.AnsweredAt.After(*known.AnsweredAt) {
			latest[key] = f
		}
	}
	for _, f := range latest {
		marks.count(f)
	}
	if s.Sent > 0 {
		s.ResponseRate = quotient(s.Answered, s.Sent)
	}
	if s.Scored = marks.scored; s.Scored >= MinRespondents {
		s.Content, s.CSAT, s.Mean = &marks.content, quotient(marks.content, s.Scored), quotient(marks.sum, s.Scored)
	}
	if s.Asked = marks.asked; s.Asked >= MinRespondents {
		s.Promoters, s.Detractors, s.NPS = &marks.promoters, &marks.detractors, quotient(100*(marks.promoters-marks.detractors), s.Asked)
	}
	return s
}

// tally counts what was answered.
type tally struct {
	scored, sum, content         int
	asked, promoters, detractors int
}

func (t *tally) count(f SurveyFacts) {
	if f.Score != nil {
		t.scored++
		t.sum += *f.Score
		if *f.Score >= 4 {
			t.content++
		}
	}
	if f.Recommend != nil {
		t.asked++
		switch {
		case *f.Recommend >= 9:
			t.promoters++
		case *f.Recommend <= 6:
			t.detractors++
		}
	}
}

func quotient(a, b int) *float64 {
	q := float64(a) / float64(b)
	return &q
}
