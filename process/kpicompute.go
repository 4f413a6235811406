package process

import (
	"cmp"
	"maps"
	"slices"
)

// ComputeKpi works the figure out over all facts, and by group over the grouped ones, in order of the key with records of
// no group last. Money is in the currency asked for; without one, in the one that all known amounts share, else in the
// organisation's. In the organisation's currency amounts in others count at the rate that was fixed with them.
func ComputeKpi(c KpiCode, overall, grouped []KpiFact, asked *string, organisation string) *Kpi {
	k, currency := kpiFormulas[c], organisation
	if only := onlyCurrency(overall); only != "" {
		currency = only
	}
	if asked != nil {
		currency = *asked
	}
	if currency == organisation && k.input.isMoney() {
		overall, grouped = reported(overall, currency), reported(grouped, currency)
	}
	kpi := &Kpi{Code: c, Overall: k.row(overall, currency), Groups: k.groups(grouped, currency)}
	if k.input.isMoney() {
		kpi.Currency = &currency
	}
	return kpi
}

// reported turns amounts in other currencies that have a rate into the organisation's.
func reported(facts []KpiFact, currency string) []KpiFact {
	facts = slices.Clone(facts)
	for i, f := range facts {
		if f.Rated && f.Currency != "" && f.Currency != currency {
			facts[i].Currency, facts[i].Amount = currency, f.Reported
		}
	}
	return facts
}

// onlyCurrency is the currency that all facts with one share, "" when they differ.
func onlyCurrency(facts []KpiFact) string {
	only := ""
	for _, f := range facts {
		if f.Currency == "" || f.Currency == only {
			continue
		}
		if only != "" {
			return ""
		}
		only = f.Currency
	}
	return only
}

type kpiGroupKey struct{ key, id string }

func (k kpiFormula) groups(facts []KpiFact, currency string) []KpiRow {
	byKey := map[kpiGroupKey][]KpiFact{}
	for _, f := range facts {
		g := kpiGroupKey{f.Key, f.ID}
		byKey[g] = append(byKey[g], f)
	}
	rows := make([]KpiRow, 0, len(byKey))
	for _, g := range slices.SortedFunc(maps.Keys(byKey), compareGroups) {
		row := k.row(byKey[g], currency)
		row.Key, row.ID = keyOrNil(g.key), keyOrNil(g.id)
		rows = append(rows, row)
	}
	return rows
}

func compareGroups(a, b kpiGroupKey) int {
	if (a.key == "") != (b.key == "") {
		return cmp.Compare(b.key, a.key)
	}
	return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.id, b.id))
}

func keyOrNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func (k kpiFormula) row(facts []KpiFact, currency string) KpiRow {
	counted, excluded := k.sieve(facts, currency)
	row := KpiRow{Numerator: k.of.total(counted), Denominator: k.against.total(counted), N: int(kpiRecords.total(counted)), Excluded: excluded}
	if row.Denominator != 0 {
		value := row.Numerator / row.Denominator
		row.Value = &value
	}
	if k.interval && row.N > 0 {
		interval := Wilson(row.Numerator, row.Denominator)
		row.Interval = &interval
	}
	if k.days && row.N > 0 {
		spans := sortedSpans(counted)
		row.Median, row.P85 = median(spans), percentile(spans, 85)
	}
	return row
}

// sieve parts what the formula counts from what it leaves out, with the reasons in order.
func (k kpiFormula) sieve(facts []KpiFact, currency string) (counted []KpiFact, excluded []KpiExcluded) {
	out := map[string]int{}
	for _, f := range facts {
		if reason := k.reason(f, currency); reason != "" {
			out[reason] += f.Records
			continue
		}
		counted = append(counted, f)
	}
	excluded = make([]KpiExcluded, 0, len(out))
	for _, reason := range slices.Sorted(maps.Keys(out)) {
		excluded = append(excluded, KpiExcluded{Reason: reason, Count: out[reason]})
	}
	return counted, excluded
}

func (k kpiFormula) reason(f KpiFact, currency string) string {
	if k.leaves != nil {
		if reason := k.leaves(f); reason != "" {
			return reason
		}
	}
	switch {
	case !k.input.isMoney():
		return ""
	case f.Currency == "":
		return KpiReasonAmountUnknown
	case f.Currency != currency:
		return KpiReasonOtherCurrency
	}
	return ""
}
