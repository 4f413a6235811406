package process

import (
	"math"
	"math/big"
	"strconv"
)

// maxRate bounds exchange rates on both sides: beyond it somebody typed something else.
const maxRate = 1e9

// CheckRate refuses an exchange rate that no currency has: none at all, not a number, or beyond a thousand million to
// one either way.
func CheckRate(rate float64) error {
	if !(rate >= 1/maxRate && rate <= maxRate) { // NaN fails too
		return Invalid("rate", MsgOutOfRange, "min", "0.000000001", "max", "1000000000")
	}
	return nil
}

// Convert turns minor units of a currency into those of the reporting currency at a rate taken as the decimal number it
// is written as, rounded half away from zero. What does not fit 63 bits is VALIDATION_FAILED.
func Convert(minor int64, rate float64) (int64, error) {
	if err := CheckRate(rate); err != nil {
		return 0, err
	}
	exact, _ := new(big.Rat).SetString(strconv.FormatFloat(rate, 'f', -1, 64)) // a finite number always reads
	return rounded("amount", exact.Mul(exact, new(big.Rat).SetInt64(minor)))
}

// rounded is the whole number nearest to r, half away from zero.
func rounded(field string, r *big.Rat) (int64, error) {
	half := big.NewRat(int64(r.Sign()), 2)
	r.Add(r, half)
	whole := new(big.Int).Quo(r.Num(), r.Denom())
	if !whole.IsInt64() || whole.Int64() == math.MinInt64 {
		return 0, Invalid(field, MsgTooLongField)
	}
	return whole.Int64(), nil
}
