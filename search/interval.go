package search

import (
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// interval is a range of numbers, both ends included: years, seconds since 1970
// of dates, minor units of amounts.
type interval struct{ low, high int64 }

const (
	openLow  = math.MinInt64
	openHigh = math.MaxInt64
	// maxDigits bounds the digits of an amount.
	maxDigits = 24
	minorUnit = 100 // of a major unit
	maxMajor  = amountOffset / minorUnit
)

// bounds are the signs before a single end, longer ones first.
const bounds = ">= ≥ <= ≤ > < ="

// separators stand between the ends of a range.
const separators = ".. ~ 至"

// readInterval reads what people type behind a field of numbers: a value, two
// with .. between them, of which one may be missing, or one with a sign of
// comparison before it. One tells the last of these but =.
func readInterval(field FacetName, text string) (within interval, one, ok bool) {
	text = strings.ReplaceAll(Fold(text), "...", "..") // the ellipsis folds to three
	for _, sign := range strings.Fields(bounds) {
		if rest, found := strings.CutPrefix(text, sign); found {
			within, ok = readPoint(field, rest)
			return within.compared(sign), sign != "=", ok
		}
	}
	for _, separator := range strings.Fields(separators) {
		if from, to, found := strings.Cut(text, separator); found {
			within, ok = readRange(field, from, to)
			return within, false, ok
		}
	}
	within, ok = readPoint(field, text)
	return within, false, ok
}

// compared is all that compares to a point as sign says.
func (p interval) compared(sign string) interval {
	switch sign {
	case ">=", "≥":
		return interval{p.low, openHigh}
	case ">":
		return interval{p.high + 1, openHigh}
	case "<=", "≤":
		return interval{openLow, p.high}
	case "<":
		return interval{openLow, p.low - 1}
	}
	return p
}

func readRange(field FacetName, from, to string) (interval, bool) {
	whole := interval{openLow, openHigh}
	if from == "" && to == "" {
		return whole, false
	}
	low, high := whole, whole
	var ok bool
	if from != "" {
		if low, ok = readPoint(field, from); !ok {
			return whole, false
		}
	}
	if to != "" {
		if high, ok = readPoint(field, to); !ok {
			return whole, false
		}
	}
	if from != "" && to != "" && low.low > high.high { // typed the other way round
		low, high = high, low
	}
	return interval{low.low, high.high}, true
}

// readPoint reads one value; a month or a year of dates is an interval itself.
func readPoint(field FacetName, text string) (interval, bool) {
	switch field {
	case FacetNameYear:
		text = strings.TrimSuffix(text, "年")
		year, err := strconv.Atoi(text)
		return interval{int64(year), int64(year)}, err == nil && len(text) == 4 && year > 0
	case FieldDate:
		return readDate(text)
	case FieldAmount:
		n, ok := readAmount(text)
		return interval{n, n}, ok
	}
	return interval{}, false
}

// readDate reads a day, a month or a year: 2024-03-15, 2024/3, 2024年3月, 20240315.
func readDate(text string) (interval, bool) {
	if len(text) == len("20060102") && !strings.ContainsAny(text, "-/.") {
		text = text[:4] + "-" + text[4:6] + "-" + text[6:]
	}
	text = strings.NewReplacer("/", "-", ".", "-", "年", "-", "月", "-", "日", "", "号", "").Replace(text)
	parts := strings.Split(strings.TrimSuffix(text, "-"), "-")
	numbers := [3]int{0, 1, 1}
	if len(parts) > len(numbers) || len(parts[0]) != 4 {
		return interval{}, false
	}
	for i, part := range parts {
		n, err := strconv.ParseUint(part, 10, 16)
		if err != nil || len(part) > 4-2*min(i, 1) || n == 0 {
			return interval{}, false
		}
		numbers[i] = int(n)
	}
	from := time.Date(numbers[0], time.Month(numbers[1]), numbers[2], 0, 0, 0, 0, time.UTC)
	if from.Month() != time.Month(numbers[1]) || from.Day() != numbers[2] { // no such day
		return interval{}, false
	}
	to := from.AddDate(0, 0, 1)
	switch len(parts) {
	case 1:
		to = from.AddDate(1, 0, 0)
	case 2:
		to = from.AddDate(0, 1, 0)
	}
	return interval{from.Unix(), to.Unix() - 1}, true
}

// readAmount reads major units, with a suffix or without, as minor ones:
// 1,000,000, 250k, 1.5m, 100万, ¥2亿元.
func readAmount(text string) (int64, bool) {
	text = strings.ReplaceAll(text, ",", "")
	text, negative := strings.CutPrefix(text, "-")
	if r, size := utf8.DecodeRuneInString(text); strings.ContainsRune("¥$€£", r) {
		text = text[size:]
	}
	text = strings.TrimSuffix(text, "元")
	factor := int64(minorUnit)
	for _, unit := range []struct {
		name   string
		factor int64
	}{{"k", 1e3}, {"m", 1e6}, {"万", 1e4}, {"亿", 1e8}} {
		if rest, found := strings.CutSuffix(text, unit.name); found {
			text, factor = rest, minorUnit*unit.factor
			break
		}
	}
	whole, _, _ := strings.Cut(text, ".")
	if whole == "" || len(text) > maxDigits || strings.Trim(text, "0123456789.") != "" {
		return 0, false
	}
	n, ok := new(big.Rat).SetString(text)
	if !ok {
		return 0, false
	}
	n.Mul(n, new(big.Rat).SetInt64(factor))
	if n.Cmp(new(big.Rat).SetInt64(maxMajor*minorUnit)) > 0 {
		n.SetInt64(maxMajor * minorUnit)
	}
	minor := new(big.Int).Quo(n.Num(), n.Denom()).Int64()
	if negative {
		minor = -minor
	}
	return minor, true
}

func writtenDay(seconds int64) string { return time.Unix(seconds, 0).UTC().Format(time.DateOnly) }

func writtenAmount(minor int64) string {
	sign := ""
	if minor < 0 {
		sign, minor = "-", -minor
	}
	text := sign + strconv.FormatInt(minor/minorUnit, 10)
	if rest := minor % minorUnit; rest > 0 {
		text += "." + strconv.FormatInt(minorUnit+rest, 10)[1:]
	}
	return text
}
