package process

import "slices"

// Score sums a scorecard up: weighted, from 0 to 100, lines that nobody has judged counting nothing.
type Score struct {
	Total int
	// Vetoed tells whether a veto line scored nothing.
	Vetoed bool
	// Complete tells whether every line is judged.
	Complete bool
	Advice   QualificationAdvice
}

// The totals from which a scorecard advises to pursue and to discuss.
const (
	pursueFrom  = 70
	discussFrom = 50
	// MaxScore is the most a line can score.
	MaxScore = 5
)

// SumUp computes the total Σ weight × score ÷ (Σ weight × 5) × 100, rounded half up, the veto and what they advise. Until
// every line is judged the advice is to discuss, unless a veto decides it already.
func SumUp(items []ScoreItem) Score {
	s := Score{Complete: len(items) > 0}
	weights, points := 0, 0
	for _, item := range items {
		weights += item.Weight
		if item.Score == nil {
			s.Complete = false
			continue
		}
		points += item.Weight * *item.Score
		s.Vetoed = s.Vetoed || item.Veto && *item.Score == 0
	}
	if weights > 0 {
		s.Total = (200*points + MaxScore*weights) / (2 * MaxScore * weights)
	}
	switch {
	case s.Vetoed:
		s.Advice = QualificationAdviceDecline
	case !s.Complete:
		s.Advice = QualificationAdviceDiscuss
	case s.Total >= pursueFrom:
		s.Advice = QualificationAdvicePursue
	case s.Total >= discussFrom:
		s.Advice = QualificationAdviceDiscuss
	default:
		s.Advice = QualificationAdviceDecline
	}
	return s
}

// NewScorecard is the empty scorecard of a template.
func NewScorecard(lines []ScoreDef) []ScoreItem {
	items := make([]ScoreItem, len(lines))
	for i, l := range lines {
		items[i] = ScoreItem{Code: l.Code, Dimension: l.Dimension, Label: l.Label, Weight: l.Weight, Veto: l.Veto}
	}
	return items
}

// JudgedScore is what somebody gives for one line; no score takes an earlier one back.
type JudgedScore struct {
	Code     string
	Score    *int
	Evidence string
}

// JudgeScores gives a scorecard with some lines judged; the one given stays as it was. Error: VALIDATION_FAILED.
func JudgeScores(items []ScoreItem, judged []JudgedScore) ([]ScoreItem, error) {
	items = slices.Clone(items)
	seen := map[string]bool{}
	for _, j := range judged {
		at := slices.IndexFunc(items, func(i ScoreItem) bool { return i.Code == j.Code })
		switch {
		case at < 0:
			return nil, Invalid("items", MsgCriterionUnknown, "code", shown(j.Code))
		case seen[j.Code]:
			return nil, Invalid("items", MsgListedTwice, "value", j.Code)
		case j.Score != nil && (*j.Score < 0 || *j.Score > MaxScore):
			return nil, Invalid("items", MsgOutOfRange, "min", "0", "max", "5")
		}
		if err := checkEvidence("items", j.Evidence); err != nil {
			return nil, err
		}
		seen[j.Code] = true
		items[at].Score, items[at].Evidence = j.Score, j.Evidence
	}
	return items, nil
}

// Qualifying is a decision whether to bid that somebody wants to take on a scorecard.
type Qualifying struct {
	Score    Score
	Decided  bool
	Decision BidDecision
	Reason   string
	Override string
}

// CheckQualifying refuses a decision to bid on a scorecard that is not filled in, and one against its advice or a veto
// without saying why it is overridden. Errors: ILLEGAL_TRANSITION for one that is decided, VALIDATION_FAILED.
func CheckQualifying(q Qualifying) error {
	against := q.Decision == BidDecisionBid && q.Score.Advice == QualificationAdviceDecline ||
		q.Decision == BidDecisionNoBid && q.Score.Advice == QualificationAdvicePursue
	switch {
	case q.Decided:
		return NewError(CodeIllegalTransition, MsgQualificationDecided)
	case q.Reason == "":
		return Invalid("reason", MsgReasonRequired)
	case q.Decision == BidDecisionBid && !q.Score.Complete:
		return Invalid("items", MsgScoresMissing)
	case against && q.Override == "":
		return Invalid("overrideReason", MsgOverrideReason, "advice", string(q.Score.Advice))
	default:
		return nil
	}
}

// QualifyingGate is the gate whose deciders decide whether to bid: the one that asks for that decision. Where a template
// has none it is up to presales managers.
func QualifyingGate(t TemplateDefinition) GateDef {
	for _, g := range t.Gates {
		if slices.Contains(g.Checks, BlockerCodeQualificationMissing) {
			return g
		}
	}
	return GateDef{Deciders: []UserRole{UserRolePresalesManager}}
}
