package desk_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent/migrate"
	"bidwell/ent/store"
	"bidwell/ent/store/storetest"
	"bidwell/process"
)

func books(t *testing.T, test func(b *book)) {
	t.Helper()
	storetest.Each(t, migrate.Migrations(), func(t *testing.T, st *store.Store) { test(newBook(t, st)) })
}

// in Shanghai, the zone of a desk unless it is told another.
var shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

func at(month time.Month, day, hour, minute int) time.Time {
	return time.Date(2025, month, day, hour, minute, 0, 0, shanghai)
}

func to[T any](v T) *T { return &v }

func closed(status process.OpportunityStatus, when time.Time) deal {
	return deal{status: status, decided: &when}
}

func TestPipelineIsOneAggregateStatementOverOpenOpportunities(t *testing.T) {
	books(t, func(b *book) {
		b.deal(deal{stage: "INTAKE", amount: 100_50})
		b.deal(deal{stage: "BID", amount: 70_00})
		b.deal(deal{stage: "BID", amount: 30_25})
		b.deal(deal{stage: "BID", amount: 1_000_00, status: "WON"})
		b.deal(deal{stage: "BID", amount: 9_000_00, archived: true})
		b.write()
		ctx, counter := store.CountStatements(desk.AsSystem(b.Context()))
		kpi, err := b.desk.Kpi(ctx, "PIPELINE_VALUE", to(process.KpiGroupStage), nil, nil)
		if err != nil {
			b.Fatal(err)
		}
		if q := strings.Join(counter.Statements(), "; "); counter.N() != 1 || !strings.Contains(q, "GROUP BY") || !strings.Contains(q, "SUM(") {
			b.Errorf("statements: %s", q)
		}
		if len(kpi.Groups) != 2 || *kpi.Overall.Value != 200.75 || kpi.Overall.N != 3 || *kpi.Currency != "CNY" {
			b.Errorf("%+v", kpi)
		}
		if bid := b.row(kpi, "BID"); *bid.Value != 100.25 || bid.N != 2 {
			b.Errorf("BID %+v", bid)
		}
		if won := b.row(b.ask("PIPELINE_VALUE", "STATUS", desk.KpiFilter{}), "WON"); *won.Value != 1000 {
			b.Errorf("by status, won %+v", won)
		}
		lost := desk.KpiFilter{Statuses: []process.OpportunityStatus{"LOST"}}
		if none := b.ask("PIPELINE_VALUE", "", lost); *none.Overall.Value != 0 || none.Overall.N != 0 {
			b.Errorf("lost %+v", none.Overall)
		}
	})
}

func TestCycleIsCountedInDaysOfTheZone(t *testing.T) {
	cases := []struct {
		name     string
		starts   []begin
		decided  time.Time
		from     process.OpportunityStage
		days     float64
		excluded string
	}{
		{"two minutes over midnight in Shanghai", []begin{{"INTAKE", at(3, 1, 23, 59), false}}, at(3, 2, 0, 1), "", 1, ""},
		{"midnight of UTC is no border", []begin{{"INTAKE", at(3, 2, 7, 59), false}}, at(3, 2, 8, 1), "", 0, ""},
		{"an entry without a date does not begin it", []begin{{"INTAKE", at(1, 1, 0, 0), true}, {"QUALIFICATION", at(3, 1, 9, 0), false}}, at(3, 11, 9, 0), "", 10, ""},
		{"the first entry begins it", []begin{{"INTAKE", at(3, 1, 9, 0), false}, {"BID", at(3, 8, 9, 0), false}}, at(3, 11, 9, 0), "", 10, ""},
		{"the first entry into the stage asked for", []begin{{"INTAKE", at(3, 1, 9, 0), false}, {"BID", at(3, 8, 9, 0), false}, {"REVIEW", at(3, 9, 9, 0), false}, {"BID", at(3, 10, 9, 0), false}}, at(3, 11, 9, 0), "BID", 3, ""},
		{"never in the stage asked for", []begin{{"INTAKE", at(3, 1, 9, 0), false}}, at(3, 11, 9, 0), "BID", 0, "START_UNKNOWN"},
		{"no dated entry at all", []begin{{"INTAKE", at(3, 1, 9, 0), true}}, at(3, 11, 9, 0), "", 0, "START_UNKNOWN"},
		{"decided before it began", []begin{{"INTAKE", at(3, 12, 9, 0), false}}, at(3, 11, 9, 0), "", 0, "NEGATIVE_SPAN"},
		{"not decided", []begin{{"INTAKE", at(3, 12, 9, 0), false}}, time.Time{}, "", 0, "NOT_DECIDED"},
		{"fractions of a second", []begin{{"INTAKE", at(3, 1, 9, 0).Add(123456 * time.Microsecond), false}}, at(3, 5, 9, 0).Add(5e8), "", 4, ""},
	}
	books(t, func(b *book) {
		for _, c := range cases {
			d := deal{status: "WON", region: c.name, starts: c.starts}
			if !c.decided.IsZero() {
				d.decided = &c.decided
			}
			b.deal(d)
		}
		b.write()
		for _, c := range cases {
			f := desk.KpiFilter{FromStage: orNil(c.from)}
			row := b.row(b.ask("CYCLE_DAYS", "REGION", f), c.name)
			switch {
			case c.excluded != "" && (row.N != 0 || row.Value != nil || len(row.Excluded) != 1 || row.Excluded[0].Reason != c.excluded):
				b.Errorf("%s: %+v", c.name, row)
			case c.excluded == "" && (row.N != 1 || *row.Value != c.days || *row.Median != c.days || *row.P85 != c.days):
				b.Errorf("%s: %+v", c.name, row)
			}
		}
	})
}

func TestWindowIsHalfOpenAndInTheZone(t *testing.T) {
	day := func(d int) *time.Time { return to(time.Date(2025, 6, d, 0, 0, 0, 0, time.UTC)) }
	books(t, func(b *book) {
		b.deal(closed("WON", at(5, 31, 23, 59)))
		b.deal(closed("WON", at(6, 1, 0, 0)))
		b.deal(closed("LOST", at(6, 2, 7, 0))) // still the first of June in UTC
		b.deal(closed("WON", at(6, 2, 23, 59)))
		b.deal(closed("WON", at(6, 3, 0, 0)))
		b.deal(deal{})
		b.write()
		cases := []struct {
			name     string
			from, to *time.Time
			n        int
		}{
			{"one day", day(1), day(2), 1}, {"two days", day(1), day(3), 3}, {"from", day(2), nil, 3}, {"to", nil, day(1), 1}, {"no time at all", day(2), day(2), 0},
		}
		for _, c := range cases {
			if got := b.ask("WIN_RATE", "", desk.KpiFilter{DecidedFrom: c.from, DecidedTo: c.to}).Overall; got.N != c.n || len(got.Excluded) != 0 {
				b.Errorf("%s: %+v", c.name, got)
			}
		}
		months := b.ask("WIN_RATE", "MONTH", desk.KpiFilter{})
		if may, june := b.row(months, "2025-05"), b.row(months, "2025-06"); may.N != 1 || june.N != 4 || len(months.Groups) != 3 {
			b.Errorf("by month %+v", months.Groups)
		}
	})
}

func TestOpportunityWithSeveralProductsCountsOnceForEach(t *testing.T) {
	books(t, func(b *book) {
		lamp, pole, ghost := b.product("Lamp"), b.product("Pole"), b.product("Ghost")
		one := closed("WON", at(3, 1, 9, 0))
		one.amount, one.award = 900_00, to(int64(950_00))
		one.lines = []offer{{product: lamp, quantity: 2, price: 500_00}, {product: ghost, quantity: 9, price: 9_00, archived: true}}
		b.deal(one)
		many := closed("WON", at(3, 1, 9, 0))
		many.amount, many.award = 5000_00, to(int64(5000_00))
		many.lines = []offer{{product: lamp, quantity: 3, price: 100_00}, {product: lamp, quantity: 1, price: 50_00}, {product: pole, quantity: 10, price: 7_77}}
		b.deal(many)
		bare := closed("LOST", at(3, 1, 9, 0))
		bare.amount = 40_00
		b.deal(bare)
		b.write()
		cases := []struct {
			code                   process.KpiCode
			overall, lamp, pole    float64
			overallN, lampN, poleN int
		}{
			{"WIN_RATE", 2. / 3, 1, 1, 3, 2, 1},
			{"WON_VALUE", 5900, 1250, 77.7, 2, 2, 1},
			{"AVERAGE_WON_VALUE", 2950, 625, 77.7, 2, 2, 1},
			{"AWARD_VALUE", 5950, 950, 0, 2, 1, 0},
			{"LIST_VALUE", 1427.7, 1350, 77.7, 2, 2, 1},
		}
		for _, c := range cases {
			kpi := b.ask(c.code, "PRODUCT", desk.KpiFilter{})
			for _, r := range []struct {
				name string
				row  process.KpiRow
				want float64
				n    int
			}{{"overall", kpi.Overall, c.overall, c.overallN}, {"lamp", b.row(kpi, "Lamp"), c.lamp, c.lampN}, {"pole", b.row(kpi, "Pole"), c.pole, c.poleN}} {
				if r.row.Value == nil || math.Abs(*r.row.Value-r.want) > 1e-9 || r.row.N != r.n {
					b.Errorf("%s %s: %+v, want %v of %d", c.code, r.name, r.row, r.want, r.n)
				}
			}
			if row := b.row(kpi, "Lamp"); deref(row.ID) != lamp || len(kpi.Groups) != 3 {
				b.Errorf("%s: groups %+v", c.code, kpi.Groups)
			}
		}
	})
}

func TestWinnersOfAListCountEach(t *testing.T) {
	books(t, func(b *book) {
		for _, w := range []string{"Heron Ltd,Otter GmbH", "Otter GmbH", "Otter GmbH, Otter GmbH", "Heron Co., Ltd,Otter GmbH,Otter GmbH", ""} {
			d := closed("WON", at(3, 1, 9, 0))
			d.winner, d.award = w, to(int64(10_00))
			b.deal(d)
		}
		b.write()
		kpi := b.ask("AWARD_RATE", "WINNER", desk.KpiFilter{})
		for name, n := range map[string]int{"Heron Ltd": 1, "Otter GmbH": 3, "Otter GmbH, Otter GmbH": 1, "Heron Co., Ltd": 1, "": 1} {
			if row := b.row(kpi, name); row.N != n {
				b.Errorf("%q: %d, want %d", name, row.N, n)
			}
		}
		if value := b.ask("AWARD_VALUE", "WINNER", desk.KpiFilter{}); *value.Overall.Value != 50 || *b.row(value, "Otter GmbH").Value != 30 {
			b.Errorf("%+v", value)
		}
	})
}

func TestOtherCurrenciesAreLeftOutAndCounted(t *testing.T) {
	books(t, func(b *book) {
		lamp := b.product("Lamp")
		for i, currency := range []string{"CNY", "USD", "USD"} {
			d := closed("WON", at(3, 1, 9, 0))
			d.amount, d.currency, d.system = int64(i+1)*100_00, currency, "ledger-"+currency
			d.lines = []offer{{product: lamp, quantity: 1, price: 10_00}}
			b.deal(d)
		}
		mixed := deal{amount: 1_00, lines: []offer{{product: lamp, quantity: 1, price: 3_00}, {product: lamp, quantity: 1, price: 4_00, currency: "EUR"}}}
		b.deal(mixed)
		b.write()
		cases := []struct {
			name, system string
			asked        *string
			currency     string
			value        float64
			left         int
		}{
			{"the organisation's", "", nil, "CNY", 100, 2},
			{"the one asked for", "", to("USD"), "USD", 500, 1},
			{"the only one there is", "ledger-USD", nil, "USD", 500, 0},
			{"asked for one that nothing is in", "ledger-USD", to("CNY"), "CNY", 0, 2},
		}
		for _, c := range cases {
			kpi, err := b.desk.Kpi(desk.AsSystem(b.Context()), "WON_VALUE", nil, &desk.KpiFilter{System: orNil(c.system)}, c.asked)
			if err != nil {
				b.Fatal(err)
			}
			left := 0
			for _, e := range kpi.Overall.Excluded {
				if e.Reason == "OTHER_CURRENCY" {
					left = e.Count
				}
			}
			if *kpi.Currency != c.currency || *kpi.Overall.Value != c.value || left != c.left {
				b.Errorf("%s: %v %s, left out %+v", c.name, *kpi.Overall.Value, *kpi.Currency, kpi.Overall.Excluded)
			}
		}
		if list := b.ask("LIST_VALUE", "", desk.KpiFilter{}).Overall; *list.Value != 13 || list.N != 2 {
			b.Errorf("list value %+v", list)
		}
	})
}

func TestSystemCountsARecordOnceHoweverManyIdsItHas(t *testing.T) {
	books(t, func(b *book) {
		twice := b.deal(deal{amount: 5_00, system: "ledger"})
		b.ref("ledger", "Opportunity", twice)
		b.deal(deal{amount: 7_00})
		b.ref("archive", "Proposal", b.proposal("AWARDED", "TECHNICAL", nil))
		b.proposal("NOT_AWARDED", "TECHNICAL", nil)
		b.write()
		if row := b.ask("PIPELINE_VALUE", "", desk.KpiFilter{System: to("ledger")}).Overall; row.N != 1 || *row.Value != 5 {
			b.Errorf("ledger %+v", row)
		}
		if row := b.ask("PIPELINE_VALUE", "", desk.KpiFilter{System: to("nobody's")}).Overall; row.N != 0 {
			b.Errorf("unknown system %+v", row)
		}
		if row := b.ask("PROPOSAL_PASS_RATE", "", desk.KpiFilter{System: to("archive")}).Overall; row.N != 1 || *row.Value != 1 {
			b.Errorf("archive %+v", row)
		}
	})
}

func TestAbsurdAmountsDoNotBreakAFigure(t *testing.T) {
	books(t, func(b *book) {
		lamp := b.product("Lamp")
		for range 3 {
			b.deal(deal{amount: math.MaxInt64, lines: []offer{{product: lamp, quantity: 1_000_000_000, price: math.MaxInt64}}})
		}
		b.write()
		want := 3 * float64(math.MaxInt64) / 100
		if got := *b.ask("PIPELINE_VALUE", "", desk.KpiFilter{}).Overall.Value; math.Abs(got/want-1) > 1e-12 {
			b.Errorf("%v, want about %v", got, want)
		}
		if got := *b.ask("LIST_VALUE", "PRODUCT", desk.KpiFilter{}).Overall.Value; math.Abs(got/want/1e9-1) > 1e-12 {
			b.Errorf("%v, want about %v", got, want*1e9)
		}
	})
}

func TestProposalsByKindAndYear(t *testing.T) {
	day := func(y int) *time.Time { return to(time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC)) }
	books(t, func(b *book) {
		b.proposal("AWARDED", "TECHNICAL", day(2024))
		b.proposal("REJECTED_BID", "TECHNICAL", day(2025))
		b.proposal("WITHDRAWN", "COMMERCIAL", day(2025))
		b.proposal("AWARDED", "COMMERCIAL", day(2025))
		b.proposal("DRAFT", "COMMERCIAL", nil)
		b.write()
		byYear := b.ask("PROPOSAL_PASS_RATE", "PROPOSAL_YEAR", desk.KpiFilter{})
		if row := b.row(byYear, "2025"); row.Numerator != 1 || row.Denominator != 3 || row.Interval == nil {
			b.Errorf("2025: %+v", row)
		}
		if row := b.row(byYear, ""); row.Value != nil || row.Excluded[0] != (process.KpiExcluded{Reason: "DRAFT", Count: 1}) {
			b.Errorf("without a year: %+v", row)
		}
		if row := b.row(b.ask("PROPOSAL_PASS_RATE", "PROPOSAL_KIND", desk.KpiFilter{}), "TECHNICAL"); *row.Value != .5 {
			b.Errorf("technical: %+v", row)
		}
	})
}
