package process

import "math"

// Stratum is what opportunities have to share to be compared: their industry, their type and the size of their value.
type Stratum struct {
	Industry string
	Type     OpportunityType
	// Band is the power of ten of the value in the reporting currency, from 0 for less than 100,000 to 4 for 100 million and
	// more; -1 when the value is unknown.
	Band int
}

// Tally counts decided opportunities.
type Tally struct{ Wins, Decided int }

// Use is one opportunity in whose proposal a text of the library stands.
type Use struct {
	Stratum
	Status OpportunityStatus
	// Worth is its value in minor units of the reporting currency.
	Worth int64
}

// Outcome is what became of the opportunities in which a text of the library was used (domain model, K14). It says what
// happened together, not what caused it.
type Outcome struct {
	// Opportunities are all in which it was used, Decided those won or lost, Wins those won.
	Opportunities, Decided, Wins int
	// Exposed is the value of the open ones, in minor units of the reporting currency.
	Exposed int64
	// WinRate is Wins ÷ Decided, with its Wilson 95 % interval; nil while none is decided.
	WinRate  *float64
	Interval *KpiInterval
	// Baseline is the win rate of opportunities of the same industry, type and size in which it was not used.
	Baseline *float64
	// Lift is how far the win rate, drawn towards the baseline where there are few decisions, lies above it.
	Lift *float64
}

// shrinkage is how many decisions at the expected rate are added to those there are (domain model §7: m).
const shrinkage = 10

// shrunk draws a ratio of few decisions towards the rate that is expected.
func shrunk(t Tally, expected float64) float64 {
	return (float64(t.Wins) + shrinkage*expected) / (float64(t.Decided) + shrinkage)
}

// OutcomeOf sums up the uses of a text against all decided opportunities. An opportunity counts once.
func OutcomeOf(uses []Use, all map[Stratum]Tally) Outcome {
	o := Outcome{Opportunities: len(uses)}
	own := map[Stratum]Tally{}
	for _, u := range uses {
		if u.Status == OpportunityStatusOpen {
			o.Exposed += u.Worth
		}
		if u.Status != OpportunityStatusWon && u.Status != OpportunityStatusLost {
			continue
		}
		t := own[u.Stratum]
		t.Decided++
		if u.Status == OpportunityStatusWon {
			t.Wins++
		}
		own[u.Stratum] = t
	}
	var everywhere Tally
	for _, t := range all {
		everywhere.Wins, everywhere.Decided = everywhere.Wins+t.Wins, everywhere.Decided+t.Decided
	}
	for _, t := range own {
		o.Wins, o.Decided = o.Wins+t.Wins, o.Decided+t.Decided
	}
	if o.Decided == 0 {
		return o
	}
	rate, interval := float64(o.Wins)/float64(o.Decided), Wilson(float64(o.Wins), float64(o.Decided))
	o.WinRate, o.Interval = &rate, &interval
	others := Tally{everywhere.Wins - o.Wins, everywhere.Decided - o.Decided}
	if others.Decided <= 0 {
		return o
	}
	usual, baseline := float64(others.Wins)/float64(others.Decided), 0.0
	for stratum, t := range own {
		alike := Tally{all[stratum].Wins - t.Wins, all[stratum].Decided - t.Decided}
		baseline += float64(t.Decided) / float64(o.Decided) * shrunk(alike, usual)
	}
	lift := shrunk(Tally{o.Wins, o.Decided}, baseline) - baseline
	o.Baseline, o.Lift = &baseline, &lift
	return o
}

// Proven is by what outcomes are ranked: the lower end of the interval of the win rate, so that a text that won one of one
// does not stand before one that won thirty of sixty.
func (o Outcome) Proven() float64 {
	if o.Interval == nil {
		return math.Inf(-1)
	}
	return o.Interval.Low
}
