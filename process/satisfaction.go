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
	// Content of Scored gave 4 or 5 of 5.
	Content, Scored int
	// CSAT, Mean and NPS are nil while fewer than MinRespondents answered; NPS is from -100 to 100.
	CSAT, Mean, NPS *float64
	// Promoters (9 and 10) and Detractors (0 to 6) of Asked said how likely they recommend us.
	Promoters, Detractors, Asked int
}

// MinRespondents is how many have to answer before a figure is shown: fewer would show what one of them said.
const MinRespondents = 5

// SatisfactionOf computes the figures of a set of surveys.
func SatisfactionOf(surveys []SurveyFacts) Satisfaction {
	s := Satisfaction{Sent: len(surveys)}
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
	sum := 0
	for _, f := range latest {
		sum += s.count(f)
	}
	if s.Scored >= MinRespondents {
		s.CSAT, s.Mean = quotient(s.Content, s.Scored), quotient(sum, s.Scored)
	}
	if s.Asked >= MinRespondents {
		nps := 100 * float64(s.Promoters-s.Detractors) / float64(s.Asked)
		s.NPS = &nps
	}
	return s
}

// count adds one answer and gives its score.
func (s *Satisfaction) count(f SurveyFacts) (score int) {
	if f.Score != nil {
		s.Scored++
		score = *f.Score
		if score >= 4 {
			s.Content++
		}
	}
	if f.Recommend != nil {
		s.Asked++
		switch {
		case *f.Recommend >= 9:
			s.Promoters++
		case *f.Recommend <= 6:
			s.Detractors++
		}
	}
	return score
}

func quotient(a, b int) *float64 {
	q := float64(a) / float64(b)
	return &q
}
