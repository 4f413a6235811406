package process

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestLessonsThatAGateShows(t *testing.T) {
	here := LessonContext{Stage: OpportunityStageBid, Gate: GateKindSubmittal, Type: OpportunityTypeTender, Industry: "医疗 Healthcare"}
	adopted := func(id string, to AppliesTo, similarity float64) LessonFacts {
		return LessonFacts{ID: id, Status: LessonStatusAdopted, AppliesTo: to, Similarity: similarity}
	}
	gate := AppliesTo{Gates: []GateKind{GateKindSubmittal}}
	for name, c := range map[string]struct {
		lessons []LessonFacts
		most    int
		want    []string
	}{
		"one that applies everywhere": {[]LessonFacts{adopted("a", AppliesTo{}, 0)}, 3, []string{"a"}},
		"one for another gate":        {[]LessonFacts{adopted("a", AppliesTo{Gates: []GateKind{GateKindPursuit}}, 1)}, 3, nil},
		"one for another stage":       {[]LessonFacts{adopted("a", AppliesTo{Stages: []OpportunityStage{OpportunityStageIntake}}, 1)}, 3, nil},
		"one for another type":        {[]LessonFacts{adopted("a", AppliesTo{Types: []OpportunityType{OpportunityTypeDirect}}, 1)}, 3, nil},
		"one for another industry":    {[]LessonFacts{adopted("a", AppliesTo{Industries: []string{"能源 Energy"}}, 1)}, 3, nil},
		"one of several industries":   {[]LessonFacts{adopted("a", AppliesTo{Industries: []string{"能源 Energy", " 医疗 healthcare "}}, 0)}, 3, []string{"a"}},
		"all lists have to agree":     {[]LessonFacts{adopted("a", AppliesTo{Gates: []GateKind{GateKindSubmittal}, Types: []OpportunityType{OpportunityTypeDirect}}, 0)}, 3, nil},
		"those that are not in force": {[]LessonFacts{
			{ID: "a", Status: LessonStatusDraft},
			{ID: "b", Status: LessonStatusRetired},
			{ID: "c", Status: LessonStatusRejected},
			{ID: "d", Status: LessonStatusSubmitted},
		}, 3, nil},
		"adopted before validated":  {[]LessonFacts{{ID: "b", Status: LessonStatusValidated}, adopted("a", AppliesTo{}, 0)}, 3, []string{"a", "b"}},
		"named before merely alike": {[]LessonFacts{adopted("a", AppliesTo{}, 1), adopted("b", gate, 0)}, 3, []string{"b", "a"}},
		"alike before the others":   {[]LessonFacts{adopted("b", AppliesTo{}, 0), adopted("a", AppliesTo{}, 0.4)}, 3, []string{"a", "b"}},
		"no more than so many":      {[]LessonFacts{adopted("a", AppliesTo{}, 0), adopted("b", gate, 0), adopted("c", AppliesTo{}, 0.5)}, 2, []string{"b", "c"}},
		"equal ones newest first":   {[]LessonFacts{adopted("a", AppliesTo{}, 0), adopted("c", AppliesTo{}, 0), adopted("b", AppliesTo{}, 0)}, 3, []string{"c", "b", "a"}},
		"no room":                   {[]LessonFacts{adopted("a", AppliesTo{}, 0)}, 0, nil},
		"less than no room":         {[]LessonFacts{adopted("a", AppliesTo{}, 0)}, -2, nil},
	} {
		var got []string
		for _, r := range RankLessons(c.lessons, here, c.most) {
			got = append(got, r.ID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// The choice does not depend on the order in which the lessons come.
func TestTheChoiceOfLessonsIsAlwaysTheSame(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var lessons []LessonFacts
		for _, id := range rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z]{2}`), 0, 12, rapid.ID[string]).Draw(r, "ids") {
			lessons = append(lessons, LessonFacts{
				ID: id, Status: rapid.SampledFrom([]LessonStatus{LessonStatusAdopted, LessonStatusValidated}).Draw(r, "status"),
				Similarity: rapid.SampledFrom([]float64{0, 0.5, 1}).Draw(r, "similarity"),
			})
		}
		once := RankLessons(lessons, LessonContext{}, 5)
		again := RankLessons(rapid.Permutation(lessons).Draw(r, "order"), LessonContext{}, 5)
		if !slices.Equal(once, again) {
			r.Fatalf("%v, then %v", once, again)
		}
	})
}
