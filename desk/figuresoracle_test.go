package desk_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent/store"
	"bidwell/process"
)

// ledger is a year of invented deals with everything a figure can meet, kept beside the book so that plain loops can
// say what the figures must be.
type ledger struct {
	*book
	deals                                    []deal
	names, regions, managers, sectors, kinds map[string]string // by the id of the user, customer or product
}

func newLedger(b *book, n int) *ledger {
	l := &ledger{book: b, names: map[string]string{}, regions: map[string]string{}, managers: map[string]string{}, sectors: map[string]string{}, kinds: map[string]string{}}
	rng := rand.New(rand.NewPCG(2025, 11))
	users, customers, products := []string{""}, []string{""}, []string{}
	for i := range 6 {
		manager := users[rng.IntN(len(users))]
		id := b.user(fmt.Sprint("Person ", i), pick(rng, "", "East", "West"), manager)
		l.names[id], l.managers[id] = fmt.Sprint("Person ", i), manager
		users = append(users, id)
	}
	l.nameRest(rng, &customers, &products)
	for range n {
		d := l.draw(rng, users, customers, products)
		l.deals = append(l.deals, d)
		b.deal(d)
	}
	b.write()
	return l
}

func (l *ledger) nameRest(rng *rand.Rand, customers, products *[]string) {
	for _, u := range l.users {
		id, _ := u.Mutation().ID()
		l.regions[id], _ = u.Mutation().Region()
	}
	for i := range 5 {
		kind, sector := pick(rng, "", "bank", "school"), pick(rng, "", "finance", "education", "energy")
		id := l.customer(fmt.Sprint("Customer ", i), kind, sector)
		l.kinds[id], l.sectors[id] = kind, sector
		*customers = append(*customers, id)
	}
	for i := range 4 {
		id := l.product(fmt.Sprint("Product ", i))
		l.names[id] = fmt.Sprint("Product ", i)
		*products = append(*products, id)
	}
}

func pick[T any](rng *rand.Rand, from ...T) T { return from[rng.IntN(len(from))] }

func (l *ledger) draw(rng *rand.Rand, users, customers, products []string) deal {
	d := deal{
		status: pick(rng, process.OpportunityStatus("OPEN"), "WON", "WON", "LOST", "NO_BID", "CANCELLED_BY_CUSTOMER"),
		stage:  pick(rng, process.OpportunityStage("INTAKE"), "QUALIFICATION", "BID", "NEGOTIATION"),
		owner:  pick(rng, users...), customer: pick(rng, customers...), region: pick(rng, "", "Hebei", "Fujian"),
		winner: pick(rng, "", "Heron Ltd", "Otter GmbH", "Otter GmbH,Heron Ltd"), currency: pick(rng, "CNY", "CNY", "CNY", "USD"),
		system: pick(rng, "", "ledger"), amount: rng.Int64N(900_000_00), archived: rng.IntN(20) == 0,
	}
	if rng.IntN(3) > 0 {
		d.budget = to(rng.Int64N(3000_00))
		d.award = to(rng.Int64N(3000_00))
	}
	began := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rng.Int64N(int64(200 * 24 * time.Hour)))).Truncate(time.Microsecond)
	for range rng.IntN(4) {
		d.starts = append(d.starts, begin{pick(rng, process.OpportunityStage("INTAKE"), "BID"), began, rng.IntN(3) == 0})
		began = began.Add(time.Duration(rng.Int64N(int64(30 * 24 * time.Hour)))).Truncate(time.Microsecond)
	}
	if d.status != "OPEN" {
		d.decided = to(began.Add(time.Duration(rng.Int64N(int64(40*24*time.Hour))) - 48*time.Hour).Truncate(time.Microsecond))
	}
	for range rng.IntN(4) {
		d.lines = append(d.lines, offer{product: pick(rng, products...), quantity: 1 + rng.IntN(9), price: rng.Int64N(5000_00), archived: rng.IntN(8) == 0})
	}
	return d
}

// started is when a deal's cycle began by its list of entries, nil when it did not.
func (d deal) started(from process.OpportunityStage) *time.Time {
	for _, s := range d.starts {
		if !s.undated && (from == "" || s.stage == from) {
			return &s.at
		}
	}
	return nil
}

func (d deal) live() (lines []offer) {
	for _, o := range d.lines {
		if !o.archived {
			lines = append(lines, o)
		}
	}
	return lines
}

// keys are the groups of a deal, once each.
func (l *ledger) keys(d deal, by process.KpiGroup, from process.OpportunityStage) []string {
	quarter := func(t *time.Time) string {
		if t == nil {
			return ""
		}
		local := t.In(shanghai)
		return fmt.Sprintf("%d-Q%d", local.Year(), (local.Month()-1)/3+1)
	}
	switch by {
	case "STAGE":
		return []string{string(d.stage)}
	case "STATUS":
		return []string{string(d.status)}
	case "AGENT":
		return []string{l.names[d.owner]}
	case "MANAGER":
		return []string{l.names[l.managers[d.owner]]}
	case "AGENT_REGION":
		return []string{l.regions[d.owner]}
	case "REGION":
		return []string{d.region}
	case "SECTOR":
		return []string{l.sectors[d.customer]}
	case "CUSTOMER_KIND":
		return []string{l.kinds[d.customer]}
	case "WINNER":
		return strings.Split(d.winner, ",")
	case "QUARTER":
		return []string{quarter(d.decided)}
	case "MONTH":
		if d.decided == nil {
			return []string{""}
		}
		return []string{d.decided.In(shanghai).Format("2006-01")}
	case "START_QUARTER":
		return []string{quarter(d.started(from))}
	}
	var products []string
	for _, o := range d.live() {
		if !slices.Contains(products, l.names[o.product]) {
			products = append(products, l.names[o.product])
		}
	}
	if products == nil {
		return []string{""}
	}
	return products
}

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
		{"won or lost from a stage", desk.KpiFilter{Statuses: []process.OpportunityStatus{"WON", "LOST"}, FromStage: to(process.OpportunityStageBid)},
			func(d deal) bool { return d.status == "WON" || d.status == "LOST" }},
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
