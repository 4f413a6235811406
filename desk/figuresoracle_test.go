package desk_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent/store"
	"bidwell/process"
)

// expected is a row as plain loops find it.
type expected struct {
	num, den float64
	n        int
	out      map[string]int
	days     []int
}

// add counts one deal in a group; in is the product of the group when it is one.
func (l *ledger) add(e *expected, code process.KpiCode, d deal, in string, byProduct bool, from process.OpportunityStage) {
	lines, money, known := d.live(), float64(d.amount), true
	share := 0.0
	for _, o := range lines {
		if !byProduct || l.names[o.product] == in {
			share += float64(o.quantity) * float64(o.price)
		}
	}
	several := byProduct && len(lines) > 1
	if several {
		money = share
	}
	isMoney, reason := true, ""
	switch code {
	case "WIN_RATE", "VALUE_WIN_RATE":
		if d.status != "WON" && d.status != "LOST" {
			reason = string(d.status)
		}
		isMoney = code == "VALUE_WIN_RATE"
	case "AWARD_RATE":
		if d.status != "WON" && d.status != "CANCELLED_BY_CUSTOMER" {
			reason = string(d.status)
		}
		isMoney = false
	case "WON_VALUE", "AVERAGE_WON_VALUE":
		if d.status != "WON" {
			reason = string(d.status)
		}
	case "AWARD_VALUE":
		known = d.award != nil && !several
		if known {
			money = float64(*d.award)
		}
	case "LIST_VALUE":
		known, money = len(lines) > 0, share
	case "CYCLE_DAYS":
		isMoney = false
		began := d.started(from)
		if d.decided == nil {
			reason = "NOT_DECIDED"
		} else if began == nil {
			reason = "START_UNKNOWN"
		} else if days := midnight(*d.decided).Sub(midnight(*began)).Hours() / 24; days < 0 {
			reason = "NEGATIVE_SPAN"
		} else {
			money = days
			e.days = append(e.days, int(days))
		}
	case "SAVING_RATE":
		isMoney = false
		switch {
		case d.award == nil:
			reason = "AMOUNT_UNKNOWN"
		case *d.award < 1000_00:
			reason = "AWARD_BELOW_1000"
		case *d.award > *d.budget:
			reason = "AWARD_ABOVE_BUDGET"
		default:
			money = 1 - float64(*d.award)/float64(*d.budget)
		}
	}
	if reason == "" && isMoney && !known {
		reason = "AMOUNT_UNKNOWN"
	}
	if reason == "" && isMoney && d.currency != "CNY" {
		reason = "OTHER_CURRENCY"
	}
	if reason != "" {
		e.out[reason]++
		return
	}
	e.n++
	e.count(code, d, money)
}

func (e *expected) count(code process.KpiCode, d deal, money float64) {
	switch code {
	case "WIN_RATE", "AWARD_RATE":
		e.den++
		if d.status == "WON" {
			e.num++
		}
	case "VALUE_WIN_RATE":
		e.den += money / 100
		if d.status == "WON" {
			e.num += money / 100
		}
	case "AVERAGE_WON_VALUE":
		e.num += money / 100
		e.den++
	case "CYCLE_DAYS", "SAVING_RATE":
		e.num += money
		e.den++
	default:
		e.num += money / 100
	}
}

func midnight(t time.Time) time.Time {
	y, m, d := t.In(shanghai).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, shanghai)
}

// want computes the rows of a figure, the overall one under the key "*".
func (l *ledger) want(code process.KpiCode, by process.KpiGroup, keep func(deal) bool, from process.OpportunityStage) map[string]*expected {
	rows := map[string]*expected{"*": {out: map[string]int{}}}
	for _, d := range l.deals {
		if d.archived || !keep(d) {
			continue
		}
		l.add(rows["*"], code, d, "", false, from)
		for _, key := range l.keys(d, by, from) {
			if rows[key] == nil {
				rows[key] = &expected{out: map[string]int{}}
			}
			l.add(rows[key], code, d, key, by == "PRODUCT", from)
		}
	}
	for _, e := range rows {
		if slices.Contains([]process.KpiCode{"WON_VALUE", "AWARD_VALUE", "PIPELINE_VALUE", "LIST_VALUE"}, code) {
			e.den = 1
		}
	}
	return rows
}

func (e *expected) compare(got process.KpiRow) string {
	near := func(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1, math.Abs(b)) }
	out := map[string]int{}
	for _, x := range got.Excluded {
		out[x.Reason] = x.Count
	}
	switch {
	case !near(got.Numerator, e.num) || !near(got.Denominator, e.den) || got.N != e.n:
		return fmt.Sprintf("%v ÷ %v over %d, want %v ÷ %v over %d", got.Numerator, got.Denominator, got.N, e.num, e.den, e.n)
	case (got.Value == nil) != (e.den == 0) || got.Value != nil && !near(*got.Value, e.num/e.den):
		return fmt.Sprintf("value %v, want %v ÷ %v", got.Value, e.num, e.den)
	case fmt.Sprint(out) != fmt.Sprint(e.out):
		return fmt.Sprintf("left out %v, want %v", out, e.out)
	}
	slices.Sort(e.days)
	if n := len(e.days); n > 0 && (*got.Median != float64(e.days[n/2]) || *got.P85 != float64(e.days[int(math.Ceil(float64(n)*.85))-1])) {
		return fmt.Sprintf("median %v, 85th percentile %v of %v", *got.Median, *got.P85, e.days)
	}
	return ""
}

func TestFiguresAreWhatPlainLoopsFindAndCostTwoStatementsAtMost(t *testing.T) {
	all := func(deal) bool { return true }
	filters := []struct {
		name   string
		filter desk.KpiFilter
		keep   func(deal) bool
	}{
		{"all", desk.KpiFilter{}, all},
		{
			"won or lost from a stage",
			desk.KpiFilter{Statuses: []process.OpportunityStatus{"WON", "LOST"}, FromStage: to(process.OpportunityStageBid)},
			func(d deal) bool { return d.status == "WON" || d.status == "LOST" },
		},
		{"of the second quarter in two stages of a system", desk.KpiFilter{
			DecidedFrom: to(time.Date(2025, 4, 1, 0, 0, 0, 0, time.UTC)), DecidedTo: to(time.Date(2025, 7, 1, 0, 0, 0, 0, time.UTC)),
			Stages: []process.OpportunityStage{"BID", "INTAKE"}, System: to("ledger"),
		}, func(d deal) bool {
			in := d.decided != nil && !d.decided.Before(time.Date(2025, 4, 1, 0, 0, 0, 0, shanghai)) && d.decided.Before(time.Date(2025, 7, 1, 0, 0, 0, 0, shanghai))
			return in && (d.stage == "BID" || d.stage == "INTAKE") && d.system == "ledger"
		}},
	}
	books(t, func(b *book) {
		l := newLedger(b, 300)
		for _, f := range filters {
			for _, code := range process.KpiCode("").Values() {
				for _, by := range process.KpiGroup("").Values() {
					if code != "PROPOSAL_PASS_RATE" && !strings.HasPrefix(by, "PROPOSAL_") {
						l.check(process.KpiCode(code), process.KpiGroup(by), f.name, f.filter, f.keep)
					}
				}
			}
		}
	})
}

func (l *ledger) check(code process.KpiCode, by process.KpiGroup, name string, filter desk.KpiFilter, keep func(deal) bool) {
	if code == "PIPELINE_VALUE" && by != "STATUS" && filter.Statuses == nil {
		asked := keep
		keep = func(d deal) bool { return asked(d) && d.status == "OPEN" }
	}
	from := process.OpportunityStage("")
	if filter.FromStage != nil {
		from = *filter.FromStage
	}
	want := l.want(code, by, keep, from)
	ctx, counter := store.CountStatements(desk.AsSystem(l.Context()))
	kpi, err := l.desk.Kpi(ctx, code, &by, &filter, to("CNY"))
	if err != nil {
		l.Fatal(err)
	}
	if most := 1 + map[bool]int{true: 1}[by == "PRODUCT"]; counter.N() > most {
		l.Errorf("%s by %s costs %d statements", code, by, counter.N())
	}
	if wrong := want["*"].compare(kpi.Overall); wrong != "" {
		l.Errorf("%s by %s, %s: overall: %s", code, by, name, wrong)
	}
	if len(kpi.Groups) != len(want)-1 {
		l.Errorf("%s by %s, %s: %d groups, want %d", code, by, name, len(kpi.Groups), len(want)-1)
	}
	for _, row := range kpi.Groups {
		if e := want[deref(row.Key)]; e == nil {
			l.Errorf("%s by %s, %s: unexpected group %q", code, by, name, deref(row.Key))
		} else if wrong := e.compare(row); wrong != "" {
			l.Errorf("%s by %s, %s: %q: %s", code, by, name, deref(row.Key), wrong)
		}
	}
}
