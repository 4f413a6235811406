package process

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func uses(stratum Stratum, won, lost, open int) (all []Use) {
	for status, n := range map[OpportunityStatus]int{OpportunityStatusWon: won, OpportunityStatusLost: lost, OpportunityStatusOpen: open, OpportunityStatusNoBid: 1} {
		for range n {
			all = append(all, Use{Stratum: stratum, Status: status})
		}
	}
	return all
}

// The figures were worked out by hand.
func TestOutcomesAreComparedWithTheirLike(t *testing.T) {
	ports, banks := Stratum{"ports", OpportunityTypeTender, 2}, Stratum{"banks", OpportunityTypeTender, 2}
	all := map[Stratum]Tally{ports: {4, 8}, banks: {20, 100}}
	got := OutcomeOf(uses(ports, 3, 1, 2), all)
	if got.Opportunities != 7 || got.Decided != 4 || got.Wins != 3 || *got.WinRate != 0.75 {
		t.Errorf("won three of four decided, seven in all: %+v", got)
	}
	if far(got.Interval.Low, 0.30) || far(got.Interval.High, 0.95) { // domain model §7: 3/4 → [0.30,0.95]
		t.Errorf("interval %+v", got.Interval)
	}
	usual := (24.0 - 3) / (108 - 4)
	baseline := (1 + 10*usual) / (4 + 10) // of the other ports one of four was won
	if far(*got.Baseline, baseline) || far(*got.Lift, (3+10*baseline)/14-baseline) {
		t.Errorf("baseline %v and lift %v, want %v and %v", *got.Baseline, *got.Lift, baseline, (3+10*baseline)/14-baseline)
	}
	if got := OutcomeOf(uses(ports, 0, 0, 5), all); got.WinRate != nil || got.Baseline != nil || got.Opportunities != 6 {
		t.Errorf("nothing is decided: %+v", got)
	}
	if got := OutcomeOf(uses(ports, 4, 4, 0), map[Stratum]Tally{ports: {4, 8}}); got.Baseline != nil || *got.WinRate != 0.5 {
		t.Errorf("there are no others: %+v", got)
	}
}

func far(a, b float64) bool { return math.Abs(a-b) > 0.006 }

func TestProvenTextsComeBeforeLuckyOnes(t *testing.T) {
	of := func(wins, decided int) float64 {
		return OutcomeOf(uses(Stratum{}, wins, decided-wins, 0), nil).Proven()
	}
	if !(of(30, 60) > of(1, 1) && of(8, 10) > of(3, 4) && of(0, 1) > of(0, 0)) {
		t.Error("luck ranks before proof")
	}
}

func TestOutcomesStayWithinBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := map[Stratum]Tally{}
		var own []Use
		for i := range rapid.IntRange(1, 5).Draw(t, "strata") {
			s := Stratum{Band: i}
			won, lost := rapid.IntRange(0, 9).Draw(t, "won"), rapid.IntRange(0, 9).Draw(t, "lost")
			own = append(own, uses(s, won, lost, 0)...)
			otherWins, otherLosses := rapid.IntRange(0, 9).Draw(t, "others' wins"), rapid.IntRange(0, 9).Draw(t, "others' losses")
			all[s] = Tally{won + otherWins, won + lost + otherWins + otherLosses}
		}
		o := OutcomeOf(own, all)
		for name, v := range map[string]*float64{"win rate": o.WinRate, "baseline": o.Baseline} {
			if v != nil && (*v < 0 || *v > 1) {
				t.Fatalf("%s %v", name, *v)
			}
		}
		if o.Lift != nil && (*o.Lift < -1 || *o.Lift > 1 || (*o.WinRate > *o.Baseline) != (*o.Lift > 0) && *o.WinRate != *o.Baseline) {
			t.Fatalf("win rate %v, baseline %v, lift %v", *o.WinRate, *o.Baseline, *o.Lift)
		}
	})
}
