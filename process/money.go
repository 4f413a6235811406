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
