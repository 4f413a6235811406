package process

import (
	"slices"
	"time"
)

// KpiFact is what some alike records tell a figure: how many they are, in which group and status, and what the figure
// reads of them. Amount is their sum in minor units; Currency is "" when it is not known. Reported is the same sum in the
// organisation's currency at the rates that were fixed with the records, where Rated. Started and Decided are instants in
// the organisation's zone, zero when unknown.
type KpiFact struct {
	Key, ID  string
	Status   string
	Records  int
	Currency string
	Amount   float64
	Reported float64
	Rated    bool
	Started  time.Time
	Decided  time.Time
	Budget   *int64
	Award    *int64
}

// kpiMeasure is something of a fact that adds up; perUnit divides the sum.
type kpiMeasure struct {
	of      func(KpiFact) float64
	perUnit float64
}

var (
	// kpiWhole is the denominator of a sum: 1, also when nothing is counted.
	kpiWhole   = kpiMeasure{}
	kpiRecords = kpiMeasure{func(f KpiFact) float64 { return float64(f.Records) }, 1}
	kpiAmounts = kpiMeasure{func(f KpiFact) float64 { return f.Amount }, 100}
	kpiDays    = kpiMeasure{func(f KpiFact) float64 { return float64(f.Records * Days(f.Started, f.Decided)) }, 1}
	kpiSavings = kpiMeasure{func(f KpiFact) float64 {
		return float64(f.Records) * (1 - float64(*f.Award)/float64(*f.Budget))
	}, 1}
)

// kpiWhen is the measure over facts of one status.
func kpiWhen[S ~string](m kpiMeasure, status S) kpiMeasure {
	return kpiMeasure{func(f KpiFact) float64 {
		if S(f.Status) != status {
			return 0
		}
		return m.of(f)
	}, m.perUnit}
}

// total adds from the smallest up, so that the order in which a database answers changes no bit of the sum.
func (m kpiMeasure) total(facts []KpiFact) float64 {
	if m.of == nil {
		return 1
	}
	parts := make([]float64, len(facts))
	for i, f := range facts {
		parts[i] = m.of(f)
	}
	slices.Sort(parts)
	sum := 0.0
	for _, p := range parts {
		sum += p
	}
	return sum / m.perUnit
}
