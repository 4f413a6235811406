package process

import (
	"math"
	"strconv"
	"strings"
)

// FormatMoney writes minor units (hundredths) as a decimal number, for example 123450 as "1234.50".
func FormatMoney(minor int64) string { return string(AppendMoney(nil, minor)) }

// AppendMoney appends what FormatMoney answers.
func AppendMoney(to []byte, minor int64) []byte {
	n := uint64(minor)
	if minor < 0 {
		to, n = append(to, '-'), uint64(-(minor+1))+1
	}
	to = strconv.AppendUint(to, n/100, 10)
	return append(to, '.', byte('0'+n%100/10), byte('0'+n%10))
}

// ParseMoney reads digits with at most two decimals into minor units. Anything else, and what does not fit 63 bits, is
// VALIDATION_FAILED.
func ParseMoney(s string) (int64, error) {
	bad := Invalid("", MsgMoneyBad)
	digits, negative := strings.CutPrefix(s, "-")
	whole, cents, hasCents := strings.Cut(digits, ".")
	if whole == "" || len(cents) > 2 || hasCents && cents == "" || strings.ContainsAny(digits, "+-_ ") {
		return 0, bad
	}
	n, err := strconv.ParseInt(whole+(cents + "00")[:2], 10, 64)
	if err != nil || n == math.MaxInt64 {
		return 0, bad
	}
	if negative {
		n = -n
	}
	return n, nil
}

// CheckAmount refuses an amount below nothing.
func CheckAmount(field string, minor int64) error {
	if minor < 0 {
		return Invalid(field, MsgAmountNegative)
	}
	return nil
}

// AddMoney sums amounts in minor units; what does not fit 63 bits is VALIDATION_FAILED about the field.
func AddMoney(field string, amounts ...int64) (int64, error) {
	var sum int64
	for _, a := range amounts {
		next := sum + a
		if (a > 0) != (next > sum) && a != 0 {
			return 0, Invalid(field, MsgTooLongField)
		}
		sum = next
	}
	return sum, nil
}

// TimesMoney is a number of things at a price; what does not fit 63 bits is VALIDATION_FAILED about the field.
func TimesMoney(field string, price int64, times int) (int64, error) {
	if price == 0 || times == 0 {
		return 0, nil
	}
	product := price * int64(times)
	if product/int64(times) != price || price == math.MinInt64 || product == math.MinInt64 {
		return 0, Invalid(field, MsgTooLongField)
	}
	return product, nil
}

// CheckCurrency refuses what cannot be an ISO 4217 code.
func CheckCurrency(field, code string) error {
	if len(code) != 3 || strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return Invalid(field, MsgValueBad)
	}
	return nil
}

// OneCurrency refuses an amount in another currency than the record it belongs to.
func OneCurrency(field, code, of string) error {
	if code != of {
		return Invalid(field, MsgCurrencyMixed, "currency", of)
	}
	return nil
}
