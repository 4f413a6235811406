package desk_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"bidwell/desk"
	"bidwell/process"
)

// reference compares figures with numbers that were computed elsewhere, and remembers which of them it met.
type reference struct {
	*book
	numbers map[string]float64 // by path; NaN where the reference has null
	met     map[string]bool
	system  string
	asked   map[string]*process.Kpi
}

func newReference(b *book, file, system string) *reference {
	r := &reference{book: b, numbers: map[string]float64{}, met: map[string]bool{}, system: system, asked: map[string]*process.Kpi{}}
	var tree any
	if err := json.Unmarshal(realFile(b.T, "reference/"+file), &tree); err != nil {
		b.Fatal(err)
	}
	r.flatten("", tree)
	return r
}

func (r *reference) flatten(path string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for k, inner := range v {
			r.flatten(strings.TrimPrefix(path+"/"+k, "/"), inner)
		}
	case []any:
		if name, ok := v[0].(string); ok {
			r.flatten(path+"/"+name, v[1])
			return
		}
		for _, inner := range v {
			r.flatten(path, inner)
		}
	case float64:
		r.numbers[path] = v
	case nil:
		r.numbers[path] = math.NaN()
	}
}

// figure is a figure for a group key, "*" for all.
func (r *reference) figure(code process.KpiCode, by process.KpiGroup, key string, filter desk.KpiFilter) process.KpiRow {
	r.Helper()
	filter.System = &r.system
	call := fmt.Sprint(code, by, filter.Statuses, filter.FromStage)
	if r.asked[call] == nil {
		r.asked[call] = r.ask(code, by, filter)
	}
	if key == "*" {
		return r.asked[call].Overall
	}
	return r.row(r.asked[call], key)
}

// is compares a number of the reference: rates to 1e-6, days and averages to 1e-4, money and counts exactly.
func (r *reference) is(path string, got *float64, within float64) {
	r.Helper()
	want, ok := r.numbers[path]
	if !ok {
		return
	}
	r.met[path] = true
	if (got == nil) != math.IsNaN(want) || got != nil && math.Abs(*got-want) > within {
		r.Errorf("%s: %v, want %v", path, printable(got), want)
	}
}

func (r *reference) count(path string, got float64) {
	r.Helper()
	r.is(path, &got, 0)
}

const (
	rate  = 1e-6
	days  = 1e-4
	exact = 0
)

func printable(v *float64) any {
	if v == nil {
		return "null"
	}
	return *v
}

// done fails for numbers of the reference that no figure was compared with, other than those that no figure is about.
func (r *reference) done(besides ...string) {
	r.Helper()
	for _, path := range slices.Sorted(maps.Keys(r.numbers)) {
		if !r.met[path] && !slices.ContainsFunc(besides, func(p string) bool { return strings.HasPrefix(path, p) }) {
			r.Errorf("%s was not compared", path)
		}
	}
	r.Logf("%d numbers of the reference compared with %d figures", len(r.met), len(r.asked))
}

// sections are the keys below a part of the reference.
func (r *reference) sections(part string) []string {
	keys := map[string]bool{}
	for path := range r.numbers {
		if rest, ok := strings.CutPrefix(path, part+"/"); ok {
			keys[strings.Split(rest, "/")[0]] = true
		}
	}
	return slices.Sorted(maps.Keys(keys))
}

func excluded(row process.KpiRow) (n int) {
	for _, e := range row.Excluded {
		n += e.Count
	}
	return n
}

var (
	inClosed = desk.KpiFilter{Statuses: []process.OpportunityStatus{"WON", "LOST"}}
	inWon    = desk.KpiFilter{Statuses: []process.OpportunityStatus{"WON"}}
	inLost   = desk.KpiFilter{Statuses: []process.OpportunityStatus{"LOST"}}
	inOpen   = desk.KpiFilter{Statuses: []process.OpportunityStatus{"OPEN"}}
)

// sales compares one block of the sales reference.
func (r *reference) sales(path string, by process.KpiGroup, key string) {
	r.Helper()
	won := r.figure("WIN_RATE", by, key, desk.KpiFilter{})
	r.count(path+"/won", won.Numerator)
	r.count(path+"/lost", won.Denominator-won.Numerator)
	r.count(path+"/closed", won.Denominator)
	r.is(path+"/win_rate", won.Value, rate)
	r.is(path+"/won_value", r.figure("WON_VALUE", by, key, desk.KpiFilter{}).Value, exact)
	r.is(path+"/avg_won_value", r.figure("AVERAGE_WON_VALUE", by, key, desk.KpiFilter{}).Value, days)
	r.is(path+"/avg_cycle_days_closed", r.figure("CYCLE_DAYS", by, key, inClosed).Value, days)
	for status, filter := range map[string]desk.KpiFilter{"won": inWon, "lost": inLost} {
		if n := won.Numerator; status == "won" && n > 0 || status == "lost" && won.Denominator > n {
			r.is(path+"/avg_cycle_days_"+status, r.figure("CYCLE_DAYS", by, key, filter).Value, days)
		} else {
			r.is(path+"/avg_cycle_days_"+status, nil, days)
		}
	}
}

func TestFiguresOfRealSalesEqualTheReference(t *testing.T) {
	realFile(t, "reference/crm_kpi_public.json")
	books(t, func(b *book) {
		loadCRM(b)
		loadTenders(b)
		b.write()
		r := newReference(b, "crm_kpi_public.json", "crm_maven")
		r.sales("overall", "STATUS", "*")
		for part, by := range map[string]process.KpiGroup{
			"by_agent": "AGENT", "by_product": "PRODUCT", "by_close_quarter": "QUARTER", "by_close_month": "MONTH",
			"by_manager": "MANAGER", "by_region": "AGENT_REGION", "by_sector": "SECTOR",
		} {
			for _, key := range r.sections(part) {
				r.sales(part+"/"+key, by, key)
			}
		}
		r.cohorts()
		r.pipeline()
		r.done("counts/accounts_in_file", "counts/accounts_used")
	})
}

func (r *reference) cohorts() {
	for _, key := range r.sections("cohort_by_engage_quarter") {
		row, path := r.figure("WIN_RATE", "START_QUARTER", key, desk.KpiFilter{}), "cohort_by_engage_quarter/"+key
		r.count(path+"/engaged", float64(row.N+excluded(row)))
		r.count(path+"/won", row.Numerator)
		r.count(path+"/lost", row.Denominator-row.Numerator)
		r.is(path+"/win_rate", row.Value, rate)
	}
}

func (r *reference) pipeline() {
	for name, in := range map[string]struct {
		by     process.KpiGroup
		key    string
		filter desk.KpiFilter
	}{
		"Prospecting": {"STAGE", "INTAKE", inOpen}, "Engaging": {"STAGE", "QUALIFICATION", inOpen},
		"Won": {"STATUS", "WON", desk.KpiFilter{}}, "Lost": {"STATUS", "LOST", desk.KpiFilter{}},
	} {
		list, recorded := r.figure("LIST_VALUE", in.by, in.key, in.filter), r.figure("PIPELINE_VALUE", in.by, in.key, in.filter)
		path := "pipeline_value_by_stage/" + name
		r.count(path+"/count", float64(recorded.N))
		r.count("counts/by_stage/"+name, float64(list.N))
		r.is(path+"/list_value", list.Value, exact)
		r.is(path+"/recorded_close_value", recorded.Value, exact)
	}
	for _, key := range r.sections("open_list_value_by_product") {
		r.is("open_list_value_by_product/"+key, r.figure("LIST_VALUE", "PRODUCT", key, inOpen).Value, exact)
	}
	all := r.figure("WIN_RATE", "SECTOR", "*", desk.KpiFilter{})
	none := r.figure("WIN_RATE", "SECTOR", "", desk.KpiFilter{})
	r.count("counts/opportunities", float64(all.N+excluded(all)))
	r.count("counts/opportunities_without_account", float64(none.N+excluded(none)))
	r.count("counts/agents_used", float64(len(r.ask("WIN_RATE", "AGENT", desk.KpiFilter{System: &r.system}).Groups)))
}

// procurement compares one block of the tender reference.
func (r *reference) procurement(path string, by process.KpiGroup, key string) {
	r.Helper()
	award := r.figure("AWARD_RATE", by, key, desk.KpiFilter{})
	r.count(path+"/awarded", award.Numerator)
	r.count(path+"/failed", award.Denominator-award.Numerator)
	r.count(path+"/open", float64(excluded(award)))
	r.count(path+"/opportunities", float64(award.N+excluded(award)))
	r.is(path+"/award_rate", award.Value, rate)
	value := r.figure("AWARD_VALUE", by, key, desk.KpiFilter{})
	r.is(path+"/award_amount_sum", value.Value, exact)
	r.count(path+"/award_amount_known", float64(value.N))
	saving := r.figure("SAVING_RATE", by, key, desk.KpiFilter{})
	r.count(path+"/saving_rate_mean/n", float64(saving.N))
	r.is(path+"/saving_rate_mean/mean", saving.Value, rate)
	for name, status := range map[string]process.OpportunityStatus{"awarded": "WON", "failed": "CANCELLED_BY_CUSTOMER"} {
		filter := desk.KpiFilter{Statuses: []process.OpportunityStatus{status}, FromStage: to(process.OpportunityStageBid)}
		cycle := process.KpiRow{} // a group that no record of the status is in
		if n := award.Numerator; status == "WON" && n > 0 || status != "WON" && award.Denominator > n {
			cycle = r.figure("CYCLE_DAYS", by, key, filter)
		}
		r.count(path+"/cycle_days_"+name+"/n", float64(cycle.N))
		r.is(path+"/cycle_days_"+name+"/mean", cycle.Value, days)
		r.is(path+"/cycle_days_"+name+"/median", cycle.Median, exact)
	}
}

func TestFiguresOfRealTendersEqualTheReference(t *testing.T) {
	realFile(t, "reference/cn_tenders_kpi_public.json")
	books(t, func(b *book) {
		loadCRM(b)
		loadTenders(b)
		b.write()
		r := newReference(b, "cn_tenders_kpi_public.json", "cn_tenders")
		r.procurement("overall", "REGION", "*")
		for part, by := range map[string]process.KpiGroup{"by_province": "REGION", "by_buyer_class": "CUSTOMER_KIND"} {
			for _, key := range r.sections(part) {
				r.procurement(part+"/"+key, by, key)
			}
		}
		for _, name := range r.sections("top_winners") {
			r.count("top_winners/"+name, r.figure("AWARD_RATE", "WINNER", name, desk.KpiFilter{}).Numerator)
		}
		r.done("notices", "customers", "stage_events")
	})
}

func TestFiguresOfRealProposalsEqualTheReference(t *testing.T) {
	realFile(t, "reference/peps_pass_rate_public.json")
	books(t, func(b *book) {
		loadPEPs(b)
		b.proposal("WITHDRAWN", "TECHNICAL", nil) // of no other system
		b.write()
		r := newReference(b, "peps_pass_rate_public.json", "peps")
		pass := func(path string, row process.KpiRow) {
			r.count(path+"/count", float64(row.N+excluded(row)))
			r.count(path+"/passed", row.Numerator)
			r.count(path+"/not_passed", row.Denominator-row.Numerator)
			r.is(path+"/pass_rate", row.Value, rate)
		}
		all := r.figure("PROPOSAL_PASS_RATE", "PROPOSAL_KIND", "*", desk.KpiFilter{})
		pass("all", all)
		r.count("count", float64(all.N+excluded(all)))
		pass("standards_track", r.figure("PROPOSAL_PASS_RATE", "PROPOSAL_KIND", "TECHNICAL", desk.KpiFilter{}))
		for name, kind := range map[string]string{"Standards Track": "TECHNICAL", "Informational": "RFI", "Process": "COMBINED"} {
			row := r.figure("PROPOSAL_PASS_RATE", "PROPOSAL_KIND", kind, desk.KpiFilter{})
			r.count("by_type/"+name, float64(row.N+excluded(row)))
		}
		for _, year := range r.sections("by_created_year") {
			pass("by_created_year/"+year, r.figure("PROPOSAL_PASS_RATE", "PROPOSAL_YEAR", year, desk.KpiFilter{}))
		}
		r.done("by_status/")
	})
}
