package process

import (
	"slices"
	"testing"
)

func TestDebtsOfALibraryItem(t *testing.T) {
	sound := DebtFacts{State: VerifyStateVerified, Owned: true}
	for what, c := range map[string]struct {
		change func(*DebtFacts)
		want   []KnowledgeDebt
	}{
		"nothing is wrong":               {func(*DebtFacts) {}, nil},
		"nobody has verified it yet":     {func(f *DebtFacts) { f.State = VerifyStateUnverified }, nil},
		"due":                            {func(f *DebtFacts) { f.State = VerifyStateDue }, []KnowledgeDebt{KnowledgeDebtStale}},
		"expired, and kept by nobody":    {func(f *DebtFacts) { f.State, f.Owned = VerifyStateExpired, false }, []KnowledgeDebt{KnowledgeDebtStale, KnowledgeDebtUnowned}},
		"contradicted":                   {func(f *DebtFacts) { f.Contradicted = true }, []KnowledgeDebt{KnowledgeDebtContradicted}},
		"lost whenever it was decided":   {func(f *DebtFacts) { f.Outcome = Outcome{Opportunities: 3, Decided: 2} }, []KnowledgeDebt{KnowledgeDebtOnlyLost}},
		"won once":                       {func(f *DebtFacts) { f.Outcome = Outcome{Opportunities: 3, Decided: 2, Wins: 1} }, nil},
		"not decided anywhere":           {func(f *DebtFacts) { f.Outcome = Outcome{Opportunities: 3} }, nil},
		"retired, whatever else is true": {func(f *DebtFacts) { *f = DebtFacts{State: VerifyStateRetired, Contradicted: true} }, nil},
	} {
		f := sound
		c.change(&f)
		if got := DebtsOf(f); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", what, got, c.want)
		}
	}
}

func TestTheOpenValueInWhichATextStands(t *testing.T) {
	uses := []Use{
		{Status: OpportunityStatusOpen, Worth: 300}, {Status: OpportunityStatusOpen, Worth: 45}, {Status: OpportunityStatusWon, Worth: 7}, {Status: OpportunityStatusLost, Worth: 7},
	}
	if got := OutcomeOf(uses, nil).Exposed; got != 345 {
		t.Errorf("exposed %d", got)
	}
}
