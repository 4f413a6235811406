package importer

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"
)

// plainNumber is what amounts look like: groups of three may be set off by commas.
var plainNumber = regexp.MustCompile(`^[+-]?(\d{1,20}|\d{1,3}(,\d{3}){1,6})(\.\d{1,20})?$`)

var currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)

// number reads a decimal exactly. In spreadsheets numbers are binary floating point: there the 15 digits count that
// such programs show.
func (v *view) number(text string) (*big.Rat, bool) {
	if v.row.Spreadsheet {
		if f, err := strconv.ParseFloat(text, 64); err == nil && f > -1e20 && f < 1e20 {
			text = strconv.FormatFloat(f, 'g', 15, 64)
			rounded, _ := strconv.ParseFloat(text, 64)
			text = strconv.FormatFloat(rounded, 'f', -1, 64)
		}
	}
	if !plainNumber.MatchString(text) {
		return nil, false
	}
	return new(big.Rat).SetString(strings.ReplaceAll(strings.TrimPrefix(text, "+"), ",", ""))
}

// whole is the integer r is, when it is one that fits.
func whole(r *big.Rat) (int64, bool) { return r.Num().Int64(), r.IsInt() && r.Num().IsInt64() }

func (v *view) integer(text string) (any, *problem) {
	if r, ok := v.number(text); ok {
		if n, ok := whole(r); ok {
			return n, nil
		}
	}
	return nil, newProblem(CodeNumber, text)
}

// money reads an amount of scale units of the currency. More than two decimals are refused, never rounded.
func (v *view) money(f *fieldPlan, text string) (any, *problem) {
	currency := v.currency(f)
	if !currencyCode.MatchString(currency) {
		return nil, newProblem(CodeCurrency, currency)
	}
	r, ok := v.number(text)
	if !ok {
		return nil, newProblem(CodeMoney, text)
	}
	r.Mul(r, new(big.Rat).SetInt64(100*max(1, f.Scale)))
	minor, ok := whole(r)
	if !ok {
		return nil, newProblem(CodeMoney, text)
	}
	return Money{Minor: minor, Currency: currency}, nil
}

func (v *view) currency(f *fieldPlan) string { return strings.TrimSpace(f.currency.value(v).Text) }
