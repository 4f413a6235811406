package main

import (
	"context"
	"strings"
)

// salesReference is crm_kpi_public.json.
type salesReference struct {
	Counts struct {
		Opportunities int
		ByStage       map[string]int `json:"by_stage"`
		Accounts      int            `json:"accounts_in_file"`
		AccountsUsed  int            `json:"accounts_used"`
		Agents        int            `json:"agents_used"`
		NoAccount     int            `json:"opportunities_without_account"`
	}
	Overall  map[string]*float64
	Agents   figureSet           `json:"by_agent"`
	Products figureSet           `json:"by_product"`
	Quarters figureSet           `json:"by_close_quarter"`
	Months   figureSet           `json:"by_close_month"`
	Managers figureSet           `json:"by_manager"`
	Regions  figureSet           `json:"by_region"`
	Sectors  figureSet           `json:"by_sector"`
	Cohorts  figureSet           `json:"cohort_by_engage_quarter"`
	Stages   figureSet           `json:"pipeline_value_by_stage"`
	Open     map[string]*float64 `json:"open_list_value_by_product"`
}

const salesSystem = "crm_maven"

// checkSales compares every number of the sales records' reference: the 348 that two programs agree on, which are won,
// lost, closed, rate, value and days of each group, and what else the file has.
func checkSales(ctx context.Context, h *house, data folder, to *sheet) error {
	want, err := reference[salesReference](data, "crm_kpi_public.json")
	if err != nil {
		return err
	}
	for _, g := range []struct {
		name  string
		group any
		want  figureSet
	}{
		{"overall", nil, figureSet{"": want.Overall}},
		{"by_agent", "AGENT", want.Agents},
		{"by_product", "PRODUCT", want.Products},
		{"by_close_quarter", "QUARTER", want.Quarters},
		{"by_close_month", "MONTH", want.Months},
		{"by_manager", "MANAGER", want.Managers},
		{"by_region", "AGENT_REGION", want.Regions},
		{"by_sector", "SECTOR", want.Sectors},
	} {
		got, err := salesFigures(ctx, h, g.group)
		if err != nil {
			return err
		}
		t := &tally{check: "crm " + g.name}
		t.compareFigures(g.want, got, salesTolerance)
		to.sum(t)
	}
	for _, check := range []func(context.Context, *house, salesReference, *sheet) error{checkCohorts, checkPipeline, checkOpenValue, checkSalesCounts} {
		if err := check(ctx, h, want, to); err != nil {
			return err
		}
	}
	return nil
}

// salesTolerance: rates to 1e-6, days and averages to 1e-4, counts and money exactly.
func salesTolerance(figure string) float64 {
	switch {
	case strings.Contains(figure, "rate"):
		return 1e-6
	case strings.Contains(figure, "avg"), strings.Contains(figure, "mean"):
		return 1e-4
	}
	return 0
}

// salesFigures asks for the nine figures of each group that has decided opportunities.
func salesFigures(ctx context.Context, h *house, group any) (figureSet, error) {
	answers, err := askFigures(ctx, h, `
		rate: kpi(code: WIN_RATE, groupBy: $g, filter: {system: $s}) { ...F }
		value: kpi(code: WON_VALUE, groupBy: $g, filter: {system: $s}) { ...F }
		average: kpi(code: AVERAGE_WON_VALUE, groupBy: $g, filter: {system: $s}) { ...F }
		closed: kpi(code: CYCLE_DAYS, groupBy: $g, filter: {system: $s, statuses: [WON, LOST]}) { ...F }
		won: kpi(code: CYCLE_DAYS, groupBy: $g, filter: {system: $s, statuses: [WON]}) { ...F }
		lost: kpi(code: CYCLE_DAYS, groupBy: $g, filter: {system: $s, statuses: [LOST]}) { ...F }`, salesSystem, group)
	if err != nil {
		return nil, err
	}
	rows := map[string]map[string]kpiRow{}
	for name, answer := range answers {
		if rows[name] = answer.by(); group == nil {
			rows[name] = map[string]kpiRow{"": answer.Overall}
		}
	}
	got := figureSet{}
	for key, rate := range rows["rate"] {
		if rate.Denominator == 0 {
			continue
		}
		got[key] = map[string]*float64{
			"won": some(rate.Numerator), "lost": some(rate.Denominator - rate.Numerator), "closed": some(rate.Denominator), "win_rate": rate.Value,
			"won_value": rows["value"][key].Value, "avg_won_value": rows["average"][key].Value,
			"avg_cycle_days_closed": rows["closed"][key].Value, "avg_cycle_days_won": rows["won"][key].Value, "avg_cycle_days_lost": rows["lost"][key].Value,
		}
	}
	return got, nil
}

func checkCohorts(ctx context.Context, h *house, want salesReference, to *sheet) error {
	answers, err := askFigures(ctx, h, `rate: kpi(code: WIN_RATE, groupBy: $g, filter: {system: $s}) { ...F }`, salesSystem, "START_QUARTER")
	if err != nil {
		return err
	}
	got := figureSet{}
	for key, r := range answers["rate"].by() {
		if key != "" { // those that were never engaged
			got[key] = map[string]*float64{"engaged": some(r.all()), "won": some(r.Numerator), "lost": some(r.Denominator - r.Numerator), "win_rate": r.Value}
		}
	}
	t := &tally{check: "crm cohort_by_engage_quarter"}
	t.compareFigures(want.Cohorts, got, salesTolerance)
	to.sum(t)
	return nil
}

func checkPipeline(ctx context.Context, h *house, want salesReference, to *sheet) error {
	answers, err := askFigures(ctx, h, `
		open: kpi(code: PIPELINE_VALUE, groupBy: STAGE, filter: {system: $s}) { ...F }
		closed: kpi(code: PIPELINE_VALUE, groupBy: STATUS, filter: {system: $s}) { ...F }
		openList: kpi(code: LIST_VALUE, groupBy: STAGE, filter: {system: $s, statuses: [OPEN]}) { ...F }
		closedList: kpi(code: LIST_VALUE, groupBy: STATUS, filter: {system: $s, statuses: [WON, LOST]}) { ...F }`, salesSystem, nil)
	if err != nil {
		return err
	}
	got := figureSet{}
	for stage, at := range map[string][3]string{
		"Prospecting": {"open", "openList", "INTAKE"}, "Engaging": {"open", "openList", "QUALIFICATION"},
		"Won": {"closed", "closedList", "WON"}, "Lost": {"closed", "closedList", "LOST"},
	} {
		value, list := answers[at[0]].by()[at[2]], answers[at[1]].by()[at[2]]
		got[stage] = map[string]*float64{"count": some(value.all()), "recorded_close_value": value.Value, "list_value": list.Value}
	}
	t := &tally{check: "crm pipeline_value_by_stage"}
	t.compareFigures(want.Stages, got, salesTolerance)
	to.sum(t)
	return nil
}

func checkOpenValue(ctx context.Context, h *house, want salesReference, to *sheet) error {
	answers, err := askFigures(ctx, h, `list: kpi(code: LIST_VALUE, groupBy: PRODUCT, filter: {system: $s, statuses: [OPEN]}) { ...F }`, salesSystem, nil)
	if err != nil {
		return err
	}
	got := map[string]*float64{}
	for key, row := range answers["list"].by() {
		got[key] = row.Value
	}
	t := &tally{check: "crm open_list_value_by_product"}
	t.compareFigures(figureSet{"open": want.Open}, figureSet{"open": got}, salesTolerance)
	to.sum(t)
	return nil
}

func checkSalesCounts(ctx context.Context, h *house, want salesReference, to *sheet) error {
	answers, err := askFigures(ctx, h, `
		rate: kpi(code: WIN_RATE, groupBy: AGENT, filter: {system: $s}) { ...F }
		open: kpi(code: PIPELINE_VALUE, groupBy: STAGE, filter: {system: $s}) { ...F }`, salesSystem, nil)
	if err != nil {
		return err
	}
	lists, err := salesLists(ctx, h)
	if err != nil {
		return err
	}
	rate, stages := answers["rate"], answers["open"].by()
	t := &tally{check: "crm counts"}
	t.count("opportunities", want.Counts.Opportunities, int(rate.Overall.all()))
	t.count("Won", want.Counts.ByStage["Won"], int(rate.Overall.Numerator))
	t.count("Lost", want.Counts.ByStage["Lost"], int(rate.Overall.Denominator-rate.Overall.Numerator))
	t.count("Prospecting", want.Counts.ByStage["Prospecting"], stages["INTAKE"].N)
	t.count("Engaging", want.Counts.ByStage["Engaging"], stages["QUALIFICATION"].N)
	t.count("agents used", want.Counts.Agents, len(rate.Groups))
	t.count("accounts", want.Counts.Accounts, lists.accounts)
	t.count("accounts used", want.Counts.AccountsUsed, lists.used)
	t.count("opportunities without account", want.Counts.NoAccount, lists.withoutAccount)
	to.sum(t)
	return nil
}

type salesCounts struct{ accounts, used, withoutAccount int }

// salesLists counts in the lists themselves.
func salesLists(ctx context.Context, h *house) (c salesCounts, err error) {
	type node struct {
		ExternalRefs  []externalRef
		Opportunities connection[struct{ ID string }]
	}
	err = eachNode(ctx, h, "customers", "externalRefs { system id } opportunities(first: 1) { edges { node { id } } }", nil, func(n node) {
		if len(n.ExternalRefs) > 0 && n.ExternalRefs[0].System == salesSystem {
			c.accounts++
			c.used += len(n.Opportunities.Edges)
		}
	})
	if err != nil {
		return c, err
	}
	counted, err := ask[struct{ Opportunities struct{ TotalCount int } }](ctx, h, `{ opportunities(first: 0, where: {customerIDIsNil: true}) { totalCount } }`, nil)
	c.withoutAccount = counted.Opportunities.TotalCount
	return c, err
}
