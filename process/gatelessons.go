package process

import (
	"cmp"
	"slices"
	"strings"
)

// LessonFacts are a lesson that a gate may show.
type LessonFacts struct {
	ID        string
	Status    LessonStatus
	AppliesTo AppliesTo
	// Similarity is how like the opportunity it is, from 0 to 1; 0 when that is not known.
	Similarity float64
}

// LessonContext is where lessons are looked for.
type LessonContext struct {
	Stage    OpportunityStage
	Gate     GateKind
	Type     OpportunityType
	Industry string
}

// RankedLesson is a lesson with how relevant it was found to be.
type RankedLesson struct {
	ID    string
	Score float64
}

// The weights of what a lesson says of itself. What is named for this very gate comes before what is merely alike.
const (
	weightGate       = 4
	weightStage      = 3
	weightIndustry   = 2
	weightType       = 1
	weightAdopted    = 0.5
	weightSimilarity = 3
)

// RankLessons chooses the lessons that a gate shows, the most relevant first and at most so many: those that apply, by
// how narrowly they do, how alike they are and whether they are practice already. Equal ones come newest first, so that
// the answer is always the same.
func RankLessons(lessons []LessonFacts, in LessonContext, most int) []RankedLesson {
	var ranked []RankedLesson
	for _, l := range lessons {
		if score, applies := l.relevance(in); applies {
			ranked = append(ranked, RankedLesson{l.ID, score})
		}
	}
	slices.SortFunc(ranked, func(a, b RankedLesson) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), strings.Compare(b.ID, a.ID))
	})
	return ranked[:max(0, min(len(ranked), most))]
}

func (l LessonFacts) relevance(in LessonContext) (score float64, applies bool) {
	if l.Status != LessonStatusAdopted && l.Status != LessonStatusValidated {
		return 0, false
	}
	if l.Status == LessonStatusAdopted {
		score += weightAdopted
	}
	said := func(named, here bool, weight float64) bool {
		if named && here {
			score += weight
		}
		return !named || here
	}
	to := l.AppliesTo
	same := func(industry string) bool {
		return strings.EqualFold(strings.TrimSpace(industry), strings.TrimSpace(in.Industry))
	}
	applies = said(len(to.Gates) > 0, slices.Contains(to.Gates, in.Gate), weightGate) &&
		said(len(to.Stages) > 0, slices.Contains(to.Stages, in.Stage), weightStage) &&
		said(len(to.Industries) > 0, slices.ContainsFunc(to.Industries, same), weightIndustry) &&
		said(len(to.Types) > 0, slices.Contains(to.Types, in.Type), weightType)
	return score + weightSimilarity*min(max(l.Similarity, 0), 1), applies
}
