package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
)

// tenderFigures are the reference's numbers of one group.
type tenderFigures struct {
	Opportunities, Awarded, Failed, Open *float64
	AwardRate                            *float64  `json:"award_rate"`
	AwardedDays                          statistic `json:"cycle_days_awarded"`
	FailedDays                           statistic `json:"cycle_days_failed"`
	Sum                                  *float64  `json:"award_amount_sum"`
	Known                                *float64  `json:"award_amount_known"`
	Saving                               statistic `json:"saving_rate_mean"`
}

type statistic struct{ N, Mean, Median *float64 }

// numbers names the figures of a group.
func (f tenderFigures) numbers() map[string]*float64 {
	return map[string]*float64{
		"opportunities": f.Opportunities, "awarded": f.Awarded, "failed": f.Failed, "open": f.Open, "award_rate": f.AwardRate,
		"awarded days n": f.AwardedDays.N, "awarded days mean": f.AwardedDays.Mean, "awarded days median": f.AwardedDays.Median,
		"failed days n": f.FailedDays.N, "failed days mean": f.FailedDays.Mean,
		"award sum": f.Sum, "award known": f.Known, "saving_rate n": f.Saving.N, "saving_rate mean": f.Saving.Mean,
	}
}

type tenderReference struct {
	Overall   tenderFigures
	Provinces map[string]tenderFigures `json:"by_province"`
	Classes   map[string]tenderFigures `json:"by_buyer_class"`
	Winners   []json.RawMessage        `json:"top_winners"`
}

const tenderSystem = "cn_tenders"

// checkTenders compares every number of the tenders' reference.
func checkTenders(ctx context.Context, h *house, data folder, to *sheet) error {
	want, err := reference[tenderReference](data, "cn_tenders_kpi_public.json")
	if err != nil {
		return err
	}
	for _, g := range []struct {
		name  string
		group any
		want  map[string]tenderFigures
	}{
		{"overall", nil, map[string]tenderFigures{"": want.Overall}},
		{"by_province", "REGION", want.Provinces},
		{"by_buyer_class", "SECTOR", want.Classes},
	} {
		expected := figureSet{}
		for key, f := range g.want {
			expected[key] = f.numbers()
		}
		got, err := tenderNumbers(ctx, h, g.group)
		if err != nil {
			return err
		}
		t := &tally{check: "tenders " + g.name}
		t.compareFigures(expected, got, salesTolerance)
		to.sum(t)
	}
	return checkWinners(ctx, h, want.Winners, to)
}

func tenderNumbers(ctx context.Context, h *house, group any) (figureSet, error) {
	answers, err := askFigures(ctx, h, `
		rate: kpi(code: AWARD_RATE, groupBy: $g, filter: {system: $s}) { ...F }
		awarded: kpi(code: CYCLE_DAYS, groupBy: $g, filter: {system: $s, statuses: [WON], fromStage: BID}) { ...F }
		failed: kpi(code: CYCLE_DAYS, groupBy: $g, filter: {system: $s, statuses: [CANCELLED_BY_CUSTOMER], fromStage: BID}) { ...F }
		sum: kpi(code: AWARD_VALUE, groupBy: $g, filter: {system: $s}) { ...F }
		saving: kpi(code: SAVING_RATE, groupBy: $g, filter: {system: $s}) { ...F }`, tenderSystem, group)
	if err != nil {
		return nil, err
	}
	rows := map[string]map[string]kpiRow{}
	for name, answer := range answers {
		if rows[name] = answer.by(); group == nil {
			rows[name] = map[string]kpiRow{"": answer.Overall}
		}
	}
	got := figureSet{}
	for key, rate := range rows["rate"] {
		awarded, failed, sum, saving := rows["awarded"][key], rows["failed"][key], rows["sum"][key], rows["saving"][key]
		got[key] = tenderFigures{
			Opportunities: some(rate.all()), Awarded: some(rate.Numerator), Failed: some(rate.Denominator - rate.Numerator),
			Open: some(rate.left("OPEN")), AwardRate: rate.Value,
			AwardedDays: statistic{some(float64(awarded.N)), awarded.Value, awarded.Median},
			FailedDays:  statistic{some(float64(failed.N)), failed.Value, nil},
			Sum:         some(sum.Numerator), Known: some(float64(sum.N)), Saving: statistic{some(float64(saving.N)), saving.Value, nil},
		}.numbers()
	}
	return got, nil
}

// checkWinners compares the awards of those who won most.
func checkWinners(ctx context.Context, h *house, top []json.RawMessage, to *sheet) error {
	answers, err := askFigures(ctx, h, `won: kpi(code: AWARD_RATE, groupBy: WINNER, filter: {system: $s, statuses: [WON]}) { ...F }`, tenderSystem, nil)
	if err != nil {
		return err
	}
	got, t := answers["won"].by(), &tally{check: "tenders top_winners"}
	for _, pair := range top {
		name, n, err := namedCount(pair)
		if err != nil {
			return err
		}
		t.count(name, n, int(got[name].Numerator))
	}
	to.sum(t)
	return nil
}

// namedCount reads a pair such as ["name", 3].
func namedCount(raw json.RawMessage) (name string, n int, err error) {
	pair := []any{&name, &n}
	if err := json.Unmarshal(raw, &pair); err != nil {
		return "", 0, fmt.Errorf("%s: %w", strings.TrimSpace(string(raw)), err)
	}
	return name, n, nil
}
