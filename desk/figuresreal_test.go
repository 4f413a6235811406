package desk_test

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"bidwell/process"
)

// realFile is a file of the real records that are kept beside the project and never inside it.
func realFile(t *testing.T, name string) []byte {
	t.Helper()
	folder := os.Getenv("BIDWELL_SHARED_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "shared", "data")
	}
	data, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Skipf("SKIPPED, NOT TESTED: no real records (%v); set BIDWELL_SHARED_DATA to their folder", err)
	}
	return data
}

// realRows reads a CSV file as rows by column.
func realRows(t *testing.T, name string) []map[string]string {
	t.Helper()
	all, err := csv.NewReader(strings.NewReader(string(realFile(t, name)))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows := make([]map[string]string, 0, len(all))
	for _, cells := range all[1:] {
		row := map[string]string{}
		for i, column := range all[0] {
			row[column] = cells[i]
		}
		rows = append(rows, row)
	}
	return rows
}

func realDay(s string) *time.Time {
	if s == "" {
		return nil
	}
	day, err := time.ParseInLocation(time.DateOnly, s, shanghai)
	if err != nil {
		panic(err)
	}
	return &day
}

// realMoney is whole units as minor units, nil when empty.
func realMoney(s string) *int64 {
	if s == "" {
		return nil
	}
	units, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		panic(err)
	}
	return to(units * 100)
}

// loadCRM writes the sales records of crm_maven. A deal without engagement was never dated.
func loadCRM(b *book) {
	b.Helper()
	managers, agents, products, customers, prices := map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}, map[string]int64{}
	for _, r := range realRows(b.T, "crm_maven/sales_teams.csv") {
		if managers[r["manager"]] == "" {
			managers[r["manager"]] = b.user(r["manager"], r["regional_office"], "")
		}
		agents[r["sales_agent"]] = b.user(r["sales_agent"], r["regional_office"], managers[r["manager"]])
	}
	for _, r := range realRows(b.T, "crm_maven/accounts.csv") {
		customers[r["account"]] = b.customer(r["account"], "", r["sector"])
	}
	for _, r := range realRows(b.T, "crm_maven/products.csv") {
		products[r["product"]], prices[r["product"]] = b.product(r["product"]), *realMoney(r["sales_price"])
	}
	statuses := map[string]process.OpportunityStatus{"Prospecting": "OPEN", "Engaging": "OPEN", "Won": "WON", "Lost": "LOST"}
	for _, r := range realRows(b.T, "crm_maven/sales_pipeline.csv") {
		name := strings.Replace(r["product"], "GTXPro", "GTX Pro", 1)
		d := deal{
			status: statuses[r["deal_stage"]], stage: "INTAKE", owner: agents[r["sales_agent"]], customer: customers[r["account"]],
			currency: "USD", system: "crm_maven", decided: realDay(r["close_date"]),
			starts: []begin{{stage: "INTAKE", at: time.Date(2016, 1, 1, 0, 0, 0, 0, time.UTC), undated: true}},
			lines:  []offer{{product: products[name], quantity: 1, price: prices[name]}},
		}
		if value := realMoney(r["close_value"]); value != nil {
			d.amount = *value
		}
		if engaged := realDay(r["engage_date"]); engaged != nil {
			d.stage, d.starts = "QUALIFICATION", append(d.starts, begin{stage: "QUALIFICATION", at: *engaged})
		}
		b.deal(d)
	}
}

// loadTenders writes the procurements of cn_tenders; the class of a buyer becomes the kind of customer.
func loadTenders(b *book) {
	b.Helper()
	customers := map[string]string{}
	statuses := map[string]process.OpportunityStatus{"open": "OPEN", "awarded": "WON", "failed": "CANCELLED_BY_CUSTOMER"}
	for _, r := range realRows(b.T, "cn_tenders/opportunities.csv") {
		if customers[r["customer"]] == "" {
			customers[r["customer"]] = b.customer(r["customer"], r["buyer_class"], r["buyer_class"])
		}
		d := deal{
			status: statuses[r["outcome"]], stage: "INTAKE", customer: customers[r["customer"]], region: r["province"], winner: r["winner"],
			system: "cn_tenders", budget: realMoney(r["budget"]), award: realMoney(r["award_amount"]), decided: realDay(r["decided_date"]),
			starts: []begin{{stage: "INTAKE", at: *realDay(r["first_notice"])}},
		}
		if tendered := realDay(r["tender_date"]); tendered != nil {
			d.stage, d.starts = "BID", append(d.starts, begin{stage: "BID", at: *tendered})
		}
		b.deal(d)
	}
}

// loadPEPs writes the proposals of peps by how each ended.
func loadPEPs(b *book) {
	b.Helper()
	statuses := map[string]process.ProposalStatus{
		"Final": "AWARDED", "Accepted": "AWARDED", "Active": "AWARDED", "Provisional": "AWARDED", "Superseded": "AWARDED",
		"Rejected": "NOT_AWARDED", "Withdrawn": "WITHDRAWN",
	}
	kinds := map[string]process.ProposalKind{"Standards Track": "TECHNICAL", "Informational": "RFI", "Process": "COMBINED"}
	lines := strings.Split(strings.TrimSpace(string(realFile(b.T, "peps/proposals.jsonl"))), "\n")
	for _, line := range lines {
		var p struct {
			Meta struct{ Status, Type, Created string }
		}
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			b.Fatal(err)
		}
		status := statuses[p.Meta.Status]
		if status == "" {
			status = "DRAFT"
		}
		day, err := time.Parse(time.DateOnly, p.Meta.Created)
		if err != nil {
			b.Fatal(err)
		}
		b.ref("peps", "Proposal", b.proposal(status, kinds[p.Meta.Type], &day))
	}
}
