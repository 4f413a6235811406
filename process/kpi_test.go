package process

import (
	"slices"
	"testing"
	"time"
)

func TestEveryFigureHasNameAndFormulaInBothLanguages(t *testing.T) {
	for _, v := range KpiCode("").Values() {
		c := KpiCode(v)
		for _, lang := range []Language{LanguageEN, LanguageZH} {
			if KpiLabel(c).In(lang) == "" || KpiFormula(c).In(lang) == "" {
				t.Errorf("%s has no label or formula in %s", c, lang)
			}
		}
		if _, _, err := KpiReads(c); err != nil {
			t.Errorf("%s: %v", c, err)
		}
	}
	if got := KpiLabel(KpiCodeWinRate); got != (Text{EN: "Win rate (decided)", ZH: "赢单率"}) {
		t.Errorf("label %v", got)
	}
}

func TestUnknownFigureIsRefused(t *testing.T) {
	if _, _, err := KpiReads(KpiCode("GUT_FEELING")); CodeOf(err) != CodeValidationFailed {
		t.Errorf("err %v", err)
	}
}

func TestOnlyPipelineIsAboutOpenOpportunitiesUnlessToldOtherwise(t *testing.T) {
	for _, v := range KpiCode("").Values() {
		got, want := KpiStatuses(KpiCode(v)), []OpportunityStatus(nil)
		if v == "PIPELINE_VALUE" {
			want = []OpportunityStatus{OpportunityStatusOpen}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v", v, got)
		}
	}
}

// minor makes an amount known to a fact.
func minor(n int64) *int64 { return &n }

func on(month time.Month, day int) time.Time {
	return time.Date(2025, month, day, 12, 0, 0, 0, time.UTC)
}

// The deals of a quarter: 3 won for 700, 250.50 and 5 USD, 1 lost for 300, 2 open, 1 cancelled.
var quarter = []KpiFact{
	{Status: "WON", Records: 2, Currency: "CNY", Amount: 950_50},
	{Status: "WON", Records: 1, Currency: "USD", Amount: 5_00},
	{Status: "LOST", Records: 1, Currency: "CNY", Amount: 300_00},
	{Status: "OPEN", Records: 2, Currency: "CNY", Amount: 80_10},
	{Status: "CANCELLED_BY_CUSTOMER", Records: 1, Currency: "CNY"},
}

var awards = []KpiFact{
	{Status: "WON", Records: 3, Currency: "CNY", Amount: 33_00},
	{Status: "WON", Records: 2},
	{Status: "LOST", Records: 1, Currency: "USD", Amount: 1_00},
}

var spans = []KpiFact{
	{Status: "WON", Records: 3, Started: on(3, 1), Decided: on(3, 11)},
	{Status: "LOST", Records: 1, Started: on(3, 1), Decided: on(3, 31)},
	{Status: "WON", Records: 2, Started: on(3, 2), Decided: on(3, 1)},
	{Status: "OPEN", Records: 4, Started: on(3, 2)},
	{Status: "WON", Records: 5, Decided: on(3, 2)},
	{Status: "OPEN", Records: 1},
}

var budgets = []KpiFact{
	{Status: "WON", Records: 1, Budget: minor(4000_00), Award: minor(3000_00)},
	{Status: "WON", Records: 2, Budget: minor(1000_00), Award: minor(1000_00)},
	{Status: "WON", Records: 1, Budget: minor(1000_00), Award: minor(999_99)},
	{Status: "LOST", Records: 1, Budget: minor(1000_00), Award: minor(1000_01)},
	{Status: "OPEN", Records: 3, Budget: minor(5000_00)},
	{Status: "WON", Records: 1, Award: minor(5000_00)},
}

var answers = []KpiFact{
	{Status: "AWARDED", Records: 5},
	{Status: "NOT_AWARDED", Records: 2},
	{Status: "REJECTED_BID", Records: 1},
	{Status: "WITHDRAWN", Records: 2},
	{Status: "DRAFT", Records: 4},
	{Status: "VOIDED", Records: 1},
}

func TestFiguresAreWhatTheirFormulasSay(t *testing.T) {
	cases := []struct {
		code     KpiCode
		facts    []KpiFact
		num, den float64
		n        int
		excluded []KpiExcluded
	}{
		{KpiCodeWinRate, quarter, 3, 4, 4, []KpiExcluded{{"CANCELLED_BY_CUSTOMER", 1}, {"OPEN", 2}}},
		{KpiCodeValueWinRate, quarter, 950.5, 1250.5, 3, []KpiExcluded{{"CANCELLED_BY_CUSTOMER", 1}, {"OPEN", 2}, {"OTHER_CURRENCY", 1}}},
		{KpiCodeAwardRate, quarter, 3, 4, 4, []KpiExcluded{{"LOST", 1}, {"OPEN", 2}}},
		{KpiCodeWonValue, quarter, 950.5, 1, 2, []KpiExcluded{{"CANCELLED_BY_CUSTOMER", 1}, {"LOST", 1}, {"OPEN", 2}, {"OTHER_CURRENCY", 1}}},
		{KpiCodeAverageWonValue, quarter, 950.5, 2, 2, []KpiExcluded{{"CANCELLED_BY_CUSTOMER", 1}, {"LOST", 1}, {"OPEN", 2}, {"OTHER_CURRENCY", 1}}},
		{KpiCodeAwardValue, awards, 33, 1, 3, []KpiExcluded{{"AMOUNT_UNKNOWN", 2}, {"OTHER_CURRENCY", 1}}},
		{KpiCodeCycleDays, spans, 60, 4, 4, []KpiExcluded{{"NEGATIVE_SPAN", 2}, {"NOT_DECIDED", 5}, {"START_UNKNOWN", 5}}},
		{KpiCodePipelineValue, quarter, 1330.6, 1, 6, []KpiExcluded{{"OTHER_CURRENCY", 1}}},
		{KpiCodeListValue, awards, 33, 1, 3, []KpiExcluded{{"AMOUNT_UNKNOWN", 2}, {"OTHER_CURRENCY", 1}}},
		{KpiCodeSavingRate, budgets, 0.25, 3, 3, []KpiExcluded{{"AMOUNT_UNKNOWN", 4}, {"AWARD_ABOVE_BUDGET", 1}, {"AWARD_BELOW_1000", 1}}},
		{KpiCodeProposalPassRate, answers, 5, 10, 10, []KpiExcluded{{"DRAFT", 4}, {"VOIDED", 1}}},
	}
	tested := map[KpiCode]bool{}
	for _, c := range cases {
		tested[c.code] = true
		t.Run(string(c.code), func(t *testing.T) {
			got := ComputeKpi(c.code, c.facts, nil, nil, "CNY").Overall
			if got.Numerator != c.num || got.Denominator != c.den || got.N != c.n || *got.Value != c.num/c.den {
				t.Errorf("%v ÷ %v = %v over %d, want %v ÷ %v over %d", got.Numerator, got.Denominator, *got.Value, got.N, c.num, c.den, c.n)
			}
			if !slices.Equal(got.Excluded, c.excluded) {
				t.Errorf("excluded %v, want %v", got.Excluded, c.excluded)
			}
		})
	}
	for _, v := range KpiCode("").Values() {
		if !tested[KpiCode(v)] {
			t.Errorf("no test row for %s", v)
		}
	}
}

func TestRatioWithoutDenominatorIsNullAndSumIsZero(t *testing.T) {
	for _, v := range KpiCode("").Values() {
		c := KpiCode(v)
		_, input, _ := KpiReads(c)
		isSum := input.isMoney() && c != KpiCodeValueWinRate && c != KpiCodeAverageWonValue
		row := ComputeKpi(c, nil, nil, nil, "CNY").Overall
		if isSum != (row.Value != nil) || isSum && *row.Value != 0 {
			t.Errorf("%s of nothing: %v", c, row.Value)
		}
		if row.N != 0 || row.Median != nil || row.P85 != nil || row.Interval != nil || row.Excluded == nil {
			t.Errorf("%s of nothing: %+v", c, row)
		}
	}
}

func TestOnlyRatiosOfCountsHaveAnIntervalAndOnlyDurationsAMedian(t *testing.T) {
	rate := ComputeKpi(KpiCodeWinRate, quarter, nil, nil, "CNY").Overall
	if rate.Interval == nil || *rate.Interval != Wilson(3, 4) || rate.Median != nil {
		t.Errorf("win rate %+v", rate)
	}
	if byValue := ComputeKpi(KpiCodeValueWinRate, quarter, nil, nil, "CNY").Overall; byValue.Interval != nil {
		t.Errorf("win rate by value has an interval %+v", byValue.Interval)
	}
	cycle := ComputeKpi(KpiCodeCycleDays, spans, nil, nil, "CNY").Overall
	if cycle.Interval != nil || *cycle.Median != 10 || *cycle.P85 != 30 {
		t.Errorf("cycle %+v, median %v, p85 %v", cycle, *cycle.Median, *cycle.P85)
	}
}

func TestCurrencyOfAFigure(t *testing.T) {
	usd := []KpiFact{{Status: "WON", Records: 1, Currency: "USD", Amount: 7_00}, {Status: "OPEN", Records: 1}}
	eur := "EUR"
	cases := []struct {
		name  string
		facts []KpiFact
		asked *string
		want  string
		value float64
	}{
		{"the one all amounts share", usd, nil, "USD", 7},
		{"the one asked for, whatever the amounts are in", usd, &eur, "EUR", 0},
		{"the organisation's when amounts differ", quarter, nil, "CNY", 950.5},
		{"the organisation's without amounts", nil, nil, "CNY", 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := ComputeKpi(KpiCodeWonValue, c.facts, nil, c.asked, "CNY")
			if *got.Currency != c.want || *got.Overall.Value != c.value {
				t.Errorf("%v %s", *got.Overall.Value, *got.Currency)
			}
		})
	}
	if got := ComputeKpi(KpiCodeWinRate, quarter, nil, &eur, "CNY"); got.Currency != nil || got.Overall.N != 4 {
		t.Errorf("a rate of counts has the currency %v", got.Currency)
	}
}

func TestGroupsComeInOrderOfTheKeyWithoutKeyLast(t *testing.T) {
	facts := []KpiFact{
		{Key: "", Status: "WON", Records: 1},
		{Key: "Wei", ID: "usr_2", Status: "WON", Records: 1},
		{Key: "Wei", ID: "usr_1", Status: "LOST", Records: 1},
		{Key: "An", ID: "usr_3", Status: "OPEN", Records: 2},
		{Key: "Wei", ID: "usr_2", Status: "LOST", Records: 3},
	}
	groups := ComputeKpi(KpiCodeWinRate, facts, facts, nil, "CNY").Groups
	var got []string
	for _, g := range groups {
		key, id := "-", "-"
		if g.Key != nil {
			key = *g.Key
		}
		if g.ID != nil {
			id = *g.ID
		}
		got = append(got, key+" "+id)
	}
	if want := []string{"An usr_3", "Wei usr_1", "Wei usr_2", "- -"}; !slices.Equal(got, want) {
		t.Fatalf("groups %q, want %q", got, want)
	}
	if groups[0].Value != nil || *groups[1].Value != 0 || *groups[2].Value != 0.25 || *groups[3].Value != 1 {
		t.Errorf("values %+v", groups)
	}
}

func TestCentsAddUpExactly(t *testing.T) {
	facts := []KpiFact{{Status: "WON", Records: 1, Currency: "CNY", Amount: 10}, {Status: "WON", Records: 1, Currency: "CNY", Amount: 20}}
	if got := *ComputeKpi(KpiCodeWonValue, facts, nil, nil, "CNY").Overall.Value; got != 0.3 {
		t.Errorf("0.10 + 0.20 = %v", got)
	}
}

func TestOrderOfFactsChangesNoBit(t *testing.T) {
	var facts []KpiFact
	for i := range int64(50) {
		facts = append(facts, KpiFact{Status: "WON", Records: 1, Budget: minor(100_000_00 + i*7), Award: minor(99_000_00 - i*i*13)})
	}
	forth := *ComputeKpi(KpiCodeSavingRate, facts, nil, nil, "CNY").Overall.Value
	slices.Reverse(facts)
	if back := *ComputeKpi(KpiCodeSavingRate, facts, nil, nil, "CNY").Overall.Value; back != forth {
		t.Errorf("%v and %v", forth, back)
	}
}
