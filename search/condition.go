package search

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// condition is what a query's text says of an attribute: one of the values, or
// in one of the intervals. limits are the bounds (> and <) taken together.
type condition struct {
	field  FacetName
	values []string
	within []interval
	limits *interval
}

func newCondition(c clause) condition {
	if c.field.numeric() {
		return condition{field: c.field, within: c.within}
	}
	return condition{field: c.field, values: c.values}
}

// narrowed adds a clause to the conditions: values of one field are
// alternatives, bounds hold together.
func narrowed(all []condition, c clause) []condition {
	i := slices.IndexFunc(all, func(other condition) bool { return other.field == c.field })
	if i < 0 {
		i = len(all)
		all = append(all, condition{field: c.field})
	}
	more := newCondition(c)
	if to := &all[i]; c.bound {
		if to.limits == nil {
			to.limits = &interval{openLow, openHigh}
		}
		to.limits.low = max(to.limits.low, more.within[0].low)
		to.limits.high = min(to.limits.high, more.within[0].high)
	} else {
		to.values = append(to.values, more.values...)
		to.within = append(to.within, more.within...)
	}
	return all
}

// intervals are all the intervals of a condition.
func (c condition) intervals() []interval {
	if c.limits == nil {
		return c.within
	}
	return append(slices.Clone(c.within), *c.limits)
}

// satisfying is the set of documents that meet a condition.
func (v *view) satisfying(ctx context.Context, b *base, c condition, names valueNames) (docSet, error) {
	switch c.field {
	case FieldDate:
		return v.numbered(ctx, b, fieldDate, c.intervals(), func(n int64) uint64 {
			return uint64(min(max(n, -dateOffset), dateOffset) + dateOffset)
		})
	case FieldAmount:
		return v.numbered(ctx, b, fieldAmount, c.intervals(), amountNumber)
	}
	values, err := v.terms(string(c.field), "")
	if err != nil {
		return nil, err
	}
	var some []string
	if c.field == FacetNameYear {
		for _, value := range values {
			if year, err := strconv.ParseInt(value, 10, 64); err == nil && c.contains(year) {
				some = append(some, value)
			}
		}
		return v.any(ctx, b, string(c.field), some)
	}
	folded := v.foldedValues(c.field, values)
	for _, want := range c.values {
		some = append(some, names.of(c.field, want)...)
		want = Fold(want)
		for i, value := range folded {
			if value == want || c.field.named() && holds(value, want) {
				some = append(some, values[i])
			}
		}
	}
	return v.any(ctx, b, string(c.field), some)
}

func (c condition) contains(n int64) bool {
	return slices.ContainsFunc(c.intervals(), func(w interval) bool { return w.low <= n && n <= w.high })
}

// named tells the fields whose values are names, of which people type a part.
func (n FacetName) named() bool {
	return n == FacetNameCustomer || n == FacetNameIndustry || n == FacetNameRegion || n == FacetNameOrganization
}

// holds tells whether part stands in name, not cutting a word in two where the
// script has spaces between words.
func holds(name, part string) bool {
	for from := 0; part != ""; {
		at := strings.Index(name[from:], part)
		if at < 0 {
			return false
		}
		at += from
		if !continues(name[:at], part) && !continues(part, name[at+len(part):]) {
			return true
		}
		_, size := utf8.DecodeRuneInString(name[at:])
		from = at + size
	}
	return false
}

// continues tells whether a word goes on from the end of left into right.
func continues(left, right string) bool {
	if left == "" || right == "" {
		return false
	}
	before, after := lastRune(left), firstRune(right)
	return isWord(before) && isWord(after) && !isHan(before) && !isHan(after)
}

// foldedValues are the values of a field as they are compared; kept as long as
// the view.
func (v *view) foldedValues(field FacetName, values []string) []string {
	v.mu.Lock()
	folded, ok := v.folded[field]
	v.mu.Unlock()
	if ok {
		return folded
	}
	folded = make([]string, len(values))
	for i, value := range values {
		folded[i] = Fold(value)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.folded[field] = folded
	return folded
}

// numbered is the set of documents whose number lies in one of the intervals.
func (v *view) numbered(
	ctx context.Context, b *base, name string, within []interval, number func(int64) uint64,
) (docSet, error) {
	column, err := v.number(ctx, name)
	if err != nil {
		return nil, err
	}
	some := newDocSet(b.size)
	for _, w := range within {
		if w.low > w.high {
			continue
		}
		low, high := number(w.low), number(w.high)
		for doc, n := range column {
			if n > 0 && n-1 >= low && n-1 <= high {
				some.add(uint32(doc))
			}
		}
	}
	return some, nil
}

// meet keeps the documents that meet all conditions and none of the refused.
func (v *view) meet(ctx context.Context, b *base, p plan, names valueNames, allowed docSet) error {
	for _, c := range p.conditions {
		some, err := v.satisfying(ctx, b, c, names)
		if err != nil {
			return err
		}
		allowed.keep(some)
	}
	for _, c := range p.refused {
		some, err := v.satisfying(ctx, b, c, names)
		if err != nil {
			return err
		}
		allowed.remove(some)
	}
	return nil
}
