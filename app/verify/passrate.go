package main

import "context"

// passed are the numbers of a group of proposals.
type passed struct {
	Count, Passed *float64
	NotPassed     *float64 `json:"not_passed"`
	Rate          *float64 `json:"pass_rate"`
}

// passReference is peps_pass_rate_public.json.
type passReference struct {
	Count         int
	Statuses      map[string]int `json:"by_status"`
	Types         map[string]int `json:"by_type"`
	All           passed
	StandardTrack passed            `json:"standards_track"`
	Years         map[string]passed `json:"by_created_year"`
}

// checkPassRate compares the pass rate of the archive of proposals.
func checkPassRate(ctx context.Context, h *house, data folder, to *sheet) error {
	want, err := reference[passReference](data, "peps_pass_rate_public.json")
	if err != nil {
		return err
	}
	answers, err := askFigures(ctx, h, `
		kinds: kpi(code: PROPOSAL_PASS_RATE, groupBy: PROPOSAL_KIND, filter: {system: $s}) { ...F }
		years: kpi(code: PROPOSAL_PASS_RATE, groupBy: PROPOSAL_YEAR, filter: {system: $s}) { ...F }`, "peps", nil)
	if err != nil {
		return err
	}
	kinds := answers["kinds"].by()
	overall := &tally{check: "proposals: pass rate overall and by kind"}
	overall.count("all", want.Count, int(answers["kinds"].Overall.all()))
	overall.passed("all", want.All, answers["kinds"].Overall)
	overall.passed("Standards Track", want.StandardTrack, kinds["TECHNICAL"])
	for name, kind := range map[string]string{"Standards Track": "TECHNICAL", "Informational": "RFI", "Process": "COMBINED"} {
		overall.count(name, want.Types[name], int(kinds[kind].all()))
	}
	to.sum(overall)
	byYear := &tally{check: "proposals: pass rate by year"}
	years := answers["years"].by()
	byYear.count("years", len(want.Years), len(years))
	for year, w := range want.Years {
		byYear.number(year+" count", w.Count, some(years[year].all()), 0)
		byYear.passed(year, w, years[year])
	}
	to.sum(byYear)
	return checkStatuses(ctx, h, want.Statuses, to)
}

// passed compares what passed, what did not, and the rate where the reference has one.
func (t *tally) passed(what string, want passed, got kpiRow) {
	t.number(what+" passed", want.Passed, some(got.Numerator), 0)
	t.number(what+" not passed", want.NotPassed, some(got.Denominator-got.Numerator), 0)
	if want.Rate != nil {
		t.number(what+" rate", want.Rate, got.Value, 1e-6)
	}
}

// checkStatuses counts in the list of proposals.
func checkStatuses(ctx context.Context, h *house, want map[string]int, to *sheet) error {
	got, err := ask[map[string]struct{ TotalCount int }](ctx, h, `{
		awarded: proposals(first: 0, where: {status: AWARDED}) { totalCount }
		notAwarded: proposals(first: 0, where: {status: NOT_AWARDED}) { totalCount }
		withdrawn: proposals(first: 0, where: {status: WITHDRAWN}) { totalCount }
		draft: proposals(first: 0, where: {status: DRAFT}) { totalCount }
	}`, nil)
	if err != nil {
		return err
	}
	t := &tally{check: "proposals: list by status"}
	t.count("awarded", want["Final"]+want["Accepted"]+want["Active"]+want["Superseded"], got["awarded"].TotalCount)
	t.count("not awarded", want["Rejected"], got["notAwarded"].TotalCount)
	t.count("withdrawn", want["Withdrawn"], got["withdrawn"].TotalCount)
	t.count("draft", want["Draft"]+want["Deferred"]+want["April Fool!"], got["draft"].TotalCount)
	to.sum(t)
	return nil
}
