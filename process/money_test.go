package process

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// fits tells whether exact arithmetic stays within 63 bits.
func fits(n *big.Int) bool { return n.IsInt64() }

func TestSumsAndProductsOfMoneyAreExactOrRefused(t *testing.T) {
	amount := rapid.Int64Range(-math.MaxInt64+1, math.MaxInt64-1)
	rapid.Check(t, func(r *rapid.T) {
		amounts := rapid.SliceOfN(amount, 0, 4).Draw(r, "amounts")
		exact, passed := new(big.Int), true
		for _, a := range amounts {
			passed = passed && fits(exact.Add(exact, big.NewInt(a)))
		}
		if sum, err := AddMoney("amount", amounts...); (err == nil) != passed || err == nil && sum != exact.Int64() {
			r.Fatalf("the sum of %v is %d, %v; exactly %v", amounts, sum, err, exact)
		}
		price, times := amount.Draw(r, "price"), rapid.IntRange(0, 1_000_000_000).Draw(r, "times")
		exact.Mul(big.NewInt(price), big.NewInt(int64(times)))
		if product, err := TimesMoney("price", price, times); (err == nil) != fits(exact) || err == nil && product != exact.Int64() {
			r.Fatalf("%d × %d is %d, %v; exactly %v", price, times, product, err, exact)
		}
	})
}

func TestCurrencies(t *testing.T) {
	for _, good := range []string{"CNY", "USD", "XXX"} {
		refused(t, good, CheckCurrency("currency", good), "", "")
	}
	for _, bad := range []string{"", "cny", "CN", "CNYY", "C Y", "元元元", "CN1"} {
		refused(t, bad, CheckCurrency("currency", bad), CodeValidationFailed, "currency")
	}
	refused(t, "negative", CheckAmount("amount", -1), CodeValidationFailed, "amount")
	refused(t, "nothing", CheckAmount("amount", 0), "", "")
}

func TestConversionAtARate(t *testing.T) {
	for _, c := range []struct {
		minor int64
		rate  float64
		want  int64
	}{
		{100_00, 7.1, 710_00},
		{1, 7.1, 7},
		{1, 0.5, 1},
		{-1, 0.5, -1},
		{1, 0.49, 0},
		{3, 0.1, 0},
		{5, 0.1, 1},
		{0, 7, 0},
		{1_000_000_000_000_00, 7.0998, 7_099_800_000_000_00},
		{333, 3, 999},
		{math.MaxInt64 - 1, 1, math.MaxInt64 - 1},
	} {
		if got, err := Convert(c.minor, c.rate); err != nil || got != c.want {
			t.Errorf("%d at %g is %d, %v; want %d", c.minor, c.rate, got, err, c.want)
		}
	}
	_, err := Convert(math.MaxInt64/2, 7)
	refused(t, "too much", err, CodeValidationFailed, "amount")
	for _, bad := range []float64{0, -1, math.NaN(), math.Inf(1), math.Inf(-1), 1e10, 1e-10} {
		refused(t, "rate", CheckRate(bad), CodeValidationFailed, "rate")
		_, err := Convert(1, bad)
		refused(t, "at a rate", err, CodeValidationFailed, "rate")
	}
}

func TestFiguresCountForeignAmountsAtTheirFixedRate(t *testing.T) {
	facts := []KpiFact{
		{Status: "WON", Records: 1, Currency: "CNY", Amount: 100_00},
		{Status: "WON", Records: 2, Currency: "USD", Amount: 20_00, Reported: 142_00, Rated: true},
		{Status: "WON", Records: 1, Currency: "USD", Amount: 5_00},
		{Status: "WON", Records: 1, Amount: 0, Rated: true},
	}
	for asked, want := range map[string]struct {
		value float64
		n     int
		left  []KpiExcluded
	}{
		"CNY": {242, 3, []KpiExcluded{{KpiReasonAmountUnknown, 1}, {KpiReasonOtherCurrency, 1}}},
		"USD": {25, 3, []KpiExcluded{{KpiReasonAmountUnknown, 1}, {KpiReasonOtherCurrency, 1}}},
		"EUR": {0, 0, []KpiExcluded{{KpiReasonAmountUnknown, 1}, {KpiReasonOtherCurrency, 4}}},
	} {
		row := ComputeKpi(KpiCodeWonValue, facts, nil, &asked, "CNY").Overall
		if *row.Value != want.value || row.N != want.n || len(row.Excluded) != 2 || row.Excluded[0] != want.left[0] || row.Excluded[1] != want.left[1] {
			t.Errorf("in %s: %v of %d, left out %+v", asked, *row.Value, row.N, row.Excluded)
		}
	}
	if kpi := ComputeKpi(KpiCodeWonValue, facts, nil, nil, "CNY"); *kpi.Currency != "CNY" || *kpi.Overall.Value != 242 || facts[1].Currency != "USD" {
		t.Errorf("unasked: %+v", kpi)
	}
	if kpi := ComputeKpi(KpiCodeWonValue, facts[1:3], nil, nil, "CNY"); *kpi.Currency != "USD" || *kpi.Overall.Value != 25 {
		t.Errorf("all in one currency: %+v", kpi)
	}
}
