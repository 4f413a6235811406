package process

import (
	"math"
	"testing"
)

func TestMargins(t *testing.T) {
	percent := func(p float64) *float64 { return &p }
	for name, c := range map[string]struct {
		price int64
		cost  *int64
		left  *int64
		ratio *float64
	}{
		"a quarter":         {100_00, minor(75_00), minor(25_00), percent(25)},
		"a third":           {3, minor(2), minor(1), percent(33.33)},
		"two thirds":        {3, minor(1), minor(2), percent(66.67)},
		"a loss":            {100, minor(150), minor(-50), percent(-50)},
		"a loss to round":   {3, minor(4), minor(-1), percent(-33.33)},
		"given away":        {0, minor(5), minor(-5), nil},
		"of unknown cost":   {100, nil, nil, nil},
		"for nothing":       {0, minor(0), minor(0), nil},
		"the largest there": {math.MaxInt64, minor(0), minor(math.MaxInt64), percent(100)},
	} {
		m, err := MarginOf(c.price, c.cost)
		if err != nil || !sameMargin(m.Margin, c.left) || !sameMargin(m.MarginPercent, c.ratio) || !sameMargin(m.Cost, c.cost) {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
	}
	_, err := MarginOf(-2, minor(math.MaxInt64))
	refused(t, "beyond what fits", err, CodeValidationFailed, "unitCost")
}

func sameMargin[T comparable](a, b *T) bool {
	return (a == nil) == (b == nil) && (a == nil || *a == *b)
}

func priced(quantity int, price int64, cost *int64, currency string) PricedLine {
	return PricedLine{PriceLine{Quantity: quantity, UnitPrice: price, UnitCost: cost}, currency}
}

func TestPriceSheets(t *testing.T) {
	costed := []PricedLine{priced(2, 100_00, minor(60_00), "CNY"), priced(1, 50_00, minor(80_00), "CNY")}
	sheet, err := SheetOf("CNY", true, costed)
	if err != nil || sheet.Price != 250_00 || *sheet.Cost != 200_00 || *sheet.Margin != 50_00 || *sheet.MarginPercent != 20 ||
		*sheet.Lines[0].Margin != 80_00 || *sheet.Lines[1].MarginPercent != -60 || sheet.Uncosted != 0 {
		t.Errorf("%+v, %v", sheet, err)
	}
	sheet, err = SheetOf("CNY", true, append(costed, priced(1, 10_00, nil, "CNY")))
	if err != nil || sheet.Price != 260_00 || sheet.Cost != nil || sheet.Margin != nil || sheet.Uncosted != 1 {
		t.Errorf("with a line of unknown cost: %+v, %v", sheet, err)
	}
	sheet, err = SheetOf("CNY", false, costed)
	if err != nil || sheet.Price != 250_00 || sheet.Cost != nil || sheet.Uncosted != 0 || sheet.ShowsCost {
		t.Errorf("for those who may not see costs: %+v, %v", sheet, err)
	}
	for _, l := range sheet.Lines {
		if l.UnitCost != nil || l.Cost != nil || l.Margin != nil || l.MarginPercent != nil {
			t.Errorf("a line shows costs: %+v", l)
		}
	}
	if sheet, err = SheetOf("CNY", true, nil); err != nil || sheet.Price != 0 || *sheet.Cost != 0 || sheet.MarginPercent != nil || sheet.Lines == nil {
		t.Errorf("of nothing: %+v, %v", sheet, err)
	}
	_, err = SheetOf("CNY", true, append(costed, priced(1, 1, nil, "USD")))
	refused(t, "two currencies", err, CodeValidationFailed, "currency")
	_, err = SheetOf("CNY", true, []PricedLine{priced(3, math.MaxInt64/2, nil, "CNY")})
	refused(t, "a line that is too large", err, CodeValidationFailed, "unitPrice")
	_, err = SheetOf("CNY", true, []PricedLine{priced(1, math.MaxInt64, nil, "CNY"), priced(1, 1, nil, "CNY")})
	refused(t, "a sum that is too large", err, CodeValidationFailed, "unitPrice")
}

func TestLinesBelowNothingOrTooLargeAreRefused(t *testing.T) {
	refused(t, "a usual one", CheckLine(3, 100, minor(50)), "", "")
	refused(t, "a negative price", CheckLine(1, -1, nil), CodeValidationFailed, "unitPrice")
	refused(t, "a negative cost", CheckLine(1, 1, minor(-1)), CodeValidationFailed, "unitCost")
	refused(t, "too large a price", CheckLine(1_000_000_000, math.MaxInt64/1000, nil), CodeValidationFailed, "unitPrice")
	refused(t, "too large a cost", CheckLine(1_000_000_000, 1, minor(math.MaxInt64/1000)), CodeValidationFailed, "unitCost")
}

func TestWhoSeesCosts(t *testing.T) {
	sees := map[UserRole]bool{UserRoleAdmin: true, UserRoleFinance: true, UserRolePresalesManager: true, UserRoleAuditor: true}
	for _, r := range enumValues("UserRole") {
		v := &Viewer{UserID: "usr_a", Role: UserRole(r)}
		if got := SeesCost(v, "usr_b"); got != sees[UserRole(r)] {
			t.Errorf("%s sees the costs of others: %v", r, got)
		}
		if got, want := SeesCost(v, "usr_a"), sees[UserRole(r)] || r == "SALES"; got != want {
			t.Errorf("%s sees the costs of an own opportunity: %v", r, got)
		}
	}
	if SeesCost(nil, "") || SeesCost(&Viewer{Role: UserRoleSales}, "") || !SeesCost(&Viewer{System: true}, "") {
		t.Error("nobody, somebody without an id, or the system")
	}
}
