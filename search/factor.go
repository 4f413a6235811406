package search

import (
	"context"
	"fmt"
	"math"
	"time"
)

// Factor says what a score is multiplied by, and why.
type Factor struct {
	Name  string
	Value float32
}

// FactorRecency is the factor that a query with Now adds to those of a
// document: 1 + 0.1 * 2^(-age / 3 years). What was dated today gains a tenth,
// and half of that three years later; what has no date gains nothing.
const FactorRecency = "recency"

// The bounds of a document's factors, of each and of their product.
const (
	MinFactor = 0.5
	MaxFactor = 2
)

const (
	recencyMost = 0.1
	recencyHalf = 3 * 365.25 * secondsPerDay // seconds
)

func checkFactors(all []Factor) error {
	for _, f := range all {
		if f.Name == "" || f.Name == FactorRecency || !(f.Value >= MinFactor && f.Value <= MaxFactor) { // also refuses NaN
			return fmt.Errorf("%w: factor %.40q of %v", ErrInvalid, f.Name, f.Value)
		}
	}
	return nil
}

// product is what the factors of a document make together.
func product(all []Factor) float32 {
	p := float32(1)
	for _, f := range all {
		p *= f.Value
	}
	return min(max(p, MinFactor), MaxFactor)
}

const secondsPerDay = 24 * 60 * 60

// dayNumber counts days from the year 1, so that the zero time is 0. Recency
// goes by days: pages of one query are then asked for on the same one, and the
// factors of all documents serve many queries.
func dayNumber(t time.Time) uint32 {
	days := (t.Unix() - time.Time{}.Unix()) / secondsPerDay
	return uint32(min(max(days, 0), math.MaxUint32))
}

// recency is the factor, on a day, of a document whose date is as its column
// has it, 0 for none.
func recency(day uint32, date uint64) float32 {
	if day == 0 || date == 0 {
		return 1
	}
	now := int64(day)*secondsPerDay + time.Time{}.Unix()
	age := max(now-(int64(date-1)-dateOffset), 0)
	return float32(1 + recencyMost*math.Exp2(-float64(age)/recencyHalf))
}

// boosts are what the text scores of all documents are multiplied by.
type boosts struct {
	of   []float32 // by document; nil when it is 1 for all
	most float32
}

// score makes the score of a document out of its text score.
func (b *boosts) score(doc uint32, text float32) float32 {
	if b.of == nil {
		return text
	}
	return text * b.of[doc]
}

// plainly ranks by text alone.
var plainly = &boosts{most: 1}

// maxKeptBoosts is of how many days a view keeps the boosts.
const maxKeptBoosts = 4

// boosts reads the factors of the documents and adds recency on a day, 0 for
// none.
func (v *view) boosts(ctx context.Context, day uint32) (*boosts, error) {
	v.mu.Lock()
	known := v.boosted[day]
	v.mu.Unlock()
	if known != nil {
		return known, nil
	}
	made, err := v.readBoosts(ctx, day)
	if err != nil {
		return nil, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.boosted) >= maxKeptBoosts {
		clear(v.boosted)
	}
	v.boosted[day] = made
	return made, nil
}

func (v *view) readBoosts(ctx context.Context, day uint32) (*boosts, error) {
	factors, err := v.open(fieldFactor, numberTerm)
	if err != nil || factors.count == 0 && day == 0 {
		return plainly, err
	}
	b := &boosts{of: make([]float32, v.size()), most: 1}
	for doc := range b.of {
		b.of[doc] = 1
	}
	err = factors.each(ctx, func(docs []uint32, numbers []uint64) {
		for i, doc := range docs {
			b.of[doc] = factorOf(numbers[i])
		}
	})
	if err != nil {
		return nil, err
	}
	dates, err := v.open(fieldDate, numberTerm)
	if err != nil {
		return nil, err
	}
	err = dates.each(ctx, func(docs []uint32, numbers []uint64) {
		for i, doc := range docs {
			b.of[doc] *= recency(day, numbers[i])
		}
	})
	for _, x := range b.of {
		b.most = max(b.most, x)
	}
	return b, err
}

// factorNumber keeps a product in a column, factorOf reads it. What a column
// cannot hold, because the file is not as it was written, counts as 1.
func factorNumber(p float32) uint64 { return uint64(math.Float32bits(p)) }

func factorOf(number uint64) float32 {
	p := math.Float32frombits(uint32(number - 1))
	if !(p >= MinFactor && p <= MaxFactor) {
		return 1
	}
	return p
}

// factors are those of one document in this query.
func (r *run) factors(ctx context.Context, doc uint32, own []Factor) ([]Factor, error) {
	if r.order.day == 0 {
		return own, nil
	}
	dates, err := r.view.number(ctx, fieldDate)
	if err != nil || dates[doc] == 0 {
		return own, err
	}
	return append(own, Factor{FactorRecency, recency(r.order.day, dates[doc])}), nil
}
